// The signature of a receipt's checkpoint: who signed, and whether that is the key one trusts (docs/spec/receipt.md, "Checking", step 2).

import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { changed, differs, type Fault } from './fault.ts'
import { openNote, parseVerifierKey, type VerifierKey } from './note.ts'
import { nodeAt, type ReadReceipt } from './receipt-form.ts'

/** Whose signature it is: the pinned key's, another's than the pinned, one that nobody pinned; or what was given as the key is none. */
export type Trust = 'pinned' | 'other' | 'unpinned' | 'unreadable'

/** A checkpoint whose signature fits the key named in the receipt or pinned. */
export interface Signed {
  readonly head: Checkpoint
  readonly trust: Trust
}

/** Opens the checkpoint with the pinned key, else with the one the receipt names, which is then trusted by nobody. */
export async function checkSignature(read: ReadReceipt, vkey: string | undefined): Promise<Signed | Fault> {
  const { checkpoint, key } = read.receipt.proof
  const pinned = vkey === undefined ? null : parseVerifierKey(vkey)
  const trusted = pinned && (await openHead(checkpoint, pinned))
  if (trusted) return disagreement(read, 'key', vkey ?? '') ?? ofHead(read, trusted, 'pinned')
  const named = parseVerifierKey(key)
  if (!named)
    return changed(
      'proof',
      'The key that `proof` names is not a verifier key.',
      nodeAt(read.root, 'proof', 'key').from + 1,
    )
  const claimed = key === vkey ? null : await openHead(checkpoint, named)
  if (claimed) return ofHead(read, claimed, pinned ? 'other' : vkey === undefined ? 'unpinned' : 'unreadable')
  return changed(
    'checkpoint',
    'The checkpoint is not what the log signed.',
    nodeAt(read.root, 'proof', 'checkpoint').from + 1,
  )
}

/** The head in a note that this key signed, and nobody else; null where it is none. */
async function openHead(note: string, key: VerifierKey): Promise<Checkpoint | null> {
  const opened = await openNote(note, [key])
  if (opened.result !== 'ok' || opened.unverified.length > 0 || opened.verified.length !== 1) return null
  const head = parseCheckpoint(opened.text)
  return head?.origin === key.name ? head : null
}

function ofHead(read: ReadReceipt, head: Checkpoint, trust: Trust): Signed | Fault {
  return disagreement(read, 'origin', head.origin) ?? { head, trust }
}

const disagreements = {
  key: 'The key that `proof` names is not the one that signed.',
  origin: '`origin` is not the log of the checkpoint.',
}

/** What `proof` says beside the checkpoint must be what the checkpoint says. */
function disagreement({ receipt, root }: ReadReceipt, name: 'key' | 'origin', signed: string): Fault | null {
  const is = receipt.proof[name]
  return is === signed ? null : differs('proof', disagreements[name], nodeAt(root, 'proof', name), is, signed)
}
