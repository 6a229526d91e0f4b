// Signatures: an officer says that a sentence and what was read in it agree. They stand in signed.yaml, over the digest of the clause's
// words and rules; a change of either makes them stale (K707). `info` needs two officers, everything else one.

import { nearest } from '../../base/index.ts'
import type { ClauseClass, Signature, Words } from '../../policy/index.ts'
import type { ParsedClause } from '../1-parse/folder.ts'
import type { Value } from '../1-parse/yaml.ts'
import { isDate } from '../2-check/register-fields.ts'
import type { Registers } from '../2-check/registers.ts'
import type { Raise, Span } from '../diagnostics.ts'
import { hashOf } from './policy.ts'

/** One line of signed.yaml. */
export interface Signed {
  readonly clause: string
  readonly digest: string
  readonly officer: string
  /** the day, `2026-11-02` */
  readonly on: string
}

interface Line extends Signed {
  readonly span: Span
}

/** SHA-256 over the words of a clause as shown, its mark, and its rules in normal form. */
export function digestOf(clause: {
  readonly words: Words
  readonly class: ClauseClass
  readonly reason: string | null
  readonly rules: readonly string[]
}): string {
  return hashOf({ words: clause.words, class: clause.class, reason: clause.reason, rules: clause.rules })
}

/** Reads signed.yaml; lines that are not of its form, or sign what is not there, are raised and left out. */
export function readSigned(
  value: Value | null,
  clauses: readonly ParsedClause[],
  registers: Registers,
  raise: Raise,
): readonly Line[] {
  if (!value || value.kind === 'nothing') return []
  if (value.kind !== 'list') {
    raise('K206', value.span, {
      problem: '`signed.yaml` is a list of signatures',
      help: 'run `kept sign` and a clause: it writes the line',
    })
    return []
  }
  const known = new Map(clauses.map((clause) => [clause.id, classOf(clause)]))
  if (value.items.length > 0 && !clauses.some(({ span }) => span.file === 'statement.md')) {
    // told once: a line for each of them would hide what happened
    raise('K112', { file: 'statement.md', line: 1, column: 1, length: 1 }, {
      problem: '`statement.md` holds no sentence, and `signed.yaml` signs some',
      help: 'put the sentences back; where none is wanted there, take `signed.yaml` away and sign what is left',
    }) // prettier-ignore
    return []
  }
  return value.items.flatMap((item) => readLine(item, known, registers, raise) ?? [])
}

const lineKeys = ['clause', 'digest', 'officer', 'on'] as const

function readLine(
  item: Value,
  known: ReadonlyMap<string, ClauseClass>,
  registers: Registers,
  raise: Raise,
): Line | null {
  // prettier-ignore
  const entries = item.kind === 'map' ? item.entries : []
  const said = new Map(entries.flatMap(({ key, value }) => (value.kind === 'text' ? [[key, value.text] as const] : [])))
  const [clause = '', digest = '', officer = '', on = ''] = lineKeys.map((key) => said.get(key))
  if (
    said.size !== lineKeys.length ||
    entries.length !== lineKeys.length ||
    !/^[0-9a-f]{64}$/.test(digest) ||
    !isDate(on)
  ) {
    raise('K206', item.span, {
      problem: 'a signature says clause, digest, officer and on',
      help: 'run `kept sign` and the clause: it writes the line',
    })
    return null
  }
  const spanOf = (key: string): Span => entries.find((entry) => entry.key === key)?.value.span ?? item.span
  const unknown = (key: string, kind: string, name: string, names: Iterable<string>): null => {
    const meant = nearest(name, names)
    raise('K201', spanOf(key), { kind, name, help: meant ? `did you mean \`${meant}\`?` : 'take the line out' })
    return null
  }
  const kind = known.get(clause)
  if (kind === undefined) return unknown('clause', 'clause', clause, known.keys())
  const keys = registers.officers.map(({ key }) => key)
  if (!keys.includes(officer)) return unknown('officer', 'officer', officer, keys)
  if (!maySign(registers, officer, kind)) {
    raise('K206', spanOf('officer'), {
      problem: `\`${officer}\` may not sign a clause that is ${kind}`,
      help: `take the line out, or add ${kind} to \`signs:\` of \`${officer}\` in organisation.yaml`,
    })
    return null
  }
  return { clause, digest, officer, on, span: item.span }
}

/** Whether the register lets an officer sign clauses of a class; one who does not say which may sign every one. */
export function maySign({ officers }: Registers, officer: string, kind: ClauseClass): boolean {
  return officers.find(({ key }) => key === officer)?.signs?.includes(kind) ?? true
}

/** What a clause is, by its block. */
export function classOf({ block }: Pick<ParsedClause, 'block'>): ClauseClass {
  return block === null ? 'bare' : (block.mark?.kind ?? 'ruled')
}

/** The state of a clause's signature, by its own lines; stale ones are raised at their place. */
export function signatureOf(
  clause: { readonly id: string; readonly class: ClauseClass; readonly digest: string },
  own: readonly Line[],
  raise: Raise,
): Signature {
  const valid = own.filter(({ digest }) => digest === clause.digest)
  const officers = [...new Set(valid.map(({ officer }) => officer))].toSorted()
  for (const { officer, span } of own)
    if (!officers.includes(officer)) raise('K707', span, { clause: clause.id, officer })
  const by = officers.map((officer) => ({ officer, on: valid.filter((line) => line.officer === officer).map(({ on }) => on).toSorted().at(-1) ?? '' })) // prettier-ignore
  const enough = officers.length >= signaturesNeeded(clause.class)
  return { state: enough ? 'signed' : own.length > valid.length ? 'stale' : 'unsigned', by }
}

/** How many officers have to sign a clause of this class: that words promise nothing is for two to say. */
export function signaturesNeeded(kind: ClauseClass): number {
  return kind === 'info' ? 2 : 1
}

/** The text of signed.yaml with signatures more; each officer's older ones of these clauses are replaced. */
export function printSigned(lines: readonly Signed[], added: readonly Signed[]): string {
  const key = ({ clause, officer }: Signed): string => `${clause} ${officer}`
  const fresh = new Set(added.map(key))
  const sorted = [...lines.filter((line) => !fresh.has(key(line))), ...added].toSorted((a, b) => (key(a) < key(b) ? -1 : 1)) // prettier-ignore
  const printed = sorted.map(
    ({ clause, digest, officer, on }) =>
      `- { clause: ${clause}, digest: "${digest}", officer: ${officer}, on: "${on}" }`,
  )
  return `# Who signed which clause, over the digest of its words and rules. Written by \`kept sign\`.\n${printed.join('\n')}\n`
}
