// The associated data of every seal (docs/spec/envelope.md, "Context"): length-prefixed fields, a label first. The encoding is
// injective, so a value sealed for one place authenticates in no other (invariant E2).

import { lengthPrefixed, utf8 } from '../base/index.ts'
import type { SealPlace } from './types.ts'

/** The first field of each context: seals of different kinds never share one. */
export const labels = {
  customer: 'wordkept/v1/customer',
  platform: 'wordkept/v1/platform',
  personKey: 'wordkept/v1/person-key',
  personOuter: 'wordkept/v1/person-outer',
  audit: 'wordkept/v1/audit',
  subject: 'wordkept/v1/subject',
  index: 'wordkept/v1/index',
  secret: 'wordkept/v1/secret',
  tenantSecret: 'wordkept/v1/tenant-secret',
  tenantOuter: 'wordkept/v1/tenant-outer',
} as const

/** Fields as u16 length and bytes each, in one buffer. */
export function encodeFields(fields: readonly Uint8Array[]): Uint8Array {
  return lengthPrefixed(fields)
}

/** A text as a field. A lone surrogate has no UTF-8 of its own, so it is a bug here. */
export function field(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new RangeError('a field of a context holds a lone surrogate')
  return utf8(text)
}

/** A number from 0 to 2^32 - 1 as four bytes, big-endian. */
export function number(value: number): Uint8Array {
  if (!(Number.isInteger(value) && value >= 0 && value <= 0xffffffff))
    throw new RangeError('a number of a context fits 32 bits')
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}

const wordsMax = 1_000
const words = new Map<string, Uint8Array>()

/** A text that comes again and again, as a field: a tenant, a category. */
function word(text: string): Uint8Array {
  const known = words.get(text)
  if (known) return known
  const made = field(text)
  if (words.size >= wordsMax) words.clear()
  words.set(text, made)
  return made
}

/** Where a value belongs, as fields: the part both layers' contexts share. */
export function encodePlace(tenant: string, place: SealPlace): Uint8Array {
  const { person, record, category, schema, version } = place
  return joined(word(tenant), field(person), field(record), word(category), number(schema), number(version))
}

/** Fields as `encodeFields` gives them, in memory that is cheap to get: a context lives as long as one call. */
function joined(...fields: readonly Uint8Array[]): Uint8Array {
  let [length, at] = [0, 0]
  for (const one of fields) length += 2 + one.length
  const whole = Buffer.allocUnsafe(length)
  for (const one of fields) {
    if (one.length > 0xffff) throw new RangeError('a field is longer than 65535 bytes')
    whole[at] = one.length >> 8
    whole[at + 1] = one.length
    whole.set(one, at + 2)
    at += 2 + one.length
  }
  return whole
}

function together(...parts: readonly Uint8Array[]): Uint8Array {
  let [length, at] = [0, 0]
  for (const part of parts) length += part.length
  const whole = Buffer.allocUnsafe(length)
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const customerLabel = encodeFields([field(labels.customer)])
const platformLabel = encodeFields([field(labels.platform)])

/** The inner layer's context: its label and where the value belongs. */
export function customerContext(place: Uint8Array): Uint8Array {
  return together(customerLabel, place)
}

/** The outer layer's context: its label, where the value belongs, and which inner header it wraps. */
export function platformContext(place: Uint8Array, innerHeaderHash: Uint8Array): Uint8Array {
  return together(platformLabel, place, joined(innerHeaderHash))
}

/** The context of a person's wrapped data key. */
export function keyContext(tenant: string, key: { person: string; law: string; version: number }): Uint8Array {
  return encodeFields([field(labels.personKey), field(tenant), field(key.person), field(key.law), number(key.version)])
}
