// The associated data of every seal (docs/spec/envelope.md, "Context"): length-prefixed fields, a label first. The encoding is
// injective, so a value sealed for one place authenticates in no other (invariant E2).

import { concat, lengthPrefixed, utf8 } from '../base/index.ts'
import type { SealPlace } from './types.ts'

/** The first field of each context: seals of different kinds never share one. */
export const labels = {
  customer: 'wordkept/v1/customer',
  platform: 'wordkept/v1/platform',
  personKey: 'wordkept/v1/person-key',
  personOuter: 'wordkept/v1/person-outer',
  audit: 'wordkept/v1/audit',
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

/** Where a value belongs, as fields: the part both layers' contexts share. */
export function encodePlace(tenant: string, place: SealPlace): Uint8Array {
  const { person, record, category, schema, version } = place
  return encodeFields([field(tenant), field(person), field(record), field(category), number(schema), number(version)])
}

const customerLabel = encodeFields([field(labels.customer)])
const platformLabel = encodeFields([field(labels.platform)])

/** The inner layer's context: its label and where the value belongs. */
export function customerContext(place: Uint8Array): Uint8Array {
  return concat(customerLabel, place)
}

/** The outer layer's context: its label, where the value belongs, and which inner header it wraps. */
export function platformContext(place: Uint8Array, innerHeaderHash: Uint8Array): Uint8Array {
  return concat(platformLabel, place, encodeFields([innerHeaderHash]))
}

/** The context of a person's wrapped data key. */
export function keyContext(tenant: string, key: { person: string; law: string; version: number }): Uint8Array {
  return encodeFields([field(labels.personKey), field(tenant), field(key.person), field(key.law), number(key.version)])
}
