// Recursive descent over the tokens of a block, one logical line at a time: a broken line hides no other, and within a line reading
// goes on at the next slot word. The grammar is that of docs/spec/statement.md; every name keeps its place.

import { nearest, type Unit } from '../../base/index.ts'
import { contexts, type BasisKind } from '../../policy/index.ts'
import type { Raise, Span } from '../diagnostics.ts'
import type {
  BasisText,
  Block,
  Cond,
  FormText,
  HandText,
  LimitText,
  Name,
  NameSet,
  NeedText,
  ParameterText,
  Rule,
  RuleLine,
  SideText,
  Slots,
  TimeText,
} from './rule.ts'
import { frameOf, frames, slotsOf, slotWords, type Frame } from './slots.ts'
import { cutLines, type LogicalLine, type Token } from './tokens.ts'

/** Reads the lines of one block. What cannot be read is raised and left out. */
export function parseRules(lines: readonly RuleLine[], raise: Raise): Block {
  const logical = cutLines(lines, raise)
  let broken = false
  let mark: Block['mark'] = null
  const rules: Rule[] = []
  for (const line of logical) {
    const reader = new Reader(line, raise)
    const first = line.tokens[0]
    if (!first) broken = true
    else if (first.text === 'aim' || first.text === 'info') {
      if (logical.length > 1)
        raise('K110', first.span, {
          mark: first.text,
          beside: rules.length > 0 || logical.some(isRule) ? 'rules' : 'another mark',
        })
      mark = readMark(reader, first.text)
      broken ||= line.broken || mark === null || logical.length > 1
    } else {
      const rule = readRule(reader)
      if (rule) rules.push(rule)
      else broken = true
    }
  }
  return { mark, rules, broken }
}

/** Words that begin a slot or join names: no register may use them as a name. */
const reservedWords: ReadonlySet<string> = new Set([
  'any', 'except', 'and', 'or', 'of', 'on', 'off', 'in', 'from', 'for', 'because', 'as', 'by', 'at', 'under', 'to', 'per', 'within', 'when', 'unless', 'where', 'with',
  'needed', 'optional', 'until', 'after', 'case', 'directed', 'signed-in', 'signed-out', 'personal-account', 'organisation-account',
]) // prettier-ignore

const namePattern = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/

/** Whether a text may be a name: lower case, with `-` and `.`, not a word of the grammar, at most 80 signs. */
export function isName(text: string): boolean {
  return namePattern.test(text) && text.length <= 80 && !reservedWords.has(text)
}

/** Whether a word may name a parameter of a promise: any word of names that is no slot of `promise`. */
export function isParameter(text: string): boolean {
  return namePattern.test(text) && text.length <= 80 && !['of', 'in', 'where'].includes(text)
}

const verbs = ['collect', 'derive', 'use', 'share', 'combine', 'store', 'keep', 'never', 'offer', 'promise'] as const
const banVerbs = ['collect', 'derive', 'use', 'share', 'combine', 'store'] as const
const bases = ['contract', 'vital', 'instruction', 'consent', 'law', 'public-task', 'legitimate-interest'] as const
const basesWithName: ReadonlySet<string> = new Set(['consent', 'law', 'public-task', 'legitimate-interest'])
const units: ReadonlyMap<string, Unit> = new Map(
  (['second', 'minute', 'hour', 'day', 'week', 'month', 'year'] as const).flatMap((unit) => [[unit, unit], [`${unit}s`, unit]]),
) // prettier-ignore

/** What stands in the place of a slot that could not be read. The reader goes on at the next slot. */
class Unreadable extends Error {}

function isRule({ tokens }: LogicalLine): boolean {
  return tokens[0] !== undefined && tokens[0].text !== 'aim' && tokens[0].text !== 'info'
}

