// Random statements as text: registers with nested categories, groups and places, and rules of every verb with every slot. What the
// compiler refuses is taken out, line by line, until it compiles: what is left is a statement somebody might have written.

import { compileStatement, type Diagnostic } from '../../src/statement/index.ts'
import type { Compiled } from '../../src/policy/index.ts'
import type { Random } from './random.ts'

/** The registers as plain data: the reference reads these, the compiler reads the YAML printed from them. */
export const world = {
  products: ['mail', 'maps'],
  categories: ['content', 'content.message', 'content.photo', 'location', 'location.point', 'special', 'device'],
  groups: { private: ['content', 'special'], traces: ['location'] },
  purposes: [
    { name: 'provide', bit: 0, marketing: false, survives: false },
    { name: 'improve', bit: 31, marketing: false, survives: false },
    { name: 'advertise', bit: 32, marketing: true, survives: false },
    { name: 'comply', bit: 63, marketing: false, survives: true },
  ],
  events: ['collection', 'removal', 'withdrawal', 'purchase', 'closing'],
  choices: [
    { name: 'clips', bit: 0, default: 'off' },
    { name: 'history', bit: 31, default: 'on' },
    { name: 'ads', bit: 32, default: 'off' },
    { name: 'letters', bit: 63, default: 'on' },
  ],
  places: [
    { name: 'eea', within: [] },
    { name: 'eu', within: ['eea'] },
    { name: 'us', within: [] },
  ],
  desks: ['support', 'audit'],
  controls: ['view', 'clear', 'export', 'withdraw', 'object'],
  laws: ['tax', 'labour'],
  origins: ['person', 'observed', 'system', 'inferred', 'third-party'],
} as const

/** A statement that compiled, and the rules that are left of it as lines. */
export interface DrawnStatement {
  readonly compiled: Compiled
  readonly clauses: ReadonlyMap<string, string>
}

const registers: Readonly<Record<string, string>> = {
  'registers/organisation.yaml':
    'name: Harbour\naddress: 4 Quay Street\nphone: "+44 20 7946 0000"\nofficer: ines\nlanguages: [en]\nofficers:\n  ines: { name: Ines, role: officer }\n', // prettier-ignore
  'registers/products.yaml': world.products.map((name) => `${name}: { label: The ${name} }\n`).join(''),
  'registers/taxonomy.yaml': [
    'categories:',
    ...world.categories.map((name) => `  ${name}: { label: the ${name}, holds: "what ${name} holds" }`),
    'purposes:',
    ...world.purposes.map(({ name, bit, marketing, survives }) => `  ${name}: { label: ${name}, bit: ${bit}, gives: "something", direct-marketing: ${marketing}, survives: ${survives} }`), // prettier-ignore
    'events:',
    ...world.events.map((name) => `  ${name}: { label: the ${name}, of: record }`),
    'groups:',
    ...Object.entries(world.groups).map(([name, list]) => `  ${name}: [${list.join(', ')}]`),
    '',
  ].join('\n'),
  'registers/choices.yaml': world.choices.map(({ name, bit, default: preset }) => `${name}: { bit: ${bit}, kind: consent, label: the ${name}, default: "${preset}", wording: "Yes to ${name}." }\n`).join(''), // prettier-ignore
  'registers/places.yaml': world.places.map(({ name, within }) => `${name}: { label: the ${name}${within[0] ? `, within: ${within[0]}` : ''} }\n`).join(''), // prettier-ignore
  'registers/stores.yaml': 'vault: { label: vault, at: eu, holds: any, backups: 30 days }\n',
  'registers/desks.yaml': world.desks.map((name, i) => `${name}: { label: ${name}, controls: [${i === 0 ? world.controls.join(', ') : ''}], surfaces: [dashboard] }\n`).join(''), // prettier-ignore
  'registers/notes.yaml': [
    ...world.laws.map((name) => `${name}: { kind: law, author: ines, date: "2026-01-01", text: "a law" }`),
    'balance: { kind: balance, author: ines, date: "2026-01-01", text: "we weighed it" }',
    'scrub: { kind: method, author: ines, date: "2026-01-01", text: "names are taken out" }',
    '',
  ].join('\n'),
  'profiles/consumer.md': '---\nprofile: consumer\nkind: base\ninherits: all\n---\n',
}

