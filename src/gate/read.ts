// Reading: decide, append, open. Nothing opens that is not in the ledger. Somebody unknown is asked about with the same queries
// and answered with the same bytes as somebody with nothing (architecture, settled 2; PUR-01).

import { Failure, Revealed, text, type Json } from '../base/index.ts'
import { decideShare, decideUse, lawsHolding } from '../decision/index.ts'
import {
  cellNumber,
  cellOf,
  has,
  hands,
  forms,
  origins,
  type Act,
  type Cell,
  type Decision,
  type Form,
  type Hand,
  type Policy,
  type Standing,
} from '../policy/index.ts'
import { mayAsk, type Principal } from '../principals/index.ts'
import { printPredicate } from '../statement/index.ts'
import { entryOf, nobody, standingOf, type GateContext } from './context.ts'
import type { PersonState, StoredRecord, TallyEntry } from './store.ts'
import type { Opened, ReadAnswer, ReadAsk } from './types.ts'
import { tokenOf } from './write.ts'

const recordsPerReadMax = 1000

/** The forms this gate can make. A question for another is refused, whatever a sentence would allow (law 14). */
export const formsServed: readonly Form[] = ['identified']

/** Reads a person's records for one purpose. A denial is an answer without records, and is in the ledger like a permit. */
export async function read(context: GateContext, by: Principal, asked: ReadAsk): Promise<ReadAnswer> {
  const state = await personOf(context, asked)
  const ask = await cited(context, asked, state)
  await bound(context, by, ask, state)
  const standing = standingOf(context, state)
  const { policy } = context.inForce().newest
  const purpose = policy.purposes.find(({ name }) => name === ask.purpose)?.bit ?? -1
  const judged = judge(context, policy, ask, purpose, standing, state)
  const found = await context.store.records(state?.person ?? nobody, filterOf(context, ask, purpose))
  const open =
    judged.decision.effect === 'permit'
      ? found.filter((record) => mayOpen(context, record, ask, purpose, standing))
      : []
  await append(context, by, 'read', ask, judged, state, open)
  return { decision: judged.decision, records: await openAll(context, state, open) }
}

/** Hands records to a recipient: in this version no sentence can allow it, so every question is refused and recorded (SHA-01). */
export async function share(
  context: GateContext,
  by: Principal,
  ask: ReadAsk & { readonly recipient: string },
): Promise<ReadAnswer> {
  const state = await personOf(context, ask)
  await bound(context, by, ask, state)
  const { policy } = context.inForce().newest
  const cell = cellsOf(policy, ask, state)[0]
  const judged = { cell, decision: decideShare(policy, cell, ask.recipient) }
  await append(context, by, 'share', ask, judged, state, [])
  return { decision: judged.decision, records: [] }
}

/** What a question cites counts only as far as it can be known: cases that are open about this person, and an act of theirs within one. */
async function cited(context: GateContext, ask: ReadAsk, state: PersonState | null): Promise<ReadAsk> {
  const cases = ask.cases ? await context.cases.open(state?.person ?? nobody, ask.cases) : []
  return { ...ask, cases, directed: ask.directed === true && (ask.ids?.length ?? 0) > 0 && cases.length > 0 }
}

async function personOf(context: GateContext, ask: ReadAsk): Promise<PersonState | null> {
  const [state] = await context.store.people([await tokenOf(context, ask.person)])
  return state ?? null
}

/** A question for a purpose or product that the token lacks is recorded, then refused. */
async function bound(context: GateContext, by: Principal, ask: ReadAsk, state: PersonState | null): Promise<void> {
  try {
    mayAsk(by, { product: ask.product, purpose: ask.purpose })
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause
    const why = 'the token is not bound to this purpose'
    await append(
      context,
      by,
      'read',
      ask,
      { cell: undefined, decision: { effect: 'deny', clause: null, version: null, term: 'based', why, change: null } },
      state,
      [],
    )
    throw cause
  }
}

interface Judged {
  readonly cell: Cell | undefined
  readonly decision: Decision
}

