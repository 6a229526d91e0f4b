// What the core asks a connector's process, and the forms its answers must have (docs/spec/connector.md, "Protocol"). The process has
// read what a foreign server sent, so its answers are hostile input: parsed here, with limits, before anything uses them.

import { z } from 'zod'
import type { Catalogue, Overlap } from '../../../systems/index.ts'
import type { Reach } from './egress.ts'
import type { Limits } from './limits.ts'
import { reasons, type Why } from './reasons.ts'
import type { Target } from './url.ts'

/** A value to bind, as JSON: bytes as base64. */
export type Bound = string | number | boolean | null | { readonly bytes: string } | readonly Bound[]

/** A query with its values. */
export interface Query {
  readonly text: string
  readonly values: readonly Bound[]
}

/** What the process is told first: where the database is, and how much of it is taken. */
export interface Begin {
  readonly target: Target
  readonly reach: Reach
  readonly limits: Limits
}

/** What may be asked. A stream of rows is begun, drawn from again and again, and ended. */
export type Ask =
  | { readonly ask: 'try' }
  | { readonly ask: 'catalogue' }
  | { readonly ask: 'profile'; readonly catalogue: Catalogue }
  | { readonly ask: 'overlaps'; readonly pairs: readonly Pick<Overlap, 'from' | 'to'>[] }
  | { readonly ask: 'rows'; readonly query: Query }
  | { readonly ask: 'draw'; readonly stream: number }
  | { readonly ask: 'end'; readonly stream: number }
  | { readonly ask: 'change'; readonly changes: readonly (Query & { readonly rows: number | null })[] }

/** A question of one kind. */
export type AskOf<K extends Ask['ask']> = Extract<Ask, { readonly ask: K }>

const name = z.string().min(1).max(63)
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const share = z.number().min(0).max(1)
const names = z.array(name).max(1600)
const place = z.strictObject({ schema: name, table: name, column: name })

const column = z.strictObject({ name, type: z.string().min(1).max(300), nullable: z.boolean(), length: count.nullable(), generated: z.boolean() }) // prettier-ignore
const foreign = z.strictObject({ columns: names, schema: name, table: name, references: names, onDelete: z.enum(['nothing', 'cascade', 'set null', 'set default']) }) // prettier-ignore
const table = z.strictObject({
  schema: name,
  name,
  columns: z.array(column).max(1600),
  primary: names.nullable(),
  uniques: z.array(names).max(1000),
  foreign: z.array(foreign).max(1000),
  rows: count.nullable(),
})

/** The forms of the answers. */
export const answers = {
  try: z.strictObject({ version: z.string().regex(/^\d{1,3}(?:\.\d{1,3})*$/) }),
  catalogue: z.strictObject({ database: z.string().regex(/^\d{0,20}\/\d{1,10}$/).optional(), tables: z.array(table) }),
  profile: z.array(z.strictObject({ ...place.shape, looked: count, filled: count, distinct: count, kinds: z.array(z.strictObject({ kind: z.string().regex(/^[a-z0-9.-]{1,64}$/), share })).max(64) })),
  overlaps: z.array(z.strictObject({ from: place, to: place, share })),
  rows: z.strictObject({ stream: count }),
  draw: z.strictObject({ rows: z.array(z.array(z.string().nullable())), done: z.boolean() }),
  end: z.strictObject({}),
  change: z.array(count),
} as const // prettier-ignore

/** What a kind of question is answered with. */
export type Answer<K extends keyof typeof answers> = z.output<(typeof answers)[K]>

const why = z.enum(Object.keys(reasons) as [Why, ...Why[]]) // keys of the table

/** One frame of the process. */
export const reply = z.union([
  z.strictObject({ id: count, answer: z.unknown() }),
  z.strictObject({
    id: count,
    refusal: z.strictObject({
      why,
      sqlstate: z.string().regex(/^[0-9A-Z]{5}$/).optional(),
      schema: name.optional(),
      table: name.optional(),
      column: name.optional(),
      statement: count.optional(),
      expected: count.optional(),
      found: count.optional(),
    }),
  }),
]) // prettier-ignore
