// Writing: each item is decided by itself, sealed, and stored with its entry of the ledger in one commit. A batch answers each
// refused item with its reason; what is accepted is durable before the answer (architecture, settled 3).

import { canonicalJson, Failure, nearest, newId, utf8 } from '../base/index.ts'
import { decideDerive, decideWrite, observeWrite, type Input } from '../decision/index.ts'
import { cellNumber, cellOf, plainAct, standingFor, uncoveredNumber, type Account, type Act, type Cell, type CellFacts, type Decision, type PersonNow, type Policy } from '../policy/index.ts' // prettier-ignore
import { mayAsk, type Principal } from '../principals/index.ts'
import { admitPerson } from './admit.ts'
import { cellNow, entryOf, factsNow, ownKeys, personNow, standingOf, type GateContext } from './context.ts'
import type { PersonState, StoredRecord, TallyEntry, Token, Work } from './store.ts'
import { versionsSince } from './together.ts'
import { toldTogether, type Told } from './told.ts'
import type { PersonRef, WriteAnswer, WriteItem } from './types.ts'
import { unsaidIn } from './unsaid.ts'

/** How far ahead of our clock a record may claim to be collected. */
const aheadMillisecondsMax = 300_000

interface Prepared {
  readonly item: WriteItem
  readonly tokens: readonly Token[]
  readonly state: PersonState | null
  /** what the items about this person tell of them, all together */
  readonly told: Told
  readonly erasedAt: Date | null
  readonly message: Uint8Array
  /** what it was made from, as far as it is there; empty for what was not made from anything */
  readonly inputs: readonly StoredRecord[]
  /** a message told before, of somebody unknown now: it must not begin the person anew */
  readonly isReplay: boolean
}

/** Writes records for a service. Answers each item in order; throws only when nothing could be recorded. */
export async function write(
  context: GateContext,
  by: Principal,
  items: readonly WriteItem[],
): Promise<readonly WriteAnswer[]> {
  for (const product of new Set(items.map((item) => item.product))) await bound(context, by, product)
  const prepared = await prepare(context, by, items)
  const admitted = new Map<string, PersonState | null>()
  const works: (() => Promise<WriteAnswer>)[] = [] // begun together at the end: what fails before leaves none of them alone
  for (const one of prepared) {
    const judged = judge(context, by, one)
    const state = one.isReplay || judged.refusal ? null : await stateOf(context, one, admitted)
    if (one.isReplay) works.push(async () => ({ outcome: 'seen' }))
    else if (judged.refusal) works.push(() => refuse(context, by, one, judged))
    else works.push(() => store(context, by, one, judged, state))
  }
  return Promise.all(works.map((work) => work()))
}

/** A write for a product that the token lacks is recorded, then refused. */
async function bound(context: GateContext, by: Principal, product: string): Promise<void> {
  try {
    mayAsk(by, { product, purpose: null })
  } catch (cause) {
    await noteRefused(context, by, { product, refusal: 'purpose_refused' })
    throw cause
  }
}

/** Records a refusal of all that was to be written, whatever it is: nothing of it was looked at. */
export async function noteRefused(
  context: GateContext,
  by: Principal,
  what: { readonly refusal: 'access_denied' | 'purpose_refused' } & { readonly [name: string]: string | number },
): Promise<void> {
  const [at, service, { version }] = [context.clock.now(), nameOf(by), context.inForce().newest]
  const payload = { ask: 'write', effect: 'deny', clause: null, version, ...what }
  const audit = await entryOf(context, { type: 'write', at, person: null, actor: service, payload }, null)
  const tally = { at, cell: 0, purpose: '', service, ask: 'write', effect: 'deny', clause: '', canary: false } as const
  await context.committer.commit({ audit: [audit], tally: [tally] })
}

