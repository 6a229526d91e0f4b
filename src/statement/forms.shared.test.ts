// No unknown IRI in what is printed in the Data Privacy Vocabulary: every one of its namespaces is a term of version 2.3.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { Parser } from 'n3'
import { expect, test } from 'vitest'
import { readHarbour } from '../../scripts/control-map/harbour.ts'
import { readExample } from '../../test/harness/statements.ts'
import { printTurtle } from './3-emit/dpv.ts'
import { compileStatement } from './compile.ts'

const folder = join(import.meta.dirname, '../../../shared/vectors/dpv-2.3')

const known = new Set(
  readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .flatMap((file) => parse(readFileSync(join(folder, file), 'utf8'), { columns: true, relax_column_count: true }) as { iri?: string }[]) // rows with these columns
    .flatMap(({ iri }) => iri ?? []),
) // prettier-ignore

test.each(['shop', 'harbour', 'whole'] as const)('%s: every IRI of DPV is known', async (name) => {
  const { compiled } = await compileStatement(name === 'whole' ? (await readHarbour()).whole : readExample(name))
  const quads = new Parser().parse(printTurtle(compiled!))
  const used = new Set(quads.flatMap(({ subject, predicate, object }) => [subject, predicate, object]).filter(({ termType, value }) => termType === 'NamedNode' && value.startsWith('https://w3id.org/dpv')).map(({ value }) => value)) // prettier-ignore
  expect(used.size).toBeGreaterThan(15)
  expect([...used].filter((iri) => !known.has(iri))).toEqual([])
})

test('every term the printer may write is known', () => {
  const source = readFileSync(join(import.meta.dirname, '3-emit/dpv.ts'), 'utf8')
  const terms = [...source.matchAll(/'(dpv|eu-gdpr):([A-Za-z0-9-]+)'/g)].map(([, prefix, term]) => (prefix === 'dpv' ? `https://w3id.org/dpv#${term}` : `https://w3id.org/dpv/legal/eu/gdpr#${term}`)) // prettier-ignore
  expect(terms.length).toBeGreaterThan(40)
  expect(terms.filter((iri) => !known.has(iri))).toEqual([])
})
