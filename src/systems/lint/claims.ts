// What a privacy text claims, as far as plain words can be read without rules: we do, or never do, something with a thing. Only clear
// claims are taken; a clause with an exception, a condition or another subject is no claim. The words are English.

import type { Prose, Sentence } from './prose.ts'
import { periodsIn, type SaidPeriod } from './quantities.ts'
import { thingsIn, type Thing } from './things.ts'

/** What may be done with data. `collect` is getting it at all, `store` keeping it, `share` handing it on, `sell` doing so for money. */
export type Deed = 'collect' | 'store' | 'share' | 'sell' | 'use'

/** A claim of the text. An empty `things` means personal data of any kind. */
export interface Claim {
  readonly sentence: Sentence
  readonly at: number
  readonly length: number
  readonly deed: Deed
  /** the verb as it stands there */
  readonly verb: string
  readonly isNever: boolean
  /** it says when, with whose yes or for whom alone: another sentence may be meant as its exception */
  readonly isConditional: boolean
  readonly things: readonly Thing[]
  /** to whom, for `share` and `sell`; empty: to anybody */
  readonly recipients: readonly string[]
  /** what for, for `use` */
  readonly purposes: readonly string[]
  /** who receives it, where the sentence is about them: `Twilio receives …` */
  readonly receiver?: string
}

const verbs: Readonly<Record<Deed, string>> = {
  sell: 'sell|sold|selling|rent|rented|trade|traded|lease',
  share:
    'share|shared|sharing|disclose|disclosed|pass(?:ed)?(?: \\w+){0,3}? on|give|given|hand(?:ed)? over|transfer|transferred|transmit|transmitted|send|sent|release|released',
  collect:
    'collect|collected|collecting|gather|gathered|ask(?: you)? for|asked for|record|recorded|log|logged|track|tracked|request|requested|receive|obtain|read',
  store: 'store|stored|storing|keep|kept|keeping|hold|held|retain|retained|save|saved',
  use: 'use|used|using|process|processed|analy[sz]e|analy[sz]ed|set|place',
}
const deedOf = (verb: string): Deed =>
  (Object.keys(verbs) as Deed[]).find((deed) => new RegExp(`^(?:${verbs[deed]})$`, 'i').test(verb)) ?? 'use' // the table's own keys
const anyVerb = Object.values(verbs).join('|')
const verbRun = `(?:${anyVerb})(?:(?:\\s*,\\s*|\\s*,?\\s+(?:or|and|nor)\\s+)(?:${anyVerb}))*`

const helpers =
  "will|would|do|does|did|shall|may|might|can|could|must|also|never|not|only|don[’']t|won[’']t|cannot|can[’']t|no longer|therefore|then|sometimes|currently|ever|have|has|always|neither|to|intend|are|is|be|been"
