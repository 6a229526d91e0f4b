// Registers: tables, not prose. Checked against their forms with exact places, then turned into the plain data the policy carries.

import type {
  Category,
  Choice,
  Desk,
  EventName,
  Note,
  Organisation,
  Place,
  Product,
  Purpose,
  StoreEntry,
} from '../../policy/index.ts'
import { isName } from '../1-parse/parse-rules.ts'
import type { Value } from '../1-parse/yaml.ts'
import type { Raise, Span } from '../diagnostics.ts'
import {
  helpNear,
  listOf,
  mapAt,
  period,
  readFields,
  text,
  words,
  type Entries,
  type Entry,
  type Said,
  type Word,
} from './register-fields.ts'
import { readSource, type ReadSource } from './sources.ts'
import { organisationFields, registerForms, type Kind, type RegisterForm } from './register-forms.ts'

/** An officer who may sign and publish. */
export interface Officer {
  readonly key: string
  readonly name: string
  readonly role: string
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
    organisation: readOrganisation(files.get('organisation'), of('officers'), raise),
    officers: of('officers').map(({ name, said }) => ({
      key: name,
      name: text(said['name']),
      role: text(said['role']),
    })),
    products: byName(of('products').map(({ name, said }) => ({ name, label: text(said['label']) }))),
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
    places: byName(
      of('places').map(({ name, said }) => ({ name, label: text(said['label']), within: words(said['within']) })),
    ),
    stores: byName(of('stores').map(toStore)),
    desks: byName(of('desks').map(toDesk)),
    notes: byName(of('notes').map((entry) => toNote(entry, raise))),
    spans: new Map([...spans, ...groups.map(({ name, span }) => [`groups ${name}`, span] as const)]),
    retired,
  }
  const sources = of('sources').map((entry) => readSource(entry, registers, raise))
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
    return [readEntry({ name: key, span: keySpan, value }, form, raise)]
  })
  if (listed.some(({ key }) => isName(key))) checkUnique(entries, gone.bits, form, raise)
  return { entries: entries.filter(({ name }) => isName(name)), gone: gone.names }
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

/** Names that entries use of one another: stores of places and categories, places of places, groups of categories. */
function checkLinks(of: (kind: Kind) => readonly Entry[], groups: readonly Group[], raise: Raise): void {
  const known = (kind: Kind): readonly string[] => of(kind).map(({ name }) => name)
  const demand = (list: Said[string], kind: Kind, one: string, more: readonly string[] = []): void => {
    for (const { text, span } of Array.isArray(list) ? (list as readonly Word[]) : [])
      // the form says names
      if (![...known(kind), ...more].includes(text))
        raise('K201', span, { kind: one, name: text, help: helpNear(text, [...known(kind), ...more]) })
  }
  const groupNames = groups.map(({ name }) => name)
  for (const { said } of of('places')) demand(said['within'], 'places', 'place')
  for (const { said } of of('stores')) {
    demand(said['at'], 'places', 'place')
    demand(said['holds'], 'categories', 'category', ['any', ...groupNames])
  }
  for (const { list } of groups) demand(list, 'categories', 'category')
  checkCircles(of('places'), raise)
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
  }
}

function toPurpose({ name, said }: Entry): Purpose {
  const gives = text(said['gives'])
  return { name, bit: Number(said['bit'] ?? 0), label: text(said['label']), gives: gives === 'nothing' ? '' : gives, marketing: said['direct-marketing'] === true, survives: said['survives'] === true } // prettier-ignore
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
  return { name, kind: text(said['kind']) as Note['kind'], ...note } // the form's own words
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
