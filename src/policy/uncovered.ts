// Data that no sentence covers, stored while its product only observes (docs/spec/modes.md). Nothing opens it, now or later; every `never`
// holds over it; the person sees it, takes it along and removes it. Its cell is not in the policy: its number, below zero, tells it.

import type { ContextFacts } from './contexts.ts'
import { every, none, union, type Mask } from './mask.ts'
import {
  forms,
  hands,
  origins,
  type Ban,
  type BasisBan,
  type Cell,
  type CellFacts,
  type Context,
  type Line,
  type Policy,
  type Recipient,
  type Row,
  type ShareRow,
  type StandingBan,
  type StoreBan,
} from './policy.ts'

/** What of the facts an uncovered cell keeps. */
export type UncoveredFacts = Pick<CellFacts, 'product' | 'category' | 'origin'>

const uncoveredPerVersionMax = 1_000_000

/** The clause of what no sentence says: the person's own controls over uncovered data. */
export const noClause = ''

/** The number a record keeps that no sentence covered when it was written; null where the registers know no such product or category. */
export function uncoveredNumber(
  { products, categories }: Policy,
  version: number,
  { product, category, origin }: UncoveredFacts,
): number | null {
  const [p, c] = [products.findIndex(({ name }) => name === product), categories.findIndex(({ name }) => name === category)] // prettier-ignore
  if (p < 0 || c < 0) return null
  const place = (p * categories.length + c) * origins.length + origins.indexOf(origin)
  if (place >= uncoveredPerVersionMax) throw new RangeError('too many products and categories to tell apart')
  return -(version * uncoveredPerVersionMax + place)
}

/** The version in which a number below zero was given. */
export function uncoveredVersion(number: number): number {
  return Math.floor(-number / uncoveredPerVersionMax)
}

/** The facts that a number below zero tells; undefined for a number that the version never gave. */
export function uncoveredFacts({ products, categories }: Policy, number: number): UncoveredFacts | undefined {
  const place = -number % uncoveredPerVersionMax
  const at = Math.floor(place / origins.length)
  const [product, category, origin] = [products[Math.floor(at / categories.length)], categories[at % categories.length], origins[place % origins.length]] // prettier-ignore
  return product && category && origin ? { product: product.name, category: category.name, origin } : undefined
}

/** The numbers of a version, of one product and category (with all below it) where they are asked. */
export function uncoveredNumbers(
  policy: Policy,
  version: number,
  { product, category }: { readonly product?: string; readonly category?: string },
): readonly number[] {
  const products = policy.products.filter(({ name }) => product === undefined || name === product)
  const categories = policy.categories.filter(
    ({ name }) => category === undefined || `${name}.`.startsWith(`${category}.`),
  )
  return products.flatMap((one) =>
    categories.flatMap(
      (kind) =>
      origins.flatMap((origin) => uncoveredNumber(policy, version, { product: one.name, category: kind.name, origin }) ?? []), // prettier-ignore
    ),
  )
}

/** Whether a ban holds for whoever the data is about. */
export type Binds = (ban: StandingBan) => boolean

/**
 * The cell of uncovered data: bans that bind whoever it is about, and what is always the person's own. What is inferred and does not say what it was made from may come from all
 * that a `never derive` names.
 */
export function uncoveredCell(policy: Policy, facts: UncoveredFacts, binds: Binds): Cell {
  const { product, category, origin } = facts
  const bans = bansOver(policy, facts, binds)
  const of = (verb: StandingBan['verb']): readonly StandingBan[] => bans.filter((ban) => ban.verb === verb)
  const unsaid: Line = { clause: noClause, rule: 0 }
  return {
    id: 0,
    facts: { standing: policy.profile, product, category, origin, signedIn: null, account: null, where: null },
    collects: [],
    collectBans: [...of('collect'), ...of('derive')].map(asBan),
    stores: [],
    storeBans: of('store').map((ban): StoreBan => ({ ...asBan(ban), places: ban.places })),
    rows: rowsOf(of('use')),
    limits: [{ ...unsaid, purposes: every, end: { until: 'removal' }, when: null, law: null }],
    controls: ['view', 'export', 'clear'].map((control) => ({ ...unsaid, control, purposes: none, surfaces: [], to: ['person'], per: [], within: null, unlessLaw: [] })), // prettier-ignore
  }
}

