// Front matter: where a file of the folder stands, and so for whom its rules hold. A base, an overlay, a product's section, a contract with
// customers. Names are looked up later, when the registers are read (2-check/standings.ts).

import type { Account } from '../../policy/index.ts'
import type { Raise, Span } from '../diagnostics.ts'
import type { Name } from './rule.ts'
import type { Value } from './yaml.ts'

/** Whose file a clause stands in. The general text is everybody's. */
export interface Home {
  readonly kind: 'general' | 'profile' | 'product' | 'contract'
  /** of the profile, product or contract; empty for the general text */
  readonly name: string
}

/** The home of what stands in statement.md. */
export const general: Home = { kind: 'general', name: '' }

/** A fact on which a profile hangs: `child`, `preview on`, `organisation-account`, `customer`, `where california`. */
export type FactText =
  | { readonly kind: 'child' | 'customer' }
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'choice' | 'where'; readonly name: Name }

/** A profile as its front matter says it. */
export interface ParsedProfile {
  readonly name: string
  readonly kind: 'base' | 'narrows' | 'extends'
  /** of an overlay: the bases it lies over; empty: every base */
  readonly over: readonly Name[]
  readonly while: readonly FactText[]
  /** of an overlay that extends: its last day */
  readonly ends: string | null
  /** takes permissions and periods from the general text too */
  readonly inheritsAll: boolean
  readonly span: Span
}

/** A section of a product: it holds for the profiles it names, or for every one that inherits all. */
export interface ParsedProduct {
  readonly product: Name
  readonly profiles: readonly Name[]
}

/** What is promised to customers: to those it names, or to all of them. */
export interface ParsedContract {
  readonly name: string
  readonly profile: Name
  /** null: all */
  readonly customers: readonly Name[] | null
  readonly span: Span
}

/** All that the files of a folder say about where they stand. */
export interface Homes {
  readonly profiles: readonly ParsedProfile[]
  readonly products: readonly ParsedProduct[]
  readonly contracts: readonly ParsedContract[]
}

/** The home of a file by its path; null for a translation, which repeats the clauses of another file. */
export function homeOf(path: string): Home | null {
  const [, folder, name] = /^(profiles|products|contracts)\/([a-z0-9-]+)\.md$/.exec(path) ?? []
  if (folder === undefined || name === undefined) return path.startsWith('translations/') ? null : general
  return { kind: folder === 'profiles' ? 'profile' : folder === 'products' ? 'product' : 'contract', name }
}

/** Reads the front matter of all files; what is wrong with it is raised. */
export function readHomes(
  texts: readonly { readonly path: string; readonly front: Value | null }[],
  raise: Raise,
): Homes {
  const of = (folder: string): readonly Front[] =>
    texts
      .filter(({ path }) => path.startsWith(`${folder}/`))
      .map(({ path, front }) => readFront(path, front, frontKeys[folder]!, raise))
  for (const { path, front } of texts)
    if (front && homeOf(path)?.kind !== 'profile' && homeOf(path)?.kind !== 'product' && homeOf(path)?.kind !== 'contract')
      raise('K112', front.span, {
        problem: path === 'statement.md' ? 'the general text has no front matter' : 'a translation has no front matter',
        help: path === 'statement.md' ? 'put it into a file of its own under profiles/' : 'it stands where the file it translates stands',
      }) // prettier-ignore
  return {
    profiles: of('profiles').map((front) => readProfile(front, raise)),
    products: of('products').flatMap((front) => readProduct(front, raise)),
    contracts: of('contracts').flatMap((front) => readContract(front, raise)),
  }
}

/** Keys of the front matter of each folder; the first one is the file's own name. */
const frontKeys: Readonly<Record<string, readonly string[]>> = {
  profiles: ['profile', 'kind', 'over', 'while', 'ends', 'inherits'],
  products: ['product', 'profiles'],
  contracts: ['contract', 'profile', 'customers'],
}

/** The front matter of one file, looked up by key. */
interface Front {
  readonly file: string
  readonly span: Span
  /** the file's name, which its front matter repeats */
  readonly name: Name
  readonly has: (key: string) => boolean
  readonly text: (key: string) => Name | null
  readonly names: (key: string) => readonly Name[]
}

function readFront(path: string, front: Value | null, keys: readonly string[], raise: Raise): Front {
  const start = { file: path, line: 1, column: 1, length: 1 }
  const name = path.slice(path.indexOf('/') + 1, -'.md'.length)
  const own = keys[0]!
  const entries = front?.kind === 'map' ? front.entries : []
  const valueOf = (key: string): Value | undefined => entries.find((entry) => entry.key === key)?.value
  const text = (key: string): Name | null => {
    const value = valueOf(key)
    return value?.kind === 'text' ? value : null
  }
  if (entries.length === 0)
    raise('K112', start, {
      problem: own === 'profile' ? 'a profile begins with its front matter' : `a ${own === 'product' ? 'product’s section' : 'contract'} begins with its front matter`,
      help: own === 'profile' ? `write \`profile: ${name}\`, \`kind: base\`, \`inherits: all\` between two lines of \`---\`` : `write \`${own}: ${name}\` between two lines of \`---\``,
    }) // prettier-ignore
  for (const { key, keySpan } of entries)
    if (!keys.includes(key))
      raise('K112', keySpan, {
        problem: `front matter has no \`${key.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 80)}\``,
        help: `it has ${keys.join(', ')}`,
      })
  const stated = text(own)
  if (entries.length > 0 && stated?.text !== name)
    raise('K112', stated?.span ?? start, {
      problem: `the ${own} is not called like its file, \`${name}\``,
      help: `write \`${own}: ${name}\``,
    })
  return {
    file: path,
    span: front?.span ?? start,
    name: { text: name, span: stated?.span ?? start },
    has: (key) => valueOf(key) !== undefined,
    text,
    names: (key) => namesOf(valueOf(key)),
  }
}

