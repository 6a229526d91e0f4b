// Laws of the statement language that hold for every statement (language, "Compiling, and the laws it must keep").

import { beforeAll, expect, test } from 'vitest'
import { canonicalJson } from '../../src/base/index.ts'
import { bitsOf, none, union, type Cell, type Mask, type Policy } from '../../src/policy/index.ts'
import { compileStatement, normalRules, parseRules, printRule, readFolder, readRegisters, say, type Cond, type LimitText, type Name, type NameSet, type Registers, type Rule, type Slots, type StatementFiles } from '../../src/statement/index.ts' // prettier-ignore
import type { ParameterText, SideText } from '../../src/statement/1-parse/rule.ts'
import { frameOf, frames, slotsOf, type Frame } from '../../src/statement/1-parse/slots.ts'
import { readExample, rewriteBlocks } from '../harness/statements.ts'
import { randomFrom, seed, type Random } from './random.ts'

const harbour = readExample('harbour')
let registers: Registers

beforeAll(async () => {
  registers = readRegisters((await readFolder(harbour, 10_000, () => {})).registers, () => {})
})

const span = { file: 'statement.md', line: 1, column: 1, length: 1 }

// --- random rules ---------------------------------------------------------------------------------------------------

function drawRule(random: Random): Rule {
  const name = (list: readonly string[]): Name => ({ text: random.pick(list), span })
  const names = (list: readonly string[]): readonly Name[] => {
    const some = random.some(list, 0.3)
    return (some.length > 0 ? some : [random.pick(list)]).map((text) => ({ text, span }))
  }
  const of = (items: readonly { readonly name: string }[]): readonly string[] => items.map((item) => item.name)
  const set = (list: readonly string[]): NameSet => {
    const any = random.chance(0.2)
    return { any, names: any ? [] : names(list), except: random.chance(0.2) ? names(list) : [], span }
  }
  const maybe = <K extends keyof Slots>(key: K, make: () => NonNullable<Slots[K]>, chance = 0.4): Slots =>
    random.chance(chance) ? { [key]: make() } : {}
  const period = {
    count: 1 + random.below(40),
    unit: random.pick(['second', 'minute', 'hour', 'day', 'week', 'month', 'year'] as const),
  }
  const cond = (): Cond =>
    random.pick<() => Cond>([
      () => ({ kind: 'choice', name: name(of(registers.choices)), value: random.pick(['on', 'off'] as const) }),
      () => ({ kind: 'case', names: names(of(registers.desks)) }),
      () => ({ kind: 'directed' }),
      () => ({ kind: 'signed', signedIn: random.chance(0.5) }),
      () => ({ kind: 'account', account: random.pick(['personal', 'organisation'] as const) }),
    ])()
  const conds = (): readonly Cond[] => Array.from({ length: 1 + random.below(2) }, cond)
  const choicesOnly = (): readonly Cond[] => conds().filter(({ kind }) => kind !== 'case' && kind !== 'directed')
  const limit = (): LimitText =>
    random.chance(0.5)
      ? { until: name(of(registers.events)) }
      : { after: { ...period, count: 1 + random.below(40) }, span, event: name(of(registers.events)) }
  const [categories, products, purposes, places] = [[...of(registers.categories), ...registers.groups.keys()], of(registers.products), of(registers.purposes), of(registers.places)] // prettier-ignore
  const origins = ['person', 'observed', 'system', 'inferred', 'third-party']
  const where = maybe('where', () => set(places), 0.2)
  const common = { ...maybe('in', () => set(products)), ...where }
  const when = maybe('when', conds, 0.3)
  const base = { ban: null, controls: [], set: set(categories), span }
  const need = maybe('need', () =>
    random.chance(0.3)
      ? { kind: 'law', law: name(of(registers.notes)) }
      : { kind: random.pick(['needed', 'optional'] as const), for: names([...purposes, ...products]) },
  )
  const because = random.chance(0.5)
    ? { kind: random.pick(['contract', 'vital', 'instruction'] as const), name: null, span }
    : {
        kind: random.pick(['consent', 'law', 'public-task', 'legitimate-interest'] as const),
        name: name([...of(registers.choices), ...of(registers.notes)]),
        span,
      }
  const cap = random.chance(0.4)
    ? { count: 1 + random.below(9), of: 10 + random.below(1000), time: random.chance(0.5) ? period : null }
    : null
  const capSpans = null // the printer reads none
  const by = maybe('by', () =>
    random.chance(0.3)
      ? { hand: 'machines', cap: null, capSpans }
      : { hand: random.pick(['people', 'both'] as const), cap, capSpans },
  )
  const as = maybe('as', () =>
    random.pick<() => NonNullable<Slots['as']>>([
      () => ({ form: 'identified' }),
      () => ({ form: 'de-identified', method: name(of(registers.notes)) }),
      () => ({ form: 'aggregate', atLeast: 2 + random.below(90) }),
    ])(),
  )
  const keepWhen = choicesOnly()
  const banConds = { ...when, ...maybe('unless', conds, 0.3) }
  const plainBy = maybe('by', () => ({
    hand: random.pick(['machines', 'people', 'both'] as const),
    cap: null,
    capSpans,
  }))
  const [recipients, mechanisms, commitments] = [['courier', 'processor'], ['adequacy', 'exception'], ['answer-rights', 'two-layers']] // prettier-ignore
  const contexts = [...products, 'signed-in', 'signed-out', 'personal-account', 'organisation-account']
  const anything: NameSet = { any: true, names: [], except: [], span }
  const side = (): SideText => ({ data: random.chance(0.4) ? set(categories) : null, contexts: set(contexts) })
  const parameter = (text: string): ParameterText => ({
    name: { text, span },
    span,
    value: random.pick<() => ParameterText['value']>([
      () => ({ time: { ...period, count: 1 + random.below(40) } }),
      () => ({ number: 1 + random.below(90) }),
      () => ({ ratio: { count: 1 + random.below(9), of: 10 + random.below(900) } }),
      () => ({ names: names(places) }),
    ])(),
  })
  return random.pick<() => Rule>([
    () => ({ ...base, verb: 'collect', slots: { ...common, ...need, ...when, from: set(origins) } }),
    () => ({ ...base, verb: 'use', slots: { ...common, ...when, ...by, ...as, ...maybe('from', () => set(origins)), for: set(purposes), because } }),
    () => ({ ...base, verb: 'keep', slots: { ...common, ...maybe('from', () => set(origins)), ...maybe('for', () => set(purposes)), limits: Array.from({ length: 1 + random.below(3) }, limit), ...maybe('because', () => ({ kind: 'law', name: name(of(registers.notes)), span })), ...(keepWhen.length > 0 && { when: keepWhen }) } }),
    () => ({ ...base, verb: 'never', ban: 'collect', slots: { ...common, ...banConds, ...maybe('from', () => set(origins)) } }),
    () => ({ ...base, verb: 'never', ban: 'use', slots: { ...common, ...banConds, ...plainBy, ...maybe('from', () => set(origins)), ...maybe('for', () => set(purposes)), ...maybe('bases', () => set(['contract', 'consent', 'law', 'vital'])) } }),
    () => ({ ...base, verb: 'never', ban: 'store', slots: { ...common, ...banConds, ...maybe('at', () => set(places)) } }),
    () => ({ ...base, verb: 'offer', controls: names(['view', 'clear', 'export', 'erase']), slots: { ...common, ...maybe('for', () => set(purposes)), on: names(['dashboard', 'form']), ...maybe('to', () => names(['person', 'guardian'])), ...maybe('per', () => names(['item', 'day', 'all'])), ...maybe('within', () => ({ time: period, span })), ...maybe('unlessLaw', () => names(of(registers.notes))) } }),
    () => ({ ...base, verb: 'store', slots: { ...common, ...when, at: set(places), ...maybe('under', () => names(mechanisms)) } }),
    () => ({ ...base, verb: 'never', ban: 'store', slots: { ...common, ...banConds, with: set(recipients) } }),
    () => ({ ...base, verb: 'derive', slots: { ...common, ...when, ...as, from: set(categories), for: set(purposes) } }),
    () => ({ ...base, verb: 'never', ban: 'derive', slots: { ...common, ...banConds, ...maybe('from', () => set(categories)), ...maybe('for', () => set(purposes)) } }),
    () => ({ ...base, verb: 'share', slots: { ...common, ...when, ...as, ...maybe('from', () => set(origins)), with: set(recipients), for: set(purposes), ...maybe('because', () => because) } }),
    () => ({ ...base, verb: 'never', ban: 'share', slots: { ...common, ...banConds, ...maybe('from', () => set(origins)), with: set(recipients), ...maybe('for', () => set(purposes)) } }),
    () => ({ ...base, verb: 'combine', set: anything, sides: [side(), side()], slots: { ...where, ...when, for: set(purposes) } }),
    () => ({ ...base, verb: 'never', ban: 'combine', set: anything, sides: [side(), side()], slots: { ...where, ...banConds, ...maybe('for', () => set(purposes)) } }),
    () => ({ ...base, verb: 'promise', set: random.chance(0.5) ? anything : set(categories), commitment: name(commitments), parameters: random.some(['within', 'before', 'every', 'place'], 0.5).map(parameter), slots: common }),
  ])() // prettier-ignore
}

