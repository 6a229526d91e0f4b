// What every store of plans holds, whichever engine runs (src/plans/plan.ts, docs/spec/plans.md).

import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { createCaseStore, createPlanStore, type Database } from '../../src/adapters/stores/index.ts'
import type { PlanRow, Step } from '../../src/plans/index.ts'
import type { Open } from '../harness/databases.ts'

const at = (minute: number): Date => new Date(Date.UTC(2026, 3, 14, 9, minute))

function planOf(changes: Partial<PlanRow> = {}): PlanRow {
  const id = changes.id ?? randomUUID()
  const person = randomUUID()
  const intent = {
    kind: 'clear',
    plan: id,
    step: 0,
    case: null,
    at: at(0).toISOString(),
    before: 0,
    items: [{ person, ids: [randomUUID()] }],
  } as const
  const step: Step = {
    seq: 0,
    holder: 'vault',
    state: 'intended',
    intent,
    effect: null,
    readBack: null,
    events: [],
    at: at(0),
  }
  return { id, case: null, kind: 'clear', person, openedAt: at(0), steps: [step], ...changes }
}

const claimIt = (
  plan: string,
  minute: number,
  alone = false,
): { plan: string; now: Date; until: Date; alone: boolean } => ({ plan, now: at(minute), until: at(minute + 2), alone })

async function openCase(db: Database, state: 'received' | 'running', identified: boolean): Promise<string> {
  const cases = createCaseStore(db)
  const id = randomUUID()
  await cases.open({
    id,
    desk: 'rights',
    prefix: 'R',
    kind: 'clear',
    state: 'received',
    person: randomUUID(),
    alias: null,
    facts: {},
    openedAt: at(0),
    dueAt: null,
    actor: 'person',
  })
  const row = {
    id,
    actor: 'person',
    detail: {},
    at: at(0),
    after: null,
    closed: false,
    facts: {},
    plan: null,
    version: null,
  }
  if (identified) await cases.move({ ...row, from: 'received', to: 'received', event: 'identify' })
  if (state === 'running') await cases.move({ ...row, from: 'received', to: 'running', event: 'begin' })
  return id
}

