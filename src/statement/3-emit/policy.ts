// The policy: cells, rows, limits and controls as data (docs/spec/policy.md). Printed from the grid; lists are sorted, so the same
// folder gives the same bytes on every machine, and the order of lines or files changes nothing.

import { canonicalJson, sha256Hex } from '../../base/index.ts'
import {
  forms, hands, isEmpty, maskOf, none, recipientKinds, union,
  type Ban, type Basis, type BasisBan, type BasisKind, type Cell, type Clause, type Collect, type Condition, type Control, type Form, type Hand, type Limit, type Mask, type Policy, type RecipientKind, type Row, type StandingBan, type Store, type StoreBan, type Use,
} from '../../policy/index.ts' // prettier-ignore
import type { LimitText } from '../1-parse/rule.ts'
import type { Covering, GridCell } from '../2-check/grid.ts'
import { barsOf, madeFrom, type Made } from '../2-check/made.ts'
import type { Registers } from '../2-check/registers.ts'
import type { Standings } from '../2-check/standings.ts'
import { unconditional, type Resolved, type ResolvedCondition } from '../2-check/resolve.ts'
import {
  byForm,
  conditions,
  givenOf,
  line,
  objectableIn,
  order,
  purposesOf,
  restingOn,
  shapeOf,
  sortLines,
  texts,
} from './lines.ts'
import { closedBy, contextsIn, contextsOf, emitOthers, emitPolicyLines, emitRegisters, isAboutRecipients, sparedBy } from './others.ts' // prettier-ignore

/** What of the folder the policy is made from. */
export interface Checked {
  readonly standings: Standings
  readonly registers: Registers
  readonly grid: readonly GridCell[]
  readonly rules: readonly Resolved[]
  readonly clauses: readonly Clause[]
  /** standings a rule holds in; null: all */
  readonly standingsOf: (rule: Resolved) => readonly string[] | null
}

/** Emits the policy. */
export function emitPolicy({ standings, registers, grid, rules, clauses, standingsOf }: Checked): Policy {
  const { organisation, purposes, categories, events, groups, choices, products, places, stores, notes, desks } =
    registers
  const made = madeFrom(grid, rules.filter(({ frame }) => frame === 'combine'), registers) // prettier-ignore
  const cells = alikeAsOne(grid.map((cell) => emitCell(cell, made(cell), registers)))
    .toSorted((a, b) => order(factsKey(a), factsKey(b)))
    .map((cell, i) => ({ ...cell, id: i + 1 }))
  return {
    format: 'wordkept/policy/1', profile: standings.base, organisation, purposes, categories, events, groups: expandGroups(registers, groups), choices, products, places, stores, notes, desks,
    ...(registers.sources.length > 0 && { sources: registers.sources.map(({ source }) => source) }),
    ...emitRegisters(registers),
    ...emitStandings(standings),
    ...emitPolicyLines(rules, registers, standingsOf),
    clauses: clauses.toSorted((a, b) => order(a.id, b.id)), cells, bans: sortLines(rules.flatMap((rule) => emitStandingBan(rule, registers, standingsOf(rule)))),
  } // prettier-ignore
}

/** SHA-256 over the canonical JSON of a policy or a part of it, in hexadecimal. */
export function hashOf(value: unknown): string {
  return sha256Hex(canonicalJson(value))
}

function factsKey({ facts }: Pick<Cell, 'facts'>): string {
  const { standing, product, category, origin, where, signedIn, account, source = null } = facts
  return [standing, product, category, origin, where, signedIn, account, source].join('\u0000')
}

/** Profiles, standings, contracts and products' sections; nothing of a folder with one base alone, of which `profile` says all. */
function emitStandings({ all, profiles, contracts, sections }: Standings): Partial<Policy> {
  const single = profiles.length < 2 && contracts.length === 0
  return {
    ...(!single && { profiles, standings: all }),
    ...(contracts.length > 0 && { contracts }),
    ...(sections.length > 0 && { sections }),
  }
}

