// The receipt of an erasure or a clearing: composed from the rows of its plan after every step was read back, and from nothing else
// (R3, ACC-19). Made again after a crash it has the same body, because the rows are the same.

import { Failure, utf8, type Json } from '../../base/index.ts'
import {
  composeReceipt, openingOf, receiptEvent, receiptFormat, receiptPayload, type Opening, type ReceiptBody, type ReceiptHolder,
} from '../../evidence/index.ts' // prettier-ignore
import type { Gate } from '../../gate/index.ts'
import type { Ledger } from '../../ledger/index.ts'
import type { Plan, Step } from '../../plans/index.ts'
import type { Case } from '../case.ts'
import { doneWords, residueOf, resultOf } from './request.ts'

/** How long a receipt waits for the sequencer before it is tried again. */
const proofWaitMs = 10_000

export interface ReceiptParts {
  readonly gate: Pick<Gate, 'opening' | 'note'>
  readonly ledger: Pick<Ledger, 'waitFor'>
}

/** Under which statement a request was carried out. */
export interface Under {
  readonly version: number
  readonly hash: string
}

/** What was done, of a plan that is done. Throws a RangeError for one that is not: no receipt precedes the last read-back. */
export function bodyOf(
  one: Case,
  plan: Plan,
  under: Under,
  organisation: string,
  labels: ReadonlyMap<string, string>,
): ReceiptBody {
  if (plan.state !== 'done' || !plan.doneAt || plan.steps.some(({ state }) => state !== 'done'))
    throw new RangeError('the plan is not done')
  return {
    format: receiptFormat,
    kind: plan.kind === 'erase' ? 'erasure' : 'clear',
    organisation,
    number: one.number,
    statement: { version: under.version, hash: under.hash },
    openedAt: one.openedAt.toISOString(),
    doneAt: plan.doneAt.toISOString(),
    holders: plan.steps.map((step) => holderLine(step, labels)),
    residue: residueOf(plan.steps, one),
  }
}

function holderLine(step: Step, labels: ReadonlyMap<string, string>): ReceiptHolder {
  const result = resultOf(step)
  return {
    holder: step.holder,
    label: labels.get(step.holder) ?? step.holder,
    done: doneWords(step),
    effect: { removed: step.effect?.removed ?? 0 },
    readAt: step.at.toISOString(),
    result: result === 'waiting' ? 'not proven' : result,
    ...(step.readBack?.places && { places: step.readBack.places }),
  }
}

/** Binds the body in the ledger, waits until all its entries are in a signed checkpoint, and puts the file together. */
export async function sealReceipt(parts: ReceiptParts, body: ReceiptBody, plan: Plan): Promise<Uint8Array> {
  const payload = receiptPayload(body) as unknown as Json // two texts
  const receipt = await parts.gate.note({ type: receiptEvent, actor: 'rights', payload })
  const events = [...plan.steps.flatMap((step) => step.events), receipt]
  const openings: readonly Opening[] = await Promise.all(events.map((event) => openOne(parts, event)))
  const proof = await parts.ledger.waitFor(events, proofWaitMs)
  return utf8(composeReceipt(body, openings, proof))
}

async function openOne({ gate }: ReceiptParts, event: string): Promise<Opening> {
  const opened = await gate.opening(event)
  if (!opened) throw new Failure('audit_unavailable', { event })
  return openingOf(event, opened)
}
