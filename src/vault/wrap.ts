// Wrapping of a key by another, for key sources that keep their keys themselves. Here, so that only the vault calls a cipher.

import type { KeyObject } from 'node:crypto'
import { encodeFields, field, labels } from './context.ts'
import { aesGcm, openOnce, sealOnce } from './layer.ts'

const wrapVersion = 1

/** Wraps a secret under a key of a source; `about` says which secret it is, and the same words are needed to unwrap it. */
export function wrapSecret(key: KeyObject, about: readonly string[], secret: Uint8Array): Uint8Array {
  return sealOnce(aesGcm, key, wrapVersion, contextOf(about), secret)
}

/** The secret of `wrapSecret`; Failure `sealed_refused` where it does not authenticate. The caller wipes what it gets. */
export function unwrapSecret(key: KeyObject, about: readonly string[], wrapped: Uint8Array): Uint8Array {
  return openOnce(aesGcm, key, wrapVersion, contextOf(about), wrapped)
}

function contextOf(about: readonly string[]): Uint8Array {
  return encodeFields([labels.secret, ...about].map(field))
}
