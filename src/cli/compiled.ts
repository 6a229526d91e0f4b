// A folder's statement, compiled, for commands that cannot go on without one.

import { Failure } from '../base/index.ts'
import type { Compiled } from '../policy/index.ts'
import { compileStatement, printDiagnostics } from '../statement/index.ts'
import type { Shell } from './shell.ts'
import { readStatement } from './statement-folder.ts'

/** Compiles a folder's statement. Where it has errors they are printed and `statement_broken` is thrown. */
export async function compiledOrFail(shell: Shell, folder: string): Promise<Compiled> {
  const { diagnostics, compiled } = await compileStatement(await readStatement(shell.cwd, folder))
  if (compiled) return compiled
  shell.err(printDiagnostics(diagnostics, { color: shell.color }))
  throw new Failure('statement_broken', { folder })
}
