// A ledger to test with: over a database and a directory of its own, with leaves appended as the gate does.

import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { externalCheckpointFile, tileDirectory } from '../../src/adapters/log/index.ts'
import { createLedgerStore, type Database } from '../../src/adapters/stores/index.ts'
import { lengthPrefixed, newId, randomBytes, type Clock } from '../../src/base/index.ts'
import { commit, encodeLeaf, type LeafFields } from '../../src/evidence/index.ts'
import { createLedger, type Ledger, type LedgerParts } from '../../src/ledger/index.ts'

/** A leaf of a new event, and the event. */
export interface NewLeaf {
  readonly event: string
  readonly leaf: Uint8Array
}

export function newLeaf(fields: Partial<LeafFields> = {}): NewLeaf {
  const event = fields.event ?? newId()
  const hidden = (): Uint8Array => commit(randomBytes(32), new Uint8Array(0))
  const leaf = encodeLeaf({
    type: 'read', event, at: new Date('2026-04-14T09:44:02Z'), subject: hidden(), actor: hidden(), payload: hidden(), ...fields,
  }) // prettier-ignore
  return { event, leaf }
}

/** Appends as the gate does: so many leaves a segment. */
export async function appendPending(db: Database, leaves: readonly NewLeaf[], perSegment = 100): Promise<void> {
  for (let at = 0; at < leaves.length; at += perSegment) {
    const some = leaves.slice(at, at + perSegment)
    await db.query(`insert into audit_pending (tenant, events, persons, leaves) values ($1, $2::uuid[], $3::uuid[], $4)`, [
      db.tenant,
      some.map(({ event }) => event),
      some.map(() => null),
      lengthPrefixed(some.map(({ leaf }) => leaf)),
    ]) // prettier-ignore
  }
}

/** A directory that is gone after the test. */
export function newDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'wordkept-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

export function newLogKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey
}

/** Everything a ledger stands on; `parts` may replace any of it, so that a test can let it fail. */
function ledgerParts(db: Database, directory: string, parts: Partial<LedgerParts> = {}): LedgerParts {
  const clock: Clock = { now: () => new Date('2026-04-14T09:45:00Z') }
  return {
    store: createLedgerStore(db),
    files: tileDirectory(join(directory, 'log')),
    external: externalCheckpointFile(join(directory, 'outside', 'checkpoint')),
    signer: { name: 'harbour.example/log', key: newLogKey() },
    clock,
    ...parts,
  }
}

export interface TestLedger {
  readonly ledger: Ledger
  readonly parts: LedgerParts
  readonly append: (count: number) => Promise<readonly NewLeaf[]>
}

/** A ledger over a database, not started. */
export function newLedger(db: Database, parts: Partial<LedgerParts> = {}, directory = newDirectory()): TestLedger {
  const all = ledgerParts(db, directory, parts)
  return {
    ledger: createLedger(all),
    parts: all,
    async append(count) {
      const leaves = Array.from({ length: count }, () => newLeaf())
      await appendPending(db, leaves)
      return leaves
    },
  }
}
