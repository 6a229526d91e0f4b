// The laws of meets, each named as the law (language, "Laws of precedence" 6 to 10): on random statements with overlays, contracts, a second
// base, versions and derivations, asked through the compiler as a whole.

import { assert, describe, expect, test } from 'vitest'
import { addPeriod, canonicalJson } from '../../src/base/index.ts'
import { decideUse } from '../../src/decision/index.ts'
import {
  bindingCell, bitsOf, cellNumber, cellOf, covers, forms, hands, has, maskOf, none, putInForce, without,
  type Act, type Cell, type Compiled, type Mask, type Policy, type Standing, type Use, type Version,
} from '../../src/policy/index.ts' // prettier-ignore
import { compileStatement } from '../../src/statement/index.ts'
import { smallStatement } from '../harness/small-statement.ts'
import { drawGeneral, filesOf, generalDraft, narrowing, registry, settle, withHome, type Draft, type Edition, type HomeText } from './drafts.ts' // prettier-ignore
import { randomFrom, seed, type Random } from './random.ts'

const statements = 25
const questions = 40

/** A draft with one more file, less the clauses of it that do not compile; null when none is left. */
async function joined(draft: Draft, home: HomeText, lines: readonly string[]): Promise<Policy | null> {
  const settled = await settle(withHome(draft, home, lines), ({ path }) => path === home.path)
  const isLeft = settled?.draft.clauses.some(({ path }) => path === home.path)
  return settled && isLeft ? settled.compiled.policy : null
}

/** Of the choices that the first version asks for. */
const choiceBits = registry.choices.filter(({ since }) => since === 1).map(({ bit }) => bit)

function asking(random: Random): { readonly person: Standing; readonly act: Act } {
  const collectedAt = new Date(Date.UTC(2024, random.below(12), 1 + random.below(28)))
  return {
    person: {
      on: maskOf(...random.some(choiceBits, 0.7)),
      objected: random.chance(0.2) ? maskOf(random.pick(registry.purposes).bit) : none,
      restricted: random.chance(0.05),
    },
    act: {
      purpose: random.pick(registry.purposes).bit,
      hand: random.pick(hands),
      form: random.chance(0.7) ? 'identified' : random.pick(forms),
      cases: random.some(['support', 'audit'], 0.5),
      directed: random.chance(0.5),
      place: random.chance(0.2) ? 'eu' : null,
      collectedAt,
      endedAt: null,
      at: addPeriod(collectedAt, { count: random.pick([1, 9, 11, 29, 400, 2_000]), unit: 'day' }),
    },
  }
}

type Asked = ReturnType<typeof asking>

const permits = (policy: Policy, cell: Cell | undefined, { person, act }: Asked): boolean =>
  decideUse(policy, cell, person, act).effect === 'permit'

/** The cells of a standing, in every combination of facts the policy tells apart. */
function cellsOf(policy: Policy, standing: string): readonly Cell[] {
  return policy.cells.filter(({ facts, standings = [] }) => [facts.standing, ...standings].includes(standing))
}

/** What a cell says, whatever its number and whoever shares it. */
function said({ id: _id, facts, standings: _standings, ...rest }: Cell): string {
  return canonicalJson({ ...rest, facts: { ...facts, standing: '' } })
}

