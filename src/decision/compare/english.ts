// What a difference means, in English: names of the registers as they are, for whoever reads rules. Other languages: `statement/3-emit`.

import { periodWords } from '../../base/index.ts'
import {
  sayMeaning,
  type Basis, type Form, type Limit, type Meanings, type MeaningPhrases, type Meant, type Opens, type Origin, type OtherField, type ProfileFact, type PromiseLine, type PromiseValue,
  type Side, type Speaker, type StandingBan, type Stands,
} from '../../policy/index.ts' // prettier-ignore

const originWords: Readonly<Record<Origin, string>> = {
  person: 'when people give it',
  observed: 'from what people do',
  system: 'when our systems make it',
  inferred: 'when we guess it',
  'third-party': 'when others give it',
}

const verbWords: Readonly<Record<StandingBan['verb'], string>> = {
  collect: 'collecting it',
  use: 'using it',
  store: 'storing it there',
  share: 'sharing it',
  derive: 'guessing from it',
}

/** Names as they are. */
const speaker: Speaker = {
  name: (_, name) => name,
  names: (_, names) => names.join(', '),
  period: periodWords,
  origin: (origin) => originWords[origin],
  hand: (hand) => hand,
  form: (form) => form,
  basis: (kind) => kind,
}

/** A meaning in English. */
export function wordsOf(meant: Meant): string {
  return sayMeaning(meant, english, speaker)
}

/** English. */
const english: MeaningPhrases = {
  collected: ({ origin, how }, say) => opened(`collected ${say.origin(origin)}`, how),
  made: ({ inputs, purposes, form, how }) => opened(`made from ${list(inputs)} for ${list(purposes)}${formWords(form)}`, how), // prettier-ignore
  used: ({ purpose, hand, form, how }) => opened(`used for ${purpose} by ${hand}${formWords(form)}`, how),
  shared: ({ recipient, purpose, form, how }) => opened(`shared with ${recipient} for ${purpose}${formWords(form)}`, how), // prettier-ignore
  basis: ({ purpose, now, before }) => `${purpose} rests on ${basisWords(now)}, before on ${basisWords(before)}`,
  objection: ({ purpose, how }) => (how === 'gone' ? `no objecting to ${purpose} any more` : `objecting to ${purpose} is possible`), // prettier-ignore
  kept: ({ now, before }) => `kept ${endWords(now)}, before ${endWords(before)}`,
  'kept at all': ({ end, how }) =>
    how === 'now'
      ? `kept ${endWords(end)}, before not at all, or only under a condition`
      : `not kept ${endWords(end)} any more, or only under a condition`,
  lies: ({ places, under, how }) => {
    const words = `lie in ${list(places)}${under.length > 0 ? ` under ${list(under)}` : ''}`
    return how === 'now' ? `may ${words}` : `may not ${words} any more`
  },
  control: ({ control, how }) => {
    const words = { now: 'is new', gone: '', weaker: 'reaches less far or takes longer', stronger: 'reaches further or is quicker' } // prettier-ignore
    return how === 'gone' ? `no ${control} any more` : `${control} ${words[how]}`
  },
  'ban on use': ({ purposes, how }) => banned(list(purposes), how),
  'ban on sharing': ({ recipient, purposes, how }) => banned(`sharing it with ${recipient} for ${list(purposes)}`, how),
  'ban on making': ({ inputs, purposes, how }) => banned(`making it from ${list(inputs)} for ${list(purposes)}`, how),
  'ban on collecting': ({ how }) => banned('collecting it', how),
  'ban on storing': ({ places, how }) => banned(places.length === 0 ? 'storing it' : `storing it in ${list(places)}`, how), // prettier-ignore
  'ban on combining': (given) => banned(`being ${togetherWords(given)}`, given.how),
  'standing ban': ({ verb, how }) => banned(verbWords[verb], how),
  'barred by its source': ({ purpose, how }) => (how === 'gone' ? `its source does not bar ${purpose} any more` : `its source bars ${purpose}`), // prettier-ignore
  'stretched yes': ({ purpose, choice }) => `${purpose} on a yes to “${choice}” that did not cover it when it was given: nobody’s yes counts for it until it asks by a choice of its own`, // prettier-ignore
  combined: (given) => opened(togetherWords(given), given.how),
  promise: ({ promise, how }) => `${how === 'gone' ? 'no promise any more' : 'a promise'}: ${promiseWords(promise)}`,
  'other promise': ({ now, before }) => `promised ${promiseWords(now)}, before ${promiseWords(before)}`,
  'new entry': () => 'a new entry',
  'entry gone': () => 'an entry that is gone',
  'says something else': ({ fields }) => `says something else: ${fields.map(fieldWords).join('; ')}`,
  'a cookie': () => 'a cookie, before there was none',
  'contract gone': () => 'it binds nobody any more, before it bound us',
  backups: longer('copies in backups live'),
  answer: longer('an answer takes'),
  tombstones: longer('marks of what was erased stay'),
  approvals: ({ now, before }) => `${now} officers agree, before ${before}`,
  'on by default': () => 'on unless somebody says no, before off until somebody says yes',
  choice: ({ now, before }) => `${choiceWords(now)}, before ${choiceWords(before)}`,
  wording: ({ now, before }) => `asked in the words “${now}”, before “${before}”`,
  holds: ({ now, before }) => `it holds “${now}”, before “${before}”`,
  'is for': ({ now, before }) => `it is for “${now}”, before “${before}”`,
  'survives restriction': () => 'it goes on while a person restricts, before it stopped',
  'profile ends': ({ now, before }) => `it ends ${now ?? 'never'}, before ${before}`,
  'profile holds': ({ now, before }) => `it holds while ${factWords(now)}, before ${factWords(before)}`,
  recipient: ({ now, before }) => `${now.kind}, ${now.role}, before ${before.kind}, ${before.role}`,
  'engaged for more': () => 'engaged for more, before for less',
  'listed until': ({ now, before }) => `listed until ${now ?? 'it is ended'}, before ${before}`,
  'no contract': () => 'without a contract, before with one',
  'no audit': () => 'without an audit, before with one',
  'works from': grown('works from'),
  supplies: grown('supplies'),
  supplements: grown('is put beside'),
  'bars fewer': () => 'bars fewer purposes, before more',
  'goes to': grown('lets data go to'),
  'goes from': grown('lets data go from'),
  'mechanism until': ({ now, before }) => `holds until ${now ?? 'it is ended'}, before ${before}`,
  'not counted': () => 'is not counted, before was counted',
  'cookie for': ({ now, before }) => `for ${now}, before for ${before}`,
  'cookie of': ({ now, before }) => `of ${now}, before ${before === null ? 'ours' : `of ${before}`}`,
  'cookie needs': ({ now, before }) => `needs ${now ?? 'no choice'}, before ${before}`,
  'cookie lives': ({ now, before }) => `lives ${periodWords(now)}, before ${before === null ? 'until the browser closed' : periodWords(before)}`, // prettier-ignore
  customers: ({ now, before }) => `for ${list(now)}, before ${list(before) || 'for all customers'}`,
}

