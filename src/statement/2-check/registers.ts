// Registers: tables, not prose. Checked against their forms with exact places, then turned into the plain data the policy carries.

import {
  maskOf, recipientKinds,
  type Category, type Choice, type Commitment, type Cookie, type Desk, type EventName, type Mechanism, type Note, type Organisation,
  type OrganisationOffice, type Place, type Product, type Provider, type Purpose, type Recipient, type RecipientKind, type StoreEntry,
} from '../../policy/index.ts' // prettier-ignore
import { isName } from '../1-parse/parse-rules.ts'
import type { Value } from '../1-parse/yaml.ts'
import type { Raise, Span } from '../diagnostics.ts'
import {
  helpNear,
  listOf,
  mapAt,
  period,
  readFields,
  some,
  text,
  words,
  type Entries,
  type Entry,
  type Said,
  type Word,
} from './register-fields.ts'
import { readParameters } from './commitments.ts'
import { readSource, type ReadSource } from './sources.ts'
import {
  organisationFields,
  registerForms,
  sourceMust,
  type Field,
  type Kind,
  type RegisterForm,
} from './register-forms.ts'

/** An officer who may sign and publish. */
export interface Officer {
  readonly key: string
  readonly name: string
  readonly role: string
  /** classes of clauses they may sign; null: every one */
  readonly signs: readonly string[] | null
}

/** All registers of a folder, lists sorted by name. */
export interface Registers {
  readonly organisation: Organisation
  readonly officers: readonly Officer[]
  readonly products: readonly Product[]
  readonly categories: readonly Category[]
  readonly purposes: readonly Purpose[]
  readonly events: readonly EventName[]
  /** named sets of categories as written: names of categories, each with all below it */
  readonly groups: ReadonlyMap<string, readonly string[]>
  readonly choices: readonly Choice[]
  readonly places: readonly Place[]
  readonly stores: readonly StoreEntry[]
  readonly desks: readonly Desk[]
  readonly notes: readonly Note[]
  /** sources of events, with the places of their rows */
  readonly sources: readonly ReadSource[]
  /** whom else data comes from: entries of the register `sources` that say their `kind` */
  readonly providers: readonly Provider[]
  readonly recipients: readonly Recipient[]
  readonly mechanisms: readonly Mechanism[]
  readonly cookies: readonly Cookie[]
  readonly commitments: readonly Commitment[]
  /** where each entry stands, by kind and name */
  readonly spans: ReadonlyMap<string, Span>
  /** names that may not be used again, by kind */
  readonly retired: ReadonlyMap<Kind, ReadonlySet<string>>
}