describe('law 6: profiles do not leak', () => {
  test('adding a narrowing overlay never opens, and changes nothing for anybody else', async () => {
    let [closed, open] = [0, 0]
    for (let i = 0; i < statements; i++) {
      const random = randomFrom(seed + 200_000 + i)
      const { compiled, draft } = await drawGeneral(random)
      const policy = await joined(draft, { path: 'profiles/child.md', front: { profile: 'child', kind: 'narrows', while: 'child' } }, narrowing(random)) // prettier-ignore
      if (!policy) continue
      expect(cellsOf(policy, 'consumer').map(said).toSorted()).toEqual(compiled.policy.cells.map(said).toSorted())
      for (const cell of cellsOf(policy, 'consumer+child'))
        for (let j = 0; j < questions / 10; j++) {
          const asked = asking(random)
          const without = cellOf(policy, { ...cell.facts, standing: 'consumer' })
          const [before, after] = [permits(policy, without, asked), permits(policy, cell, asked)]
          assert(before || !after, `seed ${seed + 200_000 + i}: opened ${canonicalJson(cell.facts)}`)
          if (before && !after) closed += 1
          if (before && after) open += 1
        }
    }
    expect(closed).toBeGreaterThan(50)
    expect(open).toBeGreaterThan(50)
  })

  test('what extends adds in its own standings alone, and never past a ban', async () => {
    let added = 0
    for (let i = 0; i < statements; i++) {
      const random = randomFrom(seed + 220_000 + i)
      const { compiled, draft } = await drawGeneral(random)
      const lines = registry.categories.filter(() => random.chance(0.6)).map((one) => `use ${one} for ${random.pick(['provide', 'improve'])} because ${random.pick(['contract', 'vital'])} by ${random.pick(['people', 'machines'])}`) // prettier-ignore
      const policy = await joined(draft, { path: 'profiles/trial.md', front: { profile: 'trial', kind: 'extends', while: 'trial on', ends: '2030-01-01' } }, lines) // prettier-ignore
      if (!policy) continue
      expect(cellsOf(policy, 'consumer').map(said).toSorted()).toEqual(compiled.policy.cells.map(said).toSorted())
      for (const cell of cellsOf(policy, 'consumer+trial'))
        for (let j = 0; j < questions / 10; j++) {
          const asked = asking(random)
          const without = cellOf(policy, { ...cell.facts, standing: 'consumer' })
          const before = decideUse(policy, without, asked.person, asked.act)
          if (!permits(policy, cell, asked) || before.effect === 'permit') continue
          added += 1
          assert.equal(before.term, 'based', `seed ${seed + 220_000 + i}: past ${before.term}`)
        }
    }
    expect(added).toBeGreaterThan(20)
  })

  test('a record under two bases stands under their meet', async () => {
    let [both, one] = [0, 0]
    for (let i = 0; i < statements; i++) {
      const random = randomFrom(seed + 240_000 + i)
      const { draft } = await drawGeneral(random)
      const policy = await joined(draft, { path: 'profiles/firm.md', front: { profile: 'firm', kind: 'base', while: 'organisation-account', inherits: 'all' } }, narrowing(random)) // prettier-ignore
      if (!policy) continue
      for (const cell of cellsOf(policy, 'consumer'))
        for (let j = 0; j < questions / 10; j++) {
          const asked = asking(random)
          const [mixed, firm] = ['consumer&firm', 'firm'].map((standing) => cellOf(policy, { ...cell.facts, standing }))
          const each = [permits(policy, cell, asked), permits(policy, firm, asked)]
          assert.equal(permits(policy, mixed, asked), each.every(Boolean), `seed ${seed + 240_000 + i}`)
          if (each.every(Boolean)) both += 1
          else if (each.some(Boolean)) one += 1
        }
    }
    expect(both).toBeGreaterThan(50)
    expect(one).toBeGreaterThan(20)
  })
})

describe('law 7: contracts and duties meet', () => {
  // ENT-07
  test('adding a contract never opens; one with all customers that compiles takes nothing away', async () => {
    let [closed, kept] = [0, 0]
    for (let i = 0; i < statements; i++) {
      const random = randomFrom(seed + 260_000 + i)
      const { draft } = await drawGeneral(random)
      const lines = narrowing(random)
      for (const customers of ['all', 'acme']) {
        const home = (who: string): HomeText => ({ path: 'contracts/trust.md', front: { contract: 'trust', profile: 'consumer', customers: who } }) // prettier-ignore
        const bound = await joined(draft, home(customers), lines)
        if (!bound) continue
        // of a contract with all, the clauses that compiled, held to one customer
        const left = lines.filter((_, k) => bound.clauses.some(({ id }) => id === `h${k + 1}`))
        const policy = customers === 'acme' ? bound : await joined(draft, home('acme'), left)
        for (const cell of policy ? cellsOf(policy, 'consumer+trust') : [])
          for (let j = 0; j < questions / 10; j++) {
            const asked = asking(random)
            const without = cellOf(policy!, { ...cell.facts, standing: 'consumer' })
            const [before, after] = [permits(policy!, without, asked), permits(policy!, cell, asked)]
            assert(before || !after, `seed ${seed + 260_000 + i}: opened`)
            if (customers === 'all') assert(after || !before, `seed ${seed + 260_000 + i}: weaker than the contract by ${canonicalJson(decideUse(policy!, cell, asked.person, asked.act))}`) // prettier-ignore
            if (before && !after) closed += 1
            if (customers === 'all' && before) kept += 1
          }
      }
    }
    expect(closed).toBeGreaterThan(20)
    expect(kept).toBeGreaterThan(20)
  })
})

