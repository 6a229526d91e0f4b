// How the compiler understood a rule, as a plain sentence: "We read this as: …". Labels stand in “ ”, which no label may hold, and every
// slot has words of its own, so rules that differ read differently (docs/spec/statement.md, S5).

import { periodWords, type Period } from '../../base/index.ts'
import type { BasisText, Cond, FormText, HandText, LimitText, Name, NameSet, NeedText, Rule } from '../1-parse/rule.ts'
import { frameOf, type Frame } from '../1-parse/slots.ts'
import type { Registers } from '../2-check/registers.ts'

/** Says a rule in plain words. Its names are those of the registers. */
export function say(rule: Rule, registers: Registers): string {
  return sentences[frameOf(rule)](rule, speakerOf(registers))
}

const speakers = new WeakMap<Registers, Speaker>()

function speakerOf(registers: Registers): Speaker {
  const known = speakers.get(registers) ?? createSpeaker(registers)
  speakers.set(registers, known)
  return known
}

/** Gives the words of names, by kind. */
interface Speaker {
  data(set: NameSet): string
  products(set: NameSet | undefined): string
  purposes(set: NameSet | undefined): string
  places(set: NameSet): string
  events(name: Name): string
  choice(name: Name): string
  desks(names: readonly Name[]): string
  named(names: readonly Name[]): string
}

function createSpeaker(registers: Registers): Speaker {
  const labels = (items: readonly { readonly name: string; readonly label: string }[]) =>
    new Map(items.map(({ name, label }) => [name, label]))
  const [categories, products, purposes, places, events, choices, desks] = [
    labels(registers.categories), labels(registers.products), labels(registers.purposes), labels(registers.places), labels(registers.events), labels(registers.choices), labels(registers.desks),
  ] // prettier-ignore
  const group = ({ text }: Name): string => `the group “${text}”`
  const of = (known: ReadonlyMap<string, string>) => (name: Name): string => (known.has(name.text) ? `“${known.get(name.text)}”` : group(name)) // prettier-ignore
  return {
    data: (set) => saySet(set, of(categories), 'anything'),
    products: (set) => (set ? `in ${saySet(set, of(products), 'any product')}` : 'in every product'),
    purposes: (set) => (set ? `for ${saySet(set, of(purposes), 'anything')}` : 'for every purpose'),
    places: (set) => saySet(set, of(places), 'anywhere'),
    events: of(events),
    choice: of(choices),
    desks: (names) => list(names.map(of(desks)), 'or'),
    named: (names) =>
      list(
        names.map(({ text }) => `“${text}”`),
        'and',
      ),
  }
}

