// What an editor asks of a place in a statement: what may be written there, which register entry a name means, how the rule was understood.
// `kept lsp` puts these questions; the answers are data.

import { parseRules } from '../1-parse/parse-rules.ts'
import { slotWords } from '../1-parse/slots.ts'
import type { Registers } from '../2-check/registers.ts'
import { say } from '../3-emit/say.ts'
import type { Span } from '../diagnostics.ts'
import { entriesOf, entryNamed, type NamedEntry } from './entries.ts'
import { nextWords } from './next-words.ts'
import { blocksIn, ruleAt, type Place, type RuleAt, type WrittenBlock } from './rule-at.ts'

/** Something that may be written at a place. */
export interface Proposal {
  readonly word: string
  readonly kind: 'verb' | 'slot' | 'word' | 'name'
  /** in few words: `category`, `on which basis` */
  readonly is: string
  readonly says: string
}

/** A text of the statement, and a place in it. */
export interface Asked {
  readonly file: string
  readonly text: string
  readonly place: Place
}

/** What may be written at a place; nothing outside of rule blocks. */
export function proposalsAt({ file, text, place }: Asked, registers: Registers): readonly Proposal[] {
  const at = ruleAt(file, text, place)
  if (!at) return []
  const { words, names, slots, frame, promised } = nextWords(at.before)
  return [
    ...entriesOf(names, registers).map(({ name, one, label, says }) => ({ word: name, kind: 'name' as const, is: `${one}: ${label}`, says })), // prettier-ignore
    ...words.map((word) => ({ word, kind: frame ? ('word' as const) : ('verb' as const), is: verbSays[word] ?? '', says: '' })), // prettier-ignore
    ...slots.map((slot) => ({ word: firstWord(slot), kind: 'slot' as const, is: slotWords[slot].says, says: slotWords[slot].example })), // prettier-ignore
    ...parametersOf(promised, registers),
  ]
}

/** Parameters of a promised commitment that were not said yet. */
function parametersOf(promised: ReturnType<typeof nextWords>['promised'], { commitments }: Registers): Proposal[] {
  const entry = commitments.find(({ name }) => name === promised?.commitment)
  return (entry?.parameters ?? []).flatMap(({ name }) =>
    promised?.said.includes(name)
      ? []
      : [{ word: name, kind: 'slot' as const, is: `parameter of ${entry?.label ?? ''}`, says: '' }],
  )
}

/** What to write to begin a slot. Limits begin with a number or `until`: the word is what is proposed. */
function firstWord(slot: keyof typeof slotWords): string {
  return slot === 'limits' ? 'until' : slotWords[slot].word
}

const verbSays: Readonly<Record<string, string>> = {
  collect: 'what may be taken in', derive: 'what may be guessed', use: 'what it may be used for', share: 'whom it may be given to',
  combine: 'what may be joined', store: 'where it may lie', keep: 'until when it stays', never: 'what nobody may do', offer: 'what people can do',
  promise: 'what we commit to', info: 'these words promise nothing: say why', aim: 'nobody can test these words: say why',
} // prettier-ignore

/** Where the word stands that a place is in or directly behind. */
export function tokenAt({ file, text, place }: Asked): Span | null {
  return ruleAt(file, text, place)?.token?.span ?? null
}

/** The register entry that the name at a place means. */
export function entryAt({ file, text, place }: Asked, registers: Registers): NamedEntry | null {
  const at = ruleAt(file, text, place)
  if (!at?.token) return null
  return entryNamed(at.token.text, nextWords(at.before).names, registers)
}

/** How one rule was understood, and how its block is called. */
export interface RuleRead {
  readonly clause: string
  readonly reading: string
  /** first and last line of the rule, counted from 1 */
  readonly lines: readonly [first: number, last: number]
}

/** How the rule at a place was understood; on the fence all rules of the block. Nothing where a rule cannot be read. */
export function readingsAt({ file, text, place }: Asked, registers: Registers): readonly RuleRead[] {
  const fenced = blocksIn(file, text).find(({ fenceLine }) => fenceLine === place.line)
  if (fenced) return readingsOf(fenced, fenced.lines, registers)
  const at = ruleAt(file, text, place)
  return at ? readingsOf(at.block, at.lines, registers) : []
}

function readingsOf({ id }: WrittenBlock, lines: RuleAt['lines'], registers: Registers): readonly RuleRead[] {
  const { rules, broken } = parseRules(lines, () => {})
  if (broken) return []
  const last = lines.at(-1)?.line ?? 1
  return rules.map((rule, i) => ({
    clause: id,
    reading: say(rule, registers),
    lines: [rule.span.line, (rules[i + 1]?.span.line ?? last + 1) - 1] as const,
  }))
}
