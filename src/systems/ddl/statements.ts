// Statements of DDL, each with what it does to the catalogue. One that makes or changes tables is read; one that is known to make none is
// passed over; anything else is told, so that nothing is left out in silence.

import type { Builder, TableName } from './builder.ts'
import { readElement, readElements, type Element } from './columns.ts'
import { cursorOver, cutAtCommas, isWord, spelled, type Cursor } from './cursor.ts'
import type { Dialect, Token } from './tokens.ts'

/** Tells that something of a statement was not understood, where, and what it is. */
export type Tell = (at: Token, what: string) => void

/** Statements that make no table and change none: passed over. `create` and `alter` of what is no table are told apart below. */
export const passedOver: ReadonlySet<string> = new Set(
  'insert update delete select with values set reset begin commit rollback start end savepoint release use grant revoke lock unlock analyze vacuum pragma copy do call notify listen explain truncate replace merge reindex attach detach refresh cluster checkpoint security discard show load import optimize flush prepare execute deallocate declare raise delimiter source go print comment drop create alter rename reassign fetch close move security'.split(' '),
) // prettier-ignore

/** What `create` and `alter` may make or change that is no table. */
const notTables = new Set(
  'view index function procedure trigger sequence type domain extension schema database role user policy rule language operator cast aggregate collation conversion event server publication subscription statistics tablespace text group access foreign_data default system materialized transform large unique fulltext spatial bitmap clustered constraint or definer algorithm sql recursive'.split(' '),
) // prettier-ignore

/** Words between `create` and `table`. */
const beforeTable = new Set('global local temporary temp unlogged foreign external virtual or replace columnar'.split(' ')) // prettier-ignore

/** Reads one statement, without its end, into the catalogue. */
export function readStatement(tokens: readonly Token[], dialect: Dialect, builder: Builder, tell: Tell): void {
  const [first] = tokens
  if (!first) return
  const cursor = cursorOver(tokens, dialect)
  const verb = first.text.toLowerCase()
  if (verb === 'create') return readCreate(cursor, first, builder, tell)
  if (verb === 'alter') return readAlter(cursor, first, builder, tell)
  if (verb === 'drop' && cursor.takes('drop', 'table')) return readDrop(cursor, builder)
  if (verb === 'rename' && cursor.takes('rename', 'table')) return readRenames(cursor, builder)
  if (verb === 'comment' && cursor.takes('comment', 'on', 'column')) return readComment(cursor, builder)
  if (verb === 'set' || verb === 'use') return readUse(cursor, builder)
  if (first.kind !== 'word' || !passedOver.has(verb)) tell(first, `a statement that begins with \`${shown(first)}\``)
}

function shown({ text }: Token): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 40)
}

// --- create ---------------------------------------------------------------------------------------------------------

function readCreate(cursor: Cursor, first: Token, builder: Builder, tell: Tell): void {
  cursor.take()
  let isVirtual = false
  for (let word = cursor.peek(); word && beforeTable.has(word.text.toLowerCase()); word = cursor.peek())
    isVirtual ||= isWord(cursor.take(), 'virtual')
  if (!cursor.takes('table')) {
    const word = cursor.peek()
    if (!word || !notTables.has(word.text.toLowerCase())) tell(first, `\`create ${word ? shown(word) : ''}\``)
    return
  }
  cursor.takes('if', 'not', 'exists')
  const table = cursor.qualified()
  if (!table) return tell(cursor.peek() ?? first, 'a table without a name')
  if (cursor.sees('partition', 'of')) return // lies in its parent
  const isThere = builder.has(table)
  builder.create(table, table.at)
  if (isVirtual) readVirtual(cursor, table, builder)
  else readBody(cursor, table, table.at, builder, tell)
  if (isThere) tell(table.at, `a second \`create table\` of \`${table.name}\`: its columns are added to the first`)
}

function readBody(cursor: Cursor, table: TableName, at: Token, builder: Builder, tell: Tell): void {
  if (cursor.takes('like')) {
    const other = cursor.qualified()
    if (other) addAll([{ kind: 'like', table: other }], table, at, builder, tell)
    return
  }
  if (cursor.takes('of')) return tell(at, `the columns of \`${table.name}\`, which are those of a type`)
  const body = cursor.bracket()
  const isQuery = body?.[0] !== undefined && (isWord(body[0], 'select') || isWord(body[0], 'with'))
  while (cursor.peek() && !cursor.sees('as') && !cursor.sees('select')) cursor.take()
  cursor.takes('as')
  const query = isQuery ? body : cursor.bracket()
  const source = query ? cursorOver(query, cursor.dialect) : cursor
  const comesFromQuery = source.sees('select') || source.sees('with')
  if (body && !isQuery) return addAll(comesFromQuery ? namedElements(body, cursor.dialect) : readElements(body, cursor.dialect), table, at, builder, tell) // prettier-ignore
  if (comesFromQuery) readQuery(source, table, at, builder, tell)
  else tell(at, `the columns of \`${table.name}\``)
}