/** Draws statements until one compiles; null when this chance leads to none. */
export async function drawStatement(random: Random): Promise<DrawnStatement | null> {
  let clauses = new Map(lines(random).map((line, i) => [`c${i + 1}`, line]))
  for (let attempt = 0; attempt < 12; attempt++) {
    const { diagnostics, compiled } = await compileStatement({ ...registers, 'statement.md': printed(clauses) })
    if (compiled) return { compiled, clauses }
    const refused = refusedBy(diagnostics, clauses)
    if (refused.size === 0)
      throw new Error(
        `not the rules' fault: ${diagnostics.map(({ code, message }) => `${code} ${message}`).join('; ')}`,
      )
    clauses = new Map([...clauses].filter(([id]) => !refused.has(id)))
  }
  return null
}

/** Each clause: its words say what its rule says, then the rule. */
function printed(clauses: ReadonlyMap<string, string>): string {
  const parts = [...clauses].map(([id, line]) => `${wordsOf(line)}\n\n\`\`\`kept ${id}\n${line}\n\`\`\`\n`)
  return `# What we know\n\n## All of it\n\n${parts.join('\n')}`
}

/** The folder of these clauses: registers, one base profile, and the clauses in its general text. */
export function folderOf(clauses: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return { ...registers, 'statement.md': printed(clauses) }
}

/** A file with front matter and clauses: an overlay, a contract. */
export function homeFile(front: string, clauses: ReadonlyMap<string, string>): string {
  return `---\n${front}\n---\n\n${printed(clauses).replace('# What we know\n\n## All of it', '## Beside it')}`
}

/** Lines that only take away: bans, and now and then a period. */
export function narrowingLines(random: Random): string[] {
  const keeps = random.some([1], 0.4).map(() => `keep ${anySet(random)} ${random.pick(['10 days after collection', '5 years after collection'])}${when(random, 0.5)}`) // prettier-ignore
  return [...closing(random), ...keeps]
}

function wordsOf(line: string): string {
  return `On ${line.replaceAll(/[.,-]/g, ' ').replaceAll(/\s+/g, ' ')}.`
}

/** Clauses with an error; of a clash only the one that stands last. */
function refusedBy(diagnostics: readonly Diagnostic[], clauses: ReadonlyMap<string, string>): Set<string> {
  const text = printed(clauses).split('\n')
  const clauseAt = (line: number): string | undefined => {
    const above = text.slice(0, line).findLastIndex((one) => one.startsWith('```kept '))
    const below = text.findIndex((one, i) => i >= line - 1 && one.startsWith('```kept '))
    const inBlock = above >= 0 && !text.slice(above + 1, line - 1).includes('```')
    return text[inBlock ? above : below]?.slice('```kept '.length)
  }
  const errors = diagnostics.filter(({ severity, file }) => severity === 'error' && file === 'statement.md')
  return new Set(errors.flatMap(({ line }) => clauseAt(line) ?? []))
}

// rules ------------------------------------------------------------------------------------------------------------------

const leaves = ['content.message', 'content.photo', 'location.point', 'special', 'device']

function lines(random: Random): string[] {
  return [...opening(random), ...closing(random)]
}

/** What opens: for each product and part of its categories a collect, uses, limits, stores. Parts do not overlap, so few lines clash. */
function opening(random: Random): string[] {
  const everywhere = random.chance(0.3)
  const stores = everywhere ? [`store any at ${random.pick(['eu', 'eea', 'eu, us'])}${when(random, 0.1)}`] : []
  const perProduct = (everywhere ? [world.products] : world.products.map((one) => [one])).flatMap((products) => {
    const where = everywhere && random.chance(0.5) ? '' : ` in ${products.join(', ')}`
    return parts(random, leaves).flatMap((set) => openPart(random, set, where, everywhere))
  })
  const offers = random.some([1, 2], 0.7).map(() => `offer ${random.some(['view', 'clear', 'export'], 0.6).join(', ') || 'view'} of ${anySet(random)}${random.chance(0.5) ? ` in ${random.pick(world.products)}` : ''} on dashboard${random.chance(0.3) ? ` unless law ${random.pick(world.laws)}` : ''}`) // prettier-ignore
  const waysBack = random.chance(0.9) ? ['offer withdraw, object of any on dashboard'] : []
  return [...stores, ...perProduct, ...offers, ...waysBack]
}

