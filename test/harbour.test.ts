// Harbour's whole statement: clean, signed, and true of people at work, of customers, of children and of those who try what is new.

import { beforeAll, expect, test } from 'vitest'
import { readHarbour } from '../scripts/control-map/harbour.ts'
import { answer } from '../src/decision/index.ts'
import { has, providerKinds, recipientKinds, type Compiled, type Decision, type Question } from '../src/policy/index.ts'
import { compileStatement, type Diagnostic } from '../src/statement/index.ts'

const now = new Date('2026-11-21T12:00:00Z')
let whole: Compiled
let told: readonly Diagnostic[]
beforeAll(async () => {
  const { compiled, diagnostics } = await compileStatement((await readHarbour()).whole)
  whole = compiled!
  told = diagnostics
})

test('it compiles without a word, and every clause is signed', () => {
  expect(told).toEqual([])
  const clauses = whole.page.sections.flatMap((section) => section.clauses)
  expect(clauses.filter(({ signature }) => signature.state !== 'signed').map(({ id }) => id)).toEqual([])
  expect(clauses.length).toBeGreaterThan(150)
})

test('its registers have every main kind of data, every purpose, and every kind of source and recipient', () => {
  const { categories, purposes, recipients = [] } = whole.policy
  const kinds = 'contact credential demographic payment licence interaction content recording feedback'.split(' ')
  const parts = 'device interest media search voice ink image relation social location other'.split(' ')
  const uses = 'provide improve personalise activate develop support secure safety update promote offers advertise transact report protect comply research'.split(' ') // prettier-ignore
  const names = categories.map(({ name }) => name)
  expect(kinds.filter((kind) => !names.some((name) => name === kind || name.startsWith(`${kind}.`)))).toEqual([])
  const isThere = (part: string): boolean => names.some((name) => `${name}.`.startsWith(`interaction.${part}.`))
  expect(parts.filter((part) => !isThere(part))).toEqual([])
  expect(uses.filter((use) => !purposes.some(({ name }) => name === use))).toEqual([])
  expect(Object.keys(recipientKinds).filter((kind) => !recipients.some((one) => one.kind === kind))).toEqual([])
  const sources = whole.policy.providers ?? []
  expect(providerKinds.filter((kind) => !sources.some((one) => one.kind === kind))).toEqual([])
})

test('COL-04 a dealer in facts about people adds one kind of fact, to who is there already, for no advertisement', () => {
  const { cells, providers = [], purposes } = whole.policy
  const opened = cells.filter(({ facts, collects, collectBans }) => facts.source === 'people-facts' && collects.length > 0 && collectBans.length === 0) // prettier-ignore
  expect([...new Set(opened.map(({ facts }) => facts.category))]).toEqual(['demographic.home'])
  const dealer = providers.find(({ name }) => name === 'people-facts')!
  expect([dealer.kind, dealer.supplements]).toEqual(['broker', ['contact']])
  const advertise = purposes.find(({ name }) => name === 'advertise')!.bit
  for (const { rows } of opened) for (const { barred } of rows) expect(has(barred, advertise)).toBe(true)
})

type Expected = Partial<Pick<Decision, 'effect' | 'clause' | 'term'>>
const permit: Expected = { effect: 'permit' }
const by = (clause: string): Expected => ({ effect: 'deny', clause })
const closed: Expected = { effect: 'deny', term: 'based', clause: null }

const child = { profile: 'consumer', overlays: ['child'] }
const preview = { profile: 'consumer', overlays: ['preview'] }
const walks = { profile: 'consumer', overlays: ['city-walks'] }
const california = { profile: 'consumer', overlays: ['california'], where: 'california' }
const [consumer, customer, enterprise] = [{ profile: 'consumer' }, { profile: 'customer' }, { profile: 'enterprise' }]
const agreed = { 'guardian-permission': 'on' } as const
const search = { product: 'search', category: 'interaction.search', where: 'eu' }
const phone = { product: 'account', category: 'contact.phone', purpose: 'provide' }
const file = { product: 'cloud', category: 'content.file' }
const usage = { product: 'cloud', category: 'interaction.device.use', origin: 'observed' } as const
const workUse = { product: 'workroom', category: 'interaction.device.use', origin: 'observed' } as const
const mapUse = { product: 'maps', category: 'interaction.device.use' }
const trip = { product: 'maps', category: 'interaction.location.point', origin: 'observed' } as const