/** Checks all registers; what is wrong is raised, and entries that cannot be understood are left out. */
export function readRegisters(files: ReadonlyMap<string, Value>, raise: Raise): Registers {
  const tables = new Map<Kind, readonly Entry[]>()
  const retired = new Map<Kind, ReadonlySet<string>>()
  for (const kind of Object.keys(registerForms) as Kind[] /* the table's own keys */) {
    const { entries, gone } = readTable(kind, files, raise)
    tables.set(kind, entries)
    retired.set(kind, gone)
  }
  checkKeys(files, raise)
  const of = (kind: Kind): readonly Entry[] => tables.get(kind) ?? []
  const groups = readGroups(files.get('taxonomy'), of('categories'), raise)
  checkLinks(of, groups, raise)
  const byName = <T extends { readonly name: string }>(items: readonly T[]): readonly T[] =>
    items.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const spans = [...tables].flatMap(([kind, entries]) =>
    entries.map(({ name, span }) => [`${kind} ${name}`, span] as const),
  )
  const registers = {
    organisation: {
      ...readOrganisation(files.get('organisation'), of('officers'), raise),
      ...some('representatives', byName(of('representatives').map(toOffice))),
      ...some('offices', byName(of('offices').map(toOffice))),
    },
    officers: of('officers').map(({ name, said }) => ({
      key: name,
      name: text(said['name']),
      role: text(said['role']),
      signs: said['signs'] === undefined ? null : words(said['signs']),
    })),
    products: byName(of('products').map(toProduct)),
    categories: byName(of('categories').map(toCategory)),
    purposes: byName(of('purposes').map(toPurpose)),
    events: byName(
      of('events').map(({ name, said }) => ({
        name,
        label: text(said['label']),
        of: text(said['of']) as EventName['of'],
      })),
    ), // the form's own words
    groups: new Map(
      groups
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, list }) => [name, list.map((word) => word.text).toSorted()]),
    ),
    choices: byName(of('choices').map(toChoice)),
    places: byName(of('places').map(toPlace)),
    stores: byName(of('stores').map(toStore)),
    desks: byName(of('desks').map(toDesk)),
    notes: byName(of('notes').map((entry) => toNote(entry, raise))),
    providers: byName(
      of('sources')
        .filter(isProvider)
        .map((entry) => toProvider(entry, of('purposes'))),
    ),
    recipients: byName(of('recipients').map((entry) => toRecipient(entry, of('purposes'), raise))),
    mechanisms: byName(of('mechanisms').map(toMechanism)),
    cookies: byName(of('cookies').map(toCookie)),
    commitments: byName(of('commitments').map((entry) => toCommitment(entry, raise))),
    spans: new Map([...spans, ...groups.map(({ name, span }) => [`groups ${name}`, span] as const)]),
    retired,
  }
  for (const entry of of('sources')) demandSourceFields(entry, raise)
  const sources = of('sources').flatMap((entry) => (isProvider(entry) ? [] : [readSource(entry, registers, raise)]))
  return { ...registers, sources: sources.toSorted((a, b) => (a.source.name < b.source.name ? -1 : 1)) }
}

// --- one table ------------------------------------------------------------------------------------------------------

function readTable(
  kind: Kind,
  files: ReadonlyMap<string, Value>,
  raise: Raise,
): { entries: readonly Entry[]; gone: ReadonlySet<string> } {
  const form: RegisterForm = registerForms[kind]
  const file = files.get(form.file)
  const whole = mapAt(file)
  const table = form.within === null ? file : whole?.find(({ key }) => key === form.within)?.value
  if (table && table.kind !== 'map')
    raise('K206', table.span, {
      problem: `\`${form.within ?? form.file}\` is a table of names`,
      help: 'write one name a line, and what it says indented below',
    })
  const gone = readRetired(kind, whole, raise)
  const listed = (mapAt(table) ?? []).filter(({ key }) => form.within !== null || key !== 'retired')
  const entries = listed.flatMap(({ key, keySpan, value }) => {
    if (gone.names.has(key)) raise('K207', keySpan, { name: key })
    if (!isName(key))
      raise('K206', keySpan, {
        problem: `\`${key.slice(0, 80)}\` is no name`,
        help: 'a name is lower case, with `-` and `.`, and is no word of the grammar',
      })
    const above = namedInRules.has(kind) ? aboveIn(key, [...listed.map((one) => one.key), ...gone.names]) : undefined
    if (above !== undefined)
      raise('K206', keySpan, {
        problem: `\`${key.slice(0, 80)}\` reads as if \`${above}\` meant it too, and nothing lies below ${form.one}`,
        help: `call it \`${key.replaceAll('.', '-').slice(0, 80)}\`, and name it in every rule that means it`,
      })
    return [readEntry({ name: key, span: keySpan, value }, form, raise)]
  })
  if (listed.some(({ key }) => isName(key))) checkUnique(entries, gone.bits, form, raise)
  return { entries: entries.filter(({ name }) => isName(name)), gone: gone.names }
}

/** What rules name without any that lies below: a ban on `suggest` would pass over `suggest.deep` in silence. Of categories all below is meant, and of places all within. */
const namedInRules: ReadonlySet<Kind> = new Set<Kind>(['products', 'purposes', 'events', 'choices', 'recipients', 'sources', 'mechanisms', 'commitments']) // prettier-ignore

