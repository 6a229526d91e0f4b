// One probe a verb, tried on canary persons through the gate itself: what a rule opens must work, what it forbids must be refused,
// what it promises is counted (architecture, settled 8). Found by the verbs of a clause's rules; results name no person.

import { canonicalJson, newId, type Clock } from '../base/index.ts'
import { decideUse, decideWrite } from '../decision/index.ts'
import { formsServed, type Gate, type ReadAnswer, type WriteAnswer } from '../gate/index.ts'
import {
  bitsOf,
  covers,
  has,
  intersect,
  isEmpty,
  maskOf,
  none,
  origins,
  toInt64,
  union,
  type Act,
  type Ban,
  type Cell,
  type Condition,
  type InForce,
  type Mask,
  type Origin,
  type Policy,
  type Row,
  type Standing,
  type Use,
  type Verb,
} from '../policy/index.ts'
import type { Principal } from '../principals/index.ts'
import { enforcedPart } from './observed.ts'
import { tryDerives, tryForbidden, tryPairs, tryPromises, tryShares, type Tried } from './probes-others.ts'

/** What the probes need of the house. */
export interface ProbeParts {
  readonly inForce: () => InForce
  readonly gate: Gate
  readonly clock: Clock
  /** records past their time by more than the grace, by the cell they lie under */
  readonly overdue: (at: Date) => Promise<readonly { readonly cell: number; readonly count: number }[]>
  /** records that lie in a store, by cell and store */
  readonly lying: () => Promise<readonly { readonly cell: number; readonly place: string; readonly count: number }[]>
  /** what the trials wrote, by test person: taken away again when the probe ends */
  readonly planted: Map<string, string[]>
  /** test persons of this run that are only asked about, by cell and choices: all trials that change nothing share them */
  readonly asked: Map<string, Promise<Holding>>
  /** how long after its time a record may still wait for the sweep, in milliseconds */
  readonly graceMilliseconds: number
}

/** What one probe saw. */
export interface Seen {
  readonly passed: boolean
  readonly detail: string
}

/** Null: it speaks of products alone that only observe, where there is nothing to prove. */
type Probe = (parts: ProbeParts, clause: string, policy: Policy) => Promise<Seen | null>

/** Whether a product refuses what it may; one that only observes refuses what a `never` forbids. */
function enforces({ gate }: ProbeParts, { facts }: Cell): boolean {
  return gate.modeOf(facts.product) === 'enforce'
}

/** The probe over what of the policy is enforced. */
function whereEnforced(probe: Probe, pick: (cell: Cell) => readonly { readonly clause: string }[]): Probe {
  return async (parts, clause, policy) => {
    const enforced = enforcedPart(policy, (product) => parts.gate.modeOf(product))
    const isOnlyObserved = cellsWith(enforced, clause, pick).length === 0 && cellsWith(policy, clause, pick).length > 0
    return isOnlyObserved ? null : probe(parts, clause, enforced)
  }
}

const usesIn = (cell: Cell): readonly Use[] => cell.rows.flatMap(({ uses }) => uses)
const collectsIn = ({ collects }: Cell): Cell['collects'] => collects

/** The probe of each verb: a missing one does not compile. */
export const probes: Readonly<Record<Verb, { readonly name: string; readonly run: Probe }>> = {
  collect: {
    name: 'store what it opens, and try an origin it does not open',
    run: whereEnforced(probeCollect, collectsIn),
  },
  use: { name: 'ask for each purpose it opens, with and without what it needs', run: whereEnforced(probeUse, usesIn) },
  keep: { name: 'count what lies past its time', run: probeKeep },
  never: { name: 'try everything it forbids', run: probeNever },
  offer: { name: 'use the controls it offers', run: probeOffer },
  store: { name: 'look where it lies, and try another place', run: probeStore },
  share: { name: 'ask for each recipient it names, and for one nobody registered', run: decided(tryShares, (one) => (one.shares ?? []).flatMap(({ shares }) => shares)) }, // prettier-ignore
  derive: { name: 'ask to make what it names, and to make it from nothing', run: decided(tryDerives, (one) => one.derives ?? []) }, // prettier-ignore
  combine: { name: 'ask to bring its two sides together', run: decided(tryPairs) },
  promise: { name: 'look for the desk that keeps it', run: decided(tryPromises) },
}