/** Cells of several standings that say the very same are one. */
function alikeAsOne(cells: readonly Cell[]): readonly Cell[] {
  const [first] = cells
  if (cells.every(({ facts }) => facts.standing === first?.facts.standing)) return cells
  const said = ({ facts, standings: _standings, ...rest }: Cell): string => canonicalJson({ ...rest, facts: { ...facts, standing: '' } }) // prettier-ignore
  return [...Map.groupBy(cells, said).values()].map((alike) => {
    const names = alike.flatMap(({ facts, standings = [] }) => [facts.standing, ...standings]).toSorted(byLength)
    const [standing = '', ...others] = names
    return { ...alike[0]!, facts: { ...alike[0]!.facts, standing }, ...(others.length > 0 && { standings: others }) }
  })
}

/** A base comes before its overlays. */
function byLength(a: string, b: string): number {
  return a.split('+').length - b.split('+').length || order(a, b)
}

function expandGroups({ categories }: Registers, groups: Registers['groups']): Policy['groups'] {
  const expand = (roots: readonly string[]): readonly string[] =>
    categories.flatMap(({ name }) => (roots.some((root) => name === root || name.startsWith(`${root}.`)) ? [name] : []))
  return Object.fromEntries([...groups].map(([name, roots]) => [name, expand(roots)]))
}

function emitCell(cell: GridCell, made: Made, registers: Registers): Cell {
  const { facts, standings, rules } = cell
  return {
    id: 0,
    facts,
    ...(standings.length > 0 && { standings }),
    collects: sortLines(rules.collect.map(emitCollect)),
    collectBans: sortLines(
      rules['never collect'].map((covering) => ({ ...line(covering), purposes: none, ...conditions(covering) })),
    ),
    stores: sortLines(rules.store.map(emitStore)),
    storeBans: sortLines([
      ...ofPlaces(rules['never store']).map((covering) => emitStoreBan(covering, registers)),
      ...ofPlaces(made.bans['never store']).map((covering) => ({ ...emitStoreBan(covering, registers), inherited: true as const })), // prettier-ignore
    ]),
    rows: emitRows(cell, made, registers),
    limits: sortLines(rules.keep.flatMap(emitLimits)),
    controls: sortLines(rules.offer.flatMap(emitControls)),
    ...emitOthers(cell, made, registers),
  }
}

function ofPlaces(bans: readonly Covering[]): readonly Covering[] {
  return bans.filter((ban) => !isAboutRecipients(ban))
}

function emitCollect(covering: Covering): Collect {
  const { need } = covering.rule.rule.slots
  const needFor = need ? (need.kind === 'law' ? [need.law.text] : texts(need.for)) : []
  return {
    ...line(covering),
    need: need ? (need.kind === 'optional' ? 'optional' : 'needed') : null,
    needFor,
    when: covering.when ?? unconditional,
  }
}

function emitStore(covering: Covering): Store {
  const { rule } = covering
  return { ...line(covering), places: rule.at, under: texts(rule.rule.slots.under), when: covering.when }
}

function emitStoreBan(covering: Covering, { places }: Registers): StoreBan {
  const { rule } = covering
  return {
    ...line(covering),
    places: rule.rule.slots.at ? rule.at : places.map(({ name }) => name),
    ...conditions(covering),
  }
}

function emitLimits(covering: Covering): readonly Limit[] {
  const { purposes, rule } = covering.rule
  const law = rule.slots.because?.name?.text ?? null
  const end = (limit: LimitText): Limit['end'] =>
    'until' in limit ? { until: limit.until.text } : { after: limit.after, event: limit.event.text }
  return (rule.slots.limits ?? []).map((limit) => ({
    ...line(covering),
    purposes,
    end: end(limit),
    when: covering.when,
    law,
  }))
}

