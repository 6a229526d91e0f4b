// What is wrong with a receipt: where, in which part, in words; and the ways to find the place.

import { fromBase64, utf8 } from '../base/index.ts'
import { firstDifference, type JsonNode } from './json-reader.ts'
import { nearest, type Suspect } from './nearest.ts'

/** Parts of a receipt that a verdict names. The checkpoint is the signed note inside `proof`. */
export type ReceiptPart = 'body' | 'opening' | 'proof' | 'checkpoint'

/** What is wrong. `at` is a byte of the file; `was` the character that stood there, if it could be found out. */
export interface Fault {
  readonly state: 'changed' | 'incomplete' | 'stale'
  readonly part: ReceiptPart | null
  readonly words: string
  readonly at: number | null
  readonly was: string | null
  /** what to do, where that is not to ask for the receipt again */
  readonly help?: string
}

/** A fault of state `changed`. */
export function changed(part: ReceiptPart | null, words: string, at: number | null, was: string | null = null): Fault {
  return { state: 'changed', part, words, at, was }
}

/** A fault of state `incomplete`. */
export function missing(part: ReceiptPart | null, words: string, at: number | null = null): Fault {
  return { state: 'incomplete', part, words, at, was: null }
}

/** A fault of state `stale`, with what to do about it. */
export function stale(words: string, help: string, part: ReceiptPart | null = null, at: number | null = null): Fault {
  return { state: 'stale', part, words, at, was: null, help }
}

/** A fault in a text of which the right one is known: the first character that differs. */
export function differs(part: ReceiptPart, words: string, { from }: JsonNode, is: string, was: string): Fault {
  const [isBytes, wasBytes] = [utf8(is), utf8(was)]
  const at = firstDifference(isBytes, wasBytes) ?? 0
  return changed(part, words, from + 1 + at, letterAt(wasBytes, at))
}

/** A fault of which only a hash is known: the character that makes it fit again, where one does; else where the first suspect begins. */
export function found(part: ReceiptPart, words: string, suspects: readonly Suspect[]): Fault {
  const byte = nearest(suspects)
  return changed(part, words, byte?.at ?? suspects[0]?.from ?? null, byte?.was)
}

/** The text of a string in the file as a suspect, without its quotation marks. */
export function suspectText(
  bytes: Uint8Array,
  { from, to }: JsonNode,
  fits: (text: string) => boolean,
  cost = 1,
): Suspect {
  return { from: from + 1, bytes: bytes.subarray(from + 1, to - 1), fits: (candidate) => fits(latin1(candidate)), cost }
}

/** Each byte as one character: right for ASCII, and never failing. */
export function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}

/** Bytes of canonical base64; null where it is none. */
export function base64Bytes(base64: string): Uint8Array | null {
  try {
    return fromBase64(base64)
  } catch {
    return null
  }
}

function letterAt(bytes: Uint8Array, at: number): string | null {
  const byte = bytes[at]
  return byte !== undefined && byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : null
}
