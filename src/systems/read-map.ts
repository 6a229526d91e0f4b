// Reads a data map from the YAML that a person edited. Everything wrong is told at once with its line: form, names the catalogue or the
// statement does not know (and which may be meant), and whatever would stand in the way of using it.

import { nearest } from '../base/index.ts'
import { kinds } from '../recognise/index.ts'
import { guardText, readText, type Span, type Value } from '../statement/index.ts'
import type { Policy } from '../policy/index.ts'
import { tableLabel, type Catalogue, type Table } from './catalogue.ts'
import { dataMapFormat, isOfAnother, plainWords, whoseWords, type ColumnPlace, type DataMap, type Erase, type Hop, type Link, type MappedColumn, type MappedTable, type Plain } from './data-map.ts' // prettier-ignore
import { columnOf, tableOf } from './reach.ts'
import { refusals } from './refusals.ts'

/** What is wrong with a map, and where. Lines and columns count from 1. */
export interface MapProblem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
  readonly help: string
}

/** What a map is read against. */
export interface MapGround {
  /** name of the file, for problems */
  readonly file: string
  readonly catalogue: Catalogue
  readonly policy: Policy
}

/** A map that can be used, or what is wrong with it. */
export interface MapRead {
  readonly map: DataMap | null
  readonly problems: readonly MapProblem[]
}

type Say = (span: Span, message: string, help: string) => void

interface Reading extends MapGround {
  readonly say: Say
  /** where tables and columns stand, for what is found once all is read */
  readonly places: Map<string, Span>
}

/** Reads a map and holds it to the catalogue and the statement. */
export async function readDataMap(text: string, ground: MapGround): Promise<MapRead> {
  const problems: MapProblem[] = []
  const say: Say = ({ file, line, column }, message, help) => problems.push({ file, line, column, message, help })
  const reading = { ...ground, say, places: new Map<string, Span>() }
  const map = await readMap(text.replaceAll('\r\n', '\n'), reading)
  if (map && problems.length === 0) sayRefusals(map, reading)
  return { map: problems.length === 0 ? map : null, problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) } // prettier-ignore
}

const deadlineMs = 10_000

async function readMap(text: string, reading: Reading): Promise<DataMap | null> {
  const file = reading.file.endsWith('.yaml') ? reading.file : `${reading.file}.yaml`
  const isFit = guardText(file, text, (_code, span, details: Readonly<Record<string, string>>) =>
    reading.say({ ...span, file: reading.file }, details['problem'] ?? '', details['help'] ?? ''),
  )
  if (!isFit) return null
  const read = await readText({ kind: 'yaml', file: reading.file, text, firstLine: 1 }, deadlineMs)
  if ('problem' in read) {
    const start = { file: reading.file, line: 1, column: 1, length: 1 }
    reading.say(start, `the map cannot be read: ${read.problem}`, 'write it as the printed map does')
    return null
  }
  const { value, problems } = read.result
  for (const { problem, span } of problems) reading.say(span, problem, 'write it as the printed map does')
  if (problems.length > 0) return null
  const fields = fieldsOf(value, ['format', 'system', 'database', 'tables'], 'the map', reading.say)
  const format = oneOf(fields.get('format'), [dataMapFormat], 'format', value.span, reading.say)
  const system = textAt(fields.get('system'), 'system', value.span, reading.say)
  const tables = itemsAt(fields.get('tables'), 'tables', value.span, reading.say).flatMap((one) => readTable(one, reading) ?? []) // prettier-ignore
  const database = isThere(fields.get('database'))
    ? textAt(fields.get('database'), 'database', value.span, reading.say)
    : null
  sayTwice(tables, reading)
  if (!format || system === null) return null
  const map: DataMap = { format: dataMapFormat, system, ...(database !== null && { database }), tables }
  if (isOfAnother(map, reading.catalogue))
    reading.say(
      spanOf(fields.get('database'), value),
      'this map was made for another database',
      'look whether it fits this one too: scan it, and compare; its mark is ' + (reading.catalogue.database ?? ''),
    )
  return map
}

function sayTwice(tables: readonly MappedTable[], { say, places }: Reading): void {
  for (const [i, { schema, table }] of tables.entries())
    if (tables.findIndex((one) => one.schema === schema && one.table === table) < i)
      say(
        places.get(placeKey(schema, table, null))!,
        `${tableLabel({ schema, name: table })} stands here twice`,
        'keep one of the two',
      ) // read a moment ago, so it has a place // prettier-ignore
}

