// Killed at any step, resumed, and done once (R1–R3). Every call that the erasure, the clearing and the copy make at their ports fails in
// turn: once before it did anything, once after it did everything; from then on the process is dead and every call fails. Another process
// starts over the same rows, and the end is the end of an undisturbed run. The calls are dealt out to the two engines, one to each in turn.

import { describe, expect, test } from 'vitest'
import { parseLeaf, verifyReceipt } from '../../src/evidence/index.ts'
import { forEachEngine } from '../harness/databases.ts'
import { give, openHouse, readSearches, signedIn, type House, type Wrap } from '../harness/desks.ts'
import { thorough } from '../harness/thorough.ts'

class Killed extends Error {}

/** A process that dies at its nth call: before the call does anything, or after it did everything. Counts the calls. */
function dying(nth: number, when: 'before' | 'after'): { wrap: Wrap; calls: () => number } {
  let calls = 0
  const call = async (work: () => Promise<unknown>): Promise<unknown> => {
    const mine = ++calls
    if (mine > nth || (mine === nth && when === 'before')) throw new Killed()
    const answer = await work()
    if (mine >= nth || calls > nth) throw new Killed()
    return answer
  }
  const wrap: Wrap = (name, port) =>
    new Proxy(port, {
      get(target, key, receiver) {
        const member: unknown = Reflect.get(target, key, receiver)
        const isCall = typeof member === 'function' && key !== 'export' && !(name === 'ledger' && key === 'vkey')
        return isCall
          ? (...given: unknown[]) => call(async () => (await Reflect.apply(member, target, given)) as unknown)
          : member
      },
    })
  return { wrap, calls: () => calls }
}

async function filled(house: House, email: string): Promise<void> {
  await give(
    house,
    { email, category: 'search', collectedAt: '2026-04-04T08:00:00Z', data: { words: 'tide tables' } },
    { email, category: 'search', collectedAt: '2026-04-05T08:00:00Z', data: { words: 'bakery' } },
    {
      email,
      category: 'invoice',
      collectedAt: '2026-04-06T08:00:00Z',
      endedAt: '2026-04-07T00:00:00Z',
      data: { amount: 12 },
    },
  )
}

/** Newest entries of a type, named by their events. */
async function leavesOf({ db, ledger }: House, type: string): Promise<readonly string[]> {
  while ((await ledger.sequence()) > 0);
  const leaves = await db.query<{ leaf: Uint8Array }>(
    'select l.leaf from leaf l where l.tenant = $1 order by l.index desc limit 200', // more than one run appends
    [db.tenant],
  )
  return leaves
    .map(({ leaf }) => parseLeaf(leaf))
    .filter((leaf) => leaf.type === type)
    .map(({ event }) => event)
}

/** Dying is expected; anything else is a fault of the test or the house. */
function onlyKilled(cause: unknown): void {
  if (!(cause instanceof Killed)) throw cause
}

type Kind = 'erase' | 'clear' | 'export'

/** Asks, dies, starts anew; asks once more where nothing had been kept yet. Answers how many calls an undisturbed run makes. */
async function run(house: House, kind: Kind, nth: number, when: 'before' | 'after'): Promise<number> {
  const email = `maya-${nth}@example.org`
  await filled(house, email)
  const { person, by } = await signedIn(house, email)
  const leaf = { erase: 'forget', clear: 'clear', export: 'none' }[kind]
  const before = await leavesOf(house, leaf)
  const asked = kind === 'clear' ? ({ kind, scope: { category: 'search' } } as const) : { kind }
  const { wrap, calls } = dying(nth, when)
  const doomed = await house.again(wrap)
  await doomed.rights.ask(by, asked).catch(onlyKilled)
  await doomed.rights.settle()
  const made = calls()

  const next = await house.again()
  await next.rights.resume(true)
  const isDone = async (): Promise<boolean> =>
    (await next.rights.requests({ person })).some((one) => one.kind === kind && one.state === 'done')
  if (!(await isDone())) {
    await next.rights.ask(by, asked)
    await next.rights.settle()
  }
  expect(await isDone()).toBe(true)
  await endsWell[kind](next, person, email)
  const added = (await leavesOf(house, leaf)).filter((event) => !before.includes(event))
  expect(added).toHaveLength(kind === 'export' ? 0 : 1)
  return made
}

const endsWell: Record<Kind, (house: House, person: string, email: string) => Promise<void>> = {
  async erase(house, person, email) {
    expect(await house.gate.holdings(person)).toMatchObject([{ category: 'invoice', law: 'tax-9', count: 1 }])
    expect(await house.store.tokensOf(person)).toEqual([])
    expect(await house.db.query('select t.token from app.tombstone t where t.person = $1', [person])).toHaveLength(1)
    expect((await readSearches(house, email)).records).toEqual([])
    await everyReceiptHolds(house, person, 'erase')
  },
  async clear(house, person) {
    expect(await house.gate.holdings(person)).toMatchObject([{ category: 'invoice', law: '', count: 1 }])
    await everyReceiptHolds(house, person, 'clear')
  },
  async export(house, person) {
    const done = (await house.rights.requests({ person })).filter(({ state }) => state === 'done')
    for (const { number } of done) {
      let bytes = 0
      for await (const part of await house.rights.artefact(number, 'export.zip', { person })) bytes += part.length
      expect(bytes).toBeGreaterThan(500)
    }
  },
}

async function everyReceiptHolds(house: House, person: string, kind: Kind): Promise<void> {
  const done = (await house.rights.requests({ person })).filter((one) => one.kind === kind && one.state === 'done')
  for (const { number } of done)
    for await (const receipt of await house.rights.artefact(number, 'receipt.json', { person }))
      expect(await verifyReceipt(receipt, { vkey: house.ledger.vkey })).toMatchObject({ state: 'valid' })
}

forEachEngine((open, engine) => {
  const step = thorough ? 1 : 2
  const first = thorough || engine === 'pglite' ? 1 : 2
  for (const kind of ['erase', 'clear', 'export'] as const)
    for (const when of ['before', 'after'] as const)
      describe(`a ${kind}, killed ${when} ${thorough ? 'each' : 'each second'} of its calls`, () => {
        test('ends as if nobody had been killed', { timeout: 600_000 }, async () => {
          const house = await openHouse(await open())
          let nth = first
          while ((await run(house, kind, nth, when)) >= nth) nth += step
          expect(nth).toBeGreaterThan(10)
        })
      })
})