/** A probe that asks the decision alone. */
function decided(
  tries: (policy: Policy, clause: string, at: Date) => Tried,
  pick?: (cell: Cell) => readonly { readonly clause: string }[],
): Probe {
  const probe: Probe = async ({ clock }, clause, policy) => {
    const tried = tries(policy, clause, clock.now())
    if (typeof tried === 'string') return failed(tried)
    return tried > 0 ? passed(`${tried} trials came out as it says`) : failed('nothing it says could be tried')
  }
  return pick ? whereEnforced(probe, pick) : probe
}

/** Probes ask as a service bound to every product and purpose: only the statement stands in their way. */
function prober({ products, purposes }: Policy): Principal {
  const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name)
  return {
    role: 'service',
    id: 'probe',
    service: 'probe',
    officer: null,
    products: names(products),
    purposes: names(purposes),
    endsAt: new Date(8.64e15),
  }
}

const passed = (detail: string): Seen => ({ passed: true, detail })
const failed = (detail: string): Seen => ({ passed: false, detail })

/** A test person: one for each cell, trial and state of choices, so that nothing is toggled and trials do not disturb each other. */
export interface Canary {
  readonly ref: { readonly field: string; readonly value: string }
  readonly person: string
  readonly cell: Cell
}

/** A test person, and whether a record of it lies in the vault. */
export interface Holding {
  readonly canary: Canary
  readonly hasRecord: boolean
}

/** The test person of a cell with these choices for questions that change nothing; it holds a record where one may be stored. */
async function onlyAsked(parts: ProbeParts, policy: Policy, cell: Cell, on: Mask): Promise<Holding> {
  const key = canonicalJson([cell.facts, toInt64(intersect(on, conditionBits(cell)))])
  const ready = parts.asked.get(key)
  if (ready) return ready
  const make = async (): Promise<Holding> => {
    const canary = await prepare(parts, cell, 'ask', on)
    const may = !enforces(parts, cell) || mayWrite(parts, policy, cell, on) // one that only observes stores more
    return { canary, hasRecord: may && (await plant(parts, canary)).outcome === 'stored' }
  }
  const made = make()
  parts.asked.set(key, made)
  return made
}

/** Makes the test person, or finds the one of the last run, with its choices decided. */
async function prepare({ gate, inForce }: ProbeParts, cell: Cell, trial: string, on: Mask): Promise<Canary> {
  const bits = intersect(on, conditionBits(cell))
  const ref = { field: 'canary', value: canonicalJson([cell.facts, trial, toInt64(bits)]) }
  const person = await gate.admit(ref, { region: cell.facts.where, canary: true })
  const held = new Map((await gate.choices(person)).map(({ kind, name, value }) => [`${kind} ${name}`, value]))
  const asked = inForce().newest.policy.choices.filter(({ bit }) => has(conditionBits(cell), bit))
  const differ = asked.filter(
    (choice) => (held.get(`choice ${choice.name}`) ?? choice.default) !== valueIn(on, choice.bit),
  )
  const how = { channel: 'probe', actor: 'probe' }
  await Promise.all(
    differ.map(({ name, bit }) => gate.choose(person, { kind: 'choice', name, value: valueIn(on, bit) }, how)),
  )
  return { ref, person, cell }
}

function valueIn(on: Mask, bit: number): 'on' | 'off' {
  return has(on, bit) ? 'on' : 'off'
}

