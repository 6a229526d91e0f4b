// Real key files in a directory of their own, removed when the test is over; and one person's keys for tests of envelopes alone.

import { createSecretKey, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openFileKeys } from '../../src/adapters/keys/index.ts'
import type { Clock } from '../../src/base/index.ts'
import type { CustomerKeys, PersonKeys, PlatformKeys, SealPlace } from '../../src/vault/index.ts'

/** Two directories for key files that do not exist yet. */
export function keyDirectories(): { home: string; customerDir: string; platformDir: string } {
  const home = mkdtempSync(join(tmpdir(), 'wordkept-keys-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return { home, customerDir: join(home, 'customer'), platformDir: join(home, 'platform') }
}

/** Fresh key files, opened. */
export async function freshKeys(
  clock: Clock,
): Promise<{ customer: CustomerKeys; platform: PlatformKeys; customerDir: string; platformDir: string }> {
  const { customerDir, platformDir } = keyDirectories()
  return { ...(await openFileKeys({ customerDir, platformDir, clock, create: true })), customerDir, platformDir }
}

/** Random keys of a person, as the vault would hand them out. */
export function personKeys(person: string, version = 1, platformEpoch = 1): PersonKeys {
  const platform = createSecretKey(randomBytes(32))
  return {
    wrapped: { person, law: '', version, epoch: 1, wrapped: new Uint8Array() },
    customer: createSecretKey(randomBytes(32)),
    platform,
    platformEpoch,
    platforms: new Map([[platformEpoch, platform]]),
    subject: new Uint8Array(randomBytes(32)),
  }
}

/** A place of a value. */
export function placeOf(change: Partial<SealPlace> = {}): SealPlace {
  return { person: 'p-1', record: 'r-1', category: 'interaction.search', schema: 1, version: 1, ...change }
}
