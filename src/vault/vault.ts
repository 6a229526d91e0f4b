// The vault: a person's keys unlocked once and kept for a minute, values sealed twice, blind indexes and the audit's seal
// (docs/spec/envelope.md). It stores nothing; whoever holds no key row of a person opens nothing of that person (E5).

import { createSecretKey, randomFillSync, type KeyObject } from 'node:crypto'
import { Failure, hmacSha256, idBytes, lengthPrefixed, type Clock } from '../base/index.ts'
import { blindToken, normalise } from './blind-index.ts'
import { createCache } from './cache.ts'
import { encodeFields, field, keyContext, labels } from './context.ts'
import { deriveKey, hkdfExpand } from './derive.ts'
import { openTwice, sealTwice, twoLayers } from './envelope.ts'
import { aesGcm, openOnce, sealOnce } from './layer.ts'
import type { CustomerKeys, PersonKeys, PlatformKeys, SealKeys, SealPlace, Vault, WrappedKey } from './types.ts'

/** What a vault is made of: the tenant it serves and the two key sources, each with its own custodian. */
export interface VaultParts {
  readonly tenant: string
  readonly customer: CustomerKeys
  readonly platform: PlatformKeys
  readonly clock: Clock
}

/** Keys of persons: at most 60 seconds and 10,000 of them. Keys of a source: at most 5 minutes, so that withdrawing it takes effect. */
const cacheLimits = {
  person: { ageMs: 60_000, entriesMax: 10_000 },
  source: { ageMs: 300_000, entriesMax: 1_000 },
} as const

/** uses of index keys that are no field of an identifier */
const reserved = ['tombstone', 'message']
const auditKeyVersion = 1
const secretVersion = 1
const keyBytes = 32