function reparse(text: string): readonly Rule[] {
  const raised: string[] = []
  const { rules } = parseRules([{ text, file: 'statement.md', line: 1, column: 1 }], (code, _at, details) =>
    raised.push(`${code} ${JSON.stringify(details)} in ${text}`),
  )
  expect(raised).toEqual([])
  return rules
}

const bare = (rule: Rule): string =>
  canonicalJson(
    JSON.parse(JSON.stringify(rule, (key, value: unknown) => (/^(span|capSpans)$/.test(key) ? undefined : value))),
  )

test('parse(print(r)) = r, for 8,000 random rules of every verb with every slot', () => {
  const random = randomFrom(seed)
  const reached = new Map<Frame, Set<string>>()
  for (let i = 0; i < 8_000; i++) {
    const rule = drawRule(random)
    expect(reparse(printRule(rule)).map(bare)).toEqual([bare(rule)])
    const slots = reached.get(frameOf(rule)) ?? new Set()
    reached.set(frameOf(rule), slots)
    for (const slot of Object.keys(rule.slots)) slots.add(slot)
  }
  for (const frame of Object.keys(frames) as Frame[] /* the table's own keys */)
    expect([frame, [...(reached.get(frame) ?? [])].toSorted()]).toEqual([frame, slotsOf(frame).toSorted()])
})

