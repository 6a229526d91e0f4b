// The receipt: what was done for a person, the log's entries that say so opened, and the proof that they stand in the signed log
// (docs/spec/receipt.md). It is one line of canonical JSON with exactly three members, and no personal value in any of them.

import { canonicalJson, sha256, sha256Hex, toBase64, utf8, type Json } from '../base/index.ts'

/** The name and version of this form: the first thing a body says. */
export const receiptFormat = 'wordkept/receipt/1'

/** The type of the leaf whose payload binds the body of a receipt. */
export const receiptEvent = 'receipt'

/** What one holder answered when it was read again. `gone`: nothing was found. `stays`: a line of `residue` says why. */
export interface ReceiptHolder {
  /** its name in the plan: `vault`, `accounts` */
  readonly holder: string
  /** its name for people: `Vault` */
  readonly label: string
  /** what was done there, in words: `erased 212 records` */
  readonly done: string
  /** what was done, counted: `{ records: 212, keys: 1 }` */
  readonly effect: Readonly<Record<string, number>>
  /** when it was read again: RFC 3339 in UTC; null when it could not be */
  readonly readAt: string | null
  readonly result: 'gone' | 'stays' | 'not proven'
  /** column by column, of a connected system; left out where a store has no such report */
  readonly places?: readonly ReceiptPlace[]
}

/** What became of a column of a connected system, or of whole rows. Names of its catalogue and counts only. */
export interface ReceiptPlace {
  /** `public.customer.email` */
  readonly place: string
  readonly rows: number
  readonly state: 'gone' | 'stays' | 'not proven'
  readonly why: string | null
  readonly clause: string | null
  /** RFC 3339 in UTC */
  readonly until: string | null
}

/** One thing that is still somewhere. */
export interface ReceiptResidue {
  readonly what: string
  readonly why: string
  /** when it ends: RFC 3339 in UTC; null when no date is known yet */
  readonly until: string | null
  /** the sentence that keeps it; null when none does */
  readonly clause: string | null
  readonly state: 'stays' | 'not proven'
}

/** What was done. Names of registers, counts and times only: never a personal value. */
export interface ReceiptBody {
  readonly format: typeof receiptFormat
  readonly kind: 'erasure' | 'clear'
  /** the organisation's name */
  readonly organisation: string
  /** number of the request: `R-2207` */
  readonly number: string
  readonly statement: { readonly version: number; readonly hash: string }
  /** RFC 3339 in UTC */
  readonly openedAt: string
  readonly doneAt: string
  readonly holders: readonly ReceiptHolder[]
  readonly residue: readonly ReceiptResidue[]
}

/** A leaf opened: with `r` (base64, 32 bytes) the payload is shown to be what the leaf (base64) committed to. */
export interface Opening {
  readonly event: string
  readonly leaf: string
  readonly payload: Json
  readonly r: string
}

/** Where one entry stands: its index, its leaf hash, and the hashes (base64) that lead from it to the root. */
export interface ProofEntry {
  readonly event: string
  readonly hash: string
  readonly index: number
  readonly path: readonly string[]
}

/** Inclusion of some entries in one signed checkpoint. `key` is the verifier key the log claims: a hint, trusted only when pinned. */
export interface Proof {
  /** the signed note, whole */
  readonly checkpoint: string
  readonly entries: readonly ProofEntry[]
  readonly key: string
  readonly origin: string
}

/** A receipt. `openings` and `proof.entries` stand in the same order; exactly one opening is of type `receipt`. */
export interface Receipt {
  readonly body: ReceiptBody
  readonly openings: readonly Opening[]
  readonly proof: Proof
}

/** Bytes of a body that one short hash of `receiptPayload` covers, and bytes of that hash. */
export const blockBytes = 32
export const blockHashBytes = 4

/**
 * The payload of the leaf that binds a body: note it as an event of type `receipt` before composing. `receipt` is the SHA-256 of the
 * canonical body; `blocks` holds four bytes of hash for every 32 of it, so that a verifier can point at the byte that was changed.
 */
export function receiptPayload(body: ReceiptBody): { readonly receipt: string; readonly blocks: string } {
  const bytes = utf8(canonicalJson(body))
  return { receipt: sha256Hex(bytes), blocks: toBase64(blockHashes(bytes)) }
}

/** The short hashes of the 32-byte blocks of some bytes, one after the other. */
export function blockHashes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const count = Math.ceil(bytes.length / blockBytes)
  const hashes = new Uint8Array(count * blockHashBytes)
  for (let i = 0; i < count; i++)
    hashes.set(blockHash(bytes.subarray(i * blockBytes, (i + 1) * blockBytes)), i * blockHashBytes)
  return hashes
}

/** The short hash of one block. */
export function blockHash(block: Uint8Array): Uint8Array {
  return sha256(block).subarray(0, blockHashBytes)
}

/** An opening as a receipt carries it, of a leaf, its `r` and its canonical payload as bytes. */
export function openingOf(
  event: string,
  { leaf, r, body }: { leaf: Uint8Array; r: Uint8Array; body: Uint8Array },
): Opening {
  // JSON.parse gives nothing but JSON
  const payload = JSON.parse(new TextDecoder().decode(body)) as Json
  return { event, leaf: toBase64(leaf), payload, r: toBase64(r) }
}

/** The file of a receipt: canonical JSON, no newline at its end. Openings are put in the order of the proof; throws a RangeError when one has no entry. */
export function composeReceipt(body: ReceiptBody, openings: readonly Opening[], proof: Proof): string {
  const ordered = proof.entries.map(({ event }) => openings.find((opening) => opening.event === event))
  if (ordered.length !== openings.length || ordered.includes(undefined))
    throw new RangeError('openings and entries differ')
  return canonicalJson({ body, openings: ordered, proof })
}
