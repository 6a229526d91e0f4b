// What requests hold: a closed form each, so that a field nobody knows is refused and never passed over. Wire shapes like those of `shapes.ts`,
// held to the domain's by test/types/contract.test.ts. Events of the trade are open, as their clients are (`events.ts`).

import { z } from 'zod'
import { id, json, name, origin, time } from './shapes.ts'

/** An age in whole years. */
export const age = z.number().int().min(0).max(150)

/** Names of our own index keys: no identifier is called like that. */
const reserved = ['accounts', 'audit', 'canary', 'message', 'tombstone']

/** What begins ends no earlier: between a later and an earlier end nothing lies, and an empty answer would say that there is nothing. */
function inOrder<S extends z.ZodType<{ readonly from?: string | undefined; readonly to?: string | undefined }>>(
  shape: S,
): S {
  return shape.refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) <= Date.parse(to), {
    path: ['from'],
    message: '`from` is later than `to`, and nothing lies between them: swap them',
  })
}

/** Who is meant: by an identifier that was registered with the first write. */
export const personRef = z.strictObject({
  field: name.refine((field) => !reserved.includes(field), 'this name is reserved'),
  value: z.string().min(1).max(320),
})

const anyScope = z.strictObject({
  ids: z.array(id).max(1000).optional(),
  category: name.optional(),
  product: name.optional(),
  /** first and last day, inclusive: `2026-04-11` */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
})

/** What to clear or look at: everything that fits all that is said. */
export const scope = inOrder(anyScope)

/** Which things to look at; without `limit` the newest 100. */
export const itemsIn = inOrder(
  anyScope.omit({ ids: true }).extend({ limit: z.coerce.number().int().min(1).max(200).optional() }),
)

export const recordIn = z.strictObject({
  messageId: z.string().min(1).max(200),
  person: personRef,
  /** further identifiers of the same person, registered with the first write */
  also: z.array(personRef).max(8).optional(),
  product: name,
  category: name,
  origin,
  collectedAt: time,
  endedAt: time.optional(),
  signedIn: z.boolean().optional(),
  account: z.enum(['personal', 'organisation']).optional(),
  /** where the person lives; used when the write creates the person */
  region: name.optional(),
  /** whole years, as known now; used when the write creates the person */
  age: age.optional(),
  /** the customer who runs the account, as contracts name it */
  customer: name.optional(),
  /** of something inferred: the records it was made from, and what for */
  madeFrom: z.strictObject({ records: z.array(id).min(1).max(100), purpose: name }).optional(),
  /** how long it is, of what has a length: where a sentence lets people look at no more than so many seconds, what is longer stays closed */
  seconds: z.number().positive().max(31_536_000).optional(),
  data: json,
})

/** How it is known who somebody is: a document was seen, the customer or a guardian says so, or they do. It goes into the ledger and stays there. */
export const howKnown = z.enum(['document', 'customer', 'guardian', 'own-word'])

export const factsIn = z
  .strictObject({
    person: personRef,
    /** whole years, as known now; null: not known any more */
    age: age.nullable().optional(),
    /** the customer who runs the account, as contracts name it; null: none does */
    customer: name.nullable().optional(),
    proof: howKnown,
  })
  .refine((told) => told.age !== undefined || told.customer !== undefined, {
    message: 'say what is told anew: `age`, `customer` or both',
  })

const anyRead = z.strictObject({
  person: personRef,
  product: name,
  inProduct: name.optional(),
  /** in which session and in what kind of account it is asked: what was collected in another one stays apart where the statement says so */
  signedIn: z.boolean().optional(),
  account: z.enum(['personal', 'organisation']).optional(),
  category: name,
  purpose: name,
  /** who looks: machines, where it is left out */
  hand: z.enum(['machines', 'people']).optional(),
  form: z.enum(['identified', 'de-identified', 'aggregate']).optional(),
  cases: z.array(z.string().max(80)).max(8).optional(),
  directed: z.boolean().optional(),
  ids: z.array(id).max(1000).optional(),
  from: time.optional(),
  to: time.optional(),
  limit: z.number().int().min(1).max(1000).optional(),
})

/** What is asked of one person's data. */
export const readIn = inOrder(anyRead)

/** The same, to hand it to somebody else. */
export const shareIn = inOrder(anyRead.extend({ recipient: name }))

/** A few of everybody's: a cap of people alone is drawn from, so people ask unless it is said otherwise. */
export const sampleIn = z.strictObject({
  product: name,
  category: name,
  purpose: name,
  /** people, where it is left out */
  hand: z.enum(['machines', 'people']).optional(),
  form: z.enum(['identified', 'de-identified', 'aggregate']).optional(),
  limit: z.number().int().min(1).max(1000).optional(),
  /** the last record of an answer before */
  after: id.optional(),
})

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)

export const countIn = inOrder(
  z.strictObject({
    product: name,
    category: name,
    purpose: name,
    /** who looks at the figures: machines, where it is left out */
    hand: z.enum(['machines', 'people']).optional(),
    /** a row for each of these; one row of all where it is left out */
    per: z
      .array(z.enum(['day', 'month', 'category', 'place']))
      .max(4)
      .optional(),
    /** first and last month that is counted */
    from: month.optional(),
    to: month.optional(),
  }),
)

export const tokenIn = z.strictObject({
  role: z.enum(['service', 'officer', 'operator', 'auditor']),
  service: name,
  officer: name.optional(),
  /** makes a write key: bound to this source of events, and to nothing else */
  source: name.optional(),
  products: z.array(name).max(32).optional(),
  purposes: z.array(name).max(64).optional(),
  days: z.number().int().min(1).max(365).optional(),
})
