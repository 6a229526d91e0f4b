// Words against rules: what nobody can test, numbers that stand on one side only, promises called information, rules that the sentence
// does not name, short texts that say more than their section. The language of the tables is English; other languages pass unread.

import { periodWords, type Period, type Unit } from '../../base/index.ts'
import type { ClauseClass } from '../../policy/index.ts'
import type { ParsedClause, ParsedFolder, ParsedSection } from '../1-parse/folder.ts'
import type { Passage } from '../1-parse/markdown.ts'
import type { Name, Rule } from '../1-parse/rule.ts'
import type { Raise, Span } from '../diagnostics.ts'
import type { Registers } from './registers.ts'

/** A clause as this check sees it. */
export interface Worded {
  readonly parsed: ParsedClause
  readonly class: ClauseClass
  readonly rules: readonly Rule[]
}

/** Checks the words of all clauses and short texts. */
export function checkWords(clauses: readonly Worded[], folder: ParsedFolder, registers: Registers, raise: Raise): void {
  const english = (registers.organisation.languages[0] ?? 'en') === 'en'
  const categories = new Set(registers.categories.map(({ name }) => name))
  for (const clause of clauses) {
    if (clause.class === 'bare') raise('K902', clause.parsed.span, {})
    if (clause.class === 'ruled') checkSeveral(clause, categories, registers, raise)
    if (!english) continue
    if (clause.class === 'info') checkInfo(clause, raise)
    if (clause.class !== 'ruled' || clause.parsed.block?.broken) continue
    checkVague(clause.parsed.passage, raise)
    checkNumbers(clause, raise)
    checkNamed(clause, registers, raise)
  }
  if (!english) return
  const bySection = Map.groupBy(clauses, ({ parsed }) => parsed.section)
  for (const section of folder.sections) checkShort(section, bySection.get(section) ?? [], raise)
}

// --- K701: nobody can test this -------------------------------------------------------------------------------------

/** Words that cannot be tested as they stand, and what they have to say instead (requirements, annex F). */
const vague: readonly (readonly [pattern: string, parameter: string])[] = [
  [
    'as long as (?:is |it is )?(?:necessary|needed|required)|no longer than necessary',
    'a period or the event that ends it',
  ],
  ['small samples?|short snippets?|a sample', 'how many in how many, and how long'],
  [
    '(?:where|when|if|as) (?:required|permitted|allowed) by (?:the )?law|applicable laws?',
    'which law, by a note that cites it',
  ],
  [
    'promptly|regularly|periodically|from time to time|timely|in due course|as soon as possible|without undue delay|soon',
    'a number of days',
  ],
  ['anonymi[sz]ed?|de-identified|pseudonymi[sz]ed?', 'the method, by a note that says how it was tested'],
  ['some|certain|many|various|several|other partners|may include|can include|such as|and so on|etc', 'the whole list'],
  [
    'state[- ]of[- ]the[- ]art|rigorous(?:ly)?|strong|industry[- ]standard|best practices?|appropriate(?:ly)?|reasonable|reasonably|adequate',
    'the algorithm, the key length, the number',
  ],
  ['compatible purposes?|related purposes?|similar purposes?', 'the purposes by name'],
  ['good[- ]faith|legitimate business', 'a written reason and who approves it'],
  ['material changes?|significant changes?', 'which changes, by the table of changes'],
  ['audited|certified|participates? in', 'which audit, its date, its scope and until when it is valid'],
  ['trusted (?:partners?|third parties)|partners', 'who, by name'],
  ['generally|usually|typically|normally|where possible|try to|strive|aim to|as little as', 'what always holds'],
]
const vaguePatterns = vague.map(([pattern, parameter]) => ({
  pattern: new RegExp(`\\b(?:${pattern})\\b`, 'gi'),
  parameter,
}))

const anyVague = new RegExp(`\\b(?:${vague.map(([pattern]) => pattern).join('|')})\\b`, 'i')

