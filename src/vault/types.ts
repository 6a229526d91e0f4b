// The words of the vault (docs/spec/envelope.md): where a value lies, a person's keys wrapped and unwrapped, and the two key sources.

import type { KeyObject } from 'node:crypto'

/** Where a sealed value belongs. It is the associated data of both layers: an envelope moved elsewhere does not open. */
export interface SealPlace {
  readonly person: string
  readonly record: string
  readonly category: string
  /** version of the record's form, from 1 */
  readonly schema: number
  /** version of the record itself, from 1 */
  readonly version: number
}

/** A person's data key as the database keeps it, wrapped under a branch key of the customer layer. */
export interface WrappedKey {
  readonly person: string
  /** '' for the person's own key; else the note of the law it was made for */
  readonly law: string
  readonly version: number
  /** branch key epoch that wraps it */
  readonly epoch: number
  readonly wrapped: Uint8Array
}

/** Both layers' keys of one person, ready to use. Never printed, never stored. */
export interface PersonKeys {
  readonly wrapped: WrappedKey
  readonly customer: KeyObject
  readonly platform: KeyObject
  readonly platformEpoch: number
}

/** The customer layer's source: branch keys by epoch. Destroying an epoch is real: no copy of ours stays. */
export interface CustomerKeys {
  readonly custodian: string
  currentEpoch(): Promise<number>
  branchKey(epoch: number): Promise<KeyObject>
  /** Makes the next epoch and answers its number. */
  nextEpoch(): Promise<number>
  destroyEpoch(epoch: number): Promise<void>
  epochs(): Promise<readonly { readonly epoch: number; readonly since: Date }[]>
}

/** The platform layer's source: outer keys by epoch, index keys, the audit key and the log's signing key. */
export interface PlatformKeys {
  readonly custodian: string
  currentEpoch(): Promise<number>
  outerKey(epoch: number): Promise<KeyObject>
  /** An HMAC key for one use only: `email`, `tombstone`, `message`. */
  indexKey(use: string): Promise<KeyObject>
  auditKey(): Promise<KeyObject>
  /** Ed25519 private key of the log */
  logKey(): Promise<KeyObject>
}
