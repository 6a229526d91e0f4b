// The laws of precedence that stand in no other file, each named as the law (language, "Laws of precedence"; 6 to 10: meets.test.ts): on random
// statements through the compiler, and on random policies where a statement seldom comes to what a law is about.

import { assert, beforeAll, describe, expect, test } from 'vitest'
import { addPeriod } from '../../src/base/index.ts'
import { decideCombine, decideShare, decideUse, type Joined } from '../../src/decision/index.ts'
import {
  bitsOf, cellOf, covers, forms, hands, has, isEmpty, maskOf, none, union, without,
  type Act, type Cell, type CellFacts, type Compiled, type Pair, type Policy, type Recipient, type Standing,
} from '../../src/policy/index.ts' // prettier-ignore
import { compileStatement, type Diagnostic, type StatementFiles } from '../../src/statement/index.ts'
import { manyProfiles } from '../harness/many-profiles.ts'
import { readFiles } from '../harness/statements.ts'
import { clauseAt, drawGeneral, filesOf, registry, settle, withLine, type Draft, type Edition } from './drafts.ts'
import { act, cell, moment, policy as drawPolicy, standing } from './policies.ts'
import { randomFrom, seed, type Random } from './random.ts'

const statements = 12
const drawn: (Edition & { readonly random: Random })[] = []

beforeAll(async () => {
  for (let i = 0; drawn.length < statements; i++) {
    const random = randomFrom(seed + 400_000 + i)
    drawn.push({ ...(await drawGeneral(random)), random })
  }
})

interface Asked {
  readonly person: Standing
  readonly act: Act
}

const deskNames: readonly string[] = registry.desks

/** A person with most choices on and every case open: somebody to whom much is open. */
function asking(random: Random, more: Partial<Act> = {}): Asked {
  const collectedAt = new Date(Date.UTC(2024, random.below(12), 1 + random.below(28)))
  return {
    person: { on: maskOf(...random.some(registry.choices.map(({ bit }) => bit), 0.8)), objected: none, restricted: false },
    act: {
      purpose: random.pick(registry.purposes).bit, hand: random.pick(hands), form: random.pick(forms), cases: deskNames, directed: random.chance(0.5), place: null,
      collectedAt, endedAt: null, at: addPeriod(collectedAt, { count: 1, unit: 'day' }), ...more,
    },
  } // prettier-ignore
}

function permits(policy: Policy, one: Cell | undefined, { person, act: asked }: Asked): boolean {
  return decideUse(policy, one, person, asked).effect === 'permit'
}

async function check(draft: Draft): Promise<{ diagnostics: readonly Diagnostic[]; compiled: Compiled | null }> {
  return compileStatement(filesOf(draft))
}

/** Clauses that lines of diagnostics stand in, or above. */
function clausesAt(
  draft: Draft,
  found: readonly { readonly file: string; readonly line: number }[],
): readonly string[] {
  const files = filesOf(draft)
  return found.map(({ file, line }) => clauseAt(files, file, line) ?? '')
}

/** The draft with one more clause, less all that this one makes an error of; null where it cannot stand itself. */
async function besideBan(draft: Draft, line: string): Promise<Compiled | null> {
  return (await settle(withLine(draft, 'ban', line), ({ id }) => id !== 'ban'))?.compiled ?? null
}

/** Uses that open something. */
function usesIn({ draft, compiled }: Edition): readonly (readonly [id: string, line: string])[] {
  const opening = new Set(
    compiled.policy.cells.flatMap(({ rows }) => rows.flatMap(({ uses }) => uses.map((use) => use.clause))),
  )
  return draft.clauses.filter(({ id, line }) => line.startsWith('use ') && opening.has(id)).map(({ id, line }) => [id, line]) // prettier-ignore
}