function checkVague(passage: Passage, raise: Raise): void {
  if (!anyVague.test(passage.text)) return
  for (const { pattern, parameter } of vaguePatterns)
    for (const [phrase] of passage.text.matchAll(pattern))
      raise('K701', placeOf(passage, phrase), { phrase, parameter })
}

/** Where a phrase stands in the text: its own place, or the first line of the words where it spans lines. */
function placeOf(passage: Passage, phrase: string): Span {
  const { span, lines } = passage
  const index = lines.findIndex((line) => line.includes(phrase))
  return index < 0
    ? span
    : { ...span, line: span.line + index, column: lines[index]!.indexOf(phrase) + 1, length: phrase.length }
}

// --- K702: numbers on one side --------------------------------------------------------------------------------------

const numberWords: Readonly<Record<string, number>> = {
  a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12, thirteen: 13, fourteen: 14, fifteen: 15,
  sixteen: 16, eighteen: 18, twenty: 20, 'twenty-four': 24, thirty: 30, forty: 40, fifty: 50, sixty: 60, ninety: 90, hundred: 100, thousand: 1000,
} // prettier-ignore
const numberPattern = `[0-9][0-9,]*|${Object.keys(numberWords).toSorted((a, b) => b.length - a.length).join('|')}` // prettier-ignore
const timePattern = new RegExp(`\\b(${numberPattern})[ -](second|minute|hour|day|week|month|year)s?\\b`, 'gi')
const ratioPattern =
  /\b([0-9][0-9,]*|one)(?: [a-z]+){0,2} in (?:a )?([0-9][0-9,]*|hundred|thousand)\b(?! (?:second|minute|hour|day|week|month|year))/gi

interface Number {
  /** equal for equal amounts, however they are written */
  readonly key: string
  readonly said: string
}

/** A number of a rule, and where it stands there. */
interface InRules extends Number {
  readonly span: Span
}

function checkNumbers({ parsed, rules }: Worded, raise: Raise): void {
  const inWords = numbersIn(parsed.passage.text)
  const inRules = rules.flatMap(numbersOf)
  const portions = rules.flatMap(({ slots }) => (slots.per ?? []).map(({ text }) => `1 ${text}`))
  for (const { key, said } of inWords)
    if (!inRules.some((number) => number.key === key) && !portions.includes(key))
      raise('K702', placeOf(parsed.passage, said), { number: said, side: 'words', other: 'rules' })
  for (const { key, said, span } of inRules)
    if (!inWords.some((number) => number.key === key))
      raise('K702', span, { number: said, side: 'rules', other: 'words' })
}

function numberOf(text: string): number {
  return numberWords[text.toLowerCase()] ?? Number(text.replaceAll(',', ''))
}

function numbersIn(text: string): readonly Number[] {
  const times = [...text.matchAll(timePattern)].map(([said, count = '', unit = '']) => ({
    key: timeKey({ count: numberOf(count), unit: unit.toLowerCase() as Unit }),
    said,
  })) // the pattern lists the units
  const ratios = [...text.matchAll(ratioPattern)].map(([said, count = '', of = '']) => ({
    key: `${numberOf(count)} in ${numberOf(of)}`,
    said,
  }))
  return [...times, ...ratios]
}

const sameAs: Readonly<Record<Unit, readonly [factor: number, unit: string]>> = {
  second: [1, 'second'], minute: [60, 'second'], hour: [3600, 'second'], day: [1, 'day'], week: [7, 'day'], month: [1, 'month'], year: [12, 'month'],
} // prettier-ignore

/** One key for amounts that are the same: a year is 12 months, a week 7 days. */
function timeKey({ count, unit }: Period): string {
  const [factor, smaller] = sameAs[unit]
  return `${count * factor} ${smaller}`
}