/** Columns of a table that a query fills: they may be names alone. */
function namedElements(body: readonly Token[], dialect: Dialect): readonly Element[] {
  return cutAtCommas(body).map((part) =>
    part.length === 1 && part[0] ? columnOf(part[0], dialect) : readElement(part, dialect),
  )
}

function addAll(elements: readonly Element[], table: TableName, at: Token, builder: Builder, tell: Tell): void {
  for (const element of elements) {
    if (element.kind === 'unread') tell(element.at.end > 0 ? element.at : at, `a column of \`${table.name}\``)
    else if (!builder.add(table, element)) tell(at, 'the columns of a table that the file does not make')
  }
}

/** Columns of a module such as fts5: each argument that sets nothing. */
function readVirtual(cursor: Cursor, table: TableName, builder: Builder): void {
  while (cursor.peek() && !cursor.sees('(')) cursor.take()
  for (const part of cutAtCommas(cursor.bracket() ?? [])) {
    if (part.some((token) => isWord(token, '='))) continue
    const element = readElement(part, cursor.dialect)
    if (element.kind === 'column') builder.add(table, element)
  }
}

/** Columns that a query gives: names it says, and all of a table it takes whole. What has no name is told. */
function readQuery(cursor: Cursor, table: TableName, at: Token, builder: Builder, tell: Tell): void {
  const unknown = (): void => tell(at, `the columns of \`${table.name}\`, which come from a query`)
  if (!cursor.takes('select')) return unknown()
  cursor.takes('distinct')
  const items: Token[] = []
  for (let depth = 0, token = cursor.peek(); token && !(depth === 0 && isWord(token, 'from')); token = cursor.peek()) {
    depth += isWord(token, '(') ? 1 : isWord(token, ')') ? -1 : 0
    items.push(token)
    cursor.take()
  }
  cursor.takes('from')
  const source = cursor.qualified()
  for (const item of cutAtCommas(items)) {
    const last = item.at(-1)
    if (!last || (!isWord(last, '*') && !isPlain(item))) unknown()
    else if (!isWord(last, '*')) builder.add(table, columnOf(last, cursor.dialect))
    else if (!source || !builder.add(table, { kind: 'like', table: source })) unknown()
  }
}

/** Whether the last token of an item names its column: `a.b`, `… as c`, `count(x) c`. */
function isPlain(item: readonly Token[]): boolean {
  const [before, last] = [item.at(-2), item.at(-1)]
  if (last?.kind !== 'word' && last?.kind !== 'name') return false
  return before === undefined || isWord(before, '.') || isWord(before, 'as') || isWord(before, ')') || before.kind === 'word' || before.kind === 'name' // prettier-ignore
}

function columnOf(token: Token, dialect: Dialect): Element {
  const name = spelled(token, dialect)
  const column = { name, type: '', nullable: true, length: null, generated: false, comment: null, at: token }
  return { kind: 'column', column, keys: [] }
}

// --- alter ----------------------------------------------------------------------------------------------------------

function readAlter(cursor: Cursor, first: Token, builder: Builder, tell: Tell): void {
  cursor.take()
  for (const word of ['foreign', 'online', 'ignore']) cursor.takes(word)
  if (!cursor.takes('table')) {
    const word = cursor.peek()
    if (!word || !notTables.has(word.text.toLowerCase())) tell(first, `\`alter ${word ? shown(word) : ''}\``)
    return
  }
  cursor.takes('if', 'exists')
  cursor.takes('only')
  const table = cursor.qualified()
  if (!table) return tell(first, 'an `alter table` without a name')
  cursor.takes('*')
  const rest: Token[] = []
  for (let token = cursor.take(); token; token = cursor.take()) rest.push(token)
  const actions = cutAtCommas(rest)
  const adds = actions.some(([one]) => isWord(one, 'add') || isWord(one, 'modify') || isWord(one, 'change'))
  if (adds && !builder.has(table)) {
    tell(table.at, `\`${table.name}\`, which the file does not make: its new columns are read, the others are not`)
    builder.create(table, table.at)
  }
  for (const action of actions) readAction(cursorOver(action, cursor.dialect), action, table, builder, tell)
}

