// Random statements as text, over the whole language: ten verbs with every slot, every basis, bases and overlays, contracts, a product's
// section, and one to three versions of it. What the compiler refuses is taken out clause by clause until the rest compiles.

import type { Compiled } from '../../src/policy/index.ts'
import { compileStatement } from '../../src/statement/index.ts'
import type { Random } from './random.ts'

/** The registers as plain data: the reader reads these, the compiler the YAML printed from them. */
export const registry = {
  products: ['mail', 'maps'],
  categories: ['content', 'content.message', 'content.photo', 'location', 'location.point', 'special', 'device', 'guess', 'liking'], // prettier-ignore
  groups: { private: ['content', 'special'], traces: ['location'] } as Readonly<Record<string, readonly string[]>>,
  purposes: [
    { name: 'provide', bit: 0, marketing: false, survives: false },
    { name: 'improve', bit: 31, marketing: false, survives: false },
    { name: 'advertise', bit: 32, marketing: true, survives: false },
    { name: 'comply', bit: 63, marketing: false, survives: true },
  ],
  events: ['collection', 'removal', 'withdrawal', 'purchase', 'closing'],
  /** `since`: the version in which a choice came */
  choices: [
    { name: 'clips', bit: 0, kind: 'consent', default: 'off', since: 1 },
    { name: 'history', bit: 31, kind: 'consent', default: 'on', since: 1 },
    { name: 'ads', bit: 32, kind: 'consent', default: 'off', since: 1 },
    { name: 'letters', bit: 63, kind: 'consent', default: 'on', since: 1 },
    { name: 'trial', bit: 40, kind: 'enrolment', default: 'off', since: 1 },
    { name: 'fresh', bit: 41, kind: 'consent', default: 'off', since: 2 },
  ],
  places: [
    { name: 'eea', within: [], childAge: null },
    { name: 'eu', within: ['eea'], childAge: 15 },
    { name: 'us', within: [], childAge: 13 },
  ] as readonly { readonly name: string; readonly within: readonly string[]; readonly childAge: number | null }[],
  mechanisms: [
    { name: 'clauses', from: ['eea'], to: ['us'], valid: '2023-06-01', until: '2025-03-31' },
    { name: 'adequacy', from: ['eea'], to: ['us'], valid: '2025-01-01', until: null },
  ],
  recipients: [
    { name: 'helper', kind: 'vendor', role: 'ours', at: ['us'], under: ['clauses'], since: '2023-02-01', until: null },
    { name: 'shopfront', kind: 'linked', role: 'own', at: ['eu'], under: [], since: '2023-01-01', until: '2025-06-30' },
    { name: 'court', kind: 'authority', role: 'authority', at: ['eu'], under: [], since: '2023-03-01', until: null },
  ],
  providers: [
    { name: 'broker-x', kind: 'broker', bars: ['improve'] },
    { name: 'directory', kind: 'public', bars: [] },
  ] as readonly { readonly name: string; readonly kind: string; readonly bars: readonly string[] }[],
  desks: ['support', 'audit'],
  controls: ['view', 'clear', 'export', 'withdraw', 'object'],
  laws: ['tax', 'labour'],
  origins: ['person', 'observed', 'system', 'inferred', 'third-party'],
  customers: ['acme', 'bolt'],
} as const

/** A file that places clauses: its front matter; the general text has none. */
export interface HomeText {
  readonly path: string
  readonly front: Readonly<Record<string, string>> | null
}

/** One clause: a rule and the file it stands in. */
export interface ClauseText {
  readonly id: string
  readonly path: string
  readonly line: string
}

/** One version of a statement as text. */
export interface Draft {
  readonly version: number
  /** people of the eea have a zone: their data leaves it only under a mechanism */
  readonly zoned: boolean
  /** brokers are registered: what comes from others is told apart */
  readonly provided: boolean
  /** people were told of the note that shows which purposes go together */
  readonly told: boolean
  readonly homes: readonly HomeText[]
  readonly clauses: readonly ClauseText[]
}

/** A draft that compiled. */
export interface Edition {
  readonly draft: Draft
  readonly compiled: Compiled
}

// the folder -------------------------------------------------------------------------------------------------------------

/** The files of a draft. */
export function filesOf(draft: Draft): Readonly<Record<string, string>> {
  const homes = draft.homes.map(({ path, front }) => [path, textOf(draft, path, front)] as const)
  return { ...registersOf(draft), ...Object.fromEntries(homes) }
}

function textOf({ clauses }: Draft, path: string, front: HomeText['front']): string {
  const own = clauses.filter((clause) => clause.path === path)
  const parts = own.map(({ id, line }) => `${wordsOf(line)}\n\n\`\`\`kept ${id}\n${line}\n\`\`\`\n`)
  const head = front === null ? '# What we know\n' : `---\n${Object.entries(front).map(([key, value]) => `${key}: ${value}`).join('\n')}\n---\n` // prettier-ignore
  return parts.length === 0 ? head : `${head}\n## Part ${path.replaceAll(/[^a-z]/g, ' ')}\n\n${parts.join('\n')}`
}

/** The words of a clause say what its rule says. */
function wordsOf(line: string): string {
  return `On ${line.replaceAll(/[.,-]/g, ' ').replaceAll(/\s+/g, ' ')}.`
}

