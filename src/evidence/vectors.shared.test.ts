// What others made, read and made again: RFC 6962 proofs, signed notes, logs by two other implementations, canonical JSON.
// The folders are read without a list of their files, so that more cases of the same shape can be dropped in.

import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { canonicalJson, fromBase64, fromHex, sha256Hex, text, toBase64, toHex, utf8 } from '../base/index.ts'
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { edgeTiles, grow, subtreesFrom, type Edge } from './grow.ts'
import {
  cosignedBytes,
  formatNote,
  formatVerifierKey,
  openNote,
  parseVerifierKey,
  signNote,
  verifierKey,
  verifySignature,
  type NoteSigner,
} from './note.ts'
import { bundlePath, encodeBundle, parseBundle, tilePath, tilesBetween } from './tile.ts'
import {
  consistencyRanges,
  emptyRoot,
  inclusionRanges,
  leafHash,
  rangeHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts'

const vectors = new URL('../../../shared/vectors/', import.meta.url).pathname

/** Every file below a folder of vectors: path in it → bytes. */
function filesOf(set: string): Map<string, Uint8Array> {
  const entries = readdirSync(join(vectors, set), { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(paths.map((path) => [path.slice(join(vectors, set).length + 1), new Uint8Array(readFileSync(path))]))
}

/** The JSON of every file of a set whose value satisfies a predicate; `as` is what SOURCE.md says of it. */
function jsonOf<T>(set: string, is: (value: object) => boolean): T[] {
  const files = [...filesOf(set)].filter(([path]) => path.endsWith('.json'))
  return files.map(([, bytes]) => JSON.parse(text(bytes)) as object).filter(is) as T[]
}

function hashes(base64: readonly string[] | null): Uint8Array[] {
  return (base64 ?? []).map(fromBase64)
}

/** A signer of a Go note key: `PRIVATE+KEY+name+hint+base64 of 0x01 and the seed`. */
function signerOf(skey: string): NoteSigner {
  const [, , name, , ...base64] = skey.split('+')
  const seed = fromBase64(base64.join('+')).subarray(1)
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const raw = Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '', 'base64url')
  return { key: verifierKey(name ?? '', raw), sign: (message) => new Uint8Array(sign(null, message, privateKey)) }
}

type Inclusion = {
  leafIdx: number
  treeSize: number
  root: string | null
  leafHash: string
  proof: string[] | null
  wantErr: boolean
  case: string
}
type Consistency = {
  size1: number
  size2: number
  root1: string
  root2: string
  proof: string[] | null
  wantErr: boolean
  case: string
}

describe('merkle-rfc6962', () => {
  const inclusion = jsonOf<Inclusion[]>('merkle-rfc6962', (v) => Array.isArray(v) && 'leafIdx' in v[0]).flat()
  const consistency = jsonOf<Consistency[]>('merkle-rfc6962', (v) => Array.isArray(v) && 'size1' in v[0]).flat()

  test('every inclusion proof is taken or refused as it should be', () => {
    expect(inclusion.length).toBeGreaterThan(0)
    for (const { leafIdx, treeSize, root, leafHash: hash, proof, wantErr, case: name } of inclusion) {
      const leaf = { hash: fromBase64(hash), index: leafIdx, size: treeSize }
      expect(verifyInclusion(leaf, hashes(proof), fromBase64(root ?? '')), name).toBe(!wantErr)
    }
  })

  test('every consistency proof is taken or refused as it should be', () => {
    expect(consistency.length).toBeGreaterThan(0)
    for (const { size1, size2, root1, root2, proof, wantErr, case: name } of consistency) {
      const [older, newer] = [
        { size: size1, root: fromBase64(root1 ?? '') },
        { size: size2, root: fromBase64(root2 ?? '') },
      ]
      expect(verifyConsistency(older, newer, hashes(proof)), name).toBe(!wantErr)
    }
  })
})

type Cases = {
  open: {
    name: string
    message: string
    verifiers: string[]
    result: string
    verified?: string[]
    unverified?: string[]
  }[]
  sign: { skey: string; text: string; signed: string }
  vkeys: { vkey: string; ok: boolean }[]
  checkpoint_body: { text: string; error?: boolean; origin: string; size: number; hash: string; extra: string }[]
}
type Cosignature = {
  public_key_hex: string
  timestamp: number
  checkpoint_body: string
  signature_hex: string
  valid: boolean
  witness: string
}

describe('signed-note', () => {
  const all = jsonOf<Cases>('signed-note', (v) => 'open' in v)
  const cosignatures = jsonOf<Cosignature[]>('signed-note', Array.isArray).flat()

  test('every note opens as it should', async () => {
    const cases = all.flatMap(({ open }) => open)
    expect(cases.length).toBeGreaterThan(0)
    for (const { name, message, verifiers, result, verified, unverified } of cases) {
      const opened = await openNote(
        message,
        verifiers.map((vkey) => parseVerifierKey(vkey)).filter((key) => key !== null),
      )
      expect(opened.result, name).toBe(result)
      if (opened.result !== 'ok') continue
      expect(
        opened.verified.map((line) => line.name),
        name,
      ).toEqual(verified)
      expect(
        opened.unverified.map((line) => line.name),
        name,
      ).toEqual(unverified)
    }
  })

  test('our signature over the same text is the same', () => {
    expect(all.length).toBeGreaterThan(0)
    for (const { sign: { skey, text: body, signed } } of all) expect(signNote(body, signerOf(skey))).toBe(signed) // prettier-ignore
  })

  test('verifier keys are taken or refused as they should be', () => {
    for (const { vkey, ok } of all.flatMap(({ vkeys }) => vkeys)) expect(parseVerifierKey(vkey) !== null, vkey).toBe(ok)
  })

  test('bodies of checkpoints are read as they should be, and written the same', () => {
    for (const { text: body, error, origin, size, hash, extra } of all.flatMap((cases) => cases.checkpoint_body)) {
      const expected = error ? null : { origin, size, root: fromBase64(hash), extra }
      expect(parseCheckpoint(body), body).toEqual(expected)
      expect(expected === null ? body : formatCheckpoint(expected)).toBe(body)
    }
  })

  test('cosignatures of witnesses verify, alone and as a line of a note', async () => {
    expect(cosignatures.length).toBeGreaterThan(0)
    for (const { public_key_hex, timestamp, checkpoint_body, signature_hex, valid, witness } of cosignatures) {
      const [key, signature] = [fromHex(public_key_hex), fromHex(signature_hex)]
      expect(await verifySignature(key, cosignedBytes(checkpoint_body, timestamp), signature)).toBe(valid)
      expect(await verifySignature(key, cosignedBytes(checkpoint_body, timestamp + 1), signature)).toBe(false)
      const vkey = verifierKey(witness, key, 'cosignature')
      const stamped = new Uint8Array(8 + signature.length)
      new DataView(stamped.buffer).setBigUint64(0, BigInt(timestamp))
      stamped.set(signature, 8)
      const note = formatNote({
        text: checkpoint_body,
        lines: [{ name: witness, hint: vkey.hint, signature: stamped }],
      })
      expect((await openNote(note, [vkey])).result).toBe(valid ? 'ok' : 'invalid')
    }
  })
})

type Tessera = { skey: string; vkey: string; entries: string[] }

describe('tlog-tiles-tessera', () => {
  const files = filesOf('tlog-tiles-tessera')
  const log = jsonOf<Tessera>('tlog-tiles-tessera', (v) => 'entries' in v)[0]!
  const signer = signerOf(log.skey)
  const entries = log.entries.map(utf8)

  test('fed with its entries our log is the same: every checkpoint, tile and bundle, byte for byte', () => {
    const ours = new Map<string, Uint8Array>()
    let edge: Edge = []
    const checkpoint = (size: number, root: Uint8Array) =>
      utf8(signNote(formatCheckpoint({ origin: signer.key.name, size, root }), signer))
    ours.set('log/checkpoint.0', checkpoint(0, emptyRoot()))
    entries.forEach((entry, i) => {
      const growth = grow(i, edge, [leafHash(entry)])
      edge = growth.edge
      ours.set(`log/checkpoint.${i + 1}`, checkpoint(i + 1, growth.root))
      ours.set('log/checkpoint', checkpoint(i + 1, growth.root))
      for (const tile of growth.tiles) ours.set(`log/${tilePath(tile)}`, tile.hashes)
      for (const tile of growth.tiles.filter(({ level }) => level === 0))
        ours.set(`log/${bundlePath(tile)}`, encodeBundle(entries.slice(0, i + 1)))
    })
    const theirs = [...files].filter(([path]) => path.startsWith('log/'))
    expect(theirs.length).toBeGreaterThan(0)
    for (const [path, bytes] of theirs) expect(toHex(ours.get(path) ?? new Uint8Array(0)), path).toBe(toHex(bytes))
    expect(formatVerifierKey(signer.key)).toBe(log.vkey)
  })

  test('its checkpoints open with its key, and its bundles give the roots they state', async () => {
    const key = parseVerifierKey(log.vkey)!
    for (const [path, bytes] of files) {
      if (!path.startsWith('log/checkpoint')) continue
      const opened = await openNote(text(bytes), [key])
      const head = opened.result === 'ok' ? parseCheckpoint(opened.text) : null
      expect(head, path).not.toBe(null)
      const bundle =
        head!.size === 0 ? new Uint8Array(0) : files.get(`log/${bundlePath({ index: 0, width: head!.size })}`)!
      expect(rootOf(parseBundle(bundle).map(leafHash)), path).toEqual(head!.root)
    }
  })
})

type Golden = {
  origin: string
  skey: string
  vkey: string
  checkpoints: { checkpoint: string; size: number }[]
  roots: { root: string; size: number }[]
  inclusion: { index: number; leafHash: string; proof: string[]; size: number }[]
  consistency: { oldSize: number; newSize: number; proof: string[] }[]
  tiles: { bytes: number; data?: string; path: string; sha256: string; size: number }[]
}

describe('tlog-golden', () => {
  const golden = jsonOf<Golden>('tlog-golden', (v) => 'roots' in v)[0]!
  const signer = signerOf(golden.skey)
  const sizes = [...new Set([...golden.roots, ...golden.tiles].map(({ size }) => size))].sort((a, b) => a - b)
  const tilesAt = new Map<string, Uint8Array>()
  const roots = new Map<number, Uint8Array>()
  let edge: Edge = []
  sizes.reduce((before, size) => {
    const leaves = Array.from({ length: size - before }, (_, i) => leafHash(utf8(`entry-${before + i}\n`)))
    const growth = grow(before, edge, leaves)
    edge = growth.edge
    roots.set(size, growth.root)
    for (const tile of growth.tiles) tilesAt.set(`${tile.level}/${tile.index}`, tile.hashes)
    return size
  }, 0)
  const hashesOf = (size: number) =>
    subtreesFrom(size, async ({ level, index, width }) => tilesAt.get(`${level}/${index}`)!.subarray(0, 32 * width))

  test('our roots, and our checkpoints under its key, are its own', () => {
    for (const { root, size } of golden.roots) expect(toBase64(roots.get(size)!), String(size)).toBe(root)
    for (const { checkpoint, size } of golden.checkpoints) {
      expect(signNote(formatCheckpoint({ origin: golden.origin, size, root: roots.get(size)! }), signer)).toBe(
        checkpoint,
      )
    }
    expect(formatVerifierKey(signer.key)).toBe(golden.vkey)
  })

  test('our proofs, out of tiles, are its own, and both verify', async () => {
    for (const { index, leafHash: hash, proof, size } of golden.inclusion) {
      const ours = await Promise.all(inclusionRanges(index, size).map((range) => rangeHash(range, hashesOf(size))))
      expect(ours.map(toBase64)).toEqual(proof)
      expect(verifyInclusion({ hash: fromBase64(hash), index, size }, hashes(proof), roots.get(size)!)).toBe(true)
    }
    for (const { oldSize, newSize, proof } of golden.consistency) {
      const ours = await Promise.all(
        consistencyRanges(oldSize, newSize).map((range) => rangeHash(range, hashesOf(newSize))),
      )
      expect(ours.map(toBase64)).toEqual(proof)
      const [older, newer] = [oldSize, newSize].map((size) => ({ size, root: roots.get(size)! }))
      expect(verifyConsistency(older!, newer!, hashes(proof))).toBe(true)
    }
  })

  test('our tiles are its own', () => {
    for (const { path, sha256, size, bytes } of golden.tiles) {
      const tile = [...tilesBetween(0, size), ...edgeTiles(size)].find((candidate) => tilePath(candidate) === path)
      expect(tile, path).toBeDefined()
      const ours = tilesAt.get(`${tile!.level}/${tile!.index}`)!.subarray(0, 32 * tile!.width)
      expect([ours.length, sha256Hex(ours)], path).toEqual([bytes, sha256])
    }
  })
})

test('jcs-rfc8785: canonical JSON is that of the RFC', () => {
  const files = filesOf('jcs-rfc8785')
  const inputs = [...files].filter(([path]) => path.startsWith('input/'))
  expect(inputs.length).toBeGreaterThan(0)
  for (const [path, bytes] of inputs) {
    const ours = canonicalJson(JSON.parse(text(bytes)))
    expect(ours, path).toBe(text(files.get(path.replace('input/', 'output/'))!).trimEnd())
    const hex = text(files.get(path.replace('input/', 'outhex/').replace('.json', '.txt'))!)
    expect(toHex(utf8(ours)), path).toBe(hex.replace(/\s/g, ''))
  }
})
