// A house that an operator reaches as `kept` does: over the socket in its home.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from '../../src/server/server.ts'
import { openHouse, origin, type House } from './house.ts'

/** A house with its socket; `--home` of a command is `home`. */
export interface Operated {
  readonly home: string
  readonly house: House
  close(): Promise<void>
}

/** Opens a house and listens for its operator. */
export async function openOperated(): Promise<Operated> {
  const home = mkdtempSync(join(tmpdir(), 'wordkept-operated-'))
  const house = await openHouse()
  const desk = await createServer(house.app, { origin, pages: false, operator: true, log: () => {} })
  await desk.listen({ path: join(home, 'kept.sock') })
  return {
    home,
    house,
    async close() {
      await desk.close()
      await house.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