function registersOf({ version, zoned, provided, told }: Draft): Readonly<Record<string, string>> {
  const list = (names: readonly string[]): string => `[${names.join(', ')}]`
  const lines = <T>(items: readonly T[], print: (item: T) => string): string => items.map((item) => `${print(item)}\n`).join('') // prettier-ignore
  const untilOf = (until: string | null): string => (until === null ? '' : `, until: "${until}"`)
  return {
    'registers/organisation.yaml':
      'name: Harbour\naddress: 4 Quay Street\nphone: "+44 20 7946 0000"\nofficer: ines\nlanguages: [en]\nofficers:\n  ines: { name: Ines, role: officer }\n',
    'registers/products.yaml': lines(registry.products, (name) => `${name}: { label: The ${name} }`),
    'registers/taxonomy.yaml': [
      'categories:',
      ...registry.categories.map((name) => `  ${name}: { label: the ${name}, holds: "what ${name} holds" }`),
      'purposes:',
      ...registry.purposes.map(({ name, bit, marketing, survives }) => `  ${name}: { label: ${name}, bit: ${bit}, gives: "something", direct-marketing: ${marketing}, survives: ${survives} }`),
      'events:',
      ...registry.events.map((name) => `  ${name}: { label: the ${name}, of: record }`),
      'groups:',
      ...Object.entries(registry.groups).map(([name, all]) => `  ${name}: ${list(all)}`),
      '',
    ].join('\n'),
    'registers/choices.yaml': lines(registry.choices.filter(({ since }) => since <= version), ({ name, bit, kind, default: preset }) => `${name}: { bit: ${bit}, kind: ${kind}, label: the ${name}, default: "${preset}", wording: "Yes to ${name}." }`),
    'registers/places.yaml': lines(registry.places, ({ name, within, childAge }) => `${name}: { label: the ${name}${within[0] ? `, within: ${within[0]}` : ''}${zoned && name === 'eea' ? ', zone: true' : ''}${childAge === null ? '' : `, child-age: ${childAge}`} }`),
    'registers/stores.yaml': 'vault: { label: vault, at: eu, holds: any, backups: 30 days }\n',
    'registers/desks.yaml': lines(registry.desks, (name) => `${name}: { label: ${name}, controls: ${name === 'support' ? list(registry.controls) : '[]'}, surfaces: [dashboard] }`),
    'registers/notes.yaml': [
      ...registry.laws.map((name) => `${name}: { kind: law, author: ines, date: "2026-01-01", text: "a law" }`),
      'balance: { kind: balance, author: ines, date: "2026-01-01", text: "we weighed it" }',
      'scrub: { kind: method, author: ines, date: "2026-01-01", text: "names are taken out" }',
      'blur: { kind: method, author: ines, date: "2026-01-01", text: "whereabouts are made coarse" }',
      `fits: { kind: compatible, author: ines, date: "2026-01-01", text: "they go together", purposes: ${list(registry.purposes.map(({ name }) => name))}, with: ${list(registry.purposes.map(({ name }) => name))}${told ? ', told: "1969-06-01"' : ''} }`,
      '',
    ].join('\n'),
    'registers/mechanisms.yaml': lines(registry.mechanisms, ({ name, from, to, valid, until }) => `${name}: { label: the ${name}, kind: ${name === 'clauses' ? 'clauses' : 'adequacy'}, from: ${list(from)}, to: ${list(to)}, valid: "${valid}"${untilOf(until)} }`),
    'registers/recipients.yaml': lines(registry.recipients, ({ name, kind, role, at, under, since, until }) => `${name}: { label: the ${name}, kind: ${kind}, role: ${role}, functions: ${list(registry.purposes.map((one) => one.name))}, at: ${list(at)}${under.length > 0 ? `, under: ${list(under)}` : ''}, since: "${since}"${untilOf(until)}, contract: C-1 }`),
    'registers/commitments.yaml': 'reply: { label: replies, parameters: { within: { type: time, stronger: less } }, enforced-by: support, test: replies }\n',
    ...(provided && { 'registers/sources.yaml': lines(registry.providers, ({ name, kind, bars }) => `${name}: { label: the ${name}, kind: ${kind}, supplies: ${list(registry.categories)}${bars.length > 0 ? `, bars: ${list(bars)}` : ''} }`) }),
  }
} // prettier-ignore

// what compiles ----------------------------------------------------------------------------------------------------------

const attemptsMax = 14

/**
 * Takes out what the compiler refuses until a draft compiles; null when this comes to nothing. `mayGo`: only such clauses are taken out, also where
 * they are the other place of what is wrong elsewhere.
 */
export async function settle(draft: Draft, mayGo?: (clause: ClauseText) => boolean): Promise<Edition | null> {
  let left = draft
  for (let attempt = 0; attempt < attemptsMax && left.clauses.length > 0; attempt++) {
    const files = filesOf(left)
    const { diagnostics, compiled } = await compileStatement(files)
    if (compiled) return compiled.policy.cells.length > 0 ? { draft: left, compiled } : null
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    const places = mayGo ? errors.flatMap((one) => [one, ...one.related]) : errors
    const said = new Set(places.flatMap((one) => clauseAt(files, one.file, one.line) ?? []))
    const refused = new Set(left.clauses.filter((one) => said.has(one.id) && (mayGo?.(one) ?? true)).map(({ id }) => id)) // prettier-ignore
    if (refused.size === 0 && mayGo) return null
    if (refused.size === 0) throw new Error(`not the rules' fault: ${errors.map(({ code, message, file }) => `${file} ${code} ${message}`).join('; ')}`) // prettier-ignore
    left = { ...left, clauses: left.clauses.filter(({ id }) => !refused.has(id)) }
  }
  return null
}

/** The clause that a line of a file belongs to: that of its block, or of the block below its words. */
export function clauseAt(files: Readonly<Record<string, string>>, file: string, line: number): string | undefined {
  const text = files[file]?.split('\n') ?? []
  const marks = text.flatMap((one, i) => (one.startsWith('```kept ') ? [{ id: one.slice('```kept '.length), line: i + 1 }] : [])) // prettier-ignore
  return (marks.findLast((mark) => mark.line <= line && line <= mark.line + 2) ?? marks.find((mark) => mark.line >= line))?.id // prettier-ignore
}

/** Draws one to three versions that compile; null when this chance leads to none. */
export async function drawEditions(random: Random): Promise<readonly Edition[] | null> {
  if (random.chance(0.25)) return settleAll(making(random))
  if (random.chance(0.5)) return drawMeeting(random)
  if (random.chance(0.2)) {
    const parted = await settle(apart(random))
    const later = parted && random.chance(0.6) ? await settle(partedLater(random, parted.draft)) : null
    return parted && [parted, ...(later ? [later] : [])]
  }
  const first = await settle(drawDraft(random))
  if (!first) return null
  const editions = [first]
  for (const version of [2, 3].slice(0, random.pick([0, 0, 1, 2]))) {
    const next = await settle(revised(random, editions.at(-1)!.draft, version))
    if (next) editions.push({ ...next, draft: { ...next.draft, version: editions.length + 1 } })
  }
  return editions
}

