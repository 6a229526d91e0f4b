// A folder's statement, compiled, for commands that cannot go on without one.

import { Failure } from '../base/index.ts'
import type { Compiled, PageClause } from '../policy/index.ts'
import { compileStatement, nameUnknown, printDiagnostics } from '../statement/index.ts'
import type { Shell } from './shell.ts'
import { readStatement } from './statement-folder.ts'

/** Compiles a folder's statement. What there is to say of it is printed; where it has errors `statement_broken` is thrown. */
export async function compiledOrFail(shell: Shell, folder: string): Promise<Compiled> {
  const { diagnostics, compiled } = await compileStatement(await readStatement(shell.cwd, folder), {
    today: dayOf(shell),
  })
  if (diagnostics.length > 0) shell.err(printDiagnostics(diagnostics, { color: shell.color }))
  if (compiled) return compiled
  throw new Failure('statement_broken', { folder })
}

/** The present day, in UTC: which mechanisms have lapsed depends on it. */
export function dayOf({ clock }: Shell): string {
  return clock.now().toISOString().slice(0, 10)
}

/** The clause with an id. Throws Failure('name_unknown') with the id that was probably meant. */
export function clauseNamed({ page }: Compiled, id: string): PageClause {
  const clauses = page.sections.flatMap((section) => section.clauses)
  const found = clauses.find((one) => one.id === id)
  if (found) return found
  throw nameUnknown('clause', id, clauses.map((one) => one.id)) // prettier-ignore
}
