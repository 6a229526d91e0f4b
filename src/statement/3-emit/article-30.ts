// The records of processing of Article 30 GDPR: what we do as a controller (1), and what we do on instruction for others (2). Of each letter
// of the article one field; where a statement cannot say it, the field says so (docs/spec/forms.md, "Article 30").

import type { Compiled, Mechanism, OrganisationOffice, Policy } from '../../policy/index.ts'
import { activitiesOf, isInstructed, type Activity } from './activities.ts'
import { printCsv } from './csv.ts'

/** A record of processing. `article` says which of the two. */
export interface ProcessingRecord {
  readonly format: 'wordkept/article-30/1'
  readonly article: '30(1)' | '30(2)'
  /** hash of the statement it is made from */
  readonly statement: string
  /** letter (a) */
  readonly organisation: {
    readonly name: string
    readonly address: string
    readonly phone: string
    /** key of the data protection officer in the register of officers */
    readonly officer: string
    readonly representatives: readonly OrganisationOffice[]
  }
  /** of (2): on whose behalf; customers by the names of their contracts */
  readonly onBehalfOf: readonly string[]
  readonly activities: readonly RecordedActivity[]
  /** letters (g) and (2)(d): promises of security, as the page says them */
  readonly measures: readonly { readonly commitment: string; readonly label: string; readonly clause: string }[]
}

/** One row of a record. */
interface RecordedActivity {
  readonly id: string
  /** letter (b) */
  readonly purpose: { readonly name: string; readonly label: string; readonly iri: string | null }
  readonly product: string
  readonly basis: { readonly kind: string; readonly name: string | null; readonly text: string | null }
  /** letter (c) */
  readonly people: readonly string[]
  readonly data: readonly { readonly name: string; readonly label: string; readonly special: boolean; readonly iri: string | null; readonly limits: readonly string[] }[] // prettier-ignore
  /** letter (d) */
  readonly recipients: readonly { readonly name: string; readonly label: string; readonly kind: string; readonly role: string; readonly at: readonly string[] }[] // prettier-ignore
  /** letter (e) */
  readonly transfers: readonly { readonly to: readonly string[]; readonly safeguard: string; readonly kind: Mechanism['kind'] }[] // prettier-ignore
  readonly places: readonly string[]
  readonly clauses: readonly string[]
}

/** The record of what we do as a controller, or of what we do as a processor. */
export function emitRecord(compiled: Compiled, article: ProcessingRecord['article']): ProcessingRecord {
  const { policy, hash } = compiled
  const { name, address, phone, officer, representatives = [] } = policy.organisation
  const activities = activitiesOf(compiled).filter((one) => isInstructed(one) === (article === '30(2)'))
  const customers = (policy.contracts ?? []).flatMap((contract) => (contract.customers.length > 0 ? contract.customers : [`every customer of ${contract.profile}`])) // prettier-ignore
  return {
    format: 'wordkept/article-30/1',
    article,
    statement: hash,
    organisation: { name, address, phone, officer, representatives },
    onBehalfOf: article === '30(2)' ? [...new Set(customers)].toSorted() : [],
    activities: activities.map((activity) => recorded(activity, policy)),
    measures: measuresOf(policy),
  }
}

function recorded(activity: Activity, { notes, choices, places }: Policy): RecordedActivity {
  const { key, purpose, product, basis, people, data, recipients, mechanisms, clauses } = activity
  const label = (place: string): string => places.find(({ name }) => name === place)?.label ?? place
  const text = notes.find(({ name }) => name === basis.name)?.text ?? choices.find(({ name }) => name === basis.name)?.wording // prettier-ignore
  return {
    id: key.replaceAll(' ', '/'),
    purpose: { name: purpose.name, label: purpose.label, iri: purpose.iri ?? null },
    product: product.label,
    basis: { kind: basis.kind, name: basis.name, text: text ?? null },
    people,
    data: data.map(({ category, limits }) => ({
      name: category.name,
      label: category.label,
      special: category.special,
      iri: category.iri ?? null,
      limits: limits.map(({ words }) => words),
    })),
    recipients: recipients.map(({ name, label: called, kind, role, at }) => ({ name, label: called, kind, role, at: at.map(label) })), // prettier-ignore
    transfers: mechanisms.map((one) => ({ to: one.to.map(label), safeguard: one.label, kind: one.kind })),
    places: activity.places.map(label),
    clauses,
  }
}

