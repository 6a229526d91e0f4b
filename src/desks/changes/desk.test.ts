// The changes desk over a real house on both engines: what a draft tells, who may agree to it, and that the sweep removes what it said.
// Broken and stale folders, crashes and fifty approvals at once are tried too.

import { describe, expect, test } from 'vitest'
import { forEachEngine } from '../../../test/harness/databases.ts'
import { give, openHouse, readSearches, type House } from '../../../test/harness/desks.ts'
import { smallStatement } from '../../../test/harness/small-statement.ts'
import { loadSources, loadVersions } from '../../adapters/stores/index.ts'
import { Failure, sha256Hex } from '../../base/index.ts'
import { answer } from '../../decision/index.ts'
import type { Decision, Question } from '../../policy/index.ts'
import type { Principal } from '../../principals/index.ts'
import { signClauses, type StatementFiles } from '../../statement/index.ts'

const officer = (key: string): Principal => ({
  role: 'officer',
  id: key,
  service: key,
  officer: key,
  products: [],
  purposes: [],
  endsAt: new Date('2030-01-01'),
})
const [vera, ruth, olaf] = [officer('vera'), officer('ruth'), officer('olaf')]

const shorter = smallStatement(
  ['your words for 18 months', 'your words for 6 months'],
  ['18 months after collection', '6 months after collection'],
)
const longer = smallStatement(
  ['your words for 18 months', 'your words for 24 months'],
  ['18 months after collection', '24 months after collection'],
)
/** The statement with a promise of how long a material change is announced. */
const promising = (time: string, files: StatementFiles = smallStatement()): StatementFiles => ({
  ...files,
  'statement.md': `${files['statement.md']}\n## Changes\n\nWe tell you ${time} before a change of this statement binds.\n\n\`\`\`kept notice\npromise notice-of-change before ${time}\n\`\`\`\n`,
  'registers/commitments.yaml': `notice-of-change:
  label: telling of a change before it binds
  parameters: { before: { type: time, stronger: more } }
  enforced-by: changes
  test: the desk refuses to put a change in force before its day
`,
})
/** The statement with another product that asks, and a recipient that gets searches. */
const besides = (...changes: readonly (readonly [string, string])[]): StatementFiles => {
  const files = smallStatement()
  const others = `
## Others

The post gets your words, to find what you ask for.

\`\`\`kept post
share search in web with post for provide
\`\`\`

Maps may ask for your searches, to answer you.

\`\`\`kept maps
combine web with maps for provide
\`\`\`
`
  return {
    ...files,
    'statement.md': changes.reduce((text, [from, to]) => text.replace(from, to), files['statement.md']! + others),
    'registers/products.yaml': `${files['registers/products.yaml']!}maps: { label: Maps }\n`,
    'registers/recipients.yaml': ['post', 'courier'].map((name) => `${name}: { label: The ${name}, kind: vendor, functions: [provide], at: [eu], since: "2026-01-01", contract: "Order of 1 January 2026", audit: "Visit of 5 January 2026; valid until 5 January 2027", told: "2025-12-01" }\n`).join(''), // prettier-ignore
  }
}
const service: Principal = { role: 'service', id: 'web', service: 'web', officer: null, products: ['web'], purposes: ['provide'], endsAt: new Date('2030-01-01') } // prettier-ignore
const without = smallStatement(
  ['use search in web for suggest because consent suggestions', 'never use search in web for suggest'],
  ['Say yes, and your words also pick suggestions.', 'Your words pick no suggestions.'],
)

async function failureOf(work: Promise<unknown>): Promise<string> {
  const cause: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return cause instanceof Failure ? cause.code : String(cause)
}

/** Searches of many ages, in months before the clock's April 2026. */
async function searches(house: House): Promise<void> {
  const months = ['2024-11-20', '2025-01-05', '2025-06-30', '2025-10-13', '2025-10-15', '2026-04-01']
  await give(
    house,
    ...months.map((day, i) => ({
      email: `p${i % 3}@example.org`,
      category: 'search' as const,
      collectedAt: `${day}T08:00:00Z`,
      data: { words: day },
    })),
  )
}

