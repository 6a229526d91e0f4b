// Random databases of other people, with the map that says the truth about them: tables of people with simple and composite keys, rows
// that lead to them over several steps, rows about two people, references to the same table and in circles, and any names and values.

import type {
  Catalogue, Column, DataMap, Erase, ForeignKey, Link, MappedColumn, MappedTable, Table,
} from '../../src/systems/index.ts' // prettier-ignore
import type { Random } from './random.ts'

/** A database: what it is made of, its map, its rows in the order in which they can be inserted, and who asks. */
export interface ForeignDatabase {
  readonly catalogue: Catalogue
  readonly map: DataMap
  readonly rows: ReadonlyMap<Table, readonly ForeignRow[]>
  /** references that are filled after all rows are there */
  readonly later: readonly { readonly table: Table; readonly row: ForeignRow; readonly set: ForeignRow }[]
  readonly identifier: string
}

/** A row by its columns' names. */
export type ForeignRow = Record<string, string | null>

/** Makes names: of schemas, tables and columns, never one twice. */
export type Naming = () => string

/** Names such as people give. */
export function plainNaming(): Naming {
  let n = 0
  return () => `name_${n++}`
}

const hostile = ['"', '""', "'", '\\', ';', '--', '/*', '*/', '$1', '$$', '${x}', ' ', '\t', '\n', '.', 'select', 'NULL', 'from', 'User', 'é', 'ß', '漢', '😀', '\u202e', 'a', 'B', '%', '?', ':x', '(', ')', ',', '=', '\u00a0', 'é'] // prettier-ignore

/** Names that nobody should give, but may: quotes, keywords, signs of SQL, any script; at most 63 bytes. */
export function hostileNaming(random: Random): Naming {
  const known = new Set<string>()
  return () => {
    for (;;) {
      const name = random.chance(0.1)
        ? 'x'.repeat(random.below(60)) + String(known.size)
        : hostileText(random, 12) || '"'
      const fit = cut(name, 63)
      if (fit !== '' && !known.has(fit)) {
        known.add(fit)
        return fit
      }
    }
  }
}

/** A text of pieces that quoting gets wrong where it is done by hand. */
export function hostileText(random: Random, piecesMax: number): string {
  return Array.from({ length: 1 + random.below(piecesMax) }, () => random.pick(hostile)).join('')
}

function cut(name: string, bytesMax: number): string {
  let fit = name
  while (Buffer.byteLength(fit) > bytesMax) fit = fit.slice(0, fit.length - 1)
  return wellFormed(fit)
}

/** Without the half of a sign that cutting left. */
function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.slice(0, -1)
}

// --- shapes -------------------------------------------------------------------------------------------------------

interface Making {
  readonly random: Random
  readonly naming: Naming
  readonly schemas: readonly string[]
  readonly tables: MadeTable[]
}

interface MadeTable {
  readonly table: Table
  readonly mapped: MappedTable
  /** columns that hold data: neither key nor reference */
  readonly data: readonly Column[]
}

const types = ['text', 'character varying', 'integer', 'bigint', 'numeric', 'boolean', 'date', 'timestamp without time zone', 'uuid', 'jsonb', 'json', 'bytea', 'text[]'] // prettier-ignore

/** A random database. The same chance and the same naming give the same one. */
export function foreignDatabase(random: Random, naming: Naming): ForeignDatabase {
  const schemas = Array.from({ length: 1 + random.below(2) }, naming)
  const making: Making = { random, naming, schemas, tables: [] }
  making.tables.push(personTable(making))
  if (random.chance(0.3)) making.tables.push(personTable(making))
  const count = 1 + random.below(6)
  for (let i = 0; i < count; i++) making.tables.push(otherTable(making))
  const tables = making.tables.map((made) => withCircles(making, made))
  const rows = rowsOf({ ...making, tables })
  return {
    catalogue: { tables: tables.map(({ table }) => table) },
    map: { format: 'wordkept/data-map/1', system: 'shop-db', tables: tables.map(({ mapped }) => mapped) },
    ...rows,
  }
}

function column(random: Random, name: string, type: string, nullable = random.chance(0.5)): Column {
  const length = type === 'character varying' ? random.pick([null, 3, 15, 30, 60]) : null
  return { name, type, nullable, length, generated: false }
}

