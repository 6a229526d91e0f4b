// Clashes of every verb, and the conflicts of the source texts (requirements, annex G): put into one profile, each is reported with both places.

import { expect, test } from 'vitest'
import { readFiles } from '../../test/harness/statements.ts'
import { compileStatement, type StatementFiles } from './index.ts'

const base = readFiles(new URL('../../test/samples/base', import.meta.url).pathname)

const registers: StatementFiles = {
  'registers/products.yaml': 'find: { label: Find }\nshop: { label: Shop }\n',
  'registers/places.yaml': 'eea: { label: the European Economic Area, zone: true, duties: [answer-rights] }\neu: { label: the European Union, within: eea }\nus: { label: the United States }\n',
  'registers/recipients.yaml': [
    'police: { label: the police, kind: authority, at: eu, since: "2026-01-01" }',
    'adnet: { label: Adnet, kind: advertiser, at: eu, since: "2026-01-01" }',
    'mail-house: { label: Mail House, kind: vendor, functions: provide, at: eu, since: "2026-01-01", contract: "Contract 7", audit: "2026-01-01", told: "2026-01-01" }\n',
  ].join('\n'),
  'registers/mechanisms.yaml': [
    'harbour-rules: { label: Harbour rules, kind: framework, from: eea, to: us, valid: "2026-01-01", certificate: "HR 12" }',
    'shield-rules: { label: Shield rules, kind: framework, from: eea, to: us, valid: "2026-01-01", certificate: "SR 3" }\n',
  ].join('\n'),
  'registers/commitments.yaml': [
    'answer-rights: { label: answering, parameters: { within: { type: time, stronger: less } }, enforced-by: rights, test: the desk’s clock, areas: [ACC] }',
    'boundary: { label: staying, parameters: { place: { type: places } }, enforced-by: probe, test: the map, areas: [LOC] }\n',
  ].join('\n'),
} // prettier-ignore

/** A folder whose profile holds clauses: words, then rules by clause id. */
function folder(
  clauses: Readonly<Record<string, readonly [words: string, ...rules: string[]]>>,
  more: StatementFiles = {},
): StatementFiles {
  const text = Object.entries(clauses).map(([id, [words, ...rules]]) => `${words}\n\n\`\`\`kept ${id}\n${rules.join('\n')}\n\`\`\`\n`).join('\n') // prettier-ignore
  return { ...base, ...registers, ...more, 'statement.md': `${base['statement.md']}\n## More\n\n${text}` }
}

async function told(files: StatementFiles): Promise<readonly string[]> {
  const { diagnostics } = await compileStatement(files)
  return diagnostics
    .filter(({ code }) => code.startsWith('K4') || code === 'K204')
    .map(({ code, line, file, related }) => `${code} ${rule(files, file, line)}${related.map((other) => ` | ${rule(files, other.file, other.line)}`).join('')}`) // prettier-ignore
}

function rule(files: StatementFiles, file: string, line: number): string {
  return files[file]!.split('\n')[line - 1]!.trim()
}

const answered = { answered: ['We answer within 1 month.', 'promise answer-rights within 1 month'] } as const

test('the conflicts of annex G, put into one profile, are all reported', async () => {
  const files = folder({
    ...answered,
    'ads-yes': ['Searches pick advertisements.', 'use search in find for advertise because legitimate-interest lia-1'],
    'ads-no': ['Nothing picks advertisements.', 'never use any for advertise'],
    places: ['We note where you are, to make answers better, for 1 month.', 'collect place.point in find from observed', 'use place.point in find for improve because contract', 'use place.point in find for provide because contract', 'keep place.point in find 1 month after collection'],
    agreement: ['A point is used after your yes alone.', 'never use place.point because any except consent'],
    letters: ['We keep messages for 1 year.', 'collect message in find from person', 'use message in find for provide because contract', 'keep message in find 1 year after collection'],
    'police-yes': ['The police get messages in good faith.', 'share message in find with police for comply because public-task tax-1'],
    'police-no': ['The police are sent to you.', 'never share message with authority'],
    'staff-yes': ['Our people look at messages to make answers better.', 'use message in find for improve because contract by people'],
    'staff-no': ['Nobody opens a message.', 'never use message by people'],
    'frame-one': ['Searches may lie in the United States under Harbour rules.', 'store search at us under harbour-rules'],
    'frame-two': ['Searches may lie in the United States under Shield rules.', 'store search at us under shield-rules'],
    'answer-again': ['We answer within 30 days.', 'promise answer-rights within 30 days'],
  }, {
    'registers/desks.yaml': `${base['registers/desks.yaml']}law-report: { label: Report on authorities, controls: [], surfaces: [] }\ntransparency: { label: Report on authorities, controls: [], surfaces: [] }\n`,
  }) // prettier-ignore
  const all = await told(files)
  const reported = [
    'K402 use search in find for advertise because legitimate-interest lia-1 | never use any for advertise',
    'K402 use place.point in find for improve because contract | never use place.point because any except consent',
    'K402 share message in find with police for comply because public-task tax-1 | never share message with authority',
    'K402 use message in find for improve because contract by people | never use message by people',
    'K401 store search at us under shield-rules | store search at us under harbour-rules',
    'K404 promise answer-rights within 30 days | promise answer-rights within 1 month',
  ]
  for (const one of reported) expect(all).toContain(one)
  expect(all.filter((one) => one.startsWith('K204') && one.includes('Report on authorities'))).toHaveLength(1)
})