describe('law 1: default is no', () => {
  test('what no line opens is closed, to everybody and at once', () => {
    let closed = 0
    for (const { compiled, random } of drawn)
      for (const one of compiled.policy.cells)
        for (let i = 0; i < 20; i++) {
          const asked = asking(random)
          const row = one.rows.find(({ hand, form }) => hand === asked.act.hand && form === asked.act.form)
          if (row?.uses.some(({ purpose }) => purpose === asked.act.purpose)) continue
          closed += 1
          assert(!permits(compiled.policy, one, asked), `${one.facts.category} for ${asked.act.purpose}`)
        }
    expect(closed).toBeGreaterThan(1_000)
  })

  test.each([
    ['keep', 'K301', 'nothing is used that no `keep` limits'],
    ['use', 'K303', 'nothing is collected that no purpose may use at once'],
    ['store', 'K304', 'nothing is collected that may lie nowhere'],
  ])('without a `%s` it does not compile (%s): %s', async (verb, code) => {
    let tried = 0
    for (const one of drawn.slice(0, 6)) {
      if (usesIn(one).length === 0) continue
      const left = one.draft.clauses.filter(({ line }) => !line.startsWith(`${verb} `))
      const { diagnostics, compiled } = await check({ ...one.draft, clauses: left })
      expect(compiled === null).toBe(true)
      expect(diagnostics.map((one) => one.code)).toContain(code)
      tried += 1
    }
    expect(tried).toBeGreaterThan(2)
  })

  test('what is collected serves a purpose, and what serves one is limited', () => {
    for (const { compiled } of drawn)
      for (const { collects, rows, limits, facts } of compiled.policy.cells) {
        const based = rows.reduce((mask, row) => union(mask, row.based), none)
        if (collects.length > 0) assert(!isEmpty(based), `${facts.category} serves nothing`)
        const limited = limits.reduce((mask, { purposes }) => union(mask, purposes), none)
        assert(covers(limited, based), `${facts.category} stays for ever`)
      }
  })
})

describe('law 2: bans first', () => {
  test('no choice, case, act, hand and form lifts a `never`', async () => {
    let banned = 0
    for (const { draft, random } of drawn) {
      const [set, purpose] = [random.pick(['content', 'location', 'device', 'special', 'any']), random.pick(registry.purposes)] // prettier-ignore
      const lifting = random.pick(['', ' unless clips on']) // of which nobody here makes use
      const compiled = await besideBan(draft, `never use ${set} for ${purpose.name}${lifting}`)
      for (const one of compiled?.policy.cells ?? []) {
        if (set !== 'any' && !`${one.facts.category}.`.startsWith(`${set}.`)) continue
        for (let i = 0; i < 10; i++) {
          const { person, act: asked } = asking(random, { purpose: purpose.bit })
          const unlifted = { ...person, on: without(person.on, maskOf(0)) }
          expect(decideUse(compiled!.policy, one, unlifted, asked)).toMatchObject({ effect: 'deny', term: 'never' })
          banned += 1
        }
      }
    }
    expect(banned).toBeGreaterThan(300)
  })

  test('it follows what is passed on', async () => {
    const { policy } = await withOthers('never use search for advertise when location on')
    const [clips, location] = ['clips', 'location'].map((name) => policy.choices.find((one) => one.name === name)!.bit)
    const search = policy.cells.find(({ facts }) => facts.category === 'search')
    const shared = (...on: readonly number[]) => decideShare(policy, search, 'adnet', { on: maskOf(...on), objected: none, restricted: false }, actFor(policy, 'advertise')) // prettier-ignore
    expect(shared(clips!)).toMatchObject({ effect: 'permit', clause: 'others' })
    expect(shared(clips!, location!)).toMatchObject({ effect: 'deny', term: 'never', clause: 'more' })
  })
})

describe('law 3: one sentence each', () => {
  test('two sentences for the same are an error that names both, unless they are alike', async () => {
    let [clashes, alike] = [0, 0]
    for (const { draft, compiled } of drawn)
      for (const [id, line] of usesIn({ draft, compiled })
        .filter(([, one]) => !one.includes(' when '))
        .slice(0, 2)) {
        const other = await check(withLine(draft, 'other', `${line} when letters on`))
        const told = other.diagnostics.filter(({ code }) => code === 'K401')
        expect(told.flatMap((one) => clausesAt(withLine(draft, 'other', line), [one, ...one.related]))).toEqual(expect.arrayContaining([id, 'other'])) // prettier-ignore
        clashes += 1
        const twice = await check(withLine(draft, 'other', line))
        expect(twice.diagnostics.map(({ code }) => code)).toContain('K409')
        const based = ({ policy }: Compiled): unknown => policy.cells.map(({ facts, rows }) => [facts, rows.map((row) => row.based)]) // prettier-ignore
        expect(based(twice.compiled!)).toEqual(based(compiled))
        alike += 1
      }
    expect(Math.min(clashes, alike)).toBeGreaterThan(5)
  })
})

