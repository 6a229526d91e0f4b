// Checks a receipt without a network: its form byte for byte, the signature of the log, the place of every entry in it, what the entries
// commit to, and the body they bind (docs/spec/receipt.md, "Checking"). It answers; it never throws for what is in the file.

import { canonicalJson, equalBytes, fromBase64, sha256Hex, toBase64, utf8, type Json } from '../base/index.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { firstDifference, type JsonNode } from './json-reader.ts'
import { commit, parseLeaf, type LeafFields } from './leaf.ts'
import { nearest } from './nearest.ts'
import { openNote, parseVerifierKey, type VerifierKey } from './note.ts'
import {
  changed,
  missing,
  nodeAt,
  readReceipt,
  type Fault,
  type ReadReceipt,
  type ReceiptPart,
} from './receipt-form.ts'
import {
  blockBytes,
  blockHash,
  blockHashBytes,
  blockHashes,
  receiptEvent,
  receiptFormat,
  type Opening,
  type ProofEntry,
} from './receipt.ts'
import { leafHash, rootOfInclusion } from './tree.ts'
import { figure, placeOf, type Check, type Place, type VerdictState } from './verdict.ts'

/** What the verifier is given beside the file. Without `vkey`, the key of the log that one trusts, the answer is `stale` at best. */
export interface ReceiptOptions {
  readonly vkey?: string
  readonly now?: Date
  /** how old the receipt's entry may be: milliseconds before `now` */
  readonly maxAgeMs?: number
}

/** What a receipt says of itself, as far as it was read; trust it only where the verdict is `valid`. */
export interface ReceiptFacts {
  readonly organisation: string
  readonly kind: string
  readonly number: string
  /** SHA-256 of the file, hexadecimal */
  readonly hash: string
  readonly sizeBytes: number
  readonly origin: string
  /** entries in the checkpoint */
  readonly checkpoint: number
  /** entries of this receipt */
  readonly entries: number
  /** when its body was bound: the time of its entry in the log; null where that could not be read */
  readonly at: Date | null
  /** the verifier key the receipt names */
  readonly key: string
}

/** The verdict over a receipt. */
export interface Verdict {
  readonly state: VerdictState
  readonly part: ReceiptPart | null
  /** one sentence */
  readonly words: string
  /** what to do next */
  readonly help: string | null
  readonly at: Place | null
  /** what stood at that place, where it could be found out */
  readonly was: string | null
  readonly checks: readonly Check[]
  readonly facts: ReceiptFacts | null
}

/** Checks the bytes of a receipt. */
export async function verifyReceipt(file: Uint8Array, options: ReceiptOptions = {}): Promise<Verdict> {
  // a copy: the slices of a Buffer would share its memory, and looking for what stood at a place tries other bytes there
  const bytes = new Uint8Array(file)
  const read = readReceipt(bytes)
  if ('state' in read) return verdictOf(bytes, read, [], null)
  const { fault, reached, leaf } = await checkAll(bytes, read, options)
  return verdictOf(bytes, fault, checksOf(read, fault, reached), factsOf(bytes, read, leaf))
}

/** Steps of the check in their order; each rests on those before it. */
const steps = ['checkpoint', 'proof', 'opening', 'body'] as const

interface Checked {
  readonly fault: Fault | null
  /** how many of the steps hold */
  readonly reached: number
  /** the leaf that binds the body */
  readonly leaf: LeafFields | null
}

async function checkAll(bytes: Uint8Array, read: ReadReceipt, options: ReceiptOptions): Promise<Checked> {
  const signed = await checkSignature(read, options.vkey || undefined)
  if ('state' in signed) return { fault: signed, reached: 0, leaf: null }
  const inLog = checkEntries(bytes, read, signed.head)
  if (inLog) return { fault: inLog, reached: inLog.part === 'opening' ? 2 : 1, leaf: null }
  const opened = checkOpenings(bytes, read)
  if ('state' in opened) return { fault: opened, reached: 2, leaf: null }
  const bound = checkBody(bytes, read, opened.payload)
  if (bound) return { fault: bound, reached: 3, leaf: opened.leaf }
  return { fault: checkTrust(read, signed.trust, opened.leaf.at, options), reached: steps.length, leaf: opened.leaf }
}

