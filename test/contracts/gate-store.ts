// What every store of the gate must do, whichever engine runs beneath it (src/gate/store.ts).

import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { Failure } from '../../src/base/index.ts'
import type { Admission, AuditEntry, ChoiceEntry, Forget, Forgettable, GateStore, RecordFilter, StoredEntry, StoredRecord, TallyEntry, Token, Work } from '../../src/gate/index.ts' // prettier-ignore
import { maskOf, none } from '../../src/policy/index.ts'
import type { WrappedKey } from '../../src/vault/index.ts'

const at = (day: number): Date => new Date(Date.UTC(2026, 0, day))
const bytes = (count = 16): Uint8Array => new Uint8Array(randomBytes(count))
const keyOf = (person: string, law = ''): WrappedKey => ({ person, law, version: 1, epoch: 1, wrapped: bytes(60) })

function admissionOf(changes: Partial<Admission> = {}): Admission {
  const person = randomUUID()
  return { identifiers: [{ field: 'email', token: bytes(), sealed: bytes(60) }], person, region: null, age: null, customer: null, canary: false, at: at(1), key: keyOf(person), ...changes } // prettier-ignore
}

function recordOf(person: string, changes: Partial<StoredRecord> = {}): StoredRecord {
  return {
    person,
    id: randomUUID(),
    cell: 100_001,
    product: 'search',
    category: 'interaction.search',
    source: 'web',
    place: 'main',
    collectedAt: at(2),
    endedAt: null,
    storedAt: at(3),
    law: '',
    keyVersion: 1,
    sealed: bytes(90),
    ...changes,
  }
}

function auditOf(person: string | null = null): AuditEntry {
  return {
    event: randomUUID(),
    leaf: bytes(120),
    person,
    rest: bytes(200),
  }
}

function tallyOf(changes: Partial<TallyEntry> = {}): TallyEntry {
  return { at: at(3), cell: 7, purpose: 'ads', service: 'banner', ask: 'use', effect: 'deny', clause: 'no-ads', canary: false, ...changes } // prettier-ignore
}

function choiceOf(person: string, changes: Partial<ChoiceEntry> = {}): ChoiceEntry {
  return { person, at: at(4), kind: 'choice', name: 'news', value: 'on', wording: 'Send me news', version: 1, channel: 'dashboard', actor: 'person', bit: maskOf(3), ...changes } // prettier-ignore
}

function workOf(changes: Partial<Work> = {}): Work {
  return { audit: [], tally: [], ...changes }
}

const keepable = { text: 'r.cell = any ($1::integer[])', values: [[100_001]] }

/** Forgets a person, and answers what that was prepared over. */
async function forget(store: GateStore, person: string, changes: Partial<Forget> = {}): Promise<Forgettable> {
  const seen: Forgettable[] = []
  await store.forget(person, keepable, async (found) => {
    seen.push(found)
    return { at: at(9), kept: [], lawKeys: [], tombstones: [], tombstonesUntil: at(30), audit: [auditOf(person)], ...changes } // prettier-ignore
  })
  return seen[0]!
}

function cardOf(person: string): NonNullable<Work['identifier']> {
  return { person, field: 'card', token: bytes(), sealed: bytes(60) }
}

function tokenOf({ field, token }: Token): Token {
  return { field, token }
}

async function known(store: GateStore, changes: Partial<Admission> = {}): Promise<string> {
  return store.admit(admissionOf(changes))
}