/** Writes a record for a test person through the gate, and remembers it for `takeAway`. */
async function plant(
  parts: ProbeParts,
  { ref, person, cell }: Canary,
  origin: Origin = cell.facts.origin,
): Promise<WriteAnswer> {
  const { product, category, signedIn, account, where } = cell.facts
  const item = {
    messageId: `probe ${newId()}`,
    person: ref,
    product,
    category,
    origin,
    collectedAt: parts.clock.now(),
    canary: true,
    data: { probe: 'a test person holds this' },
    ...(signedIn !== null && { signedIn }),
    ...(account !== null && { account }),
    ...(where !== null && { region: where }),
  }
  const [answer] = await parts.gate.write(prober(parts.inForce().newest.policy), [item])
  if (answer!.outcome === 'stored') parts.planted.set(person, [...(parts.planted.get(person) ?? []), answer!.id])
  return answer! // one item, one answer
}

/** Asks for a test person's records as a service bound to everything. */
async function ask(
  parts: ProbeParts,
  { ref, cell }: Canary,
  { hand, form }: Pick<Row, 'hand' | 'form'>,
  purpose: string,
): Promise<ReadAnswer> {
  const { product, category } = cell.facts
  return parts.gate.read(prober(parts.inForce().newest.policy), {
    person: ref,
    product,
    category,
    purpose,
    hand,
    form,
    limit: 1,
  })
}

/** Takes away what the trials wrote: test persons hold nothing between runs. */
export async function takeAway({ gate, planted }: ProbeParts): Promise<void> {
  await Promise.all([...planted].map(([person, ids]) => gate.remove(person, ids, { type: 'sweep', case: 'probe' })))
  planted.clear()
}

/** All choices some entry of the cell depends on. */
function conditionBits(cell: Cell): Mask {
  const of = (when: Condition | null): Mask => (when ? union(when.need, when.block) : none)
  const bans = [...cell.collectBans, ...cell.storeBans, ...cell.rows.flatMap((row) => row.bans)]
  const conditions = [
    ...cell.collects.map((line) => of(line.when)),
    ...bans.map((ban) => union(of(ban.when), of(ban.unless))),
    ...cell.rows.flatMap((row) => row.uses.map((use) => union(use.given, of(use.when)))),
    ...cell.limits.map((limit) => of(limit.when)),
  ]
  return conditions.reduce(union, none)
}

const bitsTriedMax = 6

/** Every way to decide the choices a cell depends on: up to 64 of them. */
function assignments(cell: Cell): readonly Mask[] {
  const bits = bitsOf(conditionBits(cell)).slice(0, bitsTriedMax)
  return Array.from({ length: 2 ** bits.length }, (_, n) => maskOf(...bits.filter((_, i) => ((n >> i) & 1) === 1)))
}

function standing(on: Mask): Standing {
  return { on, objected: none, restricted: false }
}

function actOf(parts: ProbeParts, more: Partial<Act> = {}): Act {
  const at = parts.clock.now()
  return {
    purpose: -1,
    hand: 'machines',
    form: 'identified',
    cases: [],
    directed: false,
    place: null,
    collectedAt: at,
    endedAt: null,
    at,
    ...more,
  }
}

function cellsWith(
  policy: Policy,
  clause: string,
  pick: (cell: Cell) => readonly { readonly clause: string }[],
): readonly Cell[] {
  return policy.cells.filter((cell) => pick(cell).some((line) => line.clause === clause))
}

function nameOf(cell: Cell): string {
  return `${cell.facts.category} of ${cell.facts.product}`
}