describe('law 4: no dead promise', () => {
  /** The ban that takes away all that a use opens, or, of one of several categories, a part of it. */
  const banOn = (line: string, data?: string): string => {
    const { set = '', rest = '', where = '' } = /^use (?<set>.*?)(?<rest>(?: in .*?| from .*?| for .*?)*) because .*?(?<where> where .*)?$/.exec(line)!.groups! // prettier-ignore
    return `never use ${data ?? set}${rest}${where}`
  }

  test('a permission that a ban takes away whole is an error at both places; in part, the page names the ban', async () => {
    let [dead, excepted] = [0, 0]
    for (const { draft, compiled: before } of drawn)
      for (const [id, line] of usesIn({ draft, compiled: before }).slice(0, 3)) {
        const whole = await check(withLine(draft, 'ban', banOn(line)))
        const told = whole.diagnostics.filter(({ code }) => code === 'K402')
        expect(told.flatMap((one) => clausesAt(withLine(draft, 'ban', line), [one, ...one.related]))).toEqual(expect.arrayContaining([id, 'ban'])) // prettier-ignore
        dead += 1
        const several = /^use (\S+), /.exec(line)?.[1]
        if (several === undefined) continue
        // what is alike in another clause may be dead by it: that is the first half
        const compiled = await besideBan(draft, `${banOn(line, several)} when clips on and history off`)
        const own = compiled?.page.sections.flatMap((section) => section.clauses).find((clause) => clause.id === id)
        if (!own) continue
        expect(own.exceptions).toContain('ban')
        excepted += 1
      }
    expect(dead).toBeGreaterThan(10)
    expect(excepted).toBeGreaterThan(3)
  })
})

describe('law 5: one basis', () => {
  test('a purpose of a cell has one basis over all hands and forms, and a form without a line takes the next more identifying one’s', () => {
    let [purposes, taken] = [0, 0]
    for (const { compiled } of drawn)
      for (const { rows, facts } of compiled.policy.cells)
        for (const { bit, name } of registry.purposes) {
          const uses = rows.flatMap((row) => row.uses.filter(({ purpose }) => purpose === bit))
          const bases = new Set(uses.map(({ basis }) => `${basis.kind} ${basis.name ?? ''}`))
          assert(bases.size < 2, `${facts.category} for ${name}: ${[...bases].join(', ')}`)
          purposes += bases.size
          for (const hand of hands) {
            const of = (form: string) => rows.find((row) => row.hand === hand && row.form === form)?.uses.filter(({ purpose }) => purpose === bit) ?? [] // prettier-ignore
            for (const [form, plainer] of [['de-identified', 'identified'], ['aggregate', 'de-identified']] as const) {
              if (of(form).some(({ shape }) => shape !== undefined) && JSON.stringify(of(form)) !== JSON.stringify(of(plainer))) continue // prettier-ignore
              expect(of(form)).toEqual(of(plainer))
              taken += of(form).length
            }
          }
        }
    expect(purposes).toBeGreaterThan(100)
    expect(taken).toBeGreaterThan(100)
  })

  test('a line for other hands or in another form on another basis is an error (K407)', async () => {
    let tried = 0
    for (const { draft, compiled: before } of drawn)
      for (const [, line] of usesIn({ draft, compiled: before }).filter(([, one]) => / because (?:contract|vital)$/.test(one)).slice(0, 2)) {
        for (const more of [' by people', ' as aggregate of at least 50']) {
          const other = line.replace(/ because \w+$/, ` because ${line.endsWith('vital') ? 'contract' : 'vital'}${more}`)
          const { diagnostics, compiled } = await check(withLine(draft, 'other', other))
          expect(compiled === null).toBe(true)
          expect(diagnostics.map(({ code }) => code)).toContain('K407')
          tried += 1
        }
      }
    expect(tried).toBeGreaterThan(5)
  })
}) // prettier-ignore

