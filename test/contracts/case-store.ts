// What every store of cases, files and links holds, whichever engine runs (src/desks/case.ts, docs/spec/rights.md).

import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  createArtefactStore,
  createCaseStore,
  createLinkStore,
  createPlanStore,
  loadVersions,
} from '../../src/adapters/stores/index.ts'
import { Failure } from '../../src/base/index.ts'
import type { CaseStore, MoveRow } from '../../src/desks/index.ts'
import type { Open } from '../harness/databases.ts'

const at = (day: number): Date => new Date(Date.UTC(2026, 3, day))

function newCase(changes: Partial<Parameters<CaseStore['open']>[0]> = {}): Parameters<CaseStore['open']>[0] {
  return {
    id: randomUUID(),
    desk: 'rights',
    prefix: 'R',
    kind: 'erase',
    state: 'received',
    person: randomUUID(),
    alias: 'a',
    facts: { b: 1 },
    openedAt: at(1),
    dueAt: at(30),
    actor: 'person',
    ...changes,
  }
}

function moveOf(id: string, changes: Partial<MoveRow> = {}): MoveRow {
  return {
    id,
    from: 'received',
    to: 'identified',
    event: 'identify',
    actor: 'person',
    detail: {},
    at: at(2),
    after: null,
    closed: false,
    facts: {},
    plan: null,
    version: null,
    ...changes,
  }
}