async function probeCollect(parts: ProbeParts, clause: string, policy: Policy): Promise<Seen> {
  const cells = cellsWith(policy, clause, collectsIn)
  for (const cell of cells) {
    const on = assignments(cell).find(
      (mask) => decideWrite(policy, cell, standing(mask), actOf(parts)).effect === 'permit',
    )
    if (!on) return failed(`no choice of a person opens ${nameOf(cell)}`)
    const { outcome } = await plant(parts, await prepare(parts, cell, 'collect', on))
    if (outcome !== 'stored') return failed(`${nameOf(cell)} could not be stored`)
  }
  if (cells.length === 0) return failed('nothing it opens could be tried')
  const refused = await probeOtherOrigins(parts, cells, policy)
  if (typeof refused === 'string') return failed(refused)
  const others = refused > 0 ? 'other origins were refused' : 'there is no other origin to try'
  return passed(`stored ${cells.length} sorts of test data; ${others}`)
}

/** Answers how many origins were refused, or what got through. */
async function probeOtherOrigins(parts: ProbeParts, cells: readonly Cell[], policy: Policy): Promise<number | string> {
  let tried = 0
  for (const cell of cells) {
    const opened = policy.cells.filter(
      ({ facts }) => facts.product === cell.facts.product && facts.category === cell.facts.category,
    )
    const closed = origins.find((origin) => !opened.some(({ facts }) => facts.origin === origin))
    if (!closed) continue
    const { outcome } = await plant(parts, await prepare(parts, cell, 'collect', none), closed)
    if (outcome !== 'refused') return `${nameOf(cell)} was stored from \`${closed}\`, which no sentence opens`
    tried++
  }
  return tried
}

/** Rows in a form the gate can make; the others are refused whatever they say. */
function servedRows({ rows }: Cell): readonly Row[] {
  return rows.filter(({ form }) => formsServed.includes(form))
}

async function probeUse(parts: ProbeParts, clause: string, policy: Policy): Promise<Seen> {
  let [worked, refused] = [0, 0]
  for (const cell of cellsWith(policy, clause, usesIn)) {
    for (const row of servedRows(cell)) {
      for (const use of row.uses.filter((one) => one.clause === clause)) {
        const got = await probeOneUse(parts, policy, cell, row, use)
        if (typeof got === 'string') return failed(got)
        worked += got.worked
        refused += got.refused
      }
    }
  }
  return worked + refused > 0
    ? passed(`${worked} uses worked as said; ${refused} were refused without what they need`)
    : failed('no use of it could be tried')
}

/** Tries one use: with what it needs the planted record is found, without its consent nothing is. Answers what was seen, or what went wrong. */
async function probeOneUse(
  parts: ProbeParts,
  policy: Policy,
  cell: Cell,
  row: Row,
  use: Use,
): Promise<string | { readonly worked: number; readonly refused: number }> {
  const purpose = policy.purposes.find(({ bit }) => bit === use.purpose)!.name // a use names a purpose of its policy
  const act = actOf(parts, { purpose: use.purpose, hand: row.hand, form: row.form })
  const may = (mask: Mask): boolean => decideUse(policy, cell, standing(mask), act).effect === 'permit'
  const open = assignments(cell).find((mask) => may(mask) && mayWrite(parts, policy, cell, mask))
  if (open) {
    const { canary } = await onlyAsked(parts, policy, cell, open)
    if ((await ask(parts, canary, row, purpose)).records.length === 0)
      return `${nameOf(cell)} was not found for ${purpose}, though a sentence allows it`
  }
  const shut = assignments(cell)
    .toSorted((a, b) => Number(mayWrite(parts, policy, cell, b)) - Number(mayWrite(parts, policy, cell, a)))
    .find((mask) => !may(mask))
  if (shut) {
    const { canary } = await onlyAsked(parts, policy, cell, shut)
    if ((await ask(parts, canary, row, purpose)).records.length > 0)
      return `${nameOf(cell)} was given for ${purpose} without what it needs`
  }
  return { worked: open ? 1 : 0, refused: shut ? 1 : 0 }
}

function mayWrite(parts: ProbeParts, policy: Policy, cell: Cell, on: Mask): boolean {
  return decideWrite(policy, cell, standing(on), actOf(parts)).effect === 'permit'
}

