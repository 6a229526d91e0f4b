// The three phases in order: parse, check, emit. A statement with an error compiles to nothing; everything wrong with it is told at once,
// but holes and clashes are looked for only where every rule could be read.

import { Failure, nearest } from '../base/index.ts'
import type { Clause, ClauseClass, Compiled } from '../policy/index.ts'
import { readFolder, type ParsedClause, type ParsedFolder, type StatementFiles } from './1-parse/folder.ts'
import { general, type Home } from './1-parse/homes.ts'
import { normalRules } from './1-parse/normal-form.ts'
import { printRule } from './1-parse/print-rule.ts'
import type { Rule } from './1-parse/rule.ts'
import { findClashes } from './2-check/clashes.ts'
import { checkContracts } from './2-check/contracts.ts'
import { buildGrid, type Held } from './2-check/grid.ts'
import { findHoles } from './2-check/holes.ts'
import { checkInstruction } from './2-check/instruction.ts'
import { checkKept } from './2-check/kept.ts'
import { checkMadeAndShared } from './2-check/made-and-given.ts'
import { checkRecipients } from './2-check/recipients.ts'
import { isDate } from './2-check/register-fields.ts'
import { readRegisters, type Registers } from './2-check/registers.ts'
import { checkRows } from './2-check/sources.ts'
import { resolveRules, type PlacedRule, type Resolved } from './2-check/resolve.ts'
import {
  checkNarrowing,
  holdsIn,
  isForAll,
  isNarrowing,
  layerOf,
  readStandings,
  type Standings,
} from './2-check/standings.ts'
import { checkTranslations } from './2-check/translations.ts'
import { checkBystanders } from './2-check/bystanders.ts'
import { checkWanted } from './2-check/wanted.ts'
import { checkWords } from './2-check/words.ts'
import { emitPage, type CheckedClause } from './3-emit/page.ts'
import { emitPolicy, hashOf } from './3-emit/policy.ts'
import { classOf, digestOf, maySign, printSigned, readSigned, signatureOf } from './3-emit/signatures.ts'
import { collectRaised, toDiagnostics, type Diagnostic, type Raise } from './diagnostics.ts'

const deadlineMsDefault = 10_000

/** A compilation: what there is to say, and the statement, or null where there is an error. */
export interface Compilation {
  readonly diagnostics: readonly Diagnostic[]
  readonly compiled: Compiled | null
}

/**
 * Compiles a folder. `deadlineMs` ends the reading of a text that takes too long. `today`, a day like 2026-11-02, tells which mechanisms have
 * lapsed: a warning, which changes nothing of what is compiled.
 */
export async function compileStatement(
  files: StatementFiles,
  { deadlineMs = deadlineMsDefault, today = null }: { deadlineMs?: number; today?: string | null } = {},
): Promise<Compilation> {
  const report = collectRaised()
  const folder = await readFolder(files, deadlineMs, report.raise)
  const registers = readRegisters(folder.registers, report.raise)
  const standings = readStandings(folder.homes, registers, report.raise)
  checkNarrowing(folder.clauses, standings, report.raise)
  checkTranslations(folder, registers, report.raise)
  const clauses = folder.clauses.map((parsed) => classed(parsed, standings))
  const checked = checkRules(clauses, { folder, registers, standings, today }, report.raise)
  checkWords(clauses.map((clause) => ({ ...clause, rules: clause.written })), folder, registers, report.raise) // prettier-ignore
  const signed = withSignatures(clauses, checked.exceptions, folder, registers, report.raise)
  const diagnostics = toDiagnostics(report.raised, files)
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics, compiled: null }
  const policy = emitPolicy({
    standings,
    registers,
    grid: checked.grid,
    rules: checked.rules,
    clauses: signed.map(toClause),
    standingsOf: standingsIn(folder, standings),
  })
  const page = emitPage(folder, signed, registers)
  return { diagnostics, compiled: { policy, page, hash: hashOf({ policy, page }) } }
}

interface Classed {
  readonly parsed: ParsedClause
  readonly class: ClauseClass
  /** all its rules, in normal form */
  readonly written: readonly Rule[]
  /** of these the ones that hold for the profile */
  readonly rules: readonly Rule[]
}

/** A rule that holds in no standing is none: a base that does not inherit all takes from the general text only what it forbids, offers and promises. */
function classed(parsed: ParsedClause, standings: Standings): Classed {
  const written = normalRules(parsed.block?.rules ?? [])
  const rules = written.filter(({ verb }) => standings.all.some((one) => holdsIn(one, parsed.home, verb, standings)))
  return { parsed, class: classOf(parsed), written, rules }
}

/** All that rules are checked against. */
interface Around {
  readonly folder: ParsedFolder
  readonly registers: Registers
  readonly standings: Standings
  readonly today: string | null
}

