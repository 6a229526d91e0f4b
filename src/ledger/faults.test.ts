// Every call to the outside of the ledger fails once, at every position, both "failed" and "failed but done"; then it goes on, and
// nothing is lost, doubled or signed twice. And what must stop it: a database that was rolled back, forked or changed.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import {
  newDirectory,
  newLeaf,
  newLedger,
  newLogKey,
  type NewLeaf,
  type TestLedger,
} from '../../test/harness/ledger.ts'
import type { Database } from '../adapters/stores/index.ts'
import { Failure, lengthPrefixed, toHex } from '../base/index.ts'
import { parseCheckpoint, parseNote, verifyLog } from '../evidence/index.ts'
import { createLedger, type LedgerParts } from './ledger.ts'
import type { LogFile, LogStore, LogTransaction } from './ports.ts'

const down = new Failure('storage_unavailable', { reason: 'a fault of the test' })

/** Lets the `nth` call fail, before or after it is done; counts the calls. */
function failing<Arguments extends unknown[], Answer>(
  call: (...args: Arguments) => Promise<Answer>,
  nth: number,
  done: boolean,
) {
  let calls = 0
  return async (...args: Arguments): Promise<Answer> => {
    const fails = ++calls === nth
    if (fails && !done) throw down
    const answer = await call(...args)
    if (fails) throw down
    return answer
  }
}

/** What a promise came to: its value, or what it threw. */
function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  return work.catch((cause: unknown) => cause)
}

type Fault = (parts: LedgerParts, nth: number, done: boolean) => Partial<LedgerParts>

/** Places where a fault may strike: each a port call of the ledger. */
const places: Readonly<Record<string, Fault>> = {
  'the commit': ({ store }, nth, done) => ({
    store: {
      ...store,
      transact: failing(
        (work: Parameters<LogStore['transact']>[0]) => store.transact(work),
        nth,
        done,
      ) as LogStore['transact'],
    }, // failing() forgets the type parameter
  }),
  'the write within it': ({ store }, nth, done) => {
    const write = failing(
      (log: LogTransaction, ...batch: Parameters<LogTransaction['write']>) => log.write(...batch),
      nth,
      done,
    )
    return {
      store: {
        ...store,
        transact: (work) => store.transact((log) => work({ ...log, write: (batch) => write(log, batch) })),
      },
    }
  },
  'a tile file': ({ files }, nth, done) => ({
    files: { ...files, write: failing((all: readonly LogFile[]) => files.write(all), nth, done) },
  }),
  'half of the tile files': ({ files }, nth) => {
    let calls = 0
    return {
      files: {
        ...files,
        write: async (all) => {
          if (++calls !== nth) return files.write(all)
          await files.write(all.slice(0, Math.ceil(all.length / 2)))
          throw down
        },
      },
    }
  },
  'the external checkpoint': ({ external }, nth, done) => ({
    external: { ...external, write: failing((note: string) => external.write(note), nth, done) },
  }),
}

/** Records every root that was ever signed for a size: one size must have one. */
function watchSignatures(parts: LedgerParts): { parts: LedgerParts; signed: Map<number, Set<string>> } {
  const signed = new Map<number, Set<string>>()
  const store: LogStore = {
    ...parts.store,
    transact: (work) =>
      parts.store.transact((log) =>
        work({
          ...log,
          write: (batch) => {
            const { size, root } = parseCheckpoint(parseNote(batch.head.note)!.text)!
            signed.set(size, (signed.get(size) ?? new Set()).add(toHex(root)))
            return log.write(batch)
          },
        }),
      ),
  }
  return { parts: { ...parts, store }, signed }
}

/** What must hold after every recovery: all leaves once, in the files too; both checkpoints outside equal the newest; one root a size. */
async function holds(
  { ledger, parts }: TestLedger,
  leaves: readonly NewLeaf[],
  signed: Map<number, Set<string>>,
): Promise<void> {
  const head = await ledger.checkpoint()
  expect(head?.size).toBe(leaves.length)
  const proof = await ledger.prove(leaves.map(({ event }) => event))
  expect(proof?.entries.map(({ index }) => index)).toEqual(leaves.map((_, i) => i))
  expect(await parts.external.read()).toBe(head!.note)
  expect(await verifyLog((path) => parts.files.read(path), { vkey: ledger.vkey })).toMatchObject({
    state: 'valid',
    facts: { size: leaves.length },
  })
  expect([...signed.values()].every((roots) => roots.size === 1)).toBe(true)
}