/** Two or three small versions that differ in much: what one collects another does not know, forbids, hides or rests on a consent. */
async function drawMeeting(random: Random): Promise<readonly Edition[] | null> {
  const base = { zoned: random.chance(0.2), provided: false }
  return settleAll(random.chance(0.2) ? reopened(random) : [1, 2, 3].slice(0, random.pick([2, 3])).map((version) => small(random, { ...base, version }))) // prettier-ignore
}

/** Versions that all compile, or null. */
async function settleAll(drafts: readonly Draft[]): Promise<readonly Edition[] | null> {
  const editions: Edition[] = []
  for (const draft of drafts) {
    const next = await settle(draft)
    if (!next) return null
    editions.push(next)
  }
  return editions
}

// drawing ----------------------------------------------------------------------------------------------------------------

const general: HomeText = { path: 'statement.md', front: null }

/** These rules as the general text of a statement with one base. */
export function generalDraft(lines: readonly string[]): Draft {
  const homes: readonly HomeText[] = [general, { path: 'profiles/consumer.md', front: { profile: 'consumer', kind: 'base', inherits: 'all' } }] // prettier-ignore
  return { version: 1, zoned: false, provided: false, told: false, homes, clauses: lines.map((line, i) => ({ id: `c${i + 1}`, path: general.path, line })) } // prettier-ignore
}

/** A draft with one more clause in its general text. */
export function withLine(draft: Draft, id: string, line: string): Draft {
  return { ...draft, clauses: [...draft.clauses, { id, path: general.path, line }] }
}

/** A draft with one more file: its clauses are `h1`, `h2`. */
export function withHome(draft: Draft, home: HomeText, lines: readonly string[]): Draft {
  const added = lines.map((line, i) => ({ id: `h${i + 1}`, path: home.path, line }))
  return { ...draft, homes: [...draft.homes, home], clauses: [...draft.clauses, ...added] }
}

/** Draws general texts with one base, for nobody who instructs, with no broker and no mechanism, until one compiles: what a law is tried on. */
export async function drawGeneral(random: Random): Promise<Edition> {
  for (;;) {
    const lines = [...opening(random), ...closing(random)].map((line) => plainer(line))
    const found = await settle(generalDraft(lines))
    if (found) return found
  }
}

function plainer(line: string): string {
  return line
    .replaceAll(/broker-x|directory/g, 'third-party')
    .replaceAll('because instruction', 'because vital')
    .replace('eu, us under clauses, adequacy', 'us')
    .replace(/ under (?:clauses|adequacy)/, '')
}

function drawDraft(random: Random): Draft {
  const hasFirm = random.chance(0.35)
  const inherits = random.chance(0.6)
  const bases = ['consumer', ...(hasFirm ? ['firm'] : [])]
  const homes: readonly (HomeText & { readonly lines: readonly string[] })[] = [
    { ...general, lines: [...opening(random), ...closing(random), ...beside(random)] },
    { path: 'profiles/consumer.md', front: { profile: 'consumer', kind: 'base', inherits: 'all' }, lines: random.chance(0.2) ? closing(random) : [] },
    ...(hasFirm
      ? [{ path: 'profiles/firm.md', front: { profile: 'firm', kind: 'base', while: 'organisation-account', ...(inherits && { inherits: 'all' }) }, lines: inherits ? narrowing(random) : opening(random) }]
      : []),
    ...(random.chance(0.4) ? [{ path: 'profiles/child.md', front: { profile: 'child', kind: 'narrows', while: 'child' }, lines: narrowing(random) }] : []),
    ...(random.chance(0.15) ? [{ path: 'profiles/coast.md', front: { profile: 'coast', kind: 'narrows', while: 'where eu', over: random.pick(bases) }, lines: narrowing(random) }] : []),
    ...(random.chance(0.35) ? [{ path: 'profiles/trial.md', front: { profile: 'trial', kind: 'extends', while: 'trial on', ends: '2025-06-30' }, lines: extending(random) }] : []),
    ...(random.chance(0.25) ? [{ path: 'contracts/trust.md', front: { contract: 'trust', profile: random.pick(bases), customers: random.pick(['acme', 'acme, bolt', 'all']) }, lines: narrowing(random) }] : []),
    ...(random.chance(0.25) ? [{ path: 'products/maps.md', front: { product: 'maps', ...(random.chance(0.5) && { profiles: random.pick(bases) }) }, lines: sectionLines(random) }] : []),
  ]
  const provided = random.chance(0.6)
  const instructs = ['profiles/firm.md', ...homes.flatMap(({ front }) => (front?.['customers'] === 'all' ? [`profiles/${front['profile']}.md`] : []))] // prettier-ignore
  const standing = (path: string): readonly string[] => (path === general.path || path.startsWith('products/') ? ['profiles/consumer.md', ...(hasFirm && inherits ? ['profiles/firm.md'] : [])] : [path]) // prettier-ignore
  const instructed = (path: string): boolean => standing(path).every((one) => instructs.includes(one))
  const known = (line: string): string => (provided ? line : line.replaceAll(/broker-x|directory/g, 'third-party'))
  return {
    version: 1,
    zoned: random.chance(0.5),
    provided,
    told: false,
    homes: homes.map(({ path, front }) => ({ path, front })),
    clauses: homes.flatMap(({ path, lines }) => lines.map((line) => ({ path, line: known(instructed(path) ? line : inOrganisations(line)) }))).map((clause, i) => ({ id: `c${i + 1}`, ...clause })),
  }
} // prettier-ignore

/** A line because of an instruction, in the accounts of organisations alone: where nobody instructs it is none (K312). */
function inOrganisations(line: string): string {
  if (!line.includes('because instruction')) return line
  return line.includes(' when ')
    ? line.replace(' when ', ' when organisation-account and ')
    : `${line} when organisation-account`
}

