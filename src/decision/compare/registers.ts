// What two policies say in their registers: whom data goes to and comes from, copies in backups, answers of desks, what is on without
// anybody's word, and what categories and purposes are. No clause carries these, and a reader is promised them all the same.

import { canonicalJson, isNoLonger, periodWords, type Period } from '../../base/index.ts'
import {
  covers,
  type Category, type Choice, type Contract, type Cookie, type Desk, type Mechanism, type Policy, type Profile, type Provider, type Purpose,
  type Recipient, type StoreEntry,
} from '../../policy/index.ts' // prettier-ignore
import type { ChangeCode, Found } from './policies.ts'

/** Every difference between entries of the same name, and those that came or went and take something from somebody by it. */
export function registersChanged(before: Policy, after: Policy): readonly Found[] {
  const of = <Entry extends Named>(
    list: (policy: Policy) => readonly Entry[] | undefined,
    register: string,
    lost: (was: Entry, now: Entry) => readonly Loss[],
  ): readonly Found[] => pairs(list(before) ?? [], list(after) ?? [], register, lost)
  return [
    ...of(({ stores }) => stores, 'stores', storeLost),
    ...of(({ desks }) => desks, 'desks', deskLost),
    ...of(({ choices }) => choices, 'choices', choiceLost),
    ...of(({ categories }) => categories, 'categories', categoryLost),
    ...of(({ purposes }) => purposes, 'purposes', purposeLost),
    ...of(({ recipients }) => recipients, 'recipients', recipientLost),
    ...of(({ providers }) => providers, 'providers', providerLost),
    ...of(({ mechanisms }) => mechanisms, 'mechanisms', mechanismLost),
    ...of(({ cookies }) => cookies, 'cookies', cookieLost),
    ...of(({ contracts }) => contracts, 'contracts', contractLost),
    ...of(({ profiles }) => profiles, 'profiles', profileLost),
    ...others.flatMap((register) => pairs<Named>(before[register] ?? [], after[register] ?? [], register, () => [])),
    ...only(before.cookies, after.cookies).map(({ name }) =>
      entry(name, 'cookies', ['K801', 'a cookie', 'there was none']),
    ),
    ...only(after.contracts, before.contracts).map(({ name }) => entry(name, 'contracts', ['K805', 'it binds nobody any more', 'it bound us'])), // prettier-ignore
  ]
}

interface Named {
  readonly name: string
}

/** What an entry takes from somebody: its code, what is so now, what was so before. */
type Loss = readonly [code: ChangeCode, now: string, before: string]

/** Registers of which nothing tells whether a change takes from anybody: it is said without a code. */
const others = ['products', 'places', 'events', 'notes', 'commitments', 'sources'] as const

function pairs<Entry extends Named>(
  before: readonly Entry[],
  after: readonly Entry[],
  register: string,
  lost: (was: Entry, now: Entry) => readonly Loss[],
): readonly Found[] {
  return after.flatMap((now) => {
    const was = before.find(({ name }) => name === now.name)
    if (!was || canonicalJson(was) === canonicalJson(now)) return []
    const losses = lost(was, now).map((loss) => entry(now.name, register, loss))
    if (losses.length > 0) return losses
    return [{ clause: null, of: placeOf(now.name, register), code: null, turn: 'changed', what: 'says something else' }]
  })
}

/** Entries that the first list does not have. */
function only<Entry extends Named>(without: readonly Entry[] = [], list: readonly Entry[] = []): readonly Entry[] {
  return list.filter(({ name }) => !without.some((one) => one.name === name))
}

function entry(name: string, register: string, [code, is, said]: Loss): Found {
  return {
    clause: null,
    of: placeOf(name, register),
    code,
    turn: turns[code] ?? 'changed',
    what: `${is}, before ${said}`,
  }
}

function placeOf(name: string, register: string): string {
  return `${register}/${name}`
}

const turns: Partial<Record<ChangeCode, Found['turn']>> = {
  K801: 'opened',
  K803: 'opened',
  K804: 'lengthened',
  K805: 'weakened',
  K806: 'weakened',
  K808: 'opened',
}

// --- what lies where, and who answers -----------------------------------------------------------------------------

/** Copies that live longer, or for how long nobody says any more. */
function storeLost(was: StoreEntry, now: StoreEntry): readonly Loss[] {
  return longer('K804', 'copies in backups live', was.backups, now.backups)
}

function deskLost(was: Desk, now: Desk): readonly Loss[] {
  return [
    ...longer('K805', 'an answer takes', was.answerWithin, now.answerWithin),
    ...longer('K804', 'marks of what was erased stay', was.tombstones, now.tombstones),
    ...when(now.approvals < was.approvals, ['K805', `${now.approvals} officers agree`, String(was.approvals)]),
  ]
}

/** A time that grew, or that nobody says any more. */
function longer(code: ChangeCode, what: string, was: Period | null, now: Period | null): readonly Loss[] {
  const words = (period: Period | null): string => (period === null ? 'as long as it takes' : periodWords(period))
  const isLonger = was !== null && (now === null || !isNoLonger(now, was))
  return when(isLonger, [code, `${what} ${words(now)}`, words(was)])
}

function when(holds: boolean, loss: Loss): readonly Loss[] {
  return holds ? [loss] : []
}

