// What of an event is data of which category: the rows of its source over its paths. Pure. What no row covers is named by its path and
// goes no further; a name that may itself be personal is never printed.

import type { Json } from '../base/index.ts'
import { rowOf, type Origin, type Policy, type Source } from '../policy/index.ts'
import { findIn, recogniseColumn } from '../recognise/index.ts'
import { leavesOf, project, type Event, type Leaf } from './intake-event.ts'

/** One record of an event: its properties of one category and origin. */
export interface Part {
  readonly category: string
  readonly origin: Origin
  /** the event is the moment that a period of this data counts from */
  readonly ends: boolean
  /** as they may be printed */
  readonly paths: readonly string[]
  readonly data: Json
}

/** An event by categories, and the paths that no row covers, as they may be printed. */
export interface Mapped {
  readonly parts: readonly Part[]
  readonly uncovered: readonly string[]
}

/** What a message is made of, and no property: a row may cover it, and without one it is no finding. */
const envelope =
  /^(type|userId|anonymousId|previousId|groupId|messageId|timestamp|originalTimestamp|sentAt|receivedAt|integrations|_metadata|writeKey|channel|version|event|name|category|context\.(consent|library))(\.|$)/

/** Groups an event's properties by category. A path of `people` needs no row: what stands there is kept, sealed, as an identifier. */
export function mapEvent(policy: Policy, source: Source, event: Event): Mapped {
  const leaves = leavesOf(event.body)
  const rows = new Map([...leaves.keys()].map((path) => [path, rowOf(source, event.name, path)]))
  const keyOf = (path: string): string | null => {
    const row = rows.get(path)
    return row?.category ? `${row.category} ${row.origin}` : null
  }
  const keys = [...new Set([...leaves.keys()].flatMap((path) => keyOf(path) ?? []))].sort()
  const parts = keys.map((key): Part => {
    const own = [...leaves].filter(([path]) => keyOf(path) === key)
    const { category, origin } = rows.get(own[0]![0])! as { category: string; origin: Origin } // a key is made of a row
    const data = project(event.body, (path) => keyOf(path) === key) ?? null
    return { category, origin, ends: isMoment(policy, source, event, category, origin), paths: printed(own), data }
  })
  const identifies = new Set(source.people.also.map(({ path }) => path))
  const uncovered = [...leaves].filter(
    ([path, { value }]) => !rows.get(path) && !identifies.has(path) && isProperty(event, path, value),
  )
  const named = parts.length === 0 && uncovered.length === 0 && event.type === 'track' && !rows.get('event')
  return { parts, uncovered: named ? ['event'] : printed(uncovered) }
}

/** Traits of a group are an organisation's, unless one points at a person (COL-15). */
function isProperty({ type }: Event, path: string, value: Leaf['value']): boolean {
  if (envelope.test(path)) return false
  if (type !== 'group' || !path.startsWith('traits.')) return true
  const column = { table: 'organisation', column: path.slice('traits.'.length), type: 'text' }
  return recogniseColumn(column, [String(value)])?.kind.identifies === true
}

/** Whether a period of this data counts from an event that this one is. */
function isMoment(
  { cells }: Policy,
  { product, moments }: Source,
  { name }: Event,
  category: string,
  origin: Origin,
): boolean {
  const is = moments.filter(({ event }) => event === name || event === 'any').map((moment) => moment.is)
  const ownCells = cells.filter(
    ({ facts }) => facts.product === product && facts.category === category && facts.origin === origin,
  )
  return ownCells.some(({ limits }) => limits.some(({ end }) => is.includes('after' in end ? end.event : end.until)))
}

const segmentShape = /^[\p{L}\p{N}_$ :()/-]{1,64}$/u
const digitsMax = 5
const hidden = '(a personal value as a name)'

/** A name as it may be printed: an address, a number or a long text used as a name tells about a person. */
export function printName(name: string): string {
  const digits = name.replaceAll(/\D/g, '').length
  return segmentShape.test(name) && digits <= digitsMax && findIn(name).length === 0 ? name : hidden
}

function printed(leaves: readonly (readonly [string, Leaf])[]): readonly string[] {
  return [...new Set(leaves.map(([, { names }]) => names.map(printName).join('.')))]
}