/** One name, names parted by commas, or a list of names. */
function namesOf(value: Value | undefined): readonly Name[] {
  if (value?.kind === 'list') return value.items.flatMap((item) => (item.kind === 'text' ? [item] : []))
  if (value?.kind !== 'text') return []
  return value.text.split(',').map((text) => ({ text: text.trim(), span: value.span }))
}

// --- profiles -------------------------------------------------------------------------------------------------------

const kinds = ['base', 'narrows', 'extends'] as const

function readProfile(front: Front, raise: Raise): ParsedProfile {
  const stated = front.text('kind')
  const kind = kinds.find((one) => one === stated?.text) ?? 'base'
  const isThere = front.has('kind') || front.has('profile')
  if (isThere && stated?.text !== kind)
    raise('K112', stated?.span ?? front.span, {
      problem: 'the kind of a profile is `base`, `narrows` or `extends`',
      help: 'write `kind: base`; an overlay that takes away `narrows`, one that adds `extends`',
    })
  const inherits = front.text('inherits')
  if (inherits && inherits.text !== 'all')
    raise('K112', inherits.span, { problem: '`inherits` is `all` or left out', help: 'write `inherits: all`' })
  for (const key of kind === 'base' ? ['over', 'ends'] : kind === 'narrows' ? ['ends', 'inherits'] : ['inherits'])
    if (front.has(key))
      raise('K112', front.text(key)?.span ?? front.span, {
        problem: `a profile of kind \`${kind}\` has no \`${key}\``,
        help: key === 'inherits' ? 'an overlay lies over its base and has all of it' : 'take the line out',
      })
  const facts = readFacts(front, raise)
  const ends = front.text('ends')
  if (kind !== 'base' && facts.length === 0 && !front.has('while'))
    raise('K112', front.name.span, {
      problem: `nothing says for whom the overlay \`${front.name.text}\` holds`,
      help: `write \`while:\` and ${kind === 'extends' ? 'the enrolment that must be on, like `preview on`' : '`child`, an enrolment that is on, a kind of account, or `where` and a place'}`,
    }) // prettier-ignore
  if (kind === 'extends' && !isDay(ends?.text ?? ''))
    raise('K112', ends?.span ?? front.name.span, {
      problem: `nothing says on which day \`${front.name.text}\` ends`,
      help: 'write `ends:` and its last day, like 2027-03-31: what extends adds until then only',
    })
  return {
    name: front.name.text,
    kind,
    over: front.names('over'),
    while: facts,
    ends: ends?.text ?? null,
    inheritsAll: inherits?.text === 'all',
    span: front.name.span,
  }
}

/** A day that exists: the calendar has no 31 February, though JavaScript reads one as 3 March. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text
}

/** `while`: facts joined by "and". */
function readFacts(front: Front, raise: Raise): readonly FactText[] {
  const stated = front.text('while')
  if (!stated) return []
  return stated.text.split(/\s+and\s+/).flatMap((text): FactText[] => {
    const [word = '', second, ...more] = text.trim().split(/\s+/)
    const name = (name: string): Name => ({ text: name, span: stated.span })
    if (more.length === 0) {
      if ((word === 'child' || word === 'customer') && second === undefined) return [{ kind: word }]
      if ((word === 'personal-account' || word === 'organisation-account') && second === undefined)
        return [{ kind: 'account', account: word === 'personal-account' ? 'personal' : 'organisation' }]
      if (word === 'where' && second !== undefined) return [{ kind: 'where', name: name(second) }]
      if (second === 'on') return [{ kind: 'choice', name: name(word) }]
    }
    raise('K112', stated.span, {
      problem: `\`${text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 80)}\` is no fact that a profile hangs on`,
      help: 'write `child`, `customer`, an enrolment and `on`, `personal-account`, `organisation-account`, or `where` and a place',
    })
    return []
  })
}

// --- products and contracts -----------------------------------------------------------------------------------------

function readProduct(front: Front, _raise: Raise): readonly ParsedProduct[] {
  return front.has('product') ? [{ product: front.name, profiles: front.names('profiles') }] : []
}

function readContract(front: Front, raise: Raise): readonly ParsedContract[] {
  if (!front.has('contract')) return []
  const [profile] = front.names('profile')
  const customers = front.names('customers')
  if (!profile)
    raise('K112', front.name.span, {
      problem: `nothing says which profile the contract \`${front.name.text}\` is about`,
      help: 'write `profile:` and the base profile of these customers',
    })
  if (customers.length === 0)
    raise('K112', front.name.span, {
      problem: `nothing says with whom the contract \`${front.name.text}\` is made`,
      help: 'write `customers: all`, or their names',
    })
  if (!profile || customers.length === 0) return []
  const all = customers.some(({ text }) => text === 'all')
  return [{ name: front.name.text, profile, customers: all ? null : customers, span: front.name.span }]
}
