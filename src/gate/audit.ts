// An event becomes an entry of the ledger: a leaf of three hiding commitments, and what opens them (docs/spec/leaf.md). The subject's
// part opens only with the person's key, from which its `r` is derived; actor and payload lie in the segment of their commit, sealed
// under the tenant's audit key once for all its entries. The leaf tells nothing.

import { canonicalJson, concat, newId, randomBytes, text, utf8, type Json } from '../base/index.ts'
import { commit, commitmentBytes, encodeLeaf } from '../evidence/index.ts'
import type { PersonKeys, Vault } from '../vault/index.ts'
import type { AuditEntry, SealSegment } from './store.ts'

/** Something that happened. `payload` holds names, counts, ids of clauses and dates; never a personal value. */
export interface EventIn {
  readonly type: string
  readonly at: Date
  readonly person: string | null
  /** who did it: a service, a role, a job; never a name */
  readonly actor: string
  readonly payload: Json
}

/** What opens a commitment of a leaf: the random key and the body it was made over. */
export interface Opening {
  readonly r: Uint8Array
  readonly body: string
}

/** Makes an event ready to append. `keys` are the person's, where there are any: without them the subject's part opens for nobody, for ever. */
export function prepareEntry(vault: Pick<Vault, 'subjectOpener'>, event: EventIn, keys: PersonKeys | null): AuditEntry {
  const id = newId()
  const [actorR, payloadR] = [randomBytes(commitmentBytes), randomBytes(commitmentBytes)]
  const actor = actorBody(event.actor)
  const payload = payloadBody(event)
  const subjectR = keys && event.person ? vault.subjectOpener(keys, id) : randomBytes(commitmentBytes)
  const leaf = encodeLeaf({
    type: event.type,
    event: id,
    at: event.at,
    subject: commit(subjectR, subjectBody(event.person)),
    actor: commit(actorR, actor),
    payload: commit(payloadR, payload),
  })
  return { event: id, leaf, person: event.person, rest: concat(actorR, payloadR, lengthOf(actor), actor, payload) }
}

/** The body that a leaf's subject is a commitment to. */
export function subjectBody(person: string | null): Uint8Array {
  return utf8(person === null ? '{"person":null}' : `{"person":"${person}"}`) // canonical: one member, an id needs no escapes
}

const bodies = { actor: new Map<string, Uint8Array>(), payload: new Map<string, Uint8Array>() } as const
const bodiesMax = 1_000

/** Few actors do most of what is done, and most of it is the same: a body is printed canonically once. */
function printedOnce(kind: keyof typeof bodies, key: string, body: Json): Uint8Array {
  const printed = bodies[kind]
  const known = printed.get(key)
  if (known) return known
  const made = utf8(canonicalJson(body))
  if (printed.size >= bodiesMax) printed.clear()
  printed.set(key, made)
  return made
}

function actorBody(actor: string): Uint8Array {
  return printedOnce('actor', actor, { actor })
}

/** The events of questions: often the same, and of names and counts alone. What others hold is not kept in memory. */
const questions: ReadonlySet<string> = new Set(['read', 'share', 'write'])

/** Equal texts of JSON are equal values, whatever the order of their members; what is no JSON is refused by the printer, once and again. */
function payloadBody({ type, payload }: EventIn): Uint8Array {
  return questions.has(type) ? printedOnce('payload', JSON.stringify(payload), payload) : utf8(canonicalJson(payload))
}

/** Seals the rests of a commit's entries as one segment, in their order. */
export function segmentSealer(vault: Pick<Vault, 'sealAudit'>): SealSegment {
  return (entries) => vault.sealAudit(concat(...entries.flatMap(({ rest }) => [lengthOf(rest), rest])))
}

/** Opens actor and payload of the entry that stands at a place, from 0, of a sealed segment. */
export async function openRest(
  vault: Pick<Vault, 'openAudit'>,
  { segment, place }: { readonly segment: Uint8Array; readonly place: number },
): Promise<{ actor: Opening; payload: Opening }> {
  return readRest(restAt(await vault.openAudit(segment), place))
}

/** Reads what `prepareEntry` wrote as an entry's rest. */
export function readRest(rest: Uint8Array): { actor: Opening; payload: Opening } {
  const actorFrom = 2 * commitmentBytes + lengthBytes
  const actorTo = actorFrom + readLength(rest, 2 * commitmentBytes)
  return {
    actor: { r: rest.slice(0, commitmentBytes), body: text(rest.subarray(actorFrom, actorTo)) },
    payload: { r: rest.slice(commitmentBytes, 2 * commitmentBytes), body: text(rest.subarray(actorTo)) },
  }
}

function restAt(segment: Uint8Array, place: number): Uint8Array {
  let at = 0
  for (let i = 0; i < place; i++) at += lengthBytes + readLength(segment, at)
  return segment.subarray(at + lengthBytes, at + lengthBytes + readLength(segment, at))
}

const lengthBytes = 4

function lengthOf({ length }: Uint8Array): Uint8Array {
  return Uint8Array.of(length >>> 24, length >>> 16, length >>> 8, length)
}

function readLength(bytes: Uint8Array, at: number): number {
  if (at + lengthBytes > bytes.length) throw new RangeError('a segment ends too early')
  return new DataView(bytes.buffer, bytes.byteOffset + at, lengthBytes).getUint32(0)
}
