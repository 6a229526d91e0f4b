// The vault's port to the database: the wrapped keys that hang on an epoch, read and replaced in batches while epochs rotate.
// Implemented once for both engines in adapters/stores/key-store.ts and held by test/contracts/key-store.ts.

import type { WrappedKey } from './types.ts'

/** Where a key stands in the order batches are read in. */
export type KeyPosition = Pick<WrappedKey, 'person' | 'law' | 'version'>

/** Reads and replaces wrapped keys of the tenant. */
export interface KeyStore {
  /** Up to `limit` keys that this epoch wraps, behind a position (null: from the first), in an order that stays. */
  keysUnder(epoch: number, after: KeyPosition | null, limit: number): Promise<readonly WrappedKey[]>
  /** Puts keys in the place of their rows that `epoch` still wraps, all in one query. A row deleted in the meantime stays deleted. Answers how many. */
  replaceUnder(epoch: number, keys: readonly WrappedKey[]): Promise<number>
  /** How many keys this epoch wraps. */
  countUnder(epoch: number): Promise<number>
}
