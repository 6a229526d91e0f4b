// An erasure over a connected system, killed at any of its calls: at our gate, at the rows of the plan, at the foreign database. Every second
// one fails before it did anything, those between after they did everything; from then on the process is dead. Another one starts over the
// same rows, and the foreign database and the receipt are those of an undisturbed run (R1–R3, threat 20).

import { describe, expect, onTestFinished, test } from 'vitest'
import { verifyReceipt } from '../../src/evidence/index.ts'
import type { Connector } from '../../src/systems/index.ts'
import { openers } from '../harness/databases.ts'
import { openHouse, signedIn, type House, type Wrap } from '../harness/desks.ts'
import { folder } from '../harness/gate.ts'
import { openKiosk, type Kiosk } from '../harness/kiosk.ts'

class Killed extends Error {}
type When = 'before' | 'after'

/** A process that dies at its nth call: before the call does anything, or after it did everything. Counts the calls. */
function dying(nth: number, when: When): { wrap: Wrap; calls: () => number } {
  let calls = 0
  const begin = (): number => {
    const mine = ++calls
    if (mine > nth || (mine === nth && when === 'before')) throw new Killed()
    return mine
  }
  const end = (mine: number): void => {
    if (mine >= nth || calls > nth) throw new Killed()
  }
  const watched = ['gate', 'plan store', 'connector']
  const wrap: Wrap = (name, port) =>
    !watched.includes(name)
      ? port
      : new Proxy(port, {
          get(target, key, receiver) {
            const member: unknown = Reflect.get(target, key, receiver)
            if (typeof member !== 'function' || key === 'close') return member
            const call = (given: unknown[]): unknown => Reflect.apply(member, target, given)
            if (name === 'connector' && key === 'rows') return (...given: unknown[]) => rows(call(given) as ReturnType<Connector['rows']>) // what `rows` answers
            return async (...given: unknown[]) => {
              const mine = begin()
              const answer = await call(given)
              end(mine)
              return answer
            }
          },
        }) // prettier-ignore
  async function* rows(found: ReturnType<Connector['rows']>): ReturnType<Connector['rows']> {
    const mine = begin()
    yield* found
    end(mine)
  }
  return { wrap, calls: () => calls }
}

/** Dying is expected; anything else is a fault of the test or the house. */
function onlyKilled(cause: unknown): void {
  if (!(cause instanceof Killed)) throw cause
}

let [kiosk, house]: [Kiosk, House] = [null as never, null as never] // set before anything else

async function begin(): Promise<void> {
  kiosk = await openKiosk()
  onTestFinished(() => kiosk.close())
  const db = await openers.pglite('harbour')
  onTestFinished(() => db.close())
  const systems = [kiosk.system]
  house = await openHouse(db, folder('examples/harbour/statement'), { officers: ['ines', 'jonas'], systems })
}

let customers = 100

/** A customer with an invoice, two lines and a wish, known to nobody but the kiosk. */
async function newCustomer(): Promise<{ id: number; email: string }> {
  const id = ++customers
  const email = `customer-${id}@example.org`
  await kiosk.run(`
    insert into customer values (${id}, 'Customer ${id}', '${email}', '+49 40 ${id}', '${id} Ropewalk', 1);
    insert into invoice values (${id}0, ${id}, date '2026-02-03', '${id} Ropewalk', 4.00);
    insert into invoice_line values (${id}01, ${id}0, 'Rope', 1), (${id}02, ${id}0, 'Lemonade', 1);
    insert into "Wish List" values (${id}, 'Compass', timestamptz '2026-03-10 10:00Z')`)
  await house.gate.admit({ field: 'email', value: email }, { region: null, canary: false })
  return { id, email }
}

async function everythingBut(id: number): Promise<unknown> {
  const rows = Object.entries(await kiosk.dump()).flatMap(([table, found]) => found.map(([row]) => `${table} ${row}`))
  return rows.filter((row) => !new RegExp(`"(customer_id|invoice_id)": ${id}0?\\b`).test(row))
}

async function run(nth: number, when: When): Promise<number> {
  const { id, email } = await newCustomer()
  const others = await everythingBut(id)
  const { person, by } = await signedIn(house, email)
  const { wrap, calls } = dying(nth, when)
  const doomed = await house.again(wrap)
  await doomed.rights.ask(by, { kind: 'erase' }).catch(onlyKilled)
  await doomed.rights.settle()
  const made = calls()

  const next = await house.again()
  house.clock.move(60_000)
  await next.rights.resume(true)
  const done = async () => (await next.rights.requests({ person })).find(({ state }) => state === 'done')
  if (!(await done())) {
    const again = await signedIn(next, email)
    await next.rights.ask(again.by, { kind: 'erase' })
    await next.rights.settle()
  }
  const request = (await done())!
  expect(request.steps[0], `${when} call ${nth}`).toMatchObject({
    holder: 'kiosk',
    done: '2 things erased',
    result: 'stays',
  })
  const states = request.steps[0]!.places.map(({ place, rows, state }) => `${rows} ${place} ${state}`)
  expect(states.toSorted()).toEqual(undisturbed.toSorted())
  await expectGone(id)
  expect(await everythingBut(id)).toEqual(others)
  for await (const receipt of await next.rights.artefact(request.number, 'receipt.json', { person }))
    expect(await verifyReceipt(receipt, { vkey: house.ledger.vkey })).toMatchObject({ state: 'valid' })
  return made
}

const undisturbed = [
  '1 public.customer stays',
  ...['full_name', 'email', 'phone', 'street'].map((column) => `1 public.customer.${column} gone`),
  ...['', '.invoiced_on', '.billing_street', '.total'].map((column) => `1 public.invoice${column} stays`),
  ...['', '.article', '.quantity'].map((column) => `2 public.invoice_line${column} stays`),
  '1 public.Wish List gone',
] // prettier-ignore

async function expectGone(id: number): Promise<void> {
  const count = async (query: string): Promise<number> => (await kiosk.read(query, [id])).length
  const [him] = await kiosk.read('select full_name, email, phone, street from customer where customer_id = $1', [id])
  expect(him!.slice(2)).toEqual([null, null])
  expect(him!.join(' ')).not.toMatch(new RegExp(`customer[- ]${id}`, 'i'))
  expect(await count('select 1 from invoice where customer_id = $1')).toBe(1)
  expect(await count('select 1 from invoice_line where invoice_id = $1 * 10')).toBe(2)
  expect(await count('select 1 from "Wish List" where customer_id = $1')).toBe(0)
}

describe.each([['before', 1], ['after', 2]] as const)('killed %s each second of its calls', (when, first) => {
  test('it ends as if nobody had been killed', { timeout: 600_000 }, async () => {
    await begin()
    let nth = first as number // the other test takes the calls between
    while ((await run(nth, when)) >= nth) nth += 2
    expect(nth).toBeGreaterThan(30)
  })
}) // prettier-ignore
