// What two policies say in their registers: whom data goes to and comes from, copies in backups, answers of desks, what is on without
// anybody's word, and what categories and purposes are. No clause carries these, and a reader is promised them all the same.

import { canonicalJson, isNoLonger, type Period } from '../../base/index.ts'
import {
  covers,
  type Category, type Choice, type Contract, type Cookie, type Desk, type Meant, type Mechanism, type OtherField, type Policy, type Profile, type Provider, type Purpose,
  type Recipient, type StoreEntry,
} from '../../policy/index.ts' // prettier-ignore
import type { ChangeCode, Found } from './policies.ts'

/** Every difference between entries of the same name, and every entry that came or went. */
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
    ...others.flatMap((register) =>
      of<Named>(
        (policy) => policy[register],
        register,
        () => [],
      ),
    ),
    ...of(groupsOf, 'groups', () => []),
    ...of(organisationOf, 'organisation', () => []),
  ]
}

interface Named {
  readonly name: string
}

/** What an entry takes from somebody: its code, and what that means. */
type Loss = readonly [code: ChangeCode, means: Meant]

/** Registers of which nothing tells whether a change takes from anybody: it is said without a code. */
const others = ['products', 'places', 'events', 'notes', 'commitments', 'sources'] as const

/** What an entry takes from somebody by coming or going. Of all others, what they open or close is told where rules name them. */
const cameAs: Readonly<Record<string, Loss>> = { cookies: ['K801', { key: 'a cookie' }] }
const wentAs: Readonly<Record<string, Loss>> = { contracts: ['K805', { key: 'contract gone' }] }

function groupsOf({ groups }: Policy): readonly Named[] {
  return Object.entries(groups).map(([name, lists]) => ({ name, lists }))
}

/** The organisation is one entry, whatever it is called. */
function organisationOf({ organisation: { name: called, ...more } }: Policy): readonly Named[] {
  const entry = { ...more, called, name: 'organisation' }
  return [entry]
}

function pairs<Entry extends Named>(
  before: readonly Entry[],
  after: readonly Entry[],
  register: string,
  lost: (was: Entry, now: Entry) => readonly Loss[],
): readonly Found[] {
  const [wasIn, isIn] = [namedIn(before), namedIn(after)]
  const came = after.filter(({ name }) => !wasIn.has(name)).map(({ name }) => cameOrWent(name, register, cameAs, { key: 'new entry' })) // prettier-ignore
  const went = before.filter(({ name }) => !isIn.has(name)).map(({ name }) => cameOrWent(name, register, wentAs, { key: 'entry gone' })) // prettier-ignore
  const differ = after.flatMap((now) => {
    const was = wasIn.get(now.name)
    if (!was || canonicalJson(was) === canonicalJson(now)) return []
    const losses = lost(was, now).map((loss) => entry(now.name, register, loss))
    return losses.length > 0 ? losses : [noted(now.name, register, { key: 'says something else', fields: fieldsOf(was, now) })] // prettier-ignore
  })
  return [...came, ...went, ...differ]
}

function namedIn<Entry extends Named>(list: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(list.map((one) => [one.name, one]))
}

function cameOrWent(name: string, register: string, takes: Readonly<Record<string, Loss>>, means: Meant): Found {
  const loss = takes[register]
  return loss ? entry(name, register, loss) : noted(name, register, means)
}

/** A difference that takes nothing from anybody by itself. */
function noted(name: string, register: string, means: Meant): Found {
  return { clause: null, of: placeOf(name, register), code: null, turn: 'changed', means }
}

/** The fields in which two entries differ, with their texts. */
function fieldsOf(was: object, now: object): readonly OtherField[] {
  const [old, fresh] = [new Map<string, unknown>(Object.entries(was)), new Map<string, unknown>(Object.entries(now))]
  const names = [...new Set([...old.keys(), ...fresh.keys()])].toSorted()
  return names.flatMap((name) => {
    const [before, after] = [textOf(old.get(name)), textOf(fresh.get(name))]
    const isSame =
      before === null ? JSON.stringify(old.get(name)) === JSON.stringify(fresh.get(name)) : before === after
    return isSame ? [] : [{ name, now: after, before }]
  })
}

/** What a field says, where that is a text or a list of texts; empty where it says nothing. */
function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string') ? value.join(', ') : null
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

function entry(name: string, register: string, [code, means]: Loss): Found {
  return {
    clause: null,
    of: placeOf(name, register),
    code,
    turn: turns[code] ?? 'changed',
    means,
  }
}

