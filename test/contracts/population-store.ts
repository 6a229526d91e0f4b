// What the part of the gate's store that knows all people must do, whichever engine runs beneath it (src/gate/population-store.ts).

import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type {
  Drawn,
  DrawKey,
  DrawnSoFar,
  GateStore,
  Member,
  MemberPage,
  MemberPlace,
  StoredRecord,
} from '../../src/gate/index.ts'

const at = (day: number): Date => new Date(Date.UTC(2026, 0, day))
const bytes = (count = 16): Uint8Array => new Uint8Array(randomBytes(count))
const key: DrawKey = { product: 'search', purpose: 'improve', form: 'identified' }
const none = { audit: [], tally: [] }

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

async function everybody(
  store: GateStore,
  category: string,
  looked: number,
  drawnFor: DrawKey | null = null,
): Promise<readonly Member[]> {
  const all: Member[] = []
  let after: MemberPlace | null = null
  do {
    const page: MemberPage = await store.members({ product: 'search', category, key: drawnFor }, after, looked)
    expect(page.members.length).toBeLessThanOrEqual(looked)
    all.push(...page.members)
    after = page.next
  } while (after !== null)
  return all
}

const soFar = (turn: number, count = 0, after: number | null = null): DrawnSoFar => ({ turn, after, counting: new Map(count > 0 ? [['interaction.search', count]] : []) }) // prettier-ignore

