// Five answers to a statement that compiles: small, every sentence with its rule, nothing in it that nobody asked for.

import { periodWords } from '../../base/index.ts'
import type { StatementFiles } from '../../statement/index.ts'
import type { Answers, KeptKind } from './answers.ts'

/** The files of the statement, and who may sign it. */
export interface SmallStatement {
  readonly files: StatementFiles
  readonly officer: string
}

/** Writes a statement from answers. */
export function smallStatement(answers: Answers): SmallStatement {
  const officer = nameOf(answers.contact.person)
  return {
    officer,
    files: {
      'statement.md': statementText(answers),
      'profiles/consumer.md': '---\nprofile: consumer\nkind: base\ninherits: all\n---\n',
      'registers/organisation.yaml': organisation(answers, officer),
      'registers/products.yaml': `service: { label: ${quoted(answers.name)} }\n`,
      'registers/taxonomy.yaml': taxonomy(answers.keeps),
      'registers/places.yaml': `home: { label: ${quoted(answers.place)} }\n`,
      'registers/stores.yaml': 'vault: { label: the vault, at: home, holds: any, backups: 14 days }\n',
      'registers/desks.yaml': desks,
    },
  }
}

function statementText({ name, keeps, for: period, place }: Answers): string {
  const time = periodWords(period)
  return [
    `# What ${escaped(name)} keeps about you`,
    '## What we keep',
    ...keeps.flatMap((kind) => keptClause(kind, time)),
    '## Where it lies',
    `All of it lies in this place: ${escaped(place)}.`,
    block('place', ['store any at home']),
    '## What never happens',
    'Nothing we hold about you picks an advertisement.',
    block('no-ads', ['never use any for advertise']),
    '## What you can do',
    'On your dashboard you can view what we hold about you, export a copy of it, and erase all of it.',
    block('rights', ['offer view, export, erase of any on dashboard']),
  ].join('\n\n').concat('\n') // prettier-ignore
}

function keptClause({ category, sentence, origin }: KeptKind, time: string): readonly string[] {
  return [
    `${sentence} It stays for ${time}.`,
    block(category.split('.').at(-1) ?? category, [
      `collect ${category} in service from ${origin} needed for provide`,
      `use ${category} in service for provide because contract`,
      `keep ${category} in service ${time} after collection`,
    ]),
  ]
}

function block(id: string, rules: readonly string[]): string {
  return ['```kept ' + id, ...rules, '```'].join('\n')
}

function organisation({ name, contact }: Answers, officer: string): string {
  const { person, address, phone } = contact
  return `name: ${quoted(name)}
address: ${quoted(`${name}, ${address}`)}
phone: ${quoted(phone)}
officer: ${officer}
languages: [en]
# Two officers agree to every later change: add the second one before the first change.
officers:
  ${officer}: { name: ${quoted(person)}, role: privacy officer }
`
}

function taxonomy(keeps: readonly KeptKind[]): string {
  const categories = keeps.map(
    ({ category, label, holds }) => `  ${category}: { label: ${quoted(label)}, holds: ${quoted(holds)} }\n`,
  )
  return `categories:
${categories.join('')}purposes:
  provide: { label: serving you, bit: 0, gives: "what you came for" }
  advertise: { label: advertising, bit: 1, gives: nothing, direct-marketing: true }
events:
  collection: { label: we took it in, of: record }
  removal: { label: you remove it, of: record }
  withdrawal: { label: you take your yes back, of: person }
  closing: { label: you close your account, of: person }
`
}

const desks = `rights:
  label: Rights desk
  controls: [view, export, erase]
  surfaces: [dashboard]
  answer-within: 1 month
  tombstones: 12 months
changes:
  label: Changes to this page
  controls: []
  surfaces: []
  approvals: 2
`

/** The key of an officer: the first name in plain letters. */
function nameOf(person: string): string {
  const plain = person.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return /[a-z][a-z0-9]+/.exec(plain)?.[0] ?? 'officer'
}

/** A text as YAML takes it from JSON. */
function quoted(text: string): string {
  return JSON.stringify(text)
}

/** A text as Markdown shows it. */
function escaped(text: string): string {
  return text.replaceAll(/[*_#~!&]/g, '\\$&')
}
