// Promises measured over a real house: what each probe sees while they are kept, and what it says once somebody waits too long, a receipt is
// missing, a change binds too soon or data lies beyond its boundary. What nothing here measures is unproven, and says so.

import { describe, expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import { give, openHouse, type House } from '../../test/harness/desks.ts'
import { keyDirectories } from '../../test/harness/keys.ts'
import { smallStatement } from '../../test/harness/small-statement.ts'
import { openFileKeys } from '../adapters/keys/index.ts'
import { createProofStore } from '../adapters/stores/index.ts'
import { newId } from '../base/index.ts'
import { signClauses, type StatementFiles } from '../statement/index.ts'
import { createVault, type Vault } from '../vault/index.ts'
import { createProof, type Proof } from './index.ts'

const commitments: Readonly<Record<string, readonly [rule: string, entry: string]>> = {
  'answer-rights': ['answer-rights within 1 month', '{ label: answering, parameters: { within: { type: time, stronger: less } }, enforced-by: rights, test: clocks }'],
  'prove-erasure': ['prove-erasure', '{ label: receipts, enforced-by: rights, test: receipts }'],
  'two-layers': ['two-layers', '{ label: sealing twice, enforced-by: system, test: keys }'],
  'open-log': ['open-log', '{ label: a log, enforced-by: system, test: the verifier }'],
  'notice-of-change': ['notice-of-change before 30 days', '{ label: notice, parameters: { before: { type: time, stronger: more } }, enforced-by: changes, test: days }'],
  publish: ['publish register stores', '{ label: printing, parameters: { register: { type: registers } }, enforced-by: system, test: tables }'],
  boundary: ['boundary of search place eu', '{ label: a boundary, parameters: { place: { type: places } }, enforced-by: system, test: places }'],
  'kind-words': ['kind-words', '{ label: speaking kindly, enforced-by: rights, test: somebody listens }'],
} // prettier-ignore

/** The statement with a clause for each promise, of its name. */
const promising: StatementFiles = (() => {
  const files = smallStatement()
  const text = Object.entries(commitments).map(([name, [rule]]) => `We promise ${name}${(/ within .*| before .*/.exec(rule) ?? [''])[0]}.\n\n\`\`\`kept ${name}\npromise ${rule}\n\`\`\`\n`) // prettier-ignore
  return {
    ...files,
    'statement.md': `${files['statement.md']!}\n## Promises\n\n${text.join('\n')}`,
    'registers/commitments.yaml': Object.entries(commitments).map(([name, [, entry]]) => `${name}: ${entry}\n`).join(''), // prettier-ignore
  }
})()

async function proofOf(house: House, change: (vault: Vault) => Vault = (vault) => vault): Promise<Proof> {
  const { db, clock, store, gate, inForce, ledger } = house
  const keys = await openFileKeys({ ...keyDirectories(), clock, create: true })
  return createProof({
    inForce, clock, store: createProofStore(db), gate: () => gate, vault: change(createVault({ tenant: db.tenant, ...keys, clock })), ledger,
    overdue: async () => [], lying: () => store.lying(), uncovered: () => store.uncovered(), graceMilliseconds: 1000,
  }) // prettier-ignore
}

forEachEngine((open) => {
  describe('promises', () => {
    const tried = async (proof: Proof, clause: string): Promise<readonly [boolean, string]> => {
      const [run] = await proof.run({ clause })
      return [run!.passed, run!.detail]
    }
    const addCase = (house: House, kind: string, days: { readonly opened: number; readonly due: number; readonly closed?: number }) => {
      const at = (day: number): Date => new Date(house.clock.now().getTime() + day * 86_400_000)
      return house.db.query(
        `insert into app."case" (tenant, id, desk, number, kind, state, facts, opened_at, due_at, closed_at) values ($1, $2, 'rights', $3, $4, $5, '{}', $6, $7, $8)`,
        [house.db.tenant, newId(), `R-${newId()}`, kind, days.closed === undefined ? 'received' : 'done', at(days.opened), at(days.due), days.closed === undefined ? null : at(days.closed)],
      )
    } // prettier-ignore

    test('that are kept are measured, and one that nothing measures is unproven and says so', async () => {
      const signed = await signClauses(promising, { clauses: ['kind-words', 'two-layers'], officer: 'vera', on: '2026-04-01' }) // prettier-ignore
      const house = await openHouse(await open(), { ...promising, 'signed.yaml': signed })
      const proof = await proofOf(house)
      for (const name of Object.keys(commitments)) expect([name, (await tried(proof, name))[0]]).toEqual([name, true])
      expect((await tried(proof, 'open-log'))[1]).toBe('4 trials came out as it says')
      expect((await tried(proof, 'kind-words'))[1]).toContain('not measured here: speaking kindly')
      const { clauses } = await proof.states()
      expect(clauses.get('kind-words')).toMatchObject({ state: 'unproven', reason: expect.stringMatching(/^not measured here: speaking kindly/) }) // prettier-ignore
      expect(clauses.get('two-layers')).toMatchObject({ state: 'kept' })
    })

    test('a request past its day breaks the promise while it is open, and for 29 days after it ended late', async () => {
      const house = await openHouse(await open(), promising)
      const proof = await proofOf(house)
      await addCase(house, 'access', { opened: -10, due: 20 })
      await addCase(house, 'access', { opened: -90, due: -60, closed: -50 })
      expect((await tried(proof, 'answer-rights'))[0]).toBe(true)
      await addCase(house, 'access', { opened: -40, due: -10 })
      expect(await tried(proof, 'answer-rights')).toEqual([false, '1 of 2 requests of the last 29 days went past their day']) // prettier-ignore
    })

    test('an erasure without a receipt, and a change that binds too soon, break theirs', async () => {
      const house = await openHouse(await open(), promising)
      const proof = await proofOf(house)
      await addCase(house, 'erase', { opened: -3, due: 20, closed: -2 })
      expect(await tried(proof, 'prove-erasure')).toEqual([false, '1 of 1 erasures of the last 29 days have no receipt']) // prettier-ignore
      const id = newId()
      const published = house.clock.now()
      await house.db.query(`insert into app."case" (tenant, id, desk, number, kind, state, facts, opened_at) values ($1, $2, 'changes', 'D-9', 'publish', 'published', '{}', $3)`, [house.db.tenant, id, published]) // prettier-ignore
      const publish = (material: boolean, effectiveAt: string, seq: number) =>
        house.db.query(`insert into app.case_event (tenant, id, seq, at, event, actor, detail) values ($1, $2, $3, $4, 'publish', 'vera', $5)`, [house.db.tenant, id, seq, published, JSON.stringify({ material, effectiveAt })]) // prettier-ignore
      await publish(false, '2026-04-14T09:44:00Z', 1)
      await publish(true, '2026-05-14T09:44:00Z', 2)
      expect((await tried(proof, 'notice-of-change'))[0]).toBe(true)
      await publish(true, '2026-04-20T09:44:00Z', 3)
      expect(await tried(proof, 'notice-of-change')).toEqual([false, 'a material change published on 2026-04-14 was to bind on 2026-04-20']) // prettier-ignore
    })

    test('data that lies beyond its boundary, and a vault that leaves a layer out, break theirs', async () => {
      const house = await openHouse(await open(), promising)
      await give(house, { email: 'p@example.org', category: 'search', collectedAt: '2026-04-01T08:00:00Z', data: { words: 'x' } }) // prettier-ignore
      const proof = await proofOf(house)
      expect((await tried(proof, 'boundary'))[0]).toBe(true)
      await house.db.query(`update record set place = 'moon' where tenant = $1`, [house.db.tenant])
      expect(await tried(proof, 'boundary')).toEqual([false, '1 records lie in `moon`, beyond eu'])
      const single = await proofOf(house, (vault) => ({
        ...vault,
        seal: (keys, place, plain) => vault.seal({ ...keys, customer: keys.platform }, place, plain),
        open: (keys, place, sealed) => vault.open({ ...keys, customer: keys.platform }, place, sealed),
      }))
      expect(await tried(single, 'two-layers')).toEqual([false, 'what was sealed opens without the key of the first layer']) // prettier-ignore
      const bare = await proofOf(house, (vault) => ({ ...vault, seal: (_, __, plain) => plain, open: (_, __, sealed) => sealed })) // prettier-ignore
      expect(await tried(bare, 'two-layers')).toEqual([false, 'what was sealed shows what was planted'])
    })
  })
})
