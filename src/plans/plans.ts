// The engine of plans. Intent recorded ▶ effect ▶ read-back ▶ done, a step at a time; whoever is killed in between, the next one goes on
// where the rows say (R1, R2). Effects are asked for at least once and happen once, because a holder answers the same when asked again.

import { addPeriod, asFailure, Failure, newId, type Clock, type Json, type Period } from '../base/index.ts'
import type { Effect, Held, Hold, Holder, Intent, Items, ReadBack } from './holder.ts'
import type { Claim, CopyIntent, NewPlan, Plan, PlanIntent, PlanKind, PlanRow, PlanStore, Step } from './plan.ts'

const lease: Period = { count: 2, unit: 'minute' }
/** A plan that waits is taken up after 1, 2, 4 … minutes, at most a day. */
const retryMinutesMax = 24 * 60
const sweepRecordsMax = 1000
const effectTriesMax = 3

/** Whoever carries out a step: each holder is one; the desk that packs copies is another. The contract is the holder's. */
export interface Doer {
  readonly name: string
  readonly takes: readonly PlanKind[]
  /** how many things there are before */
  count(intent: PlanIntent): Promise<number>
  check?(intent: PlanIntent): Promise<void>
  act(intent: PlanIntent, hold: Hold): Promise<Effect>
  readBack(intent: PlanIntent, effect: Effect): Promise<ReadBack>
}

/** Appends an event to the ledger and answers its id when it is durable: the gate's `note`. */
export type Note = (event: {
  readonly type: string
  readonly person?: string
  readonly actor: string
  readonly payload: Json
}) => Promise<string>

/** What the engine is made of. */
export interface PlansParts {
  readonly store: PlanStore
  /** who holds data now: asked whenever a plan is drawn or carried on, for systems are connected at run time */
  readonly holders: () => Promise<readonly Holder[]>
  /** doers that hold nobody's data: the packer of copies */
  readonly doers?: readonly Doer[]
  readonly note: Note
  readonly clock: Clock
  /** told why a plan waits, with the cause inside */
  readonly onWait?: (failure: Failure) => void
}

/** What one holder has about a person, counted by kind. */
export interface Found {
  readonly holder: string
  readonly label: string
  readonly held: readonly Held[]
}

export interface Plans {
  readonly holders: () => Promise<readonly Holder[]>
  /** Counts what every holder has about a person; opens nothing. */
  find(person: string): Promise<readonly Found[]>
  /** The rows of a new plan, for whoever keeps them in a transaction of its own; `open` keeps them alone. */
  draw(plan: NewPlan): Promise<PlanRow>
  open(plan: NewPlan): Promise<string>
  /** Takes a plan to its end, or as far as it goes now; answers it as it stands. Held by somebody else: as it stands. */
  run(plan: string): Promise<Plan>
  /** Takes up every unfinished plan that nobody holds; answers how many came to their end. `alone`: after a start of the only process. */
  resume(alone?: boolean): Promise<number>
  /** Removes what is due, a thousand records to a plan; answers how many records went and whether all was read back as gone. */
  sweep(
    due: (limit: number) => Promise<readonly Items[]>,
  ): Promise<{ readonly removed: number; readonly clean: boolean }>
  read(plan: string): Promise<Plan | null>
  ofCases(ids: readonly string[]): Promise<readonly Plan[]>
}

export function createPlans(parts: PlansParts): Plans {
  const { store, holders, clock } = parts
  const doers = async (): Promise<readonly Doer[]> => [...(await holders()).map(doerOf), ...(parts.doers ?? [])]
  const draw = async (plan: NewPlan): Promise<PlanRow> => drawPlan(plan, await doers())
  const open = async (plan: NewPlan): Promise<string> => {
    await store.open(await draw(plan))
    return plan.id
  }
  const take = async (plan: string | null, alone: boolean): Promise<boolean | null> => {
    const now = clock.now()
    const claim = await store.claim({ ...(plan !== null && { plan }), now, until: addPeriod(now, lease), alone })
    return claim && advance({ ...parts, now: doers }, claim)
  }
  const run = async (id: string): Promise<Plan> => {
    await take(id, false)
    const plan = await store.read(id)
    if (!plan) throw new RangeError('no such plan')
    return plan
  }
  return {
    holders,
    async find(person) {
      return Promise.all(
        (await holders()).map(async (one) => ({ holder: one.name, label: one.label, held: await one.find(person) })),
      )
    },
    draw,
    open,
    run,
    async resume(alone = false) {
      let ended = 0
      for (;;) {
        const end = await take(null, alone)
        if (end === null) return ended
        if (end) ended++
      }
    },
    sweep: (due) => sweep(due, clock, open, run),
    read: (id) => store.read(id),
    ofCases: (ids) => store.ofCases(ids),
  }
}

