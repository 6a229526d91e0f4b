// The Merkle tree of RFC 6962 §2.1 over SHA-256: hashes, roots, and proofs by the algorithms of RFC 9162 §2.1. A proof is first a list
// of ranges, which is arithmetic alone, and then their hashes, which any source of complete subtrees can give.
// Sizes and indexes are safe integers; nothing here shifts bits, which JavaScript does in 32 of them.

import { concat, equalBytes, sha256 } from '../base/index.ts'

/** Bytes of a hash. */
export const hashBytes = 32

/** The hash of a leaf: SHA-256 of 0x00 and the leaf. */
export function leafHash(leaf: Uint8Array): Uint8Array<ArrayBuffer> {
  return sha256(concat(Uint8Array.of(0), leaf))
}

/** The hash of a node: SHA-256 of 0x01, left and right. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(1 + 2 * hashBytes)
  bytes[0] = 1
  bytes.set(left, 1)
  bytes.set(right, 1 + hashBytes)
  return sha256(bytes)
}

/** The root of the tree without leaves: SHA-256 of nothing. */
export function emptyRoot(): Uint8Array<ArrayBuffer> {
  return sha256(new Uint8Array(0))
}

/** The leaves from `from` up to but not including `to`. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** A complete subtree: `index`-th of those with 2^`level` leaves. */
export interface Subtree {
  readonly level: number
  readonly index: number
}

/** Gives the hash of a complete subtree. */
export type SubtreeHash = (subtree: Subtree) => Uint8Array | Promise<Uint8Array>

/** The ranges whose hashes prove that leaf `index` is in the tree of `size`, lowest first (RFC 9162 §2.1.3.1). */
export function inclusionRanges(index: number, size: number): Range[] {
  if (!isIndex(index, size)) throw new RangeError('no such leaf')
  const ranges: Range[] = []
  for (let [from, to] = [0, size]; to - from > 1;) {
    const middle = from + splitOf(to - from)
    ranges.push(index < middle ? { from: middle, to } : { from, to: middle })
    if (index < middle) to = middle
    else from = middle
  }
  return ranges.reverse()
}

/** The ranges whose hashes prove that the tree of `older` leaves is the beginning of that of `newer` (RFC 9162 §2.1.4.1). */
export function consistencyRanges(older: number, newer: number): Range[] {
  if (!isSize(older) || !isSize(newer) || older > newer) throw new RangeError('no such trees')
  if (older === 0 || older === newer) return []
  const ranges: Range[] = []
  let [from, to] = [0, newer]
  while (to !== older) {
    const middle = from + splitOf(to - from)
    ranges.push(older <= middle ? { from: middle, to } : { from, to: middle })
    if (older <= middle) to = middle
    else from = middle
  }
  if (from > 0) ranges.push({ from, to })
  return ranges.reverse()
}

/** The complete subtrees a range is made of, from left to right. Every range of a proof begins where they fit. */
export function subtreesOf({ from, to }: Range): Subtree[] {
  const subtrees: Subtree[] = []
  for (let at = from; at < to;) {
    let [level, count] = [0, 1]
    while (at % (2 * count) === 0 && at + 2 * count <= to) [level, count] = [level + 1, 2 * count]
    subtrees.push({ level, index: at / count })
    at += count
  }
  return subtrees
}

/** The hash of complete subtrees side by side: the last two first, as the tree is built. The empty list gives the empty root. */
export function joinHashes(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return emptyRoot()
  return hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** The hash of a range. */
export async function rangeHash(range: Range, hashOf: SubtreeHash): Promise<Uint8Array> {
  return joinHashes(await Promise.all(subtreesOf(range).map(async (subtree) => hashOf(subtree))))
}

/** The root of the tree over leaf hashes. */
export function rootOf(leafHashes: readonly Uint8Array[]): Uint8Array {
  let row = leafHashes
  while (row.length > 1) row = parents(row)
  return row[0] ?? emptyRoot()
}

/** The row above: pairs joined, a last one without a partner taken up as it is. */
function parents(row: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = []
  for (let i = 0; i + 1 < row.length; i += 2) above.push(nodeHash(row[i]!, row[i + 1]!))
  if (row.length % 2 === 1) above.push(row.at(-1)!)
  return above
}

/** The root that an inclusion proof leads to; null where the proof does not fit index and size (RFC 9162 §2.1.3.2). */
export function rootOfInclusion(
  { hash, index, size }: { readonly hash: Uint8Array; readonly index: number; readonly size: number },
  path: readonly Uint8Array[],
): Uint8Array | null {
  if (!isIndex(index, size)) return null
  let [node, last, root] = [index, size - 1, hash]
  for (const sibling of path) {
    if (last === 0) return null
    if (node % 2 === 1 || node === last) {
      root = nodeHash(sibling, root)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else {
      root = nodeHash(root, sibling)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 ? root : null
}

/** Whether a leaf hash stands at an index of the tree with this root. */
export function verifyInclusion(
  leaf: { readonly hash: Uint8Array; readonly index: number; readonly size: number },
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  const led = rootOfInclusion(leaf, path)
  return led !== null && equalBytes(led, root)
}

/** A tree as a checkpoint states it. */
export interface TreeHead {
  readonly size: number
  readonly root: Uint8Array
}

/** Whether the older tree is the beginning of the newer one (RFC 9162 §2.1.4.2). */
export function verifyConsistency(older: TreeHead, newer: TreeHead, proof: readonly Uint8Array[]): boolean {
  if (!isSize(older.size) || !isSize(newer.size) || older.size > newer.size) return false
  if (older.size === newer.size) return proof.length === 0 && equalBytes(older.root, newer.root)
  // a proof from the empty tree would hold for any other, so it is none
  if (older.size === 0) return false
  return joinsBoth(older, newer, proof)
}

function joinsBoth(older: TreeHead, newer: TreeHead, proof: readonly Uint8Array[]): boolean {
  let [node, last] = [older.size - 1, newer.size - 1]
  while (node % 2 === 1) [node, last] = [half(node), half(last)]
  // where the older tree is one complete subtree its root is not repeated in the proof
  const [first, ...rest] = node === 0 ? [older.root, ...proof] : proof
  if (first === undefined) return false
  let [olderRoot, newerRoot] = [first, first]
  for (const sibling of rest) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      ;[olderRoot, newerRoot] = [nodeHash(sibling, olderRoot), nodeHash(sibling, newerRoot)]
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else {
      newerRoot = nodeHash(newerRoot, sibling)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && equalBytes(olderRoot, older.root) && equalBytes(newerRoot, newer.root)
}

/** The largest power of two smaller than `size`. */
function splitOf(size: number): number {
  let split = 1
  while (2 * split < size) split *= 2
  return split
}

function half(count: number): number {
  return Math.floor(count / 2)
}

function isSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0
}

function isIndex(index: number, size: number): boolean {
  return isSize(index) && isSize(size) && index < size
}