// --- versions -------------------------------------------------------------------------------------------------------

const day = new Date('2024-01-01T00:00:00.000Z')

function versions(...compiled: readonly Compiled[]): readonly Version[] {
  return compiled.map(({ policy, page, hash }, i) => ({ version: i + 1, hash, policy, page, publishedAt: day, effectiveAt: day })) // prettier-ignore
}

function useOf(cell: Cell | undefined, { hand, form, purpose }: Act): Use | undefined {
  return cell?.rows.find((row) => row.hand === hand && row.form === form)?.uses.find((use) => use.purpose === purpose)
}

describe('laws 8 and 9: versions', () => {
  /** The statement again, changed as officers change it: new uses, other bases, and a choice that was not there before. */
  async function next(random: Random, { draft }: Edition): Promise<Edition | null> {
    const changed = draft.clauses.map((clause) => (random.chance(0.2) ? { ...clause, line: reworked(random, clause.line) } : clause)) // prettier-ignore
    const fresh = registry.products.flatMap((product) =>
      ['content.message', 'content.photo', 'location.point', 'special', 'device'].flatMap(
        (category) =>
        random.some(['provide', 'improve', 'comply'], 0.5).map((purpose) => `use ${category} in ${product} for ${purpose} because ${newBasis(random)}`), // prettier-ignore
      ),
    )
    const added = fresh.map((line, i) => ({ id: `n${i + 1}`, path: 'statement.md', line }))
    return settle({ ...draft, version: 2, told: random.chance(0.6), clauses: [...changed, ...added] })
  }

  function newBasis(random: Random): string {
    return random.pick(['law tax', 'consent fresh', 'consent clips', 'consent history', 'contract'])
  }

  function reworked(random: Random, line: string): string {
    if (!line.startsWith('use ')) return line
    const basis = newBasis(random)
    return line.replace(/because (?:contract|vital|(?:consent|law|public-task|legitimate-interest) [a-z]+)/, `because ${basis}`) // prettier-ignore
  }

  /** Whether people were told of a note that shows what a use is for to go together with what the data openly served before. */
  function isShown({ draft }: Edition, before: Cell, asked: Act): boolean {
    const served = registry.purposes.flatMap(({ bit }) => useOf(before, { ...asked, purpose: bit }) ?? [])
    return draft.told && served.some(({ basis }) => basis.kind !== 'consent')
  }

  test('publishing opens no old record but by a law, a new agreement or a note people were told of, never against a ban, and stretches no consent', async () => {
    let [asked_, byLaw, byAgreement, byNote, stretched] = [0, 0, 0, 0, 0]
    for (let i = 0; i < statements / 2; i++) {
      const random = randomFrom(seed + 280_000 + i)
      const first = await drawGeneral(random)
      const changed = await next(random, first)
      if (!changed) continue
      const second = changed.compiled
      const inForce = putInForce(versions(first.compiled, second))
      for (const cell of first.compiled.policy.cells)
        for (let j = 0; j < questions; j++) {
          const drawnAct = asking(random)
          const asked = { ...drawnAct, person: { ...drawnAct.person, on: random.chance(0.5) ? [drawnAct.person.on[0], drawnAct.person.on[1] | (1 << 9)] as const : drawnAct.person.on } } // prettier-ignore
          const now = inForce.cell(cellNumber(1, cell.id))
          const before = decideUse(first.compiled.policy, cell, asked.person, asked.act)
          if (!permits(second.policy, now, asked)) continue
          asked_ += 1
          if (before.effect === 'permit') continue
          const use = useOf(cellOf(second.policy, cell.facts), asked.act)!
          assert(before.term === 'based' || before.term === 'live', `seed ${seed + 280_000 + i}: opened past ${before.term}`) // prettier-ignore
          const isFresh = use.basis.kind === 'consent' && use.basis.name === 'fresh'
          assert(use.basis.kind === 'law' || isFresh || isShown(changed, cell, asked.act), `seed ${seed + 280_000 + i}: opened by ${use.basis.kind} ${use.basis.name}`) // prettier-ignore
          if (use.basis.kind === 'law') byLaw += 1
          else if (isFresh) byAgreement += 1
          else byNote += 1
        }
      for (const cell of second.policy.cells)
        for (let j = 0; j < questions / 4; j++) {
          const asked = asking(random)
          const use = useOf(cell, asked.act)
          const old = bitsOf(use?.given ?? none).filter((bit) => choiceBits.some((one) => one === bit))
          if (!use || old.length === 0) continue
          const then = useOf(cellOf(first.compiled.policy, cell.facts), asked.act)
          const isCovered = then !== undefined && covers(then.given, use.given) && covers(use.given, then.given)
          if (isCovered) continue
          stretched += 1
          assert(!permits(second.policy, inForce.cell(cellNumber(2, cell.id)), asked), `seed ${seed + 280_000 + i}: an old yes to ${use.basis.name} opens ${use.clause}`) // prettier-ignore
        }
    }
    expect(asked_).toBeGreaterThan(500)
    expect(byLaw).toBeGreaterThan(10)
    expect(byAgreement).toBeGreaterThan(10)
    expect(byNote).toBeGreaterThan(3)
    expect(stretched).toBeGreaterThan(50)
  })
})