// the signature -----------------------------------------------------------------------------------------------------------

/** Whose signature the checkpoint bears: the pinned key's, another's than the pinned, or one that nobody pinned. */
type Trust = 'pinned' | 'other' | 'unpinned' | 'unreadable'

async function checkSignature(
  { receipt, root }: ReadReceipt,
  vkey: string | undefined,
): Promise<{ head: Checkpoint; trust: Trust } | Fault> {
  const { checkpoint, key, origin } = receipt.proof
  const named = parseVerifierKey(key)
  const pinned = vkey === undefined ? null : parseVerifierKey(vkey)
  if (pinned) {
    const head = await openHead(checkpoint, pinned)
    if (head) return agree(head, { named: key, pinned: vkey ?? '', origin }, root)
  }
  const place = (name: string): number => nodeAt(root, 'proof', name).from + 1
  if (!named) return changed('proof', 'The key that `proof` names is not a verifier key.', place('key'))
  const head = named.hint === pinned?.hint && named.name === pinned.name ? null : await openHead(checkpoint, named)
  if (!head) return changed('checkpoint', 'The checkpoint is not what the log signed.', place('checkpoint'))
  if (origin !== head.origin)
    return changed(
      'proof',
      '`origin` is not the log of the checkpoint.',
      place('origin') + differenceOf(origin, head.origin),
      null,
    )
  return { head, trust: pinned ? 'other' : vkey === undefined ? 'unpinned' : 'unreadable' }
}

function agree(
  head: Checkpoint,
  { named, pinned, origin }: { named: string; pinned: string; origin: string },
  root: JsonNode,
): { head: Checkpoint; trust: Trust } | Fault {
  for (const [name, is, was] of [
    ['key', named, pinned],
    ['origin', origin, head.origin],
  ] as const) {
    // prettier-ignore
    if (is === was) continue
    const at = differenceOf(is, was)
    const words =
      name === 'key'
        ? 'The key that `proof` names is not the one that signed.'
        : '`origin` is not the log of the checkpoint.'
    return changed('proof', words, nodeAt(root, 'proof', name).from + 1 + at, letterAt(utf8(was), at))
  }
  return { head, trust: 'pinned' }
}

/** The head in a note that this key signed, and nobody else; null where it is none. */
async function openHead(note: string, key: VerifierKey): Promise<Checkpoint | null> {
  const opened = await openNote(note, [key])
  if (opened.result !== 'ok' || opened.unverified.length > 0 || opened.verified.length !== 1) return null
  const head = parseCheckpoint(opened.text)
  return head?.origin === key.name ? head : null
}

// the entries -------------------------------------------------------------------------------------------------------------

function checkEntries(bytes: Uint8Array, read: ReadReceipt, head: Checkpoint): Fault | null {
  const { openings, proof } = read.receipt
  if (openings.length === 0) return missing('opening', 'The receipt opens no entry.')
  if (proof.entries.length < openings.length) return missing('proof', 'An entry has no proof.')
  if (proof.entries.length > openings.length) return missing('opening', 'An entry is proved and not opened.')
  for (let i = 0; i < openings.length; i++) {
    const fault = checkEntry(bytes, read, i, head)
    if (fault) return fault
  }
  return null
}