/** The nearest of these names that a name reads as lying below. */
function aboveIn(name: string, names: readonly string[]): string | undefined {
  return names.filter((one) => name.startsWith(`${one}.`)).toSorted((a, b) => b.length - a.length)[0]
}

function readRetired(
  kind: Kind,
  whole: Entries | null,
  raise: Raise,
): { names: ReadonlySet<string>; bits: ReadonlySet<number> } {
  const form: RegisterForm = registerForms[kind]
  const retired = whole?.find(({ key }) => key === 'retired')?.value
  const value = form.within === null ? retired : mapAt(retired)?.find(({ key }) => key === form.within)?.value
  const rows = mapAt(value) ?? []
  if (value && value.kind !== 'map')
    raise('K206', value.span, {
      problem: 'retired names are a table',
      help: 'write one name a line, and its `bit:` below where it had one',
    })
  const bits = rows.flatMap(({ value: row }) =>
    (mapAt(row) ?? []).flatMap(({ key, value: bit }) => (key === 'bit' && bit.kind === 'number' ? [bit.number] : [])),
  )
  return { names: new Set(rows.map(({ key }) => key)), bits: new Set(bits) }
}

/** Keys of files with several tables that no table reads. */
function checkKeys(files: ReadonlyMap<string, Value>, raise: Raise): void {
  const known: Readonly<Record<string, readonly string[]>> = {
    taxonomy: ['categories', 'purposes', 'events', 'groups', 'retired'],
    organisation: [...Object.keys(organisationFields), 'officers', 'representatives', 'offices'],
  }
  for (const [file, value] of files) {
    if (value.kind === 'nothing') continue
    if (value.kind !== 'map')
      raise('K206', value.span, {
        problem: 'a register is a table of names',
        help: 'write one name a line, and what it says indented below',
      })
    for (const { key, keySpan } of mapAt(value) ?? [])
      if (known[file] && !known[file].includes(key))
        raise('K206', keySpan, {
          problem: `\`${file}\` has no \`${key.slice(0, 80)}\``,
          help: helpNear(key, known[file]),
        })
  }
}

function readEntry(
  { name, span, value }: { name: string; span: Span; value: Value },
  form: RegisterForm,
  raise: Raise,
): Entry {
  return { name, span, said: readFields(`\`${name}\``, span, value, form.fields, raise) }
}

// --- entries together -----------------------------------------------------------------------------------------------

/** Names, bits and labels mean one thing each within a register. */
function checkUnique(
  entries: readonly Entry[],
  retiredBits: ReadonlySet<number>,
  form: RegisterForm,
  raise: Raise,
): void {
  for (const field of ['bit', 'label']) {
    const seen = new Map<string, Entry>()
    for (const entry of entries) {
      const value = entry.said[field]
      if (value === undefined) continue
      const key = typeof value === 'number' ? String(value) : text(value).toLowerCase()
      const first = seen.get(key)
      if (first)
        raise(
          'K204',
          entry.span,
          { name: `${field}: ${key}`, help: `give ${form.one} of its own: \`${first.name}\` has this ${field}` },
          [{ at: first.span, message: 'the first one' }],
        )
      else seen.set(key, entry)
      if (field === 'bit' && typeof value === 'number' && retiredBits.has(value))
        raise('K207', entry.span, { name: `bit: ${value}` })
    }
  }
}

interface Group {
  readonly name: string
  readonly span: Span
  readonly list: readonly Word[]
}