/** A holder's `find` counts before an erasure; of single records it counts what leaves with them too. */
function doerOf(holder: Holder): Doer {
  return {
    name: holder.name,
    takes: holder.takes,
    async count(intent) {
      if ('items' in intent)
        return (await holder.countLeaving?.(intent.items)) ?? intent.items.reduce((sum, { ids }) => sum + ids.length, 0)
      return (await holder.find(intent.person)).reduce((sum, { count }) => sum + count, 0)
    },
    check: async (intent) => holder.check?.(heldIntent(intent)),
    act: (intent, hold) => holder.erase(heldIntent(intent), hold),
    readBack: (intent) => holder.readBack(heldIntent(intent)),
  }
}

function heldIntent(intent: PlanIntent): Intent {
  if (intent.kind === 'export') throw new TypeError('a holder makes no copies by itself')
  return intent
}

function drawPlan(plan: NewPlan, doers: readonly Doer[]): PlanRow {
  const steps = doers
    .filter(({ takes }) => takes.includes(plan.kind))
    .map(({ name }, seq): Step => {
      const intent = intentOf(plan, seq)
      return { seq, holder: name, state: 'intended', intent, effect: null, readBack: null, events: [], at: plan.at }
    })
  if (steps.length === 0) throw new RangeError(`nobody takes ${plan.kind}`)
  const person = plan.kind === 'sweep' ? null : plan.person
  return { id: plan.id, case: plan.case, kind: plan.kind, person, openedAt: plan.at, steps }
}

function intentOf(plan: NewPlan, step: number): PlanIntent {
  const intended = { plan: plan.id, step, case: plan.case, at: plan.at.toISOString(), before: 0 }
  switch (plan.kind) {
    case 'erase':
      return { kind: 'erase', ...intended, person: plan.person, tombstonesUntil: plan.tombstonesUntil.toISOString() }
    case 'clear':
      return { kind: 'clear', ...intended, items: [{ person: plan.person, ids: plan.ids }] }
    case 'sweep':
      return { kind: 'sweep', ...intended, items: plan.items }
    case 'export':
      return { kind: 'export', ...intended, person: plan.person } satisfies CopyIntent
  }
}

type Engine = PlansParts & { readonly doersNow: readonly Doer[] }

/** Another process took the plan over: this one has nothing more to say about it. */
class TakenOver extends Error {}

/** Carries a claimed plan on: true when it came to its end, false when it waits or was taken over. */
async function advance(parts: PlansParts & { now(): Promise<readonly Doer[]> }, claim: Claim): Promise<boolean> {
  const { store, clock, onWait } = parts
  try {
    await carryOn(parts, claim)
  } catch (cause) {
    if (cause instanceof TakenOver) return false
    const failure = asFailure(cause)
    onWait?.(failure)
    await store.release(claim, {
      waitsFor: failure.code,
      waitsWhy: failure.detail,
      retryAt: addPeriod(clock.now(), retryAfter(claim.plan.tries)),
    })
    return false
  }
  return store.release(claim, { doneAt: clock.now() })
}

/**
 * A move at a time. Before each move of an erasure it looks who is there now: a holder connected meanwhile takes part. Whoever has an effect
 * before them is asked first whether it can be done: of a plan that one of them refuses, nothing is executed.
 */
async function carryOn(parts: PlansParts & { now(): Promise<readonly Doer[]> }, claim: Claim): Promise<void> {
  const asked = new Set<number>()
  let [steps, engine] = [claim.plan.steps, { ...parts, doersNow: await parts.now() }]
  for (let tries = 0; ;) {
    steps = await join(engine, claim, steps)
    for (const step of steps.filter((one) => isAhead(one) && !asked.has(one.seq))) {
      await doerNamed(engine, step).check?.(step.intent)
      asked.add(step.seq)
    }
    const now = inOrder(engine, steps).find(isOpen)
    if (!now) return
    const next = await moves[now.state](engine, claim, now)
    const isAgain = next.state === 'begun' && now.state === 'effected'
    if (isAgain && ++tries >= effectTriesMax) throw stillThere(next)
    await keep(engine, claim, next)
    if (next.state === 'done') tries = 0
    steps = steps.map((one) => (one.seq === next.seq ? next : one))
    if (claim.plan.kind === 'erase') engine = { ...parts, doersNow: await parts.now() }
  }
}

function isOpen(step: Step): step is Step & { readonly state: keyof typeof moves } {
  return step.state !== 'done'
}

/** Its effect has not happened, or nobody knows. */
function isAhead({ state }: Step): boolean {
  return state === 'intended' || state === 'begun'
}

/** Steps in the order of whoever does them: one that joined goes before the vault too. Those whose doer is gone are first: they are waited for. */
function inOrder({ doersNow }: Engine, steps: readonly Step[]): readonly Step[] {
  const place = ({ holder }: Step): number => doersNow.findIndex(({ name }) => name === holder)
  return steps.toSorted((a, b) => place(a) - place(b))
}

/**
 * Adds steps for whoever was not there when the plan was drawn, until the last step has had its effect: it is the vault's, and with what it
 * forgets nobody can be found any more.
 */
