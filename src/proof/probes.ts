// One probe a verb, tried on canary persons through the gate itself: what a rule opens must work, what it forbids must be refused,
// what it promises is counted (architecture, settled 8). Found by the verbs of a clause's rules; results name no person.

import { newId, type Clock } from '../base/index.ts'
import { decideUse, decideWrite } from '../decision/index.ts'
import type { Gate } from '../gate/index.ts'
import {
  bitsOf,
  covers,
  has,
  intersect,
  isEmpty,
  maskOf,
  none,
  origins,
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

/** What the probes need of the house. */
export interface ProbeParts {
  readonly inForce: () => InForce
  readonly gate: Gate
  readonly clock: Clock
  /** records past their time by more than the grace, by the cell they lie under */
  readonly overdue: (at: Date) => Promise<readonly { readonly cell: number; readonly count: number }[]>
  /** records that lie in a store, by cell and store */
  readonly lying: () => Promise<readonly { readonly cell: number; readonly place: string; readonly count: number }[]>
  /** how long after its time a record may still wait for the sweep, in milliseconds */
  readonly graceMilliseconds: number
}

/** What one probe saw. */
export interface Seen {
  readonly passed: boolean
  readonly detail: string
}

type Probe = (parts: ProbeParts, clause: string, policy: Policy) => Promise<Seen>

/** The probe of each verb: a missing one does not compile. */
export const probes: Readonly<Record<Verb, { readonly name: string; readonly run: Probe }>> = {
  collect: { name: 'store what it opens, and try an origin it does not open', run: probeCollect },
  use: { name: 'ask for each purpose it opens, with and without what it needs', run: probeUse },
  keep: { name: 'count what lies past its time', run: probeKeep },
  never: { name: 'try everything it forbids', run: probeNever },
  offer: { name: 'use the controls it offers', run: probeOffer },
  store: { name: 'look where it lies, and try another place', run: probeStore },
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

/** A canary is a test person: one for each cell and kind of trial, so that probes do not disturb each other. */
function canaryOf(cell: Cell, mark: string): { readonly field: string; readonly value: string } {
  return { field: 'canary', value: `probe ${cell.id} ${mark}` }
}

/** Makes the canary and decides its choices. Answers its id. */
async function prepare({ gate, inForce }: ProbeParts, cell: Cell, mark: string, on: Mask): Promise<string> {
  const person = await gate.admit(canaryOf(cell, mark), { region: cell.facts.where, canary: true })
  const held = new Map((await gate.choices(person)).map(({ kind, name, value }) => [`${kind} ${name}`, value]))
  for (const { bit, name } of inForce().newest.policy.choices.filter(({ bit }) => has(conditionBits(cell), bit))) {
    const value = has(on, bit) ? 'on' : 'off'
    if (held.get(`choice ${name}`) !== value)
      await gate.choose(person, { kind: 'choice', name, value }, { channel: 'probe', actor: 'probe' })
  }
  return person
}

function itemOf(
  cell: Cell,
  mark: string,
  collectedAt: Date,
  origin: Origin = cell.facts.origin,
): Parameters<Gate['write']>[1][number] {
  const { product, category, signedIn, account, where } = cell.facts
  return {
    messageId: `probe ${newId()}`,
    person: canaryOf(cell, mark),
    product,
    category,
    origin,
    collectedAt,
    canary: true,
    data: { probe: 'a test person holds this' },
    ...(signedIn !== null && { signedIn }),
    ...(account !== null && { account }),
    ...(where !== null && { region: where }),
  }
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
  const cells = cellsWith(policy, clause, (cell) => cell.collects)
  for (const cell of cells) {
    const on = assignments(cell).find(
      (mask) => decideWrite(policy, cell, standing(mask), actOf(parts)).effect === 'permit',
    )
    if (!on) return failed(`no choice of a person opens ${nameOf(cell)}`)
    await prepare(parts, cell, 'collect', on)
    const [answer] = await parts.gate.write(prober(parts.inForce().newest.policy), [
      itemOf(cell, 'collect', parts.clock.now()),
    ])
    if (answer!.outcome !== 'stored') return failed(`${nameOf(cell)} could not be stored`)
  }
  return (
    (await probeOtherOrigins(parts, cells, policy)) ??
    passed(`stored ${cells.length} sorts of test data; other origins were refused`)
  )
}

async function probeOtherOrigins(parts: ProbeParts, cells: readonly Cell[], policy: Policy): Promise<Seen | null> {
  for (const cell of cells) {
    const closed = origins.find(
      (origin) =>
        !policy.cells.some(
          ({ facts }) =>
            facts.product === cell.facts.product && facts.category === cell.facts.category && facts.origin === origin,
        ),
    )
    if (!closed) continue
    const [answer] = await parts.gate.write(prober(parts.inForce().newest.policy), [
      itemOf(cell, 'collect', parts.clock.now(), closed),
    ])
    if (answer!.outcome !== 'refused')
      return failed(`${nameOf(cell)} was stored from \`${closed}\`, which no sentence opens`)
  }
  return null
}

async function probeUse(parts: ProbeParts, clause: string, policy: Policy): Promise<Seen> {
  let tried = 0
  for (const cell of cellsWith(policy, clause, (one) => one.rows.flatMap((row) => row.uses))) {
    for (const row of cell.rows) {
      for (const use of row.uses.filter((one) => one.clause === clause)) {
        const wrong = await probeOneUse(parts, policy, cell, row, use)
        if (wrong) return failed(wrong)
        tried++
      }
    }
  }
  return passed(`${tried} uses worked as said, and were refused without what they need`)
}

/** Tries one use: with what it needs the planted record is found, without its consent nothing is. Answers what went wrong. */
async function probeOneUse(parts: ProbeParts, policy: Policy, cell: Cell, row: Row, use: Use): Promise<string | null> {
  const { hand, form } = row
  const purpose = policy.purposes.find(({ bit }) => bit === use.purpose)!.name
  const may = (mask: Mask): boolean =>
    decideUse(policy, cell, standing(mask), actOf(parts, { purpose: use.purpose, hand, form })).effect === 'permit'
  const mayWrite = (mask: Mask): boolean => decideWrite(policy, cell, standing(mask), actOf(parts)).effect === 'permit'
  const ask = { product: cell.facts.product, category: cell.facts.category, purpose, hand, form, limit: 1 }
  const mark = `use ${use.purpose} ${hand} ${form}`
  const open = assignments(cell).find((mask) => may(mask) && mayWrite(mask))
  if (open) {
    await prepare(parts, cell, mark, open)
    await parts.gate.write(prober(parts.inForce().newest.policy), [itemOf(cell, mark, parts.clock.now())])
    const { records } = await parts.gate.read(prober(parts.inForce().newest.policy), {
      ...ask,
      person: canaryOf(cell, mark),
    })
    if (records.length === 0) return `${nameOf(cell)} was not found for ${purpose}, though a sentence allows it`
  }
  const shut = assignments(cell).find((mask) => !may(mask))
  if (shut) {
    await prepare(parts, cell, mark, shut)
    const { records } = await parts.gate.read(prober(parts.inForce().newest.policy), {
      ...ask,
      person: canaryOf(cell, mark),
    })
    if (records.length > 0) return `${nameOf(cell)} was given for ${purpose} without what it needs`
  }
  return null
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
    for (const ban of cell.collectBans.filter((one) => one.clause === clause)) {
      const wrong = await probeCollectBan(parts, cell, ban)
      if (wrong) return failed(wrong)
      tried++
    }
  }
  return passed(`tried ${tried} forbidden things; all were refused`)
}

/** Asks for every purpose a ban closes, with the choices under which it holds. Answers how many were refused, or what got through. */
async function probeUseBan(
  parts: ProbeParts,
  policy: Policy,
  cell: Cell,
  { hand, form }: Row,
  ban: Ban,
): Promise<number | string> {
  const on = assignments(cell).find((mask) => holds(ban, mask))
  if (!on) return 0
  const mark = `never ${hand} ${form}`
  await prepare(parts, cell, mark, on)
  const purposes = policy.purposes.filter(({ bit }) => has(ban.purposes, bit))
  for (const { name } of purposes) {
    const { product, category } = cell.facts
    const { decision, records } = await parts.gate.read(prober(parts.inForce().newest.policy), {
      person: canaryOf(cell, mark),
      product,
      category,
      purpose: name,
      hand,
      form,
      limit: 1,
    })
    const otherwise = decision.effect === 'permit' && records.length > 0
    if (otherwise) return `${nameOf(cell)} was given for ${name}, which this sentence forbids`
  }
  return purposes.length
}

async function probeCollectBan(parts: ProbeParts, cell: Cell, ban: Ban): Promise<string | null> {
  const on = assignments(cell).find((mask) => holds(ban, mask))
  if (!on) return null
  await prepare(parts, cell, 'never collect', on)
  const [answer] = await parts.gate.write(prober(parts.inForce().newest.policy), [
    itemOf(cell, 'never collect', parts.clock.now()),
  ])
  return answer!.outcome === 'stored' ? `${nameOf(cell)} was stored, which this sentence forbids` : null
}

/** Whether a ban holds for a question without case and direction. */
function holds({ when, unless }: Pick<Ban, 'when' | 'unless'>, on: Mask): boolean {
  const met = (c: Condition): boolean =>
    covers(on, c.need) && isEmpty(intersect(on, c.block)) && c.cases.length === 0 && !c.directed
  return (when === null || met(when)) && !(unless !== null && met(unless))
}

async function probeOffer(parts: ProbeParts, clause: string, policy: Policy): Promise<Seen> {
  const [cell] = cellsWith(policy, clause, (one) => one.controls).filter((one) =>
    assignments(one).some((mask) => decideWrite(policy, one, standing(mask), actOf(parts)).effect === 'permit'),
  )
  if (!cell) return failed('no data may be stored for the controls it offers')
  const on = assignments(cell).find(
    (mask) => decideWrite(policy, cell, standing(mask), actOf(parts)).effect === 'permit',
  )!
  const person = await prepare(parts, cell, 'offer', on)
  await parts.gate.write(prober(parts.inForce().newest.policy), [itemOf(cell, 'offer', parts.clock.now())])
  const { category, product } = cell.facts
  const controls = cell.controls.filter((one) => one.clause === clause).map(({ control }) => control)
  for (const control of controls.filter((one) => one === 'view' || one === 'export')) {
    const told = await parts.gate.tell(person, control, { category, product })
    if (told.length === 0) return failed(`\`${control}\` showed nothing of what is held`)
  }
  const held = await parts.gate.tell(person, 'view', { category, product })
  await parts.gate.remove(
    person,
    held.map(({ record }) => record.id),
    { type: 'clear', case: 'probe' },
  )
  const left = (await parts.gate.holdings(person)).reduce((sum, { count }) => sum + count, 0)
  return left === 0
    ? passed(`${controls.join(', ')}: worked on a test person, and nothing was left`)
    : failed(`${left} things were left after clearing`)
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
  return passed('everything lies where it should; another place was refused')
}
