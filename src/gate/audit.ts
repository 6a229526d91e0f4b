// An event becomes an entry of the ledger: a leaf of three hiding commitments, and the bodies sealed (docs/spec/leaf.md).
// The subject's part opens only with the person's key, actor and payload only with the tenant's audit key; the leaf tells nothing.

import { canonicalJson, fromBase64, newId, randomBytes, text, toBase64, utf8, type Json } from '../base/index.ts'
import { commit, encodeLeaf } from '../evidence/index.ts'
import type { PersonKeys, Vault } from '../vault/index.ts'
import type { AuditEntry } from './store.ts'

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

/** Seals an event. `keys` are the person's, where there are any: without them the subject's part is left out for ever. */
export async function prepareEntry(vault: Vault, event: EventIn, keys: PersonKeys | null): Promise<AuditEntry> {
  const id = newId()
  const [subject, actor, payload] = [{ person: event.person }, { actor: event.actor }, event.payload].map(opening) as [
    Opening,
    Opening,
    Opening,
  ]
  const commitment = ({ r, body }: Opening): Uint8Array => commit(r, utf8(body))
  const leaf = encodeLeaf({
    type: event.type,
    event: id,
    at: event.at,
    subject: commitment(subject),
    actor: commitment(actor),
    payload: commitment(payload),
  })
  const sealSubject = (own: PersonKeys): Uint8Array =>
    vault.seal(own, subjectPlace(event.person!, id), utf8(printOpening(subject)))
  return {
    event: id,
    leaf,
    person: event.person,
    subject: keys && event.person ? sealSubject(keys) : null,
    rest: await vault.sealAudit(utf8(canonicalJson({ actor: asJson(actor), payload: asJson(payload) }))),
  }
}

/** Opens actor and payload of an entry with the tenant's audit key. */
export async function openRest(vault: Vault, rest: Uint8Array): Promise<{ actor: Opening; payload: Opening }> {
  const parts = JSON.parse(text(await vault.openAudit(rest))) as Record<
    'actor' | 'payload',
    { r: string; body: string }
  > // what prepareEntry sealed
  const read = ({ r, body }: { r: string; body: string }): Opening => ({ r: fromBase64(r), body })
  return { actor: read(parts.actor), payload: read(parts.payload) }
}

function opening(body: unknown): Opening {
  return { r: randomBytes(32), body: canonicalJson(body) }
}

function asJson({ r, body }: Opening): { r: string; body: string } {
  return { r: toBase64(r), body }
}

function printOpening(one: Opening): string {
  return canonicalJson(asJson(one))
}

function subjectPlace(
  person: string,
  event: string,
): { person: string; record: string; category: string; schema: number; version: number } {
  return { person, record: event, category: 'audit', schema: 1, version: 1 }
}