/** A handful of look-ups for the whole batch, however long it is. A tombstone of any of an item's identifiers counts. */
async function prepare(context: GateContext, by: Principal, items: readonly WriteItem[]): Promise<readonly Prepared[]> {
  const { store, vault } = context
  const refs = items.map((item) => [item.person, ...(item.also ?? [])])
  const tokens = await Promise.all(refs.map((list) => Promise.all(list.map((ref) => tokenOf(context, ref)))))
  const messages = await Promise.all(items.map((item) => vault.messageToken(nameOf(by), item.messageId)))
  const graves = await Promise.all(
    tokens.flat().map(async ({ field, token }) => ({ field, token: await vault.tombstoneOf(token) })),
  )
  const found = await Promise.all([store.people(tokens.flat()), store.tombstones(graves)])
  const [known, erased] = [[...found[0]], [...found[1]]]
  // whoever is known by any of the identifiers is decided about as that person
  const states = tokens.map((list) => known.splice(0, list.length).find((state) => state !== null) ?? null)
  const told = states.includes(null) ? await store.seen(messages) : []
  const inputs = await Promise.all(items.map((item, i) => inputsOf(context, item, states[i]!)))
  const { contracts = [] } = context.inForce().today
  const isCustomer = (name: string): boolean => contracts.some(({ customers }) => customers.includes(name))
  const facts = toldTogether(items.map((item, i) => ({ item, tokens: tokens[i]!, state: states[i]! })), isCustomer) // prettier-ignore
  const ends = tokens.map((list) => erased.splice(0, list.length))
  return items.map((item, i) => ({
    item,
    tokens: tokens[i]!,
    state: states[i]!,
    told: facts[i]!,
    erasedAt: ends[i]!.reduce<Date | null>(
      (last, at) => (last === null || (at !== null && at > last) ? at : last),
      null,
    ),
    message: messages[i]!,
    inputs: inputs[i]!,
    isReplay: states[i] === null && told[i] === true,
  }))
}

async function inputsOf(
  { store }: GateContext,
  { madeFrom }: WriteItem,
  state: PersonState | null,
): Promise<readonly StoredRecord[]> {
  return madeFrom && state ? store.records(state.person, { ids: madeFrom.records }) : []
}

/** What a principal is called in records, counts and the ledger. */
function nameOf(by: Principal): string {
  return by.role === 'service' ? by.service : by.role
}

/** The blind token of a person's identifier. */
export async function tokenOf({ vault }: GateContext, { field, value }: PersonRef): Promise<Token> {
  return { field, token: await vault.token(field, value) }
}

interface Judged {
  /** of the statement it was judged under, whatever is published meanwhile */
  readonly version: number
  /** number that the record will keep: of a cell of that version, or of the oldest that something it was made from has lived through; 0 where nothing is stored and no cell known */
  readonly number: number
  /** number under which the decision is counted: of the cell that decided */
  readonly counted: number
  /** what enforcing answers; where a product that only observes refuses, the `never` that does */
  readonly decision: Decision
  /** it is stored though enforcing would refuse it */
  readonly isObserved: boolean
  readonly refusal: Extract<WriteAnswer, { outcome: 'refused' }> | null
}

function judge(context: GateContext, by: Principal, prepared: Prepared): Judged {
  const { item, state } = prepared
  const at = context.clock.now()
  const { today: policy, newest } = context.inForce()
  const { version } = newest
  const facts = factsOf(context, prepared)
  const cell = numbered(cellOf(policy, facts))
  const counted = cell ? cellNumber(version, cell.id) : 0
  const judgedAs = item.madeFrom
    ? judgeMade(context, prepared, { facts, cell }, at)
    : { decision: decideWrite(policy, cell, standingOf(context, state), actOf(item, at, context.lies.at), item), number: counted } // prettier-ignore
  const { decision } = judgedAs
  const enforced: Judged = { version, counted, ...judgedAs, isObserved: false, refusal: null }
  const refusal = invalid(prepared, at, policy) ?? madeRefusal(by, prepared)
  if (refusal || decision.effect === 'permit') return { ...enforced, refusal: refusal ?? fromNothing(item) }
  const judged =
    context.modes.of(item.product) === 'observe' && !item.madeFrom
      ? observe(context, prepared, facts, enforced)
      : enforced
  return judged.isObserved ? judged : { ...judged, refusal: denied(judged.decision) }
}

/**
 * May this be made from that? Each input stands under what its own record stands under (law 10). What is made lives through every version that one of its inputs has lived
 * through, as if it had been made then (law 8): each lets it be made of all of them, and it keeps the number of its cell in the oldest.
 */