describe('law 11: one holder', () => {
  const instructed = `---
profile: enterprise
kind: base
while: organisation-account
---

## In an organisation’s account

Your organisation tells us what to do with letters: to deliver them, and, unless you have suggestions off, to suggest. We keep them for 1 year in the European Union.

\`\`\`kept instructed
collect letter in web from person
use letter in web for provide because instruction
use letter in web for suggest because instruction when suggestions on
keep letter in web 1 year after collection
store letter in web at eu
\`\`\`
`
  const facts: CellFacts = { standing: 'enterprise', product: 'web', category: 'letter', origin: 'person', signedIn: null, account: null, where: null } // prettier-ignore
  let policy: Policy
  beforeAll(async () => {
    const files = manyProfiles({ 'profiles/enterprise.md': instructed, 'contracts/acme.md': null })
    const { compiled } = await compileStatement(files)
    policy = compiled!.policy
  })

  // ENT-01, ENT-02
  test('the organisation instructs: it rests on no yes of the person, in its accounts alone', () => {
    const nobody: Standing = { on: none, objected: none, restricted: false }
    const ask = (of: string) => decideUse(policy, cellOf(policy, { ...facts, standing: of }), nobody, actFor(policy, 'provide')) // prettier-ignore
    expect(ask('enterprise')).toMatchObject({ effect: 'permit', clause: 'instructed' })
    expect(ask('consumer')).toMatchObject({ effect: 'permit', clause: 'letters' })
    const bases = (of: string): unknown => cellOf(policy, { ...facts, standing: of })!.rows.flatMap(({ uses, objectable }) => [...uses.map(({ basis }) => basis.kind), ...bitsOf(objectable)]) // prettier-ignore
    expect(new Set(bases('enterprise') as string[])).toEqual(new Set(['instruction']))
    expect(bases('consumer')).not.toContain('instruction')
  })

  test('the person’s own refusals still narrow', () => {
    const one = cellOf(policy, facts)
    let [open, shut] = [0, 0]
    for (let i = 0; i < 2_000; i++) {
      const random = randomFrom(seed + 410_000 + i)
      const bits = policy.choices.map(({ bit }) => bit)
      const person: Standing = { on: maskOf(...random.some(bits, 0.7)), objected: none, restricted: false }
      const asked = { ...actFor(policy, random.pick(['provide', 'suggest'])), hand: random.pick(hands) }
      const refusing: Standing = {
        on: without(person.on, maskOf(...random.some([policy.choices.find(({ name }) => name === 'suggestions')!.bit], 0.5))),
        objected: maskOf(...random.some([0, 1], 0.3)),
        restricted: random.chance(0.3),
      } // prettier-ignore
      const [before, after] = [person, refusing].map((who) => decideUse(policy, one, who, asked))
      assert(before!.effect === 'permit' || after!.effect === 'deny', `seed ${seed + 410_000 + i}`)
      const isRefused = refusing.restricted || (asked.purpose === 1 && !has(refusing.on, 0))
      assert(!isRefused || after!.effect === 'deny', `seed ${seed + 410_000 + i}: past a refusal`)
      if (after!.effect === 'permit') open += 1
      else if (before!.effect === 'permit') shut += 1
    }
    expect(Math.min(open, shut)).toBeGreaterThan(100)
  })
})