function sayRefusals(map: DataMap, reading: Reading): void {
  for (const { schema, table, column, words, help } of refusals({ ...reading, map })) {
    const span =
      reading.places.get(placeKey(schema, table, column)) ?? reading.places.get(placeKey(schema, table, null))
    if (!span) throw new RangeError('a refusal of a table that the map does not hold')
    reading.say(span, column === null ? words : `${column}: ${words}`, help)
  }
}

function placeKey(...names: readonly (string | null)[]): string {
  return JSON.stringify(names)
}

// --- a table ------------------------------------------------------------------------------------------------------

const tableFields = ['table', 'schema', 'whose', 'links', 'key', 'product', 'erase', 'shared', 'columns'] as const

function readTable(value: Value, reading: Reading): MappedTable | null {
  const { say, catalogue, policy } = reading
  const fields = fieldsOf(value, tableFields, 'a table', say)
  const [schema, name] = [textAt(fields.get('schema'), 'schema', value.span, say), textAt(fields.get('table'), 'table', value.span, say)] // prettier-ignore
  const whose = oneOf(fields.get('whose'), whoseWords, 'whose', value.span, say)
  if (schema === null || name === null || whose === null) return null
  reading.places.set(placeKey(schema, name, null), spanOf(fields.get('table'), value))
  const table = tableOf(catalogue, { schema, table: name })
  if (!table) {
    say(spanOf(fields.get('table'), value), `there is no table ${tableLabel({ schema, name })}`, helpTable(catalogue, schema, name)) // prettier-ignore
    return null
  }
  const isPersons = whose === 'person'
  for (const field of ['links', 'product', 'erase', 'shared'] as const)
    if (!isPersons && isThere(fields.get(field)))
      say(spanOf(fields.get(field), value), `\`${field}\` is for tables of people who may ask`, `take it out, or write \`whose: person\``) // prettier-ignore
  const links = isPersons ? itemsAt(fields.get('links'), 'links', value.span, say).flatMap((one) => readLink(one, table, reading) ?? []) : [] // prettier-ignore
  return {
    schema,
    table: name,
    whose,
    links,
    key: isThere(fields.get('key')) ? namesAt(fields.get('key'), 'key', table, value.span, say) : [],
    product: isPersons ? nameIn(fields.get('product'), policy.products.map((one) => one.name), 'product', value.span, say) : null, // prettier-ignore
    erase: isPersons ? readErase(fields.get('erase'), table, value.span, reading) : null,
    shared: isPersons && isThere(fields.get('shared')) ? oneOf(fields.get('shared'), ['delete', 'unlink'], 'shared', value.span, say) : null, // prettier-ignore
    columns: readColumns(fields.get('columns'), table, links, value.span, reading),
  }
}

function helpTable(catalogue: Catalogue, schema: string, name: string): string {
  const elsewhere = catalogue.tables.find((table) => table.name === name)
  if (elsewhere) return `did you mean the one in schema \`${elsewhere.schema}\`?`
  const here = catalogue.tables.filter((table) => table.schema === schema).map((table) => table.name)
  return helpNear(name, here, 'scan the system again: the map must spell names exactly as the database does')
}

function readErase(value: Value | undefined, table: Table, around: Span, reading: Reading): Erase | null {
  const { say, policy } = reading
  if (value?.kind !== 'map') {
    const how = oneOf(value, ['delete', 'blank'], 'erase', around, say)
    return how && { how }
  }
  const fields = fieldsOf(value, ['keep', 'from', 'after'], '`erase`', say)
  const laws = policy.notes.filter(({ kind }) => kind === 'law').map(({ name }) => name)
  const law = nameIn(fields.get('keep'), laws, 'keep', value.span, say)
  const after = isThere(fields.get('after')) ? oneOf(fields.get('after'), ['delete', 'blank'], 'after', value.span, say) : 'delete' // prettier-ignore
  const from = isThere(fields.get('from')) ? readPlace(fields.get('from')!, table, reading) : null // there, looked at just before
  return law === null || after === null ? null : { how: 'keep', law, from, after }
}