function checkRules(clauses: readonly Classed[], { folder, registers, standings, today }: Around, raise: Raise) {
  // names are looked up in the rules as written, so that the rest of a broken clause is checked too and every place is the author's
  const written = folder.clauses.flatMap(({ id, block }) => placed(id, block?.rules ?? []))
  const known = resolveRules(written, registers, raise)
  const whole = known.length === written.length && folder.clauses.every(({ block }) => !block?.broken)
  if (!whole) return { grid: [], rules: [], exceptions: new Map<string, ReadonlySet<string>>() }
  const rules = resolveRules(clauses.flatMap(({ parsed, rules: normal }) => placed(parsed.id, normal)), registers, () => {}) // prettier-ignore
  const homes = new Map(clauses.map(({ parsed }) => [parsed.id, parsed.home]))
  const grid = buildGrid(heldBy(rules, homes, standings), registers)
  const narrowing = (clause: string): string | null => {
    const home = homes.get(clause) ?? general
    return isNarrowing(home, standings) ? home.name : null
  }
  const [demands, own] = [true, false].map((forAll) => rules.filter(({ clause }) => isForAll(homes.get(clause) ?? general, standings) === forAll)) // prettier-ignore
  const compared = { rules: own!, grid, registers, narrowing, standingsOf: standingsIn(folder, standings) }
  findHoles(compared, raise)
  checkInstruction(grid, standings, raise)
  checkRows(registers.sources, grid, raise)
  const exceptions = findClashes(compared, raise)
  checkMadeAndShared(compared, raise)
  checkWanted(compared, raise)
  checkBystanders(compared, raise)
  checkRecipients(compared, today, raise)
  checkKept({ rules, registers }, raise)
  checkContracts(
    standings.contracts.map((contract) => ({ ...contract, rules: demands!.filter(({ clause }) => homes.get(clause)?.name === contract.name) })),
    { ...compared, standings },
    raise,
  ) // prettier-ignore
  return { grid, rules, exceptions }
}

/** The standings a rule holds in; null: all. */
function standingsIn({ clauses }: ParsedFolder, standings: Standings): (rule: Resolved) => readonly string[] | null {
  const homes = new Map(clauses.map(({ id, home }) => [id, home]))
  return ({ clause, rule }) => {
    const held = standings.all.filter((one) => holdsIn(one, homes.get(clause) ?? general, rule.verb, standings))
    return held.length === standings.all.length ? null : held.map(({ name }) => name)
  }
}

/** Which of the rules hold in which standing. */
function heldBy(rules: readonly Resolved[], homes: ReadonlyMap<string, Home>, standings: Standings): Held {
  const homeOf = ({ clause }: Resolved): Home => homes.get(clause) ?? general
  const byLayer = Map.groupBy(rules, (rule) => layerOf(homeOf(rule), standings))
  const own = byLayer.get(null) ?? []
  return {
    standings: standings.all,
    ofBase: (base) => own.filter((rule) => holdsIn({ name: base, base, overlays: [] }, homeOf(rule), rule.rule.verb, standings)), // prettier-ignore
    ofLayer: (name) => byLayer.get(name) ?? [],
  }
}

function placed(clause: string, rules: readonly Rule[]): readonly PlacedRule[] {
  return rules.map((rule, index) => ({ clause, index, rule }))
}

function withSignatures(
  clauses: readonly Classed[],
  exceptions: ReadonlyMap<string, ReadonlySet<string>>,
  folder: ParsedFolder,
  registers: Registers,
  raise: Raise,
): readonly CheckedClause[] {
  const lines = Map.groupBy(readSigned(folder.signed, folder.clauses, registers, raise), ({ clause }) => clause)
  return clauses.map((clause) => {
    const digest = digestOfClause(clause)
    const { id } = clause.parsed
    const signature = signatureOf({ id, class: clause.class, digest }, lines.get(id) ?? [], raise)
    return { ...clause, digest, signature, exceptions: [...(exceptions.get(clause.parsed.id) ?? [])].toSorted() }
  })
}

function digestOfClause({ parsed, class: kind, rules }: Classed): string {
  return digestOf({
    words: parsed.words,
    class: kind,
    reason: parsed.block?.mark?.reason ?? null,
    rules: rules.map(printRule),
  })
}

function toClause({ parsed, class: kind, rules, digest }: CheckedClause): Clause {
  return { id: parsed.id, class: kind, verbs: rules.map(({ verb }) => verb), digest }
}

/**
 * Signs clauses for an officer on a day (`2026-11-02`): answers the new text of signed.yaml.
 * Throws `statement_broken` when the folder does not compile, `name_unknown` for an unknown clause or officer, `input_invalid` for no day or
 * for words under which nothing was read, `sign_refused` where the register does not let the officer sign such a clause.
 */
export async function signClauses(
  files: StatementFiles,
  { clauses, officer, on }: { readonly clauses: readonly string[]; readonly officer: string; readonly on: string },
): Promise<string> {
  const { compiled } = await compileStatement(files)
  if (!compiled) throw new Failure('statement_broken')
  const { raise } = collectRaised()
  const folder = await readFolder(files, deadlineMsDefault, raise)
  const registers = readRegisters(folder.registers, raise)
  const officers = registers.officers.map(({ key }) => key)
  const known = compiled.policy.clauses
  const signed = clauses.map((id) => {
    const clause = known.find((one) => one.id === id)
    if (!clause) throw nameUnknown('clause', id, known.map((one) => one.id)) // prettier-ignore
    if (!officers.includes(officer)) throw nameUnknown('officer', officer, officers)
    if (clause.class === 'bare') throw new Failure('input_invalid', { clause: id, why: 'it has no rules, no aim and no info: there is nothing that its words could agree with' }) // prettier-ignore
    if (!maySign(registers, officer, clause.class)) throw new Failure('sign_refused', { clause: id, class: clause.class, officer }) // prettier-ignore
    return { clause: id, digest: clause.digest, officer, on }
  })
  if (!isDate(on)) throw new Failure('input_invalid', { on: 'a day like 2026-11-02' })
  return printSigned(readSigned(folder.signed, folder.clauses, registers, raise), signed)
}

/** A name that is none of those known; says which one is near, or else which there are. */
export function nameUnknown(kind: string, name: string, known: readonly string[]): Failure {
  const meant = nearest(name, known)
  return new Failure('name_unknown', { [kind]: name, ...(meant === null ? { known } : { meant }) })
}
