// The entries of a receipt: each stands in the signed tree, is the leaf that is opened, and opens to the payload that is shown
// (docs/spec/receipt.md, "Checking", steps 3 and 4). Proof and opening say some things twice, so that a fault has one place.

import { canonicalJson, equalBytes, fromBase64, toBase64, utf8, type Json } from '../base/index.ts'
import type { Checkpoint } from './checkpoint.ts'
import { base64Bytes, changed, differs, found, latin1, missing, suspectText, type Fault } from './fault.ts'
import type { JsonNode } from './json-reader.ts'
import { commit, parseLeaf, type LeafFields } from './leaf.ts'
import { nodeAt, type ReadReceipt } from './receipt-form.ts'
import { receiptEvent, type ProofEntry } from './receipt.ts'
import { hashBytes, leafHash, rootOfInclusion } from './tree.ts'

/** Whether every entry stands in the tree, and is the leaf that its opening holds. */
export function checkEntries(read: ReadReceipt, head: Checkpoint): Fault | null {
  const { openings, proof } = read.receipt
  if (openings.length === 0) return missing('opening', 'The receipt opens no entry.')
  if (proof.entries.length < openings.length) return missing('proof', 'An entry has no proof.')
  if (proof.entries.length > openings.length) return missing('opening', 'An entry is proved and not opened.')
  for (let i = 0; i < openings.length; i++) {
    const fault = checkPlace(read, i, head) ?? checkLeaf(read, i)
    if (fault) return fault
  }
  return null
}

function inProof({ root }: ReadReceipt, i: number, ...path: (string | number)[]): JsonNode {
  return nodeAt(root, 'proof', 'entries', i, ...path)
}

function inOpening({ root }: ReadReceipt, i: number, name: string): JsonNode {
  return nodeAt(root, 'openings', i, name)
}

function checkPlace(read: ReadReceipt, i: number, head: Checkpoint): Fault | null {
  const [entry, opening] = [read.receipt.proof.entries[i]!, read.receipt.openings[i]!]
  if (leadsTo(head, entry)) return null
  const leaf = base64Bytes(opening.leaf)
  const hash = leaf && toBase64(leafHash(leaf))
  if (hash && leadsTo(head, { ...entry, hash })) {
    return differs('proof', 'This is not the hash of the entry.', inProof(read, i, 'hash'), entry.hash, hash)
  }
  return wrongPath(read, i, entry, head)
}

function leadsTo(head: Checkpoint, { hash, index, path }: ProofEntry): boolean {
  const [leaf, ...hashes] = [hash, ...path].map(base64Bytes)
  if (leaf?.length !== hashBytes || hashes.some((one) => one?.length !== hashBytes)) return false
  const root = rootOfInclusion({ hash: leaf, index, size: head.size }, hashes as Uint8Array[]) // none is null
  return root !== null && equalBytes(root, head.root)
}

function wrongPath(read: ReadReceipt, i: number, entry: ProofEntry, head: Checkpoint): Fault {
  const cost = entry.path.length
  const { from, to } = inProof(read, i, 'index')
  const digits = { from, bytes: read.bytes.subarray(from, to), cost }
  const asIndex = (candidate: Uint8Array): boolean => leadsTo(head, { ...entry, index: Number(latin1(candidate)) })
  const asHash = (place: number) => (text: string): boolean => leadsTo(head, { ...entry, path: entry.path.with(place, text) }) // prettier-ignore
  return found('proof', 'The entry is not in the checkpoint by this path.', [
    { ...digits, fits: asIndex },
    ...entry.path.map((_, place) => suspectText(read.bytes, inProof(read, i, 'path', place), asHash(place), cost)),
  ])
}

function checkLeaf(read: ReadReceipt, i: number): Fault | null {
  const [entry, opening] = [read.receipt.proof.entries[i]!, read.receipt.openings[i]!]
  const isLeaf = (base64: string): boolean => {
    const leaf = base64Bytes(base64)
    return leaf !== null && toBase64(leafHash(leaf)) === entry.hash
  }
  const place = inOpening(read, i, 'leaf')
  if (!isLeaf(opening.leaf))
    return found('opening', 'The leaf is not the one in the log.', [suspectText(read.bytes, place, isLeaf)])
  const fields = fieldsOf(opening.leaf)
  if (!fields) return changed('opening', 'The entry is not a leaf of this form.', place.from + 1)
  if (opening.event !== fields.event)
    return differs(
      'opening',
      'The event is not that of the leaf.',
      inOpening(read, i, 'event'),
      opening.event,
      fields.event,
    )
  if (entry.event !== fields.event)
    return differs('proof', 'The event is not that of the entry.', inProof(read, i, 'event'), entry.event, fields.event)
  return null
}

function fieldsOf(base64: string): LeafFields | null {
  try {
    return parseLeaf(fromBase64(base64))
  } catch {
    return null
  }
}

/** The opening that binds the body: its leaf, and what it says. */
export interface Binding {
  readonly leaf: LeafFields
  readonly payload: Json
}

/** Whether every opening opens its leaf; answers the one that binds the body. */
export function checkOpenings(read: ReadReceipt): Binding | Fault {
  const bindings: Binding[] = []
  for (const [i, { leaf: base64, payload }] of read.receipt.openings.entries()) {
    const leaf = parseLeaf(fromBase64(base64))
    const fault = checkCommitment(read, i, leaf)
    if (fault) return fault
    if (leaf.type === receiptEvent && bindings.push({ leaf, payload }) > 1) {
      return changed('opening', 'Two entries bind a body.', nodeAt(read.root, 'openings', i).from)
    }
  }
  return bindings[0] ?? missing('opening', 'No entry of the receipt binds its body.')
}

function checkCommitment(read: ReadReceipt, i: number, leaf: LeafFields): Fault | null {
  const { r: base64, payload } = read.receipt.openings[i]!
  const [r, body] = [base64Bytes(base64), utf8(canonicalJson(payload))]
  const opens = (key: Uint8Array | null, bytes: Uint8Array): boolean =>
    key?.length === hashBytes && equalBytes(commit(key, bytes), leaf.payload)
  if (opens(r, body)) return null
  const { from, to } = inOpening(read, i, 'payload')
  return found('opening', 'The entry does not open to this: its leaf commits to something else.', [
    suspectText(read.bytes, inOpening(read, i, 'r'), (text) => opens(base64Bytes(text), body), 4),
    { from, bytes: read.bytes.subarray(from, to), fits: (candidate) => opens(r, candidate), cost: 4 },
  ])
}
