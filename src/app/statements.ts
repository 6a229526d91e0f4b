// The statement of a house: the versions in force as its rows say them, and the first one, published where there is none.

import { loadVersions, type Database } from '../adapters/stores/index.ts'
import { Failure, type Clock } from '../base/index.ts'
import { differenceOf, type ChangesDesk, type Difference } from '../desks/index.ts'
import { putInForce, type InForce, type Version } from '../policy/index.ts'
import { compileStatement, type Diagnostic, type StatementFiles } from '../statement/index.ts'

/** The statement in force: versions whose day has come, met with one another; loaded anew when one was published, here or elsewhere. */
export async function statementOf(
  db: Database,
  clock: Clock,
): Promise<{ inForce(): InForce; published(): readonly Version[]; isEmpty(): boolean; reload(): Promise<void> }> {
  let current: InForce | null = null
  let published: readonly Version[] = []
  const known = { all: '', due: '' }
  const reload = async (): Promise<void> => {
    const [row] = await db.query<{ all: string | null; due: string | null }>(
      `select string_agg(v.version::text, ',' order by v.version) as all,
         string_agg(v.version::text, ',' order by v.version) filter (where v.effective_at <= $2) as due
       from statement_version v where v.tenant = $1`,
      [db.tenant, clock.now()],
    )
    const { all, due } = { all: row?.all ?? '', due: row?.due ?? '' }
    if (all !== known.all) published = await loadVersions(db)
    if (due !== known.due && due !== '') {
      const versions = due.split(',').map(Number)
      current = putInForce(published.filter(({ version }) => versions.includes(version)))
    }
    Object.assign(known, { all, due })
  }
  await reload()
  return {
    inForce() {
      if (!current) throw new Failure('statement_missing')
      return current
    },
    published: () => published,
    isEmpty: () => current === null,
    reload,
  }
}

/** Publishes the first statement, agreed to by the officers who signed its clauses. A broken one is told like the compiler does. */
export async function publishFirst(changes: ChangesDesk<Diagnostic>, files: StatementFiles): Promise<void> {
  const { compiled, diagnostics } = await compileStatement(files)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (!compiled)
    throw new Failure('statement_broken', {
      diagnostics: errors.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`),
    })
  const signers = compiled.page.sections.flatMap(({ clauses }) =>
    clauses.flatMap(({ signature }) => signature.by.map(({ officer }) => officer)),
  )
  const { draft } = await changes.begin(files, [...new Set(signers)])
  if (!draft)
    throw new Failure('statement_broken', {
      diagnostics: diagnostics.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`),
    })
}

/** What a version changed against the one before. Failure('not_found') for one that was not published. */
export function changesIn(versions: readonly Version[], version: number): Difference {
  const at = versions.findIndex((one) => one.version === version)
  if (at < 0) throw new Failure('not_found', { version })
  return at === 0 ? { clauses: [], changes: [] } : differenceOf(versions[at - 1]!, versions[at]!)
}