function judgeMade(
  context: GateContext,
  { item, state, inputs }: Prepared,
  { facts, cell }: { readonly facts: CellFacts; readonly cell: Cell | undefined },
  at: Date,
): Pick<Judged, 'decision' | 'number'> {
  const inForce = context.inForce()
  const { policy } = inForce.newest
  const purpose = policy.purposes.find(({ name }) => name === item.madeFrom?.purpose)?.bit ?? -1
  const now = (account: Account | null): PersonNow => personNow(context, state, account)
  const [oldest = inForce.newest, ...later] = versionsSince(inForce, ...inputs.map(({ cell: number }) => number))
  const first = oldest === inForce.newest ? cell : numbered(cellOf(oldest.policy, facts))
  const older = [oldest, ...later].filter((one) => one !== inForce.newest)
  const lived = older.map((one) => ({ policy: one.policy, result: one === oldest ? first : cellOf(one.policy, facts) }))
  const made = inputs.map(({ cell: number, collectedAt, endedAt }): Input => ({ cell: cellNow(inForce, number, { now }), collectedAt, endedAt, lived })) // prettier-ignore
  const { standing, where } = facts
  const decision = decideDerive(policy, cell, made, standingOf(context, state), { ...actOf(item, at, context.lies.at), purpose }, { standing, where }) // prettier-ignore
  return { decision, number: first ? cellNumber(oldest.version, first.id) : 0 }
}

/** A cell that a record can stand under: a meet without a number is none. */
function numbered(cell: Cell | undefined): Cell | undefined {
  return cell && cell.id > 0 ? cell : undefined
}

/**
 * The same write to a product that only observes: what enforcing would refuse is stored under no sentence, so that none ever opens it, as
 * long as no `never` is over it and the registers know what it is (COL-01).
 */
function observe(context: GateContext, { item, state }: Prepared, facts: CellFacts, enforced: Judged): Judged {
  const inForce = context.inForce()
  const { policy } = inForce.newest
  const number = uncoveredNumber(policy, enforced.version, item)
  const cell = number === null ? undefined : inForce.under(facts).cell(number)
  if (!cell) return enforced
  const act = actOf(item, context.clock.now(), context.lies.at)
  const decision = observeWrite(policy, cell, standingOf(context, state), act)
  const counted = enforced.counted === 0 ? number! : enforced.counted // the cell was found by it
  return decision.effect === 'deny'
    ? { ...enforced, counted, decision }
    : { ...enforced, number: number!, counted, isObserved: true } // as above
}

function denied({ why, clause }: Decision): Judged['refusal'] {
  return { outcome: 'refused', code: 'access_denied', clause, why }
}

/** What is refused whatever the statement and the mode say. */
function invalid(prepared: Prepared, at: Date, policy: Policy): Judged['refusal'] {
  const { item, erasedAt } = prepared
  const refused = (code: 'erased' | 'input_invalid', why: string): Judged['refusal'] => ({ outcome: 'refused', code, clause: null, why }) // prettier-ignore
  const unknown = unknownWords('product', item.product, policy.products) ?? unknownWords('category', item.category, policy.categories) // prettier-ignore
  if (unknown !== null) return refused('input_invalid', unknown)
  if (item.collectedAt.getTime() > at.getTime() + aheadMillisecondsMax)
    return refused('input_invalid', 'it says that it was collected in the future')
  if (erasedAt && item.collectedAt <= erasedAt)
    return refused('erased', 'it was collected before this person was erased, and stays gone')
  return regionRefusal(item, policy) ?? customerRefusal(prepared, policy)
}

/** Only what is inferred is made from records; all of them are there, of the same person, and the token is for them. */
function madeRefusal(by: Principal, { item: { origin, madeFrom }, inputs }: Prepared): Judged['refusal'] {
  const refused = (why: string): Judged['refusal'] => ({ outcome: 'refused', code: 'input_invalid', clause: null, why })
  if (!madeFrom) return null
  if (origin !== 'inferred') return refused('what is made from records has the origin `inferred`')
  if (inputs.length < new Set(madeFrom.records).size)
    return refused('some of the records it was made from are not there')
  const isFor = inputs.every(({ product }) => isBound(by, product, madeFrom.purpose))
  return isFor ? null : refused('the token is not for all the products it was made from, or not for that purpose')
}

/** Whatever a sentence takes in from anywhere: what is inferred was made from something, and leaves with it. */
function fromNothing({ origin, madeFrom }: WriteItem): Judged['refusal'] {
  const why = 'what is inferred says in `madeFrom` which records it was made from, and what for'
  return origin === 'inferred' && !madeFrom ? { outcome: 'refused', code: 'input_invalid', clause: null, why } : null
}

