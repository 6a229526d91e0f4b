// The compiler from end to end: both examples compile clean, what they say reaches the policy, signatures go stale and come back, and
// diagnostics read as they should. Codes one by one are in test/samples, laws in test/properties.

import { expect, test } from 'vitest'
import { readExample } from '../../test/harness/statements.ts'
import { Failure } from '../base/index.ts'
import { bitsOf, type Cell, type Compiled, type PageClause } from '../policy/index.ts'
import { compareStatements, compileStatement, explainClause, printDiagnostics, signClauses, type StatementFiles } from './index.ts' // prettier-ignore

const harbour = readExample('harbour')
const shop = readExample('shop')

async function compiled(files: StatementFiles): Promise<Compiled> {
  const result = await compileStatement(files)
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(result.compiled).not.toBeNull()
  return result.compiled!
}

function cellsOf({ policy }: Compiled, product: string, category: string): readonly Cell[] {
  return policy.cells.filter(({ facts }) => facts.product === product && facts.category === category)
}

test.each([
  ['harbour', harbour],
  ['shop', shop],
] as const)('%s compiles without a word, and every clause is signed', async (_, files) => {
  const { diagnostics, compiled: result } = await compileStatement(files)
  expect(diagnostics).toEqual([])
  const clauses = result!.page.sections.flatMap((section) => section.clauses)
  expect(clauses.filter(({ signature }) => signature.state !== 'signed').map(({ id }) => id)).toEqual([])
  for (const clause of clauses)
    expect(clause.signature.by.length).toBeGreaterThanOrEqual(clause.class === 'info' ? 2 : 1)
  expect(clauses.filter((clause) => clause.class === 'bare')).toEqual([])
})

test('Harbour says about forty things, among them aims and information', async () => {
  const { page } = await compiled(harbour)
  const clauses = page.sections.flatMap((section) => section.clauses)
  const count = (kind: string): number => clauses.filter((clause) => clause.class === kind).length
  expect(clauses.length).toBeGreaterThanOrEqual(40)
  expect(count('aim')).toBeGreaterThanOrEqual(1)
  expect(count('info')).toBeGreaterThanOrEqual(2)
  expect(page.sections.every(({ short }) => short !== null)).toBe(true)
})

test('a ban reaches all below a group and is told to the clause it takes from', async () => {
  const result = await compiled(harbour)
  const advertise = result.policy.purposes.find(({ name }) => name === 'advertise')!.bit
  for (const cell of [
    ...cellsOf(result, 'chat', 'content.message.chat'),
    ...cellsOf(result, 'files', 'content.file'),
  ]) {
    const row = cell.rows.find(({ hand, form }) => hand === 'machines' && form === 'identified')!
    expect(bitsOf(row.never)).toContain(advertise)
    expect(row.bans.map(({ clause }) => clause)).toContain('no-ads')
  }
})

test('where the person lives tells cells apart, and only where a rule does', async () => {
  const result = await compiled(harbour)
  const searches = cellsOf(result, 'search', 'interaction.search')
  expect(new Set(searches.map(({ facts }) => facts.where))).toEqual(
    new Set(result.policy.places.map(({ name }) => name)),
  )
  const advertise = result.policy.purposes.find(({ name }) => name === 'advertise')!.bit
  for (const { facts, rows } of searches) {
    const use = rows
      .find(({ hand, form }) => hand === 'machines' && form === 'identified')!
      .uses.find(({ purpose }) => purpose === advertise)
    expect(use?.basis.kind).toBe(facts.where === 'eea' || facts.where === 'eu' ? 'consent' : 'legitimate-interest')
  }
  expect(cellsOf(result, 'maps', 'interaction.location.point').map(({ facts }) => facts.where)).toEqual([null])
})

test('an invoice serves the law under a limit of its own', async () => {
  for (const [files, product] of [
    [harbour, 'store'],
    [shop, 'shop'],
  ] as const) {
    // prettier-ignore
    const result = await compiled(files)
    const [cell] = cellsOf(result, product, 'licence.invoice')
    const comply = result.policy.purposes.find(({ name }) => name === 'comply')!.bit
    const law = cell!.limits.filter((limit) => limit.law === 'tax-147')
    expect(law.map(({ purposes, end }) => [bitsOf(purposes), end])).toEqual([
      [[comply], { after: { count: 10, unit: 'year' }, event: 'invoice' }],
    ])
    expect(cell!.limits.some(({ law: note, purposes }) => note === null && !bitsOf(purposes).includes(comply))).toBe(
      true,
    )
  }
})

