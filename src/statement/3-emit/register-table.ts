// Registers as tables: what `promise publish register` prints below its sentence, so that the page and the rules know the same facts.

import { periodWords } from '../../base/index.ts'
import { bitsOf, type Mask, type RegisterTable } from '../../policy/index.ts'
import type { Rule } from '../1-parse/rule.ts'
import type { Registers } from '../2-check/registers.ts'

/** Columns of a register in words, and a row for each entry. */
interface Printed {
  readonly columns: readonly string[]
  readonly rows: (registers: Registers) => readonly (readonly string[])[]
}

/** The tables that the promises of a clause print, each register once, in the order they are named. */
export function tablesOf(rules: readonly Rule[], registers: Registers): readonly RegisterTable[] {
  const names = rules.flatMap(({ commitment, parameters = [] }) =>
    commitment?.text === 'publish'
      ? parameters.flatMap(({ value }) => ('names' in value ? value.names.map(({ text }) => text) : []))
      : [],
  )
  return [...new Set(names)].flatMap((register): readonly RegisterTable[] => {
    const form = printed[register]
    return form ? [{ register, columns: form.columns, rows: form.rows(registers) }] : []
  })
}

const printed: Readonly<Record<string, Printed>> = {
  recipients: {
    columns: ['who', 'what it does', 'where', 'on the list', 'contract, and when we last looked'],
    rows: (all) =>
      all.recipients.map(({ label, kind, role, functions, at, since, until, contract, audit }) => [
        label,
        role === 'ours' ? `acts for us: ${purposesIn(functions, all)}` : (kinds[kind] ?? kind),
        placesIn(at, all),
        spanWords(since, until),
        [contract, audit].filter((part) => part !== null).join('. '),
      ]),
  },
  stores: {
    columns: ['store', 'where', 'what it holds', 'backups go after', 'room', 'last looked at'],
    rows: (all) =>
      all.stores.map(({ label, at, holds, backups, facility, reviewed }) => [
        label,
        placesIn([at], all),
        categoriesIn(holds, all),
        backups ? periodWords(backups) : '',
        facility ?? '',
        reviewed ?? '',
      ]),
  },
  mechanisms: {
    columns: ['mechanism', 'from', 'to', 'valid', 'certificate'],
    rows: (all) =>
      all.mechanisms.map(({ label, from, to, valid, certificate }) => [
        label,
        placesIn(from, all),
        placesIn(to, all),
        spanWords(valid.from, valid.until),
        certificate ?? '',
      ]),
  },
  cookies: {
    columns: ['cookie', 'what for', 'how long', 'set by'],
    rows: ({ cookies, recipients, organisation }) =>
      cookies.map(({ called, use, life, provider }) => [
        called,
        use,
        life ? periodWords(life) : 'until the browser closes',
        recipients.find(({ name }) => name === provider)?.label ?? organisation.name,
      ]),
  },
  sources: {
    columns: ['who', 'what it gives us', 'never used for'],
    rows: (all) =>
      all.providers.map(({ label, supplies, bars }) => [label, categoriesIn(supplies, all), purposesIn(bars, all)]),
  },
  products: { columns: ['product'], rows: ({ products }) => products.map(({ label }) => [label]) },
  categories: {
    columns: ['kind of data', 'what it holds'],
    rows: ({ categories }) => categories.map(({ label, holds }) => [label, holds]),
  },
  purposes: {
    columns: ['purpose', 'what it gives you'],
    rows: ({ purposes }) => purposes.map(({ label, gives }) => [label, gives || 'nothing']),
  },
  choices: {
    columns: ['choice', 'what you are asked', 'before you choose'],
    rows: ({ choices }) => choices.map(({ label, wording, default: before }) => [label, wording, before]),
  },
  places: { columns: ['place'], rows: ({ places }) => places.map(({ label }) => [label]) },
  notes: {
    columns: ['note', 'what it says', 'date'],
    rows: ({ notes }) => notes.map(({ name, text, date }) => [name, text, date]),
  },
  desks: { columns: ['desk'], rows: ({ desks }) => desks.map(({ label }) => [label]) },
  commitments: {
    columns: ['promise', 'how it is tried'],
    rows: ({ commitments }) => commitments.map(({ label, test }) => [label, test]),
  },
}

/** What others are, where they do not act for us. */
const kinds: Readonly<Record<string, string>> = {
  directed: 'gets what you send', organisation: 'runs your account', bank: 'carries out payments', 'fraud-prevention': 'watches for fraud',
  acquirer: 'might buy us', authority: 'demands by law', protection: 'protects people', referral: 'is told of a crime', linked: 'has rules of its own',
  advertiser: 'books advertisements',
} // prettier-ignore

function placesIn(names: readonly string[], { places }: Registers): string {
  return names.map((name) => places.find((place) => place.name === name)?.label ?? name).join(', ')
}

function categoriesIn(names: readonly string[], { categories }: Registers): string {
  return names
    .map((name) => (name === 'any' ? 'everything' : (categories.find((one) => one.name === name)?.label ?? name)))
    .join(', ')
}

function purposesIn(mask: Mask, { purposes }: Registers): string {
  const bits = bitsOf(mask)
  return purposes.flatMap(({ bit, label }) => (bits.includes(bit) ? [label] : [])).join(', ')
}

function spanWords(from: string, until: string | null): string {
  return until === null ? `since ${from}` : `${from} to ${until}`
}
