// Both key sources from files: the customer layer's and the platform layer's, in two directories that may not be one and the same
// (security.md §2, "Honest limit"). On one host both have one custodian, and the vault says so.

import { createPrivateKey, createSecretKey, generateKeyPairSync, randomFillSync, type KeyObject } from 'node:crypto'
import { mkdir, readFile, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { Failure, type Clock } from '../../../base/index.ts'
import { deriveKey, type CustomerKeys, type PlatformKeys } from '../../../vault/index.ts'
import { isMissing } from './disk.ts'
import {
  beginMaking,
  endMaking,
  makeKeys,
  openDirectory,
  stateOf,
  type KeyDirectory,
  type KeyPlace,
} from './key-directory.ts'
import { whileLocked } from './lock.ts'
import { fingerprintOf, manifestFile, rootFile, type KeyEntry, type LayerName } from './manifest.ts'

/** Where the two layers' keys lie, and whether a first start may make them. */
interface FileKeysOptions {
  readonly customerDir: string
  readonly platformDir: string
  readonly clock: Clock
  /** true only where nothing was ever sealed: with data in the database a missing key must stay a failure */
  readonly create: boolean
}

const custodian = 'local file'

/**
 * Opens the file key sources. Failure `same_custodian` where both directories are one, or one lies in the other; `key_missing` with
 * the file where one is missing or changed.
 */
export async function openFileKeys(
  options: FileKeysOptions,
): Promise<{ customer: CustomerKeys; platform: PlatformKeys }> {
  const { clock, create } = options
  const customer = await findPlace('customer', options.customerDir, create)
  const platform = await findPlace('platform', options.platformDir, create)
  await refuseOneCustodian(customer, platform)
  if (create) await makeOnce(customer, platform, clock)
  for (const place of [customer, platform]) await refuseUnmade(place)
  const [ours, theirs] = [await openDirectory(platform, { clock }), await openDirectory(customer, { clock })]
  await refuseOneRoot(customer, platform)
  return { customer: customerKeys(theirs, clock), platform: platformKeys(ours) }
}

async function findPlace(layer: LayerName, path: string, create: boolean): Promise<KeyPlace> {
  if (create) await mkdir(path, { recursive: true, mode: 0o700 })
  try {
    return { layer, path: await realpath(path) }
  } catch (cause) {
    throw isMissing(cause) ? new Failure('key_missing', { file: `${layer}/${manifestFile}` }, cause) : cause
  }
}

/** One directory by any two names, also by a bind mount, is one custodian; so is one inside the other: a copy of it holds both. */
async function refuseOneCustodian(a: KeyPlace, b: KeyPlace): Promise<void> {
  const [one, other] = await Promise.all([stat(a.path), stat(b.path)])
  const same = one.dev === other.dev && one.ino === other.ino
  if (same || isInside(a.path, b.path) || isInside(b.path, a.path)) throw new Failure('same_custodian')
}

function isInside(inner: string, outer: string): boolean {
  const way = relative(outer, inner)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && way !== inner)
}

/** A copied directory is one custodian too. */
async function refuseOneRoot(a: KeyPlace, b: KeyPlace): Promise<void> {
  const prints = await Promise.all([a, b].map(async ({ path }) => fingerprintOf(await readFile(join(path, rootFile)))))
  if (prints[0] === prints[1]) throw new Failure('same_custodian')
}

async function refuseUnmade(place: KeyPlace): Promise<void> {
  if ((await stateOf(place)) !== 'complete')
    throw new Failure('key_missing', { file: `${place.layer}/${manifestFile}` })
}

/**
 * Makes the first keys of both directories, or starts over where a first start was killed. The customer's mark comes first and goes
 * last, so it stands for both. Keys that lie there, in either directory, are never made anew.
 */