/** A column of this table by its name, or one of another by all three. */
function readPlace(value: Value, table: Table, { say, catalogue }: Reading): ColumnPlace | null {
  if (value.kind !== 'map') {
    const [column] = namesOf([value], 'from', table, say)
    return column === undefined ? null : { schema: table.schema, table: table.name, column }
  }
  const fields = fieldsOf(value, ['schema', 'table', 'column'], '`from`', say)
  const [schema, name] = [textAt(fields.get('schema'), 'schema', value.span, say), textAt(fields.get('table'), 'table', value.span, say)] // prettier-ignore
  const other = schema === null || name === null ? undefined : tableOf(catalogue, { schema, table: name })
  if (schema === null || name === null) return null
  if (!other) {
    say(value.span, `there is no table ${tableLabel({ schema, name })}`, helpTable(catalogue, schema, name))
    return null
  }
  const [column] = namesAt(fields.get('column'), 'column', other, value.span, say)
  return column === undefined ? null : { schema, table: name, column }
}

// --- ways to the person -------------------------------------------------------------------------------------------

function readLink(value: Value, table: Table, reading: Reading): Link | null {
  const { say } = reading
  const fields = fieldsOf(value, ['name', 'identifiers', 'several', 'path'], 'a link', say)
  const name = textAt(fields.get('name'), 'name', value.span, say)
  const [identifiers, path] = [fields.get('identifiers'), fields.get('path')]
  if (isThere(identifiers) === isThere(path)) {
    say(value.span, 'a link has either `identifiers` or a `path`', 'write `identifiers: { email: COLUMN }`, or `path:` with its steps')
    return null
  } // prettier-ignore
  if (name === null) return null
  if (path && isThere(path)) return { name, kind: 'path', hops: readHops(path, table, reading) }
  const several = fields.get('several')
  if (several && several.kind !== 'flag' && several.kind !== 'nothing') say(several.span, '`several` is true or false', 'write `several: true`') // prettier-ignore
  return {
    name,
    kind: 'identifiers',
    identifiers: readIdentifiers(identifiers!, table, say),
    several: several?.kind === 'flag' && several.flag,
  } // one of the two is there // prettier-ignore
}

function readIdentifiers(value: Value, table: Table, say: Say): readonly { field: string; column: string }[] {
  if (value.kind !== 'map' || value.entries.length === 0) {
    say(value.span, '`identifiers` names fields and their columns', 'write `identifiers: { email: COLUMN }`')
    return []
  }
  return value.entries.flatMap(({ key: field, value: column }) => namesOf([column], field, table, say).map((name) => ({ field, column: name }))) // prettier-ignore
}

function readHops(value: Value, start: Table, { say, catalogue }: Reading): readonly Hop[] {
  let here: Table | undefined = start
  return itemsAt(value, 'path', value.span, say).flatMap((step) => {
    const fields = fieldsOf(step, ['columns', 'schema', 'table', 'references'], 'a step', say)
    const [schema, table] = [textAt(fields.get('schema'), 'schema', step.span, say), textAt(fields.get('table'), 'table', step.span, say)] // prettier-ignore
    if (schema === null || table === null || !here) return []
    const columns = namesAt(fields.get('columns'), 'columns', here, step.span, say)
    here = tableOf(catalogue, { schema, table })
    if (!here) {
      say(spanOf(fields.get('table'), step), `there is no table ${tableLabel({ schema, name: table })}`, helpTable(catalogue, schema, table)) // prettier-ignore
      return []
    }
    return [{ columns, schema, table, references: namesAt(fields.get('references'), 'references', here, step.span, say) }] // prettier-ignore
  })
}

// --- columns ------------------------------------------------------------------------------------------------------

const categoriesKnown = [...new Set(kinds.map(({ category }) => category))]

function readColumns(value: Value | undefined, table: Table, links: readonly Link[], around: Span, reading: Reading): readonly MappedColumn[] {
  const { say, places } = reading
  if (value?.kind === 'list')
    return namesAt(value, 'columns', table, around, say).map((name) => ({ name, type: null, plain: 'not personal', category: null, erase: null, as: null, of: null }))
  if (value?.kind !== 'map') {
    say(value?.span ?? around, '`columns` says what each column is', 'write `COLUMN: { is: CATEGORY }` below it')
    return []
  }
  return value.entries.flatMap(({ key: name, keySpan, value: said }) => {
    places.set(placeKey(table.schema, table.name, name), keySpan)
    if (!columnOf(table, name)) {
      say(keySpan, `${tableLabel(table)} has no column \`${name}\``, helpNear(name, table.columns.map((one) => one.name), 'take it out')) // prettier-ignore
      return []
    }
    return readColumn(name, said, links, reading) ?? []
  })
} // prettier-ignore

