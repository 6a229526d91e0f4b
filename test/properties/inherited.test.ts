// What comes later and what came before, in several versions of random statements, held against a reading of their lines: data made of what is
// forbidden (laws 8 and 10), data that no sentence covers (M1), a yes that was given to less (law 9).

import { assert, describe, expect, test } from 'vitest'
import { decideShare, decideUse, decideWrite, observeUse, observeWrite } from '../../src/decision/index.ts'
import {
  cellNumber, forms, hands, isEmpty, maskOf, none, origins, putInForce, uncoveredNumber,
  type Act, type Compiled, type Policy, type Standing, type Version,
} from '../../src/policy/index.ts' // prettier-ignore
import { compileStatement, type StatementFiles } from '../../src/statement/index.ts'
import { drawGeneral, filesOf, generalDraft, narrowing, registry, settle, withHome } from './drafts.ts'
import { randomFrom, seed, type Random } from './random.ts'

const day = new Date('2024-01-01T00:00:00.000Z')
const [provide, improve] = ['provide', 'improve'].map((name) => registry.purposes.find((one) => one.name === name)!.bit)
/** The choices of the first version that may rest a use on a yes. */
const asked = registry.choices.filter(({ kind, since }) => kind === 'consent' && since === 1)
const bitOf = (choice: string): number => registry.choices.find(({ name }) => name === choice)!.bit

function versionsOf(compiled: readonly Compiled[]): readonly Version[] {
  return compiled.map(({ policy, page, hash }, i) => ({ version: i + 1, hash, policy, page, publishedAt: day, effectiveAt: day })) // prettier-ignore
}

/** Every choice on with even chance. */
function person(random: Random): Standing {
  return { on: maskOf(...random.some(registry.choices.map(({ bit }) => bit), 0.5)), objected: none, restricted: false } // prettier-ignore
}

function actOf(more: Partial<Act> = {}): Act {
  return { purpose: provide!, hand: 'machines', form: 'identified', cases: [], directed: false, place: null, collectedAt: day, endedAt: null, at: day, ...more } // prettier-ignore
}

// --- what is made -----------------------------------------------------------------------------------------------------

const kinds = ['content.message', 'location.point', 'special', 'device', 'content.photo'] as const
type Kind = (typeof kinds)[number]

/** A ban on one kind: which question it closes, and the choice that lifts it; null: nothing does. */
interface DrawnBan {
  readonly kind: Kind
  readonly closes: 'use' | 'share' | 'place'
  readonly unless: string | null
}

interface Drawn {
  readonly inputs: ReadonlyMap<Kind, readonly Kind[]>
  readonly bans: readonly DrawnBan[]
  /** whoever some whereabouts come from bars `improve` */
  readonly bars: boolean
}

function drawVersion(random: Random): Drawn {
  const inputs = new Map(kinds.map((kind, i) => [kind, i < 2 ? [] : kinds.slice(0, i).filter(() => random.chance(0.4))] as const)) // prettier-ignore
  const unless = (): string | null => (random.chance(0.2) ? null : random.pick(['clips', 'ads', 'letters']))
  const bans = kinds.flatMap((kind) => (['use', 'share', 'place'] as const).filter(() => random.chance(0.12)).map((closes): DrawnBan => ({ kind, closes, unless: unless() }))) // prettier-ignore
  return { inputs, bans, bars: random.chance(0.25) }
}

const banWords = {
  use: (kind: Kind) => `never use ${kind} in mail for improve`,
  share: (kind: Kind) => `never share ${kind} in mail with tern`,
  place: (kind: Kind) => `never store ${kind} in mail at eu`,
}

async function compiledOf({ inputs, bans, bars }: Drawn): Promise<Compiled | null> {
  const lines = [
    ...kinds.flatMap((kind) => [
      inputs.get(kind)!.length === 0 ? `collect ${kind} in mail from person` : `derive ${kind} in mail from ${inputs.get(kind)!.join(', ')} for provide, improve`,
      `use ${kind} in mail for provide, improve because contract`,
      `share ${kind} in mail with tern for provide because contract`,
      `keep ${kind} in mail 1 year after collection`,
    ]),
    'collect location.point in mail from broker-x',
    'store any at eu',
    ...bans.map(({ kind, closes, unless }) => `${banWords[closes](kind)}${unless === null ? '' : ` unless ${unless} on`}`),
  ] // prettier-ignore
  const { compiled } = await compileStatement({
    ...filesOf(generalDraft(lines)),
    'registers/recipients.yaml': 'tern: { label: Tern, kind: bank, at: eu, since: "2020-01-01", contract: C }\n',
    'registers/sources.yaml': `broker-x: { label: A broker, kind: broker, supplies: location, bars: [${bars ? 'improve' : 'comply'}] }\n`,
  })
  return compiled
}

