// A folder's statement, compiled, for commands that cannot go on without one.

import { Failure } from '../base/index.ts'
import type { Compiled, PageClause } from '../policy/index.ts'
import { compileStatement, nameUnknown, printDiagnostics, type Compilation } from '../statement/index.ts'
import type { Shell } from './shell.ts'
import { folderGiven, readStatement } from './statement-folder.ts'

/** Compiles a folder's statement. What there is to say of it is printed; where it has errors `statement_broken` is thrown. */
export async function compiledOrFail(shell: Shell, folder: string): Promise<Compiled> {
  return (await saidOrFail(shell, folder)).compiled
}

/** The same, of a statement that is to be published: `signature_stale` is thrown where a clause is not what its officers signed. */
export async function signedOrFail(shell: Shell, folder: string): Promise<Compiled> {
  const { compiled, diagnostics } = await saidOrFail(shell, folder)
  const clauses = compiled.page.sections.flatMap((section) => section.clauses)
  const stale = clauses.filter(({ signature }) => signature.state === 'stale').map(({ id }) => id)
  if (stale.length === 0) return compiled
  const commands = diagnostics.flatMap(({ code, help }) => (code === 'K707' ? (/`(.+)`/.exec(help)?.[1] ?? []) : []))
  throw new Failure('signature_stale', {
    'not signed': stale,
    sign: commands.filter((one) => stale.some((id) => one.includes(` sign ${id} `))),
  })
}

async function saidOrFail(shell: Shell, folder: string): Promise<Compilation & { readonly compiled: Compiled }> {
  const { diagnostics, compiled } = await compileFolder(shell, folder)
  if (diagnostics.length > 0) shell.err(printDiagnostics(diagnostics, { color: shell.color }))
  if (compiled) return { diagnostics, compiled }
  throw new Failure('statement_broken', { folder })
}

/** Compiles a folder's statement as of today; the commands that its help names work from where we were called. */
export async function compileFolder(shell: Shell, folder: string): Promise<Compilation> {
  const { diagnostics, compiled } = await compileStatement(await readStatement(shell.cwd, folder), {
    today: dayOf(shell),
  })
  const here = (help: string): string => help.replaceAll(/`npx kept sign [^`]+(?=`)/g, (command) => `${command}${folderGiven(folder)}`) // prettier-ignore
  return { compiled, diagnostics: diagnostics.map((one) => ({ ...one, help: here(one.help) })) }
}

/** The present day, in UTC: which mechanisms have lapsed depends on it. */
function dayOf({ clock }: Shell): string {
  return clock.now().toISOString().slice(0, 10)
}

/** The clause with an id. Throws Failure('name_unknown') with the id that was probably meant. */
export function clauseNamed({ page }: Compiled, id: string): PageClause {
  const clauses = page.sections.flatMap((section) => section.clauses)
  const found = clauses.find((one) => one.id === id)
  if (found) return found
  throw nameUnknown('clause', id, clauses.map((one) => one.id)) // prettier-ignore
}
