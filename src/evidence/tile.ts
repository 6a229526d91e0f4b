// Tiles (C2SP tlog-tiles): the tree cut into pieces of 256 hashes, eight rows high, and the entries into bundles of 256. A tile that is
// full never changes; the last one of a level is partial and its path names how many it holds.

import { concat } from '../base/index.ts'
import { hashBytes, rootOf, type Subtree } from './tree.ts'

/** Hashes of a full tile, entries of a full bundle. */
export const tileWidth = 256

/** Rows of the tree that one level of tiles spans. */
export const tileHeight = 8

/** A tile: `level` from 0 (leaf hashes), `index` within it, `width` hashes from 1 to 256. */
export interface Tile {
  readonly level: number
  readonly index: number
  readonly width: number
}

/** The path of a tile in a log: `tile/0/x001/234`, with `.p/17` when it is partial. */
export function tilePath({ level, index, width }: Tile): string {
  return `tile/${level}/${numberPath(index)}${partialPath(width)}`
}

/** The path of the bundle of the entries of a tile of level 0. */
export function bundlePath({ index, width }: Omit<Tile, 'level'>): string {
  return `tile/entries/${numberPath(index)}${partialPath(width)}`
}

function numberPath(index: number): string {
  const digits = String(index)
  const groups = digits.padStart(3 * Math.ceil(digits.length / 3), '0').match(/.{3}/g) ?? []
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
}

function partialPath(width: number): string {
  return width === tileWidth ? '' : `.p/${width}`
}

/** How many hashes a level of tiles holds for a tree of some size: only complete ones count. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / tileWidth ** level)
}

/** The tiles that a tree has when it has grown from one size to another and that it did not have before, lowest level first. */
export function tilesBetween(from: number, to: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0; hashesAt(level, to) > 0; level++) {
    const [before, after] = [hashesAt(level, from), hashesAt(level, to)]
    if (before === after) continue
    for (let index = Math.floor(before / tileWidth); index * tileWidth < after; index++) {
      tiles.push({ level, index, width: Math.min(tileWidth, after - index * tileWidth) })
    }
  }
  return tiles
}

/** The tile that holds what a complete subtree is made of, at the width of a tree of some size. */
export function tileOf({ level, index }: Subtree, size: number): Tile {
  const tileLevel = Math.floor(level / tileHeight)
  const tileIndex = Math.floor((index * 2 ** (level % tileHeight)) / tileWidth)
  const width = Math.min(tileWidth, hashesAt(tileLevel, size) - tileIndex * tileWidth)
  if (width < 1) throw new RangeError('the tree has no such tile')
  return { level: tileLevel, index: tileIndex, width }
}

/** The hash of a complete subtree out of the bytes of its tile. */
export function hashInTile(tile: Uint8Array, { level, index }: Subtree): Uint8Array {
  const count = 2 ** (level % tileHeight)
  const first = (index * count) % tileWidth
  return rootOf(Array.from({ length: count }, (_, i) => hashAt(tile, first + i)))
}

/** The hash over a full tile: one hash of the level above. */
export function tileRoot(tile: Uint8Array): Uint8Array {
  return rootOf(Array.from({ length: tileWidth }, (_, i) => hashAt(tile, i)))
}

/** The `i`-th hash of a tile's bytes; throws a RangeError where the tile is shorter. */
export function hashAt(tile: Uint8Array, i: number): Uint8Array {
  const end = (i + 1) * hashBytes
  if (end > tile.length) throw new RangeError('the tile has no such hash')
  return tile.subarray(end - hashBytes, end)
}

/** A bundle of entries: each after its length in two bytes. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return concat(...entries.flatMap((entry) => [lengthOf(entry), entry]))
}

function lengthOf(entry: Uint8Array): Uint8Array {
  if (entry.length > 0xffff) throw new RangeError('an entry is longer than 65535 bytes')
  return Uint8Array.of(entry.length >> 8, entry.length & 0xff)
}

/** The entries of a bundle; throws a RangeError where it ends in the middle of one. */
export function parseBundle(bundle: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = []
  for (let at = 0; at < bundle.length;) {
    const end = at + 2 + ((bundle[at]! << 8) | (bundle[at + 1] ?? 0))
    if (at + 2 > bundle.length || end > bundle.length) throw new RangeError('the bundle ends in the middle of an entry')
    entries.push(bundle.subarray(at + 2, end))
    at = end
  }
  return entries
}