/** All that a kind may have been made from: directly by the lines of the first of these versions, then by those of older ones too, as far back as each was made and not collected. */
function cameFrom(kind: Kind, versions: readonly Drawn[]): ReadonlySet<Kind> {
  const found = new Set<Kind>(versions[0]!.inputs.get(kind)!)
  for (const one of found)
    for (const version of versions) {
      const inputs = version.inputs.get(one)!
      if (inputs.length === 0) break
      for (const input of inputs) found.add(input)
    }
  return found
}

/** Whether a ban of a version that holds closes a question about one of these kinds, or whoever some of it came from bars it. */
function isClosed(
  { bans, bars }: Drawn,
  made: ReadonlySet<Kind>,
  closes: DrawnBan['closes'],
  { on }: Standing,
): boolean {
  const holds = ({ unless }: DrawnBan): boolean => unless === null || isEmpty(maskOf(bitOf(unless)).map((word, i) => word & on[i]!) as unknown as Standing['on']) // prettier-ignore
  return bans.some((ban) => ban.closes === closes && made.has(ban.kind) && holds(ban)) || (closes === 'use' && bars && made.has('location.point')) // prettier-ignore
}

describe('laws 8 and 10: what was made stays bound by what binds its inputs', () => {
  test('whatever any later version forbids of what a record was made from, that record does not serve', async () => {
    let [open, closed, gone] = [0, 0, 0]
    for (let i = 0; i < 60; i++) {
      const random = randomFrom(seed + 400_000 + i)
      const drawn = [drawVersion(random), drawVersion(random), drawVersion(random)]
      const compiled = await Promise.all(drawn.map(compiledOf))
      const all = drawn.filter((_, k) => compiled[k])
      if (all.length < 2) continue
      const inForce = putInForce(versionsOf(compiled.filter((one) => one !== null)))
      const { policy } = inForce.newest
      inForce.versions.forEach(({ version, policy: own }, place) => {
        for (const cell of own.cells.filter(({ facts }) => facts.origin === 'inferred')) {
          const kind = cell.facts.category as Kind // the statement has no others
          const older = [all[place]!, ...all.slice(0, place).toReversed()]
          for (let j = 0; j < 4; j++) {
            const who = person(random)
            const now = inForce.cell(cellNumber(version, cell.id))
            const ways = {
              use: decideUse(policy, now, who, actOf({ purpose: improve! })),
              share: decideShare(policy, now, 'tern', who, actOf()),
              place: decideUse(policy, now, who, actOf({ place: 'eu' })),
            }
            for (const closes of ['use', 'share', 'place'] as const) {
              // what its own version forbids of what older lines made its inputs from, the gate looks at when it is made
              const bound = all.slice(place).some((later, k) => isClosed(later, new Set([kind, ...(k > 0 ? cameFrom(kind, older) : []), ...cameFrom(kind, [later])]), closes, who)) // prettier-ignore
              const isPermitted = ways[closes].effect === 'permit'
              assert(!(bound && isPermitted), `seed ${seed + 400_000 + i}: ${kind} of version ${version}, ${closes}`)
              if (isPermitted) open += 1
              else if (bound) closed += 1
              // by older lines alone: no line of the newest makes it from what is forbidden
              const byToday = isClosed(all.at(-1)!, new Set([kind, ...cameFrom(kind, [all.at(-1)!])]), closes, who)
              if (bound && !byToday && place < all.length - 1) gone += 1
            }
          }
        }
      })
    }
    expect(open).toBeGreaterThan(200)
    expect(closed).toBeGreaterThan(200)
    expect(gone).toBeGreaterThan(50)
  })

  test('only a `derive` opens what is inferred, whatever a `collect` is from', async () => {
    let collected = 0
    for (let i = 0; i < 12; i++) {
      const random = randomFrom(seed + 420_000 + i)
      const { draft } = await drawGeneral(random)
      const collecting = draft.clauses.filter(({ line }) => !line.startsWith('derive ')).map((clause) => (clause.line.startsWith('collect ') ? { ...clause, line: clause.line.replace(/ from [a-z, -]+?(?= when| needed| optional|$)/, ' from any') } : clause)) // prettier-ignore
      const compiled = (await settle({ ...draft, clauses: collecting }))?.compiled
      for (const { facts, collects } of compiled?.policy.cells ?? []) {
        expect(facts.origin).not.toBe('inferred')
        collected += collects.length
      }
    }
    expect(collected).toBeGreaterThan(20)
  })
})

// --- what no sentence covers ------------------------------------------------------------------------------------------

