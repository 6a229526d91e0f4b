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

/** Both layers' keys of one person or secret, ready to use. Never printed, never stored. */
export interface SealKeys {
  readonly wrapped: WrappedKey
  readonly customer: KeyObject
  /** the outer layer's key in the newest platform epoch: what is sealed now */
  readonly platform: KeyObject
  readonly platformEpoch: number
  /** the outer layer's keys of every platform epoch that may still be opened, the newest among them */
  readonly platforms: ReadonlyMap<number, KeyObject>
}

/** A person's keys. */
export interface PersonKeys extends SealKeys {
  /** derived from the person's own key: what the subject parts of that person's leaves open with */
  readonly subject: Uint8Array
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
  /** The tenant's key for secrets that are nobody's data; made when it is first asked for. It belongs to no epoch. */
  secretKey(): Promise<KeyObject>
}

/** The platform layer's source: outer keys by epoch, index keys, the audit key and the log's signing key. */
export interface PlatformKeys {
  readonly custodian: string
  currentEpoch(): Promise<number>
  /** The epochs whose outer keys are still held, ascending. */
  epochs(): Promise<readonly number[]>
  outerKey(epoch: number): Promise<KeyObject>
  /** An HMAC key for one use only: `email`, `tombstone`, `message`. */
  indexKey(use: string): Promise<KeyObject>
  auditKey(): Promise<KeyObject>
  /** Ed25519 private key of the log */
  logKey(): Promise<KeyObject>
}

/** Seals and opens a person's values under two layers, and keeps the keys for it. `seal` and `open` are synchronous: all keys were unlocked before. */
export interface Vault {
  /** Makes a person's data key, version 1; for `law` a second one that only that law's purpose opens. Nothing is stored here. */
  newKey(person: string, law?: string): Promise<WrappedKey>
  /** A person's keys of both layers, kept for at most 60 seconds. Failure `keys_unavailable` where the epoch is gone, `sealed_refused` where the row was changed. */
  unlock(key: WrappedKey): Promise<PersonKeys>
  seal(keys: PersonKeys, place: SealPlace, plaintext: Uint8Array): Uint8Array
  /** Failure `sealed_refused` unless both layers authenticate: changed, moved, or under another key. */
  open(keys: PersonKeys, place: SealPlace, sealed: Uint8Array): Uint8Array
  /** The same key wrapped under the newest epoch. */
  rewrap(key: WrappedKey): Promise<WrappedKey>
  /** Blind index of an identifier: 16 bytes, equal for equal identifiers of one field, telling nothing without the index key. */
  token(field: string, value: string): Promise<Uint8Array>
  /** The token an erased identifier leaves behind; equals `tombstoneOf` of its blind token. */
  tombstoneToken(field: string, value: string): Promise<Uint8Array>
  /** The same from the blind token alone, so that erasing needs no identifier in clear. */
  tombstoneOf(token: Uint8Array): Promise<Uint8Array>
  /** Token of one message of one source, by which it is known again. */
  messageToken(source: string, id: string): Promise<Uint8Array>
  /** The 32 bytes that open the subject part of an event's leaf (docs/spec/leaf.md): derived from the person's key, so gone with it. */
  subjectOpener(keys: PersonKeys, event: string): Uint8Array
  /** Seals under the tenant's audit key what concerns no person. */
  sealAudit(bytes: Uint8Array): Promise<Uint8Array>
  openAudit(sealed: Uint8Array): Promise<Uint8Array>
  /** Seals a secret of the tenant, such as the credential of a connected system, under both layers and for its name alone. */
  sealSecret(name: string, secret: Uint8Array): Promise<Uint8Array>
  /** The secret of that name; Failure `sealed_refused` for another name, tenant or byte. The caller wipes what it gets. */
  openSecret(name: string, sealed: Uint8Array): Promise<Uint8Array>
  /** Forgets the cached keys of a person: called when one was erased. */
  drop(person: string): void
  readonly custodians: { readonly two: boolean; readonly words: string }
}
