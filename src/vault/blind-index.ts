// The blind index (security.md §2, "Look-up by e-mail"): what the database knows of an identifier. Equal identifiers of one field
// give equal tokens; without the index key a token tells nothing, and tokens of different fields do not join.

import { concat, hmacSha256, utf8 } from '../base/index.ts'

const tokenBytes = 16
const version = utf8('v1')

/** The first 16 bytes of HMAC-SHA-256 over "v1" and the value. */
export function blindToken(key: Uint8Array, value: Uint8Array): Uint8Array {
  return hmacSha256(key, concat(version, value)).slice(0, tokenBytes)
}

/** The one spelling of an identifier: an e-mail address in NFKC, lower case, its domain in ASCII (IDNA); any other in NFKC without blanks around it. */
export function normalise(field: string, value: string): string {
  const plain = value.normalize('NFKC').trim()
  return field === 'email' ? normaliseEmail(plain) : plain
}

function normaliseEmail(address: string): string {
  const lower = address.toLowerCase().normalize('NFKC')
  const at = lower.lastIndexOf('@')
  return at < 0 ? lower : `${lower.slice(0, at)}@${asciiDomain(lower.slice(at + 1))}`
}

/** Letters, digits and hyphens, the last label of letters alone, none in another script's spelling: IDNA leaves it as it is. */
const plainDomain = /^(?:(?!xn--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]+$/

/** The domain as IDNA writes it (UTS 46, as URLs do); what is no domain stays as it is. */
function asciiDomain(domain: string): string {
  if (plainDomain.test(domain)) return domain
  const url = /^[^\s/\\?#@:%[\]]+$/.test(domain) ? URL.parse(`http://${domain}/`) : null
  return url?.hostname || domain
}
