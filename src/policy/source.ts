// A source of events as the policy knows it: who its events are about, and which property of which event is data of which category.
// What no row covers is never stored (COL-01, COL-16); docs/spec/events.md.

import type { Account, Origin, Policy } from './policy.ts'

/** Where refusals stand in an event, as the trade's clients stamp them. */
export const consentPath = 'context.consent.categoryPreferences'

/** Stands for all that a source sends, in findings about a source that the statement does not have. */
export const wholePath = '(all)'

/** One row of a source: a property of an event, and all below it, is data of a category. */
export interface SourceRow {
  /** `any`, the type of an event that has no name of its own, or the name of a track event */
  readonly event: string
  /** names joined by dots; an element of a list has the path of its list */
  readonly path: string
  /** null: known and taken by nobody, dropped on arrival without a finding */
  readonly category: string | null
  readonly origin: Origin
}

/** An application that sends events, from the register `sources`. Lists are sorted. */
export interface Source {
  readonly name: string
  readonly label: string
  readonly product: string
  readonly people: {
    /** the field of identifiers that a `userId` is; null: this source never names one */
    readonly userId: string | null
    readonly anonymousId: string | null
    /** further identifiers of the same person, by the path they stand at */
    readonly also: readonly { readonly path: string; readonly field: string }[]
  }
  readonly rows: readonly SourceRow[]
  /** events that are the moment periods count from: `licence.invoice` of an `Order Completed` that is the `invoice` */
  readonly moments: readonly { readonly event: string; readonly is: string }[]
  /** names of its consent preferences, and the choice each decides; null: of no concern here */
  readonly consent: readonly { readonly preference: string; readonly choice: string | null }[]
  /** a preference that is on may turn on a consent that the person never decided */
  readonly grants: boolean
  /** the kind of account that all its signed-in users are in; left out: not known */
  readonly account?: Account
}

/** The source of that name in a policy. */
export function sourceOf({ sources = [] }: Policy, name: string): Source | undefined {
  return sources.find((source) => source.name === name)
}

/** The row that covers a path of an event: the longest path wins, then the event's own row over that of any event. */
export function rowOf({ rows }: Source, event: string, path: string): SourceRow | undefined {
  const rank = (row: SourceRow): number => 2 * row.path.length + Number(row.event !== 'any')
  const covering = rows.filter((row) => (row.event === event || row.event === 'any') && isBelow(path, row.path))
  return covering.reduce<SourceRow | undefined>(
    (best, row) => (best && rank(best) >= rank(row) ? best : row),
    undefined,
  )
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}.`)
}

/** The key of the finding about a property of an event that nothing covers. Alike ones are one finding. */
export function uncoveredKey(source: string, event: string, path: string): string {
  return `event ${JSON.stringify([source, event, path])}`
}

/** Whether a policy covers by now what a finding of `uncoveredKey` is about; false for any other key. */
export function coversFinding(policy: Policy, key: string): boolean {
  if (!key.startsWith('event ')) return false
  const [name, event, path] = JSON.parse(key.slice('event '.length)) as [string, string, string] // what uncoveredKey wrote
  const source = sourceOf(policy, name)
  if (!source) return false
  if (path === wholePath) return true
  if (path.startsWith(`${consentPath}.`))
    return source.consent.some(({ preference }) => path === `${consentPath}.${preference}`)
  const row = rowOf(source, event, path)
  return row !== undefined && (row.category === null || isCollected(policy, source.product, row.category, row.origin))
}

/** Whether some sentence collects data of this category and origin in a product. */
export function isCollected({ cells }: Policy, product: string, category: string, origin: Origin): boolean {
  return cells.some(
    ({ facts, collects }) =>
      facts.product === product && facts.category === category && facts.origin === origin && collects.length > 0,
  )
}