/** Promises of commitments that carry the area of security. */
function measuresOf({ promises = [], commitments = [] }: Policy): ProcessingRecord['measures'] {
  return promises.flatMap(({ commitment, clause }) => {
    const found = commitments.find(({ name }) => name === commitment)
    return found?.areas.some((area) => area.toLowerCase() === 'sec') ? [{ commitment, label: found.label, clause }] : []
  })
}

type Column = readonly [heading: string, of: (activity: RecordedActivity, record: ProcessingRecord) => string]

const listed = (words: readonly string[]): string => words.join('; ')

const ends: readonly Column[] = [['Clauses of the statement', ({ clauses }) => listed(clauses)]]
const transferred: readonly Column[] = [
  [
    'Transfers to third countries and international organisations',
    ({ transfers }) => listed([...new Set(transfers.flatMap(({ to }) => to))]),
  ],
  ['Suitable safeguards', ({ transfers }) => listed(transfers.map(({ safeguard }) => safeguard))],
]
const secured: readonly Column[] = [
  ['Technical and organisational security measures', (_, { measures }) => listed(measures.map(({ label, clause }) => `${label} (${clause})`))],
] // prettier-ignore

/** The columns of each record, in the order of the article's letters. */
const columns: Readonly<Record<ProcessingRecord['article'], readonly Column[]>> = {
  '30(1)': [
    ['Controller', (_, { organisation: { name, address, phone } }) => listed([name, address, phone])],
    ['Representative', (_, { organisation: { representatives } }) => listed(representatives.map(({ label, address }) => `${label}, ${address}`))],
    ['Data protection officer', (_, { organisation }) => organisation.officer],
    ['Purpose of the processing', ({ purpose }) => purpose.label],
    ['Product', ({ product }) => product],
    ['Legal basis', ({ basis }) => basisWords(basis)],
    ['Categories of people', ({ people }) => listed(people)],
    ['Categories of personal data', ({ data }) => listed(data.map(({ label, special }) => `${label}${special ? ' (special)' : ''}`))],
    ['Categories of recipients', ({ recipients }) => listed(recipients.map(({ label, kind }) => `${label} (${kind})`))],
    ...transferred,
    ['Time limits for erasure', ({ data }) => listed(data.map(({ label, limits }) => `${label}: ${limits.join(' or ')}`))],
    ...secured,
    ...ends,
  ],
  '30(2)': [
    ['Processor', (_, { organisation: { name, address, phone } }) => listed([name, address, phone])],
    ['Controllers on whose behalf', (_, { onBehalfOf }) => listed(onBehalfOf)],
    ['Representative', (_, { organisation: { representatives } }) => listed(representatives.map(({ label, address }) => `${label}, ${address}`))],
    ['Data protection officer', (_, { organisation }) => organisation.officer],
    ['Categories of processing', ({ purpose, product, data }) => `${purpose.label} in ${product}: ${listed(data.map(({ label }) => label))}`],
    ...transferred,
    ...secured,
    ...ends,
  ],
} // prettier-ignore

/** A record as a table of CSV, a line an activity, in the order of the article's letters. */
export function printRecord(record: ProcessingRecord): string {
  const own = columns[record.article]
  return printCsv(
    own.map(([heading]) => heading),
    record.activities.map((activity) => own.map(([, of]) => of(activity, record))),
  )
}

function basisWords({ kind, name, text }: RecordedActivity['basis']): string {
  return [kind, ...(name === null ? [] : [name])].join(' ') + (text === null ? '' : `: ${text}`)
}