/** Runs the suite over a store that begins empty. */
export function holdsTheGateStoreContract(open: () => Promise<GateStore>): void {
  test('somebody unknown is null, by id and by token; a person is found by either, in the order asked', async () => {
    const store = await open()
    const admission = admissionOf({ region: 'eea', age: 17, customer: 'acme', canary: true })
    await store.admit(admission)
    const [token] = admission.identifiers
    const state = {
      person: admission.person,
      region: 'eea',
      age: { years: 17, at: admission.at },
      customer: 'acme',
      canary: true,
      set: none,
      on: none,
      objected: none,
      restricted: false,
      keys: [admission.key],
    }
    const stranger = { field: 'email', token: bytes() }
    const found = await store.people([stranger, token!, { person: randomUUID() }, { person: admission.person }, token!])
    expect(found).toEqual([null, state, null, state, state])
    expect(await store.identifiers(admission.person)).toEqual(admission.identifiers)
    expect(await store.tokensOf(admission.person)).toEqual([{ field: token!.field, token: token!.token }])
  })

  test('a message with an end is forgotten on its day, one without never', async () => {
    const store = await open()
    const person = await known(store)
    const [ending, staying] = [bytes(), bytes()]
    await store.commit([
      workOf({ record: recordOf(person), message: ending, messageUntil: at(20) }),
      workOf({ record: recordOf(person), message: staying }),
    ])
    expect(await store.dropMessages(at(19))).toBe(0)
    expect(await store.dropMessages(at(20))).toBe(1)
    expect(await store.seen([ending, staying])).toEqual([false, true])
  })

  test('a person is known by further identifiers, of those nobody has; each comes with its entry of the ledger or not at all', async () => {
    const store = await open()
    const admission = admissionOf()
    const { person } = admission
    await store.admit(admission)
    const other = admissionOf()
    await store.admit(other)
    const fresh = cardOf(person)
    const taken = { ...other.identifiers[0]!, person }
    const works = [fresh, fresh, taken, cardOf(randomUUID())].map((one) => workOf({ identifier: one, audit: [auditOf()] })) // prettier-ignore
    expect(await store.commit(works)).toEqual(['done', 'seen', 'seen', 'gone'])
    expect(await Promise.all(works.map(async ({ audit }) => (await store.entry(audit[0]!.event)) !== null))).toEqual([true, false, false, false]) // prettier-ignore
    expect(await store.commit([workOf({ identifier: fresh }), workOf({ record: recordOf(person, { cell: 7 }) })])).toEqual(['seen', 'done']) // prettier-ignore
    expect((await store.people([tokenOf(fresh), tokenOf(taken)])).map((state) => state?.person)).toEqual([
      person,
      other.person,
    ])
    expect((await store.identifiers(person)).map(({ field }) => field)).toEqual(['card', 'email'])
    await forget(store, person)
    const late = cardOf(person)
    expect(await store.commit([workOf({ identifier: late })])).toEqual(['gone'])
    expect(await store.people([tokenOf(late)])).toEqual([null])
  })

  test('a further identifier is stored with all of its commit or not at all', async () => {
    const store = await open()
    const person = await known(store)
    const [record, fresh] = [recordOf(person), cardOf(person)]
    await store.commit([workOf({ record })])
    await expect(store.commit([workOf({ identifier: fresh }), workOf({ record })])).rejects.toMatchObject({ code: 'conflict' }) // prettier-ignore
    expect(await store.people([tokenOf(fresh)])).toEqual([null])
  })

  test('identifiers told to several persons at once, by commits and by admissions, end with one owner each', async () => {
    const store = await open()
    const people = await Promise.all(Array.from({ length: 4 }, () => known(store)))
    const tokens = Array.from({ length: 6 }, () => ({ field: 'card', token: bytes(), sealed: bytes(60) }))
    const told = (turn: number) => (turn % 2 ? tokens : tokens.toReversed())
    const commits = people.map((person, turn) => store.commit(told(turn).map((one) => workOf({ identifier: { person, ...one } })))) // prettier-ignore
    const admitted = [0, 1].map((turn) => store.admit(admissionOf({ identifiers: told(turn) })))
    const outcomes = (await Promise.all(commits)).flat()
    const owners = [...people, ...(await Promise.all(admitted))]
    const states = await store.people(tokens)
    expect(states.every((state) => state !== null && owners.includes(state.person))).toBe(true)
    const ofCommits = states.filter((state) => people.includes(state!.person))
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(ofCommits.length)
  })

  test('who admits an identifier somebody has gets that person, and leaves nothing of their own', async () => {
    const store = await open()
    const first = admissionOf()
    await store.admit(first)
    const other = { field: 'phone', token: bytes(), sealed: bytes(60) }
    const second = admissionOf({ identifiers: [other, ...first.identifiers] })
    expect(await store.admit(second)).toBe(first.person)
    expect(await store.people([other, { person: second.person }])).toEqual([null, null])
    expect(await store.identifiers(first.person)).toEqual(first.identifiers)
  })

  test('an identifier told twice is kept once, as it was sealed; one without a seal gets it later, and only its owner’s', async () => {
    const store = await open()
    const [token, sealed, other] = [bytes(), bytes(60), bytes(60)]
    const email = { field: 'email', token, sealed }
    const twice = admissionOf({ identifiers: [email, { ...email, sealed: other }] })
    await store.admit(twice)
    const [kept, ...more] = await store.identifiers(twice.person)
    expect(more).toEqual([])
    expect([sealed, other]).toContainEqual(kept!.sealed)
    await store.keepSealed(twice.person, { ...email, sealed: bytes(60) })
    expect(await store.identifiers(twice.person)).toEqual([kept])

    const phone = { field: 'phone', token: bytes(), sealed: null }
    const old = admissionOf({ identifiers: [phone] })
    await store.admit(old)
    await store.keepSealed(twice.person, { ...phone, sealed })
    expect(await store.identifiers(old.person)).toEqual([phone])
    await store.keepSealed(old.person, { ...phone, sealed })
    expect(await store.identifiers(old.person)).toEqual([{ ...phone, sealed }])
    expect(await store.identifiers(randomUUID())).toEqual([])
  })

  test('ten who admit one identifier at once get one person', async () => {
    const store = await open()
    const both = [bytes(), bytes()].map((token) => ({ field: 'email', token, sealed: bytes(60) }))
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => store.admit(admissionOf({ identifiers: i % 2 ? both : both.toReversed() }))),
    )
    expect(new Set(answers).size).toBe(1)
    expect(await store.tokensOf(answers[0]!)).toHaveLength(2)
  })

  test('records come back as they went in, oldest first, only those the filter names', async () => {
    const store = await open()
    const person = await known(store)
    const stranger = await known(store)
    const records = [
      recordOf(person, { collectedAt: at(5), endedAt: at(6), sealed: new Uint8Array(0) }),
      recordOf(person, { collectedAt: at(2), category: 'interaction' }),
      recordOf(person, { collectedAt: at(3), category: 'interactions', product: 'maps' }),
    ]
    await store.commit([...records, recordOf(stranger)].map((record) => workOf({ record })))
    const [fifth, second, third] = records as [StoredRecord, StoredRecord, StoredRecord]
    expect(await store.records(person, {})).toEqual([second, third, fifth])
    expect(await store.records(person, { newest: true, limit: 2 })).toEqual([fifth, third])
    expect(await store.records(person, { category: 'interaction' })).toEqual([second, fifth])
    expect(await store.records(person, { product: 'maps' })).toEqual([third])
    expect(await store.records(person, { from: at(3), to: at(5) })).toEqual([third])
    expect(await store.records(person, { ids: [fifth.id, randomUUID()] })).toEqual([fifth])
    expect(await store.records(person, { ids: [] })).toEqual([])
    expect(await store.records(randomUUID(), {})).toEqual([])
  })

  test('a printed predicate narrows what is found, over the record and the person’s masks', async () => {
    const store = await open()
    const [person, silent] = [await known(store), await known(store)]
    const mine = recordOf(person)
    await store.commit([
      workOf({ record: mine }),
      workOf({ record: recordOf(person, { cell: 5 }) }),
      workOf({ record: recordOf(silent) }),
      workOf({ choice: choiceOf(person) }),
    ])
    const predicate = { text: 'r.cell = $1 and p.on_mask & $2::bigint <> 0 and p.objected = $3', values: [mine.cell, '8', '0'] } // prettier-ignore
    expect(await store.records(person, { predicate, product: 'search' })).toEqual([mine])
    expect(await store.records(silent, { predicate })).toEqual([])
  })

  test('questions of one turn are answered as if each was asked alone, however alike their filters look', async () => {
    const store = await open()
    const admissions = [admissionOf(), admissionOf()] as const
    const people = await Promise.all(admissions.map((one) => store.admit(one)))
    const products = ['1', '01', '1e0', '']
    const records = people.flatMap((person) => products.flatMap((product) => [2, 3].map((day) => recordOf(person, { product, collectedAt: at(day) })))) // prettier-ignore
    await store.commit(records.map((record) => workOf({ record })))
    const asks = people.flatMap((person, i) => {
      const [own, others] = [
        records.filter((one) => one.person === person),
        records.filter((one) => one.person !== person),
      ]
      const [first, second, third] = own.map(({ id }) => id) as [string, string, string]
      const filters: RecordFilter[] = [
        {}, { limit: 1 }, { limit: 2, newest: true }, { from: at(3) }, { to: at(3) }, { ids: [] }, { ids: [first] }, { ids: [third, second, second] },
        { ids: [first], from: at(3) }, { ids: [others[0]!.id] }, ...products.flatMap((product) => [{ product }, { product, ids: [first] }]),
      ] // prettier-ignore
      const { field, token } = admissions[i]!.identifiers[0]!
      const whom = [
        { who: { person }, own },
        { who: { field, token }, own },
        { who: { field, token: bytes() }, own: [] },
      ]
      return filters.flatMap((filter) => whom.map((one) => ({ ...one, filter })))
    })
    const together = await Promise.all(asks.map(({ who, filter }) => store.find(who, filter)))
    for (const [i, { who, own, filter }] of asks.entries()) {
      expect(together[i]).toEqual(await store.find(who, filter))
      const { ids, product, from = at(1), to = at(9), newest, limit = 99 } = filter
      const fit = own.filter((one) => (ids?.includes(one.id) ?? true) && one.product === (product ?? one.product) && one.collectedAt >= from && one.collectedAt < to) // prettier-ignore
      const sorted = fit.toSorted((a, b) => (a.collectedAt.getTime() - b.collectedAt.getTime() || (a.id < b.id ? -1 : 1)) * (newest ? -1 : 1)) // prettier-ignore
      expect(together[i]!.records).toEqual(sorted.slice(0, limit))
      expect(together[i]!.state?.person).toBe(own[0]?.person)
    }
  })

  test('a message told before stores nothing again, in one commit and in the next; its entries of the ledger are stored', async () => {
    const store = await open()
    const person = await known(store)
    const message = bytes()
    const works = [1, 2].map(() => workOf({ message, record: recordOf(person), audit: [auditOf()] }))
    expect(await store.commit(works)).toEqual(['done', 'seen'])
    const again = workOf({ message, record: recordOf(person), audit: [auditOf()], tally: [tallyOf()] })
    expect(await store.commit([again, workOf({ record: recordOf(person) })])).toEqual(['seen', 'done'])
    expect(await store.records(person, {})).toHaveLength(2)
    expect(await store.entry(again.audit[0]!.event)).not.toBeNull()
    expect(await store.tallySince(at(3))).toHaveLength(1)
  })

  test('a record is stored once beside whatever else its commit does: a choice, an identifier that somebody has, a removal', async () => {
    const store = await open()
    const [admission, person] = [admissionOf(), await known(store)]
    await store.admit(admission)
    const [message, fresh, old] = [bytes(), cardOf(person), recordOf(person)]
    await store.commit([workOf({ record: old })])
    const records = Array.from({ length: 4 }, () => recordOf(person))
    const works = [
      workOf({ message, record: records[0]!, choice: choiceOf(person) }),
      workOf({ message, record: records[1]!, choice: choiceOf(person, { bit: maskOf(9) }) }),
      workOf({ record: records[2]!, identifier: { ...admission.identifiers[0]!, person } }),
      workOf({ record: records[3]!, identifier: fresh }),
      workOf({ remove: { person, ids: [old.id] } }),
    ]
    expect(await store.commit(works)).toEqual(['done', 'seen', 'seen', 'done', 'done'])
    expect(new Set((await store.records(person, {})).map(({ id }) => id))).toEqual(new Set([records[0]!.id, records[3]!.id])) // prettier-ignore
    expect((await store.people([{ person }]))[0]?.on).toEqual(maskOf(3))
  })

  test('all of a commit is stored or none', async () => {
    const store = await open()
    const person = await known(store)
    const [record, audit] = [recordOf(person), auditOf()]
    const failing = store.commit([
      workOf({ record, audit: [audit], tally: [tallyOf()], choice: choiceOf(person) }),
      workOf({ record: recordOf(person, { id: record.id }) }),
    ])
    await expect(failing).rejects.toThrowError(expect.objectContaining({ code: 'conflict' }))
    expect(await store.records(person, {})).toEqual([])
    expect(await store.entry(audit.event)).toBeNull()
    expect(await store.choices(person)).toEqual([])
    expect(await store.tallySince(at(1))).toEqual([])
  })

  test('a failure holds no value of what failed', async () => {
    const store = await open()
    const person = await known(store)
    const record = recordOf(person, { source: 'canary-8f2e' })
    await store.commit([workOf({ record })])
    const failure = await store.commit([workOf({ record })]).catch((cause: unknown) => cause)
    const cause = failure instanceof Failure ? String(failure.cause) : ''
    expect(`${JSON.stringify(failure)} ${cause}`).not.toMatch(new RegExp(`${record.id}|${person}|canary-8f2e`))
  })

  test('decisions are counted by day, cell, purpose, service, effect and clause, with the last time', async () => {
    const store = await open()
    const late = new Date(at(3).getTime() + 3_600_000)
    await store.commit([workOf({ tally: [tallyOf(), tallyOf({ at: late })] }), workOf({ tally: [tallyOf({ effect: 'permit' })] })]) // prettier-ignore
    await store.commit([workOf({ tally: [tallyOf({ at: at(4) }), tallyOf({ at: at(1) })] })])
    const { at: _, ...denied } = tallyOf()
    expect(await store.tallySince(at(3))).toEqual([
      { ...denied, count: 3, lastAt: at(4) },
      { ...denied, effect: 'permit', count: 1, lastAt: at(3) },
    ])
  })

  test('decisions are counted by to whom something was given, and by the product that asked', async () => {
    const store = await open()
    const beside = [{ recipient: 'post', ask: 'share' }, { recipient: 'bank', ask: 'share' }, { inProduct: 'maps' }, {}] as const
    for (let i = 0; i < 2; i++) await store.commit([workOf({ tally: beside.map((one) => tallyOf(one)) })])
    const { at: last, ...counted } = tallyOf()
    const told = (one: Partial<TallyEntry>): object => ({ ...counted, ...one, count: 2, lastAt: last })
    expect(await store.tallySince(at(3))).toEqual([told({ recipient: 'bank', ask: 'share' }), told({ recipient: 'post', ask: 'share' }), told({}), told({ inProduct: 'maps' })])
  }) // prettier-ignore

  test('an entry is found by its event, and a person’s newest first', async () => {
    const store = await open()
    const person = await known(store)
    const audits = [auditOf(person), auditOf(), auditOf(person)]
    for (const audit of audits) await store.commit([workOf({ audit: [audit] })])
    const shown = ({ leaf, rest }: AuditEntry): StoredEntry => ({ leaf, segment: rest, place: 0 })
    expect(await store.entry(audits[1]!.event)).toEqual(shown(audits[1]!))
    expect(await store.entry(randomUUID())).toBeNull()
    expect(await store.entriesOf(person, 10)).toEqual([shown(audits[2]!), shown(audits[0]!)])
    expect(await store.entriesOf(person, 1)).toEqual([shown(audits[2]!)])
  })

  test('choices fold to masks in the order they happened, and stay as events', async () => {
    const store = await open()
    const person = await known(store)
    await store.commit([
      workOf({ choice: choiceOf(person) }),
      workOf({ choice: choiceOf(person, { value: 'off' }) }),
      workOf({ choice: choiceOf(person, { name: 'history', bit: maskOf(63) }) }),
      workOf({ choice: choiceOf(person, { kind: 'objection', name: 'ads', bit: maskOf(40) }) }),
    ])
    const [first] = await store.people([{ person }])
    expect(first).toMatchObject({ set: maskOf(3, 63), on: maskOf(63), objected: maskOf(40), restricted: false })
    await store.commit([
      workOf({ choice: choiceOf(person, { kind: 'objection', name: 'ads', value: 'off', bit: maskOf(40) }) }),
      workOf({ choice: choiceOf(person, { kind: 'restriction', name: 'processing', bit: none }) }),
      workOf({ choice: choiceOf(person, { at: at(5) }) }),
    ])
    const [second] = await store.people([{ person }])
    expect(second).toMatchObject({ set: maskOf(3, 63), on: maskOf(3, 63), objected: none, restricted: true })
    const { bit: _, ...last } = choiceOf(person, { at: at(5) })
    expect((await store.choices(person)).map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      'choice on', 'choice off', 'choice on', 'objection on', 'objection off', 'restriction on', 'choice on',
    ]) // prettier-ignore
    expect((await store.choices(person)).at(-1)).toEqual(last)
  })

  test('two processes that take choices of one person at once lose none', async () => {
    const store = await open()
    const person = await known(store)
    const bits = Array.from({ length: 12 }, (_, bit) => bit)
    await Promise.all(bits.map((bit) => store.commit([workOf({ choice: choiceOf(person, { bit: maskOf(bit) }) })])))
    const [state] = await store.people([{ person }])
    expect(state?.on).toEqual(maskOf(...bits))
  })

  test('removed records are gone, others stay; twice is as good as once', async () => {
    const store = await open()
    const [person, stranger] = [await known(store), await known(store)]
    const [mine, stays, theirs] = [recordOf(person), recordOf(person, { collectedAt: at(8) }), recordOf(stranger)]
    await store.commit([mine, stays, theirs].map((record) => workOf({ record })))
    const work = workOf({ remove: { person, ids: [mine.id, theirs.id] } })
    expect(await store.commit([work])).toEqual(['done'])
    expect(await store.commit([work])).toEqual(['done'])
    expect(await store.records(person, {})).toEqual([stays])
    expect(await store.records(stranger, {})).toEqual([theirs])
  })

  test('what is told anew of somebody is kept with its entry, the rest stays; of nobody and of who was erased nothing is', async () => {
    const store = await open()
    const person = await known(store)
    const stateOf = async () => (await store.people([{ person }]))[0]
    const audits = Array.from({ length: 5 }, () => auditOf(person))
    const nothing = { age: null, customer: null }
    const nine = { age: { years: 9, at: at(3) }, customer: null }
    expect(await store.tellAnew(person, { was: nothing, told: { age: nine.age } }, audits[0]!)).toBe(true)
    expect(await stateOf()).toMatchObject(nine)
    const since = { was: nothing, told: { customer: 'acme' } }
    await expect(store.tellAnew(person, since, audits[4]!)).rejects.toMatchObject({ code: 'conflict' })
    expect(await stateOf()).toMatchObject(nine)
    expect(await store.tellAnew(person, { was: nine, told: { customer: 'acme' } }, audits[1]!)).toBe(true)
    expect(await stateOf()).toMatchObject({ ...nine, customer: 'acme' })
    const acme = { was: { ...nine, customer: 'acme' }, told: { age: null, customer: '' } }
    expect(await store.tellAnew(person, acme, audits[2]!)).toBe(true)
    expect(await stateOf()).toMatchObject({ age: null, customer: '' })
    await forget(store, person)
    expect(await store.tellAnew(person, since, audits[3]!)).toBe(false)
    expect(await store.tellAnew(randomUUID(), since, auditOf())).toBe(false)
    expect(await Promise.all(audits.map(async ({ event }) => (await store.entry(event)) !== null))).toEqual([true, true, true, false, false]) // prettier-ignore
  })

  test('what leaves with a record is counted beforehand, and nothing leaves where another number would', async () => {
    const store = await open()
    const person = await known(store)
    const [first, second, third, apart] = [recordOf(person), recordOf(person), recordOf(person), recordOf(person)]
    await store.commit([first, apart].map((record) => workOf({ record })))
    await store.commit([workOf({ record: second, inputs: [first.id] })])
    await store.commit([workOf({ record: third, inputs: [second.id, apart.id] })])
    expect(await store.countLeaving(person, [first.id, randomUUID()])).toEqual({ named: 1, all: 3 })
    expect((await store.leavingWith(person, [first.id, randomUUID()])).toSorted()).toEqual(
      [second.id, third.id].toSorted(),
    )
    expect([await store.leavingWith(person, [first.id, third.id]), await store.leavingWith(randomUUID(), [first.id])]).toEqual([[second.id], []]) // prettier-ignore
    expect(await store.making(person, second.id)).toEqual({ from: [first.id], into: [third.id] })
    const { from, into } = await store.making(person, third.id)
    expect([from.toSorted(), into]).toEqual([[second.id, apart.id].toSorted(), []])
    expect(await store.making(randomUUID(), second.id)).toEqual({ from: [], into: [] })
    expect(await store.countLeaving(person, [])).toEqual({ named: 0, all: 0 })
    expect(await store.countLeaving(randomUUID(), [first.id])).toEqual({ named: 0, all: 0 })
    const remove = (count: number) => store.commit([workOf({ remove: { person, ids: [first.id], count } })])
    await expect(remove(1)).rejects.toMatchObject({ code: 'conflict' })
    expect(await store.records(person, {})).toHaveLength(4)
    expect(await remove(3)).toEqual(['done'])
    expect((await store.records(person, {})).map(({ id }) => id)).toEqual([apart.id])
    await expect(remove(3)).rejects.toMatchObject({ code: 'conflict' })
    expect(await remove(0)).toEqual(['done'])
  })

  test('what is held is counted by cell and law, and by day, without a key', async () => {
    const store = await open()
    const person = await known(store)
    const late = new Date(at(2).getTime() + 86_399_999)
    const records = [recordOf(person), recordOf(person, { collectedAt: late }), recordOf(person, { cell: 9, product: 'maps', collectedAt: at(5) })] // prettier-ignore
    await store.commit(records.map((record) => workOf({ record })))
    expect(await store.holdings(person)).toEqual([
      { cell: 9, product: 'maps', category: 'interaction.search', law: '', count: 1, oldest: at(5) },
      { cell: 100_001, product: 'search', category: 'interaction.search', law: '', count: 2, oldest: at(2) },
    ])
    expect(await store.days(person)).toEqual([{ day: '2026-01-05', count: 1 }, { day: '2026-01-02', count: 2 }]) // prettier-ignore
    expect(await store.holdings(randomUUID())).toEqual([])
  })

  test('what a printed predicate finds is listed oldest first up to a limit, and counted by cell', async () => {
    const store = await open()
    const [person, other] = [await known(store), await known(store)]
    const [newer, older, young] = [recordOf(person, { collectedAt: at(4) }), recordOf(other, { collectedAt: at(3) }), recordOf(person, { collectedAt: at(20) })] // prettier-ignore
    await store.commit([newer, older, young].map((record) => workOf({ record })))
    const predicate = { text: 'r.cell = $2 and r.collected_at < $1', values: [at(10), newer.cell] }
    const row = ({ person: whose, id, cell }: StoredRecord): object => ({ person: whose, id, cell })
    expect(await store.due(predicate, 10)).toEqual([row(older), row(newer)])
    expect(await store.due(predicate, 1)).toEqual([row(older)])
    expect(await store.countWhere(predicate)).toEqual([{ cell: newer.cell, product: 'search', category: 'interaction.search', count: 2 }]) // prettier-ignore
  })

  test('what lies under no sentence is counted, the test persons’ apart', async () => {
    const store = await open()
    const [person, canary] = [await known(store), admissionOf({ canary: true })]
    await store.admit(canary)
    expect(await store.uncovered()).toBe(0)
    const records = [recordOf(person, { cell: -1_000_007 }), recordOf(person, { cell: -1 }), recordOf(person), recordOf(canary.person, { cell: -1_000_007 })] // prettier-ignore
    await store.commit(records.map((record) => workOf({ record })))
    expect(await store.uncovered()).toBe(2)
    await store.commit([workOf({ remove: { person, ids: [records[1]!.id] } })])
    expect(await store.uncovered()).toBe(1)
  })

  test('forgetting leaves what a law keeps under that law’s key, tombstones, and nothing else', async () => {
    const store = await open()
    const admission = admissionOf()
    const { person, identifiers: tokens } = admission
    await store.admit(admission)
    const [bill, search] = [recordOf(person), recordOf(person, { collectedAt: at(4) })]
    await store.commit([workOf({ record: bill }), workOf({ record: search }), workOf({ choice: choiceOf(person) })])
    const [law, tombstone, sealed] = [keyOf(person, 'tax'), { field: 'email', token: bytes() }, bytes(99)]
    const kept = [{ id: bill.id, law: 'tax', keyVersion: 1, sealed }]
    const audit = [auditOf(person)]
    const found = await forget(store, person, { kept, lawKeys: [law], tombstones: [tombstone], audit })
    expect(found).toMatchObject({ keys: [admission.key], tokens: tokens.map(tokenOf) })
    expect(found.records).toHaveLength(2)
    expect(found.records).toEqual(expect.arrayContaining([bill, search]))
    expect(await store.people([tokens[0]!])).toEqual([null])
    const [state] = await store.people([{ person }])
    expect(state).toMatchObject({ keys: [law], set: none, on: none })
    expect(await store.records(person, {})).toEqual([{ ...bill, law: 'tax', sealed }])
    expect(await store.tokensOf(person)).toEqual([])
    expect(await store.identifiers(person)).toEqual([])
    await store.keepSealed(person, tokens[0]!)
    expect(await store.identifiers(person)).toEqual([])
    expect(await store.choices(person)).toEqual([])
    expect(await store.tombstones([tokens[0]!, tombstone])).toEqual([null, at(9)])
    expect(await store.entry(audit[0]!.event)).not.toBeNull()
    const again = await forget(store, person, { kept })
    expect(again).toEqual({ keys: [law], tokens: [], records: [{ ...bill, law: 'tax', sealed }] })
    expect(await store.records(person, {})).toEqual(again.records)
  })

  test('the last record a law keeps takes that law’s key along', async () => {
    const store = await open()
    const person = await known(store)
    const [bill, invoice] = [recordOf(person), recordOf(person)]
    await store.commit([workOf({ record: bill }), workOf({ record: invoice })])
    const kept = [bill, invoice].map(({ id }) => ({ id, law: 'tax', keyVersion: 1, sealed: bytes() }))
    await forget(store, person, { kept, lawKeys: [keyOf(person, 'tax')] })
    const keys = async (): Promise<number | undefined> => (await store.people([{ person }]))[0]?.keys.length
    expect(await store.commit([workOf({ remove: { person, ids: [bill.id] } })])).toEqual(['done'])
    expect(await keys()).toBe(1)
    await store.commit([workOf({ remove: { person, ids: [invoice.id] } })])
    expect(await keys()).toBe(0)
    expect(await store.holdings(person)).toEqual([])
  })

  test('a record a law keeps under another law than before takes the first law’s key along', async () => {
    const store = await open()
    const person = await known(store)
    const bill = recordOf(person)
    await store.commit([workOf({ record: bill })])
    const under = (law: string): Forget['kept'] => [{ id: bill.id, law, keyVersion: 1, sealed: bytes() }]
    await forget(store, person, { kept: under('tax'), lawKeys: [keyOf(person, 'tax')] })
    const trade = keyOf(person, 'trade')
    await forget(store, person, { kept: under('trade'), lawKeys: [trade] })
    expect((await store.people([{ person }]))[0]?.keys).toEqual([trade])
    expect(await store.records(person, {})).toMatchObject([{ id: bill.id, law: 'trade' }])
  })

  test('a forgetting that cannot be prepared did nothing', async () => {
    const store = await open()
    const person = await known(store)
    const record = recordOf(person)
    await store.commit([workOf({ record })])
    const late = recordOf(person, { collectedAt: at(6) })
    const coming: Promise<readonly unknown[]>[] = []
    const failing = store.forget(person, keepable, async () => {
      coming.push(store.commit([workOf({ record: late })]))
      await new Promise((resolve) => setTimeout(resolve, 30)) // it is under way
      throw new Failure('keys_unavailable')
    })
    await expect(failing).rejects.toMatchObject({ code: 'keys_unavailable' })
    expect(await Promise.all(coming)).toEqual([['done']])
    expect(await store.records(person, {})).toEqual([record, late])
  })

  test('what comes while somebody is being forgotten waits, and finds the person gone', async () => {
    const store = await open()
    const person = await known(store)
    const late = cardOf(person)
    const message = bytes()
    const works = [workOf({ message, record: recordOf(person) }), workOf({ choice: choiceOf(person) }), workOf({ identifier: late })] // prettier-ignore
    const coming: Promise<readonly unknown[]>[] = []
    await store.forget(person, keepable, async () => {
      coming.push(...works.map((work) => store.commit([work])))
      await new Promise((resolve) => setTimeout(resolve, 30)) // they are under way
      return { at: at(9), kept: [], lawKeys: [], tombstones: [], tombstonesUntil: at(30), audit: [] }
    })
    expect(await Promise.all(coming)).toEqual([['gone'], ['gone'], ['gone']])
    expect(await store.seen([message])).toEqual([false])
    expect(await store.holdings(person)).toEqual([])
    expect(await store.choices(person)).toEqual([])
    expect(await store.people([tokenOf(late)])).toEqual([null])
  })

  test('what is written or chosen after the forgetting finds the person gone; others of the commit are stored', async () => {
    const store = await open()
    const [person, other] = [await known(store), await known(store)]
    await forget(store, person)
    const message = bytes()
    const works = [
      workOf({ message, record: recordOf(person), audit: [auditOf()] }),
      workOf({ choice: choiceOf(person) }),
      workOf({ record: recordOf(randomUUID()) }),
      workOf({ message, record: recordOf(other) }),
    ]
    expect(await store.commit(works)).toEqual(['gone', 'gone', 'gone', 'done'])
    expect(await store.holdings(person)).toEqual([])
    expect(await store.choices(person)).toEqual([])
    expect(await store.entry(works[0]!.audit[0]!.event)).not.toBeNull()
  })

  test('a forgetting among writes: each record or identifier is either looked at by it or stopped, and none is left behind', async () => {
    const store = await open()
    const person = await known(store)
    const [records, cards] = [Array.from({ length: 30 }, () => recordOf(person)), Array.from({ length: 10 }, () => cardOf(person))] // prettier-ignore
    const writes = [...records.map((record) => workOf({ record })), ...cards.map((identifier) => workOf({ identifier }))].map((work) => store.commit([work])) // prettier-ignore
    const [outcomes, found] = await Promise.all([Promise.all(writes), forget(store, person)])
    expect(outcomes.flat().every((outcome) => outcome === 'done' || outcome === 'gone')).toBe(true)
    const done = <One>(some: readonly One[], from: number): One[] => some.filter((_, i) => outcomes[from + i]![0] === 'done') // prettier-ignore
    const ids = found.records.map(({ id }) => id)
    expect(new Set(ids)).toEqual(new Set(done(records, 0).map(({ id }) => id)))
    const tokens = found.tokens.filter(({ field }) => field === 'card').map(({ token }) => String(token))
    expect(new Set(tokens)).toEqual(new Set(done(cards, records.length).map(({ token }) => String(token))))
    expect(await store.tokensOf(person)).toEqual([])
    expect(await store.records(person, {})).toEqual([])
    await store.sweepForgotten(person, 100)
    expect(await store.holdings(person)).toEqual([])
  })

  test('what no law may keep stops no forgetting, is found by nobody from then on, and is swept away a part at a time', async () => {
    const store = await open()
    const person = await known(store)
    const [bill, ...searches] = [recordOf(person), ...[1, 2, 3].map(() => recordOf(person, { cell: 7 }))]
    await store.commit([bill, ...searches].map((record) => workOf({ record })))
    expect(await store.sweepForgotten(person, 10)).toBe(0)
    const kept = [{ id: bill.id, law: 'tax', keyVersion: 1, sealed: bytes() }]
    const found = await forget(store, person, { kept, lawKeys: [keyOf(person, 'tax')] })
    expect(found.records).toEqual([bill])
    expect((await store.records(person, {})).map(({ id }) => id)).toEqual([bill.id])
    expect((await store.holdings(person)).map(({ law, count }) => [law, count])).toEqual([['', 3], ['tax', 1]]) // prettier-ignore
    expect([await store.sweepForgotten(person, 2), await store.sweepForgotten(person, 2), await store.sweepForgotten(person, 2)]).toEqual([2, 1, 0]) // prettier-ignore
    expect((await store.holdings(person)).map(({ law, count }) => [law, count])).toEqual([['tax', 1]])
  })

  test('an identifier forgotten twice has its newest tombstone; an ended tombstone leaves', async () => {
    const store = await open()
    const tombstone = { field: 'email', token: bytes() }
    for (const day of [10, 12]) {
      const person = await known(store)
      await forget(store, person, { at: at(day), tombstones: [tombstone], tombstonesUntil: at(day + 5) })
    }
    expect(await store.tombstones([tombstone])).toEqual([at(12)])
    expect(await store.dropTombstones(at(16))).toBe(0)
    expect(await store.dropTombstones(at(17))).toBe(1)
    expect(await store.tombstones([tombstone])).toEqual([null])
  })

  test('commits that touch the same persons, messages and counters at once all end', async () => {
    const store = await open()
    const people = await Promise.all(Array.from({ length: 6 }, () => known(store)))
    const messages = Array.from({ length: 6 }, () => bytes())
    const batch = (turn: number): Work[] =>
      people.map((_, i) => {
        const person = people[(i * (turn % 2 ? 1 : 5) + turn) % 6]!
        return workOf({ message: messages[(i + turn) % 6]!, record: recordOf(person), choice: choiceOf(person, { bit: maskOf(turn) }), tally: [tallyOf({ cell: (i + turn) % 6 })] }) // prettier-ignore
      })
    const outcomes = await Promise.all(Array.from({ length: 12 }, (_, turn) => store.commit(batch(turn))))
    expect(outcomes.flat().filter((outcome) => outcome === 'done')).toHaveLength(6)
    const tally = await store.tallySince(at(1))
    expect(tally.reduce((sum, { count }) => sum + count, 0)).toBe(72)
  })
}
