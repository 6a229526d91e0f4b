// Signed notes (C2SP signed-note): a text, and below it lines of signatures that name their key. Signatures of keys nobody gave are passed
// over; one bad signature of a key that was given refuses the whole note.

import { concat, equalBytes, fromBase64, sha256, text as textOf, toBase64, toHex, utf8 } from '../base/index.ts'

/** Kinds of keys a verifier key names in its first byte. A cosignature states when a witness saw the note (C2SP tlog-cosignature). */
const keyKinds = { 1: 'ed25519', 4: 'cosignature' } as const
type KeyKind = (typeof keyKinds)[keyof typeof keyKinds]

const publicKeyBytes = 32
const signatureBytes = 64
const noteBytesMax = 1_000_000
const linesMax = 100

/** A key that a note may be verified with. */
export interface VerifierKey {
  readonly name: string
  /** four bytes in hexadecimal that tell keys of one name apart */
  readonly hint: string
  readonly kind: KeyKind
  readonly publicKey: Uint8Array
}

/** A signature line: who signed, with which key, and the signature's bytes. */
export interface SignatureLine {
  readonly name: string
  readonly hint: string
  readonly signature: Uint8Array
}

/** A note taken apart. `text` ends with a newline. */
export interface Note {
  readonly text: string
  readonly lines: readonly SignatureLine[]
}

/** What opening a note found. `invalid`: a signature by a given key does not fit. `unverified`: no given key signed it. */
export type Opened =
  | { readonly result: 'ok'; readonly text: string; readonly verified: readonly SignatureLine[]; readonly unverified: readonly SignatureLine[] } // prettier-ignore
  | { readonly result: 'malformed' | 'invalid' | 'unverified' }

/** Signs bytes with the key of a log; Ed25519, 64 bytes. */
export interface NoteSigner {
  readonly key: VerifierKey
  sign(message: Uint8Array): Uint8Array
}

/** The verifier key of a name and an Ed25519 public key of 32 bytes; throws a RangeError where the name may not stand in a note. */
export function verifierKey(name: string, publicKey: Uint8Array, kind: KeyKind = 'ed25519'): VerifierKey {
  if (!isKeyName(name)) throw new RangeError('not a key name')
  if (publicKey.length !== publicKeyBytes) throw new RangeError('not an Ed25519 public key')
  return { name, hint: hintOf(name, kind, publicKey), kind, publicKey }
}

/** The text of a verifier key: `name+hint+base64`. This is what people pin. */
export function formatVerifierKey({ name, hint, kind, publicKey }: VerifierKey): string {
  return `${name}+${hint}+${toBase64(concat(Uint8Array.of(kindByte(kind)), publicKey))}`
}

/** Reads the text of a verifier key; null where it is none, of an unknown kind, or its hint is not its own. */
export function parseVerifierKey(vkey: string): VerifierKey | null {
  const [, name, hint, base64] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? []
  const bytes = base64 === undefined ? null : bytesOf(base64)
  const kind = keyKinds[bytes?.[0] as keyof typeof keyKinds] // as: an index that is not there gives undefined
  if (name === undefined || bytes?.length !== 1 + publicKeyBytes || kind === undefined || !isKeyName(name)) return null
  const key = verifierKey(name, bytes.subarray(1), kind)
  return key.hint === hint ? key : null
}

/** A note as its text and signatures are written. */
export function formatNote({ text, lines }: Note): string {
  return `${text}\n${lines.map((line) => `— ${line.name} ${toBase64(concat(hintBytes(line.hint), line.signature))}\n`).join('')}`
}

/** Takes a note apart; null where it has not the form of one. */
export function parseNote(note: string): Note | null {
  if (note.length > noteBytesMax || !note.isWellFormed() || !note.endsWith('\n') || hasControls(note)) return null
  const split = note.lastIndexOf('\n\n')
  if (split < 0) return null
  const rows = note.slice(split + 2, -1).split('\n')
  const lines = rows.map(parseLine).filter((line) => line !== null)
  return rows.length > linesMax || lines.length < rows.length ? null : { text: note.slice(0, split + 1), lines }
}

/** ASCII control characters other than the newline have no place in a note. */
function hasControls(note: string): boolean {
  return Array.from(note).some((letter) => (letter < ' ' && letter !== '\n') || letter === '\x7f')
}