forEachEngine((open) => {
  describe('a ledger goes on after', () => {
    for (const [place, fault] of Object.entries(places)) {
      for (const done of place === 'half of the tile files' ? [false] : [false, true]) {
        test(`${place} failed${done ? ' but was done' : ''}, at every position`, async () => {
          const db = await open()
          const directory = newDirectory()
          const key = newLogKey()
          const base = newLedger(db, { signer: { name: 'harbour.example/log', key } }, directory)
          const watched = watchSignatures(base.parts)
          const leaves: NewLeaf[] = []
          await createLedger(watched.parts).start()
          let struck = 0
          for (let nth = 1; nth <= 3; nth++) {
            // a process that meets the fault, and goes on by itself
            const broken = createLedger({ ...watched.parts, ...fault(watched.parts, nth, done) })
            leaves.push(...(await base.append(2)))
            const outcomes: unknown[] = []
            for (let step = 0; step < 4; step++) {
              outcomes.push(await outcomeOf(broken.sequence()))
              if (step === 1) leaves.push(...(await base.append(3)))
            }
            const failures = outcomes.filter((outcome) => typeof outcome !== 'number')
            expect(failures).toEqual(failures.length === 0 ? [] : [down])
            struck += failures.length
            await holds({ ...base, ledger: broken }, leaves, watched.signed)
            // one that meets it and ends there: the next process starts where it was
            const dying = createLedger({ ...watched.parts, ...fault(watched.parts, nth, done) })
            leaves.push(...(await base.append(2)))
            expect([2, down]).toContain(await outcomeOf(dying.sequence()))
            const next = createLedger(watched.parts)
            await next.start()
            await next.sequence()
            await holds({ ...base, ledger: next }, leaves, watched.signed)
          }
          expect(struck).toBeGreaterThanOrEqual(2)
        })
      }
    }

    test('a batch was signed and not committed: another of the same size is never signed in its place', async () => {
      const db = await open()
      const base = newLedger(db)
      await base.ledger.start()
      const watched = watchSignatures(base.parts)
      const one: LogStore = {
        ...watched.parts.store,
        // a batch of one leaf, the oldest: which one that is changes when an older transaction commits late
        transact: (work) => watched.parts.store.transact((log) => work({ ...log, pending: () => log.pending(1) })),
      }
      const broken = createLedger({
        ...watched.parts,
        ...places['the write within it']!({ ...watched.parts, store: one }, 1, true),
      })
      const [first] = await base.append(1)
      await expect(broken.sequence()).rejects.toBe(down)
      const late = newLeaf()
      await db.query(
        `insert into audit_pending (tenant, seq, events, persons, leaves) overriding system value values ($1, 0, array[$2::uuid], array[null::uuid], $3)`,
        [db.tenant, late.event, lengthPrefixed([late.leaf])],
      )
      expect([await broken.sequence(), await broken.sequence()]).toEqual([1, 1])
      await holds({ ...base, ledger: broken }, [first!, late], watched.signed)
    })

    test('its files were lost: they are written again from the database', async () => {
      const db = await open()
      const first = newLedger(db)
      const leaves = await first.append(300)
      await first.ledger.sequence()
      const second = newLedger(db, { signer: first.parts.signer, external: first.parts.external })
      await second.ledger.start()
      expect((await second.parts.files.read('tile/entries/000'))?.length).toBeGreaterThan(0)
      await holds(second, leaves, new Map())
    })
  })

  describe('a ledger does not start', () => {
    /** A log of five leaves, and how to open it again as another process would. */
    async function written(): Promise<{
      db: Database
      directory: string
      again: () => Promise<void>
      append: TestLedger['append']
      parts: LedgerParts
    }> {
      const db = await open()
      const directory = newDirectory()
      const one = newLedger(db, {}, directory)
      await one.ledger.start()
      await one.append(3)
      await one.ledger.sequence()
      await one.append(2)
      await one.ledger.sequence()
      return { db, directory, append: one.append, parts: one.parts, again: () => createLedger(one.parts).start() }
    }

    test('when the database was rolled back behind the external checkpoint', async () => {
      const { db, again, parts } = await written()
      await again()
      await db.query(`delete from leaf where tenant = $1 and index >= 3`, [db.tenant])
      await db.query(`delete from checkpoint where tenant = $1 and size > 3`, [db.tenant])
      await expect(again()).rejects.toMatchObject({
        code: 'ledger_rolled_back',
        detail: { checkpoint: 'external', size: 5, database: 3 },
      })
      await expect(createLedger(parts).sequence()).rejects.toMatchObject({ code: 'ledger_rolled_back' })
    })

    test('when the database is empty and the external checkpoint is not', async () => {
      const { db, again } = await written()
      for (const table of ['leaf', 'tile', 'checkpoint'])
        await db.query(`delete from ${table} where tenant = $1`, [db.tenant])
      await expect(again()).rejects.toMatchObject({ code: 'ledger_rolled_back', detail: { size: 5, database: 0 } })
    })

    test('when only the files remember that the database was further', async () => {
      const { db, directory, again, parts } = await written()
      const notes = await db.query<{ note: string }>(`select note from checkpoint where tenant = $1 and size = 3`, [
        db.tenant,
      ])
      writeFileSync(join(directory, 'outside', 'checkpoint'), notes[0]!.note)
      await again()
      writeFileSync(join(directory, 'outside', 'checkpoint'), notes[0]!.note)
      await db.query(`delete from checkpoint where tenant = $1 and size > 3`, [db.tenant])
      await expect(createLedger(parts).start()).rejects.toMatchObject({
        code: 'ledger_rolled_back',
        detail: { checkpoint: 'files' },
      })
    })

    // SEC-08
    test('when the same size has another root outside: a fork', async () => {
      const { again, directory, parts } = await written()
      const forked = newLedger(await open(), { signer: parts.signer })
      await forked.append(5)
      await forked.ledger.sequence()
      writeFileSync(join(directory, 'outside', 'checkpoint'), (await forked.parts.external.read())!)
      await expect(again()).rejects.toMatchObject({
        code: 'ledger_forked',
        detail: { checkpoint: 'external', size: 5 },
      })
    })

    test('when the checkpoint outside is no beginning of the log', async () => {
      const { again, directory, parts } = await written()
      const forked = newLedger(await open(), { signer: parts.signer })
      await forked.append(4)
      await forked.ledger.sequence()
      writeFileSync(join(directory, 'outside', 'checkpoint'), (await forked.parts.external.read())!)
      await expect(again()).rejects.toMatchObject({ code: 'ledger_forked', detail: { size: 4 } })
    })

    test('when the checkpoint outside is not signed by the key of this log', async () => {
      const { again, directory } = await written()
      for (const note of ['', 'nothing\n', 'harbour.example/log\n5\nAAAA\n\n— harbour.example/log AAAAAAAA\n']) {
        writeFileSync(join(directory, 'outside', 'checkpoint'), note)
        await expect(again()).rejects.toMatchObject({ code: 'ledger_forked' })
      }
    })

    test('and does not build on tiles somebody changed in the database', async () => {
      const { db, parts, append } = await written()
      await db.query(
        `update tile set hashes = set_byte(hashes, 40, (get_byte(hashes, 40) + 1) % 256) where tenant = $1`,
        [db.tenant],
      )
      await append(1)
      await expect(createLedger(parts).sequence()).rejects.toMatchObject({ code: 'ledger_forked' })
    })

    test('and stops when the database is rolled back under its feet', async () => {
      const { db, parts, append } = await written()
      const running = createLedger(parts)
      await running.start()
      await db.query(`delete from leaf where tenant = $1 and index >= 3`, [db.tenant])
      await db.query(`delete from checkpoint where tenant = $1 and size > 3`, [db.tenant])
      await append(4)
      await expect(running.sequence()).rejects.toMatchObject({ code: 'ledger_rolled_back' })
    })
  })
})
