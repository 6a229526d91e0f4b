// Kinds that no table of layouts can say: e-mail addresses, links, addresses of machines, telephone numbers, IBANs, places on the map.
// Each scanner walks a text once from a telling sign and looks a bounded way around it.

import { cryptoIn, isBitcoin, isEthereum } from './crypto-address.ts'
import type { Span } from './form.ts'
import { ibansIn, isIban } from './iban.ts'
import { ip4In, ip6In, isEui, isIp4, isIp6, macsIn } from './network-address.ts'
import { isPhone, phonesIn } from './phone.ts'

/** A kind found by walking a text, and the test of a whole value. A span may say itself how sure it is. */
export interface Scanner {
  readonly name: string
  readonly kind: string
  readonly weight: number
  readonly words: string
  readonly spansIn: (text: string) => Iterable<Span & { readonly weight?: number }>
  readonly isValid: (value: string) => boolean
}

/** Most signs of a mailbox before its `@` (RFC 5321, 4.5.3.1.1), and of the whole address (RFC 3696, erratum 1690). */
const localMax = 64
const addressMax = 254

const localSign = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u
const firstSign = /[\p{L}\p{N}_+]/u
const domain =
  /(?:(?!-)[\p{L}\p{N}-]{0,62}[\p{L}\p{N}]\.){1,8}(?:xn--[a-z0-9-]{2,59}|\p{L}{2,63})(?![\p{L}\p{N}]|\.[\p{L}\p{N}])/iuy
/** Full-width letters look like others and name no host. */
const fullWidth = /[\uff00-\uffef]/

function* emailsIn(text: string): Iterable<Span> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const start = startOfLocal(text, at)
    const end = isLocal(text.slice(start, at)) ? endOf(domain, text, at + 1) : -1
    const isWhole = end > 0 && end - start <= addressMax && !fullWidth.test(text.slice(start, end))
    if (isWhole) yield { start, end }
  }
}

function isLocal(local: string): boolean {
  return /^".{1,62}"$/.test(local) || (local !== '' && !local.endsWith('.') && !local.includes('..'))
}

/** Where the mailbox before an `@` begins: at a quote, or where its signs end. */
function startOfLocal(text: string, at: number): number {
  if (text[at - 1] === '"') return Math.max(text.lastIndexOf('"', at - 2), at - localMax)
  let start = at
  while (start > 0 && at - start < localMax && localSign.test(text[start - 1] ?? '')) start -= 1
  while (start < at && !firstSign.test(text[start] ?? '')) start += 1
  return start
}

/** Where a sticky pattern ends that begins at a place; -1 where it does not match. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

const isOneOf =
  (spansIn: (text: string) => Iterable<Span>) =>
  (value: string): boolean =>
    [...spansIn(value)].some(({ start, end }) => start === 0 && end === value.length)

/** Longest address of a link that is looked at; a longer one is found by its beginning. */
const link =
  /(?<![\p{L}\p{N}_@.-])(?:https?:\/\/|www\.)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.){1,8}\p{L}{2,24}(?::\d{2,5})?(?:[/?#][^\s"'<>]{0,1800})?/giu
const bareDomain =
  /(?<![\p{L}\p{N}_@./-])(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,4}(?:com|org|net|edu|gov|io|info|biz|co|app|dev|eu|de|fr|es|it|uk|nl|be|ch|at|se|no|dk|fi|pl|pt|br|us|ca|au|in|jp|cn|ru)(?![\p{L}\p{N}_@-]|\.\p{L})/giu

/** Behind a question mark: names under which people are passed on in links. */
const personalQuery =
  /[?&#;](?:e-?mail|mail|user(?:_?name|_?id)?|uid|name|first_?name|last_?name|phone|tel|mobile|address|dob|birthday|ssn|token|access_token|id_token|auth|session(?:_?id)?|sid|password|pwd|key|api_?key|invite|customer(?:_?id)?|account(?:_?id)?)=[^&\s]/i

function* linksIn(text: string): Iterable<Span> {
  for (const pattern of [link, bareDomain])
    for (const { 0: found, index } of text.matchAll(pattern))
      yield { start: index, end: index + found.replace(/[.,;:!?)\]]+$/, '').length }
}

function* personalLinksIn(text: string): Iterable<Span> {
  for (const span of linksIn(text)) if (personalQuery.test(text.slice(span.start, span.end))) yield span
}

const placePattern =
  /(?<![\p{L}\p{N}.])\(?[-+]?(?:90(?:\.0+)?|[1-8]?\d\.\d{3,})\s{0,2},\s{0,2}[-+]?(?:180(?:\.0+)?|(?:1[0-7]\d|[1-9]?\d)\.\d{3,})\)?(?![\p{L}\p{N}]|\.\d)/gu

function* placesIn(text: string): Iterable<Span> {
  for (const { 0: found, index } of text.matchAll(placePattern)) yield { start: index, end: index + found.length }
}

const degrees = String.raw`[-+]?(?:90(?:\.0+)?|[1-8]?\d(?:\.\d+)?)`
const wide = String.raw`[-+]?(?:180(?:\.0+)?|(?:1[0-7]\d|[1-9]?\d)(?:\.\d+)?)`
const placeWhole = new RegExp(String.raw`^(?:\(${degrees},\s?${wide}\)|${degrees},\s?${wide})$`)

/** Every scanner. */
export const scanners: readonly Scanner[] = [
  { name: 'email', kind: 'email', weight: 0.97, words: 'email, e-mail, mail', spansIn: emailsIn, isValid: isOneOf(emailsIn) },
  { name: 'ip4', kind: 'ip', weight: 0.8, words: 'ip, address, client', spansIn: ip4In, isValid: isIp4 },
  { name: 'ip6', kind: 'ip', weight: 0.8, words: 'ip, address, client', spansIn: ip6In, isValid: isIp6 },
  { name: 'mac-48', kind: 'mac', weight: 0.8, words: 'mac, hardware, address', spansIn: (text) => macsIn(text, 12), isValid: (value) => isEui(value, 12) },
  { name: 'mac-64', kind: 'mac', weight: 0.8, words: 'mac, eui', spansIn: (text) => macsIn(text, 16), isValid: (value) => isEui(value, 16) },
  { name: 'iban', kind: 'iban', weight: 0.97, words: 'iban, account, konto, compte', spansIn: ibansIn, isValid: isIban },
  { name: 'bitcoin', kind: 'crypto-address', weight: 0.95, words: 'wallet, bitcoin, btc', spansIn: (text) => cryptoIn(text, isBitcoin), isValid: isBitcoin },
  { name: 'ethereum', kind: 'crypto-address', weight: 0.9, words: 'wallet, ethereum, eth', spansIn: (text) => cryptoIn(text, isEthereum), isValid: isEthereum },
  { name: 'phone', kind: 'phone', weight: 0.5, words: 'phone, telephone, tel, call, mobile, cell, fax, whatsapp, sms, handy, telefon, telefono, teléfono, téléphone, contact me, reach me, my number, dial', spansIn: phonesIn, isValid: isPhone },
  { name: 'url', kind: 'personal-url', weight: 0.3, words: 'my website, my page, my profile, my blog', spansIn: linksIn, isValid: isOneOf(linksIn) },
  { name: 'url-personal', kind: 'personal-url', weight: 0.85, words: '', spansIn: personalLinksIn, isValid: isOneOf(personalLinksIn) },
  { name: 'coordinates', kind: 'location', weight: 0.65, words: 'location, gps, lat, coordinates, position', spansIn: placesIn, isValid: (value) => placeWhole.test(value) },
] // prettier-ignore
