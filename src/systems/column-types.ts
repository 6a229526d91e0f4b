// Types of columns: which of them compare with one another, what a column of each becomes when it is blanked, and how the SQL of a
// dialect names the few that values are cast to. A type outside these tables is a name that came from a server: it never becomes SQL.

import { sql, type Sql } from '../sql/index.ts'
import type { Column } from './catalogue.ts'

/** Types whose values compare with one another. */
export type Family = 'text' | 'number' | 'uuid' | 'date' | 'time' | 'truth' | 'json' | 'bytes' | 'address' | 'interval'

interface TypeFacts {
  readonly family: Family
  /** what blanking leaves in a column that cannot be null */
  readonly blank: string
  /** the type as SQL names it, where keys of it are cast; null: they compare as text */
  readonly cast: Sql | null
}

const text: TypeFacts = { family: 'text', blank: 'erased', cast: null }
const whole: TypeFacts = { family: 'number', blank: '0', cast: sql`bigint` }
const exact: TypeFacts = { family: 'number', blank: '0', cast: sql`numeric` }
const float: TypeFacts = { family: 'number', blank: '0', cast: sql`double precision` }
const moment: TypeFacts = { family: 'time', blank: '1970-01-01 00:00:00', cast: null }
const zoned: TypeFacts = { family: 'time', blank: '1970-01-01 00:00:00+00', cast: null }
const clock: TypeFacts = { family: 'interval', blank: '00:00:00', cast: null }

/** Every type we know, by the names that PostgreSQL and people give it (docs/spec/systems.md, tombstones). */
const types: Readonly<Record<string, TypeFacts>> = {
  text, 'character varying': text, varchar: text, character: text, char: text, bpchar: text, citext: text, name: text,
  smallint: whole, integer: whole, int: whole, bigint: whole, int2: whole, int4: whole, int8: whole, serial: whole, bigserial: whole, smallserial: whole,
  numeric: exact, decimal: exact, money: { ...exact, cast: null },
  real: { ...float, cast: null }, 'double precision': float, float4: { ...float, cast: null }, float8: float,
  uuid: { family: 'uuid', blank: '00000000-0000-0000-0000-000000000000', cast: sql`uuid` },
  date: { family: 'date', blank: '1970-01-01', cast: sql`date` },
  timestamp: moment, 'timestamp without time zone': moment, timestamptz: zoned, 'timestamp with time zone': zoned,
  time: clock, 'time without time zone': clock, timetz: clock, 'time with time zone': clock, interval: clock,
  boolean: { family: 'truth', blank: 'false', cast: sql`boolean` }, bool: { family: 'truth', blank: 'false', cast: sql`boolean` },
  json: { family: 'json', blank: '{}', cast: null }, jsonb: { family: 'json', blank: '{}', cast: null },
  bytea: { family: 'bytes', blank: '\\x', cast: null },
  inet: { family: 'address', blank: '0.0.0.0', cast: null }, cidr: { family: 'address', blank: '0.0.0.0/32', cast: null },
} // prettier-ignore

function factsOf(type: string): TypeFacts | undefined {
  return Object.hasOwn(types, type) ? types[type] : undefined
}

/** The family of a type; null for one we do not know. */
export function familyOf(type: string): Family | null {
  return factsOf(type)?.family ?? null
}

/** Whether values of two types compare: the same type, or two of one family. */
export function areComparable(a: string, b: string): boolean {
  return a === b || (familyOf(a) !== null && familyOf(a) === familyOf(b))
}

/** What a key of a type is cast to; null: it is compared as text. */
export function castOf(type: string): Sql | null {
  return factsOf(type)?.cast ?? null
}

/** What blanking leaves in a column that cannot be null, cut to its length; null for a type we do not know. */
export function blankOf({ type, length }: Pick<Column, 'type' | 'length'>): string | null {
  if (type.endsWith('[]')) return '{}'
  const facts = factsOf(type)
  if (!facts) return null
  return facts.family === 'text' && length !== null ? facts.blank.slice(0, length) : facts.blank
}

/** Types without an equality: what they hold is compared as text. */
export function hasEquality(type: string): boolean {
  return type !== 'json' && type !== 'xml'
}

/** Whether a period can count from a column: a day, or a moment with or without its zone. */
export function momentKind(type: string): 'plain' | 'zoned' | null {
  const family = familyOf(type)
  if (family === 'date') return 'plain'
  if (family !== 'time') return null
  return type === 'timestamptz' || type === 'timestamp with time zone' ? 'zoned' : 'plain'
}

/** A column's type as a data map says it: `character varying(60) not null`. */
export function typeWords({ type, length, nullable }: Pick<Column, 'type' | 'length' | 'nullable'>): string {
  return `${type}${length === null ? '' : `(${length})`}${nullable ? '' : ' not null'}`
}

/** Those words without whether it may be null: what blanking leaves follows from the catalogue as it is. */
export function plainType(words: string): string {
  return words.replace(/ not null$/, '')
}
