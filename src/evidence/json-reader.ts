// Reads JSON byte by byte and keeps where each value stands, so that a verifier can point at a byte as a compiler does. It knows no white
// space: what it reads is meant to be canonical (RFC 8785), and whether it is, is seen by printing it again.

import { canonicalJson, utf8, type Json } from '../base/index.ts'

/** A value and the bytes it was read from: `from` up to but not including `to`. */
export interface JsonNode {
  readonly from: number
  readonly to: number
  readonly value: Json
  /** of an object: its members in the order in which they stand */
  readonly members?: readonly JsonMember[]
  /** of an array */
  readonly items?: readonly JsonNode[]
}

interface JsonMember {
  readonly name: string
  /** where the name begins, at its quotation mark */
  readonly from: number
  readonly node: JsonNode
}

/**
 * What a reading came to. `cut`: the bytes end where more had to come. `token`: the string read
 * last, whose end may not be its own; it is empty where no end was found.
 */
export type JsonReading =
  | { readonly node: JsonNode; readonly at?: undefined }
  | { readonly node: null; readonly at: number; readonly cut: boolean; readonly names: readonly string[]; readonly token: { readonly from: number; readonly to: number } } // prettier-ignore

const depthMax = 64
const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const pairs: Readonly<Record<number, number>> = { 0x7b: 0x7d, 0x5b: 0x5d } // { } and [ ]

/** Reads one value that fills all the bytes. */
export function readJson(bytes: Uint8Array): JsonReading {
  const reader = new Reader(bytes)
  try {
    const node = reader.value(0)
    if (node.to < bytes.length) reader.stop(node.to)
    return { node }
  } catch (cause) {
    if (!(cause instanceof Stopped)) throw cause
    const { at, names } = cause
    return { node: null, at, cut: at >= bytes.length, names, token: reader.token }
  }
}

/** The first byte at which the bytes of a value differ from its canonical form; null where they are the same. */
export function firstUncanonical(bytes: Uint8Array, node: JsonNode): number | null {
  return firstDifference(bytes, utf8(canonicalJson(node.value)))
}

/** The first byte at which two differ; null where they are the same. */
export function firstDifference(a: Uint8Array, b: Uint8Array): number | null {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return at
  return a.length === b.length ? null : length
}

/** Where reading stopped, and inside which members. */
class Stopped extends Error {
  readonly at: number
  readonly names: readonly string[]
  constructor(at: number, names: readonly string[]) {
    super('not JSON')
    this.at = at
    this.names = names
  }
}

class Reader {
  token = { from: 0, to: 0 }
  readonly #bytes: Uint8Array
  readonly #names: string[] = []
  #depth = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  stop(at: number): never {
    throw new Stopped(at, [...this.#names])
  }

  value(at: number): JsonNode {
    const byte = this.#bytes[at]
    if (byte === quote) return this.#string(at)
    if (byte === 0x7b || byte === 0x5b) return this.#nested(at, byte)
    return this.#word(at)
  }

  #nested(from: number, opening: number): JsonNode {
    if (++this.#depth > depthMax) this.stop(from)
    const node = opening === 0x7b ? this.#object(from) : this.#array(from)
    this.#depth--
    return node
  }

  #object(from: number): JsonNode {
    const members: JsonMember[] = []
    const to = this.#list(from, (at) => {
      if (this.#bytes[at] !== quote) this.stop(at)
      const name = this.#string(at)
      if (this.#bytes[name.to] !== colon) this.stop(name.to)
      const text = name.value as string // what a string token says
      this.#names.push(text)
      const node = this.value(name.to + 1)
      this.#names.pop()
      members.push({ name: text, from: at, node })
      return node.to
    })
    return { from, to, members, value: Object.fromEntries(members.map(({ name, node }) => [name, node.value])) }
  }

  #array(from: number): JsonNode {
    const items: JsonNode[] = []
    const to = this.#list(from, (at) => {
      const node = this.value(at)
      items.push(node)
      return node.to
    })
    return { from, to, items, value: items.map(({ value }) => value) }
  }

  /** Reads what stands between brackets, with commas; answers where it ends. */
  #list(from: number, readOne: (at: number) => number): number {
    const closing = pairs[this.#bytes[from]!]
    let at = from + 1
    if (this.#bytes[at] === closing) return at + 1
    for (;;) {
      at = readOne(at)
      if (this.#bytes[at] === closing) return at + 1
      if (this.#bytes[at] !== comma) this.stop(at)
      at++
    }
  }

  #string(from: number): JsonNode {
    let at = from + 1
    this.token = { from, to: from }
    for (; this.#bytes[at] !== quote; at++) {
      const byte = this.#bytes[at]
      if (byte === undefined || byte < 0x20) this.stop(at)
      if (byte === backslash) at = this.#escape(at)
    }
    this.token = { from, to: at + 1 }
    return { from, to: at + 1, value: this.#parse(from, at + 1) }
  }

  /** Passes over an escape; answers its last byte. */
  #escape(at: number): number {
    const kind = this.#bytes[at + 1]
    if (kind === undefined) this.stop(at + 1)
    if (!'"\\/bfnrtu'.includes(String.fromCharCode(kind))) this.stop(at)
    for (let digit = at + 2; kind === 0x75 && digit < at + 6; digit++) {
      const byte = this.#bytes[digit]
      if (byte === undefined) this.stop(digit)
      if (!/[0-9a-fA-F]/.test(String.fromCharCode(byte))) this.stop(at)
    }
    return kind === 0x75 ? at + 5 : at + 1
  }

  #word(from: number): JsonNode {
    let to = from
    while (to < this.#bytes.length && /[-+.0-9a-zA-Z]/.test(String.fromCharCode(this.#bytes[to]!))) to++
    if (to === this.#bytes.length) this.stop(to)
    if (to === from) this.stop(from)
    return { from, to, value: this.#parse(from, to) }
  }

  #parse(from: number, to: number): Json {
    const slice = this.#bytes.subarray(from, to)
    try {
      // JSON.parse gives nothing but JSON
      return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(slice)) as Json
    } catch {
      return this.stop(from + firstNotUtf8(slice))
    }
  }
}

/** Where the first character begins that is not UTF-8; 0 where all are. */
function firstNotUtf8(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let begins = 0
  try {
    for (let at = 0; at < bytes.length; at++) {
      if (decoder.decode(bytes.subarray(at, at + 1), { stream: true }) !== '') begins = at + 1
    }
    decoder.decode()
    return 0
  } catch {
    return begins
  }
}