function keyColumns({ random, naming }: Making): readonly Column[] {
  return Array.from({ length: random.chance(0.3) ? 2 : 1 }, () => column(random, naming(), random.pick(['integer', 'bigint', 'text', 'uuid']), false)) // prettier-ignore
}

function dataColumns({ random, naming }: Making): readonly Column[] {
  return Array.from({ length: random.below(5) }, () => column(random, naming(), random.pick(types)))
}

function said(name: string, category: string | null, of: string | null = null): MappedColumn {
  return { name, type: null, plain: category === null ? 'key' : null, category, erase: null, as: null, of }
}

function personTable(making: Making): MadeTable {
  const { random, naming } = making
  const [key, data] = [keyColumns(making), dataColumns(making)]
  const email = column(random, naming(), random.pick(['text', 'character varying']), false)
  const address = { ...email, length: email.type === 'text' ? null : random.pick([null, 60]) }
  const columns = [...key, address, ...data]
  const table = tableOf(making, columns, key, random.chance(0.5) ? [[address.name]] : uniquesOf(random, data), [])
  const links: Link[] = [{ name: 'self', kind: 'identifiers', identifiers: [{ field: 'email', column: address.name }], several: true }] // prettier-ignore
  const erase: Erase = random.chance(0.35) ? { how: 'delete' } : { how: 'blank' }
  const mapped = mappedOf(table, links, erase, null, [...key.map(({ name }) => said(name, null)), ...[address, ...data].map(({ name }) => said(name, 'contact'))]) // prettier-ignore
  return { table, mapped, data }
}

/** A table; now and then with the name of one in another schema. */
function tableOf({ random, schemas, naming, tables }: Making, columns: readonly Column[], key: readonly Column[], uniques: Table['uniques'], foreign: readonly ForeignKey[]): Table {
  const schema = random.pick(schemas)
  const taken = tables.filter(({ table }) => table.schema === schema).map(({ table }) => table.name)
  const elsewhere = tables.map(({ table }) => table.name).filter((name) => !taken.includes(name))
  const name = elsewhere.length > 0 && random.chance(0.3) ? random.pick(elsewhere) : naming()
  return { schema, name, columns, primary: key.map((one) => one.name), uniques, foreign, rows: null }
} // prettier-ignore

function uniquesOf(random: Random, data: readonly Column[]): Table['uniques'] {
  const fit = data.filter(({ type, length }) => ['text', 'character varying', 'uuid'].includes(type) && (length ?? 60) >= 15) // prettier-ignore
  return fit.filter(() => random.chance(0.3)).map(({ name }) => [name])
}

function mappedOf(table: Table, links: readonly Link[], erase: Erase, shared: MappedTable['shared'], columns: readonly MappedColumn[]): MappedTable {
  return { schema: table.schema, table: table.name, whose: 'person', links, key: table.primary ?? [], product: 'shop', erase, shared, columns }
} // prettier-ignore

interface Parent {
  readonly made: MadeTable
  readonly columns: readonly Column[]
}

function referTo(making: Making, made: MadeTable, nullable: boolean): Parent {
  const key = made.table.columns.filter(({ name }) => made.table.primary?.includes(name))
  return { made, columns: key.map((one) => ({ ...one, name: making.naming(), nullable })) }
}

/** A table that leads to people once, twice or never; over another table or directly; with declared keys or without. */
function otherTable(making: Making): MadeTable {
  const { random, tables } = making
  const parents = Array.from({ length: random.pick([0, 1, 1, 1, 2]) }, () => referTo(making, random.pick(tables), random.chance(0.5))) // prettier-ignore
  const leading = parents.filter(({ made }) => made.mapped.whose === 'person' && made.mapped.links.length === 1)
  const date = column(random, making.naming(), random.pick(['date', 'timestamp without time zone', 'timestamp with time zone'])) // prettier-ignore
  const [key, data] = [keyColumns(making), dataColumns(making)]
  const columns = [...key, ...parents.flatMap((parent) => parent.columns), date, ...data]
  const foreign = parents.filter(() => random.chance(0.7)).map(({ made, columns: own }) => foreignKey(random, own, made.table)) // prettier-ignore
  const table = tableOf(making, columns, key, uniquesOf(random, data), foreign)
  if (leading.length === 0) {
    const whose = random.pick(['nobody', 'staff'] as const)
    const mapped = { ...mappedOf(table, [], { how: 'delete' }, null, columns.map(({ name }) => said(name, null))), whose, product: null, erase: null } // prettier-ignore
    return { table, mapped, data: [date, ...data] }
  }
  const links = leading.map((parent, i) => linkTo(parent, `side ${i}`))
  const erase = eraseOf(random, table, date)
  const category = erase.how === 'keep' ? 'licence.invoice' : 'interaction.device.purchase'
  const side = (): string | null => (links.length > 1 && random.chance(0.6) ? random.pick(links).name : null)
  const ofData = [date, ...data].map(({ name }) => said(name, category, side()))
  const ofKeys = [...key, ...parents.flatMap((parent) => parent.columns)].map(({ name }) => said(name, null))
  const blanked = ofData.map((one, i) => (erase.how === 'keep' && i > 0 && random.chance(0.3) ? { ...one, category: 'contact', erase: 'blank' as const } : one)) // prettier-ignore
  const shared = links.length > 1 ? random.pick(['delete', 'unlink'] as const) : null
  return { table, mapped: mappedOf(table, links, erase, shared, [...ofKeys, ...blanked]), data: [date, ...data] }
}