/** The tokens of one logical line and how far they were read. */
class Reader {
  readonly line: LogicalLine
  readonly raise: Raise
  #at = 0
  broken: boolean
  constructor(line: LogicalLine, raise: Raise) {
    this.line = line
    this.raise = raise
    this.broken = line.broken
  }
  get token(): Token | undefined {
    return this.line.tokens[this.#at]
  }
  /** The word that comes; empty where none does. */
  peek(): string {
    return this.token?.kind === 'word' ? this.token.text : ''
  }
  /** The token after the one that comes. */
  get following(): Token | undefined {
    return this.line.tokens[this.#at + 1]
  }
  get before(): Token | undefined {
    return this.line.tokens[this.#at - 1]
  }
  /** The place of the token that comes, or the end of the line. */
  get place(): Span {
    return this.token?.span ?? this.line.end
  }
  /** From a place to the end of the last token taken; the place alone where a line ends between them. */
  since(start: Span): Span {
    const end = this.before?.span
    return end && end.line === start.line ? { ...start, length: end.column + end.length - start.column } : start
  }
  next(): Token | undefined {
    return this.line.tokens[this.#at++]
  }
  /** Takes one of these words; undefined when another comes. */
  take<W extends string>(...words: readonly W[]): W | undefined {
    const { token } = this
    const word = token?.kind === 'word' ? words.find((w) => w === token.text) : undefined
    if (word !== undefined) this.#at++
    return word
  }
  /** Takes one of these words, or raises K102 and gives up the slot. */
  expect<W extends string>(words: readonly W[], help: string): W {
    return this.take(...words) ?? this.unreadable(words.map((word) => `\`${word}\``).join(' or '), help)
  }
  unreadable(expected: string, help: string): never {
    const meant = this.token ? nearest(this.token.text, expected.match(/(?<=`)[^`]+(?=`)/g) ?? []) : null
    this.raise('K102', this.place, { expected, found: this.found(), help: meant ? `did you mean \`${meant}\`?` : help })
    throw new Unreadable()
  }
  found(): string {
    return this.token ? `\`${this.token.text}\`` : 'the end of the rule'
  }
}

function readMark(reader: Reader, kind: 'aim' | 'info'): Block['mark'] {
  reader.next()
  const { token } = reader
  const example = kind === 'aim' ? 'aim "why nobody can test it"' : 'info "why it promises nothing"'
  try {
    if (token?.kind !== 'text' || token.text.trim() === '')
      return reader.unreadable('a text in double quotes', `write \`${example}\``)
    reader.next()
    if (reader.token) reader.unreadable('the end of the line', `write \`${example}\``)
    return { kind, reason: token.text.trim() }
  } catch (cause) {
    return givenUp(cause, null)
  }
}

function givenUp<T>(cause: unknown, instead: T): T {
  if (cause instanceof Unreadable) return instead
  throw cause
}

function readRule(reader: Reader): Rule | null {
  try {
    const head = readHead(reader)
    const slots = readSlots(reader, frameOf(head), head.span)
    return reader.broken ? null : { ...head, ...slots }
  } catch (cause) {
    return givenUp(cause, null)
  }
}

/** The verb and what follows it before the first slot: controls of an `offer`, a commitment, two sides, then the set. */
function readHead(reader: Reader): Omit<Rule, 'slots'> {
  const { token } = reader
  const verb = reader.take(...verbs) ?? refuseVerb(reader, verbs)
  const span = token?.span ?? reader.line.end
  const ban = verb === 'never' ? (reader.take(...banVerbs) ?? refuseVerb(reader, banVerbs)) : null
  const head = { verb, ban, controls: [], span }
  if (verb === 'promise') return { ...head, ...readPromised(reader) }
  if (verb === 'combine' || ban === 'combine') return { ...head, ...readSides(reader) }
  if (verb !== 'offer') return { ...head, set: readSet(reader) }
  const controls = readNames(reader)
  reader.expect(['of'], 'write `offer view, clear of … on …`')
  return { ...head, controls, set: readSet(reader) }
}

function anything(span: Span): NameSet {
  return { any: true, names: [], except: [], span }
}

/** A commitment, and what it is about; its parameters stand among the slots. */
function readPromised(reader: Reader): Pick<Rule, 'commitment' | 'set'> {
  const { place } = reader
  const commitment = readName(reader)
  return { commitment, set: reader.take('of') ? readSet(reader) : anything(place) }
}

function readSides(reader: Reader): Pick<Rule, 'sides' | 'set'> {
  const { place } = reader
  const one = readSide(reader)
  reader.expect(['with'], 'write `combine search with store for …`, `combine signed-out with signed-in for …`')
  return { sides: [one, readSide(reader)], set: anything(place) }
}

/** `search`, `signed-in`, or `interaction.search in search`. */
function readSide(reader: Reader): SideText {
  const first = readSet(reader, contexts)
  if (!reader.take('in')) return { data: null, contexts: first }
  return { data: first, contexts: readSet(reader, contexts) }
}

function refuseVerb(reader: Reader, known: readonly string[]): never {
  const word = reader.token?.text
  const problem = word === undefined ? 'a verb is missing' : `no verb is called \`${word}\``
  reader.raise('K104', reader.place, { problem, help: meantVerb(word, known) })
  throw new Unreadable()
}

function meantVerb(word: string | undefined, known: readonly string[]): string {
  const meant = word === undefined ? null : nearest(word, known)
  return meant ? `did you mean \`${meant}\`?` : `a rule begins with one of ${known.join(', ')}`
}

// --- slots --------------------------------------------------------------------------------------------------------

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function readSlots(reader: Reader, frame: Frame, verb: Span): Pick<Rule, 'slots' | 'parameters'> {
  const parameters: ParameterText[] = []
  const slots: Mutable<Slots> = {}
  const tried = new Set<keyof Slots>()
  while (reader.token) {
    const slot = slotAt(reader, frame)
    const { place } = reader
    try {
      if (frame === 'promise' && !isSlotOf(slot, frame)) {
        parameters.push(readParameter(reader, parameters))
        continue
      }
      if (!slot) reader.unreadable('a slot', `\`${frame}\` takes ${listOf(frame)}`)
      if (frames[frame][slot] === undefined) refuseSlot(reader, frame, slot)
      else if (tried.has(slot)) refuseTwice(reader, slot)
      tried.add(slot)
      Object.assign(slots, { [slot]: readers[slot](reader, frame) })
      if (reader.token && frame !== 'promise' && !slotAt(reader, frame))
        reader.unreadable('a slot', `\`${frame}\` takes ${listOf(frame)}`)
    } catch (cause) {
      givenUp(cause, null)
      reader.broken = true
      if (slot) tried.add(slot)
      skipToSlot(reader, frame, place)
    }
  }
  const unread = reader.broken // what is missing may stand where it could not be read
  for (const slot of slotsOf(frame))
    if (frames[frame][slot] === true && !tried.has(slot) && !unread) missing(reader, frame, slot, verb)
  return { slots, ...(frame === 'promise' && { parameters }) }
}

function isSlotOf(slot: keyof Slots | undefined, frame: Frame): boolean {
  return slot !== undefined && frames[frame][slot] !== undefined
}

/** `within 1 month`, `at-most 1 in 1000`, `place eu, uk`: the name of a parameter may be any word but a slot of the verb. */
function readParameter(reader: Reader, before: readonly ParameterText[]): ParameterText {
  const { token, place } = reader
  if (token?.kind !== 'word' || !isParameter(token.text))
    reader.unreadable('the name of a parameter', 'write the parameter, then its value: `within 1 month`')
  reader.next()
  if (before.some(({ name }) => name.text === token.text)) {
    reader.broken = true
    reader.raise('K105', place, { slot: token.text })
  }
  const value = readValue(reader)
  return { name: { text: token.text, span: token.span }, value, span: reader.since(place) }
}

function readValue(reader: Reader): ParameterText['value'] {
  if (reader.token?.kind !== 'number') return { names: readNames(reader) }
  const number = readNumber(reader)
  if (reader.following?.kind === 'number' && reader.take('in'))
    return { ratio: { count: number, of: readNumber(reader) } }
  const unit = units.get(reader.peek())
  if (!unit) return { number }
  reader.next()
  return { time: { count: number, unit } }
}

function missing(reader: Reader, frame: Frame, slot: keyof Slots, verb: Span): void {
  reader.broken = true
  reader.raise('K106', verb, { verb: frame, what: slotWords[slot].says, example: slotWords[slot].example })
}

/** A slot this verb does not take: said, then read like any other, so that what follows it is read too. */
function refuseSlot(reader: Reader, frame: Frame, slot: keyof Slots): void {
  reader.broken = true
  reader.raise('K107', reader.place, { slot: slotWords[slot].word, verb: frame, slots: listOf(frame) })
}

function refuseTwice(reader: Reader, slot: keyof Slots): void {
  reader.broken = true
  reader.raise('K105', reader.place, { slot: slotWords[slot].word })
}

function listOf(frame: Frame): string {
  return slotsOf(frame).map((slot) => `\`${slotWords[slot].word}\``).join(', ') // prettier-ignore
}

/** Goes on at the next word that begins a slot; at least one token further than where the broken one began. */
function skipToSlot(reader: Reader, frame: Frame, from: Span): void {
  if (reader.token?.span === from) reader.next()
  while (reader.token && !slotAt(reader, frame)) reader.next()
}

const slotStarts: ReadonlyMap<string, keyof Slots> = new Map(Object.entries({
  in: 'in', from: 'from', with: 'with', needed: 'need', optional: 'need', for: 'for', because: 'because', as: 'as', by: 'by', until: 'limits', at: 'at', under: 'under',
  on: 'on', to: 'to', per: 'per', within: 'within', when: 'when', unless: 'unless', where: 'where',
} as const)) // prettier-ignore

/** The slot that begins with the token that comes. */
function slotAt(reader: Reader, frame: Frame): keyof Slots | undefined {
  const { token } = reader
  if (token?.kind === 'number') return 'limits'
  const slot = token?.kind === 'word' ? slotStarts.get(token.text) : undefined
  if (slot === 'because' && frame === 'never use') return 'bases'
  if (slot === 'unless' && frame === 'offer') return 'unlessLaw'
  return slot
}

const readers: { readonly [S in keyof Slots]-?: (reader: Reader, frame: Frame) => NonNullable<Slots[S]> } = {
  in: wordThenSet, from: wordThenSet, with: wordThenSet, for: wordThenSet, at: wordThenSet, where: wordThenSet, bases: wordThenSet,
  under: wordThenNames, on: wordThenNames, to: wordThenNames, per: wordThenNames,
  need: readNeed, because: readBasis, as: readForm, by: readHand, limits: readLimits, within: readWithin,
  when: readConds, unless: readConds, unlessLaw: readUnlessLaw,
} // prettier-ignore

function wordThenSet(reader: Reader): NameSet {
  reader.next()
  return readSet(reader)
}

function wordThenNames(reader: Reader): readonly Name[] {
  reader.next()
  return readNames(reader)
}

/** A set of names. `also`: words of the grammar that are names here. */
function readSet(reader: Reader, also: readonly string[] = []): NameSet {
  const start = reader.place
  const any = reader.take('any') !== undefined
  const names = any ? [] : readNames(reader, also)
  const except = reader.take('except') === undefined ? [] : readNames(reader, also)
  return { any, names, except, span: start }
}

function readNames(reader: Reader, also: readonly string[] = []): readonly Name[] {
  const names = [readName(reader, also)]
  while (reader.token?.kind === 'comma') {
    reader.next()
    names.push(readName(reader, also))
  }
  return names
}

function readName(reader: Reader, also: readonly string[] = []): Name {
  const { token } = reader
  if (token?.kind !== 'word' || (reservedWords.has(token.text) && !also.includes(token.text))) {
    reader.raise('K103', reader.place, { after: reader.before?.text ?? 'the verb', example: 'a name' })
    throw new Unreadable()
  }
  if (!isName(token.text) && !also.includes(token.text)) {
    const lower = token.text.toLowerCase()
    reader.unreadable(
      'a name',
      isName(lower)
        ? `names are lower case: write \`${lower}\``
        : 'a name is lower case, begins with a letter, and has `-` and `.` between its parts',
    )
  }
  reader.next()
  return { text: token.text, span: token.span }
}

function readNeed(reader: Reader): NeedText {
  const kind = reader.expect(['needed', 'optional'], '')
  if (kind === 'needed' && reader.take('by')) {
    reader.expect(['law'], 'write `needed by law` and the note that cites it')
    return { kind: 'law', law: readName(reader) }
  }
  reader.expect(kind === 'needed' ? ['for', 'by'] : ['for'], 'write `needed for provide`')
  return { kind, for: readNames(reader) }
}

function readBasis(reader: Reader, frame: Frame): BasisText {
  reader.next()
  const span = reader.place
  const kind: BasisKind =
    frame === 'keep'
      ? reader.expect(['law'], 'only a law makes us keep something: `because law` and the note that cites it')
      : reader.expect(
          bases,
          'a basis is contract, vital, instruction, or consent, law, public-task, legitimate-interest with a name',
        )
  return { kind, name: basesWithName.has(kind) ? readName(reader) : null, span }
}

function readForm(reader: Reader): FormText {
  reader.next()
  const form = reader.expect(
    ['identified', 'de-identified', 'aggregate'],
    'write `as de-identified` and its method, or `as aggregate of at least 50`',
  )
  if (form === 'identified') return { form }
  if (form === 'de-identified') return { form, method: readName(reader) }
  for (const word of ['of', 'at', 'least']) reader.expect([word], 'write `as aggregate of at least 50`')
  return { form, atLeast: readNumber(reader) }
}

function readHand(reader: Reader): HandText {
  reader.next()
  const hand = reader.expect(['machines', 'people', 'both'], 'write `by machines`, `by people` or `by both`')
  if (hand === 'machines' || !reader.take('at')) return { hand, cap: null, capSpans: null }
  reader.expect(['most'], 'write `at most 1 in 1000 of 10 seconds`')
  const { place } = reader
  const count = readNumber(reader)
  reader.expect(['in'], 'write `at most 1 in 1000`')
  const of = readNumber(reader)
  const ratio = reader.since(place)
  const length = reader.take('of') ? readTime(reader) : null
  return { hand, cap: { count, of, time: length?.time ?? null }, capSpans: { ratio, time: length?.span ?? null } }
}

function readLimits(reader: Reader): readonly LimitText[] {
  const limits = [readLimit(reader)]
  while (reader.take('or')) limits.push(readLimit(reader))
  return limits
}

function readLimit(reader: Reader): LimitText {
  if (reader.take('until')) return { until: readName(reader) }
  const { time: after, span } = readTime(reader)
  reader.expect(['after'], 'write `18 months after collection`')
  return { after, span, event: readName(reader) }
}

function readWithin(reader: Reader): TimeText {
  reader.next()
  return readTime(reader)
}

function readUnlessLaw(reader: Reader): readonly Name[] {
  reader.next()
  reader.expect(['law'], 'an offer may only be limited by a law: `unless law tax-147`')
  return readNames(reader)
}

function readTime(reader: Reader): TimeText {
  const { place } = reader
  const count = readNumber(reader, 'time')
  const { token } = reader
  const unit = token?.kind === 'word' ? units.get(token.text) : undefined
  if (!unit) {
    const near = token ? nearest(token.text, units.keys()) : null
    reader.raise('K108', token?.span ?? place, {
      found: reader.found(),
      wanted: 'unit of time',
      example: near ? `\`${count} ${near}\`` : '`18 months`, `30 days`, `1 year`',
    })
    throw new Unreadable()
  }
  reader.next()
  return { time: { count, unit }, span: reader.since(place) }
}

const numberMax = 1_000_000

function readNumber(reader: Reader, wanted: 'number' | 'time' = 'number'): number {
  const { token } = reader
  const number = token?.kind === 'number' ? Number(token.text) : Number.NaN
  if (Number.isInteger(number) && number >= 1 && number <= numberMax) {
    reader.next()
    return number
  }
  const example = wanted === 'time' ? '`18 months`, `30 days`, `1 year`' : `a whole number from 1 to ${numberMax}`
  reader.raise('K108', reader.place, { found: reader.found(), wanted, example })
  throw new Unreadable()
}

function readConds(reader: Reader, frame: Frame): readonly Cond[] {
  reader.next()
  const { place } = reader
  const conds = [readCond(reader)]
  while (reader.take('and')) conds.push(readCond(reader))
  const act = conds.find(({ kind }) => kind === 'case' || kind === 'directed')
  if (frame === 'keep' && act) {
    reader.broken = true
    reader.raise('K107', place, {
      slot: act.kind,
      verb: frame,
      slots: 'conditions on choices, sessions and accounts: no act is there when a period ends',
    })
  }
  return conds
}

function readCond(reader: Reader): Cond {
  if (reader.take('case')) return { kind: 'case', names: readNames(reader) }
  if (reader.take('directed')) return { kind: 'directed' }
  const session = reader.take('signed-in', 'signed-out')
  if (session) return { kind: 'signed', signedIn: session === 'signed-in' }
  const account = reader.take('personal-account', 'organisation-account')
  if (account) return { kind: 'account', account: account === 'personal-account' ? 'personal' : 'organisation' }
  const name = readName(reader)
  return {
    kind: 'choice',
    name,
    value: reader.expect(['on', 'off'], `write \`${name.text} on\` or \`${name.text} off\``),
  }
}