function placeOf(name: string, register: string): string {
  return name === register ? register : `${register}/${name}`
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
function storeLost({ backups: was }: StoreEntry, { backups: now }: StoreEntry): readonly Loss[] {
  return was !== null && isLonger(was, now) ? one('K804', { key: 'backups', now, before: was }) : []
}

function deskLost(was: Desk, now: Desk): readonly Loss[] {
  const [answer, marks] = [was.answerWithin, was.tombstones]
  return [
    ...(answer !== null && isLonger(answer, now.answerWithin) ? one('K805', { key: 'answer', now: now.answerWithin, before: answer }) : []), // prettier-ignore
    ...(marks !== null && isLonger(marks, now.tombstones) ? one('K804', { key: 'tombstones', now: now.tombstones, before: marks }) : []), // prettier-ignore
    ...when(now.approvals < was.approvals, ['K805', { key: 'approvals', now: now.approvals, before: was.approvals }]),
  ]
}

/** A time that grew, or that nobody says any more. */
function isLonger(was: Period, now: Period | null): boolean {
  return now === null || !isNoLonger(now, was)
}

function one(code: ChangeCode, means: Meant): readonly Loss[] {
  return [[code, means]]
}

function when(holds: boolean, loss: Loss): readonly Loss[] {
  return holds ? [loss] : []
}

// --- what people decide, and what words mean ----------------------------------------------------------------------

/** A yes that nobody gave, or that was given to other words (law 9). */
function choiceLost(was: Choice, now: Choice): readonly Loss[] {
  const isOther = was.kind !== now.kind || was.scope !== now.scope || was.by !== now.by
  return [
    ...when(was.default === 'off' && now.default === 'on', ['K807', { key: 'on by default' }]),
    ...when(isOther, ['K807', { key: 'choice', now: askedOf(now), before: askedOf(was) }]),
    ...when(was.wording !== now.wording, ['K807', { key: 'wording', now: now.wording, before: was.wording }]),
  ]
}

function askedOf({ kind, by, scope }: Choice): Pick<Choice, 'kind' | 'by' | 'scope'> {
  return { kind, by, scope }
}

/** Words that say what a category holds may let in more than they did. */
function categoryLost(was: Category, now: Category): readonly Loss[] {
  return when(was.holds !== now.holds, ['K801', { key: 'holds', now: now.holds, before: was.holds }])
}

function purposeLost(was: Purpose, now: Purpose): readonly Loss[] {
  return [
    ...when(was.label !== now.label, ['K802', { key: 'is for', now: now.label, before: was.label }]),
    ...when(now.survives && !was.survives, ['K805', { key: 'survives restriction' }]),
  ]
}

function profileLost(was: Profile, now: Profile): readonly Loss[] {
  const isOther = canonicalJson(was.while) !== canonicalJson(now.while)
  return [
    ...later('K804', 'profile ends', was.ends, now.ends),
    ...when(isOther, ['K807', { key: 'profile holds', now: now.while, before: was.while }]),
  ]
}

// --- others -------------------------------------------------------------------------------------------------------

function recipientLost(was: Recipient, now: Recipient): readonly Loss[] {
  const isOther = was.kind !== now.kind || was.role !== now.role
  return [
    ...when(isOther, ['K803', { key: 'recipient', now: { kind: now.kind, role: now.role }, before: { kind: was.kind, role: was.role } }]), // prettier-ignore
    ...when(!covers(was.functions, now.functions), ['K803', { key: 'engaged for more' }]),
    ...later('K803', 'listed until', was.until, now.until),
    ...when(was.contract !== null && now.contract === null, ['K805', { key: 'no contract' }]),
    ...when(was.audit !== null && now.audit === null, ['K805', { key: 'no audit' }]),
    ...grown('K808', 'works from', was.at, now.at),
  ]
}

function providerLost(was: Provider, now: Provider): readonly Loss[] {
  return [
    ...grown('K801', 'supplies', was.supplies, now.supplies),
    ...grown('K801', 'supplements', was.supplements, now.supplements),
    ...when(!covers(now.bars, was.bars), ['K806', { key: 'bars fewer' }]),
  ]
}

function mechanismLost(was: Mechanism, now: Mechanism): readonly Loss[] {
  return [
    ...grown('K808', 'goes to', was.to, now.to),
    ...grown('K808', 'goes from', was.from, now.from),
    ...later('K808', 'mechanism until', was.valid.until, now.valid.until),
    ...when(was.counted && !now.counted, ['K805', { key: 'not counted' }]),
  ]
}

function cookieLost(was: Cookie, now: Cookie): readonly Loss[] {
  const { provider, choice, life } = now
  return [
    ...when(was.use !== now.use, ['K802', { key: 'cookie for', now: now.use, before: was.use }]),
    ...(provider !== null && provider !== was.provider ? one('K803', { key: 'cookie of', now: provider, before: was.provider }) : []), // prettier-ignore
    ...(was.choice !== null && choice !== was.choice ? one('K807', { key: 'cookie needs', now: choice, before: was.choice }) : []), // prettier-ignore
    // without a time it ends with the browser, before any other
    ...(life !== null && (was.life === null || !isNoLonger(life, was.life)) ? one('K804', { key: 'cookie lives', now: life, before: was.life }) : []), // prettier-ignore
  ]
}

function contractLost(was: Contract, now: Contract): readonly Loss[] {
  const isFewer = now.customers.length > 0 && (was.customers.length === 0 || was.customers.some((one) => !now.customers.includes(one))) // prettier-ignore
  return when(isFewer, ['K805', { key: 'customers', now: now.customers, before: was.customers }])
}

/** A last day that is later, or that nobody says any more. */
function later(
  code: ChangeCode,
  key: 'profile ends' | 'listed until' | 'mechanism until',
  was: string | null,
  now: string | null,
): readonly Loss[] {
  return was !== null && (now === null || now > was) ? [[code, { key, now, before: was }]] : []
}

function grown(
  code: ChangeCode,
  key: 'works from' | 'supplies' | 'supplements' | 'goes to' | 'goes from',
  was: readonly string[],
  now: readonly string[],
): readonly Loss[] {
  const more = now.filter((name) => !was.includes(name))
  return when(more.length > 0, [code, { key, more, before: was }])
}
