// Wire shapes of the events of the trade: what the clients of others send, and what became of each event. An event itself is looked at
// by the gate, one by one: a batch is malformed only where no event can be told from it (docs/spec/events.md).

import { z } from 'zod'

/** One event as a client sends it; its own form is checked event by event, so that one bad event refuses no other. */
export const eventIn = z.unknown()

/** A batch. What else clients add (writeKey, sentAt, context) is passed over. */
export const batchIn = z.object({ batch: z.array(eventIn).min(1).max(10_000) })

/** What was stored and should have said more: where the statement tells sessions or kinds of accounts apart, one answer hands out no two such records. */
export const warnings = z.array(
  z.object({
    code: z.literal('context_unsaid'),
    /** of which items or events, by index */
    indexes: z.array(z.number().int()),
    /** what they should have said */
    send: z.array(z.enum(['signedIn', 'account'])),
    why: z.string(),
  }),
)

/** What became of a batch: all is durable that was accepted. */
export const taken = z.object({
  success: z.literal(true),
  accepted: z.number().int(),
  /** events told before: a retry has no second effect */
  seen: z.number().int(),
  refused: z.array(
    z.object({ index: z.number().int(), code: z.string(), clause: z.string().nullable(), why: z.string() }),
  ),
  /** properties of accepted events that were not stored, by path */
  left: z.array(
    z.object({
      index: z.number().int(),
      properties: z.array(z.string()),
      code: z.string(),
      clause: z.string().nullable(),
      why: z.string(),
    }),
  ),
  /** left out where there is nothing to warn of */
  warnings: warnings.optional(),
})
