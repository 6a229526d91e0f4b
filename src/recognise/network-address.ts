// Addresses of machines: IPv4 and IPv6 (RFC 4291, 2.2), EUI-48 and EUI-64.

import type { Span } from './form.ts'

const byte = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`
const ip4 = String.raw`${byte}(?:\.${byte}){3}`
const ip4Whole = new RegExp(`^${ip4}$`)
const ip4Run = new RegExp(String.raw`(?<![\p{L}\p{N}_.])${ip4}(?![\p{L}\p{N}_])(?:\/(?:[12]?\d|3[0-2])(?!\d))?`, 'gu')
const ip6Run =
  /(?<![0-9a-z_:.])(?:[0-9a-f]{1,4}:|:(?=:))[0-9a-f:]{1,38}(?:\.\d{1,3}\.\d{1,3}\.\d{1,3})?(?![\p{L}\p{N}_:]|\.\d)(?:\/(?:12[0-8]|1[01]\d|\d{1,2})(?!\d))?/giu

/** Whether a value is an IPv4 address. */
export function isIp4(value: string): boolean {
  return ip4Whole.test(value)
}

/** Whether a value is an IPv6 address: eight groups, or fewer with one `::`; the last two may be an IPv4 address. */
export function isIp6(value: string): boolean {
  const v4 = value.includes('.') ? value.slice(value.lastIndexOf(':') + 1) : ''
  if (v4 !== '' && !isIp4(v4)) return false
  const halves = (v4 === '' ? value : `${value.slice(0, -v4.length)}0:0`).split('::')
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  if (halves.length > 2 || groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return false
  return halves.length === 2 ? groups.length < 8 : groups.length === 8
}

/** Every IPv4 address of a text, with the length of its network if one is written. */
export function* ip4In(text: string): Iterable<Span> {
  for (const { 0: found, index } of text.matchAll(ip4Run)) yield { start: index, end: index + found.length }
}

/** Every IPv6 address of a text, but for `::` alone, which says nothing of anybody. */
export function* ip6In(text: string): Iterable<Span> {
  for (const { 0: found, index } of text.matchAll(ip6Run))
    if (!/^::(?:\/|$)/.test(found) && isIp6(found.replace(/\/\d+$/, '')))
      yield { start: index, end: index + found.length }
}

const macRun =
  /(?<![\p{L}\p{N}_:.-])(?:[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?:(?:\1[0-9a-f]{2}){2})?|[0-9a-f]{4}(?:\.[0-9a-f]{4}){2,3})(?![\p{L}\p{N}_]|[:-][0-9a-f])/giu

/** Every hardware address of so many signs (12 or 16) in a text; all ones and all noughts are nobody’s. */
export function* macsIn(text: string, signs: 12 | 16): Iterable<Span> {
  for (const { 0: found, index } of text.matchAll(macRun))
    if (isEui(found, signs) && !/^(?:[f:.-]+|[0:.-]+)$/i.test(found)) yield { start: index, end: index + found.length }
}

/** Whether a value is an EUI of so many signs (12 or 16): pairs parted by colons, hyphens or blanks, fours by dots, or unparted. */
export function isEui(value: string, signs: 12 | 16): boolean {
  const isParted =
    /^[0-9a-f]{2}([: -])[0-9a-f]{2}(?:\1[0-9a-f]{2})+$|^[0-9a-f]{4}(?:\.[0-9a-f]{4})+$|^[0-9a-f]+$/i.test(value)
  return isParted && value.replace(/[^0-9a-f]/gi, '').length === signs
}