test('say(r) differs for rules that differ, over 20,000 random rules', () => {
  const random = randomFrom(seed + 1)
  const said = new Map<string, string>()
  for (let i = 0; i < 20_000; i++) {
    const rule = drawRule(random)
    const [text, reading] = [printRule(rule), say(rule, registers)]
    expect([text, said.get(reading) ?? text]).toEqual([text, text])
    said.set(reading, text)
    expect(reading).toMatch(/^[A-Z“].*\.$/s)
    expect(reading).not.toContain('undefined')
  }
})

// --- one statement, written differently -----------------------------------------------------------------------------

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items.map((item) => [random.below(1e9), item] as const).toSorted(([a], [b]) => a - b).map(([, item]) => item) // prettier-ignore
}

/** A rule as two, where it has a list to split. */
function split(rule: Rule, random: Random): readonly Rule[] {
  const halves = <T>(list: readonly T[]): readonly (readonly T[])[] => [list.slice(0, 1), list.slice(1)]
  const sets: readonly (keyof Slots & ('in' | 'from' | 'for' | 'where' | 'at'))[] = ['in', 'from', 'for', 'where', 'at']
  const ways: (() => readonly Rule[])[] = []
  if (rule.controls.length > 1) ways.push(() => halves(rule.controls).map((controls) => ({ ...rule, controls })))
  if (rule.set.names.length > 1 && rule.set.except.length === 0)
    ways.push(() => halves(rule.set.names).map((names) => ({ ...rule, set: { ...rule.set, names } })))
  for (const key of sets) {
    const list = rule.slots[key]
    if (list && list.names.length > 1 && list.except.length === 0)
      ways.push(() =>
        halves(list.names).map((names) => ({ ...rule, slots: { ...rule.slots, [key]: { ...list, names } } })),
      )
  }
  return ways.length === 0
    ? [rule]
    : random
        .pick(ways)()
        .flatMap((half) => (random.chance(0.5) ? split(half, random) : [half]))
}

function rewritten(markdown: string, random: Random): string {
  const blocks = rewriteBlocks(markdown, (lines) => {
    if (lines.some((line) => /^(aim|info) /.test(line))) return lines
    const rules = lines.flatMap((line) => reparse(line)).flatMap((rule) => split(rule, random))
    return shuffled(rules, random).map((rule) =>
      printRule(rule).replaceAll(' ', () => (random.chance(0.1) ? '\n   ' : random.chance(0.1) ? '  ' : ' ')),
    )
  })
  const [head = '', ...sections] = blocks.split(/^(?=## )/m)
  return [head, ...shuffled(sections, random)].map((part) => (random.chance(0.5) ? `${part}\n\n` : part)).join('')
}

/** The top-level entries of a table in another order. */
function reordered(yaml: string, random: Random): string {
  return shuffled(yaml.split(/^(?=\S)/m), random).join('')
}

test('order, layout and the splitting of lists change no policy', async () => {
  const random = randomFrom(seed + 2)
  const policy = canonicalJson((await compileStatement(harbour)).compiled!.policy)
  for (let i = 0; i < 25; i++) {
    const files = shuffled(Object.entries(harbour), random).map(([path, text]) => [
      path,
      path === 'statement.md'
        ? rewritten(text, random)
        : path.startsWith('registers/')
          ? reordered(text, random)
          : text,
    ])
    const { diagnostics, compiled } = await compileStatement(Object.fromEntries(files))
    expect(diagnostics).toEqual([])
    expect(canonicalJson(compiled!.policy) === policy).toBe(true)
  }
})

test('the same folder gives the same hash, and line ends do not count', async () => {
  const first = (await compileStatement(harbour)).compiled!.hash
  expect((await compileStatement(harbour)).compiled!.hash).toBe(first)
  const windows = Object.fromEntries(
    Object.entries(harbour).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]),
  )
  const { compiled, diagnostics } = await compileStatement(windows)
  expect(diagnostics).toEqual([])
  expect(compiled!.hash).toBe(first)
})

