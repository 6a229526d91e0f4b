// Kinds that no table of layouts can say: e-mail addresses, links, network and hardware addresses, telephone numbers, crypto addresses.
// Each scanner walks a text once from a telling sign and looks a bounded way around it.

import type { Span } from './form.ts'

/** A kind found by walking a text, and the test of a whole value. */
export interface Scanner {
  readonly name: string
  readonly kind: string
  readonly weight: number
  readonly words: string
  readonly spansIn: (text: string) => Iterable<Span>
}

/** Most signs of a mailbox before its `@` (RFC 5321, 4.5.3.1.1) and of a domain behind it. */
const localMax = 64
const domainMax = 255

const localSign = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u
const domainPattern =
  /(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?\.){1,8}(?:xn--[a-z0-9-]{2,59}|\p{L}{2,63})(?![\p{L}\p{N}])/uy

function* emailsIn(text: string): Iterable<Span> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at
    while (start > 0 && at - start < localMax && localSign.test(text[start - 1] ?? '')) start -= 1
    while (start < at && !/[\p{L}\p{N}_+]/u.test(text[start] ?? '')) start += 1
    const local = text.slice(start, at)
    if (local === '' || local.endsWith('.') || local.includes('..')) continue
    const end = endOf(domainPattern, text, at + 1)
    if (end > 0 && end - at <= domainMax) yield { start, end }
  }
}

/** Where a sticky pattern ends that begins at a place; -1 where it does not match. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

const four = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`
const ip4Pattern = new RegExp(String.raw`(?<![\p{L}\p{N}_.])${four}(?:\.${four}){3}(?!\d|[\p{L}_])`, 'gu')

function* ip4In(text: string): Iterable<Span> {
  for (const { 0: found, index } of text.matchAll(ip4Pattern)) yield { start: index, end: index + found.length }
}

/** A run that may be an IPv6 address: groups of hexadecimal digits and colons, perhaps with dots at its end. */
const ip6Run = /(?<![\p{L}\p{N}_:.])[0-9a-f]{0,4}:[0-9a-f:]{1,39}(?:(?:\.\d{1,3}){3})?(?![\p{L}\p{N}_:])/giu

function* ip6In(text: string): Iterable<Span> {
  for (const { 0: found, index } of text.matchAll(ip6Run))
    if (isIp6(found)) yield { start: index, end: index + found.length }
}

/** An IPv6 address as RFC 4291, 2.2 writes it, with at most one `::`, perhaps an IPv4 address at its end. */
function isIp6(value: string): boolean {
  const dotted = value.includes('.')
  const v4 = dotted ? value.slice(value.lastIndexOf(':') + 1) : ''
  if (dotted && !new RegExp(`^${four}(?:\\.${four}){3}$`).test(v4)) return false
  const halves = (dotted ? value.slice(0, -v4.length) + '0:0' : value).split('::')
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  if (halves.length > 2 || groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return false
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8
}

/** Every scanner. */
export const scanners: readonly Scanner[] = [
  { name: 'email', kind: 'email', weight: 0.97, words: 'email, e-mail, mail', spansIn: emailsIn },
  { name: 'ip4', kind: 'ip', weight: 0.8, words: 'ip, address, host, client', spansIn: ip4In },
  { name: 'ip6', kind: 'ip', weight: 0.8, words: 'ip, address, host, client', spansIn: ip6In },
]