function list(names: readonly string[]): string {
  return names.join(', ')
}

function fieldWords({ name, now, before }: OtherField): string {
  const said = (text: string): string => (text === '' ? 'nothing' : `“${text}”`)
  return now === null || before === null ? name : `${name} ${said(now)}, before ${said(before)}`
}

function opened(words: string, how: Opens): string {
  return { now: words, gone: `not ${words} any more`, 'fewer conditions': `${words} under fewer conditions`, 'more conditions': `${words} under more conditions` }[how] // prettier-ignore
}

function banned(words: string, how: Stands): string {
  return how === 'gone' ? `no ban any more on ${words}` : `a ban on ${words}`
}

/** Nothing for the plain form. */
function formWords(form: Form): string {
  return form === 'identified' ? '' : `, ${form}`
}

function basisWords(basis: Basis | null): string {
  if (basis === null) return 'what we may do ourselves'
  return basis.name === null ? basis.kind : `${basis.kind} ${basis.name}`
}

function endWords(end: Limit['end']): string {
  return 'after' in end ? `${periodWords(end.after)} after ${end.event}` : `until ${end.until}`
}

function togetherWords({ side, purposes }: Meanings['combined']): string {
  return `brought together with ${sideWords(side)} for ${purposes.length === 0 ? 'whatever purpose comes later' : list(purposes)}`
}

/** One side of what may be brought together. */
export function sideWords({ categories, contexts }: Side): string {
  const data = categories === null ? 'anything' : list(categories)
  return contexts === null ? data : `${data} of ${list(contexts)}`
}

function promiseWords({ commitment, parameters }: Pick<PromiseLine, 'commitment' | 'parameters'>): string {
  const said = Object.entries(parameters).map(([name, value]) => `${name} ${valueWords(value)}`)
  return said.length === 0 ? commitment : `${commitment} (${list(said)})`
}

/** A value of a promise. */
export function valueWords(value: PromiseValue): string {
  if ('time' in value) return periodWords(value.time)
  if ('number' in value) return String(value.number)
  return 'ratio' in value ? `${value.ratio.count} in ${value.ratio.of}` : list(value.names)
}

/** A time that grew, or that nobody says any more. */
function longer(words: string) {
  return ({ now, before }: Meanings['backups']): string =>
    `${words} ${now === null ? 'as long as it takes' : periodWords(now)}, before ${periodWords(before)}`
}

function grown(words: string) {
  return ({ more, before }: Meanings['supplies']): string => `${words} ${list(more)} too, before ${list(before) || 'nothing'}` // prettier-ignore
}

function choiceWords({ kind, by, scope }: Meanings['choice']['now']): string {
  return `a ${kind} by the ${by} for each ${scope}`
}

function factWords(facts: readonly ProfileFact[]): string {
  return facts.length === 0 ? 'nothing else does' : facts.map((fact) => ('name' in fact ? fact.name : fact.kind)).join(' and ') // prettier-ignore
}
