// What a foreign database is made of, as data: read from a live one by a connector, or from its DDL by the lint. Names are kept exactly
// as the database spells them; nothing here quotes or folds them.

/** A column as its database describes it. `type` is the type's name in lower case without length: `character varying`, `int`. */
export interface Column {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  /** most characters the type holds; null: no limit is declared */
  readonly length: number | null
  /** the database computes it: it cannot be written */
  readonly generated: boolean
}

/** A declared foreign key: these columns refer to those of another table, in order. */
export interface ForeignKey {
  readonly columns: readonly string[]
  readonly schema: string
  readonly table: string
  readonly references: readonly string[]
  /** what the database does by itself to rows that refer to a deleted one */
  readonly onDelete: 'nothing' | 'cascade' | 'set null' | 'set default'
}

/** A table. `rows` is the database's own estimate; null where there is none, as in DDL. */
export interface Table {
  readonly schema: string
  readonly name: string
  readonly columns: readonly Column[]
  /** columns of the primary key; null without one */
  readonly primary: readonly string[] | null
  /** columns of each further unique key */
  readonly uniques: readonly (readonly string[])[]
  readonly foreign: readonly ForeignKey[]
  readonly rows: number | null
}

/** Every base table of a database that its reader may see, in order of schema and name. */
export interface Catalogue {
  /** which database it was read from, whatever address it has: a mark that its server gave it and no other has; absent where it tells none, as in DDL */
  readonly database?: string | undefined
  readonly tables: readonly Table[]
}

/** `schema.table`, for people to read; never for SQL. */
export function tableLabel({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${schema}.${name}`
}
