// The formula's language that PostgreSQL reads. The predicate binds what it knows; the row guard asks its session.

import { maskOf, toInt64, type Mask, type Policy } from '../../policy/index.ts'
import { bind, join, later, print, sql, type Sql } from '../../sql/index.ts'
import type { Language, Test } from './formula.ts'

/** Where the facts of a record, its person and the question stand. */
export interface SqlFacts {
  /** timestamptz */
  readonly now: Sql
  readonly collected: Sql
  /** when the record's event was; null where nothing says so */
  readonly ended: Sql | null
  /** the law that alone keeps the record, `''` without one */
  readonly law: Sql | null
  /** bigints of the person's choices: decided, and on */
  readonly set: Sql
  readonly on: Sql
  /** bigint of the purposes objected to */
  readonly objected: Sql
  readonly restricted: Sql
  readonly isDirected: Test<Sql>
  readonly isCited: (cases: readonly string[]) => Test<Sql>
}

/** The language of these facts; defaults of choices never decided are the policy's. Null masks are those of nobody. */
export function sqlLanguage(facts: SqlFacts, policy: Policy): Language<Sql> {
  const defaults = maskOf(...policy.choices.filter((choice) => choice.default === 'on').map(({ bit }) => bit))
  const on = sql`(coalesce(${facts.on}, 0) | (${bind(toInt64(defaults))}::bigint & ~coalesce(${facts.set}, 0)))`
  const isOn = (choices: Mask): Sql => {
    const bits = bind(toInt64(choices))
    return sql`(${on} & ${bits}::bigint) = ${bits}::bigint`
  }
  return {
    all: (tests) => sql`(${join(tests, ' and ')})`,
    any: (tests) => sql`(${join(tests, ' or ')})`,
    not: (test) => sql`not ${test}`,
    keyOf,
    isOn,
    isOff: (choices) => sql`(${on} & ${toInt64(choices)}::bigint) = 0`,
    isCited: facts.isCited,
    isDirected: facts.isDirected,
    isRestricted: sql`coalesce(${facts.restricted}, false)`,
    isObjected: (purpose) => sql`(coalesce(${facts.objected}, 0) & ${toInt64(maskOf(purpose))}::bigint) <> 0`,
    hasCome: (from, after) => {
      const start = from === 'collected' ? facts.collected : (facts.ended ?? sql`null::timestamptz`)
      return sql`coalesce(${after ? later(start, after) : start} <= ${facts.now}, false)`
    },
    isWithinDays: (first, last) =>
      last === null
        ? sql`${facts.now} >= ${first}::timestamp at time zone 'UTC'`
        : sql`(${facts.now} >= ${first}::timestamp at time zone 'UTC' and ${facts.now} < (${last}::timestamp + interval '1 day') at time zone 'UTC')`,
    isKeptFor: (laws) => (facts.law ? sql`${facts.law} = any(${['', ...laws]}::text[])` : sql`true`),
    isKeptBy: (law) => (facts.law ? sql`${facts.law} = ${law}` : sql`false`),
  }
}

/** Equal pieces of SQL have equal keys. */
export function keyOf(test: Sql): string {
  const { text, values } = print(test)
  return JSON.stringify([text, values])
}

/** A test as a piece of SQL. */
export function toSql(test: Test<Sql>): Sql {
  return typeof test === 'boolean' ? (test ? sql`true` : sql`false`) : test
}
