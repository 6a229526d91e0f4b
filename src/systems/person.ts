// Finding and copying one person's rows. A copy holds what the map calls personal and the keys that tell rows apart; of a row about two
// people it leaves out the other one's side (ACC-18). Rows pass through and are kept nowhere.

import type { Row } from './connector.ts'
import { type Link, type MappedTable } from './data-map.ts'
import type { People, Reach, Refusal } from './erasure.ts'
import { copyQuery, countQuery, type Copied } from './queries.ts'
import { askedOf, countsOf, identifierLink, oneReach, peoplesTables, reachOf, type Answering } from './reach.ts'
import { findWho, type WhoAsked } from './who.ts'

/** How many rows of a table are the person's, and which categories they hold. */
export interface FoundTable {
  readonly schema: string
  readonly table: string
  readonly product: string | null
  readonly categories: readonly string[]
  readonly rows: number
}

/** What was asked for, table by table; or why nobody can say which rows are this one person's: then no row was read. */
export type OfPerson<T> =
  | { readonly state: 'found'; readonly tables: readonly T[] }
  | { readonly state: 'refused'; readonly refusals: readonly Refusal[] }

/** Counts the person's rows, table by table; tables without one are left out. `refusals` must have found nothing. */
export async function findPerson(system: Answering, asked: WhoAsked): Promise<OfPerson<FoundTable>> {
  const who = await findWho(system, asked)
  if (who.state === 'refused') return who
  const { people } = who
  const tables: FoundTable[] = []
  for (const mapped of peoplesTables(asked)) {
    const reach = reachOf(asked, people, asked.identifiers, mapped)
    const query = countQuery(askedOf(asked.catalogue, mapped), reach, [], asked.dialect ?? 'postgres')
    const [rows = 0] = await countsOf(system, query, 1, mapped)
    const categories = [...new Set(mapped.columns.flatMap(({ category }) => category ?? []))].toSorted()
    if (rows > 0) tables.push({ schema: mapped.schema, table: mapped.table, product: mapped.product, categories, rows })
  }
  return { state: 'found', tables }
}

/** One table of a person's copy. `category`: null for a column that tells rows apart. `rows` asks when it is read. */
export interface CopiedTable {
  readonly schema: string
  readonly table: string
  readonly product: string | null
  readonly columns: readonly { readonly name: string; readonly category: string | null }[]
  readonly rows: () => AsyncIterable<Row>
}

/** The person's copy, a table at a time, in the order of the map. `refusals` must have found nothing. */
export async function copyPerson(system: Answering, asked: WhoAsked): Promise<OfPerson<CopiedTable>> {
  const who = await findWho(system, asked)
  if (who.state === 'refused') return who
  const { people } = who
  const tables = peoplesTables(asked).map((mapped): CopiedTable => {
    const columns = mapped.columns.filter(({ category, plain }) => category !== null || plain === 'key')
    const reach = reachOf(asked, people, asked.identifiers, mapped)
    const copied = columns.map(({ name, of }): Copied => ({ name, only: sideReach(asked, people, mapped, name, of) }))
    const query = copyQuery(askedOf(asked.catalogue, mapped), reach, copied, asked.dialect ?? 'postgres')
    return {
      schema: mapped.schema,
      table: mapped.table,
      product: mapped.product,
      columns: columns.map(({ name, category }) => ({ name, category })),
      rows: () => system.rows(query),
    }
  })
  return { state: 'found', tables }
}

/** In rows about two people a column of one side is copied to that one alone; null: to both. */
function sideReach(asked: WhoAsked, people: People, mapped: MappedTable, column: string, of: string | null): readonly Reach[] | null {
  if (mapped.links.length < 2) return null
  const links = mapped.links.filter((link) => link.name === of || leadsBy(link, column))
  return links.length === 0 ? null : links.map((link) => oneReach(asked, people, asked.identifiers, mapped, link))
} // prettier-ignore

function leadsBy(link: Link, column: string): boolean {
  return link.kind === 'path'
    ? (link.hops[0]?.columns.includes(column) ?? false)
    : (identifierLink({ links: [link] })?.identifiers.some((one) => one.column === column) ?? false)
}
