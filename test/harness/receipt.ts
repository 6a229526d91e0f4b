// A whole receipt out of nothing but `evidence`: a small log of leaves, some of them opened, one of them binding the body.

import { generateKeyPairSync, sign } from 'node:crypto'
import { canonicalJson, newId, randomBytes, toBase64, utf8, type Json } from '../../src/base/index.ts'
import {
  commit, composeReceipt, encodeLeaf, formatCheckpoint, formatVerifierKey, inclusionRanges, leafHash, openingOf, rangeHash, receiptEvent,
  receiptFormat, receiptPayload, rootOf, signNote, verifierKey, type NoteSigner, type ProofEntry, type ReceiptBody,
} from '../../src/evidence/index.ts' // prettier-ignore

export const testBody: ReceiptBody = {
  format: receiptFormat,
  kind: 'erasure',
  organisation: 'Harbour',
  number: 'R-2207',
  statement: { version: 14, hash: '7b86f217cc5eb571' },
  openedAt: '2026-04-14T09:43:50.000Z',
  doneAt: '2026-04-14T09:44:06.000Z',
  holders: [
    { holder: 'vault', label: 'Vault', done: 'erased 58 places', effect: { records: 58, keys: 1 }, readAt: '2026-04-14T09:44:02.000Z', result: 'gone' },
    { holder: 'accounts', label: 'Accounts', done: 'erased the account', effect: { accounts: 1 }, readAt: '2026-04-14T09:44:03.000Z', result: 'gone' },
  ],
  residue: [
    { what: 'copies in backups', why: 'they are overwritten – not opened', until: '2026-05-14T00:00:00.000Z', clause: 'backups', state: 'not proven' },
  ],
} // prettier-ignore

export function newSigner(name = 'harbour.example/log'): NoteSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = Uint8Array.from(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'))
  return { key: verifierKey(name, raw), sign: (message) => new Uint8Array(sign(null, message, privateKey)) }
}

interface Written {
  readonly event: string
  readonly leaf: Uint8Array
  readonly r: Uint8Array
  readonly body: Uint8Array
}

function write(type: string, payload: Json): Written {
  const [event, r, body] = [newId(), randomBytes(32), utf8(canonicalJson(payload))]
  const hidden = commit(randomBytes(32), utf8('{}'))
  const at = new Date('2026-04-14T09:44:06Z')
  return {
    event,
    r,
    body,
    leaf: encodeLeaf({ type, event, at, subject: hidden, actor: hidden, payload: commit(r, body) }),
  }
}

/** A receipt and the key to pin: `size` leaves in the log, of which the two read-backs and the binding are opened. */
export async function newReceipt({ body = testBody, size = 7, signer = newSigner() } = {}): Promise<{
  text: string
  vkey: string
}> {
  const mine = [
    write('read-back', { holder: 'vault', found: 0 }),
    write('read-back', { holder: 'accounts', found: 0, note: 'nothing “left”' }),
    write(receiptEvent, receiptPayload(body) as unknown as Json),
  ]
  const others = Array.from({ length: size - mine.length }, (_, i) => write('read', { i }))
  const log = [...others.slice(0, 2), ...mine.slice(0, 1), ...others.slice(2), ...mine.slice(1)]
  const hashes = log.map(({ leaf }) => leafHash(leaf))
  const hashOf = ({ level, index }: { level: number; index: number }) =>
    rootOf(hashes.slice(index * 2 ** level, (index + 1) * 2 ** level))
  const entry = async (event: string): Promise<ProofEntry> => {
    const index = log.findIndex((one) => one.event === event)
    const path = await Promise.all(inclusionRanges(index, log.length).map((range) => rangeHash(range, hashOf)))
    return { event, hash: toBase64(hashes[index]!), index, path: path.map(toBase64) }
  }
  const checkpoint = signNote(
    formatCheckpoint({ origin: signer.key.name, size: log.length, root: rootOf(hashes) }),
    signer,
  )
  const proof = {
    checkpoint,
    entries: await Promise.all(mine.map(({ event }) => entry(event))),
    key: formatVerifierKey(signer.key),
    origin: signer.key.name,
  }
  const openings = mine.map((one) => openingOf(one.event, one)).reverse()
  return { text: composeReceipt(body, openings, proof), vkey: formatVerifierKey(signer.key) }
}
