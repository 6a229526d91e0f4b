// What stands between the brackets of a `create table`, and behind `add` of an `alter table`: columns with their type and their own
// constraints, and constraints of the table.

import type { ForeignKey } from '../catalogue.ts'
import { cursorOver, cutAtCommas, spelled, type Cursor } from './cursor.ts'
import type { Dialect, Token } from './tokens.ts'

/** A column as written. `at` is its name. */
export interface WrittenColumn {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly length: number | null
  readonly generated: boolean
  readonly comment: string | null
  readonly at: Token
}

/** A foreign key as written: without a schema the table stands beside the one that refers to it, without columns its primary key is meant. */
export type WrittenKey = Omit<ForeignKey, 'schema'> & { readonly schema: string | null }

/** One element of a table. `like` takes the columns of another table over. */
export type Element =
  | { readonly kind: 'column'; readonly column: WrittenColumn; readonly keys: readonly Element[] }
  | { readonly kind: 'primary' | 'unique'; readonly columns: readonly string[] }
  | { readonly kind: 'foreign'; readonly key: WrittenKey }
  | { readonly kind: 'like'; readonly table: { readonly schema: string | null; readonly name: string } }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unread'; readonly at: Token }

/** Reads the elements of a table, in order. */
export function readElements(tokens: readonly Token[], dialect: Dialect): readonly Element[] {
  return cutAtCommas(tokens).map((part) => readElement(part, dialect))
}

/** Reads one element: a constraint where its words say so, otherwise a column. */
export function readElement(tokens: readonly Token[], dialect: Dialect): Element {
  const cursor = cursorOver(tokens, dialect)
  if (cursor.sees('constraint') && tokens.length > 1) {
    cursor.take()
    if (!constraintWords.some((word) => cursor.sees(word))) cursor.name()
    return readConstraint(cursor) ?? { kind: 'nothing' }
  }
  return readConstraint(cursor) ?? readColumn(tokens, dialect)
}

const constraintWords = ['primary', 'unique', 'foreign', 'check', 'exclude']

/** A constraint of the table; null where the words are those of a column: `key text` is one in PostgreSQL and SQLite. */
function readConstraint(cursor: Cursor): Element | null {
  const isMysql = cursor.dialect === 'mysql'
  if (cursor.takes('primary', 'key')) return { kind: 'primary', columns: indexedColumns(cursor) }
  if (cursor.sees('unique') && !isTyped(cursor)) {
    cursor.take()
    return { kind: 'unique', columns: indexedColumns(cursor) }
  }
  if (cursor.takes('foreign', 'key')) return readForeign(cursor)
  if (cursor.sees('check', '(') || cursor.sees('exclude', '(') || cursor.sees('exclude', 'using'))
    return { kind: 'nothing' }
  if (isMysql && ['key', 'index', 'fulltext', 'spatial'].some((word) => cursor.sees(word))) return { kind: 'nothing' }
  if (cursor.sees('period', 'for')) return { kind: 'nothing' }
  if (!cursor.sees('like') || isTyped(cursor)) return null
  cursor.take()
  const table = cursor.qualified()
  return table ? { kind: 'like', table } : null
}

const typeWords =
  /^(?:text|varchar|char|character|int|integer|bigint|smallint|boolean|bool|numeric|date|timestamp|uuid|json|jsonb|real|blob)$/i

/** Whether the second word is a type, so that the first is a column's name. */
function isTyped(cursor: Cursor): boolean {
  const second = cursor.peek(1)
  return second?.kind === 'word' && typeWords.test(second.text)
}

/** The columns of a key, behind its name and its method: `using btree (a, b(10) desc)`. */
function indexedColumns(cursor: Cursor): readonly string[] {
  while (cursor.peek() && !cursor.sees('(')) cursor.take()
  return namesIn(cursor.bracket(), cursor.dialect)
}

function namesIn(tokens: readonly Token[] | null, dialect: Dialect): readonly string[] {
  return cutAtCommas(tokens ?? []).flatMap(([first]) =>
    first && first.kind !== 'sign' ? [spelled(first, dialect)] : [],
  )
}

function readForeign(cursor: Cursor): Element {
  const columns = indexedColumns(cursor)
  const key = cursor.takes('references') ? readReferences(cursor, columns) : null
  return key ? { kind: 'foreign', key } : { kind: 'nothing' }
}

const actions: readonly (readonly [words: readonly string[], does: ForeignKey['onDelete']])[] = [
  [['cascade'], 'cascade'],
  [['set', 'null'], 'set null'],
  [['set', 'default'], 'set default'],
  [['no', 'action'], 'nothing'],
  [['restrict'], 'nothing'],
]