async function probeKeep(parts: ProbeParts, clause: string): Promise<Seen> {
  const at = new Date(parts.clock.now().getTime() - parts.graceMilliseconds)
  const counts = await parts.overdue(at)
  const overdue = counts.filter(({ cell }) =>
    parts
      .inForce()
      .cell(cell)
      ?.limits.some((limit) => limit.clause === clause),
  )
  const sum = overdue.reduce((total, { count }) => total + count, 0)
  return sum === 0
    ? passed('nothing lies past its time')
    : failed(
        `${sum} ${sum === 1 ? 'thing lies' : 'things lie'} past ${sum === 1 ? 'its' : 'their'} time; the sweep did not take ${sum === 1 ? 'it' : 'them'}`,
      )
}

async function probeNever(parts: ProbeParts, clause: string, policy: Policy): Promise<Seen> {
  let tried = 0
  for (const cell of policy.cells) {
    for (const row of cell.rows) {
      for (const ban of row.bans.filter((one) => one.clause === clause)) {
        const got = await probeUseBan(parts, policy, cell, row, ban)
        if (typeof got === 'string') return failed(got)
        tried += got
      }
    }
    for (const ban of [...cell.collectBans, ...cell.storeBans].filter((one) => one.clause === clause)) {
      const got = await probeCollectBan(parts, policy, cell, ban)
      if (typeof got === 'string') return failed(got)
      tried += got
    }
  }
  const others = tryForbidden(policy, clause, parts.clock.now())
  if (typeof others === 'string') return failed(others)
  tried += others
  return tried > 0
    ? passed(`tried ${tried} forbidden things; all were refused`)
    : failed('nothing it forbids could be tried')
}

/** Asks for every purpose a ban closes, with a record at hand where one may be stored. Answers how many were refused, or what got through. */
async function probeUseBan(
  parts: ProbeParts,
  policy: Policy,
  cell: Cell,
  row: Row,
  ban: Ban,
): Promise<number | string> {
  const held = assignments(cell).filter((mask) => holds(ban, mask))
  const on = held.find((mask) => mayWrite(parts, policy, cell, mask)) ?? held[0]
  if (!on) return 0
  const { canary, hasRecord } = await onlyAsked(parts, policy, cell, on)
  const observes = !enforces(parts, cell) // it answers for all sorts of a category together
  const purposes = policy.purposes.filter(({ bit }) => has(ban.purposes, bit))
  for (const { name } of purposes) {
    const { decision, records } = await ask(parts, canary, row, name)
    const gotThrough = records.length > 0 || (!hasRecord && !observes && decision.effect === 'permit')
    if (gotThrough) return `${nameOf(cell)} was given for ${name}, which this sentence forbids`
  }
  return purposes.length
}

/** Writes what a ban closes; a ban on places is asked about each of them. Answers how many were refused, or what got through. */
async function probeCollectBan(
  parts: ProbeParts,
  policy: Policy,
  cell: Cell,
  ban: Pick<Ban, 'when' | 'unless'> & { readonly places?: readonly string[] },
): Promise<number | string> {
  const on = assignments(cell).find((mask) => holds(ban, mask))
  if (!on) return 0
  const { places = [] } = ban
  const open = places.find(
    (place) => decideWrite(policy, cell, standing(on), actOf(parts, { place })).effect === 'permit',
  )
  if (open !== undefined) return `${nameOf(cell)} may be stored at \`${open}\`, which this sentence forbids`
  if (places.length > 0) return places.length
  const { outcome } = await plant(parts, await prepare(parts, cell, 'never collect', on))
  return outcome === 'stored' ? `${nameOf(cell)} was stored, which this sentence forbids` : 1
}