/** The next version as officers change it: a few clauses go, a few rest on something else, a few are new. */
function revised(random: Random, { clauses, ...draft }: Draft, version: number): Draft {
  const [gone, changed] = random.pick([[0.02, 0.1], [0.1, 0.3], [0.2, 0.1]] as const) // prettier-ignore
  const kept = clauses.filter(() => !random.chance(gone))
  const reworked = kept.map((clause) => (random.chance(changed) ? { ...clause, line: rebased(random, clause.line) } : clause)) // prettier-ignore
  const fresh = leaves.flatMap(
    (category) =>
    random.some(['provide', 'improve', 'comply'], 0.25).map((purpose) => `use ${category} in ${random.pick(registry.products)} for ${purpose} because ${random.pick(['law tax', 'consent fresh', 'consent fresh', 'consent clips', 'contract', 'contract', 'legitimate-interest balance'])}${random.chance(0.3) ? ` as ${hidden(random)}` : ''}`), // prettier-ignore
  )
  const closed = random.chance(0.4) ? closing(random).slice(0, 2) : []
  const added = [...fresh, ...closed].map((line, i) => ({ id: `v${version}n${i + 1}`, path: general.path, line }))
  return { ...draft, version, told: random.chance(0.25), clauses: [...reworked, ...added] }
}

function rebased(random: Random, line: string): string {
  const basis = random.pick(['law tax', 'consent fresh', 'consent clips', 'consent history', 'contract'])
  if (line.startsWith('keep ')) return line.replace(/\d+ (?:months|days)/, random.pick(['7 days', '20 months', '3 months'])) // prettier-ignore
  return line.startsWith('use ') || line.startsWith('share ')
    ? line.replace(/because (?:contract|vital|instruction|(?:consent|law|public-task|legitimate-interest) [a-z]+)/, `because ${basis}`) // prettier-ignore
    : line
}

/** Data that one version does not know and may forbid, and that the last one opens again; or that a note opens, and hides more or less. */
function reopened(random: Random): readonly Draft[] {
  const held = ['store any at eu, us', 'offer withdraw, object of any on dashboard']
  const data = (...uses: readonly string[]): readonly string[] => [...held, 'collect device in mail from person', ...uses, 'keep device in mail 1 year after collection'] // prettier-ignore
  const use = (purpose: string, basis: string, as: string): string =>
    `use device in mail for ${purpose} because ${basis}${as}`
  const shape = random.pick(['', ' as aggregate of at least 50'])
  const onBasis = random.chance(0.5) ? ` because ${random.pick(['consent', 'law', 'any except contract'])}` : ''
  const ban = `never use device for improve${onBasis}${random.pick(['', ' unless clips on', ' when history off', ' when signed-out'])}`
  const session = random.chance(0.5) ? ['never use device for advertise when signed-out'] : []
  const silent = random.chance(0.6)
  const basis = silent ? random.pick(['law tax', 'consent fresh']) : 'contract'
  const versions = [
    data(use('provide', 'contract', shape), ...session, ...(onBasis !== '' && random.chance(0.3) ? [ban] : [])),
    ...(silent ? [[...held, 'collect special in mail from person', use('provide', 'contract', '').replace('device', 'special'), 'keep special in mail 1 year after collection', ban]] : []), // prettier-ignore
    data(use('improve', basis, random.pick(['', shape.replace('50', '5'), shape]))),
  ]
  return versions.map((lines, i) => {
    const clauses = lines.map((line, k) => ({ id: `v${i + 1}c${k + 1}`, path: general.path, line }))
    return { ...generalDraft([]), version: i + 1, told: i > 0, clauses }
  })
}

/** A few kinds of data in one product, one made from the others, and what is forbidden of them; overlays come and go. */
function small(random: Random, draft: Pick<Draft, 'version' | 'zoned' | 'provided'>): Draft {
  const choice = (): string => random.pick(['clips', 'history', 'ads'])
  const later = draft.version > 1 ? ['law tax', 'consent fresh', 'consent fresh'] : ['contract']
  const basis = (): string => random.pick(['contract', 'contract', 'legitimate-interest balance', 'consent clips', ...later]) // prettier-ignore
  const uses = (category: string): readonly string[] => random.some(['provide', 'improve', 'comply'], draft.version === 3 ? 0.8 : 0.5).map((purpose) => `use ${category} in mail for ${purpose} because ${basis()}${random.chance(0.35) ? ` as ${hidden(random)}` : ''}${random.chance(0.2) ? ' by both' : ''}${random.chance(0.15) ? ` when ${choice()} on` : ''}`) // prettier-ignore
  const keep = (category: string): string => `keep ${category} in mail ${random.pick(['1 year after collection', '30 days after collection', 'until removal'])}` // prettier-ignore
  const inputs = ['content.message', 'device']
  const taken = inputs.flatMap((category) => (random.chance(draft.version === 2 ? 0.5 : 0.85) ? [`collect ${category} in mail from person`, ...uses(category), keep(category)] : [])) // prettier-ignore
  const made = random.chance(0.6) ? [`derive guess in mail from ${random.some(inputs, 0.6).join(', ') || 'device'} for ${random.pick(['provide', 'improve', 'any'])}`, ...uses('guess'), keep('guess')] : [] // prettier-ignore
  const asks = (): string => random.pick(['', '', ` when ${choice()} off`, ` unless ${choice()} on`, ' when signed-out', ' unless personal-account', ` when signed-in and ${choice()} on`]) // prettier-ignore
  const ban = (): string => random.pick([
    `never use ${random.pick([...inputs, 'guess', 'any'])} for ${random.pick(['improve', 'comply', 'any except provide'])}${random.chance(0.2) ? ' by people' : ''}${asks()}`,
    `never store ${random.pick([...inputs, 'any'])} at us${asks()}`,
    `never share ${random.pick([...inputs, 'guess'])} with helper${asks()}`,
    `never derive guess from ${random.pick(inputs)} for ${random.pick(['provide', 'improve'])}${asks()}`,
  ]) // prettier-ignore
  const homes: readonly (HomeText & { readonly lines: readonly string[] })[] = [
    { ...general, lines: [`store any at ${random.pick(['eu', 'eu, us', 'any'])}`, ...taken, ...made, ...random.some([1, 2], 0.5).map(ban), 'offer withdraw, object of any on dashboard'] }, // prettier-ignore
    { path: 'profiles/consumer.md', front: { profile: 'consumer', kind: 'base', inherits: 'all' }, lines: [] },
    ...(random.chance(0.3) ? [{ path: 'profiles/child.md', front: { profile: 'child', kind: 'narrows', while: 'child' }, lines: [ban()] }] : []), // prettier-ignore
    ...(random.chance(0.3) ? [{ path: 'contracts/trust.md', front: { contract: 'trust', profile: 'consumer', customers: 'acme' }, lines: [ban()] }] : []), // prettier-ignore
  ]
  return {
    ...draft,
    told: draft.version > 1 && random.chance(0.5),
    homes: homes.map(({ path, front }) => ({ path, front })),
    clauses: homes.flatMap(({ path, lines }) => lines.map((line) => ({ path, line }))).map((clause, i) => ({ id: `v${draft.version}c${i + 1}`, ...clause })), // prettier-ignore
  }
}