/** `we will never sell, rent or share …` */
const active = new RegExp(`\\b(?:we|nobody|no one)\\s+((?:(?:${helpers})\\s+){0,6})(${verbRun})\\b([^;]*)`, 'gi')
/** `… is never shared with …` */
const passive = new RegExp(`\\b(?:is|are|be|been)\\s+((?:(?:${helpers})\\s+){0,4})(${verbRun})\\b`, 'i')
const negative = /\b(?:never|not|no longer|cannot|neither|nobody|no one)\b|n[’']t\b/i

const condition =
  /\b(?:except|unless|other than|apart from|without (?:your|the|a|prior|legal|good|any)|only|outside|beyond|if|when|until|as long as|children|minors|under (?:the age of )?\d|where|directly|more than|necessary|instead|anonymous|aggregated?|third part(?:y|ies) for their own|for their own|for longer)\b/i
const clauseEnds =
  /;|,?\s+(?:but|however|whereas|while|though|although)\s+|,\s+and\s+(?=we\b)|\s+and\s+(?=we\s)|,\s+nor\s+/gi

const recipientWords: readonly (readonly [name: string, words: RegExp])[] = [
  ['', /\b(?:third[- ]part(?:y|ies)|anyone|anybody|others|other (?:companies|parties|organi[sz]ations|people)|outside)\b/i],
  ['advertisers', /\badvertis(?:ers?|ing|ement)\b/i],
  ['partners', /\bpartners?\b/i],
  ['affiliates', /\b(?:affiliates?|subsidiar(?:y|ies)|group companies)\b/i],
  ['providers', /\b(?:service providers?|processors?|vendors?|suppliers?|contractors?|hosts?|hosting)\b/i],
  ['authorities', /\b(?:authorit(?:y|ies)|police|courts?|law enforcement|governments?|regulators?)\b/i],
  ['the person', /\bwith you\b|\bto you\b/i],
] // prettier-ignore

const purposeWords: readonly (readonly [name: string, words: RegExp])[] = [
  ['advertising', /\b(?:advertis(?:e|ing|ements?)|ads?|marketing|promot(?:e|ions?|ional))\b/i],
  ['profiling', /\b(?:profil(?:e|es|ing)|scor(?:e|ing)|automated decisions?)\b/i],
  ['training', /\b(?:train(?:ing)?|machine learning|AI models?|artificial intelligence)\b/i],
  ['research', /\b(?:research|statistics|analytics)\b/i],
] // prettier-ignore

/** Every clear claim of a text, in order. */
export function claimsIn(prose: Prose): readonly Claim[] {
  const self = selfOf(prose)
  return prose.sentences
    .flatMap((sentence) =>
      sentence.kind === 'heading' ? [] : clausesOf(sentence.text).flatMap((clause) => claimsOf(sentence, clause)),
    )
    .filter(({ receiver }) => receiver === undefined || !self.includes(receiver))
}

interface Clause {
  readonly text: string
  readonly at: number
}

function clausesOf(text: string): readonly Clause[] {
  const clauses: Clause[] = []
  let from = 0
  for (const found of text.matchAll(clauseEnds)) {
    clauses.push({ text: text.slice(from, found.index), at: from })
    from = found.index + found[0].length
  }
  return [...clauses, { text: text.slice(from), at: from }]
}

function claimsOf(sentence: Sentence, clause: Clause): readonly Claim[] {
  const found = [...clause.text.matchAll(active)].map((match) => {
    const [all, helper = '', run = '', rest = ''] = match
    return {
      sentence,
      clause,
      run,
      said: helper,
      from: match.index,
      to: match.index + all.length,
      subject: all.split(/\s/)[0] ?? '',
      object: rest,
    }
  })
  const received = receivedIn(sentence, clause)
  if (found.length + received.length > 0) return [...found.flatMap(toClaims), ...received]
  const match = passive.exec(clause.text)
  if (!match) return []
  const [all, helper = '', run = ''] = match
  const [before, after] = [clause.text.slice(0, match.index), clause.text.slice(match.index + all.length)]
  if (/\b(?:you|they|he|she|who|which|that|it)\s*$/i.test(before)) return [] // of whom or what is not plain
  const said = `${/^\s*no\b/i.test(before) ? 'never ' : ''}${helper}`
  const from = before.length - before.trimStart().length
  return toClaims({ sentence, clause, run, said, from, to: clause.text.length, subject: '', object: before + after })
}

const part = '(?:providers?|processors?|vendors?|suppliers?|contractors?|advertisers?|partners?|affiliates?|third part(?:y|ies))' // prettier-ignore
const calledSo = "[A-Z][\\w&.’'-]{0,40}(?: (?:and |& |of )?[A-Z][\\w&.’'-]{0,40}){0,5}"
/** `Twilio receives your …`: somebody else, by a name or by the part they play, where a clause begins. */
const receiving = new RegExp(`(?:^\\s*|[,:]\\s+|\\band\\s+)(${calledSo}|(?:[\\w-]{1,30} ){0,3}${part}) ((?:(?:also|then|therefore|automatically|may|will|can) ){0,2})(receives?|gets?|obtains?) ((?:a copy of )?your\\b[^;]*)`, 'g') // prettier-ignore
const byName = new RegExp(`^${calledSo}$`)
const byPart = new RegExp(`\\b${part}$`, 'i')
/** Words that begin a condition or a question, deny, or name nobody. */
const nobodyElse = /^(?:we|you|they|he|she|it|i|this|that|these|those|who|whoever|each|every\w*|some(?:one|body)|any(?:one|body)|as|because|before|after|while|once|how|what|which|whether|where|if|when|unless|until|your)\b|\b(?:no|none|neither|nobody|not|never)\b/i // prettier-ignore
/** Parts of ourselves, and people. */
const ourOwn = /\b(?:support|staff|sales|accounting|finance|hr|human resources|management|reception|teams?|department|office|officer|desk|service|system|app|application|database|server|website|site|company|colleagues?|employees?|customers?|users?|people)$/i // prettier-ignore

/** Claims that somebody else receives something: we share it. */
function receivedIn(sentence: Sentence, clause: Clause): readonly Claim[] {
  if (sentence.text.trimEnd().endsWith('?')) return []
  return [...clause.text.matchAll(receiving)].flatMap((match) => {
    const [all, subject = '', said = '', run = '', rest = ''] = match
    const isOther = byPart.test(subject) || (byName.test(subject) && !/^(?:our|the)\b/i.test(subject))
    if (!isOther || nobodyElse.test(subject) || ourOwn.test(subject)) return []
    const from = match.index + all.indexOf(subject)
    const found = { sentence, clause, run, said, from, to: match.index + all.length, subject, object: `${subject} ${rest}` } // prettier-ignore
    return toClaims(found).map((claim) => ({ ...claim, deed: 'share', verb: 'share', receiver: subject }) as const)
  })
}

/** Most signs that are looked at for our own name. */
const selfMax = 4_000

/** What a text says of ourselves by name: `Acme Privacy Policy`, `We are Acme`, `Acme (“we”)`. */
function selfOf({ sentences }: Prose): string {
  const isSelf = ({ kind, text }: Sentence): boolean =>
    (kind === 'heading' && /\b(?:privacy|policy|statement|notice|terms)\b/i.test(text)) ||
    /\b(?:we are|welcome to|at) [A-Z]|[(“"]\s*[“"]?(?:we|us|our)\b/.test(text)
  return sentences.filter(isSelf).map(({ text }) => text).join(' ').slice(0, selfMax) // prettier-ignore
}

interface Found {
  readonly sentence: Sentence
  readonly clause: Clause
  readonly run: string
  readonly said: string
  readonly from: number
  readonly to: number
  readonly subject: string
  readonly object: string
}

function toClaims({ sentence, clause, run, said, from, to, subject, object }: Found): readonly Claim[] {
  const speaksOf = thingsIn(object).map(({ thing }) => thing)
  const isAny =
    /\b(?:(?:your|any|personal|all|this|that|their) (?:personal )?(?:data|information|details)|anything|any of it|it|them)\b/i.test(
      object,
    )
  const isNo = /^\s*no\s/i.test(object)
  if (speaksOf.length === 0 && !isAny && !isNo) return []
  const isNever = negative.test(said) || negative.test(subject) || isNo
  const named = (words: readonly (readonly [string, RegExp])[]): string[] =>
    words.flatMap(([name, pattern]) => (pattern.test(object) ? [name] : []))
  const trimmed = clause.text.slice(from, to).trimEnd().length
  const base = {
    sentence,
    at: clause.at + from,
    length: trimmed,
    isNever,
    things: speaksOf,
    purposes: named(purposeWords),
    recipients: named(recipientWords).filter((name) => name !== ''),
    isConditional: condition.test(clause.text) || (/\b(?:may|might|sometimes)\b/i.test(said) && isNever),
  }
  const done = new Set(run.split(/\s*,\s*|\s+(?:or|and|nor)\s+/).filter((verb) => verb !== ''))
  return [...done].map((verb) => ({
    ...base,
    verb: verb.replace(/^(?:or|and|nor)\s+/, ''),
    deed: deedOf(verb.replace(/^(?:or|and|nor)\s+/, '')),
  }))
}

// --- periods --------------------------------------------------------------------------------------------------------

/** A thing and how long it is kept. `apart` tells what sets this period apart from others: backups, a law, an account that is closed. */
export interface PeriodClaim {
  readonly sentence: Sentence
  readonly thing: Thing
  readonly period: SaidPeriod
  readonly apart: string
}

const keeping =
  /\b(?:keep|kept|retain(?:ed)?|store[ds]?|stor(?:ing|age)|hold|held|save[ds]?|delete[ds]?|eras(?:e|ed)|remove[ds]?|destroy(?:ed)?|gone)\b/i
const apartWords =
  /\b(?:back-?ups?|archives?|logs?|law|legal|tax|inactive|dormant|unused|clos(?:e|ed|ing)|cancel\w*|terminat\w*|end(?:s|ed)? (?:of|your)|withdraw\w*|children|employees?|applicants?|invoices?|refunds?|trial|dispute|fraud|request|answer|reply|respond|unless|except|after you (?:delete|remove|ask)|free|paid|business|at least|at most|up to|minimum|maximum|within|EU|US|UK)\b/gi

/** Every sentence that keeps a thing for one period. */
export function periodClaims(prose: Prose): readonly PeriodClaim[] {
  return prose.sentences.flatMap((sentence) => {
    if (sentence.kind === 'heading' || !keeping.test(sentence.text)) return []
    const [period, ...others] = periodsIn(sentence.text)
    if (!period || others.length > 0) return []
    const apart = [...new Set([...sentence.text.matchAll(apartWords)].map(([word]) => word.toLowerCase()))]
      .toSorted()
      .join(' ')
    return thingsIn(withoutEvent(sentence.text, period)).flatMap(({ thing }) =>
      thing.single ? [{ sentence, thing, period, apart }] : [],
    )
  })
}

/** `after your last visit`, to the end of its part of the sentence. */
const event = /\b(?:after|since|following)\s(?:(?!\b(?:after|since|following|we)\b)[^,;:])*/gi

/** A sentence without the event that a period counts from: that is not what is kept. `After 6 months` is the period itself. */
function withoutEvent(text: string, period: SaidPeriod): string {
  return text.replaceAll(event, (words, at: number) =>
    period.at >= at && period.at < at + words.length ? words : ' '.repeat(words.length),
  )
}
