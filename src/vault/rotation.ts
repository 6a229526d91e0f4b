// Rotation of branch key epochs (docs/spec/envelope.md, "Epochs"): a new one begins, every living key is wrapped anew, and only
// when none is left under the old one, that one is destroyed. Each run does what is due and may be killed anywhere; the next goes on.

import { Failure, type Clock } from '../base/index.ts'
import type { KeyPosition, KeyStore } from './key-store.ts'
import type { CustomerKeys, Vault, WrappedKey } from './types.ts'

const hour = 3_600_000
const day = 24 * hour

/** The new epoch begins this long before the old one must be gone, so that the promised date holds with time to spare. */
const aheadMs = 12 * hour

/** What a rotation works with. Times are promises: `epochEnd` answers from the same numbers. */
export interface Rotation {
  readonly store: KeyStore
  readonly vault: Vault
  readonly customer: CustomerKeys
  readonly clock: Clock
  /** an epoch is destroyed at most this many days after it began: 1 to 90, usually 30 */
  readonly everyDays?: number
  /** how long a new epoch must be known before an old one goes: longer than any operation that holds a key it has just wrapped */
  readonly settleMinutes?: number
  /** keys wrapped anew in one query */
  readonly batch?: number
}

/** What one run did. */
export interface Rotated {
  /** the epoch that began, or null: none was due */
  readonly began: number | null
  readonly rewrapped: number
  /** keys that did not open under their epoch: it is kept for them, and an operator has to look */
  readonly unreadable: number
  readonly destroyed: readonly number[]
}

/** Does what is due: begins an epoch, wraps keys anew, destroys what nothing hangs on. To be called at least every hour. */
export async function rotateEpochs(rotation: Rotation): Promise<Rotated> {
  const { customer, clock, settleMinutes = 10 } = rotation
  const began = await beginWhenDue(rotation)
  const epochs = await customer.epochs()
  const newest = epochs.at(-1)
  const settled = newest !== undefined && clock.now().getTime() >= newest.since.getTime() + settleMinutes * 60_000
  const done = { began, rewrapped: 0, unreadable: 0, destroyed: [] as number[] }
  for (const { epoch } of epochs.slice(0, -1)) {
    const { rewrapped, unreadable } = await rewrapAll(rotation, epoch)
    done.rewrapped += rewrapped
    done.unreadable += unreadable
    if (!settled || (await rotation.store.countUnder(epoch)) > 0) continue
    await customer.destroyEpoch(epoch)
    done.destroyed.push(epoch)
  }
  return done
}

async function beginWhenDue({ customer, clock, everyDays = 30 }: Rotation): Promise<number | null> {
  const newest = (await customer.epochs()).at(-1)
  if (newest && clock.now().getTime() < newest.since.getTime() + daysMs(everyDays) - aheadMs) return null
  return customer.nextEpoch()
}

async function rewrapAll(rotation: Rotation, epoch: number): Promise<{ rewrapped: number; unreadable: number }> {
  const { store, vault, batch = 1000 } = rotation
  const done = { rewrapped: 0, unreadable: 0 }
  let after: KeyPosition | null = null
  for (;;) {
    const keys: readonly WrappedKey[] = await store.keysUnder(epoch, after, batch)
    if (keys.length === 0) return done
    const fresh = (await Promise.all(keys.map((key) => rewrapReadable(vault, key)))).filter((key) => key !== null)
    done.rewrapped += await store.replaceUnder(epoch, fresh)
    done.unreadable += keys.length - fresh.length
    after = keys.at(-1) ?? null
  }
}

/** Null for a row that was changed: it opens nothing, and must not keep the others from being wrapped anew. */
async function rewrapReadable(vault: Vault, key: WrappedKey): Promise<WrappedKey | null> {
  try {
    return await vault.rewrap(key)
  } catch (cause) {
    if (cause instanceof Failure && cause.code === 'sealed_refused') return null
    throw cause
  }
}

/** What the end of an epoch is computed from. */
export interface EpochTerms {
  readonly customer: CustomerKeys
  readonly clock: Clock
  /** as given to `rotateEpochs` */
  readonly everyDays?: number
  /** how long the operator keeps backups of the key directory: 0 to 7 */
  readonly keyBackupDays?: number
}

/**
 * The date from which no backup yields anything wrapped by this epoch: its destruction, and the last backup of the key directory
 * gone. Null where it is destroyed already. An epoch that is overdue ends a day from now at the earliest, whatever was planned.
 */
export async function epochEnd(terms: EpochTerms, epoch: number): Promise<Date | null> {
  const { customer, clock, everyDays = 30, keyBackupDays = 7 } = terms
  const found = (await customer.epochs()).find((entry) => entry.epoch === epoch)
  if (!found) return null
  const planned = found.since.getTime() + daysMs(everyDays)
  const now = clock.now().getTime()
  return new Date((planned > now ? planned : now + day) + keyBackupDays * day)
}

function daysMs(everyDays: number): number {
  if (!(everyDays >= 1 && everyDays <= 90)) throw new RangeError('an epoch lasts 1 to 90 days')
  return everyDays * day
}