function readColumn(name: string, value: Value, links: readonly Link[], { say, policy }: Reading): MappedColumn | null {
  const known = [...plainWords, ...new Set([...policy.categories.map((one) => one.name), ...categoriesKnown])]
  const fields = value.kind === 'map' ? fieldsOf(value, ['is', 'type', 'erase', 'as', 'of'], 'a column', say) : new Map([['is', value]]) // prettier-ignore
  const is = nameIn(fields.get('is'), known, 'is', value.span, say)
  const optional = (field: string): string | null => isThere(fields.get(field)) ? textAt(fields.get(field), field, value.span, say) : null // prettier-ignore
  const erase = isThere(fields.get('erase')) ? oneOf(fields.get('erase'), ['blank', 'follow'], 'erase', value.span, say) : null // prettier-ignore
  const of = isThere(fields.get('of')) ? nameIn(fields.get('of'), links.map((link) => link.name), 'of', value.span, say) : null // prettier-ignore
  if (is === null) return null
  const plain = plainWords.find((word): word is Plain => word === is) ?? null
  return { name, type: optional('type'), plain, category: plain === null ? is : null, erase, as: optional('as'), of }
}

// --- forms --------------------------------------------------------------------------------------------------------

function fieldsOf(value: Value, known: readonly string[], what: string, say: Say): ReadonlyMap<string, Value> {
  if (value.kind !== 'map') {
    say(value.span, `${what} says several things by name`, `write ${known.map((name) => `\`${name}:\``).join(', ')}`)
    return new Map()
  }
  for (const { key, keySpan } of value.entries)
    if (!known.includes(key)) say(keySpan, `${what} says \`${key.slice(0, 80)}\`, which nobody reads`, helpNear(key, known, 'take it out')) // prettier-ignore
  return new Map(value.entries.map(({ key, value: one }) => [key, one]))
}

function isThere(value: Value | undefined): boolean {
  return value !== undefined && value.kind !== 'nothing'
}

function spanOf(value: Value | undefined, around: Value): Span {
  return value?.span ?? around.span
}

function textAt(value: Value | undefined, what: string, around: Span, say: Say): string | null {
  if (value?.kind === 'text') return value.text
  if (value?.kind === 'number') return String(value.number)
  if (value?.kind === 'flag') return String(value.flag)
  say(value?.span ?? around, `\`${what}\` is missing`, `write \`${what}: some text\``)
  return null
}

function itemsAt(value: Value | undefined, what: string, around: Span, say: Say): readonly Value[] {
  if (value?.kind === 'list') return value.items
  say(value?.span ?? around, `\`${what}\` is a list`, `write \`${what}:\` and one item a line, each after \`- \``)
  return []
}

function oneOf<Word extends string>(value: Value | undefined, words: readonly Word[], what: string, around: Span, say: Say): Word | null {
  const text = textAt(value, what, around, say)
  if (text === null) return null
  const found = words.find((word) => word === text)
  if (found === undefined) say(value?.span ?? around, `\`${what}\` is not ${text.slice(0, 80)}`, `write one of ${words.map((word) => `\`${word}\``).join(', ')}`)
  return found ?? null
} // prettier-ignore

/** One of many names; says which may be meant. */
function nameIn(value: Value | undefined, names: readonly string[], what: string, around: Span, say: Say): string | null {
  const text = textAt(value, what, around, say)
  if (text === null || names.includes(text)) return text
  say(value?.span ?? around, `\`${what}\`: nothing is called \`${text.slice(0, 80)}\``, helpNear(text, names, `it may be ${names.slice(0, 12).map((name) => `\`${name}\``).join(', ')}`)) // prettier-ignore
  return null
} // prettier-ignore

/** Names of columns of a table, one or a list of them. */
function namesAt(value: Value | undefined, what: string, table: Table, around: Span, say: Say): readonly string[] {
  if (value?.kind === 'list') return namesOf(value.items, what, table, say)
  if (value !== undefined && value.kind !== 'nothing') return namesOf([value], what, table, say)
  say(around, `\`${what}\` is missing`, `write \`${what}: [COLUMN]\``)
  return []
}

function namesOf(values: readonly Value[], what: string, table: Table, say: Say): readonly string[] {
  return values.flatMap((value) => {
    const name = textAt(value, what, value.span, say)
    if (name === null || columnOf(table, name)) return name ?? []
    say(value.span, `${tableLabel(table)} has no column \`${name.slice(0, 80)}\``, helpNear(name, table.columns.map((one) => one.name), 'scan the system again')) // prettier-ignore
    return []
  })
}

function helpNear(word: string, known: readonly string[], otherwise: string): string {
  const meant = nearest(word, known)
  return meant === null ? otherwise : `did you mean \`${meant}\`?`
}
