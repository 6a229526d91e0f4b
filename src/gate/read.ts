// Reading: decide, append, open. Nothing opens that is not in the ledger. Somebody unknown is asked about with the same queries
// and answered with the same bytes as somebody with nothing (architecture, settled 2; PUR-01). A product that only observes gives what
// no `never` forbids, and the entry says what enforcing would have answered (docs/spec/modes.md).

import { Failure, Revealed, failures, text, type Json } from '../base/index.ts'
import { observeUse, onlyObserved } from '../decision/index.ts'
import {
  cellNumber,
  cellOf,
  origins,
  toldApart,
  uncoveredNumber,
  type Cell,
  type Decision,
  type Form,
  type Policy,
} from '../policy/index.ts'
import { mayAsk, type Principal } from '../principals/index.ts'
import { nameUnknown, printPredicate } from '../statement/index.ts'
import {
  accounts,
  cellNow,
  entryOf,
  nobody,
  personNow,
  standingOf,
  type GateContext,
  type PersonAt,
} from './context.ts'
import { firstPage, openUpTo, recordsPerReadMax } from './further.ts'
import { cellOfRecord, withInputs, type MadeRecord } from './made.ts'
import type { Effect, Found, PersonState, RecordFilter, StoredRecord, TallyEntry } from './store.ts'
import { inKnownContext, keptApart } from './together.ts'
import { actNow, banFrom, decideAsked, decideRecord, formOf, handOf, type RecordAsking } from './record.ts'
import type { Opened, ReadAnswer, ReadAsk } from './types.ts'
import { tokenOf } from './write.ts'

/** The forms this gate can make. A question for another is refused, whatever a sentence would allow (law 14). */
export const formsServed: readonly Form[] = ['identified']

/** A question with all that decides it. */
interface Asking extends RecordAsking {
  readonly by: Principal
  readonly ask: ReadAsk & { readonly recipient?: string }
  readonly state: PersonState | null
}

/** Reads a person's records for one purpose. A denial is an answer without records, and is in the ledger like a permit. */
export async function read(context: GateContext, by: Principal, asked: ReadAsk): Promise<ReadAnswer> {
  return answer(context, by, 'read', asked)
}

/**
 * Hands records to a recipient, where a sentence gives them to it, it stands on the list that day and is where the data may go (SHA-01). A
 * product that only observes refuses like any other: what was handed over cannot be taken back.
 */
export async function share(
  context: GateContext,
  by: Principal,
  asked: ReadAsk & { readonly recipient: string },
): Promise<ReadAnswer> {
  return answer(context, by, 'share', asked)
}

async function answer(
  context: GateContext,
  by: Principal,
  type: Asking['type'],
  asked: Asking['ask'],
): Promise<ReadAnswer> {
  const purpose = context.inForce().newest.policy.purposes.find(({ name }) => name === asked.purpose)?.bit ?? -1
  // what is handed over or brought together cannot be taken back: a product that only observes refuses it like any other
  const mode = type === 'share' || asked.inProduct !== undefined ? 'enforce' : context.modes.of(asked.product)
  const { ask, state, records: found, filter } = await lookUp(context, { type, asked, purpose, mode })
  const records = await withInputs(context, found)
  const now: PersonAt = (account, at) => personNow(context, state, account, at)
  const asking: Asking = { by, type, ask, purpose, state, standing: standingOf(context, state), now, mode }
  await bound(context, asking)
  const judged = judge(context, asking)
  const given = mode === 'observe' ? observe(context, asking, judged) : judged
  const further = { records: async (person: string, page: RecordFilter) => withInputs(context, await context.store.records(person, page)) } // prettier-ignore
  const mayBe = (record: MadeRecord): boolean => mayOpen(context, record, asking)
  const open = given.decision.effect === 'permit' ? await openUpTo(further, state?.person ?? nobody, filter, records, mayBe) : [] // prettier-ignore
  const kept = mode === 'observe' ? open.filter((record) => mayOpen(context, record, { ...asking, mode: 'enforce' })) : open // prettier-ignore
  const came = handedOut(context, asking, { enforced: judged.decision, given, found: records, open, kept })
  await append(context, asking, came.given, came)
  return { decision: came.given.decision, records: await openAll(context, state, came.records) }
}

/** What a question has come to, before it is asked what it brings together. */
interface Judging {
  readonly enforced: Decision
  readonly given: Judged
  /** the first that were looked at */
  readonly found: readonly MadeRecord[]
  readonly open: readonly MadeRecord[]
  /** of these the ones that enforcing would open */
  readonly kept: readonly MadeRecord[]
}