function asksApart(random: Random): string {
  return random.pick(['', '', '', ' unless clips on', ' when directed', ' when signed-in'])
}

/** A ban on bringing together. */
function keptApart(random: Random): string {
  const context = (): string => random.pick(['mail', 'maps', 'any', 'signed-in', 'signed-out'])
  const side = (): string => `${random.chance(0.6) ? `${random.pick(['content.message', 'device', 'guess', 'content', 'any'])} in ` : ''}${context()}` // prettier-ignore
  return `never combine ${side()} with ${side()}${random.pick(['', '', ' for improve', ' for provide'])}${asksApart(random)}`
}

/** The next version of such a statement: other things are kept apart, of which something may have been made before. */
function partedLater(random: Random, { clauses, ...draft }: Draft): Draft {
  const kept = clauses.filter(({ line }) => !line.startsWith('never combine'))
  const banned = [1, 2].slice(random.below(2)).map((n) => ({ id: `v2c${n}`, path: general.path, line: keptApart(random) })) // prettier-ignore
  return { ...draft, version: 2, clauses: [...kept, ...banned] }
}

// what is made through versions ------------------------------------------------------------------------------------------

const taken = ['content.message', 'device', 'location.point']

/** Two or three versions of what is taken in, what is made of it in one step or two, and what is forbidden of either; each changes a little of the one before. */
function making(random: Random): readonly Draft[] {
  const homes: readonly HomeText[] = [
    general,
    { path: 'profiles/consumer.md', front: { profile: 'consumer', kind: 'base', inherits: 'all' } },
    { path: 'profiles/child.md', front: { profile: 'child', kind: 'narrows', while: 'child' } },
    { path: 'contracts/trust.md', front: { contract: 'trust', profile: 'consumer', customers: 'acme' } },
  ]
  const first: Draft = { version: 1, zoned: false, provided: random.chance(0.2), told: false, homes: random.chance(0.4) ? homes : homes.slice(0, 2), clauses: [] }
  const lines = takenAndMade(random).map((line) => (first.provided ? line : line.replaceAll('broker-x', 'third-party')))
  const drafts = [{ ...first, clauses: numbered(1, lines) }]
  for (const version of [2, 3].slice(0, random.pick([1, 2, 2]))) {
    const changes = Array.from({ length: random.pick([0, 1, 1, 2, 3]) }, () => random.pick(changesOfMaking))
    const before = drafts.at(-1)!
    drafts.push({ ...before, version, told: random.chance(0.2), clauses: changes.reduce((clauses, change, i) => change(random, { ...before, clauses }, `v${version}n${i}`), before.clauses) })
  }
  return drafts
} // prettier-ignore

function numbered(version: number, lines: readonly string[], path = general.path): readonly ClauseText[] {
  return lines.map((line, i) => ({ id: `v${version}c${i + 1}`, path, line }))
}

function takenAndMade(random: Random): readonly string[] {
  const products = random.chance(0.5) ? ['mail'] : registry.products
  const inputs = random.some(taken, 0.8)
  const lines = products.flatMap((product) => inputs.flatMap((category) => [`collect ${category} in ${product} from ${random.chance(0.15) ? 'broker-x' : 'person'}`, ...usedAndKept(random, category, product)])) // prettier-ignore
  const steps: readonly (readonly [string, readonly string[]])[] = [['guess', inputs], ...(random.chance(0.6) ? [['liking', ['guess', 'guess', ...inputs]] as const] : [])] // prettier-ignore
  const made = steps.flatMap(([category, from]) => random.some(products, 0.75).flatMap((product) => [derived(random, category, product, from), ...usedAndKept(random, category, product)])) // prettier-ignore
  const pairs = [...(random.chance(0.8) ? ['combine mail with maps for any'] : []), ...(random.chance(0.3) ? ['combine signed-in with signed-out for any'] : [])] // prettier-ignore
  return ['store any at eu, us', ...lines, ...made, ...pairs, ...random.some([1, 2], 0.4).map(() => bannedOfMaking(random)), 'offer withdraw, object of any on dashboard'] // prettier-ignore
}

function derived(random: Random, category: string, product: string, from: readonly string[]): string {
  return `derive ${category} in ${product} from ${[...new Set(random.some(from, 0.6))].join(', ') || (from[0] ?? 'device')} for ${random.pick(['provide', 'improve', 'provide, improve', 'any'])}${random.chance(0.1) ? ' when clips on' : ''}` // prettier-ignore
}

function usedAndKept(random: Random, category: string, product: string): readonly string[] {
  const basis = (): string => random.pick(['contract', 'contract', 'contract', 'vital', 'consent clips', 'consent history', 'legitimate-interest balance']) // prettier-ignore
  const purposes = ['provide', ...random.some(['improve', 'comply'], 0.6)]
  const uses = purposes.map((purpose) => `use ${category} in ${product} for ${purpose} because ${basis()}${random.pick(['', '', '', ' by both', ' by both at most 1 in 100', ' when ads off'])}`) // prettier-ignore
  const shares = random.chance(0.3) ? [`share ${category} in ${product} with ${random.pick(['helper for provide', 'shopfront for provide because contract', 'shopfront for improve because consent history'])}`] : [] // prettier-ignore
  return [...uses, ...shares, `keep ${category} in ${product} ${random.pick(['1 year after collection', '1 year after collection or until withdrawal', 'until withdrawal', 'until removal'])}`] // prettier-ignore
}