function readGroups(taxonomy: Value | undefined, categories: readonly Entry[], raise: Raise): readonly Group[] {
  const table = mapAt(taxonomy)?.find(({ key }) => key === 'groups')?.value
  return (mapAt(table) ?? []).flatMap(({ key, keySpan, value }) => {
    const list = value.kind === 'list' ? listOf(value) : undefined
    if (!isName(key) || !list || list.length === 0) {
      raise('K206', value.span, {
        problem: `the group \`${key.slice(0, 80)}\` is not a list of categories`,
        help: `write \`${key.slice(0, 80)}: [content.message, content.file]\``,
      })
      return []
    }
    const same = categories.find(({ name }) => name === key)
    if (same)
      raise('K204', keySpan, { name: key, help: 'give the group another name than the category' }, [
        { at: same.span, message: 'the category' },
      ])
    return [{ name: key, span: keySpan, list }]
  })
}

/** Words that some fields take beside the names of registers. */
const moreWords: Readonly<Record<string, readonly string[]>> = {
  'stores holds': ['any'], 'sources supplies': ['any'], 'commitments enforced-by': ['probe', 'system'],
} // prettier-ignore

/** Names that entries use of one another: each stands in the register that the form of its field names. */
function checkLinks(of: (kind: Kind) => readonly Entry[], groups: readonly Group[], raise: Raise): void {
  const known = new Map<string, readonly string[]>([['groups', groups.map(({ name }) => name)]])
  const namesOf = (kind: string): readonly string[] => {
    const names = known.get(kind) ?? of(kind as Kind).map(({ name }) => name) // the forms name kinds and `groups`
    known.set(kind, names)
    return names
  }
  const demand = (list: Said[string], [first = '', ...others]: readonly string[], more: readonly string[]): void => {
    const names = [...namesOf(first), ...more, ...others.flatMap(namesOf)]
    for (const { text, span } of Array.isArray(list) ? (list as readonly Word[]) : [])
      // the form says names
      if (!names.includes(text)) raise('K201', span, { kind: oneOf(first), name: text, help: helpNear(text, names) })
  }
  for (const kind of Object.keys(registerForms) as Kind[] /* the table's own keys */)
    for (const [field, form] of Object.entries<Field>(registerForms[kind].fields))
      if (form.of.length > 0 && !(kind === 'sources' && field === 'product'))
        for (const { said } of of(kind)) demand(said[field], form.of, moreWords[`${kind} ${field}`] ?? [])
  for (const { list } of groups) demand(list, ['categories'], [])
  checkCircles(of('places'), raise)
}

/** `place`, of a register kind: what one of its entries is called. */
function oneOf(kind: string): string {
  return registerForms[kind as Kind].one.replace(/^an? /, '') // the forms name kinds
}

function checkCircles(places: readonly Entry[], raise: Raise): void {
  const within = new Map(places.map(({ name, said }) => [name, words(said['within'])]))
  const reaches = (from: string, goal: string, seen: Set<string>): boolean =>
    (within.get(from) ?? []).some((next) => next === goal || (!seen.has(next) && reaches(next, goal, seen.add(next))))
  for (const { name, span } of places)
    if (reaches(name, name, new Set()))
      raise('K206', span, {
        problem: `the place \`${name}\` lies within itself`,
        help: 'take one `within` out of the circle',
      })
}

// --- into plain data ------------------------------------------------------------------------------------------------

function toCategory({ name, said }: Entry): Category {
  return {
    name,
    label: text(said['label']),
    holds: text(said['holds']),
    special: said['special'] === true,
    bystanders: said['bystanders'] === true,
    ...iriOf(said),
  }
}

function toPurpose({ name, said }: Entry): Purpose {
  const gives = text(said['gives'])
  return { name, bit: Number(said['bit'] ?? 0), label: text(said['label']), gives: gives === 'nothing' ? '' : gives, marketing: said['direct-marketing'] === true, survives: said['survives'] === true, ...iriOf(said) } // prettier-ignore
}

function iriOf(said: Said): { readonly iri?: string } {
  const iri = text(said['iri'])
  return iri ? { iri } : {}
}

function toOffice({ name, said }: Entry): OrganisationOffice {
  return { name, label: text(said['label']), address: text(said['address']), at: words(said['at'])[0] ?? '' }
}