/** What is behind `add`, `drop`, `rename`, `alter`, `change` and `modify`; other actions change no column. */
function readAction(cursor: Cursor, tokens: readonly Token[], table: TableName, builder: Builder, tell: Tell): void {
  const { dialect } = cursor
  const read = (from: number): Element => readElement(tokens.slice(from), dialect)
  if (cursor.takes('add')) {
    if (cursor.sees('partition')) return
    let from = cursor.takes('column') ? 2 : 1
    if (cursor.takes('if', 'not', 'exists')) from += 3
    const many = cursor.bracket()
    addAll(many ? readElements(many, dialect) : [read(from)], table, tokens[0] ?? noToken, builder, tell)
  } else if (cursor.takes('drop')) {
    if (['constraint', 'primary', 'foreign', 'index', 'key', 'check', 'partition'].some((word) => cursor.sees(word)))
      return
    cursor.takes('column')
    cursor.takes('if', 'exists')
    const column = cursor.name()
    if (column) builder.dropColumn(table, column.name)
  } else if (cursor.takes('rename')) readRename(cursor, table, builder)
  else if (cursor.takes('change')) {
    const from = cursor.takes('column') ? 3 : 2
    const [old, element] = [cursor.name(), read(from)]
    if (old && element.kind === 'column') builder.replace(table, old.name, element.column)
  } else if (cursor.takes('modify')) {
    const element = read(cursor.takes('column') ? 2 : 1)
    if (element.kind === 'column') builder.replace(table, element.column.name, element.column)
  } else if (cursor.takes('alter')) readAlterColumn(cursor, tokens, table, builder)
}

const noToken: Token = { kind: 'sign', text: '', start: 0, end: 0 }

function readRename(cursor: Cursor, table: TableName, builder: Builder): void {
  if (cursor.sees('constraint') || cursor.sees('index') || cursor.sees('key')) return
  if (cursor.takes('to') || cursor.takes('as')) {
    const to = cursor.qualified()
    if (to) builder.rename(table, to)
    return
  }
  cursor.takes('column')
  const from = cursor.name()
  cursor.takes('to')
  const to = cursor.name()
  if (from && to) builder.renameColumn(table, from.name, to.at, to.name)
}

function readAlterColumn(cursor: Cursor, tokens: readonly Token[], table: TableName, builder: Builder): void {
  cursor.takes('column')
  const column = cursor.name()
  if (!column) return
  if (cursor.takes('set', 'not', 'null')) return builder.change(table, column.name, { nullable: false })
  if (cursor.takes('drop', 'not', 'null')) return builder.change(table, column.name, { nullable: true })
  cursor.takes('set', 'data')
  if (!cursor.takes('type')) return
  const from = tokens.findIndex((token) => isWord(token, 'type'))
  const element = readElement([column.at, ...tokens.slice(from + 1)], cursor.dialect)
  if (element.kind === 'column') builder.change(table, column.name, { type: element.column.type, length: element.column.length }) // prettier-ignore
}

// --- drop, rename, comment, use -------------------------------------------------------------------------------------

function readDrop(cursor: Cursor, builder: Builder): void {
  cursor.takes('if', 'exists')
  for (let table = cursor.qualified(); table; table = cursor.takes(',') ? cursor.qualified() : null) builder.drop(table)
}

function readRenames(cursor: Cursor, builder: Builder): void {
  for (let from = cursor.qualified(); from; from = cursor.takes(',') ? cursor.qualified() : null) {
    cursor.takes('to')
    const to = cursor.qualified()
    if (to) builder.rename(from, to)
  }
}

/** `comment on column schema.table.column is '…'` */
function readComment(cursor: Cursor, builder: Builder): void {
  const parts: string[] = []
  for (let part = cursor.name(); part; part = cursor.takes('.') ? cursor.name() : null) parts.push(part.name)
  const text = cursor.takes('is') ? cursor.take() : undefined
  const [column, name, schema = null] = parts.toReversed()
  if (column !== undefined && name !== undefined) builder.change({ schema, name }, column, { comment: text?.kind === 'text' ? text.text : null }) // prettier-ignore
}

/** `use name`, and `set search_path = name, …` */
function readUse(cursor: Cursor, builder: Builder): void {
  const isPath = cursor.takes('set', 'search_path') || cursor.takes('set', 'session', 'search_path') || cursor.takes('set', 'local', 'search_path') // prettier-ignore
  if (!isPath && !cursor.takes('use')) return
  if (!cursor.takes('=')) cursor.takes('to')
  const text = cursor.peek()?.kind === 'text' ? cursor.take()?.text : cursor.name()?.name
  if (text !== undefined && text !== '' && !/^(?:\$user|default|pg_catalog)$/i.test(text)) builder.use(text)
}