test('a changed sentence and a changed rule both make a signature stale, and the page says so', async () => {
  const text = harbour['statement.md']!
  for (const changed of [
    text.replace('We forget a device after 2 years', 'A device is forgotten after 2 years'),
    text.replace(
      'keep interaction.device.config 2 years after collection or until removal',
      'keep interaction.device.config 2 years after collection',
    ),
  ]) {
    const { diagnostics, compiled: result } = await compileStatement({ ...harbour, 'statement.md': changed })
    expect(diagnostics.map(({ code, file }) => [code, file])).toEqual([['K707', 'signed.yaml']])
    const clause = result!.page.sections.flatMap(({ clauses }) => clauses).find(({ id }) => id === 'devices')
    expect(clause?.signature).toEqual({ state: 'stale', by: [] })
  }
})

test('an emptied statement.md is told once, not by each line that signs', async () => {
  for (const emptied of ['', '\n', '# Nothing yet\n']) {
    const { diagnostics, compiled: result } = await compileStatement({ ...harbour, 'statement.md': emptied })
    const told = diagnostics.filter(({ file }) => ['statement.md', 'signed.yaml'].includes(file))
    expect(told.map(({ code, file, message }) => [code, file, message])).toContainEqual(['K112', 'statement.md', '`statement.md` holds no sentence, and `signed.yaml` signs some']) // prettier-ignore
    expect([told.length, result]).toEqual([1, null])
  }
})

test('signing makes a stale clause signed again, and information needs two officers', async () => {
  const files = { ...harbour, 'signed.yaml': '' }
  const once = await signClauses(files, { clauses: ['who'], officer: 'ines', on: '2026-11-02' })
  const stateOf = async (signed: string): Promise<string | undefined> =>
    (await compiled({ ...files, 'signed.yaml': signed })).page.sections[0]?.clauses[0]?.signature.state
  expect(await stateOf(once)).toBe('unsigned')
  const twice = await signClauses(
    { ...files, 'signed.yaml': once },
    { clauses: ['who'], officer: 'jonas', on: '2026-11-03' },
  )
  expect(await stateOf(twice)).toBe('signed')
  const again = await signClauses(
    { ...files, 'signed.yaml': twice },
    { clauses: ['who'], officer: 'jonas', on: '2026-11-04' },
  )
  expect(again.match(/^- /gm)).toHaveLength(2)
})

test.each([
  ['an unknown clause', { clauses: ['nowhere'], officer: 'ines', on: '2026-11-02' }, 'name_unknown'],
  ['an unknown officer', { clauses: ['who'], officer: 'mallory', on: '2026-11-02' }, 'name_unknown'],
  ['no day', { clauses: ['who'], officer: 'ines', on: '2026-02-30' }, 'input_invalid'],
] as const)('signing refuses %s', async (_, asked, code) => {
  await expect(signClauses(harbour, asked)).rejects.toMatchObject({ code } satisfies Partial<Failure>)
})

test('a broken statement cannot be signed', async () => {
  const files = { ...harbour, 'statement.md': '# Nothing\n\nWe care.\n\n```kept care\ncare any\n```\n' }
  await expect(signClauses(files, { clauses: ['care'], officer: 'ines', on: '2026-11-02' })).rejects.toMatchObject({
    code: 'statement_broken',
  })
})

test('a comparison names what changed, clause by clause', async () => {
  const text = harbour['statement.md']!
  const changed = text
    .replaceAll('18 months', '6 months')
    .replace(
      'We want a reader of twelve years to understand every sentence here.',
      'We want everybody to understand every sentence here.',
    )
    .replace(
      '```kept complain\ninfo "it tells of a right the law gives"\n```',
      '```kept authority\ninfo "it tells of a right the law gives"\n```',
    )
  const changes = compareStatements(
    await compiled(harbour),
    await compiled({ ...harbour, 'statement.md': changed, 'signed.yaml': '' }),
  )
  expect(changes.map(({ clause, change }) => [clause, change])).toEqual([
    ['plain-words', 'words'],
    ['searches', 'words and rules'],
    ['authority', 'added'],
    ['complain', 'removed'],
  ])
  expect(compareStatements(await compiled(harbour), await compiled(harbour))).toEqual([])
})

test('an explanation gives words, readings and every cell a clause touches', async () => {
  const result = await compiled(harbour)
  const explained = explainClause(result, 'no-ads')!
  expect(explained.clause.rules[0]?.reading).toContain('“advertising”')
  expect(explained.effects.length).toBeGreaterThan(0)
  expect(new Set(explained.effects.map(({ does }) => does))).toEqual(new Set(['ban use']))
  expect(explained.effects.every(({ facts }) => facts.category.startsWith('content'))).toBe(true)
  expect(explainClause(result, 'nowhere')).toBeNull()
})

