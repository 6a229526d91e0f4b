// Paths and shapes of tiles and bundles, as C2SP tlog-tiles says.

import { expect, test } from 'vitest'
import { utf8 } from '../base/index.ts'
import { bundlePath, encodeBundle, hashAt, hashesAt, parseBundle, tileOf, tilePath, tilesBetween } from './tile.ts'

test('paths are those of C2SP tlog-tiles', () => {
  expect(tilePath({ level: 0, index: 0, width: 256 })).toBe('tile/0/000')
  expect(tilePath({ level: 3, index: 1_234_067, width: 256 })).toBe('tile/3/x001/x234/067')
  expect(tilePath({ level: 1, index: 999, width: 17 })).toBe('tile/1/999.p/17')
  expect(bundlePath({ index: 1000, width: 1 })).toBe('tile/entries/x001/000.p/1')
})

test('a tree has the full tiles of its size and one partial tile a level', () => {
  expect(tilesBetween(0, 70_000).map(tilePath).filter((path) => path.includes('.p/'))).toEqual([
    'tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1',
  ]) // prettier-ignore
  expect(tilesBetween(0, 70_000)).toHaveLength(274 + 2 + 1)
  expect(tilesBetween(255, 257).map(tilePath)).toEqual(['tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1'])
  expect(tilesBetween(256, 256)).toEqual([])
  expect(tilesBetween(0, 0)).toEqual([])
  expect([hashesAt(0, 256), hashesAt(1, 256), hashesAt(1, 255)]).toEqual([256, 1, 0])
})

test('a subtree lies in the tile eight rows high below it', () => {
  expect(tileOf({ level: 7, index: 3 }, 600)).toEqual({ level: 0, index: 1, width: 256 })
  expect(tileOf({ level: 8, index: 1 }, 600)).toEqual({ level: 1, index: 0, width: 2 })
  expect(() => tileOf({ level: 8, index: 300 }, 600)).toThrow('no such tile')
  expect(() => hashAt(new Uint8Array(32), 1)).toThrow('no such hash')
})

test('a bundle gives back its entries, and never half of one', () => {
  const entries = ['', 'one', 'x'.repeat(65_535)].map(utf8)
  expect(parseBundle(encodeBundle(entries))).toEqual(entries)
  expect(() => parseBundle(encodeBundle(entries).subarray(0, 9))).toThrow('middle of an entry')
  expect(() => parseBundle(Uint8Array.of(0))).toThrow('middle of an entry')
  expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow('longer than')
})
