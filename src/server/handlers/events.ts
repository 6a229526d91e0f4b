// Routes of the events of the trade: who sends is known first, a place in the queue comes next, and only then is the body opened. The
// trade's client drops what gets a 4xx and gives up soon on a 5xx, so whatever passes by itself is answered with 429 and a time to come again.

import { asFailure, Failure, type FailureCode } from '../../base/index.ts'
import { shapes } from '../../contract/index.ts'
import type { App } from '../../app.ts'
import type { EventAnswer, EventType } from '../../gate/index.ts'
import type { HandlerAnswer, HandlerInput, Handlers } from '../handler.ts'
import { warningsOf } from '../warn.ts'
import { unpack, type Packed } from '../unpack.ts'
import type { Visit } from '../visit.ts'

export const events: Handlers<'batch' | EventType> = {
  batch: (app, { packed }, visit) => take(app, visit, async () => (await unpack(packed, shapes.batchIn)).batch),
  track: single('track'),
  identify: single('identify'),
  page: single('page'),
  screen: single('screen'),
  group: single('group'),
  alias: single('alias'),
}

function single(type: EventType) {
  return (app: App, { packed }: HandlerInput<'track'>, visit: Visit): Promise<HandlerAnswer<'batch'>> =>
    take(app, visit, async () => [await oneOf(packed)], type)
}

async function oneOf(packed: Packed): Promise<unknown> {
  return unpack(packed, shapes.eventIn)
}

async function take(
  app: App,
  { principal }: Visit,
  open: () => Promise<readonly unknown[]>,
  type?: EventType,
): Promise<HandlerAnswer<'batch'>> {
  try {
    return await app.intakeQueue.run(async () => summary(await app.gate.intake(principal, await open(), type)))
  } catch (cause) {
    throw isPassing(asFailure(cause).code) ? new Failure('intake_busy', { retryAfterSeconds }, cause) : cause
  }
}

/** What is over by itself: the database away, the ledger not reached, a key not reached, a full disk. */
const passing: readonly FailureCode[] = ['audit_unavailable', 'storage_unavailable', 'storage_full', 'keys_unavailable']
/** The client comes 31 times when it is told when to, and 11 times otherwise: so it waits ten minutes for a database that comes back. */
const retryAfterSeconds = 20

function isPassing(code: FailureCode): boolean {
  return passing.includes(code)
}

function summary(answers: readonly EventAnswer[]): HandlerAnswer<'batch'> {
  const of = (outcome: EventAnswer['outcome']): number => answers.filter((answer) => answer.outcome === outcome).length
  return {
    success: true,
    accepted: of('accepted'),
    seen: of('seen'),
    refused: answers.flatMap((answer, index) =>
      answer.outcome === 'refused' ? [{ index, code: answer.code, clause: answer.clause, why: answer.why }] : [],
    ),
    left: answers.flatMap((answer, index) =>
      answer.outcome === 'accepted'
        ? answer.left.map((one) => ({ index, ...one, properties: [...one.properties] }))
        : [],
    ),
    ...warningsOf(
      answers,
      () => 'say `account: personal` or `account: organisation` of this source in the register `sources`',
    ),
  }
}
