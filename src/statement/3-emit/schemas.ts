// JSON Schemas of the registers, made from the table that the check reads (register-forms.ts): an editor that is given them completes fields and
// fixed words, and underlines what is missing, while somebody types. Names of other entries are checked by the compiler alone.

import {
  organisationFields,
  registerForms,
  sourceMust,
  type Field,
  type FieldForm,
  type RegisterForm,
} from '../2-check/register-forms.ts'

/** A JSON Schema, draft 2020-12. */
export type Schema = Readonly<Record<string, unknown>>

const name = { type: 'string', pattern: '^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$', maxLength: 80 } as const
const names = { anyOf: [name, { type: 'array', items: name }] } as const
const text = { type: 'string', pattern: '\\S' } as const

/** The schema of each form of a field. */
const formSchemas: Readonly<Record<Extract<FieldForm, string>, Schema>> = {
  text,
  flag: { type: 'boolean' },
  bit: { type: 'integer', minimum: 0, maximum: 63 },
  count: { type: 'integer', minimum: 1, maximum: 9 },
  years: { type: 'integer', minimum: 1, maximum: 99 },
  period: {
    type: 'string',
    pattern: '^[1-9][0-9]{0,5} (?:minute|hour|day|week|month|year)s?$',
    examples: ['30 days', '1 month'],
  },
  date: { type: 'string', format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', examples: ['2026-01-31'] },
  name,
  names,
  keys: names,
  table: { type: 'object' },
}

/** Words that YAML reads as true and false: `on` without quotes is still `on` to it, `yes` too, but `true` may stand for it. */
function formSchema(form: FieldForm): Schema {
  if (typeof form === 'string') return formSchemas[form]
  return form.includes('on') ? { enum: [...form, true, false] } : { enum: form }
}

function fieldSchema({ form, of }: Field): Schema {
  return of.length === 0
    ? formSchema(form)
    : { ...formSchema(form), description: `Names of the register ${of.join(' or ')}.` }
}

function fieldsSchema(fields: Readonly<Record<string, Field>>): Schema & { readonly properties: Schema } {
  const must = Object.entries(fields).flatMap(([key, field]) => (field.must ? [key] : []))
  return {
    properties: Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, fieldSchema(field)])),
    ...(must.length > 0 && { required: must }),
    additionalProperties: false,
  }
}

/** Parameters of a commitment: their names may be any word. */
const parameters: Schema = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    properties: {
      type: { enum: ['time', 'number', 'ratio', 'names', 'places', 'products', 'registers'] },
      stronger: { enum: ['less', 'more'] },
    },
    required: ['type'],
    additionalProperties: false,
  },
}

function entrySchema(kind: string, { one, fields }: RegisterForm): Schema {
  const form = { type: 'object', description: `What is said of ${one}.`, ...fieldsSchema(fields) }
  if (kind === 'commitments') return { ...form, properties: { ...form.properties, parameters } }
  if (kind !== 'sources') return form
  const [provider, events] = [
    { required: ['kind', ...sourceMust.provider] },
    { properties: { kind: false }, required: sourceMust.events },
  ]
  return { ...form, anyOf: [provider, events] }
}

/** Names that may not come back, with the bits they had. */
const retired: Schema = {
  type: ['object', 'null'],
  propertyNames: name,
  additionalProperties: { anyOf: [{ type: 'null' }, { type: 'object', properties: { bit: formSchemas.bit } }] },
}

function tableSchema(kind: string, form: RegisterForm): Schema {
  return { type: ['object', 'null'], propertyNames: name, additionalProperties: entrySchema(kind, form) }
}

/** The schema of every file of the folder `registers`, by the name of the file. */
export function registerSchemas(): Readonly<Record<string, Schema>> {
  const forms = Object.entries<RegisterForm>(registerForms)
  const files = [...new Set(forms.map(([, { file }]) => file))].toSorted()
  return Object.fromEntries(
    files.map((file) => [
      file,
      fileSchema(
        file,
        forms.filter(([, form]) => form.file === file),
      ),
    ]),
  )
}

function fileSchema(file: string, forms: readonly (readonly [string, RegisterForm])[]): Schema {
  const head = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: `The register ${file} of a statement` }
  const [first] = forms
  if (first && first[1].within === null) {
    const { additionalProperties } = tableSchema(...first)
    return { ...head, type: ['object', 'null'], propertyNames: name, properties: { retired }, additionalProperties }
  }
  const tables = Object.fromEntries(forms.map(([kind, form]) => [form.within ?? kind, tableSchema(kind, form)]))
  const own =
    file === 'organisation' ? fieldsSchema(organisationFields) : { properties: {}, additionalProperties: false }
  const more = file === 'taxonomy' ? { groups: { type: ['object', 'null'], propertyNames: name, additionalProperties: names }, retired: { type: 'object', additionalProperties: retired } } : {} // prettier-ignore
  return {
    ...head,
    type: 'object',
    ...own,
    properties: { ...(own['properties'] as object | undefined), ...tables, ...more },
  } // as made above
}
