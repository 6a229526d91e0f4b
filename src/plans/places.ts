// What becomes of places in a connected system, told before from the plan and after from what was read back: the report column by column,
// and what of it is residue. Names of a catalogue and counts alone, never a value.

import type { Policy } from '../policy/index.ts'
import { tableLabel, type Outcome } from '../systems/index.ts'
import type { Place, Residue } from './holder.ts'

/** `public.customer.email`, or `public.customer` for whole rows. For people to read; never for SQL. */
export function placeLabel({ schema, table, column }: Pick<Outcome, 'schema' | 'table' | 'column'>): string {
  return [tableLabel({ schema, name: table }), ...(column === null ? [] : [column])].join('.')
}

/** The report: a line for each place and what became of it. Plans of one erasure that name the same rows say it once. */
export function placesOf(outcomes: readonly Outcome[], policy: Policy): readonly Place[] {
  const lines = outcomes.map((outcome): Place => {
    const { rows, state, clause, until } = outcome
    return { place: placeLabel(outcome), rows, state, why: whyOf(outcome, policy), clause, until }
  })
  return largestOf(lines, ({ place, state, why, clause, until }) => JSON.stringify([place, state, why, clause, until]))
}

/** What is not gone: a line for each table and reason, with the columns concerned. */
export function residueOf(system: string, outcomes: readonly Outcome[], policy: Policy): readonly Residue[] {
  const left = outcomes.filter(({ state }) => state !== 'gone')
  const groups = Map.groupBy(left, (outcome) => {
    const { schema, table, state, clause, until } = outcome
    return JSON.stringify([schema, table, state, clause, until, whyOf(outcome, policy)])
  })
  return [...groups.values()].map((group): Residue => {
    const outcome = group[0]! // a group has a member
    const { clause, until, state } = outcome
    const columns = [...new Set(group.flatMap(({ column }) => column ?? []))]
    const rows = Math.max(...group.map((one) => one.rows))
    const what = [`${system}, ${rows} × ${placeLabel({ ...outcome, column: null })}`, columns.join(', ')]
    return {
      what: what.filter((words) => words !== '').join(': '),
      why: whyOf(outcome, policy) ?? '',
      until,
      clause,
      state: state === 'stays' ? 'stays' : 'not proven',
    }
  })
}

/** A law is told in its own words. Null: it is gone. */
function whyOf({ law, why, state }: Outcome, { notes }: Policy): string | null {
  if (state === 'gone') return null
  if (law !== null) return notes.find(({ name }) => name === law)?.text.replace(/\.$/, '') ?? law
  return why ?? 'the data map that was signed lets it stay'
}

function largestOf<Line extends { readonly rows: number }>(
  lines: readonly Line[],
  key: (line: Line) => string,
): Line[] {
  return [...Map.groupBy(lines, key).values()].map((same) => same.toSorted((a, b) => a.rows - b.rows).at(-1)!) // a group has a member
}
