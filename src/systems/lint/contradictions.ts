// Sentences of one text that cannot both be true, found without rules: shared and never shared, collected and never collected, used and
// never used for a purpose, two periods for one thing (docs/spec/lint.md). Each claim is compared with the first few of its kind alone.

import { periodClaims, type Claim, type Deed, type PeriodClaim } from './claims.ts'
import { finding, type Finding, type Related } from './findings.ts'
import type { LintCode } from './lint-table.ts'
import type { Prose } from './prose.ts'
import type { Thing } from './things.ts'

/** Finds contradictions between the claims of a text, and between its periods. */
export function findContradictions(prose: Prose, claims: readonly Claim[]): readonly Finding[] {
  return [...kinds.flatMap((kind) => clashes(claims, kind, prose)), ...twoPeriods(periodClaims(prose), prose)]
}

/** Things that a text says it does not collect or keep, without any exception, and where it says so. */
export function neverHeld(claims: readonly Claim[]): readonly Claim[] {
  return claims.filter(
    (claim) =>
      claim.isNever && !claim.isConditional && (claim.deed === 'collect' || claim.deed === 'store' || isCookie(claim)),
  )
}

interface Kind {
  readonly code: LintCode
  /** what the text says it never does, and which deeds break that */
  readonly never: readonly Deed[]
  readonly broken: Readonly<Partial<Record<Deed, readonly Deed[]>>>
  /** most claims of one kind that a denial is compared with */
  readonly fits: (denied: Claim, done: Claim) => boolean
}

const kinds: readonly Kind[] = [
  {
    code: 'L131',
    never: ['sell', 'share'],
    broken: { sell: ['sell'], share: ['share', 'sell'] },
    fits: sameRecipients,
  },
  {
    code: 'L132',
    never: ['collect', 'store'],
    broken: { collect: ['collect', 'store'], store: ['store'] },
    fits: (denied) => denied.things.length > 0,
  },
  {
    code: 'L132',
    never: ['use'],
    broken: { use: ['use'] },
    fits: (denied, done) => isCookie(denied) && isCookie(done) && denied.purposes.length === 0,
  },
  { code: 'L134', never: ['use'], broken: { use: ['use'] }, fits: samePurpose },
]

const comparedMax = 16

function clashes(claims: readonly Claim[], { code, never, broken, fits }: Kind, prose: Prose): readonly Finding[] {
  const done = firstOfEach(claims.filter(({ isNever }) => !isNever))
  const denied = claims.filter((claim) => claim.isNever && !claim.isConditional && never.includes(claim.deed))
  return firstOfEach(denied).flatMap((claim) => {
    const against = done.filter(
      (other) => (broken[claim.deed] ?? []).includes(other.deed) && shared(claim, other) !== null && fits(claim, other),
    )
    const [other] = against.toSorted((a, b) => sureness(claim, b) - sureness(claim, a))
    return other ? [clash(code, claim, other, prose)] : []
  })
}

/** The first claims about each thing and deed: text that says one thing a million times says it once. */
function firstOfEach(claims: readonly Claim[]): readonly Claim[] {
  const counts = new Map<string, number>()
  return claims.filter(({ deed, things, recipients, purposes, isConditional }) => {
    const key = [deed, things.map(({ name }) => name), recipients, purposes, isConditional].join('|')
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count <= 2 && counts.size <= comparedMax * 64
  })
}

/** What both claims speak of: a thing, `personal data` where one of them means all; null where nothing. */
function shared(denied: Claim, done: Claim): string | null {
  if (denied.things.length === 0) return 'personal data'
  const both = denied.things.find((thing) => thing.single && done.things.includes(thing))
  return both?.name ?? null
}

function sameRecipients(denied: Claim, done: Claim): boolean {
  if (
    done.recipients.includes('the person') ||
    (done.recipients.every((name) => name === 'authorities') && done.recipients.length > 0)
  )
    return false
  if (denied.recipients.length === 0) return true
  return denied.recipients.some((name) => done.recipients.includes(name))
}

function samePurpose(denied: Claim, done: Claim): boolean {
  return denied.purposes.some((name) => done.purposes.includes(name))
}

function isCookie({ deed, things }: Claim): boolean {
  return deed === 'use' && things.some(({ name }) => name === 'cookies')
}

/** How sure it is that two claims clash: less where one means all data, or where the second says when or for whom. */
function sureness(denied: Claim, done: Claim): number {
  const parts = [0.9, denied.things.length === 0 ? 0.9 : 1, done.isConditional ? 0.75 : 1, done.recipients.includes('providers') && denied.recipients.length === 0 ? 0.85 : 1] // prettier-ignore
  return Math.round(parts.reduce((product, part) => product * part, 1) * 100) / 100
}

function clash(code: LintCode, denied: Claim, done: Claim, prose: Prose): Finding {
  const what = shared(denied, done) ?? 'personal data'
  const [purpose = 'this'] = denied.purposes
  const reason = done.isConditional
    ? 'one sentence says never, the other one names a condition under which it is done'
    : 'one sentence says never, the other one says that it is done'
  return finding(code, prose.spot(denied.sentence, denied.at, denied.length), {
    details: { what, verb: participle(denied.verb), purpose },
    reason,
    confidence: sureness(denied, done),
    related: [related(done, 'and here it is', prose)],
  })
}

function related(
  { sentence, at, length }: Pick<Claim, 'sentence' | 'at' | 'length'>,
  message: string,
  prose: Prose,
): Related {
  return { ...prose.spot(sentence, at, length), message }
}

const participles: Readonly<Record<string, string>> = { sell: 'sold', give: 'given', keep: 'kept', hold: 'held', send: 'sent', read: 'read', set: 'set', rent: 'rented', log: 'logged', transmit: 'transmitted' } // prettier-ignore

/** `share` as in `is never shared`. */
export function participle(verb: string): string {
  const word = verb.toLowerCase().split(/\s+/)[0] ?? ''
  if (/ed$|^(?:sold|given|kept|held|sent)$/.test(word)) return word
  return participles[word] ?? (word.endsWith('e') ? `${word}d` : `${word}ed`)
}

// --- two periods ----------------------------------------------------------------------------------------------------

function twoPeriods(claims: readonly PeriodClaim[], prose: Prose): readonly Finding[] {
  const first = new Map<string, PeriodClaim>()
  const told = new Set<string>()
  return claims.flatMap((claim) => {
    const key = `${claim.thing.name}|${claim.apart}`
    const before = first.get(key)
    if (!before) first.set(key, claim)
    if (!before || before.period.key === claim.period.key || before.sentence === claim.sentence) return []
    const once = `${claim.sentence.start}|${before.sentence.start}`
    if (told.has(once)) return []
    told.add(once)
    return [twoPeriodsOf(claim.thing, before, claim, prose)]
  })
}

function twoPeriodsOf(thing: Thing, one: PeriodClaim, two: PeriodClaim, prose: Prose): Finding {
  return finding('L133', prose.spot(two.sentence, two.period.at, two.period.said.length), {
    details: { what: thing.name, one: one.period.digits, two: two.period.digits },
    reason: 'two sentences name the same thing, different periods, and nothing that tells them apart',
    confidence: 0.85,
    related: [
      related({ sentence: one.sentence, at: one.period.at, length: one.period.said.length }, 'the other period', prose),
    ],
  })
}