function toProduct({ name, said }: Entry): Product {
  const stage = text(said['stage']) as Product['stage'] | '' // the form's own words
  const until = text(said['until'])
  return {
    name,
    label: text(said['label']),
    ...some('profiles', words(said['profiles'])),
    ...some('features', words(said['features'])),
    ...(said['ad-supported'] === true && { adSupported: true }),
    ...(stage && { stage }),
    ...(until && { until }),
  }
}

function toPlace({ name, said }: Entry): Place {
  const childAge = said['child-age']
  return {
    name,
    label: text(said['label']),
    within: words(said['within']),
    ...(said['zone'] === true && { zone: true }),
    ...some('laws', words(said['laws'])),
    ...(typeof childAge === 'number' && { childAge }),
    ...some('duties', words(said['duties'])),
  }
}

function toChoice({ name, said }: Entry): Choice {
  return {
    name,
    bit: Number(said['bit'] ?? 0),
    kind: text(said['kind']) as Choice['kind'], // the form's own words
    label: text(said['label']),
    wording: text(said['wording']),
    default: said['default'] === 'on' ? 'on' : 'off',
    by: (text(said['by']) || 'person') as Choice['by'], // the form's own words
    scope: (text(said['scope']) || 'person') as Choice['scope'], // the form's own words
    ...some('signals', words(said['signal'])),
  }
}

function toStore({ name, said }: Entry): StoreEntry {
  return {
    name,
    label: text(said['label']),
    at: words(said['at'])[0] ?? '',
    holds: words(said['holds']),
    backups: period(said['backups']),
    facility: text(said['facility']) || null,
    reviewed: text(said['reviewed']) || null,
  }
}

function toDesk({ name, said }: Entry): Desk {
  const inOrder = Array.isArray(said['steps']) ? (said['steps'] as readonly Word[]).map((word) => word.text) : [] // the form says names
  return {
    name,
    label: text(said['label']),
    controls: words(said['controls']),
    surfaces: words(said['surfaces']),
    steps: inOrder,
    approvals: Number(said['approvals'] ?? 1),
    answerWithin: period(said['answer-within']),
    tombstones: period(said['tombstones']),
  }
}

function toNote({ name, span, said }: Entry, raise: Raise): Note {
  for (const field of ['text', 'author', 'date'])
    if (said[field] === undefined) raise('K308', span, { name, missing: field })
  const note = {
    text: text(said['text']),
    author: text(said['author']),
    date: text(said['date']),
    until: text(said['until']) || null,
  }
  const [test, told] = [text(said['test']), text(said['told'])]
  for (const field of ['purposes', 'with'])
    if (told && words(said[field]).length === 0)
      raise('K206', span, { problem: `\`${name}\` is told to people and does not say its \`${field}\``, help: `add \`${field}:\`; what was collected for the purposes \`with\` it may then serve \`purposes\` too` }) // prettier-ignore
  return {
    name,
    kind: text(said['kind']) as Note['kind'], // the form's own words
    ...note,
    ...(test && { test }),
    ...some('purposes', words(said['purposes'])),
    ...some('with', words(said['with'])),
    ...some('data', words(said['data'])),
    ...(told && { told }),
  }
}

// --- others: whom data comes from, and whom it goes to --------------------------------------------------------------

function isProvider({ said }: Entry): boolean {
  return said['kind'] !== undefined
}

/** A source is one of two things: what it must say depends on which. */
function demandSourceFields(entry: Entry, raise: Raise): void {
  const { name, span, said } = entry
  for (const field of sourceMust[isProvider(entry) ? 'provider' : 'events'])
    if (said[field] === undefined)
      raise('K206', span, { problem: `\`${name}\` does not say its \`${field}\``, help: `add \`${field}:\`` })
}

