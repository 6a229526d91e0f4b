// Entries of the ledger: what opens each part of a leaf, and what is gone with a person's key (docs/spec/leaf.md, F2 and F3).

import { expect, test, vi } from 'vitest'
import { equalBytes, newId, systemClock, utf8 } from '../base/index.ts'
import { commit, parseLeaf } from '../evidence/index.ts'
import { createVault } from '../vault/index.ts'
import { freshKeys } from '../../test/harness/keys.ts'
import { openRest, prepareEntry, segmentSealer, subjectBody, type EventIn } from './audit.ts'

const eventOf = (person: string | null, records: number): EventIn => ({
  type: 'read',
  at: new Date('2026-04-14T09:44:02Z'),
  person,
  actor: 'web',
  payload: { effect: 'permit', records },
})

async function openVault() {
  return createVault({ tenant: 'acme', ...(await freshKeys(systemClock)), clock: systemClock })
}

test('the entries of a commit are one sealed segment, and each opens the commitments of its own leaf', async () => {
  const vault = await openVault()
  const entries = [3, 1, 2].map((records) => prepareEntry(vault, eventOf(null, records), null))
  const segment = await segmentSealer(vault)(entries)
  for (const [place, { leaf }] of entries.entries()) {
    const { actor, payload } = await openRest(vault, { segment, place })
    expect(commit(actor.r, utf8(actor.body))).toEqual(parseLeaf(leaf).actor)
    expect(commit(payload.r, utf8(payload.body))).toEqual(parseLeaf(leaf).payload)
    expect(JSON.parse(payload.body)).toEqual({ effect: 'permit', records: [3, 1, 2][place] })
  }
  await expect(openRest(vault, { segment, place: 3 })).rejects.toThrow(RangeError)
  for (const at of [0, 20, segment.length - 1]) {
    const changed = Uint8Array.from(segment, (byte, i) => (i === at ? byte ^ 1 : byte))
    await expect(openRest(vault, { segment: changed, place: 0 })).rejects.toMatchObject({ code: 'sealed_refused' })
  }
})

test('the subject part opens with the key of that person alone, and without a key for nobody', async () => {
  const vault = await openVault()
  const [person, other] = [newId(), newId()]
  const keys = await vault.unlock(await vault.newKey(person))
  const { event, leaf, rest } = prepareEntry(vault, eventOf(person, 1), keys)
  const { subject } = parseLeaf(leaf)
  expect(commit(vault.subjectOpener(keys, event), subjectBody(person))).toEqual(subject)
  vault.drop(person)
  const others = [
    vault.subjectOpener(await vault.unlock(await vault.newKey(other)), event),
    vault.subjectOpener(await vault.unlock(await vault.newKey(person)), event), // another key of the same id
    vault.subjectOpener(keys, newId()),
  ]
  for (const r of others) expect(equalBytes(commit(r, subjectBody(person)), subject)).toBe(false)
  expect(Buffer.from(rest).includes(Buffer.from(vault.subjectOpener(keys, event)))).toBe(false)
  const without = prepareEntry(vault, eventOf(person, 1), null)
  const r = vault.subjectOpener(keys, without.event)
  expect(equalBytes(commit(r, subjectBody(person)), parseLeaf(without.leaf).subject)).toBe(false)
})

test('the payload of a question is kept in memory to print the next one; of nothing else', async () => {
  const vault = await openVault()
  const kept = vi.spyOn(Map.prototype, 'set')
  try {
    for (const type of ['read', 'share', 'write', 'standing', 'request'])
      prepareEntry(vault, { ...eventOf(null, 1), type, payload: { only: `of ${type}` } }, null)
    const keys = kept.mock.calls.flatMap(([key]) => (typeof key === 'string' && key.startsWith('{"only"') ? [key] : []))
    expect(keys).toEqual(['{"only":"of read"}', '{"only":"of share"}', '{"only":"of write"}'])
  } finally {
    kept.mockRestore()
  }
})