describe('M1: a ban over data that no sentence covers binds those it was written for', () => {
  /** Lines without what a cell would settle, so that a reading of them needs no facts. */
  const plain = (random: Random): string[] => narrowing(random).filter((line) => line.startsWith('never ') && !/signed|account|where| because | as |keep /.test(line)) // prettier-ignore

  async function drawnHere(
    random: Random,
  ): Promise<{ readonly policy: Policy; readonly files: StatementFiles } | null> {
    // prettier-ignore
    const [general, own] = [plain(random), plain(random)]
    if (own.length === 0) return null
    const home = { path: 'profiles/child.md', front: { profile: 'child', kind: 'narrows', while: 'child' } }
    const files = filesOf(withHome(generalDraft(['store any at eu', ...general]), home, own))
    const { compiled } = await compileStatement(files)
    return compiled && { policy: compiled.policy, files }
  }

  test('and nobody else, in every version it lived through; an overlay that was given up may be anybody’s', async () => {
    let [both, childAlone, neither] = [0, 0, 0]
    for (let i = 0; i < 60; i++) {
      const random = randomFrom(seed + 440_000 + i)
      const first = await drawnHere(random)
      if (!first) continue
      const { 'profiles/child.md': _, ...without } = first.files
      const [alone, second] = await Promise.all([compileStatement(without), compileStatement(first.files)])
      if (!alone.compiled || !second.compiled) continue
      const [one, ...others] = [[second.compiled], [second.compiled, second.compiled], [second.compiled, alone.compiled]].map((all) => putInForce(versionsOf(all))) // prettier-ignore
      for (let j = 0; j < 20; j++) {
        const facts = { product: random.pick(registry.products), category: random.pick(registry.categories), origin: random.pick(origins) } // prettier-ignore
        const number = uncoveredNumber(first.policy, 1, facts)!
        const [act, who] = [actOf({ purpose: random.pick(registry.purposes).bit, hand: random.pick(hands), form: random.pick(forms), place: 'eu' }), person(random)] // prettier-ignore
        const asked = (inForce: ReturnType<typeof putInForce>, standing: string): readonly string[] => {
          const cell = inForce.under({ standing, where: null }).cell(number)!
          return [observeUse(inForce.newest.policy, cell, who, act).effect, observeWrite(inForce.newest.policy, cell, who, act).effect] // prettier-ignore
        }
        const general = putInForce(versionsOf([alone.compiled]))
        const [adult, young] = [asked(one!, 'consumer'), asked(one!, 'consumer+child')]
        assert.deepEqual(adult, asked(general, 'consumer'), `seed ${seed + 440_000 + i}: an adult stands under what binds everybody`) // prettier-ignore
        for (const k of [0, 1]) assert(!(adult[k] === 'deny' && young[k] === 'permit'), `seed ${seed + 440_000 + i}`)
        assert.deepEqual(asked(others[0]!, 'consumer'), adult, `seed ${seed + 440_000 + i}: the same once more`)
        assert.deepEqual(asked(others[1]!, 'consumer'), young, `seed ${seed + 440_000 + i}: the overlay is gone, its ban is not`) // prettier-ignore
        if (adult.includes('deny')) both += 1
        else if (young.includes('deny')) childAlone += 1
        else neither += 1
      }
    }
    expect(both).toBeGreaterThan(50)
    expect(childAlone).toBeGreaterThan(50)
    expect(neither).toBeGreaterThan(50)
  })
})

// --- what a yes covered -----------------------------------------------------------------------------------------------

describe('law 9: a yes that was given to less', () => {
  test('is shut before anything is recorded as it is after, by the same sentence', async () => {
    let [shut, told] = [0, 0]
    for (let i = 0; i < 30; i++) {
      const random = randomFrom(seed + 460_000 + i)
      const first = await drawGeneral(random)
      const basis = (): string => `because consent ${random.pick(asked).name}`
      const wider = first.draft.clauses.map((clause) => (clause.line.startsWith('use ') && random.chance(0.3) ? { ...clause, line: clause.line.replace(/because (?:contract|vital|(?:consent|law|public-task|legitimate-interest) [a-z]+)/, basis()) } : clause)) // prettier-ignore
      const { compiled } = await compileStatement(filesOf({ ...first.draft, clauses: wider }))
      if (!compiled) continue
      const inForce = putInForce(versionsOf([first.compiled, compiled]))
      const { today, newest } = inForce
      for (const cell of today.cells) {
        const kept = inForce.cell(cellNumber(newest.version, cell.id))
        for (let j = 0; j < 20; j++) {
          const [who, act] = [person(random), actOf({ purpose: random.pick(registry.purposes).bit, hand: random.pick(hands) })] // prettier-ignore
          const [before, after] = [cell, kept].map((one) => decideUse(newest.policy, one, who, act))
          assert.deepEqual({ ...before, version: null }, { ...after, version: null }, `seed ${seed + 460_000 + i}`)
          const raw = decideUse(newest.policy, newest.policy.cells[cell.id - 1], who, act)
          if (raw.effect === 'permit' && before!.effect === 'deny') {
            shut += 1
            assert.equal(before!.clause, raw.clause, `seed ${seed + 460_000 + i}`)
            assert.match(before!.why, /was asked for less/)
          }
          const writes = [cell, kept].map((one) => decideWrite(newest.policy, one, who, act).effect)
          assert.equal(writes[0], writes[1], `seed ${seed + 460_000 + i}`)
          if (writes[0] === 'deny' && decideWrite(newest.policy, newest.policy.cells[cell.id - 1], who, act).effect === 'permit') told += 1 // prettier-ignore
        }
      }
    }
    expect(shut).toBeGreaterThan(50)
    expect(told).toBeGreaterThan(5)
  })
})