/** Whether a token is for a product and a purpose. */
function isBound(by: Principal, product: string, purpose: string): boolean {
  try {
    mayAsk(by, { product, purpose })
    return true
  } catch (cause) {
    if (cause instanceof Failure) return false
    throw cause
  }
}

/** That a register does not have a name (COL-01), with the name that was probably meant; null: it has it. */
function unknownWords(kind: string, name: string, register: readonly { readonly name: string }[]): string | null {
  if (register.some((one) => one.name === name)) return null
  const meant = nearest(
    name,
    register.map((one) => one.name),
  )
  return `no ${kind} of the register is called \`${name}\`${meant === null ? '' : `; \`${meant}\` was probably meant`}`
}

/** A region is where somebody lives for ever after: one that the register does not know would close what should be open. */
function regionRefusal({ region }: WriteItem, { places }: Policy): Judged['refusal'] {
  if (region === undefined || places.some(({ name }) => name === region)) return null
  return {
    outcome: 'refused',
    code: 'input_invalid',
    clause: null,
    why: `no place of the register is called \`${region}\``,
  }
}

/** A customer that no contract knows would be bound by none; and whose account it is does not change from one write, or one item, to the next. */
function customerRefusal({ item: { customer }, state, told }: Prepared, policy: Policy): Judged['refusal'] {
  if (customer === undefined) return null
  const refused = (why: string): Judged['refusal'] => ({ outcome: 'refused', code: 'input_invalid', clause: null, why })
  const isKnown = policy.contracts?.some(({ customers }) => customers.includes(customer)) ?? false
  if (!isKnown) return refused(`no contract of the statement is with a customer called \`${customer}\``)
  return (state ?? told).customer !== customer
    ? refused('another customer, or none, was told of this person; tell it anew first (`kept person`)')
    : null
}

function factsOf(context: GateContext, { item, state, told }: Prepared): CellFacts {
  const { policy } = context.inForce().newest
  const where = state ? state.region : (item.region ?? null)
  const at = context.clock.now()
  const begun = { ...told, age: told.age === null ? null : { years: told.age, at } }
  const { on } = standingOf(context, state)
  const known = factsNow(state ?? begun, at)
  const age = known.age !== null && told.age !== null ? Math.min(known.age, told.age) : known.age // told twice, the younger counts
  const standing = standingFor(policy, { ...known, age, where, account: item.account ?? null, on }, at)
  return {
    standing,
    product: item.product,
    category: item.category,
    origin: item.origin,
    signedIn: item.signedIn ?? null,
    account: item.account ?? null,
    where,
  }
}

function actOf({ collectedAt, endedAt }: WriteItem, at: Date, place: string): Act {
  return plainAct(at, { place, collectedAt, endedAt: endedAt ?? null })
}

/** The person's state; the first write that is accepted creates the person. */
async function stateOf(
  context: GateContext,
  { item, tokens, state, told }: Prepared,
  admitted: Map<string, PersonState | null>,
): Promise<PersonState | null> {
  if (state) return state
  const key = `${tokens[0]!.field} ${tokens[0]!.token.join(',')}`
  const known = admitted.get(key)
  if (known) return known
  const { region = null, canary = false } = item
  const how = { region, ...told, canary }
  const person = await admitPerson(context, [item.person, ...(item.also ?? [])], tokens, how)
  const fresh = (await context.store.people([{ person }]))[0] ?? null
  admitted.set(key, fresh)
  return fresh
}

