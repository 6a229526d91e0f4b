// A folder's statement, compiled, for commands that cannot go on without one.

import { Failure } from '../base/index.ts'
import type { Compiled } from '../policy/index.ts'
import { compileStatement, printDiagnostics } from '../statement/index.ts'
import type { Shell } from './shell.ts'
import { readStatement } from './statement-folder.ts'

/** Compiles a folder's statement. What there is to say of it is printed; where it has errors `statement_broken` is thrown. */
export async function compiledOrFail(shell: Shell, folder: string): Promise<Compiled> {
  const { diagnostics, compiled } = await compileStatement(await readStatement(shell.cwd, folder))
  if (diagnostics.length > 0) shell.err(printDiagnostics(diagnostics, { color: shell.color }))
  if (compiled) return compiled
  throw new Failure('statement_broken', { folder })
}