// --- what people decide, and what words mean ----------------------------------------------------------------------

/** A yes that nobody gave, or that was given to other words (law 9). */
function choiceLost(was: Choice, now: Choice): readonly Loss[] {
  const isOther = was.kind !== now.kind || was.scope !== now.scope || was.by !== now.by
  return [
    ...when(was.default === 'off' && now.default === 'on', ['K807', 'on unless somebody says no', 'off until somebody says yes']), // prettier-ignore
    ...when(isOther, ['K807', choiceWords(now), choiceWords(was)]),
    ...when(was.wording !== now.wording, ['K807', `asked in the words “${now.wording}”`, `“${was.wording}”`]),
  ]
}

function choiceWords({ kind, by, scope }: Choice): string {
  return `a ${kind} by the ${by} for each ${scope}`
}

/** Words that say what a category holds may let in more than they did. */
function categoryLost(was: Category, now: Category): readonly Loss[] {
  return when(was.holds !== now.holds, ['K801', `it holds “${now.holds}”`, `“${was.holds}”`])
}

function purposeLost(was: Purpose, now: Purpose): readonly Loss[] {
  return [
    ...when(was.label !== now.label, ['K802', `it is for “${now.label}”`, `“${was.label}”`]),
    ...when(now.survives && !was.survives, ['K805', 'it goes on while a person restricts', 'it stopped']),
  ]
}

function profileLost(was: Profile, now: Profile): readonly Loss[] {
  const isOther = canonicalJson(was.while) !== canonicalJson(now.while)
  return [
    ...when(isLater(was.ends, now.ends), ['K804', `it ends ${now.ends ?? 'never'}`, was.ends ?? '']),
    ...when(isOther, ['K807', `it holds while ${factWords(now)}`, factWords(was)]),
  ]
}

function factWords({ while: facts }: Profile): string {
  return facts.length === 0 ? 'nothing else does' : facts.map((fact) => ('name' in fact ? fact.name : fact.kind)).join(' and ') // prettier-ignore
}

// --- others -------------------------------------------------------------------------------------------------------

function recipientLost(was: Recipient, now: Recipient): readonly Loss[] {
  return [
    ...when(was.kind !== now.kind || was.role !== now.role, [
      'K803',
      `${now.kind}, ${now.role}`,
      `${was.kind}, ${was.role}`,
    ]),
    ...when(!covers(was.functions, now.functions), ['K803', 'engaged for more', 'for less']),
    ...when(isLater(was.until, now.until), ['K803', `listed until ${now.until ?? 'it is ended'}`, was.until ?? '']),
    ...when(was.contract !== null && now.contract === null, ['K805', 'without a contract', 'with one']),
    ...when(was.audit !== null && now.audit === null, ['K805', 'without an audit', 'with one']),
    ...grown('K808', 'works from', was.at, now.at),
  ]
}

function providerLost(was: Provider, now: Provider): readonly Loss[] {
  return [
    ...grown('K801', 'supplies', was.supplies, now.supplies),
    ...grown('K801', 'is put beside', was.supplements, now.supplements),
    ...when(!covers(now.bars, was.bars), ['K806', 'bars fewer purposes', 'more']),
  ]
}

function mechanismLost(was: Mechanism, now: Mechanism): readonly Loss[] {
  return [
    ...grown('K808', 'lets data go to', was.to, now.to),
    ...grown('K808', 'lets data go from', was.from, now.from),
    ...when(isLater(was.valid.until, now.valid.until), ['K808', `holds until ${now.valid.until ?? 'it is ended'}`, was.valid.until ?? '']), // prettier-ignore
    ...when(was.counted && !now.counted, ['K805', 'is not counted', 'was counted']),
  ]
}

function cookieLost(was: Cookie, now: Cookie): readonly Loss[] {
  return [
    ...when(was.use !== now.use, ['K802', `for ${now.use}`, `for ${was.use}`]),
    ...when(now.provider !== null && now.provider !== was.provider, ['K803', `of ${now.provider ?? ''}`, was.provider === null ? 'ours' : `of ${was.provider}`]), // prettier-ignore
    ...when(was.choice !== null && now.choice !== was.choice, ['K807', `needs ${now.choice ?? 'no choice'}`, was.choice ?? '']), // prettier-ignore
    // without a time it ends with the browser, before any other
    ...when(now.life !== null && (was.life === null || !isNoLonger(now.life, was.life)), ['K804', `lives ${now.life === null ? '' : periodWords(now.life)}`, was.life === null ? 'until the browser closed' : periodWords(was.life)]), // prettier-ignore
  ]
}

function contractLost(was: Contract, now: Contract): readonly Loss[] {
  const isFewer = now.customers.length > 0 && (was.customers.length === 0 || was.customers.some((one) => !now.customers.includes(one))) // prettier-ignore
  return when(isFewer, ['K805', `for ${now.customers.join(', ')}`, was.customers.join(', ') || 'for all customers'])
}

function isLater(was: string | null, now: string | null): boolean {
  return was !== null && (now === null || now > was)
}

function grown(code: ChangeCode, what: string, was: readonly string[], now: readonly string[]): readonly Loss[] {
  const more = now.filter((name) => !was.includes(name))
  return when(more.length > 0, [code, `${what} ${more.join(', ')} too`, was.join(', ') || 'nothing'])
}
