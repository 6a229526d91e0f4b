// Commitments that this program knows by their names: what it carries out by itself, and what a probe of its own tries. A promise that says
// `enforced-by: system` or `enforced-by: probe` of any other one says something that nobody could find (K904, K901).

/** Who keeps a promise when no desk does: a part of this program, or a probe that tries it again and again. */
export type Keeper = 'system' | 'probe'

/** What keeps each commitment that this program knows; a name that is not here is kept by people at a desk. */
export const shippedCommitments: Readonly<Record<string, readonly Keeper[]>> = {
  // the vault seals under two keys
  'two-layers': ['system'],
  // the page prints the register it was compiled with
  publish: ['system'],
  // the ledger, and the verifier that knows the public key alone
  'open-log': ['system'],
  // the gate refuses every other place, and the probe of `store` looks where each record lies
  boundary: ['system', 'probe'],
}