describe('laws 8 and 10: what a version forbids of data that it has no cell for, and what is known now of a person', () => {
  const letters = /## Letters[^]*?(?=## Invoices)/
  const liking = '  liking: { label: Likings, holds: "what we guess you like" }\n'
  const ideas =
    'ideas:\n  { bit: 1, kind: consent, label: Ideas, default: "off", wording: "My letters may pick suggestions." }\n'
  const purpose = { provide: 0, suggest: 1, comply: 2 }
  const yes = maskOf(0, 1)

  /** The small statement with more sentences, a kind of data that is made, and a choice; `isDropped`: without its letters; `moved`: what these rest on; `isAsked`: there is a consent to suggestions from them. */
  async function published(
    lines: readonly string[],
    { isDropped = false, child = '', moved = 'contract', isAsked = false } = {},
  ): Promise<Compiled> {
    const files = smallStatement()
    const added = lines.map((line, i) => `\nWe say so.\n\n\`\`\`kept more${i}\n${line}\n\`\`\`\n`).join('')
    const rested = files['statement.md']!.replace('use letter in web for provide because contract', `use letter in web for provide because ${moved}`).replace('keep letter in web until closing', moved.startsWith('consent') ? 'keep letter in web until closing or until withdrawal' : 'keep letter in web until closing') // prettier-ignore
    const text = isDropped ? rested.replace(letters, '') : rested
    const { diagnostics, compiled } = await compileStatement({
      ...files,
      'statement.md': `${text}\n## More\n${added}`,
      'registers/taxonomy.yaml': files['registers/taxonomy.yaml']!.replace('purposes:', `${liking}purposes:`).replace('events:\n', 'events:\n  withdrawal: { label: taking a yes back, of: record }\n'),
      'registers/choices.yaml': `${files['registers/choices.yaml']}${isAsked || [...lines, child].some((line) => line.includes('ideas')) ? ideas : ''}`,
      ...(child && { 'profiles/child.md': `---\nprofile: child\nkind: narrows\nover: consumer\nwhile: child\n---\n\n## Children\n\nNo letter of a child.\n\n\`\`\`kept child\n${child}\n\`\`\`\n` }),
    }) // prettier-ignore
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    return compiled!
  }

  /** What may be done with a record of the first version, a day after it was collected: the effect, the term and the version that closes it. */
  function answered(
    all: readonly Compiled[],
    category: string,
    name: keyof typeof purpose,
    standing?: string,
    on = yes,
  ): string {
    const [first, newest] = [all[0]!.policy, all.at(-1)!.policy]
    const origin = category === 'liking' ? 'inferred' : 'person'
    const own = cellOf(first, { standing: 'consumer', product: 'web', category, origin, signedIn: null, account: null, where: null })! // prettier-ignore
    const whole = putInForce(versions(...all))
    const inForce = standing === undefined ? whole : whole.under({ standing, where: null })
    const act: Act = {
      purpose: purpose[name], hand: 'machines', form: 'identified', cases: [], directed: false, place: null,
      collectedAt: day, endedAt: null, at: addPeriod(day, { count: 1, unit: 'day' }),
    } // prettier-ignore
    const { effect, term, version } = decideUse(newest, inForce.cell(cellNumber(1, own.id)), { on, objected: none, restricted: false }, act) // prettier-ignore
    return effect === 'permit' ? effect : `${effect} ${term} ${version ?? ''}`.trim()
  }

  const agreed = 'use letter in web for suggest because consent ideas'
  const demanded = 'use letter in web for comply because law tax-9'

  test('a ban of a version that collects no such data closes what comes after', async () => {
    const first = await published([])
    const between = async (...lines: readonly string[]): Promise<Compiled> => published(lines, { isDropped: true })
    const [again, byLaw] = [await published([agreed]), await published([demanded])]
    expect(answered([first, await between(), again], 'letter', 'suggest')).toBe('permit')
    expect(answered([first, await between('never use letter for suggest'), again], 'letter', 'suggest')).toBe('deny never 2') // prettier-ignore
    expect(answered([first, await between('never use letter for comply'), byLaw], 'letter', 'comply')).toBe('deny never 2') // prettier-ignore
  })

  test('one under a condition closes it while that holds, and no longer; and one on a place that place', async () => {
    const [first, again] = [await published([]), await published([agreed])]
    const between = await published(['never use letter for suggest when suggestions on'], { isDropped: true })
    const asked = (on: Mask): string => answered([first, between, again], 'letter', 'suggest', undefined, on)
    expect([asked(yes), asked(without(yes, maskOf(0)))]).toEqual(['deny never 2', 'permit'])
    const nowhere = await published(['never store letter at eu'], { isDropped: true })
    const cell = putInForce(versions(first, nowhere, again)).cell(cellNumber(1, cellOf(first.policy, { standing: 'consumer', product: 'web', category: 'letter', origin: 'person', signedIn: null, account: null, where: null })!.id)) // prettier-ignore
    expect(cell?.storeBans).toMatchObject([{ places: ['eu'], version: 1, saidIn: 2 }])
  })

  test('one of a session or an account binds whoever may have been in it, and nobody who is known not to have been', () => {
    const [signedIn, account] = [true, 'personal'] as const
    const bound = async (line: string, known: object): Promise<boolean> => {
      const { policy } = await published([line], { isDropped: true })
      const facts = { product: 'web', category: 'letter', origin: 'person', signedIn: null, account: null, ...known } as const // prettier-ignore
      return bindingCell(policy, facts, () => true).rows.length > 0
    }
    return expect(
      Promise.all([
        ...[{}, { signedIn }, { signedIn: false }].map((known) => bound('never use letter for suggest when signed-out', known)), // prettier-ignore
        ...[{}, { account }, { account: 'organisation' }].map((known) => bound('never use letter for suggest unless personal-account', known)), // prettier-ignore
      ]),
    ).resolves.toEqual([true, false, true, true, false, true])
  })

  test('a ban on something else closes no more than it says', async () => {
    const between = await published(['never use letter for comply'], { isDropped: true })
    expect(answered([await published([]), between, await published([agreed])], 'letter', 'suggest')).toBe('permit')
  })

  test('a ban on a basis, of a version with no cell or no word on the purpose, closes what comes after on that basis', async () => {
    const first = await published([])
    for (const isDropped of [true, false]) {
      const said = async (ban: string, after: string, name: 'suggest' | 'comply' = 'suggest', on = yes): Promise<string> => answered([first, await published([ban], { isDropped }), await published([after])], 'letter', name, undefined, on) // prettier-ignore
      expect(await said('never use letter for suggest because contract', agreed)).toBe('permit')
      expect(await said('never use letter for suggest because consent', agreed)).toBe('deny never 2')
      expect(await said('never use letter because consent by people', agreed)).toBe('permit')
      expect(await said('never use letter for comply because any except consent', demanded, 'comply')).toBe('deny never 2') // prettier-ignore
      const under = 'never use letter for suggest because consent when suggestions on'
      expect(await said(under, agreed)).toBe('deny never 2')
      expect(await said(under, agreed, 'suggest', without(yes, maskOf(0)))).toBe('permit')
    }
    const own = await published(['never use letter because consent'])
    expect(answered([own, await published([agreed])], 'letter', 'suggest')).toBe('deny never 1')
  })

  test('and of what something was made from, for what was made', async () => {
    const first = await published(makes('letter'))
    const again = await published([...makes('search'), 'use liking in web for suggest because consent ideas'])
    for (const isDropped of [true, false]) {
      const between = await published(['never use letter for suggest because consent'], { isDropped })
      expect(answered([first, between, again], 'liking', 'suggest')).toBe('deny barred 2')
    }
  })

  const makes = (from: string): readonly string[] => [`derive liking in web from ${from} for provide`, 'use liking in web for provide because contract', 'keep liking in web until closing'] // prettier-ignore

  test('a ban on what it was made from, of a version that has no cell of what was made', async () => {
    const first = await published(makes('letter'))
    const again = await published([...makes('search'), 'use liking in web for suggest because consent ideas'])
    expect(answered([first, await published([]), again], 'liking', 'suggest')).toBe('permit')
    expect(answered([first, await published(['never use letter for suggest']), again], 'liking', 'suggest')).toBe('deny barred 2') // prettier-ignore
  })

  // CHO-05
  test('what was made from data that rests on a consent since rests on it too, whatever lines make the like today', async () => {
    const first = await published(makes('letter'))
    const asked = async (moved: string, on: Mask): Promise<string> => answered([first, await published(makes('search'), { moved, isAsked: true })], 'liking', 'provide', undefined, on) // prettier-ignore
    expect(await asked('contract', none)).toBe('permit')
    expect([await asked('consent ideas', none), await asked('consent ideas', maskOf(1))]).toEqual(['deny given 2', 'permit']) // prettier-ignore
    expect([await asked('contract when suggestions on', none), await asked('contract when suggestions on', maskOf(0))]).toEqual(['deny open 2', 'permit']) // prettier-ignore
  })

  test('a ban of the standing known now reaches what older lines made', async () => {
    const first = await published(makes('letter'), { child: 'never use letter in web for comply' })
    const second = await published(makes('search'), { child: 'never use letter in web for provide unless suggestions on and ideas on' }) // prettier-ignore
    const always = await published(makes('search'), { child: 'never use letter in web for provide when ideas on' })
    expect(answered([first, second], 'liking', 'provide', 'consumer')).toBe('permit')
    expect(answered([first, second], 'liking', 'provide', 'consumer+child')).toBe('permit')
    expect(answered([first, always], 'liking', 'provide', 'consumer')).toBe('permit')
    expect(answered([first, always], 'liking', 'provide', 'consumer+child')).toBe('deny barred 2')
  })
})

