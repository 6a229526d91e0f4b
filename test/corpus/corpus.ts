// The corpus as data: schemas, their labels, and which are held out. Every column has exactly one label.

import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parse } from 'yaml'
import { readDdl, type Ddl } from '../../src/systems/ddl/read-ddl.ts'

/** A schema with its labels: table and column to a category, or null where it is not personal. */
export interface Labelled {
  readonly name: string
  readonly isHeldOut: boolean
  readonly ddl: Ddl
  readonly label: (table: string, column: string) => string | null | undefined
  readonly labels: number
}

/** The form of a file of labels. */
type Labels = Readonly<
  Record<string, { readonly personal: Readonly<Record<string, string>>; readonly not: readonly string[] }>
>

/** Every schema of the corpus, in the order of the alphabet. */
export function readCorpus(): readonly Labelled[] {
  const files = globSync('test/corpus/schemas/*.sql').toSorted()
  return files.map((file, i) => {
    const labels = parse(readFileSync(file.replace(/\.sql$/, '.labels.yaml'), 'utf8')) as Labels // our own form
    return {
      name: basename(file, '.sql'),
      isHeldOut: i % 3 === 2,
      ddl: readDdl(readFileSync(file, 'utf8')),
      labels: Object.values(labels).reduce(
        (sum, { personal, not }) => sum + Object.keys(personal).length + not.length,
        0,
      ),
      label: (table, column) => {
        const said = labels[table]
        const isNot = said?.not.includes(column) ?? false
        const category = said?.personal[column]
        return isNot === (category !== undefined) ? undefined : (category ?? null)
      },
    }
  })
}
