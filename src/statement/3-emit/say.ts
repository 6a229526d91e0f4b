// How the compiler understood a rule, as a plain sentence: "We read this as: …". Labels stand in “ ”, which no label may hold, and every
// slot has words of its own, so rules that differ read differently (docs/spec/statement.md, S5).

import { periodWords, type Period } from '../../base/index.ts'
import { contexts } from '../../policy/index.ts'
import type { BasisText, Cond, FormText, HandText, LimitText, Name, NameSet, NeedText, ParameterText, Rule, SideText } from '../1-parse/rule.ts' // prettier-ignore
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
  origins(set: NameSet | undefined): string
  recipients(set: NameSet | undefined): string
  side(side: SideText): string
  commitment(name: Name | undefined): string
  mechanisms(names: readonly Name[]): string
  named(names: readonly Name[]): string
}

function createSpeaker(registers: Registers): Speaker {
  const labels = (items: readonly { readonly name: string; readonly label: string }[]) =>
    new Map(items.map(({ name, label }) => [name, label]))
  const [categories, products, purposes, places, events, choices, desks] = [
    labels(registers.categories), labels(registers.products), labels(registers.purposes), labels(registers.places), labels(registers.events), labels(registers.choices), labels(registers.desks),
  ] // prettier-ignore
  const [providers, recipients, commitments, mechanisms] = [labels(registers.providers), labels(registers.recipients), labels(registers.commitments), labels(registers.mechanisms)] // prettier-ignore
  const kind = ({ text }: Name): string => (recipients.has(text) ? `“${recipients.get(text)}”` : `everybody of the kind “${text}”`) // prettier-ignore
  const from = ({ text }: Name): string => originWords[text] ?? `what “${providers.get(text) ?? text}” gives us`
  const context = ({ text }: Name): string => contextWords.get(text) ?? `“${products.get(text) ?? text}”`
  const labelled = (known: ReadonlyMap<string, string>) => ({ text }: Name): string => `“${known.get(text) ?? text}”` // prettier-ignore
  const group = ({ text }: Name): string => `the group “${text}”`
  const of = (known: ReadonlyMap<string, string>) => (name: Name): string => (known.has(name.text) ? `“${known.get(name.text)}”` : group(name)) // prettier-ignore
  return {
    data: (set) => saySet(set, of(categories), 'anything'),
    products: (set) => (set ? `in ${saySet(set, of(products), 'any product')}` : 'in every product'),
    purposes: (set) => (set ? `for ${saySet(set, of(purposes), 'anything')}` : 'for every purpose'),
    places: (set) => saySet(set, of(places), 'anywhere'),
    origins: (set) => (set ? `it comes from ${saySet(set, from, 'anywhere')}` : ''),
    recipients: (set) => (set ? saySet(set, kind, 'anybody') : 'nobody'),
    side: ({ data, contexts: named }) => `${data ? `${saySet(data, of(categories), 'anything')}, as it is ` : 'what is '}in ${saySet(named, context, 'any product, session or account')}`, // prettier-ignore
    commitment: (name) => (name ? labelled(commitments)(name) : ''),
    mechanisms: (names) => list(names.map(labelled(mechanisms)), 'and'),
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
  derive: ({ set, slots }, speaker) =>
    sentence(
      `From ${slots.from ? speaker.data(slots.from) : 'anything'} we may make ${speaker.data(set)} ${speaker.products(slots.in)} ${speaker.purposes(slots.for)}`,
      sayForm(slots.as), sayWhen(slots.when, speaker), sayWhere(slots.where, speaker),
    ),
  share: ({ set, slots }, speaker) =>
    sentence(
      `${capital(speaker.recipients(slots.with))} may get ${speaker.data(set)} ${speaker.products(slots.in)} ${speaker.purposes(slots.for)}`,
      speaker.origins(slots.from), sayForm(slots.as), slots.because ? sayBasis(slots.because, speaker) : 'they act for us, and may do no more than we may', sayWhen(slots.when, speaker), sayWhere(slots.where, speaker),
    ),
  combine: ({ sides, slots }, speaker) =>
    sentence(`These may be brought together: ${saySides(sides, speaker)} ${speaker.purposes(slots.for)}`, sayWhen(slots.when, speaker), sayWhere(slots.where, speaker)),
  promise: ({ commitment, parameters, set, slots }, speaker) =>
    sentence(
      `We commit to ${speaker.commitment(commitment)} over ${speaker.data(set)} ${speaker.products(slots.in)}`, ...(parameters ?? []).map(sayParameter), sayWhere(slots.where, speaker),
    ),
  'never derive': ({ set, slots }, speaker) =>
    sentence(
      `We never make ${speaker.data(set)} ${speaker.products(slots.in)} ${speaker.purposes(slots.for)}${slots.from ? ` from ${speaker.data(slots.from)}` : ', whatever it is made from'}`,
      ...sayBan(slots, speaker),
    ),
  'never share': ({ set, slots }, speaker) =>
    sentence(
      `We never give ${speaker.data(set)} ${speaker.products(slots.in)} ${speaker.purposes(slots.for)} to ${speaker.recipients(slots.with)}`, speaker.origins(slots.from), ...sayBan(slots, speaker),
    ),
  'never combine': ({ sides, slots }, speaker) =>
    sentence(`These are never brought together: ${saySides(sides, speaker)} ${speaker.purposes(slots.for)}`, ...sayBan(slots, speaker)),
  collect: ({ set, slots }, speaker) =>
    sentence(`We may take in ${speaker.data(set)} ${speaker.products(slots.in)}`, speaker.origins(slots.from), sayNeed(slots.need, speaker), sayWhen(slots.when, speaker), sayWhere(slots.where, speaker)),
  use: ({ set, slots }, speaker) =>
    sentence(
      `${sayHand(slots.by)} may use ${speaker.data(set)} ${speaker.products(slots.in)} ${speaker.purposes(slots.for)}`,
      speaker.origins(slots.from), sayForm(slots.as), sayCap(slots.by), sayBasis(slots.because, speaker), sayWhen(slots.when, speaker), sayWhere(slots.where, speaker),
    ),
  keep: ({ set, slots }, speaker) =>
    sentence(
      `We keep ${speaker.data(set)} ${speaker.products(slots.in)} ${speaker.purposes(slots.for)}`,
      speaker.origins(slots.from), sayLimits(slots.limits ?? [], speaker), slots.because ? `the law in note “${slots.because.name?.text ?? ''}” asks for it` : '', sayWhen(slots.when, speaker), sayWhere(slots.where, speaker),
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
      slots.under ? `under ${speaker.mechanisms(slots.under)}` : '', sayWhen(slots.when, speaker), sayWhere(slots.where, speaker),
    ),
  'never collect': ({ set, slots }, speaker) => sentence(`We never take in ${speaker.data(set)} ${speaker.products(slots.in)}`, speaker.origins(slots.from), ...sayBan(slots, speaker)),
  'never use': ({ set, slots }, speaker) =>
    sentence(
      `Nobody may use ${speaker.data(set)} ${speaker.products(slots.in)} ${speaker.purposes(slots.for)}`,
      speaker.origins(slots.from), slots.bases ? `this closes uses that rest on ${saySet(slots.bases, ({ text }) => `“${text}”`, 'any basis')}` : '', slots.by ? `this closes it to ${handWords[slots.by.hand]}` : '', ...sayBan(slots, speaker),
    ),
  'never store': ({ set, slots }, speaker) =>
    sentence(`${capital(speaker.data(set))} ${speaker.products(slots.in)} never lies at, nor is opened from, ${slots.at ? speaker.places(slots.at) : 'any place'}`, slots.with ? `this is about ${speaker.recipients(slots.with)}` : '', ...sayBan(slots, speaker)),
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

const contextWords: ReadonlyMap<string, string> = new Map(
  contexts.map((context) => [context, { 'signed-in': 'sessions signed in', 'signed-out': 'sessions signed out', 'personal-account': 'accounts of your own', 'organisation-account': 'accounts that an organisation runs' }[context]]),
) // prettier-ignore

function saySides(sides: Rule['sides'], speaker: Speaker): string {
  return sides ? `${speaker.side(sides[0])} with ${speaker.side(sides[1])}` : ''
}

function sayParameter({ name, value }: ParameterText): string {
  if ('time' in value) return `its “${name.text}” is a time of ${periodWords(value.time)}`
  if ('number' in value) return `its “${name.text}” is the number ${value.number}`
  if ('ratio' in value) return `its “${name.text}” is ${value.ratio.count} in ${value.ratio.of}`
  return `its “${name.text}” is ${list(value.names.map(({ text }) => `“${text}”`), 'and')}` // prettier-ignore
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