/**
 * What is handed out: nothing where the records may not be brought together (law 13). A product that only observes refuses that where a ban
 * keeps apart contexts that are known, those of the records or, where nothing else is there, of the question; else it passes, and the entry says
 * what enforcing would have answered.
 */
function handedOut(
  context: GateContext,
  asking: Asking,
  { enforced, given, found, open, kept }: Judging,
): Came & { readonly given: Judged; readonly records: readonly StoredRecord[] } {
  const joining = { ...asking, act: actNow(context, asking) }
  const apart = (records: readonly MadeRecord[]): Decision | null => keptApart(context.inForce(), records, joining)
  const refused = (decision: Decision): ReturnType<typeof handedOut> => ({ given: { ...given, decision }, records: [], effect: 'deny', open: 0, kept: 0 }) // prettier-ignore
  const passed = (effect: Effect, by = given): ReturnType<typeof handedOut> => ({ given: by, records: open, effect, open: open.length, kept: kept.length }) // prettier-ignore
  const effect = effectOf(enforced, given.decision, open.length - kept.length)
  const closing = apart(kept)
  if (asking.mode === 'enforce') return closing ? refused(closing) : passed(effect)
  const isNothingElse = given.decision.effect === 'permit' && open.length === 0
  const certain = isNothingElse ? bannedFrom(context, asking, found) : apart(inKnownContext(context.inForce(), open))
  if (certain?.term === 'never') return refused(certain)
  if (!closing || effect === 'observed') return passed(effect)
  return passed('observed', { ...given, decision: onlyObserved(closing) })
}

/** What came of it, beside what enforcing would have answered. */
function effectOf(enforced: Decision, given: Decision, withheld: number): Effect {
  if (given.effect === 'deny') return 'deny'
  if (enforced.effect === 'deny') return 'observed'
  return withheld > 0 ? 'narrowed' : 'permit'
}

/** The person and their records in one question to the database; where cases are cited, first who it is, for theirs alone count. */
async function lookUp<Ask extends ReadAsk>(
  context: GateContext,
  { type, asked, purpose, mode }: Pick<Asking, 'type' | 'purpose' | 'mode'> & { readonly asked: Ask },
): Promise<{ readonly ask: Ask; readonly filter: RecordFilter } & Found> {
  const token = await tokenOf(context, asked.person)
  if ((asked.cases?.length ?? 0) === 0) {
    const ask = { ...asked, cases: [], directed: false }
    const filter = filterOf(context, { type, ask, purpose, mode })
    return { ask, filter, ...(await context.store.find(token, firstPage(filter))) }
  }
  const [state = null] = await context.store.people([token])
  const ask = await cited(context, asked, state)
  const filter = filterOf(context, { type, ask, purpose, mode })
  return { ask, filter, state, records: await context.store.records(state?.person ?? nobody, firstPage(filter)) }
}

/** What a question cites counts only as far as it can be known: cases that are open about this person, and an act of theirs within one. */
async function cited<Ask extends ReadAsk>(context: GateContext, ask: Ask, state: PersonState | null): Promise<Ask> {
  const cases = ask.cases ? await context.cases.open(state?.person ?? nobody, ask.cases) : []
  return { ...ask, cases, directed: ask.directed === true && (ask.ids?.length ?? 0) > 0 && cases.length > 0 }
}

/** A question that names what no register has, or a purpose or product that the token lacks, is recorded, then refused. */
async function bound(context: GateContext, asking: Asking): Promise<void> {
  const { by, ask } = asking
  try {
    known(context.inForce().newest.policy, ask)
    mayAsk(by, { product: ask.product, purpose: ask.purpose })
    if (ask.inProduct !== undefined) mayAsk(by, { product: ask.inProduct, purpose: ask.purpose })
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause
    const why = failures[cause.code].message
    const decision: Decision = { effect: 'deny', clause: null, version: null, term: 'based', why, change: null }
    await append(context, asking, { cell: 0, decision }, { effect: 'deny', open: 0, kept: 0 })
    throw cause
  }
}

/** Throws Failure('name_unknown') for a name of the question that its register does not have (COL-01). */
export function known(
  { products, categories, purposes }: Policy,
  { product, inProduct = product, category, purpose }: Pick<ReadAsk, 'product' | 'inProduct' | 'category' | 'purpose'>,
): void {
  const asked = [
    ['product', product, products],
    ['product', inProduct, products],
    ['category', category, categories],
    ['purpose', purpose, purposes],
  ] as const
  for (const [kind, name, register] of asked)
    if (!register.some((one) => one.name === name)) throw nameUnknown(kind, name, register.map((one) => one.name)) // prettier-ignore
}

