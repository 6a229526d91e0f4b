// Checks a receipt without a network: its form byte for byte, the signature of the log, the place of every entry in it, what the entries
// commit to, and the body they bind (docs/spec/receipt.md, "Checking"). It answers; it never throws for what is in the file.

import { sha256Hex } from '../base/index.ts'
import { stale, type Fault, type ReceiptPart } from './fault.ts'
import type { LeafFields } from './leaf.ts'
import { canVerifySignatures } from './note.ts'
import { checkBody } from './receipt-body.ts'
import { checkEntries, checkOpenings } from './receipt-entries.ts'
import { readReceipt, type ReadReceipt } from './receipt-form.ts'
import { checkSignature, type Trust } from './receipt-signature.ts'
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
  const checked = await checkAll(read, options)
  return verdictOf(bytes, checked.fault, checksOf(read, checked), factsOf(read, checked.leaf))
}

interface Checked {
  readonly fault: Fault | null
  /** how many of the checks hold, in the order in which they are listed */
  readonly holding: number
  /** whose signature it bears; null where it bears none that fits */
  readonly trust: Trust | null
  /** the leaf that binds the body */
  readonly leaf: LeafFields | null
}

async function checkAll(read: ReadReceipt, { vkey, now, maxAgeMs }: ReceiptOptions): Promise<Checked> {
  if (!(await canVerifySignatures())) return { fault: unable, holding: -1, trust: null, leaf: null }
  const signed = await checkSignature(read, vkey || undefined)
  if ('state' in signed) return { fault: signed, holding: 0, trust: null, leaf: null }
  const { head, trust } = signed
  const misplaced = checkEntries(read, head)
  if (misplaced) return { fault: misplaced, holding: misplaced.part === 'opening' ? 2 : 1, trust, leaf: null }
  const bound = checkOpenings(read)
  if ('state' in bound) return { fault: bound, holding: 2, trust, leaf: null }
  const { leaf, payload } = bound
  const unbound = checkBody(read, payload)
  if (unbound) return { fault: unbound, holding: 3, trust, leaf }
  return { fault: checkTrust(read, trust) ?? checkAge(leaf.at, now, maxAgeMs), holding: 4, trust, leaf }
}

const unable = stale(
  'This program cannot check Ed25519 signatures.',
  'Check the file with `kept verify`, verify.mjs or a newer browser.',
)

const distrust: Readonly<Record<Exclude<Trust, 'pinned'>, string>> = {
  unpinned: 'Nothing in it was changed, but no key is pinned: anybody could have signed this log.',
  other: 'Nothing in it was changed, but its log is not signed by the key you pinned.',
  unreadable: 'Nothing in it was changed, but the key you gave is not a verifier key.',
}

function checkTrust({ receipt }: ReadReceipt, trust: Trust): Fault | null {
  const { origin, key } = receipt.proof
  const help = `Get the key of ${origin} from the organisation itself and pin it: --vkey '${key}' is what this file says it is.`
  return trust === 'pinned' ? null : stale(distrust[trust], help)
}

function checkAge(at: Date, now: Date | undefined, maxAgeMs: number | undefined): Fault | null {
  if (!now || maxAgeMs === undefined || now.getTime() - at.getTime() <= maxAgeMs) return null
  const day = at.toISOString().slice(0, 10)
  return stale(
    `It was sealed on ${day}, longer ago than you asked for; the log has moved on since.`,
    'Compare it with a newer checkpoint of the log.',
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

function helpFor({ state, part, help }: Fault, facts: ReceiptFacts | null): string {
  if (help !== undefined) return help
  const said = facts && part !== 'body' // a body that was changed cannot say whom to ask
  const again = said
    ? `Ask ${facts.organisation} for the receipt again; the number ${facts.number} is enough.`
    : 'Ask for the receipt again; its number is enough.'
  return state === 'changed' ? `Do not rely on this file. ${again}` : `This is not the whole file. ${again}`
}

function checksOf({ receipt }: ReadReceipt, { holding, trust }: Checked): Check[] {
  const size = parseSize(receipt.proof.checkpoint)
  const count = receipt.proof.entries.length
  const words = [
    trust === 'pinned' || trust === null
      ? 'The signature is by the log key it was compared with.'
      : 'The signature is by the key that the file names; you have not pinned it.',
    `${count === 1 ? 'The entry is' : `All ${figure(count)} entries are`} in checkpoint ${size === null ? 'of the log' : figure(size)}.`,
    'Every entry opens to what the receipt shows of it.',
    'The receipt says what was sealed in the log, to the byte.',
  ]
  const untrusted = trust !== 'pinned' && trust !== null
  return words.map((sentence, i) => ({
    words: sentence,
    holds: i > holding || (i === 0 && untrusted) ? null : i < holding,
  }))
}

function parseSize(note: string): number | null {
  const [, digits] = /^[^\n]+\n([0-9]{1,15})\n/.exec(note) ?? []
  return digits === undefined ? null : Number(digits)
}

function factsOf({ bytes, receipt }: ReadReceipt, leaf: LeafFields | null): ReceiptFacts {
  const { organisation, kind, number } = receipt.body as unknown as Record<string, unknown> // not bound yet: any of them may be anything
  const { key, origin, entries, checkpoint } = receipt.proof
  return {
    organisation: String(organisation), kind: String(kind), number: String(number), hash: sha256Hex(bytes), sizeBytes: bytes.length,
    origin, checkpoint: parseSize(checkpoint) ?? 0, entries: entries.length, at: leaf?.at ?? null, key,
  } // prettier-ignore
}