test('diagnostics are printed with the line, a caret, the other place and what to do', async () => {
  const files = {
    ...harbour,
    'signed.yaml': '',
    'statement.md': harbour['statement.md']!.replace(
      'collect interaction.search in search',
      'collect interaction.serach in search',
    ),
  }
  const { diagnostics, compiled: result } = await compileStatement(files)
  expect(result).toBeNull()
  const line = files['statement.md'].split('\n').findIndex((text) => text.includes('serach')) + 1
  expect(printDiagnostics(diagnostics, { color: false })).toBe(
    [
      'error K201: no category is called `interaction.serach`',
      `    ┌ statement.md:${line}:9`,
      `${line} │ collect interaction.serach in search from person, observed`,
      '    │         ^^^^^^^^^^^^^^^^^^',
      '  help: did you mean `interaction.search`?',
      '',
      '1 error, 0 warnings',
    ].join('\n'),
  )
  expect(printDiagnostics(diagnostics, { color: true })).toContain('\u001b[31;1m')
})

test('a broken line hides no other', async () => {
  const block =
    '```kept two\ncollect oranges in search from person\nuse interaction.search in search fr provide because contract\nkeep interaction.search in nowhere 1 fortnight after collection\n```'
  const { diagnostics } = await compileStatement({
    ...harbour,
    'statement.md': `# Two\n\n## One\n\nWe search.\n\n${block}\n`,
    'signed.yaml': '',
  })
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code, line }) => [line, code])).toEqual([
    [8, 'K201'],
    [9, 'K102'],
    [10, 'K108'],
  ])
})

test('a profile that does not inherit all takes only bans and offers from the general text', async () => {
  const profile = '---\nprofile: consumer\nkind: base\n---\n'
  const general = Object.entries(harbour).filter(([path]) => !/^(?:products|profiles|contracts)\//.test(path))
  const { compiled: result } = await compileStatement({
    ...Object.fromEntries(general),
    'profiles/consumer.md': profile,
    'signed.yaml': '',
  })
  expect(result?.policy.cells).toEqual([])
  expect(result?.policy.clauses.find(({ id }) => id === 'searches')?.verbs).toEqual(['offer'])
  expect(result?.policy.clauses.find(({ id }) => id === 'no-ads')?.verbs).toEqual(['never'])
})

// SEC-10
test('a promise to print a register prints it below its words: every entry, in plain words', async () => {
  const { page, policy } = await compiled(harbour)
  const clauses = page.sections.flatMap((section) => section.clauses)
  const tablesOf = (id: string): PageClause['tables'] => clauses.find((clause) => clause.id === id)?.tables
  const [rooms] = tablesOf('rooms')!
  expect(rooms!.rows.map(([store]) => store)).toEqual(policy.stores.map(({ label }) => label))
  expect(rooms!.rows[0]).toEqual(expect.arrayContaining(['the European Union', '30 days', 'Port Haven, hall 2', '2026-09-01'])) // prettier-ignore
  const [recipients] = tablesOf('recipients')!
  expect(recipients!.rows.map(([who]) => who)).toEqual(policy.recipients!.map(({ label }) => label))
  for (const { columns, rows } of clauses.flatMap(({ tables = [] }) => tables))
    for (const row of rows) expect(row).toHaveLength(columns.length)
  expect(tablesOf('no-sale')).toBeUndefined()
})

test('a block that nobody closed is one error, at its beginning, and hides nothing of what follows', async () => {
  const text = harbour['statement.md']!
  const at = text.indexOf('```kept searches')
  const end = text.indexOf('```\n', at + 3)
  const open = `${text.slice(0, end)}${text.slice(end + 4)}`
  const { diagnostics } = await compileStatement({ ...harbour, 'statement.md': open })
  const line = text.slice(0, at).split('\n').length
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'K112', line, message: expect.stringContaining('`searches`') }]) // prettier-ignore
})

test('what is said to be needed for a purpose that no sentence opens for it is a hole (K303)', async () => {
  const said = harbour['statement.md']!.replace('from person needed for transact', 'from person needed for advertise')
  expect(said).not.toBe(harbour['statement.md'])
  const { diagnostics } = await compileStatement({ ...harbour, 'statement.md': said })
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  expect(errors).toMatchObject([{ code: 'K303', length: 'advertise'.length, message: expect.stringContaining('needed for `advertise`') }]) // prettier-ignore
})