/** Makes the vault of one tenant. */
export function createVault({ tenant, customer, platform, clock }: VaultParts): Vault {
  const persons = createCache<PersonKeys>({ clock, ...cacheLimits.person })
  const sources = createCache<KeyObject>({ clock, ...cacheLimits.source })
  const indexes = createCache<Uint8Array>({ clock, ...cacheLimits.source })
  const rings = createCache<OuterRing>({ clock, ...cacheLimits.source })
  const auditContext = encodeFields([field(labels.audit), field(tenant)])

  const branchKey = (epoch: number): Promise<KeyObject> =>
    sources.get('branch', String(epoch), () => customer.branchKey(epoch))
  const auditKey = (): Promise<KeyObject> => sources.get('audit', '', () => platform.auditKey())
  const indexKey = (use: string): Promise<Uint8Array> =>
    indexes.get('index', use, async () =>
      hkdfExpand(
        'sha256',
        await platform.indexKey(use),
        encodeFields([field(labels.index), field(tenant), field(use)]),
        keyBytes,
      ),
    )
  const outerRing = (): Promise<OuterRing> => rings.get('outer', '', () => readRing(platform))

  async function unwrap(key: WrappedKey): Promise<KeyObject> {
    const bytes = openOnce(aesGcm, await branchKey(key.epoch), key.epoch, keyContext(tenant, key), key.wrapped)
    if (bytes.length !== keyBytes) throw new Failure('sealed_refused')
    return secretKey(bytes)
  }

  async function wrap(key: Omit<WrappedKey, 'epoch' | 'wrapped'>, secret: Uint8Array): Promise<WrappedKey> {
    const epoch = await customer.currentEpoch()
    const wrapped = sealOnce(aesGcm, await branchKey(epoch), epoch, keyContext(tenant, key), secret)
    return { person: key.person, law: key.law, version: key.version, epoch, wrapped }
  }

  async function load(key: WrappedKey): Promise<PersonKeys> {
    const ring = await outerRing()
    const derive = ([epoch, outer]: readonly [number, KeyObject]): [number, KeyObject] => [
      epoch,
      deriveKey('sha3-256', outer, [labels.personOuter, tenant, key.person, String(epoch)]),
    ]
    const platforms = new Map([...ring.keys].map(derive))
    const newest = platforms.get(ring.newest)
    if (!newest) throw new Failure('keys_unavailable', { platformEpoch: ring.newest })
    const own = await unwrap(key)
    const subject = hkdfExpand('sha256', own, encodeFields([field(labels.subject), field(tenant), field(key.person)]), keyBytes) // prettier-ignore
    return { wrapped: key, customer: own, platform: newest, platformEpoch: ring.newest, platforms, subject }
  }

  async function token(name: string, value: string): Promise<Uint8Array> {
    if (reserved.includes(name)) throw new RangeError('a field of an identifier has a name of its own')
    return blindToken(await indexKey(name), field(normalise(name, value)))
  }

  /** Both layers' keys of one secret: derived for its tenant and name, so that no two secrets share any. */
  async function secretKeys(name: string): Promise<SealKeys> {
    const [ring, root] = [await outerRing(), await sources.get('secret', '', () => customer.secretKey())]
    const outer = ([epoch, key]: readonly [number, KeyObject]): [number, KeyObject] => [
      epoch,
      deriveKey('sha3-256', key, [labels.tenantOuter, tenant, name, String(epoch)]),
    ]
    const platforms = new Map([...ring.keys].map(outer))
    const newest = platforms.get(ring.newest)
    if (!newest) throw new Failure('keys_unavailable', { platformEpoch: ring.newest })
    const inner = deriveKey('sha256', root, [labels.tenantSecret, tenant, name])
    const wrapped = { person: '', law: '', version: secretVersion, epoch: 0, wrapped: new Uint8Array() }
    return { wrapped, customer: inner, platform: newest, platformEpoch: ring.newest, platforms }
  }

  const tombstoneOf = async (blind: Uint8Array): Promise<Uint8Array> => blindToken(await indexKey('tombstone'), blind)

  return {
    async newKey(person, law = '') {
      const secret = randomFillSync(new Uint8Array(keyBytes))
      const key = await wrap({ person, law, version: 1 }, secret)
      secret.fill(0)
      return key
    },
    unlock: (key) => persons.get(key.person, `${key.version}/${key.epoch}/${key.law}`, () => load(key)),
    seal: (keys, place, plaintext) => sealTwice(twoLayers, tenant, keys, place, plaintext),
    open: (keys, place, sealed) => openTwice(twoLayers, tenant, keys, place, sealed),
    async rewrap(key) {
      if (key.epoch === (await customer.currentEpoch())) return key
      const secret = (await unwrap(key)).export()
      const rewrapped = await wrap(key, secret)
      secret.fill(0)
      return rewrapped
    },
    token,
    tombstoneToken: async (name, value) => tombstoneOf(await token(name, value)),
    tombstoneOf,
    messageToken: async (source, id) =>
      blindToken(await indexKey('message'), lengthPrefixed([field(source), field(id)])),
    subjectOpener: ({ subject }, event) => hmacSha256(subject, idBytes(event)),
    sealAudit: async (bytes) => sealOnce(aesGcm, await auditKey(), auditKeyVersion, auditContext, bytes),
    openAudit: async (sealed) => openOnce(aesGcm, await auditKey(), auditKeyVersion, auditContext, sealed),
    sealSecret: async (name, secret) =>
      sealTwice(twoLayers, tenant, await secretKeys(name), placeOfSecret(name), secret),
    openSecret: async (name, sealed) =>
      openTwice(twoLayers, tenant, await secretKeys(name), placeOfSecret(name), sealed),
    drop: (person) => persons.drop(person),
    custodians: custodiansOf(customer.custodian, platform.custodian),
  }
}

/** Where a secret belongs: to no person, under its name. No person's value lies there, for persons have ids. */
function placeOfSecret(name: string): SealPlace {
  return { person: '', record: name, category: 'secret', schema: 1, version: 1 }
}

/** The outer keys of the tenant, by platform epoch. */
interface OuterRing {
  readonly newest: number
  readonly keys: ReadonlyMap<number, KeyObject>
}

async function readRing(platform: PlatformKeys): Promise<OuterRing> {
  const epochs = await platform.epochs()
  const keys = await Promise.all(epochs.map(async (epoch) => [epoch, await platform.outerKey(epoch)] as const))
  return { newest: await platform.currentEpoch(), keys: new Map(keys) }
}

function secretKey(bytes: Uint8Array): KeyObject {
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}

function custodiansOf(customer: string, platform: string): Vault['custodians'] {
  if (customer === platform) return { two: false, words: `two custodians: no (both are ${customer}s)` }
  return { two: true, words: `two custodians: yes (${customer}, ${platform})` }
}
