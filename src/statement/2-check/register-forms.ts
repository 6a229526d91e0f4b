// What an entry of each register must and may say: one table, read by the check, by its messages and by the JSON Schemas that editors
// complete names from.

import { providerKinds, recipientKinds } from '../../policy/index.ts'

/** The form of a field. `name` and `names` name entries of other registers; `keys` are free names, a `table` is read by its own register. */
export type FieldForm =
  | 'text' | 'flag' | 'bit' | 'count' | 'years' | 'period' | 'date' | 'keys' | 'name' | 'names' | 'table'
  | readonly string[] // prettier-ignore

/** What a field may hold, whether it must be said, and the registers its names stand in. */
export interface Field {
  readonly form: FieldForm
  readonly must: boolean
  readonly of: readonly string[]
}

const must = (form: FieldForm, ...of: readonly string[]): Field => ({ form, must: true, of })
const may = (form: FieldForm, ...of: readonly string[]): Field => ({ form, must: false, of })

/** One register kind: where it stands, what one is called in messages, and its fields. */
export interface RegisterForm {
  readonly file: string
  /** key within the file; null: the file itself is the table */
  readonly within: string | null
  readonly one: string
  readonly fields: Readonly<Record<string, Field>>
}

export const registerForms = {
  officers: { file: 'organisation', within: 'officers', one: 'an officer', fields: { name: must('text'), role: must('text'), signs: may('keys') } },
  representatives: {
    file: 'organisation', within: 'representatives', one: 'a representative',
    fields: { label: must('text'), address: must('text'), at: must('name', 'places') },
  },
  offices: {
    file: 'organisation', within: 'offices', one: 'an office', fields: { label: must('text'), address: must('text'), at: must('name', 'places') },
  },
  products: {
    file: 'products', within: null, one: 'a product',
    fields: {
      label: must('text'), profiles: may('keys'), features: may('keys'), 'ad-supported': may('flag'), stage: may(['preview', 'general', 'ending']), until: may('date'),
    },
  },
  categories: {
    file: 'taxonomy', within: 'categories', one: 'a category',
    fields: { label: must('text'), holds: must('text'), special: may('flag'), bystanders: may('flag'), iri: may('text') },
  },
  purposes: {
    file: 'taxonomy', within: 'purposes', one: 'a purpose',
    fields: {
      label: must('text'), bit: must('bit'), gives: must('text'), 'direct-marketing': may('flag'), survives: may('flag'), iri: may('text'),
    },
  },
  events: { file: 'taxonomy', within: 'events', one: 'an event', fields: { label: must('text'), of: must(['record', 'case', 'person', 'contract', 'product']) } },
  choices: {
    file: 'choices', within: null, one: 'a choice',
    fields: {
      bit: must('bit'), kind: must(['consent', 'setting', 'opt-out', 'permission', 'enrolment', 'direction']), label: must('text'), wording: must('text'),
      default: must(['on', 'off']), by: may(['person', 'guardian', 'administrator']), scope: may(['person', 'product', 'device']),
      signal: may('keys'),
    },
  },
  places: {
    file: 'places', within: null, one: 'a place',
    fields: {
      label: must('text'), within: may('names', 'places'), zone: may('flag'), laws: may('names', 'notes'), 'child-age': may('years'),
      duties: may('names', 'commitments'),
    },
  },
  stores: {
    file: 'stores', within: null, one: 'a store',
    fields: { label: must('text'), at: must('name', 'places'), holds: must('names', 'categories', 'groups'), backups: may('period'), facility: may('text'), reviewed: may('date') },
  },
  desks: {
    file: 'desks', within: null, one: 'a desk',
    fields: {
      label: must('text'), controls: must('keys'), surfaces: must('keys'), steps: may('keys'), approvals: may('count'),
      'answer-within': may('period'), tombstones: may('period'),
    },
  },
  notes: {
    file: 'notes', within: null, one: 'a note',
    fields: {
      kind: must(['balance', 'law', 'method', 'compatible', 'project']), text: may('text'), author: may('text'), date: may('date'), until: may('date'), test: may('text'),
      purposes: may('names', 'purposes'), with: may('names', 'purposes'), data: may('names', 'categories', 'groups'), told: may('date'),
    },
  },
  sources: {
    file: 'sources', within: null, one: 'a source',
    fields: {
      label: must('text'), product: may('name', 'products'), people: may('table'), rows: may('table'), origin: may(['person', 'observed', 'system']),
      consent: may('table'), grants: may(['yes', 'no']), account: may(['personal', 'organisation']),
      kind: may(providerKinds), supplies: may('names', 'categories', 'groups'), bars: may('names', 'purposes'), supplements: may('names', 'categories', 'groups'),
    },
  },
  recipients: {
    file: 'recipients', within: null, one: 'a recipient',
    fields: {
      label: must('text'), kind: must(Object.keys(recipientKinds)), role: may(['ours', 'own', 'authority']), functions: may('names', 'purposes'),
      at: must('names', 'places'), under: may('names', 'mechanisms'), since: must('date'), until: may('date'), contract: may('text'), audit: may('text'),
      told: may('date'),
    },
  },
  mechanisms: {
    file: 'mechanisms', within: null, one: 'a mechanism',
    fields: {
      label: must('text'), kind: must(['adequacy', 'clauses', 'framework', 'rules', 'exception']), from: must('names', 'places'), to: must('names', 'places'),
      valid: must('date'), until: may('date'), certificate: may('text'), counted: may('flag'),
    },
  },
  cookies: {
    file: 'cookies', within: null, one: 'a cookie',
    fields: {
      called: must('text'), host: must('text'), use: must(['preference', 'sign-in', 'advertising', 'analysis']), life: may('period'),
      provider: may('name', 'recipients'), choice: may('name', 'choices'),
    },
  },
  commitments: {
    file: 'commitments', within: null, one: 'a commitment',
    fields: { label: must('text'), parameters: may('table'), 'enforced-by': must('names', 'desks'), test: must('text'), areas: may('keys') },
  },
} as const satisfies Record<string, RegisterForm> // prettier-ignore

/** A kind of register entry. */
export type Kind = keyof typeof registerForms

export const organisationFields: Readonly<Record<string, Field>> = {
  name: must('text'),
  address: must('text'),
  phone: must('text'),
  officer: must('name', 'officers'),
  languages: must('keys'),
}

/** What must be said of a source of events, and of somebody whom data comes from: a source is one of the two, told apart by its `kind`. */
export const sourceMust = { events: ['product', 'people', 'rows'], provider: ['supplies'] } as const
