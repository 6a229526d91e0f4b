// Tokens as text: `wk_<id>_<secret>`. We keep the id and the SHA-256 of the secret; the secret itself is shown once and never again.

import { newSecret, sha256, utf8 } from '../base/index.ts'

/** A token as it was presented: which one it says it is, and the hash to compare with the one we keep. */
export interface ReadToken {
  readonly id: string
  readonly hash: Uint8Array
}

const idBits = 64
const secretBits = 256
const form = /^wk_([0-9a-f]{16})_([0-9a-f]{64})$/

/** A new token with 256 random bits. `token` is shown to its owner once; `id` and `hash` are kept. */
export function mintToken(): ReadToken & { readonly token: string } {
  const id = newSecret(idBits)
  const secret = newSecret(secretBits)
  return { id, token: `wk_${id}_${secret}`, hash: sha256(utf8(secret)) }
}

/** The id and hash of a token's text; null for anything that is none. */
export function readToken(text: string): ReadToken | null {
  const [, id, secret] = form.exec(text) ?? []
  return id && secret ? { id, hash: sha256(utf8(secret)) } : null
}