function numbersOf({ slots, parameters = [] }: Rule): readonly InRules[] {
  const promised = parameters.flatMap(({ value, span }) => ('time' in value ? [timeIn(value.time, span)] : 'ratio' in value ? [ratioIn(value.ratio, span)] : [])) // prettier-ignore
  return [...promised, ...numbersOfSlots(slots)]
}

function ratioIn({ count, of }: { readonly count: number; readonly of: number }, span: Span): InRules {
  const said = `${count} in ${of}`
  return { key: said, said, span }
}

function numbersOfSlots(slots: Rule['slots']): readonly InRules[] {
  const limits = (slots.limits ?? []).flatMap((limit) => ('until' in limit ? [] : [timeIn(limit.after, limit.span)]))
  const within = slots.within ? [timeIn(slots.within.time, slots.within.span)] : []
  const { cap, capSpans } = slots.by ?? { cap: null, capSpans: null }
  if (!cap || !capSpans) return [...limits, ...within]
  const length = cap.time && capSpans.time ? [timeIn(cap.time, capSpans.time)] : []
  return [...limits, ...within, ratioIn(cap, capSpans.ratio), ...length]
}

function timeIn(time: Period, span: Span): InRules {
  return { key: timeKey(time), said: periodWords(time), span }
}

// --- K703: a promise called information -----------------------------------------------------------------------------