test.each<readonly [string, Question, Expected]>([
  ['CHI-01 until a parent agrees a search of a child answers nothing', { ask: 'use', ...child, ...search, purpose: 'provide' }, by('child-wait')],
  ['CHI-04 with permission it answers like any other', { ask: 'use', ...child, ...search, purpose: 'provide', choices: agreed }, permit],
  ['CHI-03 without permission it is gone after 14 days', { ask: 'use', ...child, product: 'account', category: 'demographic.age', purpose: 'comply', collectedAt: '2026-11-01T12:00:00Z' }, { effect: 'deny', term: 'live', clause: 'child-gone' }],
  ['CHI-03 and before that it is there', { ask: 'use', ...child, product: 'account', category: 'demographic.age', purpose: 'comply', collectedAt: '2026-11-15T12:00:00Z' }, permit],
  ['CHI-02 a child is not asked for a telephone number', { ask: 'write', ...child, ...phone, choices: agreed }, by('child-fields')],
  ['CHI-02 while a grown-up may give one', { ask: 'write', ...consumer, ...phone }, permit],
  ['a child’s searches suggest nothing', { ask: 'use', ...child, ...search, purpose: 'personalise', choices: { ...agreed, suggestions: 'on' } }, by('child-no-ads')],
  ['CHI-05 a parent may erase it', { ask: 'control', ...child, ...search, control: 'erase' }, permit],
  ['PRE-02 the next Maps takes what it counts', { ask: 'write', ...preview, ...mapUse, origin: 'system', purpose: 'develop' }, permit],
  ['PRE-02 and from nobody who is not enrolled', { ask: 'write', ...consumer, ...mapUse, origin: 'system', purpose: 'develop' }, { effect: 'deny' }],
  ['PRE-03 who tries it may be asked about it, and objects', { ask: 'use', ...preview, product: 'account', category: 'contact', purpose: 'improve', objected: true }, { effect: 'deny', term: 'objected' }],
  ['PUR-13 places go into the study for who joined and lends them', { ask: 'use', ...walks, ...trip, purpose: 'research', choices: { 'walk-places': 'on' } }, permit],
  ['PUR-13 of who joined and lends none, none do', { ask: 'use', ...walks, ...trip, purpose: 'research' }, { effect: 'deny', term: 'given' }],
  ['PUR-13 and of nobody else', { ask: 'use', ...consumer, ...trip, purpose: 'research', choices: { 'walk-places': 'on' } }, closed],
  ['CON-05 in California who books advertisements gets no search', { ask: 'share', ...california, ...search, where: 'california', purpose: 'advertise', recipient: 'poster' }, { effect: 'deny' }],
  ['COL-14 Workroom takes how it is used', { ask: 'write', ...enterprise, ...workUse, purpose: 'improve' }, permit],
  ['COL-14 and nothing that was written in it', { ask: 'write', ...enterprise, product: 'workroom', category: 'content.file', purpose: 'provide' }, { effect: 'deny' }],
  ['ADS-03 nothing of work picks an advertisement', { ask: 'use', ...enterprise, ...workUse, purpose: 'advertise' }, by('work-no-ads')],
  ['ACT-03 a number for signing in serves no news', { ask: 'use', ...enterprise, product: 'workroom', category: 'contact.phone', purpose: 'promote' }, { effect: 'deny', term: 'never' }],
  ['SHA-03 an organisation sees how Workroom is used', { ask: 'share', ...enterprise, ...workUse, purpose: 'provide', recipient: 'employer' }, permit],
  ['SHA-03 and not who asked the help desk what', { ask: 'share', ...enterprise, product: 'workroom', category: 'interaction.device.help', purpose: 'support', recipient: 'employer' }, { effect: 'deny' }],
  ['ENT-01 Cloud does with a file what the customer instructs', { ask: 'use', ...customer, ...file, purpose: 'provide' }, permit],
  ['ENT-02 and nothing that nobody instructed', { ask: 'use', ...customer, ...file, purpose: 'improve' }, { effect: 'deny', term: 'based' }],
  ['ENT-03 no file of a customer is mined', { ask: 'use', ...customer, ...file, purpose: 'research' }, by('cloud-no-ads')],
  ['ENT-05 a person of ours opens nothing without the lockbox', { ask: 'use', ...customer, ...file, purpose: 'provide', hand: 'people' }, { effect: 'deny' }],
  ['ENT-08 how Cloud is used makes it better', { ask: 'use', ...customer, ...usage, purpose: 'improve' }, permit],
  ['ENT-08 and serves no end of ours', { ask: 'use', ...customer, ...usage, purpose: 'report' }, { effect: 'deny', term: 'never' }],
  ['SEP-03 Cloud comes together with nothing that advertisements pay for', { ask: 'combine', ...customer, ...file, purpose: 'provide', with: { product: 'search' } }, { effect: 'deny' }],
  ['ACC-16 a customer takes its data out without us', { ask: 'control', ...customer, ...file, control: 'export' }, permit],
])('%s', (_, question, expected) => {
  expect(answer(whole.policy, question, now)).toMatchObject(expected)
}) // prettier-ignore