interface Judged {
  /** number of the cell that decided; 0 where there is none */
  readonly cell: number
  readonly decision: Decision
}

function numberOf(context: GateContext, cell: Cell | undefined): number {
  return cell ? cellNumber(context.inForce().newest.version, cell.id) : 0
}

/** The question by itself, before any record: permitted when some cell it may reach permits it, else the first denial. */
function judge(context: GateContext, asking: Asking): Judged {
  const { policy } = context.inForce().newest
  const cells = cellsOf(context, asking)
  const act = actNow(context, asking)
  const judgeBy = (cell: Cell | undefined): Judged => ({
    cell: numberOf(context, cell),
    decision: decideAsked([policy], asking, cell, act),
  })
  const first = judgeBy(cells[0])
  const found = first.decision.effect === 'permit' ? first : (firstPermit(cells.slice(1), judgeBy) ?? first)
  return found.decision.effect === 'permit' && !formsServed.includes(act.form)
    ? { ...found, decision: cannotMake(act.form) }
    : found
}

function firstPermit(cells: readonly Cell[], judgeBy: (cell: Cell) => Judged): Judged | null {
  for (const cell of cells) {
    const judged = judgeBy(cell)
    if (judged.decision.effect === 'permit') return judged
  }
  return null
}

/** The same question to a product that only observes: what would be refused passes where some cell it may reach has no `never` over it. */
function observe(context: GateContext, asking: Asking, enforced: Judged): Judged {
  if (enforced.decision.effect === 'permit') return enforced
  const act = actNow(context, asking)
  if (!formsServed.includes(act.form)) return { ...enforced, decision: cannotMake(act.form) }
  const { policy } = context.inForce().newest
  const judged = reached(context, asking).map(({ number, cell }) => ({
    cell: number,
    decision: observeUse(policy, cell, asking.standing, act),
  }))
  const passes = judged.some(({ decision }) => decision.effect === 'permit')
  if (passes) return { cell: enforced.cell === 0 ? judged[0]!.cell : enforced.cell, decision: onlyObserved(enforced.decision) } // prettier-ignore
  return judged[0] ?? enforced
}

/** The cells a question may reach; where the statement has none, those of uncovered data. */
function reached(context: GateContext, asking: Asking): readonly { readonly number: number; readonly cell: Cell }[] {
  const inForce = context.inForce()
  const { policy, version } = inForce.newest
  const cells = cellsOf(context, asking).map((cell) => ({ number: numberOf(context, cell), cell }))
  if (cells.length > 0) return cells
  const { product } = asking.ask
  return categoriesOf(context, asking).flatMap((category) =>
    origins.flatMap((origin) => {
      const number = uncoveredNumber(policy, version, { product, category, origin })
      const cell = number === null ? undefined : cellNow(inForce, number, asking)
      return cell ? [{ number: number!, cell }] : [] // the cell was found by it
    }),
  )
}

/** The denial of a form that is not made here. */
export function cannotMake(form: Form): Decision {
  const isCount = form === 'aggregate'
  const why = isCount ? 'This question hands out records, and counts of many people hand out none.' : 'Our software cannot make this de-identified, so nobody gets it that way.' // prettier-ignore
  const change = isCount ? 'Ask for counts: `POST /v1/records/count`.' : null
  return { effect: 'deny', clause: null, version: null, term: 'based', why, change }
}

/** The category asked for and all below it, as far as the register knows them. */
function categoriesOf(context: GateContext, { ask }: Asking): readonly string[] {
  return context
    .inForce()
    .newest.policy.categories.flatMap(({ name }) => (`${name}.`.startsWith(`${ask.category}.`) ? [name] : []))
}

const reaching = new WeakMap<Policy, Map<string, readonly Cell[]>>()
const reachingMax = 1_000

/** The cells that data of this product and category may stand in for this person: looked up once, for a statement never changes. */
function cellsOf(context: GateContext, asking: Asking): readonly Cell[] {
  const policy = context.inForce().today
  const { product, category, signedIn, account: asked } = asking.ask
  const told = toldApart(policy)
  // where accounts tell standings or contexts apart, such data may be of either kind; of which it is, its record knows. So with sessions
  const kinds = policy.standings || (told.accounts && asked !== undefined) ? accounts : [null]
  const sessions = told.sessions && signedIn !== undefined ? [true, false] : [null]
  const may = kinds.flatMap((account) => sessions.map((session) => ({ account, signedIn: session, ...asking.now(account) }))) // prettier-ignore
  const key = JSON.stringify([product, category, may])
  const ofPolicy = reaching.get(policy) ?? new Map<string, readonly Cell[]>()
  const known = ofPolicy.get(key)
  if (known) return known
  const made = may.flatMap((now) =>
    categoriesOf(context, asking).flatMap((one) =>
      origins.flatMap((origin) => cellOf(policy, { ...now, product, category: one, origin }) ?? []),
    ),
  )
  if (ofPolicy.size >= reachingMax) ofPolicy.clear()
  reaching.set(policy, ofPolicy.set(key, made))
  return made
}