function foreignKey(random: Random, columns: readonly Column[], to: Table): ForeignKey {
  const mayEmpty = columns.every(({ nullable }) => nullable)
  const onDelete = random.pick(mayEmpty ? (['nothing', 'cascade', 'set null'] as const) : (['nothing', 'cascade'] as const)) // prettier-ignore
  return { columns: columns.map(({ name }) => name), schema: to.schema, table: to.name, references: to.primary ?? [], onDelete } // prettier-ignore
}

function linkTo({ made, columns }: Parent, name: string): Link {
  const hop = { columns: columns.map((one) => one.name), schema: made.table.schema, table: made.table.name, references: made.table.primary ?? [] } // prettier-ignore
  const [link] = made.mapped.links
  return { name, kind: 'path', hops: [hop, ...(link?.kind === 'path' ? link.hops : [])] }
}

function eraseOf(random: Random, table: Table, date: Column): Erase {
  const how = random.pick(['delete', 'delete', 'blank', 'keep'] as const)
  const from = random.chance(0.8) ? { schema: table.schema, table: table.name, column: date.name } : null
  return how === 'keep' ? { how, law: 'tax-147', from, after: random.pick(['delete', 'blank'] as const) } : { how }
}

/** Further declared references, to its own table or any other, that may be empty: so they may run in circles. */
function withCircles({ random, naming, tables }: Making, made: MadeTable): MadeTable {
  if (!random.chance(0.35)) return made
  const to = random.chance(0.4) ? made.table : random.pick(tables).table
  const columns = to.columns.filter(({ name }) => to.primary?.includes(name)).map((one) => ({ ...one, name: naming(), nullable: true })) // prettier-ignore
  const table = { ...made.table, columns: [...made.table.columns, ...columns], foreign: [...made.table.foreign, foreignKey(random, columns, to)] } // prettier-ignore
  const more = columns.map(({ name }): MappedColumn => ({ ...said(name, null), plain: 'somebody else' }))
  return { ...made, table, mapped: { ...made.mapped, columns: [...made.mapped.columns, ...more] } }
}

// --- rows ---------------------------------------------------------------------------------------------------------

function rowsOf({ random, tables }: Pick<Making, 'random' | 'tables'>): Pick<ForeignDatabase, 'rows' | 'later' | 'identifier'> {
  const people = Array.from({ length: 2 + random.below(3) }, (_, i) => `${hostileText(random, 4)}${i}@x`)
  const rows = new Map<Table, ForeignRow[]>()
  const later: { table: Table; row: ForeignRow; set: ForeignRow }[] = []
  let n = 0
  for (const { table, mapped } of tables) {
    const isRoot = mapped.links.some(({ kind }) => kind === 'identifiers')
    const twice = table.uniques.length === 0 ? random.below(3) : 0 // a person may have several rows
    const count = isRoot ? people.length + twice : random.below(14)
    const made = Array.from({ length: count }, (_, i) => {
      const row: ForeignRow = {}
      for (const one of table.columns) row[one.name] = valueOf(random, table, one, n++)
      if (isRoot) row[emailOf(mapped)] = people[i % people.length]!
      return row
    })
    rows.set(table, made)
  }
  for (const { table, mapped } of tables)
    for (const row of rows.get(table)!) {
      for (const [columns, to, references] of refersIn(table, mapped, tables)) {
        const isLater = columns.every((name) => table.columns.find((one) => one.name === name)?.nullable)
        const target = random.pick(rows.get(to)!.length > 0 ? rows.get(to)! : [null])
        const isEmpty = isLater && (target === null || random.chance(0.3))
        const set = Object.fromEntries(columns.map((name, i) => [name, isEmpty ? null : (target?.[references[i]!] ?? null)]))
        if (!isLater && target === null) row['\0'] = 'leave out'
        for (const name of columns) row[name] = isLater ? null : set[name]!
        if (isLater && !isEmpty) later.push({ table, row, set })
      }
    }
  return leaveOut(rows, later, tables, random.pick(people))
} // prettier-ignore