async function store(
  context: GateContext,
  by: Principal,
  prepared: Prepared,
  judged: Judged,
  state: PersonState | null,
): Promise<WriteAnswer> {
  const { item, message, inputs } = prepared
  const keys = await ownKeys(context, state)
  if (!state || !keys) return refuseLate(context, by, { ...prepared, state }, judged, 'gone')
  const id = newId()
  const at = context.clock.now()
  const place = { person: state.person, record: id, category: item.category, schema: 1, version: 1 }
  const work: Work = {
    ...(await traces(context, by, judged, { item, state, at })),
    message,
    ...(inputs.length > 0 && { inputs: inputs.map((input) => input.id) }),
    ...(item.messageUntil && { messageUntil: item.messageUntil }),
    ...(item.seconds !== undefined && { seconds: item.seconds }),
    record: {
      person: state.person,
      id,
      cell: judged.number,
      product: item.product,
      category: item.category,
      source: nameOf(by),
      place: context.lies.name,
      collectedAt: item.collectedAt,
      endedAt: item.endedAt ?? null,
      storedAt: at,
      law: '',
      keyVersion: keys.wrapped.version,
      sealed: context.vault.seal(keys, place, utf8(canonicalJson(item.data))),
    },
  }
  const outcome = await context.committer.commit(work).catch((cause: unknown) => {
    if (item.madeFrom && cause instanceof Failure && cause.code === 'conflict') return 'left'
    throw cause
  })
  if (outcome === 'left' || outcome === 'gone') return refuseLate(context, by, { ...prepared, state }, judged, outcome)
  if (outcome === 'seen') return { outcome: 'seen' }
  if (judged.isObserved) await raiseDrift(context, by, item, judged)
  const unsaid = unsaidIn(context.inForce().newest.policy, item)
  return { outcome: 'stored', id, ...(unsaid.length > 0 && { unsaid }) }
}

/** What may come between a decision and its commit. */
const meanwhile = {
  left: { code: 'input_invalid', why: 'what it was made from has left meanwhile' },
  gone: { code: 'erased', why: 'this person was erased in the meantime' },
} as const

/** Records the refusal of what was permitted; no sentence refuses it. The entry about somebody erased names nobody. */
async function refuseLate(
  context: GateContext,
  by: Principal,
  prepared: Prepared,
  judged: Judged,
  why: keyof typeof meanwhile,
): Promise<WriteAnswer> {
  const { item, state } = prepared
  const who = {
    item: { ...item, canary: (state?.canary ?? item.canary) === true },
    state: why === 'gone' ? null : state,
  }
  const decision = { ...judged.decision, clause: null, term: null }
  const refusal = { outcome: 'refused', clause: null, ...meanwhile[why] } as const
  return refuse(context, by, { ...prepared, ...who }, { ...judged, decision, isObserved: false, refusal })
}

/** Records the refusal. */
async function refuse(
  context: GateContext,
  by: Principal,
  { item, state }: Prepared,
  judged: Judged,
): Promise<WriteAnswer> {
  const at = context.clock.now()
  await context.committer.commit(await traces(context, by, judged, { item, state, at }))
  if (judged.refusal!.code === 'access_denied') await raiseDrift(context, by, item, judged)
  return judged.refusal!
}

/** What no sentence covers is a finding on the coverage line, refused or only observed (COL-16); at most once a minute. */
async function raiseDrift(
  { drift }: GateContext,
  by: Principal,
  { product, category, origin, canary }: WriteItem,
  { decision, isObserved }: Judged,
): Promise<void> {
  if (decision.term !== 'based' || canary) return
  const [done, verb] = isObserved ? ['stored', 'stored'] : ['tried to store', 'collect']
  const summary = `\`${nameOf(by)}\` ${done} ${category} of ${product} (${origin}); no sentence covers it`
  await drift.raise({ key: `${verb} ${product} ${category} ${origin}`, summary })
}

async function traces(
  context: GateContext,
  by: Principal,
  { decision, counted, version, refusal, isObserved }: Judged,
  { item, state, at }: { readonly item: WriteItem; readonly state: PersonState | null; readonly at: Date },
): Promise<Pick<Work, 'audit' | 'tally'>> {
  const service = nameOf(by)
  const { clause, term } = decision
  const effect = isObserved ? 'observed' : refusal ? 'deny' : decision.effect
  const payload = {
    ask: 'write',
    product: item.product,
    category: item.category,
    origin: item.origin,
    ...(item.madeFrom && { purpose: item.madeFrom.purpose, inputs: item.madeFrom.records.length }),
    effect,
    clause,
    term,
    version,
    ...(isObserved && { enforced: 'deny' }),
    ...(refusal && { refusal: refusal.code }),
  }
  const tally: TallyEntry = {
    at,
    cell: counted,
    purpose: '',
    service,
    ask: 'write',
    effect,
    clause: clause ?? '',
    canary: (state?.canary ?? item.canary) === true,
  }
  return {
    audit: [
      await entryOf(context, { type: 'write', at, person: state?.person ?? null, actor: service, payload }, state),
    ],
    tally: [tally],
  }
}