/** A ban on what is taken in, on what is made, or on bringing two of these together. */
function bannedOfMaking(random: Random): string {
  const kind = (): string => random.pick([...taken, 'guess', 'liking'])
  const asks = (): string => random.pick(['', '', ' when ads on', ' unless clips on', ' when directed', ' when signed-out', ' unless signed-in']) // prettier-ignore
  const some = random.pick(['', ' for improve', ' for comply', ' for any except provide'])
  return random.pick([
    `never use ${kind()}${some}${random.pick(['', '', ' by people', ' by machines'])}${asks()}`,
    `never use ${kind()}${some} because ${random.pick(['consent', 'law', 'legitimate-interest', 'any except contract'])}${asks()}`,
    `never store ${kind()} at us${asks()}`,
    `never share ${kind()} with ${random.pick(['helper', 'shopfront', 'any', 'vendor'])}${some}${asks()}`,
    `never derive ${random.pick(['guess', 'liking', 'any'])} from ${random.pick([...taken, 'guess'])}${some}${asks()}`,
    `never combine ${kind()} in any with ${kind()} in any${random.pick(['', ' for improve'])}${random.pick(['', ' unless clips on'])}`,
    keptApart(random),
  ]) // prettier-ignore
}

type ChangeOfMaking = (random: Random, draft: Draft, id: string) => readonly ClauseText[]

/** What a newer version does differently: one of these, or a few. */
const changesOfMaking: readonly ChangeOfMaking[] = [
  (random, { clauses }, id) => [...clauses, { id, path: general.path, line: bannedOfMaking(random) }],
  (random, { clauses, homes }, id) => [...clauses, { id, path: random.pick(homes.filter(({ path }) => !path.endsWith('consumer.md'))).path, line: bannedOfMaking(random) }], // prettier-ignore
  (_random, { clauses }) => clauses.filter(({ line }) => !line.startsWith('never ')),
  (random, { clauses }) => changed(clauses, 'derive ', (line) => line.replace(/ from [a-z., ]+ for/, ` from ${random.pick([...taken, 'guess', 'guess, device', 'content.message, device'])} for`)), // prettier-ignore
  (random, { clauses }) => changed(clauses, 'derive ', (line) => line.replace(/ for [a-z, ]+?(?= when|$)/, ` for ${random.pick(['provide', 'improve', 'any'])}`)), // prettier-ignore
  (random, { clauses }) => changed(clauses, 'use ', (line) => (random.chance(0.3) ? rebased(random, line) : line)),
  (random, { clauses }) => { const gone = random.pick([...taken, 'guess']); return clauses.filter(({ line }) => !new RegExp(`^(?:collect|derive|use|share|keep) ${gone.replace('.', '\\.')} `).test(line)) }, // prettier-ignore
  (random, { clauses }) => clauses.filter(({ line }) => !line.startsWith('use ') || !random.chance(0.25)),
  (random, { clauses }, id) => [...clauses, ...numbered(1, [`use ${random.pick([...taken, 'guess', 'liking'])} in mail for ${random.pick(['improve', 'comply'])} because ${random.pick(['law tax', 'consent fresh', 'contract'])}`]).map((one) => ({ ...one, id }))], // prettier-ignore
  (random, { clauses }) => clauses.filter(({ line }) => !line.startsWith('combine ') || !random.chance(0.5)),
  (random, { clauses }, id) => [...clauses, { id, path: general.path, line: random.pick(['combine mail with maps for provide', 'combine signed-in with signed-out for any', 'combine guess in any with device in any for any']) }], // prettier-ignore
]

/** Clauses of one verb said otherwise. */
function changed(clauses: readonly ClauseText[], verb: string, say: (line: string) => string): readonly ClauseText[] {
  return clauses.map((clause) => (clause.line.startsWith(verb) ? { ...clause, line: say(clause.line) } : clause))
}

/** Data of two products that may be brought together, what is made of it in one step or two, and what is kept apart. */
function apart(random: Random): Draft {
  const asks = (): string => asksApart(random)
  const uses = (category: string, product: string): readonly string[] => ['provide', 'improve'].map((purpose) => `use ${category} in ${product} for ${purpose} because contract`) // prettier-ignore
  const kept = (category: string, product: string): readonly string[] => [...uses(category, product), `keep ${category} in ${product} 1 year after collection`] // prettier-ignore
  const inputs = ['content.message', 'device']
  const taken = registry.products.flatMap((product) => random.some(inputs, 0.8).flatMap((category) => [`collect ${category} in ${product} from person`, ...kept(category, product)])) // prettier-ignore
  const makes = (category: string, from: readonly string[]): readonly string[] => {
    const product = random.pick(registry.products)
    return [`derive ${category} in ${product} from ${random.some(from, 0.6).join(', ') || from[0]!} for ${random.pick(['provide', 'improve', 'provide, improve'])}`, ...kept(category, product)] // prettier-ignore
  }
  const lines = [
    'store any at eu', ...taken, ...makes('guess', inputs), ...(random.chance(0.6) ? makes('liking', ['guess', ...inputs]) : []),
    ...(random.chance(0.85) ? [`combine mail with maps for any${asks()}`] : []),
    ...(random.chance(0.3) ? [`combine signed-in with signed-out for ${random.pick(['any', 'provide'])}`] : []),
    ...[1, 2].slice(random.below(2)).map(() => keptApart(random)),
  ] // prettier-ignore
  const homes: readonly HomeText[] = [general, { path: 'profiles/consumer.md', front: { profile: 'consumer', kind: 'base', inherits: 'all' } }] // prettier-ignore
  return { version: 1, zoned: false, provided: false, told: false, homes, clauses: lines.map((line, i) => ({ id: `c${i + 1}`, path: general.path, line })) } // prettier-ignore
}

// rules ------------------------------------------------------------------------------------------------------------------

const leaves = ['content.message', 'content.photo', 'location.point', 'special', 'device']

/** What opens: for each product and part of its categories a collect, uses, limits, stores, shares. Parts do not overlap, so few lines clash. */
function opening(random: Random): string[] {
  const everywhere = random.chance(0.3)
  const stores = random.chance(0.5) ? [`store any at ${placed(random)}${when(random, 0.1)}`] : []
  const perProduct = (everywhere ? [registry.products] : registry.products.map((one) => [one])).flatMap((products) => {
    const where = everywhere && random.chance(0.5) ? '' : ` in ${products.join(', ')}`
    return parts(random, leaves).flatMap((set) => openPart(random, set, where, stores.length > 0))
  })
  const offers = random.some([1, 2], 0.7).map(() => `offer ${random.some(['view', 'clear', 'export'], 0.6).join(', ') || 'view'} of ${anySet(random)}${random.chance(0.5) ? ` in ${random.pick(registry.products)}` : ''} on dashboard${random.chance(0.3) ? ' per item, all' : ''}${random.chance(0.3) ? ` unless law ${random.pick(registry.laws)}` : ''}`) // prettier-ignore
  const waysBack = random.chance(0.9) ? ['offer withdraw, object of any on dashboard'] : []
  return [...stores, ...perProduct, ...deriving(random, stores.length > 0), ...offers, ...waysBack]
}