/** The suite of the port `PlanStore`. */
export function holdsThePlanStoreContract(open: Open): void {
  test('what was opened is read as it was, and opening it again changes nothing', async () => {
    const store = createPlanStore(await open())
    const plan = planOf()
    await store.open(plan)
    await store.open({ ...plan, kind: 'sweep', steps: [] })
    expect(await store.read(plan.id)).toEqual({
      ...plan,
      state: 'running',
      waitsFor: null,
      waitsWhy: null,
      retryAt: null,
      tries: 0,
      doneAt: null,
    })
    expect(await store.read(randomUUID())).toBeNull()
  })

  test('of twenty who claim at once one gets it', async () => {
    const store = createPlanStore(await open())
    const plan = planOf()
    await store.open(plan)
    const claims = await Promise.all(Array.from({ length: 20 }, () => store.claim(claimIt(plan.id, 1))))
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1)
  })

  test('a lease that ran out passes to the next, and the slower one writes nothing any more', async () => {
    const store = createPlanStore(await open())
    const plan = planOf()
    await store.open(plan)
    const slow = (await store.claim(claimIt(plan.id, 1)))!
    expect(await store.claim(claimIt(plan.id, 2))).toBeNull()
    const next = (await store.claim(claimIt(plan.id, 4)))!
    expect(next.fence).toBeGreaterThan(slow.fence)
    const begun: Step = { ...plan.steps[0]!, state: 'begun', events: [randomUUID()], at: at(4) }
    expect(await store.save(slow, begun, at(6))).toBe(false)
    expect(await store.hold(slow, at(6))).toBe(false)
    expect(await store.hold(next, at(6))).toBe(true)
    expect(await store.claim(claimIt(plan.id, 5))).toBeNull()
    expect(await store.release(slow, { waitsFor: 'unexpected', waitsWhy: { store: 'one' }, retryAt: at(9) })).toBe(
      false,
    )
    expect((await store.read(plan.id))!.steps[0]!.state).toBe('intended')
    expect(await store.save(next, begun, at(6))).toBe(true)
    expect((await store.read(plan.id))!.steps[0]).toEqual(begun)
  })

  test('steps join a plan of whoever holds it, come back as they were, and hold the plan; the slower one adds nothing', async () => {
    const store = createPlanStore(await open())
    const plan = planOf()
    await store.open(plan)
    const slow = (await store.claim(claimIt(plan.id, 1)))!
    const next = (await store.claim(claimIt(plan.id, 4)))!
    const joined = (seq: number): Step => ({ ...plan.steps[0]!, seq, holder: `system:${seq}`, at: at(5) })
    expect(await store.join(slow, [joined(1)], at(7))).toBe(false)
    expect((await store.read(plan.id))!.steps).toEqual(plan.steps)
    expect(await store.join(next, [joined(1), joined(2)], at(7))).toBe(true)
    expect((await store.read(plan.id))!.steps).toEqual([...plan.steps, joined(1), joined(2)])
    expect(await store.claim(claimIt(plan.id, 6))).toBeNull()
    await expect(store.join(next, [joined(3), joined(2)], at(9))).rejects.toMatchObject({ code: 'conflict' })
    expect((await store.read(plan.id))!.steps).toHaveLength(3)
    expect(await store.release(next, { doneAt: at(6) })).toBe(false)
  })

  test('alone after a start, a dead process’s lease counts for nothing', async () => {
    const store = createPlanStore(await open())
    const plan = planOf()
    await store.open(plan)
    await store.claim(claimIt(plan.id, 1))
    expect(await store.claim(claimIt(plan.id, 1, true))).not.toBeNull()
  })

  test('a plan is done only when every step is', async () => {
    const store = createPlanStore(await open())
    const plan = planOf()
    await store.open(plan)
    const claim = (await store.claim(claimIt(plan.id, 1)))!
    expect(await store.release(claim, { doneAt: at(1) })).toBe(false)
    const done: Step = {
      ...plan.steps[0]!,
      state: 'done',
      effect: { removed: 1, events: [] },
      readBack: { found: 0, residue: [] },
      at: at(1),
    }
    await store.save(claim, done, at(2))
    expect(await store.release(claim, { doneAt: at(1) })).toBe(true)
    expect(await store.read(plan.id)).toMatchObject({ state: 'done', doneAt: at(1), steps: [done] })
    expect(await store.claim(claimIt(plan.id, 9))).toBeNull()
  })

  test('a plan that waits is not taken before its time by whoever looks for work', async () => {
    const store = createPlanStore(await open())
    const plan = planOf()
    await store.open(plan)
    const claim = (await store.claim(claimIt(plan.id, 1)))!
    await store.release(claim, { waitsFor: 'storage_unavailable', waitsWhy: { store: 'one' }, retryAt: at(10) })
    const any = { now: at(5), until: at(7), alone: false }
    expect(await store.claim(any)).toBeNull()
    expect(await store.read(plan.id)).toMatchObject({ waitsFor: 'storage_unavailable', waitsWhy: { store: 'one' } })
    expect(await store.claim({ ...any, now: at(10), until: at(12) })).not.toBeNull()
  })

  test('a plan of a case is taken only while the case is running and somebody was identified', async () => {
    const db = await open()
    const store = createPlanStore(db)
    for (const [state, identified, taken] of [
      ['received', false, false],
      ['received', true, false],
      ['running', false, false],
      ['running', true, true],
    ] as const) {
      const plan = planOf({ case: await openCase(db, state, identified) })
      await store.open(plan)
      expect((await store.claim(claimIt(plan.id, 1))) !== null).toBe(taken)
      expect((await store.ofCases([plan.case!])).map(({ id }) => id)).toEqual([plan.id])
    }
  })
}