/** Runs the suite over fresh stores. */
export function holdsThePopulationContract(open: () => Promise<GateStore>): void {
  test('everybody’s records of a product and category come a page at a time, each once, with how long they are', async () => {
    const store = await open()
    const people = await Promise.all([1, 2, 3].map(() => somebody(store)))
    const mine = people.flatMap((person) => [recordOf(person), recordOf(person, { category: 'interaction' })])
    const others = [recordOf(people[0]!, { product: 'maps' }), recordOf(people[0]!, { category: 'interaction.searches' }), recordOf(people[0]!, { law: 'tax' })] // prettier-ignore
    await store.commit([...mine, ...others].map((record) => ({ record, audit: [], tally: [] })))
    await store.commit([{ record: recordOf(people[0]!, { id: randomUUID() }), seconds: 7.25, audit: [], tally: [] }])
    for (const looked of [1, 2, 7, 100]) {
      const found = await everybody(store, 'interaction.search', looked)
      expect(found).toHaveLength(4)
      expect(new Set(found.map(({ id }) => id)).size).toBe(4)
      expect(found.map(({ seconds }) => seconds).filter((seconds) => seconds !== null)).toEqual([7.25])
    }
    expect(await everybody(store, 'interaction', 3)).toHaveLength(8)
  })

  test('a page looks at no more than it was told, whatever it finds, and goes on where it stopped', async () => {
    const store = await open()
    const [one, other] = [await somebody(store), await somebody(store)]
    const rare = recordOf(other, { category: 'rare' })
    const records = [...[1, 2, 3, 4, 5].map(() => recordOf(one)), rare]
    await store.commit(records.map((record) => ({ record, audit: [], tally: [] })))
    const of = { product: 'search', category: 'rare', key: null }
    const pages: MemberPage[] = []
    for (let after: MemberPlace | null = null; pages.length === 0 || after !== null; after = pages.at(-1)!.next)
      pages.push(await store.members(of, after, 2))
    expect(pages.flatMap(({ members }) => members).map(({ id }) => id)).toEqual([rare.id])
    expect(pages.map(({ next }) => next !== null)).toEqual([true, true, true, false]) // six of two: the fourth finds none
  })

  test('a draw is kept as it was made; one that went by an older one is not', async () => {
    const store = await open()
    const [a, b, c] = [drawnOf(), drawnOf({ at: at(5), endsAt: at(9) }), drawnOf()] as const
    expect(await store.drawn(key, at(4), null)).toEqual(soFar(0))
    await store.draw(key, { ...none, turn: 0, drawn: [b, a] })
    await expect(store.draw(key, { ...none, turn: 0, drawn: [c] })).rejects.toMatchObject({ code: 'conflict' })
    expect(await store.drawn(key, at(8), a.id)).toEqual(soFar(1, 2, 1))
    expect(await store.drawn(key, at(9), c.id)).toEqual(soFar(1, 1))
    await store.draw(key, { ...none, turn: 1, drawn: [c] })
    await expect(store.draw(key, { ...none, turn: 1, drawn: [] })).rejects.toMatchObject({ code: 'conflict' })
    expect(await store.drawn(key, at(9), c.id)).toEqual(soFar(2, 2, 2))
    expect(await store.drawn({ ...key, purpose: 'secure' }, at(4), a.id)).toEqual(soFar(0))
  })

  test('each record comes with its draw for the use that is asked about, and for no other', async () => {
    const store = await open()
    const person = await somebody(store)
    const [drawn, other] = [recordOf(person), recordOf(person)]
    await store.commit([drawn, other].map((record) => ({ record, audit: [], tally: [] })))
    await store.draw(key, { ...none, turn: 0, drawn: [drawnOf({ id: drawn.id, endsAt: at(9) })] })
    const found = async (of: DrawKey | null) => new Map((await everybody(store, 'interaction', 1, of)).map((one) => [one.id, one.drawn])) // prettier-ignore
    expect(await found(key)).toEqual(new Map([[drawn.id, { turn: 1, endsAt: at(9) }], [other.id, null]])) // prettier-ignore
    expect([...(await found({ ...key, form: 'aggregate' })).values()]).toEqual([null, null])
    expect([...(await found(null)).values()]).toEqual([null, null])
  })

  test('what a record was made from is told through every step, and what of it nobody knows', async () => {
    const store = await open()
    const [person, other] = [await somebody(store), await somebody(store)]
    const [a, b, c] = [recordOf(person, { cell: 1 }), recordOf(person, { cell: 2 }), recordOf(person, { cell: 3 })]
    const [made, further, alone] = [recordOf(person, { cell: 4 }), recordOf(person, { cell: 5 }), recordOf(other, { cell: 6 })] // prettier-ignore
    await store.commit([a, b, c, alone].map((record) => ({ record, audit: [], tally: [] })))
    await store.commit([{ record: made, inputs: [a.id, b.id], audit: [], tally: [] }])
    await store.commit([{ record: further, inputs: [made.id, c.id], audit: [], tally: [] }])
    const told = async (...records: StoredRecord[]) => new Map([...(await store.madeFrom(records))].map(([id, inputs]) => [id, inputs.map(({ cell, isTraced }) => `${cell} ${isTraced ? 'traced' : 'not traced'}`).sort()])) // prettier-ignore
    expect(await told(a, made, further, alone)).toEqual(new Map([
      [made.id, ['1 not traced', '2 not traced']],
      [further.id, ['1 not traced', '2 not traced', '3 not traced', '4 traced']],
    ])) // prettier-ignore
    expect(await told({ ...made, person: other })).toEqual(new Map())
    expect(await store.madeFrom([])).toEqual(new Map())
  })

  test('what was drawn is forgotten once it counts no more and its record is gone, and not before both', async () => {
    const store = await open()
    const [person, kept] = [await somebody(store), await somebody(store)]
    const [stays, goes] = [recordOf(person), recordOf(person)]
    const lawful = recordOf(kept, { law: 'tax' })
    await store.commit([stays, goes, lawful].map((record) => ({ record, audit: [], tally: [] })))
    const drawn = [stays, goes, lawful].map(({ id }) => drawnOf({ id, endsAt: at(9) }))
    const [later, never] = [drawnOf({ endsAt: at(20) }), drawnOf({ endsAt: null })]
    await store.draw(key, { ...none, turn: 0, drawn: [...drawn, later, never] })
    await store.draw({ ...key, purpose: 'secure' }, { ...none, turn: 0, drawn })
    expect(await store.dropDrawn(at(8))).toBe(0)
    expect(await store.dropDrawn(at(9))).toBe(2) // for both uses: what only a law keeps is drawn no more
    await store.commit([{ remove: { person, ids: [goes.id] }, audit: [], tally: [] }])
    expect(await store.dropDrawn(at(9))).toBe(2)
    expect(await store.dropDrawn(at(19))).toBe(0)
    expect(await store.dropDrawn(at(20))).toBe(1) // it was of nothing that is there
    expect(await store.drawn(key, at(30), stays.id)).toEqual(soFar(1, 1, 1)) // the one that never ends counts for ever
    expect(await store.drawn(key, at(30), goes.id)).toEqual(soFar(1, 1))
  })
}