function emitControls(covering: Covering): readonly Control[] {
  const { slots, controls } = covering.rule.rule
  const shared = {
    ...line(covering),
    purposes: covering.rule.purposes,
    surfaces: texts(slots.on),
    to: slots.to ? texts(slots.to) : ['person'],
    per: texts(slots.per),
    within: slots.within?.time ?? null,
    unlessLaw: texts(slots.unlessLaw),
  }
  return controls.map(({ text }) => ({ ...shared, control: text }))
}

// --- rows -----------------------------------------------------------------------------------------------------------

/** Rows of every hand that some rule opens or closes, in every form: a form without a line takes the next more identifying one's (law 5). */
function emitRows({ facts, rules }: GridCell, made: Made, registers: Registers): readonly Row[] {
  const bars = union(barsOf(facts.source, registers), made.bars)
  return hands.flatMap((hand) => {
    const opened = byForm(
      rules.use.filter((covering) => reaches(covering, hand)),
      (covering) => emitUses(covering, made, registers),
    )
    const [closing, inherited] = [rules['never use'], made.bans['never use']].map((bans) => bans.filter((ban) => reachesBan(ban, hand))) // prettier-ignore
    if (forms.every((form) => opened[form].length === 0) && closing!.length + inherited!.length === 0) return []
    const bansOf = (uses: readonly Use[]): readonly Ban[] => [
      ...closing!.map((ban) => emitBan(ban, uses)),
      ...inherited!.map((ban) => ({ ...emitBan(ban, uses), inherited: true as const })),
    ]
    const onBases = sortLines([...closing!.flatMap((ban) => emitBasisBan(ban)), ...inherited!.flatMap((ban) => emitBasisBan(ban).map((one) => ({ ...one, inherited: true as const })))]) // prettier-ignore
    return forms.map((form) => emitRow({ hand, form, uses: opened[form], bans: bansOf(opened[form]), onBases, bars }, registers)) // prettier-ignore
  })
}

/** A `use` without `by` is for machines only. */
function reaches({ rule }: Covering, hand: Hand): boolean {
  const by = rule.rule.slots.by?.hand ?? 'machines'
  return by === 'both' || by === hand
}

/** A ban without `by` closes both hands. */
function reachesBan({ rule }: Covering, hand: Hand): boolean {
  const by = rule.rule.slots.by?.hand ?? 'both'
  return by === 'both' || by === hand
}

function emitUses(covering: Covering, made: Made, registers: Registers): readonly Use[] {
  const { because, by, as } = covering.rule.rule.slots
  const basis: Basis = { kind: because?.kind ?? 'contract', name: because?.name?.text ?? null }
  const when = covering.when ?? unconditional
  return purposesOf(covering, registers).map(({ bit }) => ({
    ...line(covering),
    purpose: bit,
    basis,
    given: union(givenOf(basis, registers), made.given),
    when: { ...when, need: union(when.need, made.need), block: union(when.block, made.block) },
    cap: by?.cap ?? null,
    ...shapeOf(as),
  }))
}

interface RowParts {
  readonly hand: Hand
  readonly form: Form
  readonly uses: readonly Use[]
  readonly bans: readonly Ban[]
  readonly onBases: readonly BasisBan[]
  readonly bars: Mask
}

function emitRow({ hand, form, uses, bans, onBases, bars }: RowParts, registers: Registers): Row {
  const closing = bans.filter(({ purposes }) => !isEmpty(purposes))
  return {
    hand,
    form,
    based: maskOf(...uses.map(({ purpose }) => purpose)),
    objectable: objectableIn(uses, registers),
    ...closedBy(closing, bars),
    uses: uses.toSorted((a, b) => a.purpose - b.purpose || order(a.clause, b.clause) || a.rule - b.rule),
    bans: sortLines(closing),
    ...(onBases.length > 0 && { onBases }),
  }
}

/** A ban on certain bases closes the purposes that rest on them in this row. */
function emitBan(covering: Covering, uses: readonly Use[]): Ban {
  return { ...line(covering), purposes: restingOn(covering, uses), ...conditions(covering) }
}