/** Whether a ban holds for a question without case and direction. */
function holds({ when, unless }: Pick<Ban, 'when' | 'unless'>, on: Mask): boolean {
  const met = (c: Condition): boolean =>
    covers(on, c.need) && isEmpty(intersect(on, c.block)) && c.cases.length === 0 && !c.directed
  return (when === null || met(when)) && !(unless !== null && met(unless))
}

async function probeOffer(parts: ProbeParts, clause: string, policy: Policy): Promise<Seen> {
  const cells = cellsWith(policy, clause, (one) => one.controls)
  const controls = [
    ...new Set(
      cells.flatMap((cell) => cell.controls.filter((one) => one.clause === clause).map(({ control }) => control)),
    ),
  ].sort()
  for (const control of controls) {
    const trial = trials[control]
    if (!trial) return failed(`no test is known for \`${control}\``)
    const wrong = await trial(parts, policy, cells)
    if (wrong) return failed(`\`${control}\`: ${wrong}`)
  }
  return passed(`${controls.join(', ')}: each worked on a test person`)
}

/** Tries one control; answers what went wrong. */
type Trial = (parts: ProbeParts, policy: Policy, cells: readonly Cell[]) => Promise<string | null>

const nothingToTry = 'nothing may be stored that it could be tried on'

/** What each control must do. A control without a trial cannot be proved, and its sentence says so. */
const trials: Readonly<Record<string, Trial>> = {
  view: (parts, policy, cells) => tryTelling(parts, policy, cells, 'view'),
  export: (parts, policy, cells) => tryTelling(parts, policy, cells, 'export'),
  clear: tryClearing,
  erase: tryErasing,
  withdraw: tryWithdrawing,
  object: tryObjecting,
}

/** A test person with one record of the first cell that may be written; `fits` narrows the choices of that person. */
async function holding(
  parts: ProbeParts,
  policy: Policy,
  cells: readonly Cell[],
  trial: string,
  fits: (cell: Cell, on: Mask) => boolean = () => true,
): Promise<Canary | null> {
  for (const cell of cells) {
    const on = assignments(cell).find((mask) => mayWrite(parts, policy, cell, mask) && fits(cell, mask))
    if (!on) continue
    const canary = await prepare(parts, cell, trial, on)
    await plant(parts, canary)
    return canary
  }
  return null
}

async function tryTelling(
  parts: ProbeParts,
  policy: Policy,
  cells: readonly Cell[],
  control: 'view' | 'export',
): Promise<string | null> {
  const canary = await holding(parts, policy, cells, control)
  if (!canary) return nothingToTry
  const { category, product } = canary.cell.facts
  return (await parts.gate.tell(canary.person, control, { category, product })).length > 0
    ? null
    : 'showed nothing of what is held'
}

/** Another test person each time: what a killed run or one at the same moment left is not this one's. */
async function tryClearing(parts: ProbeParts, policy: Policy, cells: readonly Cell[]): Promise<string | null> {
  const canary = await holding(parts, policy, cells, `clear ${newId()}`)
  if (!canary) return nothingToTry
  await parts.gate.remove(canary.person, parts.planted.get(canary.person) ?? [], { type: 'clear', case: 'probe' })
  return (await countHeld(parts, canary)) === 0 ? null : 'something was left'
}

/** Another test person each time: who was erased does not come back. */
async function tryErasing(parts: ProbeParts, policy: Policy, cells: readonly Cell[]): Promise<string | null> {
  const canary = await holding(parts, policy, cells, `erase ${newId()}`)
  if (!canary) return nothingToTry
  await parts.gate.forget(canary.person, { case: 'probe', tombstonesUntil: parts.clock.now() })
  await parts.gate.sweepForgotten(canary.person)
  parts.planted.delete(canary.person)
  if (await parts.gate.personOf(canary.ref)) return 'the person could still be found'
  return (await countHeld(parts, canary)) === 0 ? null : 'something was left'
}

async function countHeld({ gate }: ProbeParts, { person }: Canary): Promise<number> {
  return (await gate.holdings(person)).filter(({ law }) => law === '').reduce((sum, { count }) => sum + count, 0)
}

