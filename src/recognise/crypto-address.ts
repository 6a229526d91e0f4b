// Addresses of Bitcoin and Ethereum: Base58Check (its last four bytes are a double SHA-256), Bech32 (BIP 173, BIP 350), and hexadecimal.

import { sha256 } from '../base/index.ts'
import type { Span } from './form.ts'

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const base58Values = new Map(Array.from(base58, (sign, i) => [sign, BigInt(i)]))
const bech32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const bech32Values = new Map(Array.from(bech32, (sign, i) => [sign, i]))

/** Whether a value is an address of Bitcoin, on its main or its test network. */
export function isBitcoin(value: string): boolean {
  if (/^(?:bc1|tb1)[a-z0-9]{8,87}$/.test(value)) return isBech32(value)
  return /^[123mn][1-9A-HJ-NP-Za-km-z]{25,34}$/.test(value) && isBase58Check(value)
}

/** Whether a value is written as an address of Ethereum. Its check is in its capitals and needs a hash that is not at hand. */
export function isEthereum(value: string): boolean {
  return /^0x[0-9a-f]{40}$/i.test(value)
}

/** A network's byte, twenty bytes of a hash, four of a check. */
function isBase58Check(value: string): boolean {
  let number = 0n
  for (const sign of value) number = number * 58n + (base58Values.get(sign) ?? 0n)
  const bytes = new Uint8Array(25)
  for (let i = 24; i >= 0; i -= 1, number >>= 8n) bytes[i] = Number(number & 255n)
  const check = sha256(sha256(bytes.subarray(0, 21)))
  return number === 0n && [0, 1, 2, 3].every((i) => bytes[21 + i] === check[i])
}

const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
/** What the polynomial leaves: 1 for version 0 (Bech32), the other constant for later ones (Bech32m). */
const remainders = new Set([1, 0x2bc830a3])

function isBech32(value: string): boolean {
  const [prefix, data] = [value.slice(0, 2), Array.from(value.slice(3), (sign) => bech32Values.get(sign) ?? -1)]
  const spread = [...Array.from(prefix, (sign) => sign.charCodeAt(0) >> 5), 0, ...Array.from(prefix, (sign) => sign.charCodeAt(0) & 31)] // prettier-ignore
  let state = 1
  for (const number of [...spread, ...data]) {
    const top = state >>> 25
    state = ((state & 0x1ffffff) << 5) ^ number
    for (const [i, generator] of generators.entries()) if ((top >> i) & 1) state ^= generator
  }
  return !data.includes(-1) && remainders.has(state)
}

const addressRun =
  /(?<![\p{L}\p{N}_])(?:[123mn][1-9A-HJ-NP-Za-km-z]{25,34}|(?:bc1|tb1)[a-z0-9]{8,87}|0x[0-9a-fA-F]{40})(?![\p{L}\p{N}_])/gu

/** Every address of a text that is one of a currency. */
export function* cryptoIn(text: string, isAddress: (value: string) => boolean): Iterable<Span> {
  for (const { 0: run, index } of text.matchAll(addressRun))
    if (isAddress(run)) yield { start: index, end: index + run.length }
}
