// Commitments that this program knows by their names: what it carries out by itself, and what a probe of its own measures. A promise that says
// `enforced-by: system` or `enforced-by: probe` of any other one says something that nobody could find (K904, K901).

/** Who keeps a promise beside a desk: a part of this program, or a probe that measures it again and again. */
export type Keeper = 'system' | 'probe'

const shipped = {
  // the clock of each desk, and receipts: src/proof/probes-promises.ts measures both
  'answer-rights': ['probe'],
  'prove-erasure': ['probe'],
  // the vault seals under two keys
  'two-layers': ['system', 'probe'],
  // the ledger, and the verifier that knows the public key alone
  'open-log': ['system', 'probe'],
  // when a version was published, and when it binds; since when a recipient was told of
  'notice-of-change': ['probe'],
  'notice-of-recipients': ['probe'],
  // the page prints the register it was compiled with
  publish: ['system', 'probe'],
  // the gate refuses every other place, and the probe looks where each record lies
  boundary: ['system', 'probe'],
} as const satisfies Readonly<Record<string, readonly Keeper[]>>

type Shipped = typeof shipped

/** Commitments that a probe measures: the probes of promises are exactly these. */
export type MeasuredCommitment = { [K in keyof Shipped]: 'probe' extends Shipped[K][number] ? K : never }[keyof Shipped]

/** What keeps each commitment that this program knows; a name that is not here is kept by people at a desk. */
export const shippedCommitments: Readonly<Record<string, readonly Keeper[]>> = shipped