function readAction(cursor: Cursor): ForeignKey['onDelete'] {
  const [, does] = actions.find(([words]) => cursor.takes(...words)) ?? []
  cursor.bracket() // columns of `set null (a, b)`
  return does ?? 'nothing'
}

function readReferences(cursor: Cursor, columns: readonly string[]): WrittenKey | null {
  const table = cursor.qualified()
  if (!table) return null
  const references = namesIn(cursor.bracket(), cursor.dialect)
  let onDelete: ForeignKey['onDelete'] = 'nothing'
  for (;;) {
    if (cursor.takes('on', 'delete')) onDelete = readAction(cursor)
    else if (cursor.takes('on', 'update')) readAction(cursor)
    else if (cursor.takes('match')) cursor.take()
    else return { columns, schema: table.schema, table: table.name, references, onDelete }
  }
}

// --- a column -------------------------------------------------------------------------------------------------------

/** Words that end the type of a column and begin what else is said of it. */
const afterType = new Set(
  'constraint primary unique not null default check references collate generated auto_increment autoincrement comment as on key storage compression charset visible invisible virtual stored identity deferrable initially options encode first after using before column_format persistent hidden'.split(' '),
) // prettier-ignore

function readColumn(tokens: readonly Token[], dialect: Dialect): Element {
  const cursor = cursorOver(tokens, dialect)
  const named = cursor.name()
  const [first] = tokens
  if (!named || !first) return { kind: 'unread', at: first ?? nowhere }
  const { type, length } = readType(cursor)
  if (type === '' && dialect !== 'sqlite' && cursor.peek() === undefined) return { kind: 'unread', at: first }
  const said = readSaid(cursor, named.name)
  const column = { name: named.name, type, length, at: named.at, ...said.facts }
  return { kind: 'column', column, keys: said.keys }
}

const nowhere: Token = { kind: 'sign', text: '', start: 0, end: 0 }

function readType(cursor: Cursor): { readonly type: string; readonly length: number | null } {
  const words: string[] = []
  let length: number | null = null
  for (let token = cursor.peek(); token; token = cursor.peek()) {
    if (token.kind === 'word' && afterType.has(token.text.toLowerCase())) break
    if (words.length > 0 && (cursor.sees('character', 'set') || cursor.sees('char', 'set'))) break
    const inside = cursor.bracket()
    if (inside) length ??= lengthOf(inside, words)
    else if (token.text === '[') skipArray(cursor, words)
    else if (token.kind === 'word' || token.kind === 'name') words.push(cursor.take()?.text.toLowerCase() ?? '')
    else if (cursor.takes('.')) words.pop()
    else break
  }
  return { type: words.join(' '), length }
}

function skipArray(cursor: Cursor, words: string[]): void {
  const last = words.length - 1
  words[last] = `${words[last] ?? ''}[]`
  while (cursor.peek() && cursor.take()?.text !== ']');
}

/** How many characters a type holds; numbers and times have digits, not characters. */
function lengthOf([first]: readonly Token[], words: readonly string[]): number | null {
  return first?.kind === 'number' && /char|text|clob|string|binary/.test(words.join(' '))
    ? Number.parseInt(first.text, 10)
    : null
}

interface Said {
  readonly facts: { readonly nullable: boolean; readonly generated: boolean; readonly comment: string | null }
  readonly keys: readonly Element[]
}

/** What stands behind the type: whether it may be empty, is computed, is a key, refers to another. */
function readSaid(cursor: Cursor, name: string): Said {
  let [nullable, generated, comment]: [boolean, boolean, string | null] = [true, false, null]
  const keys: Element[] = []
  while (cursor.peek()) {
    if (cursor.takes('not', 'null')) nullable = false
    else if (cursor.takes('primary', 'key')) keys.push({ kind: 'primary', columns: [name] })
    else if (cursor.takes('unique')) keys.push({ kind: 'unique', columns: [name] })
    else if (cursor.takes('references')) {
      const key = readReferences(cursor, [name])
      if (key) keys.push({ kind: 'foreign', key })
    } else if (cursor.takes('comment')) comment = commentText(cursor)
    else if (cursor.sees('as', '(')) generated = true
    else if (!cursor.bracket()) cursor.take()
    else continue
    if (generated && cursor.sees('as', '(')) cursor.take()
  }
  return { facts: { nullable, generated, comment }, keys }
}

function commentText(cursor: Cursor): string | null {
  cursor.takes('=')
  const token = cursor.take()
  return token && token.kind !== 'sign' ? token.text : null
}