function checkEntry(bytes: Uint8Array, { receipt, root }: ReadReceipt, i: number, head: Checkpoint): Fault | null {
  const [entry, opening] = [receipt.proof.entries[i]!, receipt.openings[i]!]
  const leaf = base64Bytes(opening.leaf)
  const inProof = (...path: (string | number)[]): JsonNode => nodeAt(root, 'proof', 'entries', i, ...path)
  const inOpening = (name: string): JsonNode => nodeAt(root, 'openings', i, name)
  if (!leadsTo(head, entry, entry.hash, entry.path)) {
    if (leaf && leadsTo(head, entry, toBase64(leafHash(leaf)), entry.path)) {
      return differs(
        'proof',
        'This is not the hash of the entry.',
        inProof('hash'),
        entry.hash,
        toBase64(leafHash(leaf)),
      )
    }
    return wrongPath(bytes, head, entry, inProof)
  }
  if (!leaf || toBase64(leafHash(leaf)) !== entry.hash) {
    const fits = (text: string): boolean => {
      const candidate = base64Bytes(text)
      return candidate !== null && toBase64(leafHash(candidate)) === entry.hash
    }
    return found(bytes, 'opening', 'The leaf is not the one in the log.', inOpening('leaf'), fits)
  }
  const fields = leafFields(leaf)
  if (!fields) return changed('opening', 'The entry is not a leaf of this form.', inOpening('leaf').from + 1)
  if (opening.event !== fields.event)
    return differs('opening', 'The event is not that of the leaf.', inOpening('event'), opening.event, fields.event)
  if (entry.event !== fields.event)
    return differs('proof', 'The event is not that of the entry.', inProof('event'), entry.event, fields.event)
  return null
}

function leadsTo(head: Checkpoint, { index }: ProofEntry, hash: string, path: readonly string[]): boolean {
  const [leaf, ...hashes] = [hash, ...path].map(base64Bytes)
  if (leaf?.length !== 32 || hashes.some((one) => one?.length !== 32)) return false
  const root = rootOfInclusion({ hash: leaf, index, size: head.size }, hashes as Uint8Array[]) // none is null
  return root !== null && equalBytes(root, head.root)
}

function wrongPath(
  bytes: Uint8Array,
  head: Checkpoint,
  entry: ProofEntry,
  inProof: (...path: (string | number)[]) => JsonNode,
): Fault {
  const words = 'The entry is not in the checkpoint by this path.'
  for (let i = 0; i < entry.path.length; i++) {
    const node = inProof('path', i)
    const fits = (text: string): boolean => leadsTo(head, entry, entry.hash, entry.path.with(i, text))
    const fault = found(bytes, 'proof', words, node, fits, entry.path.length)
    if (fault.was !== null) return fault
  }
  return changed('proof', words, inProof('index').from)
}

// the openings ------------------------------------------------------------------------------------------------------------

function checkOpenings(bytes: Uint8Array, { receipt, root }: ReadReceipt): { leaf: LeafFields; payload: Json } | Fault {
  let bound: { leaf: LeafFields; payload: Json } | null = null
  for (const [i, opening] of receipt.openings.entries()) {
    const leaf = parseLeaf(fromBase64(opening.leaf))
    const fault = checkCommitment(bytes, root, i, opening, leaf)
    if (fault) return fault
    if (leaf.type !== receiptEvent) continue
    if (bound) return changed('opening', 'Two entries bind a body.', nodeAt(root, 'openings', i).from)
    bound = { leaf, payload: opening.payload }
  }
  return bound ?? missing('opening', 'No entry of the receipt binds its body.')
}

function checkCommitment(
  bytes: Uint8Array,
  root: JsonNode,
  i: number,
  opening: Opening,
  leaf: LeafFields,
): Fault | null {
  const body = utf8(canonicalJson(opening.payload))
  const opens = (r: Uint8Array | null, payload: Uint8Array): boolean =>
    r?.length === 32 && equalBytes(commit(r, payload), leaf.payload)
  const r = base64Bytes(opening.r)
  if (opens(r, body)) return null
  const words = 'The entry does not open to this: its leaf commits to something else.'
  const byR = found(
    bytes,
    'opening',
    words,
    nodeAt(root, 'openings', i, 'r'),
    (text) => opens(base64Bytes(text), body),
    4,
  )
  if (byR.was !== null || !r) return byR
  const node = nodeAt(root, 'openings', i, 'payload')
  const byte = nearest(bytes.subarray(node.from, node.to), (candidate) => opens(r, candidate), 3)
  return changed('opening', words, node.from + (byte?.at ?? 0), byte && String.fromCharCode(byte.was))
}