test.each([
  ['two shares', { a: ['Adnet gets searches.', 'share search in find with adnet for advertise because consent clips'], b: ['Adnet gets searches for clips.', 'share search in find with adnet for advertise because consent clips when location on'] }, 'K401'],
  ['a share said twice', { a: ['Adnet gets searches.', 'share search in find with adnet for advertise because consent clips'], b: ['Adnet gets searches again.', 'share search in find with adnet for advertise because consent clips'] }, 'K409'],
  ['a dead share', { a: ['Adnet gets searches.', 'share search in find with adnet for advertise because consent clips'], b: ['No advertiser gets a search.', 'never share search with advertiser'] }, 'K402'],
  ['a share that a ban on use closes', { a: ['Adnet gets searches.', 'share search in find with adnet for advertise because consent clips'], b: ['Nothing is used for advertising.', 'never use any for advertise'] }, 'K402'],
  ['two derivations', { a: ['We guess a town from searches.', 'derive place.town in find from search for provide'], b: ['We guess a town from searches at home.', 'derive place.town in find from search for provide when location on'] }, 'K401'],
  ['a dead derivation', { a: ['We guess a town from searches.', 'derive place.town in find from search for provide'], b: ['Nothing is guessed from searches.', 'never derive any from search'] }, 'K402'],
  ['two pairs', { a: ['Find and Shop are joined.', 'combine find with shop for provide'], b: ['Shop and Find are joined while location is on.', 'combine shop with find for provide when location on'] }, 'K401'],
  ['a dead pair', { a: ['Find and Shop are joined.', 'combine find with shop for provide'], b: ['Nothing is joined.', 'never combine any with any'] }, 'K402'],
] as const)('%s', async (_name, clauses, code) => {
  const all = await told(folder({ ...answered, ...clauses }))
  expect(all.filter((one) => one.startsWith(code))).toHaveLength(1)
  expect(all.find((one) => one.startsWith(code))).toContain(' | ')
}) // prettier-ignore

test.each([
  ['two recipients', { a: ['Adnet gets searches.', 'share search in find with adnet for advertise because consent clips'], b: ['Mail House gets searches.', 'share search in find with mail-house for provide'] }],
  ['a ban with an exception', { a: ['Adnet gets searches.', 'share search in find with adnet for advertise because consent clips'], b: ['No advertiser gets one but by your yes.', 'never share search with advertiser unless clips on'] }],
  ['two pairs for two purposes', { a: ['Find and Shop are joined.', 'combine find with shop for provide'], b: ['Shop and Find are joined to improve.', 'combine shop with find for improve'] }],
] as const)('%s are no clash', async (_name, clauses) => {
  const all = await told(folder({ ...answered, ...clauses }))
  expect(all.filter((one) => /^K40[12] /.test(one))).toEqual([])
}) // prettier-ignore

test('what the law of a place demands and nobody promises is told (K405)', async () => {
  const all = await told(folder({ staying: ['Data stays in the European Union.', 'promise boundary place eu'] }))
  expect(all.filter((one) => one.startsWith('K405'))).toHaveLength(1)
})