// --- derivation -----------------------------------------------------------------------------------------------------

describe('law 10: derived data keeps its inputs’ limits', () => {
  const kinds = ['content.message', 'location.point', 'special', 'device', 'content.photo'] as const
  const wanted = ['provide', 'improve', 'comply'] as const
  type Kind = (typeof kinds)[number]

  test('no chain of derive reaches a banned purpose', async () => {
    let [chains, barred, open] = [0, 0, 0]
    for (let i = 0; i < 4 * statements; i++) {
      const random = randomFrom(seed + 300_000 + i)
      const bans = new Map(kinds.map((kind) => [kind, wanted.filter(() => random.chance(0.2))]))
      const servedBy = (made: readonly Kind[]) => wanted.filter((purpose) => made.every((one) => !bans.get(one)!.includes(purpose))) // prettier-ignore
      const inputs = new Map(kinds.map((kind, k) => { const made = k < 2 ? [] : kinds.filter((other) => other !== kind && random.chance(0.35)); return [kind, servedBy(made).length > 0 ? made : []] as const })) // prettier-ignore
      const lines = kinds.flatMap((kind) => {
        const made = inputs.get(kind)!
        const purposes = wanted.filter((purpose) => !bans.get(kind)!.includes(purpose))
        const served = servedBy(made)
        return [
          made.length === 0 ? `collect ${kind} in mail from person` : `derive ${kind} in mail from ${made.join(', ')} for ${served.join(', ')}`,
          ...(purposes.length > 0 ? [`use ${kind} in mail for ${purposes.join(', ')} because contract`] : []),
          `keep ${kind} in mail 1 year after collection`,
          ...bans.get(kind)!.map((purpose) => `never use ${kind} in mail for ${purpose}`),
        ]
      }) // prettier-ignore
      const { compiled } = await compileStatement(filesOf(generalDraft([...lines, 'store any at eu'])))
      if (!compiled) continue
      const { policy } = compiled
      for (const kind of kinds) {
        const all = reaches(kind, inputs)
        if (all.size > 1) chains += 1
        for (const cell of policy.cells.filter(({ facts }) => facts.category === kind && facts.product === 'mail'))
          for (const purpose of registry.purposes) {
            const asked = { ...asking(random), person: { on: none, objected: none, restricted: false } }
            const act: Act = { ...asked.act, purpose: purpose.bit, hand: 'machines', form: 'identified', place: null, at: addPeriod(asked.act.collectedAt, { count: 1, unit: 'day' }) } // prettier-ignore
            const isBanned = [...all].some((one) => bans.get(one)!.some((name) => name === purpose.name))
            if (isBanned) {
              barred += 1
              assert(!permits(policy, cell, { ...asked, act }), `seed ${seed + 300_000 + i}: ${kind} for ${purpose.name}`) // prettier-ignore
            } else if (cell.rows.some((row) => has(row.based, purpose.bit)) && permits(policy, cell, { ...asked, act })) open += 1 // prettier-ignore
          }
      }
    }
    expect(chains).toBeGreaterThan(20)
    expect(barred).toBeGreaterThan(30)
    expect(open).toBeGreaterThan(50)
  })

  test('in a circle each takes the limits of all that the others are made from', async () => {
    const lines = [
      'collect location.point in mail from person', 'use location.point in mail for provide because contract', 'never use location.point in mail for comply',
      'collect special in mail from person', 'use special in mail for provide, comply because contract',
      'derive device in mail from special, location.point for provide', 'use device in mail for provide, comply because contract',
      'derive special in mail from device for provide', 'keep any 1 year after collection', 'store any at eu',
    ] // prettier-ignore
    const { compiled } = await compileStatement(filesOf(generalDraft(lines)))
    const comply = registry.purposes.find(({ name }) => name === 'comply')!.bit
    const made = compiled!.policy.cells.filter(({ facts }) => facts.origin === 'inferred')
    expect(made.map(({ facts }) => facts.category).toSorted()).toEqual(['device', 'special'])
    for (const { rows } of made) for (const { barred } of rows) expect(has(barred, comply)).toBe(true)
  })

  /** A kind of data and all that it is made from, through every step. */
  function reaches(kind: Kind, inputs: ReadonlyMap<Kind, readonly Kind[]>): ReadonlySet<Kind> {
    const found = new Set<Kind>()
    const queue = [kind]
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (found.has(next)) continue
      found.add(next)
      queue.push(...(inputs.get(next) ?? []))
    }
    return found
  }
})
