// The register `sources`: which property of which event is data of which category, how events name people, and what their consent
// preferences decide (docs/spec/events.md). Checked with exact places like every other register; a row no sentence covers is a warning.

import {
  origins,
  type Category,
  type Choice,
  type EventName,
  type Origin,
  type Product,
  type Source,
  type SourceRow,
} from '../../policy/index.ts'
import { isName } from '../1-parse/parse-rules.ts'
import type { Value } from '../1-parse/yaml.ts'
import type { Raise, Span } from '../diagnostics.ts'
import type { GridCell } from './grid.ts'
import { helpNear, mapAt, text, words, type Entries, type Entry } from './register-fields.ts'

/** The registers a source takes its names from. */
export interface SourceNames {
  readonly products: readonly Product[]
  readonly categories: readonly Category[]
  readonly groups: ReadonlyMap<string, readonly string[]>
  readonly choices: readonly Choice[]
  readonly events: readonly EventName[]
}

/** A source, read, and the place of each of its rows (by `event` and `path`). */
export interface ReadSource {
  readonly source: Source
  readonly rowSpans: ReadonlyMap<string, Span>
}

/** Where a row stands in `rowSpans`. */
function rowKey({ event, path }: Pick<SourceRow, 'event' | 'path'>): string {
  return JSON.stringify([event, path])
}

/** Reads one source; names nobody knows are raised with the nearest known one, and what cannot be understood is left out. */
export function readSource({ name, span, said }: Entry, known: SourceNames, raise: Raise): ReadSource {
  const [product] = Array.isArray(said['product']) ? said['product'] : []
  if (product) demandName('product', product.text, product.span, namesOf(known.products), raise)
  const origin = originOf(text(said['origin'])) ?? 'observed'
  const tables = tableAt(said['rows'], 'rows', raise).map(({ key, keySpan, value }) => ({
    event: key,
    lines: tableIn(value, keySpan, `\`${shown(key)}\``, raise),
  }))
  const rows = tables.flatMap(({ event, lines }) =>
    lines.flatMap((line) => {
      const row = line.key === 'is' ? null : readRow(event, line, origin, known, raise)
      return row ? [{ row, span: line.keySpan }] : []
    }),
  )
  const moments = tables.flatMap(({ event, lines }) =>
    lines.flatMap((line) => (line.key === 'is' ? readMoment(event, line.value, known, raise) : [])),
  )
  return {
    source: {
      name,
      label: text(said['label']),
      product: words(said['product'])[0] ?? '',
      people: readPeople(tableAt(said['people'], 'people', raise), span, raise),
      rows: rows.map(({ row }) => row).toSorted(by((row) => rowKey(row))),
      moments: moments.toSorted(by(({ event }) => event)),
      consent: readConsent(tableAt(said['consent'], 'consent', raise), known, raise).toSorted(
        by(({ preference }) => preference),
      ),
      grants: text(said['grants']) === 'yes',
      ...accountOf(text(said['account'])),
    },
    rowSpans: new Map(rows.map(({ row, span: at }) => [rowKey(row), at])),
  }
}

/** Warns of each row whose data no sentence collects: what comes there is refused. */
export function checkRows(sources: readonly ReadSource[], grid: readonly GridCell[], raise: Raise): void {
  const collected = new Set(grid.map(({ facts: { product, category, origin } }) => `${product} ${category} ${origin}`))
  for (const { source, rowSpans } of sources)
    for (const row of source.rows) {
      const { category, origin, path } = row
      const at = rowSpans.get(rowKey(row))
      if (at && category !== null && !collected.has(`${source.product} ${category} ${origin}`))
        raise('K903', at, { path: shown(path), category, product: source.product, origin })
    }
}

/** The form lets no other word in; a source that says none has none, so that what came before keeps its hash. */
function accountOf(said: string): Pick<Source, 'account'> {
  return said === 'personal' || said === 'organisation' ? { account: said } : {}
}

function by<T>(key: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (key(a) < key(b) ? -1 : 1)
}

function namesOf(list: readonly { readonly name: string }[]): readonly string[] {
  return list.map(({ name }) => name)
}

/** Keys may be any text: only so much of one is printed. */
function shown(key: string): string {
  return key.slice(0, 80)
}

function demandName(kind: string, name: string, at: Span, known: readonly string[], raise: Raise): boolean {
  if (known.includes(name)) return true
  raise('K201', at, { kind, name: shown(name), help: helpNear(name, known) })
  return false
}

// --- tables ---------------------------------------------------------------------------------------------------------

function tableAt(said: unknown, field: string, raise: Raise): Entries {
  const value = said as Value | undefined // the form says a table: register-forms.ts
  return value ? tableIn(value, value.span, `\`${field}\``, raise) : []
}

function tableIn(value: Value, at: Span, what: string, raise: Raise): Entries {
  if (value.kind !== 'map' && value.kind !== 'nothing')
    raise('K206', at, { problem: `${what} is no table`, help: 'write one name a line, and what it is after a colon' })
  return mapAt(value) ?? []
}

// --- people ---------------------------------------------------------------------------------------------------------

const ids = ['userId', 'anonymousId'] as const
/** Names of our own index keys: no identifier is called like that. */
const reservedFields = ['accounts', 'audit', 'canary', 'message', 'tombstone']