/** With the consent the record is found, and at the next question after its withdrawal it is not. */
async function tryWithdrawing(parts: ProbeParts, policy: Policy): Promise<string | null> {
  return tryClosing(
    parts,
    policy,
    'withdraw',
    ({ given }) => !isEmpty(given),
    async (canary, { given }) => {
      const name = policy.choices.find(({ bit }) => has(given, bit))!.name // a use rests on choices of its policy
      await parts.gate.choose(
        canary.person,
        { kind: 'choice', name, value: 'off' },
        { channel: 'probe', actor: 'probe' },
      )
    },
  )
}

async function tryObjecting(parts: ProbeParts, policy: Policy): Promise<string | null> {
  return tryClosing(
    parts,
    policy,
    'object',
    ({ purpose }, row) => has(row.objectable, purpose),
    async (canary, { purpose }) => {
      const { name } = policy.purposes.find(({ bit }) => bit === purpose)! // a use names a purpose of its policy
      await parts.gate.choose(
        canary.person,
        { kind: 'objection', name, value: 'on' },
        { channel: 'probe', actor: 'probe' },
      )
    },
  )
}

/**
 * Finds a use of the kind, sees that it is open, closes it as the person would, and asks again. A new test person each time. A product
 * that only observes closes nothing; where no other has one, there is nothing to prove.
 */
async function tryClosing(
  parts: ProbeParts,
  policy: Policy,
  control: string,
  isOfKind: (use: Use, row: Row) => boolean,
  close: (canary: Canary, use: Use) => Promise<void>,
): Promise<string | null> {
  const enforced = policy.cells.filter((cell) => enforces(parts, cell))
  for (const cell of enforced) {
    for (const row of servedRows(cell)) {
      for (const use of row.uses.filter((one) => isOfKind(one, row))) {
        const act = actOf(parts, { purpose: use.purpose, hand: row.hand, form: row.form })
        const canary = await holding(
          parts,
          policy,
          [cell],
          `${control} ${newId()}`,
          (_, on) => decideUse(policy, cell, standing(on), act).effect === 'permit',
        )
        if (!canary) continue
        const { name } = policy.purposes.find(({ bit }) => bit === use.purpose)! // a use names a purpose of its policy
        if ((await ask(parts, canary, row, name)).records.length === 0) return `${nameOf(cell)} was closed before`
        await close(canary, use)
        return (await ask(parts, canary, row, name)).records.length === 0
          ? null
          : `${nameOf(cell)} was given for ${name} afterwards`
      }
    }
  }
  return enforced.length < policy.cells.length ? null : nothingToTry
}

async function probeStore(parts: ProbeParts, clause: string, policy: Policy): Promise<Seen> {
  const places = new Map(policy.stores.map(({ name, at }) => [name, at]))
  for (const { cell: number, place, count } of await parts.lying()) {
    const cell = parts.inForce().cell(number)
    const said = cell?.stores.filter((line) => line.clause === clause) ?? []
    const at = places.get(place) ?? place
    if (said.length > 0 && !said.some((line) => line.places.includes(at)))
      return failed(`${count} records lie in \`${place}\`, outside the places named`)
  }
  const [cell] = cellsWith(policy, clause, (one) => one.stores)
  const elsewhere = policy.places.find(({ name }) => !cell?.stores.some((line) => line.places.includes(name)))
  if (cell && elsewhere) {
    const tried = assignments(cell).map((mask) =>
      decideWrite(policy, cell, standing(mask), actOf(parts, { place: elsewhere.name })),
    )
    if (tried.some(({ effect }) => effect === 'permit'))
      return failed(`a write to \`${elsewhere.name}\` would be allowed`)
  }
  const other = cell && elsewhere ? 'another place was refused' : 'there is no other place to try'
  return passed(`everything lies where it should; ${other}`)
}