// the body ----------------------------------------------------------------------------------------------------------------

function checkBody(bytes: Uint8Array, { root, receipt }: ReadReceipt, payload: Json): Fault | null {
  const node = nodeAt(root, 'body')
  const body = bytes.subarray(node.from, node.to)
  const { receipt: hash, blocks } = bindingOf(payload)
  if (hash === null) return missing('opening', 'The entry that binds the body names no hash.')
  if (sha256Hex(body) !== hash) {
    const byte = changedByteOf(body, hash, blocks)
    return changed('body', 'The body is not the one that was sealed.', node.from + byte.at, byte.was)
  }
  if (receipt.body.format === receiptFormat) return null
  return {
    state: 'stale',
    part: 'body',
    words: `This verifier knows receipts of the form ${receiptFormat} only.`,
    at: node.from,
    was: null,
  }
}

function bindingOf(payload: Json): { receipt: string | null; blocks: Uint8Array | null } {
  const { receipt, blocks } = (typeof payload === 'object' && payload !== null ? payload : {}) as Record<
    string,
    unknown
  > // read, then looked at
  return {
    receipt: typeof receipt === 'string' ? receipt : null,
    blocks: typeof blocks === 'string' ? base64Bytes(blocks) : null,
  }
}

/** The byte of a body that differs: the short hashes tell the block, and trying tells the byte when only one was changed. */
function changedByteOf(body: Uint8Array, hash: string, blocks: Uint8Array | null): { at: number; was: string | null } {
  const is = blockHashes(body)
  const differing = blocks && firstDifference(is, blocks)
  if (blocks === null || differing === null) return { at: 0, was: null }
  const from = Math.floor(differing / blockHashBytes) * blockBytes
  const block = body.subarray(from, from + blockBytes)
  const sealed = blocks.subarray((from / blockBytes) * blockHashBytes, (from / blockBytes + 1) * blockHashBytes)
  const byte = nearest(
    block,
    (candidate) => equalBytes(blockHash(candidate), sealed) && sha256Hex(withBlock(body, from, candidate)) === hash,
  )
  return byte
    ? { at: from + byte.at, was: String.fromCharCode(byte.was) }
    : { at: Math.min(from, Math.max(0, body.length - 1)), was: null }
}

function withBlock(body: Uint8Array, from: number, block: Uint8Array): Uint8Array {
  const whole = body.slice()
  whole.set(block, from)
  return whole
}

// trust -------------------------------------------------------------------------------------------------------------------

const distrust: Readonly<Record<Exclude<Trust, 'pinned'>, string>> = {
  unpinned: 'Nothing in it was changed, but no key is pinned: anybody could have signed this log.',
  other: 'Nothing in it was changed, but its log is not signed by the key you pinned.',
  unreadable: 'Nothing in it was changed, but the key you gave is not a verifier key.',
}

function checkTrust({ receipt }: ReadReceipt, trust: Trust, at: Date, { now, maxAgeMs }: ReceiptOptions): Fault | null {
  const stale = (words: string): Fault => ({ state: 'stale', part: null, words, at: null, was: null })
  if (trust !== 'pinned') return stale(distrust[trust])
  if (!now || maxAgeMs === undefined || now.getTime() - at.getTime() <= maxAgeMs) return null
  return stale(
    `It was sealed on ${at.toISOString().slice(0, 10)}, longer ago than you asked for; the log has moved on since ${receipt.proof.entries.length} of its entries were proved.`,
  )
}

// answering ---------------------------------------------------------------------------------------------------------------

function verdictOf(
  bytes: Uint8Array,
  fault: Fault | null,
  checks: readonly Check[],
  facts: ReceiptFacts | null,
): Verdict {
  if (!fault)
    return {
      state: 'valid',
      part: null,
      words: 'Signed, in the log, nothing changed.',
      help: null,
      at: null,
      was: null,
      checks,
      facts,
    }
  const { state, part, words, at, was } = fault
  return {
    state,
    part,
    words,
    help: helpFor(fault, facts),
    at: at === null ? null : placeOf(bytes, at),
    was,
    checks,
    facts,
  }
}

