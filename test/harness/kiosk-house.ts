// A house with the kiosk connected to it and one person who is known to both: what tests of a connected system begin with.

import type { Database } from '../../src/adapters/stores/index.ts'
import type { Request } from '../../src/desks/index.ts'
import { openers } from './databases.ts'
import { openHouse, signedIn, type House } from './desks.ts'
import { folder } from './gate.ts'
import { openKiosk, type Kiosk } from './kiosk.ts'

/** Maya, as she gave her address to us; the kiosk has it in small letters. */
export const maya = { field: 'email', value: 'Maya@Example.org' }

/** A house, its kiosk, and Maya's id. */
export interface KioskHouse {
  readonly house: House
  readonly db: Database
  readonly kiosk: Kiosk
  readonly person: string
}

/** Opens it. What has to be closed again is pushed to `open`, to be closed in the opposite order. */
export async function openKioskHouse(
  open: (() => Promise<void>)[],
  how: Parameters<typeof openKiosk>[0] = {},
): Promise<KioskHouse> {
  const kiosk = await openKiosk(how)
  open.push(() => kiosk.close())
  const db = await openers.pglite('harbour')
  open.push(() => db.close())
  const house = await openHouse(db, folder('examples/harbour/statement'), { officers: ['ines', 'jonas'], systems: [kiosk.system] }) // prettier-ignore
  return { house, db, kiosk, person: await house.gate.admit(maya, { region: null, canary: false }) }
}

/** Maya asks for it; answers when it came to an end or waits. */
export async function ask(house: House, kind: 'erase' | 'export'): Promise<Request> {
  const { by, person } = await signedIn(house, maya.value)
  const { request } = await house.rights.ask(by, { kind })
  await house.rights.settle()
  return house.rights.request(request.number, { person })
}

/** Lets what waits go on, an hour later. */
export async function goOn(house: House, { number }: Request): Promise<Request> {
  house.clock.move(3_600_000)
  await house.rights.resume(true)
  return house.rights.request(number, 'desk')
}