function readPeople(table: Entries, span: Span, raise: Raise): Source['people'] {
  const fields = table.flatMap(({ key, keySpan, value }) => {
    const isPath = ids.some((id) => id === key) || isPathOf(key, ['traits', 'properties', 'context'])
    if (!isPath)
      raise('K206', keySpan, {
        problem: `people are not named by \`${shown(key)}\``,
        help: helpNear(key, [...ids, 'traits.email']),
      })
    const field = value.kind === 'text' && isName(value.text) ? value.text : ''
    if (field === '' || reservedFields.includes(field))
      raise('K206', value.span, {
        problem: `\`${shown(key)}\` is not said to be an identifier`,
        help: 'write the name of a field of identifiers after it: `userId: customer`',
      })
    return isPath && field !== '' ? [{ path: key, field }] : []
  })
  const fieldOf = (id: string): string | null => fields.find(({ path }) => path === id)?.field ?? null
  if (table.length > 0 && ids.every((id) => fieldOf(id) === null))
    raise('K206', span, {
      problem: 'the source names nobody: neither `userId` nor `anonymousId` is an identifier',
      help: 'add `people: { userId: customer, anonymousId: device }`, with the identifiers you mean',
    })
  return {
    userId: fieldOf('userId'),
    anonymousId: fieldOf('anonymousId'),
    also: fields.filter(({ path }) => !ids.some((id) => id === path)).toSorted(by(({ path }) => path)),
  }
}

// --- rows -----------------------------------------------------------------------------------------------------------

const roots = ['userId', 'anonymousId', 'groupId', 'event', 'name', 'category', 'properties', 'traits', 'context']

function isPathOf(path: string, starts: readonly string[]): boolean {
  const [root = '', ...names] = path.split('.')
  return starts.includes(root) && path.length <= 200 && names.every((name) => name !== '')
}

function readRow(
  event: string,
  { key: path, keySpan, value }: Entries[number],
  origin: Origin,
  known: SourceNames,
  raise: Raise,
): SourceRow | null {
  if (!isPathOf(path, roots) || /^context\.(consent|library)(\.|$)/.test(path)) {
    raise('K206', keySpan, {
      problem: `an event has no property at \`${shown(path)}\``,
      help: `a path begins with ${roots.map((root) => `\`${root}\``).join(', ')}; names are joined by dots`,
    })
    return null
  }
  const match = value.kind === 'text' ? /^\s*(\S+)(?: from (\S+))?\s*$/d.exec(value.text) : null
  if (!match?.[1]) {
    raise('K206', value.span, {
      problem: `what \`${shown(path)}\` holds is not a category`,
      help: 'write a category, `licence.invoice from system` with its origin, or `nothing` to drop it',
    })
    return null
  }
  if (match[1] === 'nothing' && match[2] === undefined) return { event, path, category: null, origin }
  const category = categoryAt(match[1], wordAt(value, match, 1), known, raise)
  const from = match[2] === undefined ? origin : originAt(match[2], wordAt(value, match, 2), raise)
  return category && from ? { event, path, category, origin: from } : null
}

/** Where a word of a text stands; the whole text where its signs are not those of the file, as with escapes. */
function wordAt({ span, ...value }: Value, match: RegExpExecArray, group: number): Span {
  const [start, end] = match.indices?.[group] ?? [0, 0]
  const around = value.kind === 'text' ? span.length - value.text.length : 0
  return around === 0 || around === 2
    ? { ...span, column: span.column + around / 2 + start, length: end - start }
    : span
}

function categoryAt(name: string, at: Span, { categories, groups }: SourceNames, raise: Raise): string | null {
  if (groups.has(name)) {
    raise('K202', at, {
      name,
      kind: 'a group',
      wanted: 'a category',
      help: 'a property is data of one category: name it',
    })
    return null
  }
  return demandName('category', name, at, namesOf(categories), raise) ? name : null
}

/** What an event may bring: third parties and guesses have entries and verbs of their own. */
const eventOrigins: readonly Origin[] = ['person', 'observed', 'system']

function originOf(name: string): Origin | undefined {
  return eventOrigins.find((origin) => origin === name)
}

function originAt(name: string, at: Span, raise: Raise): Origin | null {
  const origin = originOf(name)
  if (origin) return origin
  if (origins.some((one) => one === name))
    raise('K113', at, {
      thing: `a source with the origin \`${name}\``,
      help: `take ${eventOrigins.map((one) => `\`${one}\``).join(', ')}`,
    })
  else demandName('origin', name, at, eventOrigins, raise)
  return null
}

const acts = ['collection', 'removal', 'withdrawal']

function readMoment(event: string, value: Value, { events }: SourceNames, raise: Raise): Source['moments'] {
  const name = value.kind === 'text' ? value.text : ''
  const ofRecords = events.filter((one) => one.of === 'record' && !acts.includes(one.name))
  const other = events.find((one) => one.name === name && !ofRecords.includes(one))
  if (other)
    raise('K202', value.span, {
      name,
      kind: `an event of the ${other.of}${acts.includes(name) ? ' that every record has' : ''}`,
      wanted: 'an event of records',
      help: helpNear(name, namesOf(ofRecords)),
    })
  else if (demandName('event', name, value.span, namesOf(ofRecords), raise)) return [{ event, is: name }]
  return []
}

// --- consent --------------------------------------------------------------------------------------------------------

function readConsent(table: Entries, { choices }: SourceNames, raise: Raise): Source['consent'] {
  return table.flatMap(({ key: preference, value }): Source['consent'] => {
    const choice = value.kind === 'text' ? value.text : ''
    if (choice === 'nothing') return [{ preference, choice: null }]
    return demandName('choice', choice, value.span, namesOf(choices), raise) ? [{ preference, choice }] : []
  })
}