function openPart(random: Random, set: string, where: string, isStored: boolean): string[] {
  const origins = random.some(['person', 'observed', 'system', 'third-party'], 0.45)
  const limit = (): string => random.pick(['18 months after collection', '30 days after collection', '1 year after purchase', '2 weeks after purchase', 'until removal', 'until closing', '1 month after collection or until withdrawal', '6 months after collection or until removal', '3 years after collection or until withdrawal']) // prettier-ignore
  const splitKeep = random.chance(0.4)
  return [
    `collect ${set}${where} from ${origins.join(', ') || 'person'}${when(random, 0.25)}`,
    ...world.purposes.flatMap(({ name }) => (random.chance(0.75) ? use(random, set, where, name) : [])),
    ...(splitKeep
      ? [`keep ${set}${where} for any except comply ${limit()}`, `keep ${set}${where} for comply ${random.pick(['10 years after purchase', '3 years after collection', '1 month after collection'])} because law ${random.pick(world.laws)}`] // prettier-ignore
      : [`keep ${set}${where} ${limit()}`]),
    ...(random.chance(0.15) ? [`keep ${set}${where} ${random.pick(['2 weeks after collection', '36 hours after collection'])}${when(random, 1)}`] : []), // prettier-ignore
    ...(isStored
      ? []
      : [`store ${set}${where} at ${random.pick(['eu', 'eea', 'eu, us', 'any', 'us'])}${when(random, 0.15)}`]),
  ]
}

function use(random: Random, set: string, where: string, purpose: string): string[] {
  const consent = (): string => `consent ${random.pick(world.choices).name}`
  const any = [
    'contract',
    'contract',
    'vital',
    'legitimate-interest balance',
    `law ${random.pick(world.laws)}`,
    'public-task tax',
  ]
  const basis = (): string => random.pick(purpose === 'advertise' ? [consent(), 'legitimate-interest balance'] : [consent(), consent(), ...any]) // prettier-ignore
  const by = random.chance(0.25) ? ` by ${random.pick(['people', 'both', 'machines'])}` : ''
  const head = `use ${set}${where}${random.chance(0.1) ? ` from ${random.pick(['person', 'observed'])}` : ''} for ${purpose}`
  const because = basis()
  if (random.chance(0.12)) return [`${head} because ${because}${by}${when(random, 0.2)} where eea`, `${head} because ${basis()}${by}${when(random, 0.2)} where any except eea`] // prettier-ignore
  const shaped = random.chance(0.1) ? [`${head} because ${because} as ${random.pick(['de-identified scrub', 'aggregate of at least 50'])}${by}${when(random, 0.5)}`] : [] // prettier-ignore
  return [`${head} because ${because}${by}${when(random, 0.3)}`, ...shaped]
}

/** What closes: bans of each kind, over groups, parents and everything. */
function closing(random: Random): string[] {
  const inProduct = (): string => (random.chance(0.3) ? ` in ${random.pick(world.products)}` : '')
  const wherePart = (): string =>
    random.chance(0.15) ? ` where ${random.pick(['eea', 'us', 'eu', 'any except eea'])}` : ''
  const uses = random.some([1, 2, 3], 0.5).map(() => {
    const purposes = random.pick(['', ` for ${random.pick(world.purposes).name}`, ' for any except provide', ' for any except comply, provide']) // prettier-ignore
    const because = random.chance(0.15)
      ? ` because ${random.pick(['consent', 'legitimate-interest', 'any except contract'])}`
      : ''
    const by = random.chance(0.4) ? ` by ${random.pick(['people', 'machines', 'both'])}` : ''
    return `never use ${anySet(random)}${inProduct()}${purposes}${because}${by}${when(random, 0.4)}${unless(random, 0.5)}${wherePart()}`
  })
  const collects = random.some([1], 0.4).map(() => `never collect ${anySet(random)}${inProduct()}${random.chance(0.3) ? ' from observed' : ''}${when(random, 0.8)}${unless(random, 0.2)}${wherePart()}`) // prettier-ignore
  const stores = random.some([1], 0.3).map(() => `never store ${anySet(random)}${inProduct()}${random.chance(0.6) ? ` at ${random.pick(['us', 'eu', 'any except eea'])}` : ''}${when(random, 0.6)}${unless(random, 0.2)}`) // prettier-ignore
  return [...uses, ...collects, ...stores]
}

function anySet(random: Random): string {
  return random.pick(['any', 'any except special', 'private', 'traces', 'content', 'content except content.photo', 'location.point, device', 'special', 'any except private', random.pick(leaves)]) // prettier-ignore
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
    `${random.pick(world.choices).name} on`,
    `${random.pick(world.choices).name} off`,
    `case ${random.pick(['support', 'audit', 'support, audit'])}`,
    'directed',
    random.pick(['signed-in', 'signed-out']),
    random.pick(['personal-account', 'organisation-account']),
  ])
}

function conds(random: Random): string {
  const first = cond(random)
  const second = cond(random)
  return random.chance(0.25) && first.split(' ')[0] !== second.split(' ')[0] ? `${first} and ${second}` : first
}

function when(random: Random, probability: number): string {
  return random.chance(probability) ? ` when ${conds(random)}` : ''
}

function unless(random: Random, probability: number): string {
  return random.chance(probability) ? ` unless ${conds(random)}` : ''
}
