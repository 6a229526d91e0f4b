// Which columns of a schema look personal. A column is asked by its own names first; then the tables around it speak too: a table that
// holds e-mail addresses or first names is about persons, whatever it is called, and one that refers to such a table has a person's part in it.

import { recogniseName, type Guess } from '../../recognise/index.ts'
import { tableLabel, type Catalogue, type Column, type Table } from '../catalogue.ts'

/** A column that looks personal, and why. */
export interface LikelyColumn<T extends Table = Table> {
  readonly table: T
  readonly column: T['columns'][number]
  readonly guess: Guess
}

/** From here on a column is reported: chosen on the corpus (docs/spec/lint.md, confidence). */
export const reportedFrom = 0.67

/** Kinds that only a table about persons has of its own, and how sure one of them must be. */
const tellsPersons = new Set(['email', 'first-name', 'last-name', 'birth-date', 'gender', 'user-name', 'national-id', 'passport', 'marital-status', 'secret', 'salary', 'health-id']) // prettier-ignore
const surelyFrom = 0.88

/** Columns that look personal, in the order of the catalogue. */
export function likelyPersonal<T extends Table>({
  tables,
}: {
  readonly tables: readonly T[]
}): readonly LikelyColumn<T>[] {
  const about = aboutOf({ tables })
  return tables.flatMap((table) => {
    const links = new Set(table.foreign.flatMap(({ columns }) => columns))
    return table.columns.flatMap((column) => {
      if (links.has(column.name)) return [] // the column it refers to is asked
      const guess = guessOf(table, column, about.get(table))
      return guess && guess.confidence >= reportedFrom ? [{ table, column, guess }] : []
    })
  })
}

type About = 'person' | 'party'

/** What the tables around it say of each table. */
function aboutOf({ tables }: Catalogue): ReadonlyMap<Table, About> {
  const persons = new Set(tables.filter(holdsPersons).map(tableLabel))
  const named = new Map(tables.filter((table) => persons.has(tableLabel(table))).flatMap((table) => [...ownNames(table)].map((name) => [name, table] as const))) // prettier-ignore
  const aboutTable = (table: Table): About | null => {
    if (persons.has(tableLabel(table))) return 'person'
    const keys = table.foreign.filter((key) => persons.has(tableLabel({ schema: key.schema, name: key.table })))
    if (keys.some(({ columns }) => columns.join() === table.primary?.join())) return 'person' // one row for each of them
    return keys.length > 0 || table.columns.some(({ name }) => named.has(bare(name))) ? 'party' : null
  }
  return new Map(
    tables.flatMap((table) => {
      const about = aboutTable(table)
      return about === null ? [] : [[table, about] as const]
    }),
  )
}

/** Whether a table is known to be about persons, or is called by a word nobody knows and holds what only persons have. */
function holdsPersons({ schema, name, columns }: Table): boolean {
  const sure = (column: string, type: string): number =>
    recogniseName({ schema, table: name, column, type })?.confidence ?? 0
  if (sure('name', 'text') >= surelyFrom) return true
  const [low, high] = phoneOfUnknown
  const phone = sure('phone', 'text')
  return (
    phone >= low &&
    phone <= high &&
    columns.some((column) => {
      const guess = recogniseName({ schema, table: name, column: column.name, type: column.type })
      return guess !== null && guess.confidence >= surelyFrom && tellsPersons.has(guess.kind.name)
    })
  )
}

/** How sure a column `phone` is in a table of which nobody knows what it is about: below it is an organisation’s or a thing’s, above a person’s. */
const phoneOfUnknown = [0.8, 0.93] as const

/** How columns elsewhere call a table: its key, or its name in the singular with `id`. */
function ownNames({ name, primary }: Table): ReadonlySet<string> {
  const key = primary?.length === 1 ? bare(primary[0] ?? '') : ''
  const words = bare(name)
  const singular = words.replace(/ies$/, 'y').replace(/s$/, '')
  return new Set(
    [`${singular}id`, `${words}id`, `id${singular}`, ...(key === 'id' ? [] : [key])].filter((one) => one !== ''),
  )
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** What a table is called besides its name, where the tables around it tell what it is about. */
const calledToo: Readonly<Record<About, string>> = { person: 'person', party: 'account' }

function guessOf(table: Table, column: Column, about: About | undefined): Guess | null {
  const names = { schema: table.schema, column: column.name, type: column.type }
  const alone = recogniseName({ ...names, table: table.name })
  if (about === undefined || (alone !== null && alone.confidence >= surelyFrom)) return alone
  const around = recogniseName({ ...names, table: `${table.name}_${calledToo[about]}` })
  return around !== null && around.confidence > (alone?.confidence ?? 0) ? around : alone
}