/** What binds data that a version has no cell of, and so what was made of it: the cell of uncovered data with the rows of recipients, which nobody asks of uncovered data itself. */
export function bindingCell(policy: Policy, facts: UncoveredFacts & ContextFacts, binds: Binds): Cell {
  const there = { ...policy, bans: policy.bans.flatMap((ban) => heldIn(ban, facts)) }
  const following = bansOver(there, facts, binds).filter(({ verb, hands: own, bases }) => verb === 'share' || (verb === 'use' && bases === undefined && own.length === hands.length)) // prettier-ignore
  return { ...uncoveredCell(there, facts, binds), shares: sharesOf(policy, following) }
}

function bansOver(
  { bans }: Pick<Policy, 'bans'>,
  { product, category, origin }: UncoveredFacts,
  binds: Binds,
): readonly StandingBan[] {
  return bans.filter((ban) => ban.products.includes(product) && ban.categories.includes(category) && ban.origins.includes(origin) && binds(ban)) // prettier-ignore
}

/** A ban as it stands over data of a session and an account, as far as these are known: none where it is of others, or is lifted in these. */
function heldIn(ban: StandingBan, facts: ContextFacts): readonly StandingBan[] {
  const { whenIn = [], lifted } = ban
  if (whenIn.some((context) => isIn(facts, context) === false)) return []
  if (!lifted?.in.every((context) => isIn(facts, context))) return [ban]
  return lifted.unless === null ? [] : [{ ...ban, unless: lifted.unless }]
}

/** Whether data was collected in a context; null: not known. */
function isIn({ signedIn, account }: ContextFacts, context: Context): boolean | null {
  if (context === 'signed-in' || context === 'signed-out') return signedIn === null ? null : signedIn === (context === 'signed-in') // prettier-ignore
  return account === null ? null : `${account}-account` === context
}

/** What a version forbids to hand to recipients of a kind, of data with these facts: always, or while its condition holds. */
export function bansOnKind(policy: Policy, facts: UncoveredFacts & ContextFacts, binds: Binds, { name, kind }: Pick<Recipient, 'name' | 'kind'>): readonly Ban[] {
  const isMeant = ({ recipients, kinds = [], spared = [] }: StandingBan): boolean => recipients === undefined || (kinds.includes(kind) && !spared.includes(name))
  const bans = policy.bans.filter((ban) => ban.verb === 'share' && isMeant(ban)).flatMap((ban) => heldIn(ban, facts))
  return bansOver({ bans }, facts, binds).map(asBan)
} // prettier-ignore

function asBan({ clause, rule, purposes, when, unless }: StandingBan): Ban {
  return { clause, rule, purposes, when, unless }
}

/** What bans without condition close. */
function closedBy(bans: readonly Ban[]): Mask {
  const always = bans.filter(({ when, unless }) => when === null && unless === null)
  return always.reduce<Mask>((mask, { purposes }) => union(mask, purposes), none)
}

function rowsOf(bans: readonly StandingBan[]): readonly Row[] {
  return hands.flatMap((hand) => {
    const named = bans.filter((ban) => ban.hands.includes(hand))
    const own = named.filter(({ bases }) => bases === undefined).map(asBan)
    const onBases = named.flatMap((ban): readonly BasisBan[] => (ban.bases ? [{ ...asBan(ban), bases: ban.bases }] : [])) // prettier-ignore
    return named.length === 0
      ? []
      : forms.map((form): Row => ({ hand, form, based: none, objectable: none, never: closedBy(own), barred: none, uses: [], bans: own, ...(onBases.length > 0 && { onBases }) })) // prettier-ignore
  })
}

/** Rows of recipients, with nothing but bans: those that name them, and those that follow what is passed on. */
function sharesOf({ recipients = [] }: Policy, bans: readonly StandingBan[]): readonly ShareRow[] {
  return recipients.flatMap(({ name }) => {
    const own = bans.filter((ban) => ban.recipients?.includes(name) ?? true).map(asBan)
    return own.length === 0
      ? []
      : forms.map((form): ShareRow => ({ recipient: name, form, based: none, objectable: none, never: closedBy(own), barred: none, shares: [], bans: own })) // prettier-ignore
  })
}