const promising =
  /\b(?:never|always|only|nobody|no one|no person|must|shall|will|won['’]t|cannot|can['’]t|may not|do not|don['’]t|does not|guarantee[sd]?|promise[sd]?|we (?:keep|delete|erase|share|sell|use|collect|store|protect|encrypt|ask for|hold|remove))\b/i

function checkInfo({ parsed }: Worded, raise: Raise): void {
  const phrase = promising.exec(parsed.passage.text)?.[0]
  if (phrase !== undefined) raise('K703', placeOf(parsed.passage, phrase), { phrase })
}

// --- K704: a rule that the sentence does not name -------------------------------------------------------------------

function checkNamed({ parsed, rules }: Worded, registers: Registers, raise: Raise): void {
  const words = stems(`${parsed.section.title} ${parsed.passage.text}`)
  for (const rule of rules) {
    const about = aboutOf(rule, registers)
    if (about.length > 0 && !about.some(({ text }) => stems(text).some((stem) => words.includes(stem)))) raise('K704', rule.span, { what: about.map(({ name }) => `\`${name}\``).slice(0, 4).join(' or ') }) // prettier-ignore
  }
}

interface About {
  readonly name: string
  readonly text: string
}

/** What a rule is about: its data, products, purposes, places and choices, with the words the registers have for them. */
function aboutOf({ verb, set, slots, controls, sides, commitment }: Rule, registers: Registers): readonly About[] {
  const entries = entriesOf(registers)
  const conds = [...(slots.when ?? []), ...(slots.unless ?? [])].flatMap((cond) =>
    cond.kind === 'choice' ? [cond.name] : cond.kind === 'case' ? cond.names : [],
  )
  const groups = set.names.flatMap(({ text }) => registers.groups.get(text) ?? [])
  const ofSides = (sides ?? []).flatMap(({ data, contexts }) => [...setNames(data ?? undefined), ...contexts.names])
  const named = [
    ...ofSides,
    ...(commitment ? [commitment] : []),
    ...setNames(slots.with),
    ...(verb === 'derive' ? setNames(slots.from) : []),
    ...set.names,
    ...set.except,
    ...setNames(slots.in),
    ...setNames(slots.for),
    ...setNames(slots.at),
    ...setNames(slots.where),
    ...conds,
  ].map(({ text }) => text)
  const found = [...named, ...groups].map((name) => {
    const entry = entries.get(name)
    return { name, text: `${name} ${entry?.label ?? ''} ${entry?.holds ?? ''} ${entry?.gives ?? ''}` }
  })
  return [...found, ...controls.map(({ text }) => ({ name: text, text: `${text} ${controlWords.get(text) ?? ''}` }))]
}

interface Entry {
  readonly name: string
  readonly label: string
  readonly holds?: string
  readonly gives?: string
}

const entriesByName = new WeakMap<Registers, ReadonlyMap<string, Entry>>()

/** The registers' entries by name: of two with one name the first. */
function entriesOf(registers: Registers): ReadonlyMap<string, Entry> {
  const ready = entriesByName.get(registers)
  if (ready) return ready
  const { categories, products, purposes, places, choices, recipients, providers, commitments } = registers
  const all: readonly Entry[] = [...categories, ...products, ...purposes, ...places, ...choices, ...recipients, ...providers, ...commitments] // prettier-ignore
  const made = new Map(all.toReversed().map((entry) => [entry.name, entry]))
  entriesByName.set(registers, made)
  return made
}

/** What people say for the usual controls. */
const controlWords: ReadonlyMap<string, string> = new Map([
  ['view', 'see look show find'], ['export', 'copy copies download'], ['correct', 'mend change'], ['clear', 'remove delete'], ['erase', 'delete remove'],
  ['withdraw', 'take back'], ['object', 'say stop'],
]) // prettier-ignore

function setNames(set: { readonly names: readonly Name[] } | undefined): readonly Name[] {
  return set?.names ?? []
}

const stemLength = 5

/** First letters of the longer words: enough to know `searches` from `searched for`. */
function stems(text: string): readonly string[] {
  return [...text.toLowerCase().matchAll(/\p{L}{3,}/gu)].flatMap(([word]) =>
    dull.has(word) ? [] : [word.slice(0, stemLength).replace(/s$/, '')],
  )
}

const dull: ReadonlySet<string> = new Set(
  'the and you your our what with for from that this who how when not are was were can may any all its has had have she they them here there where'.split(
    ' ',
  ),
)

// --- K705, K706 -----------------------------------------------------------------------------------------------------

const absolutes = /\b(?:never|always|nobody|no one|nothing|none)\b/gi

function checkShort({ short }: ParsedSection, clauses: readonly Worded[], raise: Raise): void {
  if (!short) return
  const said = clauses.map(({ parsed }) => parsed.passage.text).join(' ')
  const numbers = numbersIn(said).map(({ key }) => key)
  for (const { key, said: phrase } of numbersIn(short.text))
    if (!numbers.includes(key)) raise('K705', placeOf(short, phrase), { phrase })
  const bans = clauses.some(({ rules }) => rules.some(({ verb }) => verb === 'never'))
  for (const [phrase] of short.text.matchAll(absolutes)) if (!bans) raise('K705', placeOf(short, phrase), { phrase })
}

/** K706: rules of one clause that share no data at all. */
function checkSeveral(
  { parsed, rules }: Worded,
  categories: ReadonlySet<string>,
  registers: Registers,
  raise: Raise,
): void {
  const known = ({ text }: Name): boolean => registers.groups.has(text) || categories.has(text)
  if (!rules.every((rule) => rule.set.names.every(known))) return
  const sets = rules.map(
    (rule) =>
      new Set(rule.set.any ? ['any'] : rule.set.names.flatMap(({ text }) => registers.groups.get(text) ?? [text])),
  )
  let groups: ReadonlySet<string>[] = []
  for (const set of sets) {
    const touching = groups.filter((group) => overlaps(group, set))
    groups = [
      ...groups.filter((group) => !touching.includes(group)),
      new Set([...set, ...touching.flatMap((group) => [...group])]),
    ]
  }
  if (groups.length > 1) raise('K706', parsed.span, { clause: parsed.id, count: String(groups.length) })
}

function overlaps(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.has('any') || b.has('any')) return true
  return [...a].some((one) =>
    [...b].some((two) => one === two || one.startsWith(`${two}.`) || two.startsWith(`${one}.`)),
  )
}