test('a promise to all customers is held against the statement’s own (K405)', async () => {
  const contract = (within: string): StatementFiles => ({
    'contracts/trust.md': `---\ncontract: trust\nprofile: consumer\ncustomers: all\n---\n\n## Trust\n\nWe answer you within ${within}.\n\n\`\`\`kept trust\npromise answer-rights within ${within}\n\`\`\`\n`,
  })
  const weaker = async (within: string): Promise<number> =>
    (await told(folder(answered, contract(within)))).filter((one) => one.startsWith('K405')).length
  expect([await weaker('2 months'), await weaker('1 month'), await weaker('2 weeks')]).toEqual([0, 0, 1])
})

/** A file that holds for some people alone: front matter, then one clause. */
function home(path: string, head: string, words: string, rules: string): StatementFiles {
  const id = path.slice(path.indexOf('/') + 1, -'.md'.length)
  return { [path]: `---\n${head}\n---\n\n## ${id}\n\n${words}\n\n\`\`\`kept ${id}\n${rules}\n\`\`\`\n` }
}

const month = answered.answered

test.each([
  ['in a preview too', {}, {
    ...home('contracts/trust.md', 'contract: trust\nprofile: consumer\ncustomers: all', 'Searches pick no advertisement.', 'never use search for advertise'),
    ...home('profiles/preview.md', 'profile: preview\nkind: extends\nwhile: trial on\nends: 2027-01-31', 'In the preview searches pick advertisements.', 'use search in find for advertise because consent clips'),
  }, true],
  ['by a promise to everybody', { answered: month }, home('contracts/trust.md', 'contract: trust\nprofile: consumer\ncustomers: all', ...month), false],
  ['not by one to children alone', {}, {
    ...home('contracts/trust.md', 'contract: trust\nprofile: consumer\ncustomers: all', ...month),
    ...home('profiles/child.md', 'profile: child\nkind: narrows\nwhile: child', ...month),
  }, true],
  ['not by one to people of another place', { answered: [month[0], `${month[1]} where eea`] }, home('contracts/trust.md', 'contract: trust\nprofile: consumer\ncustomers: all', month[0], `${month[1]} where us`), true],
  ['by one to people of a wider place', { answered: [month[0], `${month[1]} where eea`] }, home('contracts/trust.md', 'contract: trust\nprofile: consumer\ncustomers: all', month[0], `${month[1]} where eu`), false],
] as const)('a contract with all customers is kept %s (K405)', async (_name, clauses, more, isWeaker) => {
  const choices = { 'registers/choices.yaml': `${base['registers/choices.yaml']}trial: { bit: 2, kind: enrolment, label: Trial, default: "off", wording: I try it. }\n` } // prettier-ignore
  const without = { 'registers/places.yaml': registers['registers/places.yaml']!.replace(', duties: [answer-rights]', '') } // prettier-ignore
  const all = await told(folder(clauses, { ...choices, ...without, ...more }))
  expect(all.filter((one) => one.startsWith('K405'))).toHaveLength(isWeaker ? 1 : 0)
}) // prettier-ignore

test.each([
  ['an overlay of a place within it', 'while: where eu', 1],
  ['an overlay of that place', 'while: where eea', 0],
  ['an overlay that asks for more', 'while: where eea and child', 1],
] as const)('a duty promised in %s', async (_name, head, missing) => {
  const all = await told(folder({}, home('profiles/there.md', `profile: there\nkind: narrows\n${head}`, ...month)))
  expect(all.filter((one) => one.startsWith('K405'))).toHaveLength(missing)
})

test('a duty is owed to the people of every base', async () => {
  const work = (rules: string) => home('profiles/work.md', 'profile: work\nkind: base\nwhile: organisation-account', 'We answer within 1 month.', rules) // prettier-ignore
  const own = { 'profiles/consumer.md': `${base['profiles/consumer.md']}\n${month[0]}\n\n\`\`\`kept answered\n${month[1]}\n\`\`\`\n` } // prettier-ignore
  const weaker = async (more: StatementFiles): Promise<number> => (await told(folder({}, more))).filter((one) => one.startsWith('K405')).length // prettier-ignore
  expect(await weaker(own)).toBe(0)
  expect(await weaker({ ...own, ...work('never use message for advertise') })).toBe(1)
  expect(await weaker({ ...own, ...work(month[1]) })).toBe(0)
})
