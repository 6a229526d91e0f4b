// What the part of the gate's store that knows all people must do, whichever engine runs beneath it (src/gate/population-store.ts).

import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Drawn, DrawKey, GateStore, Member, StoredRecord } from '../../src/gate/index.ts'

const at = (day: number): Date => new Date(Date.UTC(2026, 0, day))
const bytes = (count = 16): Uint8Array => new Uint8Array(randomBytes(count))
const key: DrawKey = { product: 'search', purpose: 'improve', form: 'identified' }
const none = { ended: [], audit: [], tally: [] }

async function somebody(store: GateStore): Promise<string> {
  const person = randomUUID()
  const wrapped = { person, law: '', version: 1, epoch: 1, wrapped: bytes(60) }
  return store.admit({ identifiers: [{ field: 'email', token: bytes(), sealed: bytes(60) }], person, region: null, age: null, customer: null, canary: false, at: at(1), key: wrapped }) // prettier-ignore
}

function recordOf(person: string, changes: Partial<StoredRecord> = {}): StoredRecord {
  return { person, id: randomUUID(), cell: 100_001, product: 'search', category: 'interaction.search', source: 'web', place: 'main', collectedAt: at(2), endedAt: null, storedAt: at(3), law: '', keyVersion: 1, sealed: bytes(90), ...changes } // prettier-ignore
}

function drawnOf(changes: Partial<Drawn> = {}): Drawn {
  return { id: randomUUID(), category: 'interaction.search', at: at(4), endsAt: null, ...changes }
}

async function everybody(store: GateStore, category: string, limit: number): Promise<readonly Member[]> {
  const all: Member[] = []
  for (let after: Member | null = null; ;) {
    const page: readonly Member[] = await store.members({ product: 'search', category }, after, limit)
    all.push(...page)
    if (page.length < limit) return all
    after = page.at(-1)!
  }
}

/** Runs the suite over fresh stores. */
export function holdsThePopulationContract(open: () => Promise<GateStore>): void {
  test('everybody’s records of a product and category come a page at a time, each once, with how long they are', async () => {
    const store = await open()
    const people = await Promise.all([1, 2, 3].map(() => somebody(store)))
    const mine = people.flatMap((person) => [recordOf(person), recordOf(person, { category: 'interaction' })])
    const others = [recordOf(people[0]!, { product: 'maps' }), recordOf(people[0]!, { category: 'interaction.searches' }), recordOf(people[0]!, { law: 'tax' })] // prettier-ignore
    await store.commit([...mine, ...others].map((record) => ({ record, audit: [], tally: [] })))
    await store.commit([{ record: recordOf(people[0]!, { id: randomUUID() }), seconds: 7.25, audit: [], tally: [] }])
    for (const limit of [1, 2, 7, 100]) {
      const found = await everybody(store, 'interaction.search', limit)
      expect(found).toHaveLength(4)
      expect(new Set(found.map(({ id }) => id)).size).toBe(4)
      expect(found.map(({ seconds }) => seconds).filter((seconds) => seconds !== null)).toEqual([7.25])
    }
    expect(await everybody(store, 'interaction', 3)).toHaveLength(8)
  })

  test('a draw is kept as it was made; one that went by an older one is not', async () => {
    const store = await open()
    const [a, b, c] = [drawnOf(), drawnOf({ at: at(5), endsAt: at(9) }), drawnOf()]
    expect(await store.drawn(key)).toEqual({ turn: 0, drawn: [] })
    await store.draw(key, { ...none, turn: 0, drawn: [b!, a!] })
    await expect(store.draw(key, { ...none, turn: 0, drawn: [c!] })).rejects.toMatchObject({ code: 'conflict' })
    expect(await store.drawn(key)).toEqual({
      turn: 1,
      drawn: [a!, b!].toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    })
    await store.draw(key, { ...none, turn: 1, drawn: [], ended: [b!.id] })
    await expect(store.draw(key, { ...none, turn: 1, drawn: [c!] })).rejects.toMatchObject({ code: 'conflict' })
    expect(await store.drawn(key)).toEqual({ turn: 2, drawn: [a] })
    expect(await store.drawn({ ...key, purpose: 'secure' })).toEqual({ turn: 0, drawn: [] })
  })
}
