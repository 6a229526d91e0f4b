// Decisions in words: one plain sentence why, for a person, and what would change the answer. One table, a row a term; the manner is that
// of the look: who did what, short main clauses, dates in full.

import { bitsOf, isEmpty, type Condition, type Decision, type Mask, type Term } from '../policy/index.ts'
import type { Closing, Near } from './formula.ts'
import type { PolicyIndex } from './policy-index.ts'

/** What a question was about, for its words: `used to make answers better`, `stored`. */
export interface Deed {
  /** the participle and what belongs to it, as in "this may not be …" */
  readonly done: string
}

interface Said {
  readonly why: string
  readonly change: string | null
}

type Say<T extends Term> = (closing: Extract<Closing, { term: T }>, registers: PolicyIndex, deed: Deed) => Said

const say: { readonly [T in Term]: Say<T> } = {
  never: ({ ban }, registers, { done }) => {
    const when = ban?.when ? ` when ${conditionWords(ban.when, registers)}` : ''
    const unless = ban?.unless ? ` unless ${conditionWords(ban.unless, registers)}` : ''
    const change = ban?.unless
      ? `It would open if ${conditionWords(ban.unless, registers)}.`
      : changeOfWhen(ban?.when ?? null)
    return { why: `We promised that this is never ${done}${when}${unless}.`, change }
  },
  barred: (_, __, { done }) => ({
    why: `What this came from may not be ${done}, and so this may not either.`,
    change: null,
  }),
  restricted: () => ({
    why: 'You asked us to keep your data and do nothing else with it.',
    change: 'You can lift the restriction on your page.',
  }),
  based: ({ near, stretched }, registers, { done }) =>
    stretched
      ? {
          why: `This may not be ${done}: the sentence rests on your yes to ${choiceWords(stretched, registers)}, and whoever said yes before was asked for less.`,
          change: 'It would open with a choice of its own that asks for this too.',
        }
      : {
          why: `No sentence allows this to be ${done}.${near === undefined ? '' : ` ${nearWords[near]}`}`,
          change: 'Only a new version of the statement could allow it.',
        },
  given: ({ missing }, registers, { done }) => ({
    why: `This may be ${done} only after you say yes to ${choiceWords(missing, registers)}, and that is off.`,
    change: `Say yes to ${choiceWords(missing, registers)}.`,
  }),
  open: ({ off, on, directed, cap }, registers, { done }) => {
    if (cap)
      return {
        why: `At most ${cap.count} in ${cap.of} of these may be ${done}. Chance draws them from everybody’s, so none opens by asking for one person’s.`,
        change: 'A draw from everybody’s may open a few.',
      }
    const wanted = conditionWords({ need: off, block: on, cases: [], directed }, registers)
    return { why: `This may be ${done} only when ${wanted}.`, change: `It would open when ${wanted}.` }
  },
  objected: (_, __, { done }) => ({
    why: `You objected, so this is not ${done}.`,
    change: 'You can take your objection back on your page.',
  }),
  live: ({ ended }, _, { done }) => ({
    why: endedWords(ended, done),
    change: ended === 'withdrawn' ? 'Say yes again.' : null,
  }),
  place: ({ place, lapsed }, registers) => ({
    why:
      place === null
        ? 'No sentence names a place where this may lie now.'
        : lapsed
          ? `Data of people who live here may go to ${placeWords(place, registers)} only under a mechanism, and none that a sentence names holds on that day.`
          : `No sentence lets this lie in ${placeWords(place, registers)} or be opened from there.`,
    change: 'A place that a sentence names would do.',
  }),
  pair: () => ({
    why: 'No sentence allows these two to be brought together.',
    change: 'Only a new version of the statement could allow it.',
  }),
  recipient: ({ unlisted }) => ({
    why:
      unlisted === undefined
        ? 'No sentence allows anybody else to get this.'
        : `“${unlisted}” was not on our list of recipients on that day.`,
    change:
      unlisted === undefined
        ? 'Only a new version of the statement could allow it.'
        : 'It would open on a day on which they are listed.',
  }),
  case: ({ cases }, registers, { done }) => ({
    why: `This may be ${done} only while you have a case open at ${deskWords(cases, registers)}, and none was named.`,
    change: `Name the open case at ${deskWords(cases, registers)}.`,
  }),
}

const nearWords: Readonly<Record<Near, string>> = {
  machines: 'A sentence allows it to machines only.',
  people: 'A sentence allows it to people only.',
  form: 'A sentence allows it in another form.',
  origin: 'A sentence allows it from another origin.',
}

/** A denial in words. */
export function denial(closing: Closing, registers: PolicyIndex, deed: Deed): Decision {
  const row = say[closing.term] as Say<Term> // the row of a closing's own term takes that closing
  const { why, change } = row(closing as never, registers, deed) // as above
  return {
    effect: 'deny',
    clause: closing.line?.clause ?? null,
    version: closing.line?.saidIn ?? closing.line?.version ?? null,
    term: closing.term,
    why,
    change,
  }
}

/** A use in words: `used to make answers better`; `used for this` where the purpose is not known. */
export function useOf(purpose: number, { purposeAt }: PolicyIndex): Deed {
  const found = purposeAt.get(purpose)
  return { done: found ? `used for ${found.label}` : 'used for that' }
}

/** A day in full, in UTC: `11 October 2027`. */
export function dayWords(at: Date): string {
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]!} ${at.getUTCFullYear()}`
}

const months = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
] // prettier-ignore

function endedWords(ended: Date | 'withdrawn' | 'unlimited', done: string): string {
  if (ended === 'withdrawn') return 'You took your yes back, and with it this ended.'
  if (ended === 'unlimited') return `No sentence says until when this may be ${done}, so it may not.`
  return `The time for which this may be ${done} ended on ${dayWords(ended)}.`
}

function changeOfWhen(when: Condition | null): string | null {
  return when && !(isEmpty(when.need) && isEmpty(when.block)) ? 'The switch named decides it.' : null
}

/** A condition in words, joined by "and". */
function conditionWords({ need, block, cases, directed }: Condition, registers: PolicyIndex): string {
  const parts = [
    ...(isEmpty(need) ? [] : [`${choiceWords(need, registers)} is on`]),
    ...(isEmpty(block) ? [] : [`${choiceWords(block, registers)} is off`]),
    ...cases.map((list) => `you have a case open at ${deskWords(list, registers)}`),
    ...(directed ? ['you ask for it yourself'] : []),
  ]
  return parts.join(' and ')
}

function choiceWords(mask: Mask, { policy }: PolicyIndex): string {
  const labels = bitsOf(mask).map(
    (bit) => policy.choices.find((choice) => choice.bit === bit)?.label ?? `choice ${bit}`,
  )
  return labels.map((label) => `“${label}”`).join(' and ')
}

function deskWords(cases: readonly string[], { policy }: PolicyIndex): string {
  return cases.map((one) => `“${policy.desks.find(({ name }) => name === one)?.label ?? one}”`).join(' or ')
}

function placeWords(place: string, { policy }: PolicyIndex): string {
  return policy.places.find(({ name }) => name === place)?.label ?? `“${place}”`
}
