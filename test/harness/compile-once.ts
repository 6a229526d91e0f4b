// A statement compiled once a test file: a suite opens many houses over the same folder, and compiling is most of what opening one costs.

import { compileStatement, type StatementFiles } from '../../src/statement/index.ts'

type Compilation = Awaited<ReturnType<typeof compileStatement>>

const compiled = new Map<string, Promise<Compilation>>()

/** What `compileStatement` answers for these texts; nobody changes it, so that all may share it. */
export function compileOnce(files: StatementFiles): Promise<Compilation> {
  const key = JSON.stringify(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const found = compiled.get(key) ?? compileStatement(files)
  compiled.set(key, found)
  return found
}