describe('law 12: ours or their own', () => {
  const listed = (name: string, role: Recipient['role'], until: string | null): Recipient => ({
    name, role, label: name, kind: role === 'ours' ? 'vendor' : 'linked', at: [], under: [], functions: none, since: '2023-06-01', until, contract: null, audit: null, told: null,
  }) // prettier-ignore
  const recipients = [listed('helper', 'ours', '2025-06-30'), listed('friend', 'own', null)]

  const registers: Policy = { ...drawPolicy(randomFrom(seed)), recipients }

  test('whoever acts for us does what we may do ourselves; everybody only while on the list', () => {
    let [ours, own, refused] = [0, 0, 0]
    for (let i = 0; i < 4_000; i++) {
      const random = randomFrom(seed + 420_000 + i)
      const bare = cell(random, 1, { standing: 'consumer', product: 'mail', category: 'content', origin: 'person', signedIn: null, account: null, where: null }) // prettier-ignore
      const shares = recipients.flatMap(({ name, role }) =>
        bare.rows.filter(({ hand }) => hand === 'machines').map(({ uses, form, based, objectable, never, barred, bans }) => ({
          recipient: name, form, based, objectable, never, barred, bans,
          shares: uses.map(({ cap: _cap, basis, ...use }) => ({ ...use, basis: role === 'ours' ? null : basis })),
        })),
      ) // prettier-ignore
      const rows = random.chance(0.5) ? bare.rows : bare.rows.filter(({ hand }) => hand === 'people')
      const one: Cell = { ...bare, rows, shares }
      const [person, asked] = [standing(random), { ...act(random, [], moment(random), null), place: null }]
      for (const { name, role, since, until } of recipients) {
        const { effect } = decideShare(registers, one, name, person, asked)
        const mayOurselves = hands.some((hand) => decideUse(registers, one, person, { ...asked, hand }).effect === 'permit') // prettier-ignore
        if (effect === 'deny') {
          if (role === 'ours' && !mayOurselves) refused += 1
          continue
        }
        const day = asked.at.toISOString().slice(0, 10)
        assert(since <= day && (until === null || day <= until), `seed ${seed + 420_000 + i}: ${name} is not listed on ${day}`) // prettier-ignore
        if (role === 'ours') assert(mayOurselves, `seed ${seed + 420_000 + i}: may what we may not`)
        if (role === 'ours') ours += 1
        else own += 1
      }
    }
    expect(ours).toBeGreaterThan(20)
    expect(own).toBeGreaterThan(60)
    expect(refused).toBeGreaterThan(1_000)
  })

  test.each([
    ['ours with a basis', 'share search in find with helper for provide because contract', 'K501'],
    ['another without one', 'share search in find with adnet for improve', 'K502'],
    ['ours for what we may not do ourselves', 'share search in find with helper for advertise', 'K503'],
    ['an authority without a case', 'share search in find with police for comply because public-task tax-1', 'K506'],
  ])('%s is an error (%s)', async (_name, line, code) => {
    const { diagnostics } = await compileStatement(othersFolder(line))
    expect(diagnostics.map((one) => one.code)).toContain(code)
  })
  test('a ban on other bases takes nothing from whoever acts for us: what they may rests on what we may', async () => {
    const compiled = async (ban: string): Promise<Policy> => (await withOthers(`share search in find with helper for provide\n${ban}`)).policy // prettier-ignore
    const given = (policy: Policy) => {
      const search = policy.cells.find(({ facts }) => facts.category === 'search')
      return decideShare(policy, search, 'helper', { on: none, objected: none, restricted: false }, actFor(policy, 'provide')) // prettier-ignore
    }
    expect(given(await compiled('never use search because any except contract, consent'))).toMatchObject({ effect: 'permit', clause: 'more' }) // prettier-ignore
    const { diagnostics } = await compileStatement(othersFolder('share search in find with helper for provide\nnever use search because contract')) // prettier-ignore
    expect(diagnostics.map(({ code }) => code)).toContain('K402') // our own use is dead by it
  })
})