/** The bits of the purposes a field names. */
function maskSaid(said: Said[string], purposes: readonly Entry[]): Provider['bars'] {
  const named = words(said)
  return maskOf(
    ...purposes.filter(({ name }) => named.includes(name)).map((purpose) => Number(purpose.said['bit'] ?? 0)),
  )
}

function toProvider({ name, said }: Entry, purposes: readonly Entry[]): Provider {
  return {
    name,
    label: text(said['label']),
    kind: text(said['kind']) as Provider['kind'], // the form's own words
    supplies: words(said['supplies']),
    bars: maskSaid(said['bars'], purposes),
    supplements: words(said['supplements']),
  }
}

function toRecipient({ name, span, said }: Entry, purposes: readonly Entry[], raise: Raise): Recipient {
  const kind = text(said['kind']) as RecipientKind // the form's own words
  const role = (text(said['role']) || recipientKinds[kind]) as Recipient['role'] // the form's own words
  if (Object.hasOwn(recipientKinds, name))
    raise('K204', span, { name, help: 'the name is a kind of recipient: give this one a name of its own' })
  if (role === 'ours' && said['functions'] === undefined)
    raise('K206', span, {
      problem: `\`${name}\` acts for us and does not say its \`functions\``,
      help: 'add `functions:` and the purposes it was engaged for',
    })
  return {
    name,
    label: text(said['label']),
    kind,
    role,
    functions: maskSaid(said['functions'], purposes),
    at: words(said['at']),
    under: words(said['under']),
    since: text(said['since']),
    until: text(said['until']) || null,
    contract: text(said['contract']) || null,
    audit: text(said['audit']) || null,
    told: text(said['told']) || null,
  }
}

function toMechanism({ name, said }: Entry): Mechanism {
  return {
    name,
    label: text(said['label']),
    kind: text(said['kind']) as Mechanism['kind'], // the form's own words
    from: words(said['from']),
    to: words(said['to']),
    valid: { from: text(said['valid']), until: text(said['until']) || null },
    certificate: text(said['certificate']) || null,
    counted: said['counted'] === true,
  }
}

function toCookie({ name, said }: Entry): Cookie {
  return {
    name,
    called: text(said['called']),
    host: text(said['host']),
    use: text(said['use']) as Cookie['use'], // the form's own words
    life: period(said['life']),
    provider: words(said['provider'])[0] ?? null,
    choice: words(said['choice'])[0] ?? null,
  }
}

function toCommitment({ name, said }: Entry, raise: Raise): Commitment {
  return {
    name,
    label: text(said['label']),
    parameters: readParameters(said['parameters'], raise),
    enforcedBy: words(said['enforced-by']),
    test: text(said['test']),
    areas: words(said['areas']),
  }
}

function readOrganisation(value: Value | undefined, officers: readonly Entry[], raise: Raise): Organisation {
  const rest = (mapAt(value) ?? []).filter(({ key }) => Object.hasOwn(organisationFields, key))
  const span = value?.span ?? { file: 'registers/organisation.yaml', line: 1, column: 1, length: 1 }
  const said: Said =
    value?.kind === 'map'
      ? readFields('the organisation', span, { ...value, entries: rest }, organisationFields, raise)
      : {}
  const [officer] = Array.isArray(said['officer']) ? (said['officer'] as readonly Word[]) : [] // the form says a name
  if (officer && !officers.some(({ name }) => name === officer.text)) raise('K201', officer.span, { kind: 'officer', name: officer.text, help: helpNear(officer.text, officers.map(({ name }) => name)) }) // prettier-ignore
  return {
    name: text(said['name']),
    address: text(said['address']),
    phone: text(said['phone']),
    officer: officer?.text ?? '',
    officers: officers.map(({ name }) => name).sort(),
    languages: inOrder(said['languages']),
  }
}

/** Names as they were written: the statement's own language comes first. */
function inOrder(value: Said[string]): readonly string[] {
  return Array.isArray(value) ? (value as readonly Word[]).map((word) => word.text) : [] // the form says names
}
