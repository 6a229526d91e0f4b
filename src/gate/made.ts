// What a record was made from, by the record: its cell tells of all that such data may have been made from, and a ban on bringing two of these together closes
// only what was made from both (laws 10 and 13). Asked of made records alone, and only where some version keeps or joins anything.

import { behindNarrowed, type Cell, type InForce } from '../policy/index.ts'
import type { GateContext } from './context.ts'
import type { StoredRecord } from './store.ts'

/** A record with the numbers of the cells of everything that it was made from, through every step; left out: it was made from nothing, or that is not known. */
export interface Made {
  readonly from?: readonly number[]
}

/** A record as it lies there, with the same. */
export type MadeRecord = StoredRecord & Made

/** The same records; those that were made, with what they were made from. */
export async function withInputs<One extends Pick<StoredRecord, 'person' | 'id' | 'cell'>>(
  { inForce, store }: GateContext,
  records: readonly One[],
): Promise<readonly (One & Made)[]> {
  const now = inForce()
  const made = records.filter(({ cell }) => now.cell(cell)?.behind !== undefined)
  if (made.length === 0 || !now.versions.some(({ policy }) => policy.pairs || policy.pairBans)) return records
  const found = await store.madeFrom(made.map(({ person, id }) => ({ person, id })))
  return records.map((one) => {
    const inputs = found.get(one.id) ?? []
    const isKnown = inputs.every(({ cell, isTraced }) => cell !== null && (isTraced || now.cell(cell)?.behind === undefined)) // prettier-ignore
    return inputs.length > 0 && isKnown
      ? { ...one, from: inputs.flatMap(({ cell }) => cell ?? []).sort((a, b) => a - b) }
      : one
  })
}

/** What a record's cell is for it: with that alone behind it which it was made from, where that is known. */
export function cellOfRecord<Known extends Cell | undefined>(
  inForce: InForce,
  cell: Known,
  { from }: Made,
): Cell | Known {
  const inputs = from?.map((number) => inForce.cell(number)?.facts)
  return cell && inputs?.every((facts) => facts !== undefined) ? behindNarrowed(cell, inputs) : cell
}
