// Growing a log: from the tiles that are not full yet and some new leaf hashes to the new tiles and the new root, without looking at
// anything older. The same arithmetic, read the other way, gives the root of any size the tiles reach.

import { concat } from '../base/index.ts'
import { hashInTile, hashesAt, tileHeight, tileOf, tileRoot, tileWidth, type Tile } from './tile.ts'
import { hashBytes, joinHashes, subtreesOf, type Subtree, type SubtreeHash, type TreeHead } from './tree.ts'

/** The tile of each level that is not full at some size, lowest first; no bytes where the last one is full. */
export type Edge = readonly Uint8Array[]

/** A tile with its bytes: `width` hashes of 32. */
export interface FilledTile extends Tile {
  readonly hashes: Uint8Array
}

/** A tree that grew: its head, the tiles that are new or wider than before, and its edge. */
export interface Growth extends TreeHead {
  readonly tiles: readonly FilledTile[]
  readonly edge: Edge
}

/** The tiles that make the edge of a tree: those to read before it can grow. */
export function edgeTiles(size: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0; hashesAt(level, size) > 0; level++) {
    const count = hashesAt(level, size)
    if (count % tileWidth > 0) tiles.push({ level, index: Math.floor(count / tileWidth), width: count % tileWidth })
  }
  return tiles
}

/** Lets a tree of some size grow by leaf hashes. */
export function grow(size: number, edge: Edge, leafHashes: readonly Uint8Array[]): Growth {
  const tiles: FilledTile[] = []
  const grown: Uint8Array[] = []
  let added = leafHashes
  for (let level = 0; added.length > 0 || level < edge.length; level++) {
    const filled = fillLevel(level, hashesAt(level, size), concat(edge[level] ?? new Uint8Array(0), ...added))
    if (added.length > 0) tiles.push(...filled)
    const full = filled.filter(({ width }) => width === tileWidth)
    grown.push(filled.find(({ width }) => width < tileWidth)?.hashes ?? new Uint8Array(0))
    added = full.map(({ hashes }) => tileRoot(hashes))
  }
  return { size: size + leafHashes.length, root: rootOfEdge(grown), tiles, edge: grown }
}

/** Cuts the hashes of one level into tiles; `before` of the level's hashes were there already. */
function fillLevel(level: number, before: number, bytes: Uint8Array): FilledTile[] {
  const tiles: FilledTile[] = []
  for (let at = 0; at < bytes.length; at += tileWidth * hashBytes) {
    const hashes = bytes.subarray(at, at + tileWidth * hashBytes)
    tiles.push({
      level,
      index: Math.floor(before / tileWidth) + tiles.length,
      width: hashes.length / hashBytes,
      hashes,
    })
  }
  return tiles
}

/** The root over an edge: the complete subtrees of every level, the highest first. */
export function rootOfEdge(edge: Edge): Uint8Array {
  const peaks = edge.map((tile, level) =>
    subtreesOf({ from: 0, to: tile.length / hashBytes }).map((subtree) => hashInTile(tile, atLevel(subtree, level))),
  )
  return joinHashes(peaks.reverse().flat())
}

function atLevel({ level, index }: Subtree, tileLevel: number): Subtree {
  return { level: level + tileLevel * tileHeight, index }
}

/** Gives the bytes of tiles, at least as wide as asked for. */
export type ReadTile = (tile: Tile) => Promise<Uint8Array>

/** The hashes of complete subtrees of a tree of some size, out of its tiles; every tile is read once, every hash computed once. */
export function subtreesFrom(size: number, read: ReadTile): SubtreeHash {
  const tiles = new Map<string, Promise<Uint8Array>>()
  const hashes = new Map<string, Promise<Uint8Array>>()
  const tileBytes = (tile: Tile) => keep(tiles, `${tile.level}/${tile.index}`, () => read(tile))
  return (subtree) =>
    keep(hashes, `${subtree.level}/${subtree.index}`, async () =>
      hashInTile(await tileBytes(tileOf(subtree, size)), subtree),
    )
}

function keep<T>(kept: Map<string, T>, key: string, make: () => T): T {
  const value = kept.get(key) ?? make()
  kept.set(key, value)
  return value
}