async function join(engine: Engine, claim: Claim, steps: readonly Step[]): Promise<readonly Step[]> {
  const last = inOrder(engine, steps).at(-1)
  if (!last || !isAhead(last)) return steps
  const { kind } = claim.plan
  const fresh = engine.doersNow
    .filter(({ name, takes }) => takes.includes(kind) && !steps.some(({ holder }) => holder === name))
    .map(({ name }, i): Step => {
      const seq = steps.length + i
      const intent = { ...forgetful(last.intent), step: seq, before: 0 }
      return { seq, holder: name, state: 'intended', intent, effect: null, readBack: null, events: [], at: engine.clock.now() } // prettier-ignore
    })
  if (fresh.length === 0) return steps
  if (!(await engine.store.join(claim, fresh, addPeriod(engine.clock.now(), lease)))) throw new TakenOver()
  return [...steps, ...fresh]
}

async function keep({ store, clock }: Engine, claim: Claim, step: Step): Promise<void> {
  if (!(await store.save(claim, step, addPeriod(clock.now(), lease)))) throw new TakenOver()
}

function retryAfter(tries: number): Period {
  return { count: Math.min(2 ** Math.max(0, tries - 1), retryMinutesMax), unit: 'minute' }
}

/** Read back three times and still there: the plan waits, and is never called done. */
function stillThere({ holder, readBack }: Step): Failure {
  return new Failure('conflict', { holder, found: readBack?.found ?? null })
}

type Move = (engine: Engine, claim: Claim, step: Step) => Promise<Step>

/** One move a state. Each ends in a row that is durable; a kill in between repeats that one move and nothing else. */
const moves: Record<Exclude<Step['state'], 'done'>, Move> = {
  async intended(engine, claim, step) {
    const before = await doerNamed(engine, step).count(step.intent)
    const event = await noteStep(engine, claim, step, 'step.intent', { before })
    return moved(engine, step, { state: 'begun', intent: { ...step.intent, before }, events: [event] })
  },
  async begun(engine, claim, step) {
    let { intent } = step
    const hold: Hold = {
      async beat() {
        if (!(await engine.store.hold(claim, addPeriod(engine.clock.now(), lease)))) throw new TakenOver()
      },
      async remember(memory) {
        if (intent.kind !== 'erase') throw new TypeError('only an erasure has something to remember')
        intent = { ...intent, memory }
        await keep(engine, claim, { ...step, intent })
      },
    }
    const effect = await doerNamed(engine, step).act(intent, hold)
    const event = await noteStep(engine, claim, step, 'step.effect', { removed: effect.removed })
    return moved(engine, step, { state: 'effected', intent, effect, events: [...step.events, event, ...effect.events] })
  },
  async effected(engine, claim, step) {
    const readBack = await doerNamed(engine, step).readBack(step.intent, step.effect!) // a step in this state has its effect
    const told = {
      found: readBack.found,
      residue: readBack.residue,
      ...(readBack.places && { places: readBack.places }),
    }
    const event = await noteStep(engine, claim, step, 'step.read-back', told as unknown as Record<string, Json>) // plain data
    const isDone = readBack.found === 0
    const intent = isDone ? forgetful(step.intent) : step.intent
    return moved(engine, step, { state: isDone ? 'done' : 'begun', intent, readBack, events: [...step.events, event] })
  },
}

/** What was remembered to come this far is not kept longer than that. */
function forgetful(intent: PlanIntent): PlanIntent {
  if (intent.kind !== 'erase') return intent
  const { memory: _, ...rest } = intent
  return rest
}

const connectAgain = 'connect it again under the same name; without it nobody can prove what it holds'

/** A system that was disconnected is nobody's step any more: the plan waits until it is connected again. */
function doerNamed({ doersNow }: Engine, { holder }: Step): Doer {
  const doer = doersNow.find(({ name }) => name === holder)
  if (!doer)
    throw new Failure('not_found', { holder, reason: 'nothing of this name is connected any more', next: connectAgain })
  return doer
}

function moved({ clock }: Engine, step: Step, change: Partial<Step>): Step {
  return { ...step, ...change, at: clock.now() }
}

/** The ledger's entry of a move. It names no person: after an erasure there is none to name. */
function noteStep(
  { note }: Engine,
  { plan }: Claim,
  step: Step,
  type: string,
  more: Record<string, Json>,
): Promise<string> {
  const { id, kind } = plan
  return note({
    type,
    actor: 'plans',
    payload: { plan: id, step: step.seq, case: plan.case, kind, holder: step.holder, ...more },
  })
}

async function sweep(
  due: (limit: number) => Promise<readonly Items[]>,
  clock: Clock,
  open: (plan: NewPlan) => Promise<string>,
  run: (id: string) => Promise<Plan>,
): Promise<{ removed: number; clean: boolean }> {
  for (let removed = 0; ;) {
    const items = await due(sweepRecordsMax)
    if (items.length === 0) return { removed, clean: true }
    const plan = await run(await open({ id: newId(), case: null, at: clock.now(), kind: 'sweep', items }))
    const went = plan.steps.reduce((sum, { effect }) => sum + (effect?.removed ?? 0), 0)
    removed += went
    if (plan.state !== 'done' || went === 0) return { removed, clean: false }
  }
}