/** Declared references, and the steps of the map that nobody declared. */
function refersIn(table: Table, { links }: MappedTable, tables: readonly MadeTable[]): readonly (readonly [readonly string[], Table, readonly string[]])[] {
  const hops = links.flatMap((link) => (link.kind === 'path' ? [link.hops[0]!] : []))
  const all = [...table.foreign, ...hops.filter((hop) => !table.foreign.some(({ columns }) => columns.join('\0') === hop.columns.join('\0')))]
  return all.map((one) => [one.columns, tables.find((made) => made.table.schema === one.schema && made.table.name === one.table)!.table, one.references])
} // prettier-ignore

/** Rows that must refer to something where nothing is are not there. */
function leaveOut(rows: Map<Table, ForeignRow[]>, later: ForeignDatabase['later'], tables: readonly MadeTable[], identifier: string): Pick<ForeignDatabase, 'rows' | 'later' | 'identifier'> {
  for (let before = -1; ; ) {
    const left = [...rows.values()].flat().length
    if (left === before) break
    before = left
    for (const { table, mapped } of tables) {
      const kept = rows.get(table)!.filter((row) => row['\0'] === undefined && refersIn(table, mapped, tables).every(([columns, to, references]) => {
        const isEmpty = columns.some((name) => row[name] === null)
        return isEmpty || rows.get(to)!.some((target) => columns.every((name, i) => target[references[i]!] === row[name]))
      }))
      rows.set(table, kept)
    }
  }
  const isThere = ({ table, row, set }: ForeignDatabase['later'][number]): boolean =>
    rows.get(table)!.includes(row) && table.foreign.every(({ columns, schema, table: name, references }) => !columns.every((column) => column in set) || tables.filter((made) => made.table.schema === schema && made.table.name === name).some((made) => rows.get(made.table)!.some((target) => columns.every((column, i) => target[references[i]!] === set[column]))))
  return { rows, later: later.filter(isThere), identifier }
} // prettier-ignore

/** The column of the identifier in a table of people. */
export function emailOf({ links }: MappedTable): string {
  const link = links.find((one) => one.kind === 'identifiers')
  return link?.kind === 'identifiers' ? link.identifiers[0]!.column : ''
}

function valueOf(random: Random, table: Table, { name, type, nullable, length }: Column, n: number): string | null {
  const [first, second] = table.primary ?? []
  const repeated = table.name.length % 2 === 0 ? first : second
  if (second !== undefined && name === repeated) return repeatedValue(type, n)
  const isKey = table.primary?.includes(name) || table.uniques.some((columns) => columns.includes(name))
  if (nullable && random.chance(0.2)) return null
  const day = `20${String(10 + random.below(17)).padStart(2, '0')}-0${1 + random.below(9)}-1${random.below(10)}`
  const values: Record<string, string> = {
    integer: String(n + 1), bigint: String(n + 1), numeric: `${n}.50`, boolean: 'true', date: day,
    'timestamp without time zone': `${day} 10:11:12`, 'timestamp with time zone': `${day} 10:11:12+00`,
    uuid: `00000000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`, json: `{"n": ${n}}`, jsonb: `{"n": ${n}}`, bytea: `\\x0${n % 10}`, 'text[]': `{a,b${n}}`,
  } // prettier-ignore
  const text = isKey ? `${n}${hostileText(random, 3)}` : `v${hostileText(random, 4)}${n}`
  return values[type] ?? wellFormed(text.slice(0, length ?? 200))
}

/** Half of a key that many rows have, so that only both halves tell rows apart. */
function repeatedValue(type: string, n: number): string {
  return type === 'uuid' ? `00000000-0000-4000-8000-00000000000${n % 2}` : String(n % 2)
}