describe('law 13: asking from another product is combining', () => {
  const products = ['find', 'shop', 'maps']
  const categories = ['search', 'order']
  const at = new Date('2026-05-01T00:00:00.000Z')
  const question: Act = { purpose: 0, hand: 'machines', form: 'identified', cases: [], directed: false, place: null, collectedAt: at, endedAt: null, at } // prettier-ignore
  const who = { where: null, standing: 'consumer' }
  const person: Standing = { on: none, objected: none, restricted: false }
  const open = { need: none, block: none, cases: [], directed: false }

  const registers = drawPolicy(randomFrom(seed))

  function drawPairs(random: Random): Policy {
    const side = () => ({ categories: random.chance(0.6) ? null : random.some(categories, 0.6), contexts: [random.pick([...products, 'signed-in', 'signed-out'])] }) // prettier-ignore
    const pair = (i: number): Pair => ({ clause: `p${i}`, rule: 0, sides: [side(), side()], purposes: maskOf(0), when: open, where: null }) // prettier-ignore
    const pairs = Array.from({ length: 1 + random.below(5) }, (_, i) => pair(i))
    return { ...registers, pairs }
  }
  const joined = (random: Random): Joined => ({ product: random.pick(products), category: random.pick([null, ...categories]), signedIn: random.pick([null, true, false]), account: null }) // prettier-ignore
  const may = (policy: Policy, all: readonly Joined[]): boolean => decideCombine(policy, all, who, person, question).effect === 'permit' // prettier-ignore

  test('every two contexts in one question need a pair, and pairs do not chain', () => {
    let [permitted, refused, chained] = [0, 0, 0]
    for (let i = 0; i < 6_000; i++) {
      const random = randomFrom(seed + 430_000 + i)
      const policy = drawPairs(random)
      const [a, b, c] = [joined(random), joined(random), joined(random)]
      const twos = [may(policy, [a, b]), may(policy, [b, c]), may(policy, [a, c])]
      assert.equal(may(policy, [a, b, c]), twos.every(Boolean), `seed ${seed + 430_000 + i}`)
      assert.equal(may(policy, [b, a]), twos[0], `seed ${seed + 430_000 + i}: a pair has no direction`)
      assert(!may({ ...policy, pairs: [] }, [a, b]) || a.product === b.product, 'default is no')
      if (twos.every(Boolean)) permitted += 1
      else refused += 1
      if (twos[0] && twos[1] && !twos[2]) chained += 1
    }
    expect(Math.min(permitted, refused)).toBeGreaterThan(50)
    expect(chained).toBeGreaterThan(20)
  })
})

describe('law 14: forms are types', () => {
  test('what is hidden or counted keeps the bans of what it was made of', () => {
    let kept = 0
    for (const { compiled } of drawn)
      for (const { rows, facts } of compiled.policy.cells)
        for (const { never, barred, hand } of rows.filter(({ form }) => form === 'identified'))
          for (const other of rows.filter((row) => row.hand === hand && row.form !== 'identified'))
            for (const purpose of bitsOf(other.based).filter((bit) => has(never, bit) || has(barred, bit))) {
              assert(has(other.never, purpose) || has(other.barred, purpose), `${facts.category} as ${other.form}`)
              kept += 1
            }
    expect(kept).toBeGreaterThan(20)
  })

  test('no form is open to a hand that no line opens it to', () => {
    for (const { compiled } of drawn)
      for (const { rows } of compiled.policy.cells)
        for (const { based, uses } of rows) assert(uses.every(({ purpose }) => has(based, purpose)) && bitsOf(based).length <= uses.length) // prettier-ignore
  })
})

describe('wherever data lies', () => {
  // LOC-03
  test('the same question gets the same answer in every place, but where data may not lie at all', () => {
    let [compared, open] = [0, 0]
    for (const { compiled, random } of drawn)
      for (const one of compiled.policy.cells)
        for (let i = 0; i < 10; i++) {
          const { person, act: asked } = asking(random)
          const answers = registry.places.map(({ name }) => decideUse(compiled.policy, one, person, { ...asked, place: name })) // prettier-ignore
          const told = answers.flatMap(({ effect, term, clause }) => (term === 'place' ? [] : [`${effect} ${term} ${clause}`])) // prettier-ignore
          const isAnyOpen = answers.some(({ effect }) => effect === 'permit')
          assert.equal(new Set(told).size <= 1, true, `${one.facts.category} for ${asked.purpose}: ${told.join(', ')}`)
          compared += told.length > 1 ? 1 : 0
          open += isAnyOpen ? 1 : 0
        }
    expect(compared).toBeGreaterThan(1_000)
    expect(open).toBeGreaterThan(50)
  })
})