function filterOf(
  context: GateContext,
  { type, ask, purpose, mode }: Pick<Asking, 'type' | 'ask' | 'purpose' | 'mode'>,
): RecordFilter {
  const { ids, product, category, from, to, limit } = ask
  // of what is handed over each record is decided by itself: the predicate knows our own uses alone
  const predicate =
    type === 'share'
      ? null
      : printPredicate(context.inForce(), {
          purpose,
          hand: handOf(ask),
          form: formOf(ask),
          cases: ask.cases ?? [],
          directed: ask.directed ?? false,
          at: context.clock.now(),
          product,
          category,
          ...(mode === 'observe' && { mode }),
        })
  return {
    product,
    category,
    limit: Math.min(limit ?? recordsPerReadMax, recordsPerReadMax),
    ...(predicate && { predicate }),
    ...(ids && { ids }),
    ...(from && { from }),
    ...(to && { to }),
  }
}

/** The same formula once more, for each record by its own cell: SQL found it, the table agrees, or it stays shut. */
function mayOpen(context: GateContext, record: MadeRecord, asking: Asking): boolean {
  return decideRecord(context, record, asking).effect === 'permit'
}

/** The first `never combine` that closes any of these even where a product only observes. */
function bannedFrom(context: GateContext, asking: Asking, records: readonly MadeRecord[]): Decision | null {
  for (const record of records) {
    const cell = cellOfRecord(
      context.inForce(),
      cellNow(context.inForce(), record.cell, asking, record.collectedAt),
      record,
    )
    const ban = cell ? banFrom(context, asking, record, cell) : null
    if (ban) return ban
  }
  return null
}

interface Came {
  readonly effect: Effect
  /** records opened, and of these the ones that enforcing would have opened too */
  readonly open: number
  readonly kept: number
}

async function append(
  context: GateContext,
  { by, type, ask, state }: Asking,
  { cell, decision }: Judged,
  { effect, open, kept }: Came,
): Promise<void> {
  const at = context.clock.now()
  const { version } = context.inForce().newest
  const service = by.role === 'service' ? by.service : by.role
  const { clause, term } = decision
  const payload: Json = {
    ask: type === 'read' ? 'use' : 'share',
    purpose: ask.purpose,
    product: ask.product,
    category: ask.category,
    hand: handOf(ask),
    form: formOf(ask),
    ...(ask.cases && { cases: ask.cases }),
    ...(ask.inProduct !== undefined && { inProduct: ask.inProduct }),
    ...(ask.signedIn !== undefined && { signedIn: ask.signedIn }),
    ...(ask.account !== undefined && { account: ask.account }),
    ...(ask.recipient !== undefined && { recipient: ask.recipient }),
    effect,
    clause,
    term,
    version,
    records: open,
    ...(effect === 'observed' && { enforced: 'deny' }),
    ...(effect === 'narrowed' && { enforced: kept }),
  }
  const tally: TallyEntry = {
    at,
    cell,
    purpose: ask.purpose,
    service,
    ask: type === 'read' ? 'use' : 'share',
    effect,
    clause: clause ?? '',
    canary: state?.canary ?? false,
    ...(ask.recipient !== undefined && { recipient: ask.recipient }),
    ...(ask.inProduct !== undefined && { inProduct: ask.inProduct }),
  }
  await context.committer.commit({
    audit: [await entryOf(context, { type, at, person: state?.person ?? null, actor: service, payload }, state)],
    tally: [tally],
  })
}

/** Opens records with the keys they lie under. Called only after their entry is durable. */
export async function openAll(
  { vault }: GateContext,
  state: PersonState | null,
  records: readonly StoredRecord[],
): Promise<readonly Opened[]> {
  return Promise.all(
    records.map(async (record) => {
      const key = state?.keys.find(({ law, version }) => law === record.law && version === record.keyVersion)
      if (!key) throw new Failure('keys_unavailable', { record: record.id })
      const place = { person: record.person, record: record.id, category: record.category, schema: 1, version: 1 }
      const plain = vault.open(await vault.unlock(key), place, record.sealed)
      return { record, data: new Revealed(JSON.parse(text(plain)) as Json) } // what `write` sealed is JSON
    }),
  )
}
