// The tree, its proofs and its growing, held to the definitions of RFC 6962 for every size up to 256.

import { describe, expect, test } from 'vitest'
import { equalBytes, sha256, toHex, utf8 } from '../base/index.ts'
import { grow, rootOfEdge, subtreesFrom, type Edge } from './grow.ts'
import { hashesAt, tileWidth } from './tile.ts'
import {
  consistencyRanges, emptyRoot, inclusionRanges, leafHash, nodeHash, rangeHash, rootOf, verifyConsistency, verifyInclusion,
} from './tree.ts' // prettier-ignore

const count = 256
const leaves = Array.from({ length: count }, (_, i) => leafHash(utf8(`leaf ${i}`)))

// The definitions of RFC 6962 §2.1, word for word and slow; the tree is held to them.
const memo = new Map<string, Uint8Array>()
function treeHash(from: number, to: number): Uint8Array {
  if (to - from === 0) return sha256(new Uint8Array(0))
  if (to - from === 1) return leaves[from]!
  const known = memo.get(`${from}-${to}`)
  if (known) return known
  const k = largestPowerBelow(to - from)
  const hash = nodeHash(treeHash(from, from + k), treeHash(from + k, to))
  memo.set(`${from}-${to}`, hash)
  return hash
}
function largestPowerBelow(n: number): number {
  return 2 ** (Math.ceil(Math.log2(n)) - 1)
}
function path(m: number, from: number, to: number): Uint8Array[] {
  const n = to - from
  if (n === 1) return []
  const k = largestPowerBelow(n)
  return m < k
    ? [...path(m, from, from + k), treeHash(from + k, to)]
    : [...path(m - k, from + k, to), treeHash(from, from + k)]
}
function subproof(m: number, from: number, to: number, whole: boolean): Uint8Array[] {
  const n = to - from
  if (m === n) return whole ? [] : [treeHash(from, to)]
  const k = largestPowerBelow(n)
  return m <= k
    ? [...subproof(m, from, from + k, whole), treeHash(from + k, to)]
    : [...subproof(m - k, from + k, to, false), treeHash(from, from + k)]
}

/** The tiles of a tree, by growing it in steps. */
function tilesOf(size: number, step: number): { root: Uint8Array; tiles: Map<string, Uint8Array>; edge: Edge } {
  const tiles = new Map<string, Uint8Array>()
  let [edge, root]: [Edge, Uint8Array] = [[], emptyRoot()]
  for (let at = 0; at < size; at += step) {
    const growth = grow(at, edge, leaves.slice(at, Math.min(size, at + step)))
    for (const tile of growth.tiles) tiles.set(`${tile.level}/${tile.index}`, tile.hashes)
    edge = growth.edge
    root = growth.root
  }
  return { root, tiles, edge }
}

describe('the tree of RFC 6962', () => {
  test('the root without leaves is the hash of nothing', () => {
    expect(toHex(rootOf([]))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(rootOfEdge([])).toEqual(emptyRoot())
  })

  test('roots of all sizes up to 256 are those of the definition', () => {
    for (let n = 0; n <= count; n++) expect(equalBytes(rootOf(leaves.slice(0, n)), treeHash(0, n))).toBe(true)
  })

  test('every inclusion proof up to 256 is that of the definition and verifies, with no other index', async () => {
    for (let n = 1; n <= count; n++) {
      const { tiles, root } = tilesOf(n, n)
      const hashOf = subtreesFrom(n, async ({ level, index }) => tiles.get(`${level}/${index}`)!)
      for (let i = 0; i < n; i++) {
        const proof = await Promise.all(inclusionRanges(i, n).map((range) => rangeHash(range, hashOf)))
        expect(sameHashes(proof, path(i, 0, n))).toBe(true)
        expect(verifyInclusion({ hash: leaves[i]!, index: i, size: n }, proof, root)).toBe(true)
        expect(verifyInclusion({ hash: leaves[i]!, index: (i + 1) % (n + 1), size: n }, proof, root)).toBe(false)
      }
    }
  })

  test('every consistency proof up to 256 is that of the definition and verifies, with no other root', async () => {
    for (let n = 1; n <= count; n++) {
      const { tiles, root } = tilesOf(n, n)
      const hashOf = subtreesFrom(n, async ({ level, index }) => tiles.get(`${level}/${index}`)!)
      for (let m = 1; m <= n; m++) {
        const proof = await Promise.all(consistencyRanges(m, n).map((range) => rangeHash(range, hashOf)))
        const older = { size: m, root: treeHash(0, m) }
        expect(sameHashes(proof, subproof(m, 0, n, true))).toBe(true)
        expect(verifyConsistency(older, { size: n, root }, proof)).toBe(true)
        expect(verifyConsistency({ size: m, root: leaves[0]! }, { size: n, root }, proof)).toBe(m === 1)
        expect(verifyConsistency(older, { size: n, root: emptyRoot() }, proof)).toBe(false)
      }
    }
  })

  test('nothing beyond the tree has a proof', () => {
    expect(() => inclusionRanges(3, 3)).toThrow('no such leaf')
    expect(() => consistencyRanges(4, 3)).toThrow('no such trees')
    expect(verifyInclusion({ hash: leaves[0]!, index: 2 ** 64, size: 2 ** 65 }, [], leaves[0]!)).toBe(false)
  })
})

describe('growing', () => {
  test('a tree grown in steps of any length is the tree built at once', () => {
    for (const step of [1, 2, 7, 100, 255, 256]) {
      expect(tilesOf(count, step).root).toEqual(treeHash(0, count))
      expect(tilesOf(count - 1, step).root).toEqual(treeHash(0, count - 1))
    }
  })

  test('over several levels of tiles the root is that of all leaf hashes, and every tile is as wide as it says', () => {
    const many = Array.from({ length: 70_000 }, (_, i) => leafHash(utf8(String(i))))
    let [edge, at]: [Edge, number] = [[], 0]
    for (const step of [1, 254, 1, 1, 255, 1, 64_000, 1023, 1, 4463]) {
      const growth = grow(at, edge, many.slice(at, at + step))
      for (const { width, hashes } of growth.tiles) expect(hashes.length).toBe(32 * width)
      at += step
      edge = growth.edge
      expect(growth.size).toBe(at)
      expect(equalBytes(growth.root, rootOf(many.slice(0, at)))).toBe(true)
      expect(edge.map((tile) => tile.length / 32)).toEqual(edge.map((_, level) => hashesAt(level, at) % tileWidth))
    }
    expect(at).toBe(70_000)
  })
})

function sameHashes(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((hash, i) => equalBytes(hash, b[i]!))
}
