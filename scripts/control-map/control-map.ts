// The control map: which clause of Harbour's statement carries each requirement, by which rules, proved by which probe or test, and the
// state that follows. Only `examples/harbour/controls.yaml` is written by people; everything else here is looked up and computed.

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Compiled, PageClause } from '../../src/policy/index.ts'
import { unmeasuredIn } from '../../src/proof/probes-promises.ts'
import { probes } from '../../src/proof/probes.ts'
import { compileStatement, type StatementFiles } from '../../src/statement/index.ts'
import { root } from '../run.ts'
import { readHarbour } from './harbour.ts'
import { areas, requirements, type RequirementId } from './requirements.ts'

/**
 * `kept`: a signed clause with rules carries it and probes try them, or carries at least a part of it and a test names it · `in part`: probes try a part of it ·
 * `tested`: no such clause, a test names it · `clause only`: words of the statement speak of it, and nothing proves them · `gap`: none of these.
 */
export type ControlState = 'kept' | 'in part' | 'tested' | 'clause only' | 'gap'

/** A clause that carries a requirement, wholly or in part. */
export interface Carrier {
  readonly clause: string
  readonly part: boolean
  readonly class: PageClause['class']
  readonly signed: boolean
  readonly rules: readonly string[]
  /** what the probes of its rules do; empty when a verb of it has none, or when no installation runs them */
  readonly probes: readonly string[]
}

/** One row of the map. */
export interface Control {
  readonly id: RequirementId
  readonly title: string
  readonly area: string
  readonly carriers: readonly Carrier[]
  /** tests that name the id */
  readonly tests: readonly string[]
  /** code that names the id: it proves nothing, and says where to look */
  readonly code: readonly string[]
  readonly state: ControlState
}

/** The map, and what it could not place. */
export interface ControlMap {
  readonly controls: readonly Control[]
  /** clauses with rules that carry no requirement */
  readonly unmapped: readonly string[]
}

/** What `controls.yaml` says of a clause. */
type Table = Readonly<Record<string, { readonly carries?: readonly string[]; readonly partly?: readonly string[] }>>

const ids = Object.keys(requirements) as readonly RequirementId[] // its keys are the ids

/** Builds the map. Throws when `controls.yaml` names a clause or a requirement that does not exist. */
export async function controlMap(): Promise<ControlMap> {
  const { clauses, tried } = await clausesOfHarbour()
  const table = parse(readFileSync(join(root, 'examples/harbour/controls.yaml'), 'utf8')) as Table // checked just below
  checkNames(table, clauses)
  const tests = citations(['src/**/*.test.ts', 'test/**/*.test.ts', 'test/cases/*.yaml'])
  const code = citations(['src/**/*.{ts,tsx}'], ['**/*.test.ts'])
  const controls = ids.map((id): Control => {
    const carriers = Object.entries(table).flatMap(([clause, { carries = [], partly = [] }]) =>
      carries.includes(id) || partly.includes(id) ? [carrierOf(clauses.get(clause)!, partly.includes(id), tried)] : [],
    ) // checkNames: the clause is there
    const seen = { carriers, tests: tests.get(id) ?? [], code: code.get(id) ?? [] }
    return { id, title: requirements[id], area: areaOf(id), ...seen, state: stateOf(seen) }
  })
  const unmapped = [...clauses.values()].filter((clause) => clause.class === 'ruled' && !(clause.id in table))
  return { controls, unmapped: unmapped.map(({ id }) => id) }
}

/** Every clause of the whole statement. The demo's own are tried by its probes every hour; of the others a test has to speak. */
async function clausesOfHarbour(): Promise<{
  readonly clauses: ReadonlyMap<string, PageClause>
  readonly tried: ReadonlySet<string>
}> {
  const { demo, whole } = await readHarbour()
  const [all, own] = await Promise.all([compiled(whole), compiled(demo)])
  // of a promise that nothing measures the probe finds the desk alone, which proves little
  const tried = clausesOf(own).filter(({ id }) => unmeasuredIn(own.policy, id).length === 0)
  return {
    clauses: new Map(clausesOf(all).map((clause) => [clause.id, clause])),
    tried: new Set(tried.map(({ id }) => id)),
  }
}

function clausesOf({ page }: Compiled): readonly PageClause[] {
  return page.sections.flatMap(({ clauses }) => clauses)
}

async function compiled(files: StatementFiles): Promise<Compiled> {
  const { compiled: whole } = await compileStatement(files)
  if (!whole) throw new Error('Harbour does not compile: `node scripts/harbour.ts FOLDER` writes the whole of it, and `npx kept check FOLDER` says why') // prettier-ignore
  return whole
}

function checkNames(table: Table, clauses: ReadonlyMap<string, PageClause>): void {
  const wrong = Object.entries(table).flatMap(([clause, { carries = [], partly = [] }]) => [
    ...(clauses.has(clause) ? [] : [`no clause is called ${clause}`]),
    ...[...carries, ...partly].filter((id) => !(id in requirements)).map((id) => `${clause}: there is no ${id}`),
    ...carries.filter((id) => partly.includes(id)).map((id) => `${clause} carries ${id} wholly and in part`),
  ])
  if (wrong.length > 0) throw new Error(`examples/harbour/controls.yaml: ${wrong.join(' · ')}`)
}

function areaOf(id: RequirementId): string {
  return areas[id.split('-')[0] as keyof typeof areas] // an id begins with its area
}

function carrierOf(
  { id, class: kind, signature, rules }: PageClause,
  part: boolean,
  tried: ReadonlySet<string>,
): Carrier {
  const isProbed = tried.has(id)
  return {
    clause: id,
    part,
    class: kind,
    signed: signature.state === 'signed',
    rules: rules.map(({ text }) => text),
    probes: isProbed ? [...new Set(rules.map(({ verb }) => probes[verb].name))] : [],
  }
}

/** The state that follows from who carries a requirement and which tests name it. */
export function stateOf({ carriers, tests }: Pick<Control, 'carriers' | 'tests'>): ControlState {
  const ruled = carriers.filter(({ signed, rules }) => signed && rules.length > 0)
  const probed = ruled.filter(({ probes: of }) => of.length > 0)
  if (probed.some(({ part }) => !part) || (ruled.length > 0 && tests.length > 0)) return 'kept'
  if (probed.length > 0) return 'in part'
  if (tests.length > 0) return 'tested'
  return carriers.length > 0 ? 'clause only' : 'gap'
}

const idPattern = new RegExp(`\\b(?:${Object.keys(areas).join('|')})-\\d\\d\\b`, 'g')

/** Files that name an id, by id. */
function citations(
  patterns: readonly string[],
  exclude: readonly string[] = [],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const path of globSync(patterns, { cwd: root, exclude }).toSorted())
    for (const id of new Set(readFileSync(join(root, path), 'utf8').match(idPattern)))
      found.set(id, [...(found.get(id) ?? []), path.replaceAll('\\', '/')])
  return found
}
