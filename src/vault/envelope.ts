// The envelope of two layers (docs/spec/envelope.md): both headers in clear, then what the inner layer sealed, sealed again by the
// outer one, whose context binds the inner header. 62 bytes longer than the value.

import { concat, Failure, sha256 } from '../base/index.ts'
import { customerContext, encodePlace, platformContext } from './context.ts'
import { aesGcm, chachaPoly, headerBytes, newHeader, nonceOf, readHeader, tagBytes, type Layer } from './layer.ts'
import type { SealKeys, SealPlace } from './types.ts'

/** How many bytes an envelope is longer than its value. */
export const envelopeBytes = 2 * (headerBytes + tagBytes)

/** Inner and outer layer. The vault always takes `twoLayers`; a test puts an identity in one place to show that the other holds alone. */
export interface Layers {
  readonly inner: Layer
  readonly outer: Layer
}

export const twoLayers: Layers = { inner: aesGcm, outer: chachaPoly }

/** Seals a value for its place under both of a person's keys. */
export function sealTwice(
  layers: Layers,
  tenant: string,
  keys: SealKeys,
  place: SealPlace,
  plaintext: Uint8Array,
): Uint8Array {
  const { inner, outer } = layers
  const where = encodePlace(tenant, place)
  const innerHeader = newHeader(inner, keys.wrapped.version)
  const once = inner.encrypt(keys.customer, nonceOf(innerHeader), customerContext(where), plaintext)
  const outerHeader = newHeader(outer, keys.platformEpoch)
  const context = platformContext(where, sha256(innerHeader))
  return concat(outerHeader, innerHeader, outer.encrypt(keys.platform, nonceOf(outerHeader), context, once))
}

/** Opens what `sealTwice` sealed for the very same place; Failure `sealed_refused` otherwise, whatever differs. */
export function openTwice(
  layers: Layers,
  tenant: string,
  keys: SealKeys,
  place: SealPlace,
  sealed: Uint8Array,
): Uint8Array {
  if (sealed.length < envelopeBytes) throw new Failure('sealed_refused')
  const { inner, outer } = layers
  const outerHeader = readHeader(outer, sealed)
  const innerBytes = sealed.subarray(headerBytes, 2 * headerBytes)
  const innerHeader = readHeader(inner, innerBytes)
  const platform = keys.platforms.get(outerHeader.keyVersion)
  if (!platform || innerHeader.keyVersion !== keys.wrapped.version) throw new Failure('sealed_refused')
  const where = encodePlace(tenant, place)
  const context = platformContext(where, sha256(innerBytes))
  const once = outer.decrypt(platform, outerHeader.nonce, context, sealed.subarray(2 * headerBytes))
  return inner.decrypt(keys.customer, innerHeader.nonce, customerContext(where), once)
}