/** The suite of the ports `CaseStore`, `ArtefactStore` and `LinkStore`. */
export function holdsTheCaseStoreContract(open: Open): void {
  test('numbers are never given twice, and a case begins its history', async () => {
    const store = createCaseStore(await open())
    const opened = await Promise.all(Array.from({ length: 10 }, () => store.open(newCase())))
    expect(new Set(opened.map(({ number }) => number)).size).toBe(10)
    expect(opened[0]).toMatchObject({
      state: 'received',
      facts: { b: 1 },
      dueAt: at(30),
      closedAt: null,
      history: [{ seq: 1, event: 'open', noted: null }],
    })
    expect(await store.byNumber('rights', opened[0]!.number)).toEqual(opened[0])
    expect(await store.byNumber('changes', opened[0]!.number)).toBeNull()
    expect(await store.numberOf(opened[0]!.id)).toBe(opened[0]!.number)
  })

  test('of an erasure asked ten times at once there is one, until it is closed', async () => {
    const store = createCaseStore(await open())
    const person = randomUUID()
    const opened = await Promise.all(Array.from({ length: 10 }, () => store.open(newCase({ person }))))
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1)
    expect(opened[9]!.history).toHaveLength(1)
    await store.move(moveOf(opened[0]!.id, { to: 'dropped', event: 'drop', closed: true }))
    expect((await store.open(newCase({ person }))).id).not.toBe(opened[0]!.id)
    const clears = await Promise.all([1, 2].map(() => store.open(newCase({ person, kind: 'clear' }))))
    expect(clears[0]!.id).not.toBe(clears[1]!.id)
  })

  test('of ten moves from one state one moves, and its plan and facts come with it', async () => {
    const db = await open()
    const store = createCaseStore(db)
    const { id, number } = await store.open(newCase())
    const plans = Array.from({ length: 10 }, () => randomUUID())
    const answers = await Promise.all(
      plans.map((plan) =>
        store.move(
          moveOf(id, {
            facts: { plan },
            plan: { id: plan, case: id, kind: 'erase', person: null, openedAt: at(2), steps: [] },
          }),
        ),
      ),
    )
    expect(answers.toSorted()).toEqual([...Array<string>(9).fill('changed'), 'moved'])
    const one = (await store.byNumber('rights', number))!
    const moved = plans[answers.indexOf('moved')]!
    expect(one).toMatchObject({ state: 'identified', facts: { b: 1, plan: moved } })
    expect((await createPlanStore(db).ofCases([id])).map((plan) => plan.id)).toEqual([moved])
    expect(one.history.map(({ seq, event }) => [seq, event])).toEqual([
      [1, 'open'],
      [2, 'identify'],
    ])
  })

  test('a move that needs an earlier event does nothing without it', async () => {
    const store = createCaseStore(await open())
    const { id, number } = await store.open(newCase())
    expect(await store.move(moveOf(id, { to: 'running', event: 'begin', after: 'identify' }))).toBe('missing')
    expect((await store.byNumber('rights', number))!.state).toBe('received')
    expect(await store.move(moveOf(id))).toBe('moved')
    expect(await store.move(moveOf(id, { from: 'identified', to: 'running', event: 'begin', after: 'identify' }))).toBe(
      'moved',
    )
  })

  test('a version is published with its case, or not at all', async () => {
    const db = await open()
    const store = createCaseStore(db)
    const row = {
      version: 1,
      hash: 'h',
      policy: '{}',
      page: '{}',
      sources: { 'statement.md': 'x' },
      publishedAt: at(2),
      effectiveAt: at(3),
      publishedBy: ['vera', 'ruth'],
    }
    const [one, other] = [
      await store.open(newCase({ desk: 'changes' })),
      await store.open(newCase({ desk: 'changes' })),
    ]
    expect(await store.move(moveOf(one.id, { version: row }))).toBe('moved')
    await expect(store.move(moveOf(other.id, { version: { ...row, hash: 'other' } }))).rejects.toThrow(Failure)
    expect((await store.byNumber('changes', other.number))!.state).toBe('received')
    expect(await loadVersions(db)).toMatchObject([
      { version: 1, hash: 'h', publishedBy: ['vera', 'ruth'], effectiveAt: at(3) },
    ])
  })

  test('fifty approvals at once by one officer are one, and none counts once the case moved on', async () => {
    const store = createCaseStore(await open())
    const { id } = await store.open(newCase())
    const approval = { officer: 'vera', over: 'h', at: at(2) }
    await Promise.all(Array.from({ length: 50 }, () => store.approve(id, 'received', approval)))
    expect(await store.approve(id, 'received', { ...approval, officer: 'ruth', over: 'other' })).toEqual([
      { officer: 'ruth', over: 'other', at: at(2) },
    ])
    expect(await store.approve(id, 'received', { ...approval, officer: 'ruth' })).toHaveLength(2)
    await store.move(moveOf(id))
    expect(await store.approve(id, 'received', { ...approval, officer: 'olaf' })).toBeNull()
    expect(await store.approvals(id)).toHaveLength(3)
  })

  test('events wait until they are noted, in their order', async () => {
    const store = createCaseStore(await open())
    const [one, other] = [await store.open(newCase()), await store.open(newCase())]
    await store.move(moveOf(one.id))
    expect((await store.unnoted(10, one.id)).map(({ event }) => event)).toEqual(['open', 'identify'])
    await store.noted(one.id, 1, randomUUID())
    expect((await store.unnoted(10, null)).map(({ id, event }) => [id, event])).toEqual([
      [other.id, 'open'],
      [one.id, 'identify'],
    ])
    expect(await store.unnoted(1, null)).toHaveLength(1)
  })

  test('cases are listed by person, account and state, newest first', async () => {
    const store = createCaseStore(await open())
    const person = randomUUID()
    const older = await store.open(newCase({ person, kind: 'clear' }))
    const newer = await store.open(newCase({ person, kind: 'clear', openedAt: at(2), alias: 'b' }))
    await store.open(newCase())
    const ids = async (filter: Omit<Parameters<CaseStore['list']>[0], 'desk'>): Promise<string[]> =>
      (await store.list({ desk: 'rights', ...filter })).map(({ id }) => id)
    expect(await ids({ person })).toEqual([newer.id, older.id])
    expect(await ids({ alias: 'b' })).toEqual([newer.id])
    expect(await ids({ person, states: ['done'] })).toEqual([])
    expect(await store.list({ desk: 'changes' })).toEqual([])
  })

  test('a file is its parts until it ends; a part put again replaces', async () => {
    const db = await open()
    const store = createArtefactStore(db)
    const { id, person } = await createCaseStore(db).open(newCase())
    const part = { id, name: 'export.zip', part: 0, sealed: new Uint8Array([1]), endsAt: at(9) }
    await store.put(part)
    await store.put({ ...part, sealed: new Uint8Array([2]) })
    expect([...(await store.part(id, 'export.zip', 0, at(2)))!]).toEqual([2])
    expect(await store.part(id, 'export.zip', 1, at(2))).toBeNull()
    expect(await store.part(id, 'export.zip', 0, at(9))).toBeNull()
    expect(await store.names([id], at(2))).toEqual([{ id, name: 'export.zip', until: at(9) }])
    expect(await store.countOf(person!, 'export.zip')).toBe(1)
    await store.dropOf(person!, 'export.zip')
    expect(await store.countOf(person!, 'export.zip')).toBe(0)
    await store.put(part)
    expect([await store.tidy(at(8)), await store.tidy(at(9))]).toEqual([0, 1])
  })

  test('a link leads to its case until it ends', async () => {
    const db = await open()
    const links = createLinkStore(db)
    const { id, number } = await createCaseStore(db).open(newCase())
    const hash = randomBytes(32)
    await links.keep({ hash, id, what: 'receipt', endsAt: at(9) })
    expect(await links.find(hash, at(8))).toEqual({ number, endsAt: at(9) })
    expect(await links.find(hash, at(9))).toBeNull()
    expect(await links.find(randomBytes(32), at(8))).toBeNull()
  })
}