describe('law 15: keeping is not using', () => {
  const facts: CellFacts = { standing: 'consumer', product: 'mail', category: 'content', origin: 'person', signedIn: null, account: null, where: null } // prettier-ignore
  const registers = drawPolicy(randomFrom(seed))
  const whole = maskOf(...Array.from({ length: 64 }, (_, bit) => bit))

  function each(law: (one: Cell, person: Standing, asked: Act, random: Random, name: string) => void): void {
    for (let i = 0; i < 4_000; i++) {
      const random = randomFrom(seed + 440_000 + i)
      law(cell(random, 1, facts), standing(random), act(random, [], moment(random), null), random, `seed ${seed + 440_000 + i}`) // prettier-ignore
    }
  }

  test('a period that a law asks for opens nothing', () => {
    let permitted = 0
    each((one, person, asked, _random, name) => {
      const limit = { clause: 'law', rule: 0, purposes: whole, end: { after: { count: 10, unit: 'year' as const }, event: 'collection' }, when: null, law: 'tax' } // prettier-ignore
      const limited = one.limits.length > 0 // what nothing limits is closed, and one more limit is a limit
      const after = decideUse(registers, { ...one, limits: [...one.limits, limit] }, person, asked)
      if (after.effect === 'permit') permitted += 1
      if (limited && after.effect === 'permit' && decideUse(registers, one, person, asked).effect === 'deny')
        assert.equal(decideUse(registers, one, person, asked).term, 'live', name)
      const closed = { ...one, rows: [] }
      assert.equal(decideUse(registers, { ...closed, limits: [limit] }, person, asked).effect, 'deny', name)
    })
    expect(permitted).toBeGreaterThan(200)
  })

  test('a yes taken back, an objection and a restriction stop a use at once, whatever must still be kept', () => {
    let [withdrawn, objected] = [0, 0]
    each((one, person, asked, _random, name) => {
      const lawful: Cell = { ...one, limits: one.limits.map((limit) => ({ ...limit, law: 'tax' })) }
      if (decideUse(registers, lawful, person, asked).effect === 'deny') return
      const row = lawful.rows.find(({ hand, form }) => hand === asked.hand && form === asked.form)!
      const given = row.uses.filter(({ purpose }) => purpose === asked.purpose).reduce((mask, use) => union(mask, use.given), none) // prettier-ignore
      const closedFor = (who: Standing): boolean => decideUse(registers, lawful, who, asked).effect === 'deny'
      if (!isEmpty(given)) {
        withdrawn += 1
        assert(closedFor({ ...person, on: without(person.on, given) }), name)
      }
      if (has(row.objectable, asked.purpose)) {
        objected += 1
        assert(closedFor({ ...person, objected: maskOf(asked.purpose) }), name)
      }
      const survives = registers.purposes.some(({ bit, survives: goesOn }) => bit === asked.purpose && goesOn)
      if (!survives) assert(closedFor({ ...person, restricted: true }), name)
    })
    expect(Math.min(withdrawn, objected)).toBeGreaterThan(20)
  })
})

// --- a statement that shares ----------------------------------------------------------------------------------------

function actFor({ purposes }: Policy, name: string): Act {
  const at = new Date('2026-05-01T12:00:00.000Z')
  const purpose = purposes.find((one) => one.name === name)!.bit
  return { purpose, hand: 'machines', form: 'identified', cases: [], directed: false, place: null, collectedAt: at, endedAt: null, at } // prettier-ignore
}

/** The samples' statement, with recipients, searches that Adnet gets by consent, and one line more. */
function othersFolder(line: string): StatementFiles {
  const base = readFiles(new URL('../samples/base', import.meta.url).pathname)
  const clauses = `\n## Others\n\nAdnet gets searches by your yes.\n\n\`\`\`kept others\nshare search in find with adnet for advertise because consent clips\n\`\`\`\n\nAnd one more.\n\n\`\`\`kept more\n${line}\n\`\`\`\n`
  const recipients = [
    'police: { label: the police, kind: authority, at: eu, since: "2026-01-01" }',
    'adnet: { label: Adnet, kind: advertiser, at: eu, since: "2026-01-01" }',
    'helper: { label: Helper, kind: vendor, functions: [provide, advertise], at: eu, since: "2026-01-01", contract: "Contract 7", audit: "2026-01-01", told: "2026-01-01" }\n',
  ].join('\n')
  return { ...base, 'registers/recipients.yaml': recipients, 'statement.md': `${base['statement.md']}${clauses}` }
}

async function withOthers(line: string): Promise<Compiled> {
  const { diagnostics, compiled } = await compileStatement(othersFolder(line))
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return compiled!
}