async function makeOnce(customer: KeyPlace, platform: KeyPlace, clock: Clock): Promise<void> {
  if ((await stateOf(customer)) === 'complete') return
  await whileLocked(customer.path, async () => {
    const states = [await stateOf(customer), await stateOf(platform)]
    if (states[0] !== 'making' && states.some((state) => state !== 'empty')) return
    await beginMaking(customer)
    await beginMaking(platform)
    await makeKeys(customer, { [branchFile(1)]: random() }, clock.now())
    await makeKeys(
      platform,
      { [outerFile(1)]: random(), 'index.key': random(), 'audit.key': random(), 'log.key': newLogKey() },
      clock.now(),
    )
    await endMaking(platform)
    await endMaking(customer)
  })
}

function random(): Uint8Array {
  return randomFillSync(new Uint8Array(32))
}

/** An Ed25519 private key in PKCS #8. */
function newLogKey(): Uint8Array {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' })
}

const branchFile = (epoch: number): string => `branch-${epoch}.key`
const outerFile = (epoch: number): string => `outer-${epoch}.key`
const secretFile = 'secret.key'

function customerKeys(directory: KeyDirectory, clock: Clock): CustomerKeys {
  const epochs = async (): Promise<{ epoch: number; since: Date }[]> => epochsOf('branch', await directory.entries())
  const currentEpoch = async (): Promise<number> => newestOf(await epochs())
  return {
    custodian,
    currentEpoch,
    epochs,
    branchKey: async (epoch) => secretKey(await directory.secret(branchFile(epoch))),
    async nextEpoch() {
      const next = (await currentEpoch()) + 1
      const secret = random()
      await directory.add(branchFile(next), secret, clock.now())
      secret.fill(0)
      return next
    },
    async destroyEpoch(epoch) {
      if (epoch === (await currentEpoch())) throw new RangeError('the newest epoch wraps living keys')
      await directory.destroy(branchFile(epoch), clock.now())
    },
    async secretKey() {
      const isMade = (await directory.entries()).some(({ file }) => file === secretFile)
      if (!isMade) await addSecret(directory, clock.now())
      return secretKey(await directory.secret(secretFile))
    },
  }
}

/** Of several processes that make it at once one does; a file that is listed and gone is `key_missing`, and never made anew. */
async function addSecret(directory: KeyDirectory, at: Date): Promise<void> {
  const secret = random()
  await directory.add(secretFile, secret, at)
  secret.fill(0)
}

function platformKeys(directory: KeyDirectory): PlatformKeys {
  const epochs = async (): Promise<number[]> => epochsOf('outer', await directory.entries()).map(({ epoch }) => epoch)
  return {
    custodian,
    epochs,
    currentEpoch: async () => newestOf((await epochs()).map((epoch) => ({ epoch }))),
    outerKey: async (epoch) => secretKey(await directory.secret(outerFile(epoch))),
    indexKey: async (use) =>
      deriveKey('sha256', secretKey(await directory.secret('index.key')), ['wordkept/v1/index-use', use]),
    auditKey: async () => secretKey(await directory.secret('audit.key')),
    async logKey() {
      const der = await directory.secret('log.key')
      const key = createPrivateKey({ key: Buffer.from(der), type: 'pkcs8', format: 'der' })
      der.fill(0)
      return key
    },
  }
}

function epochsOf(kind: 'branch' | 'outer', entries: readonly KeyEntry[]): { epoch: number; since: Date }[] {
  const named = new RegExp(`^${kind}-([1-9][0-9]{0,4})\\.key$`)
  return entries
    .flatMap(({ file, since }) => {
      const epoch = named.exec(file)?.[1]
      return epoch === undefined ? [] : [{ epoch: Number(epoch), since: new Date(since) }]
    })
    .toSorted((a, b) => a.epoch - b.epoch)
}

function newestOf(epochs: readonly { readonly epoch: number }[]): number {
  const newest = epochs.at(-1)
  if (!newest) throw new Failure('key_missing', { file: manifestFile })
  return newest.epoch
}

function secretKey(bytes: Uint8Array): KeyObject {
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}
