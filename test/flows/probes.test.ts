import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/adapters/stores/index.ts'
import type { Gate } from '../../src/gate/index.ts'
import type { Finding, Version } from '../../src/policy/index.ts'
import type { Proof } from '../../src/proof/index.ts'
import { openers } from '../harness/databases.ts'
import { folder, openGate, serviceOf, versionOf, type GateGround } from '../harness/gate.ts'
import { proofOver } from '../harness/proof.ts'

const day = 86_400_000
const maya = { field: 'email', value: 'maya@example.org' }

let db: Database
let first: Version
let ground: GateGround
beforeAll(async () => {
  first = await versionOf(folder('examples/harbour/statement'))
  db = await openers.pglite('harbour')
  ground = await openGate(db, first)
})
afterAll(async () => {
  ground.end()
  await db.close()
})

const stateOf = async (proof: Proof, clause: string) => (await proof.states()).clauses.get(clause)!

test('before a probe ran nothing is kept; after all passed, everything with a rule is, and test persons hold nothing', async () => {
  const proof = proofOver(db, ground)
  expect(await stateOf(proof, 'searches')).toMatchObject({ state: 'unproven' })
  expect((await proof.run({})).filter(({ passed }) => !passed)).toEqual([])
  const { clauses, coverage } = await proof.states()
  expect(
    [...clauses.values()].filter(({ state }) => !['kept', 'aim', 'info'].includes(state)).map(({ clause }) => clause),
  ).toEqual([])
  expect(coverage.clauses.kept + coverage.clauses.aim).toBe(coverage.clauses.of)
  expect(await db.query('select r.id from record r')).toEqual([])
})

test('attempts of test persons are not counted as refused', async () => {
  expect((await proofOver(db, ground).states()).clauses.get('no-ads')).toMatchObject({ refusedToday: 0, refusals: [] })
})

test('a pass older than a day proves nothing any more', async () => {
  const proof = proofOver(db, ground)
  const before = ground.clock.now()
  ground.clock.forward(25 * 3_600_000)
  expect(await stateOf(proof, 'searches')).toMatchObject({
    state: 'unproven',
    reason: expect.stringContaining('25 hours'),
  })
  ground.clock.set(before)
  expect(await stateOf(proof, 'searches')).toMatchObject({ state: 'kept' })
})

// RET-03
test('a sweep that stops turns its sentence red by itself, and green when it has run', async () => {
  const { gate, clock } = ground
  const proof = proofOver(db, ground, gate)
  const collectedAt = clock.now()
  await gate.write(serviceOf(first), [
    {
      messageId: 'late',
      person: maya,
      product: 'search',
      category: 'interaction.search',
      origin: 'person',
      collectedAt,
      signedIn: true,
      region: 'eea',
      data: { words: 'x' },
    },
  ])
  const before = clock.now()
  clock.forward(600 * day)
  await proof.run({ clause: 'searches', verb: 'keep' })
  expect(await stateOf(proof, 'searches')).toMatchObject({
    state: 'broken',
    reason: expect.stringContaining('1 thing lies past its time'),
  })
  for (const { person, ids } of await gate.due(clock.now(), 100)) await gate.remove(person, ids, { type: 'sweep' })
  await proof.run({ clause: 'searches' })
  expect(await stateOf(proof, 'searches')).toMatchObject({ state: 'kept' })
  clock.set(before)
})

test('a gate that gives what a ban closes turns the ban red', async () => {
  const leaking: Gate = {
    ...ground.gate,
    read: (by, ask) => ground.gate.read(by, ask.purpose === 'advertise' ? { ...ask, purpose: 'provide' } : ask),
  }
  const proof = proofOver(db, ground, leaking)
  await proof.run({ clause: 'no-ads' })
  expect(await stateOf(proof, 'no-ads')).toMatchObject({
    state: 'broken',
    reason: expect.stringContaining('which this sentence forbids'),
  })
  await proofOver(db, ground).run({ clause: 'no-ads' })
})

test('a gate that ignores a withdrawn consent, or forgets nothing, turns the offers red', async () => {
  const deaf: Gate = {
    ...ground.gate,
    choose: async (person, asked, how) =>
      asked.value === 'off' ? ({ ...asked, person } as never) : ground.gate.choose(person, asked, how),
  }
  const idle: Gate = { ...ground.gate, forget: async () => ({ records: 0, kept: [], tombstones: 0, event: '' }) }
  expect(await proofOver(db, ground, deaf).run({ clause: 'take-back' })).toMatchObject([{ passed: false }])
  expect(await proofOver(db, ground, idle).run({ clause: 'erase' })).toMatchObject([{ passed: false }])
})

test('what no sentence covered is settled once one does', async () => {
  const proof = proofOver(db, ground)
  const { product, category, origin } = first.policy.cells[0]!.facts
  const [covered, uncovered] = [
    `collect ${product} ${category} ${origin}`,
    `collect ${product} nothing.known ${origin}`,
  ]
  for (const key of [covered, uncovered])
    await proof.raise({ kind: 'drift', clause: null, key, summary: 'tried', at: ground.clock.now() })
  await proof.run({})
  expect((await proof.findings()).map(({ key }) => key)).toEqual([uncovered])
  await proof.settle(uncovered, ground.clock.now())
})

test('an open finding breaks its sentence; one against no sentence stands on the coverage line and breaks nothing', async () => {
  const proof = proofOver(db, ground)
  const finding = (clause: string | null, key: string): Finding => ({
    kind: 'unkept',
    clause,
    key,
    summary: 'something was found',
    at: ground.clock.now(),
  })
  await proof.raise(finding('places', 'a'))
  await proof.raise(finding('places', 'a'))
  await proof.raise(finding(null, 'b'))
  expect(await stateOf(proof, 'places')).toMatchObject({
    state: 'broken',
    reason: 'something was found',
    findings: [{ count: 2 }],
  })
  expect((await proof.states()).coverage.findings).toMatchObject([{ key: 'b' }])
  await proof.settle('a', ground.clock.now())
  expect(await stateOf(proof, 'places')).toMatchObject({ state: 'kept' })
})