/** The same as it stands over what a later version may rest on such a basis. */
function emitBasisBan(covering: Covering): readonly BasisBan[] {
  const bases = basesOf(covering.rule)
  return bases ? [{ ...line(covering), purposes: covering.rule.purposes, bases, ...conditions(covering) }] : []
}

function basesOf({ bases }: Pick<Resolved, 'bases'>): readonly BasisKind[] | null {
  return bases && ([...bases].toSorted() as BasisKind[]) // the compiler has looked every name up among the kinds
}

// --- bans over any data ---------------------------------------------------------------------------------------------

const bannedVerbs: Readonly<Partial<Record<Resolved['frame'], StandingBan['verb']>>> = {
  'never collect': 'collect',
  'never use': 'use',
  'never store': 'store',
  'never share': 'share',
  'never derive': 'derive',
}

/** A `never` as it stands over data that no `collect` opens. One on some bases alone closes nothing there, for no use rests on any, but what a later version opens. */
function emitStandingBan(
  rule: Resolved,
  registers: Registers,
  standings: readonly string[] | null,
): readonly StandingBan[] {
  const lies = rule.frame === 'never store' && rule.rule.slots.with !== undefined
  const verb = lies ? 'share' : bannedVerbs[rule.frame]
  if (!verb) return []
  const { clause, index, categories, products, origins, purposes, when, unless } = rule
  const by = rule.rule.slots.by?.hand ?? 'both'
  const bases = basesOf(rule)
  return [
    {
      clause,
      rule: index,
      verb,
      products: [...products].toSorted(),
      categories: [...categories].toSorted(),
      origins: [...origins].toSorted(),
      hands: hands.filter((hand) => by === 'both' || by === hand),
      purposes: verb === 'collect' || verb === 'store' ? none : purposes,
      ...sparedBy(rule, registers),
      places: verb !== 'store' ? [] : rule.rule.slots.at ? rule.at : registers.places.map(({ name }) => name),
      ...(verb === 'share' && !isEverybody(rule) && { recipients: [...rule.recipients].toSorted(), ...kindsOf(rule) }),
      ...(verb === 'derive' && rule.rule.slots.from && { inputs: [...rule.inputs].toSorted() }),
      ...(bases && { bases }),
      ...(standings && { standings }),
      when: when && someCondition(when.rest),
      unless: unless && isOfQuestion(unless) ? someCondition(unless.rest) : null,
      ...contextsOf('whenIn', when),
      ...(unless &&
        !isOfQuestion(unless) && { lifted: { in: contextsIn(unless), unless: someCondition(unless.rest) } }),
    },
  ]
}

/** The kinds of recipient that a ban names: of `any` all but those it spares. */
function kindsOf({ rule }: Resolved): Pick<StandingBan, 'kinds' | 'spared'> {
  const { any, names = [], except = [] } = rule.slots.with ?? {}
  const named = (list: readonly { readonly text: string }[], name: string): boolean => list.some(({ text }) => text === name) // prettier-ignore
  const all = Object.keys(recipientKinds) as RecipientKind[] // the keys of the table
  const kinds = all.filter((kind) => (any || named(names, kind)) && !named(except, kind)).toSorted()
  const spared = except.flatMap(({ text }) => (all.some((kind) => kind === text) ? [] : [text])).toSorted()
  return { ...(kinds.length > 0 && { kinds, ...(spared.length > 0 && { spared }) }) }
}

function isEverybody({ rule }: Resolved): boolean {
  const { with: whom } = rule.slots
  return whom?.any === true && whom.except.length === 0
}

/** Whether the question alone decides a condition, and not what the cell would have told. */
function isOfQuestion({ signedIn, accounts }: ResolvedCondition): boolean {
  return signedIn.length === 0 && accounts.length === 0
}

function someCondition(condition: Condition): Condition | null {
  const { need, block, cases, directed } = condition
  return isEmpty(need) && isEmpty(block) && cases.length === 0 && !directed ? null : condition
}