function helpFor({ state, part }: Fault, facts: ReceiptFacts | null): string {
  const again =
    facts && part !== 'body'
      ? `Ask ${facts.organisation} for the receipt again; the number ${facts.number} is enough.`
      : 'Ask for the receipt again; its number is enough.'
  if (state !== 'stale')
    return state === 'changed' ? `Do not rely on this file. ${again}` : `This is not the whole file. ${again}`
  if (part !== null) return 'Take a newer verifier.'
  return facts
    ? `Get the key of ${facts.origin} from the organisation itself and pin it: --vkey '${facts.key}' is what this file says it is.`
    : again
}

function checksOf({ receipt }: ReadReceipt, fault: Fault | null, reached: number): Check[] {
  const size = parseSize(receipt.proof.checkpoint)
  const trusted = fault?.state === 'stale' && fault.part === null ? null : true
  const count = receipt.proof.entries.length
  const words = [
    trusted === null
      ? 'The signature is by the key that the file names; you have not pinned it.'
      : 'The signature is by the log key you trust.',
    `${count === 1 ? 'The entry is' : `All ${figure(count)} entries are`} in checkpoint ${size === null ? 'of the log' : figure(size)}.`,
    'Every entry opens to what the receipt shows of it.',
    'The receipt says what was sealed in the log, to the byte.',
  ]
  return words.map((sentence, i) => ({
    words: sentence,
    holds: i > reached ? null : i === reached ? false : i === 0 ? trusted : true,
  }))
}

function parseSize(note: string): number | null {
  const [, digits] = /^[^\n]+\n([0-9]{1,15})\n/.exec(note) ?? []
  return digits === undefined ? null : Number(digits)
}

function factsOf(bytes: Uint8Array, { receipt }: ReadReceipt, leaf: LeafFields | null): ReceiptFacts {
  const { organisation, kind, number } = receipt.body as unknown as Record<string, unknown> // not bound yet: any of them may be anything
  const { key, origin, entries, checkpoint } = receipt.proof
  return {
    organisation: String(organisation), kind: String(kind), number: String(number), hash: sha256Hex(bytes), sizeBytes: bytes.length,
    origin, checkpoint: parseSize(checkpoint) ?? 0, entries: entries.length, at: leaf?.at ?? null, key,
  } // prettier-ignore
}

/** A fault in a text of which the right one is known: the first character that differs. */
function differs(part: ReceiptPart, words: string, { from }: JsonNode, is: string, was: string): Fault {
  const at = differenceOf(is, was)
  return changed(part, words, from + 1 + at, letterAt(utf8(was), at))
}

/** A fault in a text of which only a hash is known: the character that makes it fit again, where one does. */
function found(
  bytes: Uint8Array,
  part: ReceiptPart,
  words: string,
  { from, to }: JsonNode,
  fits: (text: string) => boolean,
  cost = 1,
): Fault {
  const decoder = new TextDecoder()
  const byte = nearest(bytes.subarray(from + 1, to - 1), (candidate) => fits(decoder.decode(candidate)), cost)
  return changed(part, words, from + 1 + (byte?.at ?? 0), byte && String.fromCharCode(byte.was))
}

function differenceOf(is: string, was: string): number {
  return firstDifference(utf8(is), utf8(was)) ?? 0
}

function letterAt(bytes: Uint8Array, at: number): string | null {
  const byte = bytes[at]
  return byte !== undefined && byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : null
}

function base64Bytes(base64: string): Uint8Array | null {
  try {
    return fromBase64(base64)
  } catch {
    return null
  }
}

function leafFields(leaf: Uint8Array): LeafFields | null {
  try {
    return parseLeaf(leaf)
  } catch {
    return null
  }
}