test('normal form is a normal form: it changes nothing that is in it', () => {
  const random = randomFrom(seed + 3)
  for (let i = 0; i < 2_000; i++) {
    const once = normalRules([drawRule(random), drawRule(random), drawRule(random)])
    expect(normalRules(shuffled(once, random)).map(printRule)).toEqual(once.map(printRule))
  }
})

// --- what opens and what closes -------------------------------------------------------------------------------------

/** What a policy opens at all, whatever is chosen: cell, hand, form and purpose, less what a ban always closes. */
function opened({ cells, purposes }: Policy): ReadonlySet<string> {
  const key = ({ facts }: Cell): string => JSON.stringify(facts)
  return new Set(
    cells.flatMap((cell) =>
      cell.rows.flatMap(({ hand, form, based, never }) =>
        purposes
          .filter(({ bit }) => bitsOf(based).includes(bit) && !bitsOf(never).includes(bit))
          .map(({ name }) => `${key(cell)} ${hand} ${form} ${name}`),
      ),
    ),
  )
}

function withBlock(
  files: StatementFiles,
  change: (lines: readonly string[], block: number) => readonly string[],
): StatementFiles {
  let block = 0
  return {
    ...files,
    'statement.md': rewriteBlocks(files['statement.md']!, (lines) => change(lines, block++)),
    'signed.yaml': '',
  }
}

test('taking out a line never opens anything, except a `never`', async () => {
  const all = opened((await compileStatement(harbour)).compiled!.policy)
  const lines: { block: number; line: string }[] = []
  withBlock(harbour, (own, block) => {
    for (const line of own) if (/^(collect|use|keep|offer|store) /.test(line)) lines.push({ block, line })
    return own
  })
  const random = randomFrom(seed + 4)
  for (const { block, line } of shuffled(lines, random).slice(0, 30)) {
    const { compiled } = await compileStatement(
      withBlock(harbour, (own, at) => (at === block ? own.filter((one) => one !== line) : own)),
    )
    const more = [...(compiled ? opened(compiled.policy) : [])].filter((one) => !all.has(one))
    expect({ without: line, opens: more }).toEqual({ without: line, opens: [] })
  }
})

test('adding a `never` never opens anything', async () => {
  const before = (await compileStatement(harbour)).compiled!.policy
  const random = randomFrom(seed + 5)
  for (let i = 0; i < 30; i++) {
    const ban = { ...drawRule(random), verb: 'never' as const, ban: 'use' as const, controls: [], slots: {} }
    const files = {
      ...harbour,
      'statement.md': `${harbour['statement.md']}\nNothing of this.\n\n\`\`\`kept extra\n${printRule(ban)}\n\`\`\`\n`,
      'signed.yaml': '',
    }
    const { compiled } = await compileStatement(files)
    if (!compiled) continue
    const all = opened(before)
    for (const one of opened(compiled.policy)) expect(all.has(one)).toBe(true)
  }
})

test('every row says in its masks what its entries say', async () => {
  const { policy } = (await compileStatement(harbour)).compiled!
  for (const { rows } of policy.cells)
    for (const { based, never, barred, uses, bans } of rows) {
      expect(bitsOf(based)).toEqual([...new Set(uses.map(({ purpose }) => purpose))].toSorted((a, b) => a - b))
      const always = bans.filter(({ when, unless }) => when === null && unless === null)
      const closedBy = (inherited: boolean): Mask =>
        always.filter((ban) => (ban.inherited === true) === inherited).reduce((mask, { purposes }) => union(mask, purposes), none) // prettier-ignore
      expect(never).toEqual(closedBy(false))
      expect(barred).toEqual(closedBy(true))
    }
})
