// A data map as the YAML that a person edits: one line a column, and a comment for each guess with its reason and how sure it is. What is
// printed reads back as the same map (docs/spec/systems.md).

import type { DataMap, Erase, Hop, Link, MappedColumn, MappedTable } from './data-map.ts'

/** Why something was proposed: of a table, or of one of its columns. `confidence` from 0 to 1; null where nothing was guessed. */
export interface MapNote {
  readonly schema: string
  readonly table: string
  readonly column: string | null
  readonly reason: string
  readonly confidence: number | null
}

const head = [
  'What this database holds about people, and what erasing means there. Read it, mend it, then sign it: nothing is asked by an unsigned map.',
  'whose: person (of people who may ask), staff (never touched by a request of somebody else), nobody.',
  'is: a category of the statement, or key, not personal, somebody else. A list of columns: none of them is personal.',
  'erase: delete, blank (null, or something typed that says nothing), or keep because a law of the statement: { keep: LAW, from: DATE }.',
]

/** Prints a map, with a comment for each note. */
export function printDataMap(map: DataMap, notes: readonly MapNote[] = []): string {
  const lines = [
    ...head.map(comment),
    `format: ${scalar(map.format)}`,
    `system: ${scalar(map.system)}`,
    ...(map.database === undefined
      ? []
      : [
          `database: ${scalar(map.database)} # the mark of this database: at the same address another one is not asked by this map`,
        ]),
    ...(map.tables.length === 0 ? ['tables: []'] : ['tables:']),
    ...map.tables.flatMap((table) => printTable(table, notesOf(notes, table))),
  ]
  return `${lines.join('\n')}\n`
}

function notesOf(notes: readonly MapNote[], { schema, table }: MappedTable): readonly MapNote[] {
  return notes.filter((note) => note.schema === schema && note.table === table)
}

function printTable(table: MappedTable, notes: readonly MapNote[]): readonly string[] {
  const { links, key, product, erase, shared } = table
  const fields = [
    ['table', scalar(table.table)],
    ['schema', scalar(table.schema)],
    ['whose', scalar(table.whose)],
    ['key', key.length > 0 ? list(key) : null],
    ['product', product === null ? null : scalar(product)],
    ['erase', erase === null ? null : printErase(erase, table)],
    ['shared', shared === null ? null : scalar(shared)],
  ] as const
  const said = fields.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]))
  const about = notes.filter(({ column }) => column === null).map((note) => `  ${comment(noteWords(note))}`)
  const linked = links.length === 0 ? [] : ['links:', ...links.map((link) => `  - ${printLink(link)}`)]
  const lines = [...said, ...linked, ...printColumns(table, notes)]
  return ['', ...about, ...lines.map((line, i) => `${i === 0 ? '  - ' : '    '}${line}`)]
}

function printErase(erase: Erase, { schema, table }: MappedTable): string {
  if (erase.how !== 'keep') return scalar(erase.how)
  const { law, from, after } = erase
  const place = from === null ? null : from.schema === schema && from.table === table ? scalar(from.column) : flow([['schema', scalar(from.schema)], ['table', scalar(from.table)], ['column', scalar(from.column)]]) // prettier-ignore
  return flow([['keep', scalar(law)], ...(place === null ? [] : [['from', place] as const]), ['after', scalar(after)]])
}

function printLink(link: Link): string {
  if (link.kind === 'path')
    return flow([['name', scalar(link.name)], ['path', `[${link.hops.map(printHop).join(', ')}]`]]) // prettier-ignore
  const identifiers = flow(link.identifiers.map(({ field, column }) => [scalar(field), scalar(column)]))
  return flow([['name', scalar(link.name)], ['identifiers', identifiers], ...(link.several ? [['several', 'true'] as const] : [])]) // prettier-ignore
}

function printHop({ columns, schema, table, references }: Hop): string {
  return flow([['columns', list(columns)], ['schema', scalar(schema)], ['table', scalar(table)], ['references', list(references)]]) // prettier-ignore
}

function printColumns({ columns, whose }: MappedTable, notes: readonly MapNote[]): readonly string[] {
  const isPlain = ({ plain, erase, as, of }: MappedColumn): boolean => plain === 'not personal' && erase === null && as === null && of === null // prettier-ignore
  if (whose === 'nobody' && columns.every((column) => isPlain(column) && column.type === null))
    return [`columns: ${list(columns.map(({ name }) => name))}`]
  return ['columns:', ...columns.map((column) => `  ${printColumn(column)}${trailing(notes, column)}`)]
}

function printColumn({ name, type, plain, category, erase, as, of }: MappedColumn): string {
  const fields = [
    ['is', scalar(plain ?? category ?? 'not personal')],
    ['type', type === null ? null : scalar(type)],
    ['erase', erase === null ? null : scalar(erase)],
    ['as', as === null ? null : quoted(as)],
    ['of', of === null ? null : scalar(of)],
  ] as const
  return `${scalar(name)}: ${flow(fields.flatMap(([field, value]) => (value === null ? [] : [[field, value] as const])))}`
}

function trailing(notes: readonly MapNote[], { name }: MappedColumn): string {
  const reasons = notes.filter(({ column }) => column === name).map(noteWords)
  return reasons.length === 0 ? '' : ` ${comment(reasons.join('; '))}`
}

function noteWords({ reason, confidence }: MapNote): string {
  return confidence === null ? reason : `${Math.round(confidence * 100)} %: ${reason}`
}

// --- scalars ------------------------------------------------------------------------------------------------------

const signsUnseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** One line: what cannot be seen, or would end it, becomes a sign that says so. */
function comment(words: string): string {
  return `# ${words.replaceAll(signsUnseen, '\ufffd')}`
}

const plainScalar = /^[A-Za-z_][A-Za-z0-9_./()-]*(?: [A-Za-z0-9_.()/-]+)*$/
const reserved = /^(?:true|false|null|yes|no|on|off|y|n)$/i

/** A text as YAML reads it back: plain where it can only be text, else in double quotes. */
function scalar(text: string): string {
  return plainScalar.test(text) && !reserved.test(text) ? text : quoted(text)
}

/** JSON's quotes are YAML's too; what cannot be seen is written by its number. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(signsUnseen, (sign) =>
    Array.from({ length: sign.length }, (_, i) => `\\u${sign.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  )
}

function list(items: readonly string[]): string {
  return `[${items.map(scalar).join(', ')}]`
}

function flow(fields: readonly (readonly [string, string])[]): string {
  return `{ ${fields.map(([name, value]) => `${name}: ${value}`).join(', ')} }`
}
