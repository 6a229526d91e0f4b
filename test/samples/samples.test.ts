// Every code of the diagnostics table has a statement that raises it and one that comes close and does not. A sample holds only the
// files that differ from `base`; one of what a version changes holds two, `before` and `after`; one with a schema.sql is a repository whose columns are checked too. UPDATE_SAMPLES=1 rewrites what is
// expected, and the diff is the review.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { differenceOf, sayChange } from '../../src/desks/index.ts'
import { compileStatement, diagnosticsTable, type Compilation, type StatementFiles } from '../../src/statement/index.ts'
import { checkColumns } from '../../src/systems/index.ts'
import { readFiles } from '../harness/statements.ts'

const here = import.meta.dirname
const rewrites = process.env['UPDATE_SAMPLES'] === '1'
const folders = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
const isChange = (code: string): boolean => code.startsWith('K8')
const codes = folders(here).filter((name) => name !== 'base')

/** The statement of a sample: the base folder with its own files put over it. */
function filesOf(sample: string): StatementFiles {
  return { ...read(join(here, 'base')), ...read(join(here, sample)) }
}

function read(folder: string): StatementFiles {
  const { 'expected.json': _expected, ...files } = readFiles(folder)
  return files
}

/** What `kept check` finds: in the statement and, where there is a schema, in its columns. */
async function check({ 'schema.sql': schema, ...files }: StatementFiles): Promise<Compilation> {
  const { diagnostics, compiled } = await compileStatement(files, { today: '2026-11-02' })
  if (!compiled || schema === undefined) return { diagnostics, compiled }
  const columns = checkColumns({ file: 'schema.sql', text: schema }, compiled.policy)
  return { diagnostics: [...diagnostics, ...columns.diagnostics], compiled }
}

test('every code of the table has an accepting and a rejecting sample', () => {
  expect(codes.toSorted()).toEqual(Object.keys(diagnosticsTable).toSorted())
  for (const code of codes) expect(folders(join(here, code)).toSorted()).toEqual(['accept', 'reject'])
})

test('the base of all samples compiles without a word', async () => {
  const { diagnostics, compiled } = await compileStatement(read(join(here, 'base')))
  expect(diagnostics).toEqual([])
  expect(compiled).not.toBeNull()
})

describe.each(codes.filter((code) => !isChange(code)))('%s', (code) => {
  test.each(['accept', 'reject'])('%s', async (kind) => {
    const sample = join(code, kind)
    const { diagnostics, compiled } = await check(filesOf(sample))
    const shown = diagnostics.map(({ code: found, severity, message, help, file, line, column, length, related }) => ({
      code: found, severity, message, help, file, line, column, length,
      related: related.map((other) => ({ file: other.file, line: other.line, column: other.column, message: other.message })),
    })) // prettier-ignore
    const expected = join(here, sample, 'expected.json')
    if (rewrites) writeFileSync(expected, `${JSON.stringify(shown, null, 2)}\n`)
    expect(shown).toEqual(JSON.parse(readFileSync(expected, 'utf8')))
    expect(shown.some((diagnostic) => diagnostic.code === code)).toBe(kind === 'reject')
    expect(compiled === null).toBe(diagnostics.some(({ severity, file }) => severity === 'error' && file !== 'schema.sql')) // prettier-ignore
    for (const { line, column, length, source } of diagnostics) expect(line >= 1 && column >= 1 && column - 1 <= source.length && length >= 1).toBe(true)
  })
})

describe.each(codes.filter(isChange))('%s', (code) => {
  test.each(['accept', 'reject'])('%s', async (kind) => {
    const [before, after] = await Promise.all(['before', 'after'].map(async (side) => compiled(join(code, kind, side))))
    const shown = differenceOf(before!, after!).changes.map((change) => ({ ...change, ...sayChange(change) }))
    const expected = join(here, code, kind, 'expected.json')
    if (rewrites) writeFileSync(expected, `${JSON.stringify(shown, null, 2)}\n`)
    expect(shown).toEqual(JSON.parse(readFileSync(expected, 'utf8')))
    expect(shown.some((change) => change.code === code)).toBe(kind === 'reject')
    expect(shown).not.toEqual([]) // what comes close changes something too
  })
})

async function compiled(sample: string) {
  const { diagnostics, compiled: statement } = await compileStatement(filesOf(sample))
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return statement!
}
