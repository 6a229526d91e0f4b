// What an entry of each register must and may say: one table, read by the check, by its messages and by the reference page.

/** The form of a field. `names:x` names entries of register kind x; `keys` are free names, a `table` is read by its own register. */
export type FieldForm =
  | 'text' | 'flag' | 'bit' | 'count' | 'period' | 'date' | 'keys' | 'name' | 'names' | 'table'
  | readonly string[] // prettier-ignore

/** `!`: must be said. */
export interface Field {
  readonly form: FieldForm
  readonly must: boolean
}

const must = (form: FieldForm): Field => ({ form, must: true })
const may = (form: FieldForm): Field => ({ form, must: false })

/** One register kind: where it stands, what one is called in messages, and its fields. */
export interface RegisterForm {
  readonly file: string
  /** key within the file; null: the file itself is the table */
  readonly within: string | null
  readonly one: string
  readonly fields: Readonly<Record<string, Field>>
}

export const registerForms = {
  officers: { file: 'organisation', within: 'officers', one: 'an officer', fields: { name: must('text'), role: must('text') } },
  products: { file: 'products', within: null, one: 'a product', fields: { label: must('text'), features: may('keys') } },
  categories: {
    file: 'taxonomy', within: 'categories', one: 'a category',
    fields: { label: must('text'), holds: must('text'), special: may('flag'), bystanders: may('flag') },
  },
  purposes: {
    file: 'taxonomy', within: 'purposes', one: 'a purpose',
    fields: { label: must('text'), bit: must('bit'), gives: must('text'), 'direct-marketing': may('flag'), survives: may('flag') },
  },
  events: { file: 'taxonomy', within: 'events', one: 'an event', fields: { label: must('text'), of: must(['record', 'case', 'person', 'contract', 'product']) } },
  choices: {
    file: 'choices', within: null, one: 'a choice',
    fields: {
      bit: must('bit'), kind: must(['consent', 'setting', 'opt-out', 'permission', 'enrolment', 'direction']), label: must('text'), wording: must('text'),
      default: must(['on', 'off']), by: may(['person', 'guardian', 'administrator']), scope: may(['person', 'product', 'device']),
    },
  },
  places: { file: 'places', within: null, one: 'a place', fields: { label: must('text'), within: may('names') } },
  stores: {
    file: 'stores', within: null, one: 'a store',
    fields: { label: must('text'), at: must('name'), holds: must('names'), backups: may('period'), facility: may('text'), reviewed: may('date') },
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
    fields: { kind: must(['balance', 'law', 'method', 'compatible', 'project']), text: may('text'), author: may('text'), date: may('date'), until: may('date') },
  },
  sources: {
    file: 'sources', within: null, one: 'a source',
    fields: {
      label: must('text'), product: must('name'), people: must('table'), rows: must('table'), origin: may(['person', 'observed', 'system']),
      consent: may('table'), grants: may(['yes', 'no']),
    },
  },
} as const satisfies Record<string, RegisterForm> // prettier-ignore

/** A kind of register entry. */
export type Kind = keyof typeof registerForms

export const organisationFields: Readonly<Record<string, Field>> = {
  name: must('text'),
  address: must('text'),
  phone: must('text'),
  officer: must('name'),
  languages: must('keys'),
}
