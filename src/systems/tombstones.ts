// What a column becomes when it is blanked: null where it may be, else something typed that says nothing of anybody, and something
// different for each row where the column must be unique. What cannot be blanked so is a refusal, in words (docs/spec/systems.md).

import type { Column, Table } from './catalogue.ts'
import { blankOf, familyOf } from './column-types.ts'
import type { MappedColumn, MappedTable } from './data-map.ts'
import type { RefusalCode, Tombstone } from './erasure.ts'

/** A unique text shorter than this could meet another row's. */
const uniqueLengthMin = 12

/** Why a column cannot be blanked. */
export interface NoTombstone {
  readonly code: Extract<RefusalCode, 'no tombstone' | 'unique column' | 'generated column' | 'part of a key' | 'part of a foreign key'>
  readonly words: string
  readonly help: string
} // prettier-ignore

/** Where a column stands: its table, what the map says of both, and whether other tables refer to the column. */
export interface ColumnPlaceFacts {
  readonly table: Table
  readonly mapped: MappedTable
  readonly column: Column
  readonly said: Pick<MappedColumn, 'as'>
  readonly isReferred: boolean
}

/** What a column becomes when it is blanked, or why it cannot be. */
export function tombstoneOf(facts: ColumnPlaceFacts): Tombstone | NoTombstone {
  const { table, mapped, column, said } = facts
  if (column.generated)
    return refuse('generated column', 'the database computes it, so nobody can write it', 'if it follows from columns that are blanked, write `erase: follow`; otherwise delete the row') // prettier-ignore
  if (facts.isReferred || mapped.key.includes(column.name) || table.primary?.includes(column.name))
    return refuse('part of a key', 'rows are addressed by it, so it cannot be blanked', 'write `erase: delete` for the table, or give its rows another key') // prettier-ignore
  if (column.nullable && said.as === null) return { kind: 'null' }
  if (table.foreign.some(({ columns }) => columns.includes(column.name)) && said.as === null)
    return refuse('part of a foreign key', 'it refers to another table and cannot be empty', 'write `erase: delete` for the table, or name a row nobody owns with `as:`') // prettier-ignore
  const isUnique = table.uniques.some((columns) => columns.includes(column.name))
  return isUnique ? uniqueTombstone(facts) : plainTombstone(column, said)
}

/** Whether this is a refusal. */
export function isRefused(answer: Tombstone | NoTombstone): answer is NoTombstone {
  return 'code' in answer
}

function plainTombstone(column: Column, { as }: Pick<MappedColumn, 'as'>): Tombstone | NoTombstone {
  const value = as ?? blankOf(column)
  if (value === null)
    return refuse('no tombstone', 'it cannot be empty, and nothing is known that a column of its type could hold instead', 'name a value with `as:`, or write `erase: delete` for the table') // prettier-ignore
  return { kind: 'value', value }
}

function uniqueTombstone({ mapped, column, said }: ColumnPlaceFacts): Tombstone | NoTombstone {
  if (said.as !== null)
    return refuse('unique column', 'its values must differ, so one value for all cannot stand in it', 'take out `as:`')
  if (familyOf(column.type) === 'uuid') return { kind: 'unique uuid' }
  const isLongEnough = column.length === null || column.length >= uniqueLengthMin
  if (familyOf(column.type) !== 'text' || !isLongEnough)
    return refuse('unique column', 'its values must differ and cannot be empty, and nothing that fits its type differs from row to row', 'write `erase: delete` for the table, or let the column be empty') // prettier-ignore
  return { kind: 'unique text', length: column.length, email: isEmail(mapped, column.name) }
}

function isEmail({ links }: MappedTable, column: string): boolean {
  return links.some((link) => link.kind === 'identifiers' && link.identifiers.some((one) => one.column === column && one.field === 'email')) // prettier-ignore
}

function refuse(code: NoTombstone['code'], words: string, help: string): NoTombstone {
  return { code, words, help }
}
