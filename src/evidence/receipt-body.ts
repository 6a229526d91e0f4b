// The body of a receipt against the hash that the log sealed (docs/spec/receipt.md, "Checking", step 5). Short hashes of its blocks tell
// where it was changed, and trying tells the byte when only one was.

import { equalBytes, sha256Hex, type Json } from '../base/index.ts'
import { base64Bytes, changed, missing, stale, type Fault } from './fault.ts'
import { firstDifference } from './json-reader.ts'
import { nearest, type ChangedByte } from './nearest.ts'
import { nodeAt, type ReadReceipt } from './receipt-form.ts'
import { blockBytes, blockHash, blockHashBytes, blockHashes, receiptFormat } from './receipt.ts'

/** Whether the body is the one that an entry's payload binds, and of a form that is known here. */
export function checkBody({ bytes, root, receipt }: ReadReceipt, payload: Json): Fault | null {
  const { from, to } = nodeAt(root, 'body')
  const { hash, blocks } = bindingOf(payload)
  if (hash === null) return missing('opening', 'The entry that binds the body names no hash.')
  const body = bytes.subarray(from, to)
  if (sha256Hex(body) !== hash) {
    const { at, was } = changedByteOf(body, hash, blocks)
    return changed('body', 'The body is not the one that was sealed.', from + at, was)
  }
  const form: string = receipt.body.format
  if (form === receiptFormat) return null
  return stale(
    `This verifier knows receipts of the form ${receiptFormat} only.`,
    'Take a newer verifier.',
    'body',
    from,
  )
}

function bindingOf(payload: Json): { hash: string | null; blocks: Uint8Array | null } {
  const { receipt, blocks } = (typeof payload === 'object' && payload !== null ? payload : {}) as Record<
    string,
    unknown
  > // looked at below
  return {
    hash: typeof receipt === 'string' ? receipt : null,
    blocks: typeof blocks === 'string' ? base64Bytes(blocks) : null,
  }
}

/** The byte of a body that was changed, or where the first block begins that differs. */
function changedByteOf(
  body: Uint8Array,
  hash: string,
  blocks: Uint8Array | null,
): Omit<ChangedByte, 'was'> & { was: string | null } {
  const differing = blocks && firstDifference(blockHashes(body), blocks)
  if (blocks === null || differing === null) return { at: 0, was: null }
  const block = Math.floor(differing / blockHashBytes)
  const from = block * blockBytes
  const sealed = blocks.subarray(block * blockHashBytes, (block + 1) * blockHashBytes)
  const fits = (candidate: Uint8Array): boolean =>
    equalBytes(blockHash(candidate), sealed) && sha256Hex(withBlock(body, from, candidate)) === hash
  const byte = nearest([{ from, bytes: body.subarray(from, from + blockBytes), fits, cost: 1 }])
  return byte ?? { at: Math.min(from, Math.max(0, body.length - 1)), was: null }
}

function withBlock(body: Uint8Array, from: number, block: Uint8Array): Uint8Array {
  const whole = body.slice()
  whole.set(block, from)
  return whole
}