function placed(random: Random): string {
  return random.pick(['eu', 'eea', 'eu', 'eu, us under clauses', 'eu, us under clauses, adequacy', 'eu, us', 'any under adequacy']) // prettier-ignore
}

function openPart(random: Random, set: string, where: string, isStored: boolean): string[] {
  const from = random.some(['person', 'observed', 'system', random.pick(['third-party', 'broker-x', 'directory'])], 0.45).join(', ') || random.pick(['person', 'person', 'any']) // prettier-ignore
  const need = random.chance(0.2) ? random.pick([' needed for provide', ' optional for improve', ' needed by law tax']) : '' // prettier-ignore
  const limit = (): string => random.pick(['18 months after collection', '30 days after collection', '1 year after purchase', '2 weeks after purchase', 'until removal', 'until closing', '1 month after collection or until withdrawal', '6 months after collection or until removal', '3 years after collection or until withdrawal']) // prettier-ignore
  const splitKeep = random.chance(0.4)
  return [
    `collect ${set}${where} from ${from}${need}${when(random, 0.25)}`,
    ...registry.purposes.flatMap(({ name }) => (random.chance(0.7) ? use(random, set, where, name) : [])),
    ...random.some([1, 2], 0.45).map(() => share(random, set, where)),
    ...(splitKeep
      ? [`keep ${set}${where} for any except comply ${limit()}`, `keep ${set}${where} for comply ${random.pick(['10 years after purchase', '3 years after collection', '1 month after collection'])} because law ${random.pick(registry.laws)}`] // prettier-ignore
      : [`keep ${set}${where} ${limit()}`]),
    ...(random.chance(0.15) ? [`keep ${set}${where} ${random.pick(['2 weeks after collection', '36 hours after collection'])}${when(random, 1)}`] : []), // prettier-ignore
    ...(isStored ? [] : [`store ${set}${where} at ${placed(random)}${when(random, 0.15)}`]),
  ]
}

function basisFor(random: Random, purpose: string): string {
  const consent = (): string => `consent ${random.pick(['clips', 'history', 'ads', 'letters'])}`
  const any = ['contract', 'contract', 'vital', 'instruction', 'legitimate-interest balance', `law ${random.pick(registry.laws)}`, 'public-task tax'] // prettier-ignore
  return random.pick(purpose === 'advertise' ? [consent(), 'legitimate-interest balance'] : [consent(), consent(), ...any]) // prettier-ignore
}

function use(random: Random, set: string, where: string, purpose: string): string[] {
  const by = random.chance(0.3) ? ` by ${random.pick(['people', 'both', 'machines', 'people at most 1 in 100', 'both at most 1 in 1000 of 10 seconds'])}` : '' // prettier-ignore
  const head = `use ${set}${where}${random.chance(0.1) ? ` from ${random.pick(['person', 'observed', 'broker-x', 'third-party'])}` : ''} for ${purpose}` // prettier-ignore
  const because = basisFor(random, purpose)
  if (random.chance(0.12)) return [`${head} because ${because}${by}${when(random, 0.2)} where eea`, `${head} because ${basisFor(random, purpose)}${by}${when(random, 0.2)} where any except eea`] // prettier-ignore
  const shaped = random.chance(0.15) ? [`${head} because ${because} as ${hidden(random)}${by}${when(random, 0.5)}`] : [] // prettier-ignore
  return [`${head} because ${because}${by}${when(random, 0.3)}`, ...shaped]
}

/** A form that hides, more or less well. */
function hidden(random: Random): string {
  return random.pick(['de-identified scrub', 'de-identified blur', 'aggregate of at least 50', 'aggregate of at least 5']) // prettier-ignore
}

function share(random: Random, set: string, where: string): string {
  const { name, kind, role } = random.pick(registry.recipients)
  const purpose = random.pick(registry.purposes).name
  const because = role === 'ours' ? '' : ` because ${basisFor(random, purpose)}`
  const as = random.chance(0.2) ? ` as ${hidden(random)}` : ''
  const asks = role === 'authority' ? ` when case ${random.pick(['support', 'audit', 'support, audit'])}` : when(random, 0.25) // prettier-ignore
  return `share ${set}${where} with ${random.pick([name, name, kind])} for ${purpose}${because}${as}${asks}`
}

/** What is made from other data, and from what was made. */
function deriving(random: Random, isStored: boolean): string[] {
  return random.some(['guess', 'guess', 'liking'], 0.5).flatMap((category) => {
    const product = random.pick(registry.products)
    const purposes = registry.purposes.map(({ name }) => name)
    const inputs = category === 'liking' ? ['guess', 'guess', ...leaves] : leaves
    const inProduct = ` in ${product}`
    return [
      ...[1, 2, 3, 4].map(() => `derive ${category}${inProduct} from ${random.pick(inputs)} for ${random.pick(purposes)}${when(random, 0.25)}`),
      ...purposes.flatMap((name) => (random.chance(0.8) ? use(random, category, inProduct, name).slice(0, 1) : [])),
      ...(random.chance(0.4) ? [share(random, category, inProduct)] : []),
      `keep ${category}${inProduct} ${random.pick(['1 year after collection', '3 months after collection or until withdrawal'])}`,
      ...(isStored ? [] : [`store ${category}${inProduct} at eu`]),
    ]
  })
} // prettier-ignore

