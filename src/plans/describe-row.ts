// A row of a connected system in a person's copy: what it is, what it may serve, who gets it and until when (ACC-05), as the statement and
// the signed data map say it; and the names of the files it stands in.

import type { Json } from '../base/index.ts'
import type { Policy } from '../policy/index.ts'
import { recipientsIn } from './describe.ts'
import { mappedTable, tableLabel, type CopiedTable, type DataMap } from '../systems/index.ts'

/** The rows of one table, one after the other, each with what there is to say of all of them. */
export async function* describeRows(policy: Policy, map: DataMap, table: CopiedTable): AsyncIterable<Json> {
  const about = describeTable(policy, map, table)
  for await (const row of table.rows())
    yield { ...about, data: Object.fromEntries(table.columns.map(({ name }, i) => [name, row[i] ?? null])) }
}

function describeTable(
  policy: Policy,
  map: DataMap,
  { schema, table, product, columns }: CopiedTable,
): { readonly [name: string]: Json } {
  const categories = [...new Set(columns.flatMap(({ category }) => category ?? []))].toSorted()
  const cells = policy.cells.filter(({ facts }) => categories.includes(facts.category) && (product === null || facts.product === product)) // prettier-ignore
  const uses = cells.flatMap(({ rows }) => rows.flatMap((row) => row.uses))
  const purposes = uses.map(({ purpose, basis, clause }): Json => {
    const said = policy.purposes.find(({ bit }) => bit === purpose)
    return {
      purpose: said?.name ?? null,
      label: said?.label ?? null,
      basis: { kind: basis.kind, name: basis.name },
      clause,
    }
  })
  const mapped = mappedTable(map, { schema, name: table })
  const law = mapped?.erase?.how === 'keep' ? mapped.erase.law : null
  return {
    table: tableLabel({ schema, name: table }),
    categories: categories.map((name) => ({
      category: name,
      label: policy.categories.find((one) => one.name === name)?.label ?? name,
      columns: columns.filter(({ category }) => category === name).map((column) => column.name),
    })),
    product,
    source: map.system,
    purposes: distinct(purposes),
    recipients: recipientsIn(policy, cells),
    retention: {
      words: law === null ? 'until it is erased there; you may ask for that at any time' : 'as long as the law says',
      clauses: [...new Set(cells.flatMap(({ limits }) => limits.map(({ clause }) => clause)))].toSorted(),
      law: law === null ? null : (policy.notes.find(({ name }) => name === law)?.text ?? law),
    },
  }
}

function distinct(list: readonly Json[]): Json[] {
  return [...new Map(list.map((one) => [JSON.stringify(one), one])).values()]
}

/** Names the files of one system: letters, digits and dashes, each name once, however a database spells its own. */
export function fileNames(system: string): (...parts: readonly string[]) => string {
  const given = new Set<string>()
  return (...parts) => {
    const stem = [system, ...parts].map(fileWord).join('.')
    const names = [stem, ...Array.from({ length: given.size }, (_, i) => `${stem}-${i + 2}`)]
    const name = names.find((one) => !given.has(one)) ?? stem // one more name than were given
    given.add(name)
    return `systems/${name}.json`
  }
}

function fileWord(word: string): string {
  return (
    word
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'x'
  )
}