function parseLine(row: string): SignatureLine | null {
  const [, name, base64] = /^— ([^ ]+) ([^ ]+)$/.exec(row) ?? []
  const bytes = base64 === undefined ? null : bytesOf(base64)
  if (name === undefined || !isKeyName(name) || bytes === null || bytes.length < 5) return null
  return { name, hint: toHex(bytes.subarray(0, 4)), signature: bytes.subarray(4) }
}

/** Signs a text, which ends with a newline. */
export function signNote(text: string, signer: NoteSigner): string {
  if (!text.endsWith('\n')) throw new RangeError('the text of a note ends with a newline')
  const { name, hint } = signer.key
  return formatNote({ text, lines: [{ name, hint, signature: signer.sign(utf8(text)) }] })
}

/** Opens a note with the keys one trusts. */
export async function openNote(note: string, keys: readonly VerifierKey[]): Promise<Opened> {
  const parsed = parseNote(note)
  if (parsed === null) return { result: 'malformed' }
  const [verified, unverified]: [SignatureLine[], SignatureLine[]] = [[], []]
  for (const line of parsed.lines) {
    const known = keys.filter(({ name, hint }) => name === line.name && hint === line.hint)
    if (known.length > 1) throw new RangeError('two keys of one name and hint')
    if (known[0] === undefined) unverified.push(line)
    else if (await verifyLine(known[0], parsed.text, line.signature)) verified.push(line)
    else return { result: 'invalid' }
  }
  return verified.length === 0 ? { result: 'unverified' } : { result: 'ok', text: parsed.text, verified, unverified }
}

async function verifyLine({ kind, publicKey }: VerifierKey, text: string, signature: Uint8Array): Promise<boolean> {
  if (kind === 'ed25519') return verifySignature(publicKey, utf8(text), signature)
  if (signature.length !== 8 + signatureBytes) return false
  const seconds = Number(new DataView(signature.buffer, signature.byteOffset, 8).getBigUint64(0))
  return verifySignature(publicKey, cosignedBytes(text, seconds), signature.subarray(8))
}

/** The bytes a witness signs: when it saw the note (seconds since 1970), and the note's text. */
export function cosignedBytes(text: string, seconds: number): Uint8Array<ArrayBuffer> {
  return utf8(`cosignature/v1\ntime ${seconds}\n${text}`)
}

/** Whether this platform can verify signatures at all: older browsers know no Ed25519, and pages without TLS have no Web Crypto. */
export async function canVerifySignatures(): Promise<boolean> {
  const known = new Uint8Array(publicKeyBytes)
  known[0] = 1 // the neutral point: a key that every implementation can read
  try {
    await crypto.subtle.importKey('raw', known, 'Ed25519', false, ['verify'])
    return true
  } catch {
    return false
  }
}

/** Whether an Ed25519 signature (RFC 8032) is by this key over this message. */
export async function verifySignature(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (signature.length !== signatureBytes || publicKey.length !== publicKeyBytes) return false
  const key = await crypto.subtle.importKey('raw', concat(publicKey), 'Ed25519', false, ['verify']).catch(() => null)
  return key !== null && crypto.subtle.verify('Ed25519', key, concat(signature), concat(message))
}

function hintOf(name: string, kind: KeyKind, publicKey: Uint8Array): string {
  return toHex(sha256(concat(utf8(`${name}\n`), Uint8Array.of(kindByte(kind)), publicKey)).subarray(0, 4))
}

function hintBytes(hint: string): Uint8Array {
  return Uint8Array.from({ length: 4 }, (_, i) => Number.parseInt(hint.slice(2 * i, 2 * i + 2), 16))
}

function kindByte(kind: KeyKind): number {
  return kind === 'ed25519' ? 1 : 4
}

function isKeyName(name: string): boolean {
  return name !== '' && !/[\s+\p{Cc}]/u.test(name) && name.isWellFormed()
}

function bytesOf(base64: string): Uint8Array | null {
  try {
    return fromBase64(base64)
  } catch {
    return null
  }
}

/** The text of bytes that may be a note; null where they are not UTF-8. */
export function noteText(bytes: Uint8Array): string | null {
  try {
    const note = textOf(bytes)
    // a byte order mark would be dropped in silence
    return equalBytes(utf8(note), bytes) ? note : null
  } catch {
    return null
  }
}