/** What closes: bans of each kind, over groups, parents and everything. */
function closing(random: Random): string[] {
  const inProduct = (): string => (random.chance(0.3) ? ` in ${random.pick(registry.products)}` : '')
  const wherePart = (): string =>
    random.chance(0.15) ? ` where ${random.pick(['eea', 'us', 'eu', 'any except eea'])}` : ''
  const tail = (asks: number, lifts: number): string => `${when(random, asks)}${unless(random, lifts)}${wherePart()}`
  const forPart = (): string => random.pick(['', ` for ${random.pick(registry.purposes).name}`, ' for any except provide', ' for any except comply, provide']) // prettier-ignore
  const whom = (): string => random.pick(['any', 'helper', 'shopfront', 'court', 'vendor', 'any except court'])
  const uses = random.some([1, 2, 3], 0.45).map(() => {
    const because = random.chance(0.15)
      ? ` because ${random.pick(['consent', 'legitimate-interest', 'any except contract'])}`
      : ''
    const by = random.chance(0.4) ? ` by ${random.pick(['people', 'machines', 'both'])}` : ''
    const from = random.chance(0.1) ? ` from ${random.pick(['observed', 'third-party', 'broker-x'])}` : ''
    return `never use ${anySet(random)}${inProduct()}${from}${forPart()}${because}${by}${tail(0.4, 0.5)}`
  })
  const collects = random.some([1], 0.35).map(() => `never collect ${anySet(random)}${inProduct()}${random.chance(0.3) ? ' from observed' : ''}${tail(0.8, 0.2)}`) // prettier-ignore
  const stores = random.some([1], 0.35).map(() => `never store ${anySet(random)}${inProduct()}${random.chance(0.6) ? ` at ${random.pick(['us', 'eu', 'any except eea'])}` : ''}${random.chance(0.4) ? ` with ${whom()}` : ''}${tail(0.6, 0.2)}`) // prettier-ignore
  const shares = random.some([1], 0.35).map(() => `never share ${anySet(random)}${inProduct()} with ${whom()}${forPart()}${tail(0.5, 0.4)}`) // prettier-ignore
  const derives = random.some([1], 0.2).map(() => `never derive ${random.pick(['any', 'guess', 'liking'])}${inProduct()}${random.chance(0.5) ? ` from ${anySet(random)}` : ''}${forPart()}${tail(0.5, 0.4)}`) // prettier-ignore
  return [...uses, ...collects, ...stores, ...shares, ...derives]
}

/** Pairs of contexts and their bans, and a promise. */
function beside(random: Random): string[] {
  const side = (): string => `${random.chance(0.3) ? `${anySet(random)} in ` : ''}${random.pick(['mail', 'maps', 'any', 'signed-in', 'signed-out', 'personal-account', 'organisation-account'])}` // prettier-ignore
  const purposes = (): string => random.pick(['provide', 'improve', 'any', 'provide, improve', 'any except advertise'])
  const wherePart = (): string => (random.chance(0.2) ? ` where ${random.pick(['eea', 'us', 'any except eea'])}` : '')
  const pairs = random.some([1, 2], 0.35).map(() => `combine ${side()} with ${side()} for ${purposes()}${when(random, 0.3)}${wherePart()}`) // prettier-ignore
  const plain = random.some(['combine mail with maps', 'combine signed-in with signed-out'], 0.4).map((head) => `${head} for ${purposes()}${when(random, 0.3)}`) // prettier-ignore
  const bans = random.some([1], 0.3).map(() => `never combine ${side()} with ${side()}${random.chance(0.6) ? ` for ${purposes()}` : ''}${when(random, 0.4)}${unless(random, 0.3)}${wherePart()}`) // prettier-ignore
  const promises = random.chance(0.4) ? [`promise reply${random.chance(0.4) ? ' of any in mail' : ''} within 1 month`] : [] // prettier-ignore
  return [...pairs, ...plain, ...bans, ...promises]
}

/** Lines that only take away: bans, and now and then a period. */
export function narrowing(random: Random): string[] {
  const keeps = random.some([1], 0.4).map(() => `keep ${anySet(random)} ${random.pick(['10 days after collection', '5 years after collection'])}${when(random, 0.5)}`) // prettier-ignore
  const lines = [...closing(random), ...keeps, ...beside(random).filter((line) => /^(?:never|promise)/.test(line))]
  return lines.length > 0 ? lines : ['never use special for advertise']
}

/** Lines that add for people enrolled. */
function extending(random: Random): string[] {
  const uses = leaves.flatMap((category) => random.some(['provide', 'improve'], 0.4).map((purpose) => `use ${category} for ${purpose} because ${random.pick(['contract', 'vital', 'consent clips'])} by ${random.pick(['people', 'machines'])}`)) // prettier-ignore
  const fresh = random.chance(0.4) ? ['collect device in maps from system', 'keep device in maps 10 days after collection'] : [] // prettier-ignore
  return [...uses, ...fresh, ...(random.chance(0.3) ? [share(random, random.pick(leaves), '')] : [])]
}

/** Lines of a product's section: they mean the product without saying so. */
function sectionLines(random: Random): string[] {
  const set = random.pick(leaves)
  return random.chance(0.5)
    ? [`collect ${set} from person`, `use ${set} for provide because contract`, `keep ${set} 1 year after collection`, `store ${set} at eu`] // prettier-ignore
    : closing(random)
}

function anySet(random: Random): string {
  return random.pick(['any', 'any except special', 'private', 'traces', 'content', 'content except content.photo', 'location.point, device', 'special', 'any except private', random.pick([...leaves, 'guess', 'liking'])]) // prettier-ignore
}

/** A list cut into one to three lists. */
function parts(random: Random, list: readonly string[]): string[] {
  const count = 1 + random.below(3)
  const groups = Array.from({ length: count }, (): string[] => [])
  for (const one of list) if (random.chance(0.85)) random.pick(groups).push(one)
  return groups.filter((group) => group.length > 0).map((group) => group.join(', '))
}

function cond(random: Random): string {
  return random.pick([
    `${random.pick(['clips', 'history', 'ads', 'letters'])} on`,
    `${random.pick(['clips', 'history', 'ads', 'letters'])} off`,
    `case ${random.pick(['support', 'audit', 'support, audit'])}`,
    'directed',
    random.pick(['signed-in', 'signed-out']),
    random.pick(['personal-account', 'organisation-account']),
  ])
}

function conds(random: Random): string {
  const [first, second] = [cond(random), cond(random)]
  return random.chance(0.25) && first.split(' ')[0] !== second.split(' ')[0] ? `${first} and ${second}` : first
}

function when(random: Random, probability: number): string {
  return random.chance(probability) ? ` when ${conds(random)}` : ''
}

function unless(random: Random, probability: number): string {
  return random.chance(probability) ? ` unless ${conds(random)}` : ''
}