/** `a`, `a and b`, `a, b and c`. */
function list(words: readonly string[], joiner: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${joiner} ${words.at(-1)}`
}

function saySet({ any, names, except }: NameSet, word: (name: Name) => string, all: string): string {
  const positive = any ? all : list(names.map(word), 'and')
  return except.length > 0 ? `${positive} except ${list(except.map(word), 'and')}` : positive
}

const sentences: Readonly<Record<Frame, (rule: Rule, speaker: Speaker) => string>> = {
  collect: ({ set, slots }, speaker) =>
    sentence(`We may take in ${speaker.data(set)} ${speaker.products(slots.in)}`, sayOrigins(slots.from), sayNeed(slots.need, speaker), sayWhen(slots.when, speaker), sayWhere(slots.where, speaker)),
  use: ({ set, slots }, speaker) =>
    sentence(
      `${sayHand(slots.by)} may use ${speaker.data(set)} ${speaker.products(slots.in)} ${speaker.purposes(slots.for)}`,
      sayOrigins(slots.from), sayForm(slots.as), sayCap(slots.by), sayBasis(slots.because, speaker), sayWhen(slots.when, speaker), sayWhere(slots.where, speaker),
    ),
  keep: ({ set, slots }, speaker) =>
    sentence(
      `We keep ${speaker.data(set)} ${speaker.products(slots.in)} ${speaker.purposes(slots.for)}`,
      sayOrigins(slots.from), sayLimits(slots.limits ?? [], speaker), slots.because ? `the law in note “${slots.because.name?.text ?? ''}” asks for it` : '', sayWhen(slots.when, speaker), sayWhere(slots.where, speaker),
    ),
  offer: ({ set, controls, slots }, speaker) =>
    sentence(
      `On ${speaker.named(slots.on ?? [])} you have ${list(controls.map(({ text }) => `“${text}”`), 'and')} over ${speaker.data(set)} ${speaker.products(slots.in)}`,
      slots.for ? `as far as we use it ${speaker.purposes(slots.for)}` : '', slots.to ? `it is given to ${speaker.named(slots.to)}` : '',
      slots.per ? `in portions: ${speaker.named(slots.per)}` : '', slots.within ? `it is done within ${periodWords(slots.within.time)}` : '',
      slots.unlessLaw ? `only the law in note ${speaker.named(slots.unlessLaw)} may stand against it` : '', sayWhere(slots.where, speaker),
    ),
  store: ({ set, slots }, speaker) =>
    sentence(
      `${capital(speaker.data(set))} ${speaker.products(slots.in)} may lie at, or be opened from, ${slots.at ? speaker.places(slots.at) : ''}`,
      slots.under ? `under ${speaker.named(slots.under)}` : '', sayWhen(slots.when, speaker), sayWhere(slots.where, speaker),
    ),
  'never collect': ({ set, slots }, speaker) => sentence(`We never take in ${speaker.data(set)} ${speaker.products(slots.in)}`, sayOrigins(slots.from), ...sayBan(slots, speaker)),
  'never use': ({ set, slots }, speaker) =>
    sentence(
      `Nobody may use ${speaker.data(set)} ${speaker.products(slots.in)} ${speaker.purposes(slots.for)}`,
      sayOrigins(slots.from), slots.bases ? `this closes uses that rest on ${saySet(slots.bases, ({ text }) => `“${text}”`, 'any basis')}` : '', slots.by ? `this closes it to ${handWords[slots.by.hand]}` : '', ...sayBan(slots, speaker),
    ),
  'never store': ({ set, slots }, speaker) =>
    sentence(`${capital(speaker.data(set))} ${speaker.products(slots.in)} never lies at, nor is opened from, ${slots.at ? speaker.places(slots.at) : 'any place'}`, ...sayBan(slots, speaker)),
} // prettier-ignore

/** Parts that say something, joined into one sentence. */
function sentence(...parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('; ')}.`
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const originWords: Readonly<Record<string, string>> = {
  person: 'what you give us',
  observed: 'what we see you do',
  system: 'what our systems make',
  inferred: 'what we guess',
  'third-party': 'what others give us',
}

function sayOrigins(from: NameSet | undefined): string {
  return from ? `it comes from ${saySet(from, ({ text }) => originWords[text] ?? `“${text}”`, 'anywhere')}` : ''
}

function sayNeed(need: NeedText | undefined, speaker: Speaker): string {
  if (!need) return ''
  if (need.kind === 'law') return `the law in note “${need.law.text}” asks for it`
  return need.kind === 'needed'
    ? `without it these stop: ${speaker.named(need.for)}`
    : `you may leave it out; it helps ${speaker.named(need.for)}`
}

const handWords: Readonly<Record<HandText['hand'], string>> = {
  machines: 'machines',
  people: 'people',
  both: 'machines and people',
}

function sayHand(by: HandText | undefined): string {
  return by ? capital(handWords[by.hand]) : 'Machines, and no people,'
}

function sayCap(by: HandText | undefined): string {
  if (!by?.cap) return ''
  return `at most ${by.cap.count} in ${by.cap.of}${by.cap.time ? `, and of each at most ${periodWords(by.cap.time)}` : ''}`
}

function sayForm(as: FormText | undefined): string {
  if (!as) return ''
  if (as.form === 'identified') return 'as it is'
  return as.form === 'de-identified'
    ? `only after the method in note “${as.method.text}” took away who it is about`
    : `only as counts of at least ${as.atLeast} people`
}

const basisWords: Readonly<Record<BasisText['kind'], string>> = {
  contract: 'our contract with you', vital: 'somebody’s life is at stake', instruction: 'the customer told us to', consent: 'you said yes to', law: 'the law in note',
  'public-task': 'a public task, cited in note', 'legitimate-interest': 'our own interest, weighed in note',
} // prettier-ignore

function sayBasis(because: BasisText | undefined, speaker: Speaker): string {
  if (!because) return ''
  const { kind, name } = because
  const naming = name ? ` ${kind === 'consent' ? speaker.choice(name) : `“${name.text}”`}` : ''
  return `basis: ${basisWords[kind]}${naming}${kind === 'legitimate-interest' || kind === 'public-task' ? ', and you can object' : ''}`
}

function sayLimits(limits: readonly LimitText[], speaker: Speaker): string {
  const one = (limit: LimitText): string =>
    'until' in limit ? speaker.events(limit.until) : sayAfter(limit.after, speaker.events(limit.event))
  return `until ${list(limits.map(one), 'or')}${limits.length > 1 ? ', whichever comes first' : ''}`
}

function sayAfter(after: Period, event: string): string {
  return `${periodWords(after).replace(/ (months?|years?)$/, ' calendar $1')} after ${event}`
}

function sayBan(slots: Rule['slots'], speaker: Speaker): readonly string[] {
  const lifted = slots.unless ? `only this lifts it: ${sayConds(slots.unless, speaker)}` : ''
  return [
    sayWhen(slots.when, speaker),
    lifted,
    sayWhere(slots.where, speaker),
    slots.when || slots.unless ? '' : 'no setting lifts this',
  ]
}

function sayWhen(when: readonly Cond[] | undefined, speaker: Speaker): string {
  return when ? `this holds while ${sayConds(when, speaker)}` : ''
}

function sayWhere(where: NameSet | undefined, speaker: Speaker): string {
  return where ? `this is for people who live in ${speaker.places(where)}` : ''
}

function sayConds(conds: readonly Cond[], speaker: Speaker): string {
  return list(conds.map((cond) => sayCond(cond, speaker)), 'and') // prettier-ignore
}

function sayCond(cond: Cond, speaker: Speaker): string {
  if (cond.kind === 'choice') return `${speaker.choice(cond.name)} is ${cond.value}`
  if (cond.kind === 'case') return `a case is open at ${speaker.desks(cond.names)}`
  if (cond.kind === 'directed') return 'you pointed at that very thing'
  if (cond.kind === 'signed') return cond.signedIn ? 'you are signed in' : 'you are signed out'
  return `the account is ${cond.account === 'personal' ? 'your own' : 'one that an organisation runs'}`
}