/** The question by itself, before any record: permitted when some cell it may reach permits it, else the first denial. */
function judge(
  context: GateContext,
  policy: Policy,
  ask: ReadAsk,
  purpose: number,
  standing: Standing,
  state: PersonState | null,
): Judged {
  const at = context.clock.now()
  const act: Act = { ...actOf(context, ask, purpose), collectedAt: at, endedAt: null }
  const cells = cellsOf(policy, ask, state)
  const judged = (cells.length > 0 ? cells : [undefined]).map((cell) => ({
    cell,
    decision: decideUse(policy, cell, standing, act),
  }))
  const found = judged.find(({ decision }) => decision.effect === 'permit') ?? judged[0]! // at least one was judged
  return found.decision.effect === 'permit' && !formsServed.includes(act.form)
    ? { ...found, decision: cannotMake(act.form) }
    : found
}

function cannotMake(form: Form): Decision {
  const why = `our software cannot make this ${form === 'aggregate' ? 'a count of many people' : 'de-identified'}, so nobody gets it that way`
  return { effect: 'deny', clause: null, version: null, term: 'based', why, change: null }
}

function cellsOf(policy: Policy, ask: ReadAsk, state: PersonState | null): readonly Cell[] {
  const categories = policy.categories.filter(
    ({ name }) => name === ask.category || name.startsWith(`${ask.category}.`),
  )
  return categories.flatMap(({ name }) =>
    origins.flatMap(
      (origin) =>
        cellOf(policy, {
          standing: 'consumer',
          product: ask.product,
          category: name,
          origin,
          signedIn: null,
          account: null,
          where: state?.region ?? null,
        }) ?? [],
    ),
  )
}

function actOf(context: GateContext, ask: ReadAsk, purpose: number): Omit<Act, 'collectedAt' | 'endedAt'> {
  return {
    purpose,
    hand: handOf(ask),
    form: formOf(ask),
    cases: ask.cases ?? [],
    directed: ask.directed ?? false,
    place: context.lies.at,
    at: context.clock.now(),
  }
}

function handOf(ask: ReadAsk): Hand {
  return ask.hand ?? hands[0]!
}

function formOf(ask: ReadAsk): Form {
  return ask.form ?? forms[0]!
}

function filterOf(context: GateContext, ask: ReadAsk, purpose: number): Parameters<GateContext['store']['records']>[1] {
  const { ids, product, category, from, to, limit } = ask
  const predicate = printPredicate(context.inForce(), {
    purpose,
    hand: handOf(ask),
    form: formOf(ask),
    cases: ask.cases ?? [],
    directed: ask.directed ?? false,
    at: context.clock.now(),
    product,
    category,
  })
  return {
    product,
    category,
    limit: Math.min(limit ?? recordsPerReadMax, recordsPerReadMax),
    predicate,
    ...(ids && { ids }),
    ...(from && { from }),
    ...(to && { to }),
  }
}

/** The same formula once more, for each record by its own cell: SQL found it, the table agrees, or it stays shut. */
function mayOpen(
  context: GateContext,
  record: StoredRecord,
  ask: ReadAsk,
  purpose: number,
  standing: Standing,
): boolean {
  const inForce = context.inForce()
  const { newest } = inForce
  const cell = inForce.cell(record.cell)
  const act: Act = { ...actOf(context, ask, purpose), collectedAt: record.collectedAt, endedAt: record.endedAt }
  if (!cell || decideUse(newest.policy, cell, standing, act).effect !== 'permit') return false
  return (
    record.law === '' ||
    lawsHolding(cell, record, act.at).some(({ law, purposes }) => law === record.law && has(purposes, purpose))
  )
}

async function append(
  context: GateContext,
  by: Principal,
  type: 'read' | 'share',
  ask: ReadAsk & { recipient?: string },
  { cell, decision }: Judged,
  state: PersonState | null,
  open: readonly StoredRecord[],
): Promise<void> {
  const at = context.clock.now()
  const { version } = context.inForce().newest
  const service = by.role === 'service' ? by.service : by.role
  const { effect, clause, term } = decision
  const payload: Json = {
    ask: type === 'read' ? 'use' : 'share',
    purpose: ask.purpose,
    product: ask.product,
    category: ask.category,
    hand: handOf(ask),
    form: formOf(ask),
    ...(ask.cases && { cases: ask.cases }),
    ...(ask.recipient !== undefined && { recipient: ask.recipient }),
    effect,
    clause,
    term,
    version,
    records: open.length,
  }
  const tally: TallyEntry = {
    at,
    cell: cell ? cellNumber(version, cell.id) : 0,
    purpose: ask.purpose,
    service,
    ask: type === 'read' ? 'use' : 'share',
    effect,
    clause: clause ?? '',
    canary: state?.canary ?? false,
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