const sweep = (house: House): Promise<{ removed: number; clean: boolean }> =>
  house.plans.sweep((limit) => house.gate.due(house.clock.now(), limit))

forEachEngine((open) => {
  describe('a draft', () => {
    // CHG-06
    test('tells before publishing how many records would go, and the sweep then removes exactly those', async () => {
      const house = await openHouse(await open())
      await searches(house)
      const { draft } = await house.changes.openDraft(vera, shorter)
      expect(draft).toMatchObject({
        state: 'open',
        version: null,
        effect: { recordsGone: 4, goneBy: [{ category: 'search', product: 'web', count: 4 }], material: false },
      })
      expect(draft!.effect.clauses).toMatchObject([{ clause: 'searches', change: 'words and rules', material: [] }])
      expect(await sweep(house)).toEqual({ removed: 0, clean: true })
      await house.changes.approve(vera, draft!.number, draft!.hash)
      const published = await house.changes.approve(ruth, draft!.number, draft!.hash)
      expect(published).toMatchObject({ state: 'published', version: 2, effectiveAt: '2026-04-14T09:44:00.000Z' })
      expect(house.inForce().newest.hash).toBe(draft!.hash)
      expect(await sweep(house)).toEqual({ removed: 4, clean: true })
      expect(await sweep(house)).toEqual({ removed: 0, clean: true })
    })

    test('tells which uses of the last 30 days would be refused, by service and purpose', async () => {
      const house = await openHouse(await open())
      await searches(house)
      const person = (await house.gate.personOf({ field: 'email', value: 'p0@example.org' }))!
      await house.gate.choose(
        person,
        { kind: 'choice', name: 'suggestions', value: 'on' },
        { channel: 'dashboard', actor: 'person' },
      )
      for (let i = 0; i < 3; i++)
        expect((await readSearches(house, 'p0@example.org', 'suggest')).decision.effect).toBe('permit')
      await readSearches(house, 'p0@example.org', 'provide')
      const { draft } = await house.changes.openDraft(vera, without)
      expect(draft!.effect.usesRefused).toEqual([
        {
          service: 'web',
          purpose: 'suggest',
          category: 'search',
          product: 'web',
          ask: 'use',
          recipient: null,
          inProduct: null,
          count: 3,
          clause: 'suggestions',
          term: 'never',
          example: expect.any(String),
        },
      ])
      expect(draft!.effect.usesOpened).toEqual([])
      expect(draft!.effect.recordsGone).toBe(0)
    })

    test('what it would do is told without a draft, and then happens: records, refusals, openings (CHG-06)', async () => {
      const house = await openHouse(await open())
      await searches(house)
      const person = (await house.gate.personOf({ field: 'email', value: 'p0@example.org' }))!
      const yes = { kind: 'choice', name: 'suggestions', value: 'on' } as const
      await house.gate.choose(person, yes, { channel: 'dashboard', actor: 'person' })
      await readSearches(house, 'p0@example.org', 'suggest')
      await readSearches(house, 'p1@example.org', 'suggest')
      const both = smallStatement(
        ['your words for 18 months', 'your words for 6 months'],
        ['18 months after collection', '6 months after collection'],
        ['use search in web for suggest because consent suggestions', 'never use search in web for suggest'],
        ['Say yes, and your words also pick suggestions.', 'Your words pick no suggestions.'],
      )
      const told = await house.changes.simulate(vera, both, null)
      expect(await house.changes.simulate({ ...vera, role: 'operator' } as Principal, both, null)).toEqual(told)
      expect(told.recordsGone).toBe(4)
      const [refused] = told.usesRefused
      const { compileStatement } = await import('../../statement/index.ts')
      const [before, after] = await Promise.all([smallStatement(), both].map(async (files) => (await compileStatement(files)).compiled!)) // prettier-ignore
      const example = JSON.parse(refused!.example) as Question
      const answers = [before!, after!].map(({ policy }) => answer(policy, example, house.clock.now()))
      expect(answers).toMatchObject([{ effect: 'permit' }, { effect: 'deny', clause: refused!.clause, term: refused!.term }]) // prettier-ignore
      const due = await house.store.due({ text: 'true', values: [] }, 100)
      expect(due.map(({ id }) => id)).toContain(told.goneBy[0]!.example)

      const { draft } = await house.changes.openDraft(vera, both)
      expect(draft!.effect).toEqual(told)
      for (const by of [vera, ruth]) await house.changes.approve(by, draft!.number, draft!.agreeTo)
      expect((await sweep(house)).removed).toBe(told.recordsGone)
      expect((await readSearches(house, 'p0@example.org', 'suggest')).decision).toMatchObject({ effect: 'deny', clause: refused!.clause, term: refused!.term }) // prettier-ignore
      const left = await house.store.due({ text: 'true', values: [] }, 100)
      expect(left.map(({ id }) => id)).not.toContain(told.goneBy[0]!.example)
    })

    test('what was given to others and what another product asked is tried too, and then happens (CHG-06)', async () => {
      const house = await openHouse(await open(), besides())
      await searches(house)
      const ask = { person: { field: 'email', value: 'p0@example.org' }, product: 'web', category: 'search', purpose: 'provide' } // prettier-ignore
      const asking = { ...service, products: ['web', 'maps'] }
      const all = async (): Promise<readonly Decision[]> => {
        const [post, courier] = [await house.gate.share(asking, { ...ask, recipient: 'post' }), await house.gate.share(asking, { ...ask, recipient: 'courier' })] // prettier-ignore
        const [maps, own] = [await house.gate.read(asking, { ...ask, inProduct: 'maps' }), await house.gate.read(asking, ask)] // prettier-ignore
        return [post, courier, maps, own].map(({ decision }) => decision)
      }
      expect((await all()).map(({ effect }) => effect)).toEqual(['permit', 'deny', 'permit', 'permit'])

      const next = besides(
        ['share search in web with post for provide', 'share search in web with courier for provide'],
        ['The post gets your words', 'The courier gets your words'],
        ['combine web with maps for provide', 'never combine web with maps'],
        ['Maps may ask for your searches', 'Maps never gets your searches'],
      )
      const told = await house.changes.simulate(vera, next, null)
      expect(told.usesRefused.map(({ ask: how, recipient, inProduct, count, term }) => [how, recipient, inProduct, count, term])).toEqual([
        ['share', 'post', null, 1, 'based'],
        ['use', null, 'maps', 1, 'never'],
      ]) // prettier-ignore
      expect(told.usesOpened).toMatchObject([{ ask: 'share', recipient: 'courier', inProduct: null, count: 1 }])
      const { compileStatement } = await import('../../statement/index.ts')
      const [before, after] = await Promise.all([besides(), next].map(async (files) => (await compileStatement(files)).compiled!.policy)) // prettier-ignore
      for (const { example, clause, term } of told.usesRefused) {
        const answers = [before!, after!].map((policy) =>
          answer(policy, JSON.parse(example) as Question, house.clock.now()),
        ) // ours
        expect(answers).toMatchObject([{ effect: 'permit' }, { effect: 'deny', clause, term }])
      }

      const { draft } = await house.changes.openDraft(vera, next)
      expect(draft!.effect.usesRefused).toEqual(told.usesRefused)
      for (const by of [vera, ruth]) await house.changes.approve(by, draft!.number, draft!.agreeTo)
      house.clock.move(40 * 86_400_000)
      const then = await house.again()
      const [post, maps, own] = await Promise.all([
        then.gate.share(asking, { ...ask, recipient: 'post' }),
        then.gate.read(asking, { ...ask, inProduct: 'maps' }),
        then.gate.read(asking, ask),
      ])
      for (const [answered, refused] of [
        [post, told.usesRefused[0]!],
        [maps, told.usesRefused[1]!],
      ] as const)
        expect(answered.decision).toMatchObject({ effect: 'deny', clause: refused.clause, term: refused.term })
      expect(own.decision.effect).toBe('permit')
      // what was written under the old statement stays closed to the courier (law 8); what is written now it gets
      await give(then, { email: 'new@example.org', category: 'search', collectedAt: then.clock.now().toISOString(), data: { words: 'new' } }) // prettier-ignore
      const fresh = await then.gate.share(asking, { ...ask, person: { field: 'email', value: 'new@example.org' }, recipient: 'courier' }) // prettier-ignore
      expect([fresh.decision.effect, fresh.records.length]).toEqual(['permit', 1])
    })

    test('of a further change is told as if the first had been published', async () => {
      const house = await openHouse(await open())
      await searches(house)
      expect((await house.changes.simulate(vera, smallStatement(), shorter)).recordsGone).toBe(0)
      expect((await house.changes.simulate(vera, shorter, smallStatement())).recordsGone).toBe(4)
      expect((await house.changes.simulate(vera, longer, shorter)).changes.map(({ what }) => what)).toContain('kept 24 months after collection, before 6 months after collection') // prettier-ignore
      expect(await loadVersions(house.db)).toHaveLength(1)
    })

    test('tells which refused uses it would open', async () => {
      const house = await openHouse(await open(), without)
      await searches(house)
      await readSearches(house, 'p0@example.org', 'suggest')
      const { draft } = await house.changes.openDraft(vera, smallStatement())
      expect(draft!.effect.usesOpened).toMatchObject([
        { service: 'web', purpose: 'suggest', category: 'search', count: 1 },
      ])
      expect(draft!.effect.material).toBe(true)
    })

    test('that changes nothing is none: the newest version says it already, published or in force', async () => {
      const house = await openHouse(await open())
      const says = async (files: StatementFiles): Promise<unknown> => house.changes.openDraft(vera, files).then(({ draft }) => draft?.state, (cause: unknown) => cause) // prettier-ignore
      const already = (version: number) => expect.objectContaining({ code: 'published_already', detail: { version } })
      expect(await says(smallStatement())).toEqual(already(1))
      const commented = { ...smallStatement(), 'registers/products.yaml': `# ours\n${smallStatement()['registers/products.yaml']!}` } // prettier-ignore
      expect(await says(commented)).toEqual(already(1))
      expect(await house.db.query(`select number from app."case" where state = 'open'`)).toEqual([])

      const draft = (await house.changes.openDraft(vera, longer)).draft!
      for (const by of [vera, ruth]) await house.changes.approve(by, draft.number, draft.hash)
      expect(house.inForce().newest.version).toBe(1) // the second waits for its day
      expect(await says(longer)).toEqual(already(2))
      expect(await says(smallStatement())).toBe('open') // back to the first is a change
      const reworded = { ...longer, 'statement.md': longer['statement.md']!.replace('# What Quill keeps', '# What Quill holds') } // prettier-ignore
      expect(await says(reworded)).toBe('open') // the rules are the same, what people read is not
    })

    test('that is broken is none, and the running statement stays', async () => {
      const house = await openHouse(await open())
      const before = house.inForce().newest
      const { draft, diagnostics } = await house.changes.openDraft(
        vera,
        smallStatement(['collect search in web from person', 'collekt search in web from person']),
      )
      expect(draft).toBeNull()
      expect(diagnostics.filter(({ severity }) => severity === 'error')).not.toEqual([])
      expect(house.inForce().newest).toBe(before)
      expect(await loadVersions(house.db)).toHaveLength(1)
    })

    test('that gives a bit to another name, or a name another bit, is none (K207)', async () => {
      const house = await openHouse(await open())
      const file = 'registers/choices.yaml'
      const files = smallStatement()
      const moved = { ...files, [file]: files[file]!.replace('bit: 0', 'bit: 5') }
      expect(await failureOf(house.changes.openDraft(vera, moved))).toBe('statement_broken')
      const renamed = smallStatement(['consent suggestions', 'consent tips'])
      expect(
        await failureOf(
          house.changes.openDraft(vera, { ...renamed, [file]: files[file]!.replace('suggestions:', 'tips:') }),
        ),
      ).toBe('statement_broken')
    })

    test('with a stale signature is none (K707)', async () => {
      const house = await openHouse(await open())
      const signed = {
        ...smallStatement(),
        'signed.yaml': await signClauses(smallStatement(), {
          clauses: ['searches'],
          officer: 'vera',
          on: '2026-04-01',
        }),
      }
      expect((await house.changes.openDraft(vera, signed)).draft).not.toBeNull()
      const { draft, diagnostics } = await house.changes.openDraft(vera, {
        ...shorter,
        'signed.yaml': signed['signed.yaml'],
      })
      expect(draft).toBeNull()
      expect(diagnostics.map(({ code }) => code)).toContain('K707')
    })
  })

  describe('agreeing', () => {
    test('takes two different officers over the exact hash', async () => {
      const house = await openHouse(await open())
      const draft = (await house.changes.openDraft(vera, shorter)).draft!
      expect(await failureOf(house.changes.approve(vera, draft.number, '0'.repeat(64)))).toBe('conflict')
      expect((await house.changes.approve(vera, draft.number, draft.hash)).state).toBe('open')
      expect(await failureOf(house.changes.approve(vera, draft.number, draft.hash))).toBe('four_eyes')
      const operator = { ...ruth, role: 'operator' } as Principal // the same token with another role
      expect(await failureOf(house.changes.approve(operator, draft.number, draft.hash))).toBe('role_refused')
      house.clock.move(1000)
      const published = await house.changes.approve(olaf, draft.number, draft.hash)
      expect(published.approvals.map((approval) => approval.officer)).toEqual(['vera', 'olaf'])
      expect((await loadVersions(house.db)).map(({ version, publishedBy }) => [version, publishedBy])).toEqual([
        [1, ['vera', 'ruth']],
        [2, ['vera', 'olaf']],
      ])
      expect(await loadSources(house.db, 2)).toEqual(shorter)
    })

    test('fifty at once publish one version', async () => {
      const house = await openHouse(await open())
      const draft = (await house.changes.openDraft(vera, shorter)).draft!
      const officers = Array.from({ length: 50 }, (_, i) => officer(`o${i % 5}`))
      await Promise.allSettled(officers.map((one) => house.changes.approve(one, draft.number, draft.hash)))
      expect(await loadVersions(house.db)).toHaveLength(2)
      expect((await house.changes.draft(draft.number)).state).toBe('published')
    })

    test('a draft made under an older version is not agreed to any more', async () => {
      const house = await openHouse(await open())
      const [one, other] = [
        (await house.changes.openDraft(vera, shorter)).draft!,
        (await house.changes.openDraft(vera, without)).draft!,
      ]
      for (const by of [vera, ruth]) await house.changes.approve(by, one.number, one.hash)
      expect(await failureOf(house.changes.approve(vera, other.number, other.hash))).toBe('conflict')
      expect((await house.changes.drop(vera, other.number)).state).toBe('dropped')
      expect(await failureOf(house.changes.drop(vera, other.number))).toBe('conflict')
    })

    // CHG-03
    test('a material change waits for its notice, and none published later comes before it', async () => {
      const house = await openHouse(await open())
      const draft = (await house.changes.openDraft(vera, longer)).draft!
      expect(draft.effect.material).toBe(true)
      expect(draft.effect.clauses).toMatchObject([{ clause: 'searches', material: ['K804'] }])
      await house.changes.approve(vera, draft.number, draft.hash)
      const published = await house.changes.approve(ruth, draft.number, draft.hash)
      expect(published).toMatchObject({ version: 2, effectiveAt: '2026-05-14T09:44:00.000Z' })
      expect(house.inForce().newest.version).toBe(1)
      const next = (await house.changes.openDraft(vera, shorter)).draft!
      await house.changes.approve(vera, next.number, next.hash)
      expect(await house.changes.approve(ruth, next.number, next.hash)).toMatchObject({
        version: 3,
        effectiveAt: '2026-05-14T09:44:00.000Z',
      })
      house.clock.move(30 * 86_400_000)
      expect((await house.again()).inForce().newest.version).toBe(3)
    })

    test('the notice is the one promised by what is in force, not by what is to come (CHG-03)', async () => {
      const house = await openHouse(await open(), promising('60 days'))
      const draft = (await house.changes.openDraft(vera, promising('10 days'))).draft!
      expect(draft).toMatchObject({
        notice: { time: { count: 60, unit: 'day' }, clause: 'notice' },
        effect: { material: true, from: '2026-06-13T09:44:00.000Z' },
      })
      expect(draft.effect.changes.map(({ key }) => key)).toContain('K805:notice')
      await house.changes.approve(vera, draft.number, draft.agreeTo)
      const published = await house.changes.approve(ruth, draft.number, draft.agreeTo)
      expect(published.effectiveAt).toBe('2026-06-13T09:44:00.000Z')
      expect(house.inForce().newest.version).toBe(1)
      house.clock.move(60 * 86_400_000 - 1)
      expect((await house.again()).inForce().newest.version).toBe(1)
      house.clock.move(1)
      const then = await house.again()
      expect(then.inForce().newest.version).toBe(2)
      const next = (await then.changes.openDraft(vera, promising('10 days', longer))).draft!
      expect([next.notice.time.count, next.effect.from]).toEqual([10, '2026-06-23T09:44:00.000Z'])
    })

    // law 8, CHG-03
    test('a note that people were told of names a day on which a notice of it went out, or there is no such version', async () => {
      const house = await openHouse(await open())
      const fits = (told: string | null, files: StatementFiles, shown = 'provide, suggest'): StatementFiles => ({
        ...files,
        'registers/notes.yaml': `${files['registers/notes.yaml']!}fits: { kind: compatible, author: vera, date: "2026-01-05", text: "They go together.", purposes: [${shown}], with: [provide]${told === null ? '' : `, told: "${told}"`} }\n`,
      })
      const draftOf = async (files: StatementFiles) => (await house.changes.openDraft(vera, files)).draft!
      const publish = async (files: StatementFiles) => {
        const { number, agreeTo } = await draftOf(files)
        await house.changes.approve(vera, number, agreeTo)
        return house.changes.approve(ruth, number, agreeTo)
      }
      const refused = (files: StatementFiles): Promise<string> => failureOf(publish(files))

      expect(await refused(fits('2026-01-06', longer))).toBe('notice_missing') // before the desk told anybody
      const quiet = await draftOf(fits('2026-04-14', shorter))
      await house.changes.approve(vera, quiet.number, quiet.agreeTo)
      expect(await failureOf(house.changes.approve(ruth, quiet.number, quiet.agreeTo))).toBe('notice_missing') // not material: nobody is told
      expect((await house.changes.draft(quiet.number)).approvals).toHaveLength(1)
      const early = await draftOf(fits('2026-04-15', longer))
      await house.changes.approve(vera, early.number, early.agreeTo)
      expect(await failureOf(house.changes.approve(ruth, early.number, early.agreeTo))).toBe('notice_missing') // not yet

      house.clock.move(86_400_000)
      const told = await house.changes.approve(ruth, early.number, early.agreeTo)
      expect(told).toMatchObject({ state: 'published', version: 2, effectiveAt: '2026-05-15T09:44:00.000Z' })
      house.clock.move(40 * 86_400_000)
      const then = await house.again()
      const next = (files: StatementFiles) => failureOf(then.changes.openDraft(vera, files))
      expect(await next(fits('2026-04-16', shorter))).toBe('notice_missing') // another day
      expect(await next(fits('2026-04-14', shorter))).toBe('notice_missing') // the day of a version that had no such note
      expect(await next(fits('2026-04-15', shorter, 'provide, suggest, comply'))).toBe('notice_missing') // more than people were told
      expect((await then.changes.openDraft(vera, fits('2026-04-15', shorter, 'suggest'))).draft).not.toBeNull()
    })

    test('an officer says that a change is not material, and why: it is recorded, and agreed to by two (CHG-04)', async () => {
      const house = await openHouse(await open())
      const draft = (await house.changes.openDraft(vera, longer)).draft!
      await house.changes.approve(ruth, draft.number, draft.agreeTo)
      const reason = 'nobody has searched for longer than a year'
      const judging = { keys: ['K804:searches'], material: false, reason }
      expect(await failureOf(house.changes.judge(vera, draft.number, { ...judging, keys: ['K804:letters'] }))).toBe('name_unknown') // prettier-ignore
      const judged = await house.changes.judge(vera, draft.number, judging)
      expect(judged).toMatchObject({
        effect: { material: false, from: '2026-04-14T09:44:00.000Z' },
        judgements: [{ key: 'K804:searches', material: false, reason, officer: 'vera' }],
        approvals: [], // ruth agreed to something else
      })
      expect(await failureOf(house.changes.approve(ruth, draft.number, draft.hash))).toBe('conflict')
      const back = await house.changes.judge(olaf, draft.number, { ...judging, material: true, reason: 'somebody has' })
      expect([back.effect.material, back.agreeTo === judged.agreeTo]).toEqual([true, false])
      const again = await house.changes.judge(vera, draft.number, judging)
      await house.changes.approve(vera, draft.number, again.agreeTo)
      const published = await house.changes.approve(ruth, draft.number, again.agreeTo)
      expect(published).toMatchObject({ version: 2, effectiveAt: '2026-04-14T09:44:00.000Z' })
      expect(await failureOf(house.changes.judge(vera, draft.number, judging))).toBe('conflict')
      const noted = await house.db.query<{ event: string; actor: string; noted: string | null }>(
        `select e.event, e.actor, e.noted from app.case_event e join app."case" c on c.tenant = e.tenant and c.id = e.id where c.number = $1 order by e.seq`,
        [draft.number],
      )
      expect(noted.filter(({ event }) => event === 'judge').map(({ actor, noted: leaf }) => [actor, leaf !== null])).toEqual([['vera', true], ['olaf', true], ['vera', true]]) // prettier-ignore
    })

    test('what was agreed to before a crash is published after it', async () => {
      const house = await openHouse(await open())
      const draft = (await house.changes.openDraft(vera, shorter)).draft!
      await house.changes.approve(vera, draft.number, draft.hash)
      const [row] = await house.db.query<{ id: string }>('select c.id from app."case" c where c.number = $1', [
        draft.number,
      ])
      await house.db.query('insert into app.approval (tenant, id, officer, over, at) values ($1, $2, $3, $4, $5)', [
        house.db.tenant,
        row!.id,
        'ruth',
        draft.hash,
        house.clock.now(),
      ])
      const next = await house.again()
      await next.changes.resume()
      expect((await next.changes.draft(draft.number)).state).toBe('published')
      await next.changes.resume()
      expect(await loadVersions(house.db)).toHaveLength(2)
    })
  })

  // CHG-01
  test('what is published is what its hash says', async () => {
    const house = await openHouse(await open())
    const [row] = await house.db.query<{ policy: string; page: string; hash: string }>(
      'select v.policy, v.page, v.hash from statement_version v',
    )
    const { compileStatement } = await import('../../statement/index.ts')
    expect((await compileStatement(smallStatement())).compiled!.hash).toBe(row!.hash)
    expect(sha256Hex(row!.policy)).toMatch(/^[0-9a-f]{64}$/)
  })
})
