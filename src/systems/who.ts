// Who a person is in a connected system: their own rows there, or why nobody can say. Finding, copying and erasing ask here alone, so what
// one of them refuses none of the others shows (docs/spec/systems.md, "Refusals").

import type { Identifier, People, Refusal } from './erasure.ts'
import { findPeople, identifierLink, peoplesTables, together, type Answering, type Mapped } from './reach.ts'

/** By what somebody is looked for. `known`: who an earlier plan found, although their identifiers may be gone. */
export interface WhoAsked extends Mapped {
  readonly identifiers: readonly Identifier[]
  readonly known?: People
}

/** The person's own rows; or what stands in the way of saying that they are one person's. */
export type Who =
  | { readonly state: 'known'; readonly people: People }
  | { readonly state: 'refused'; readonly refusals: readonly Refusal[] }

/** Looks for a person's own rows. Identifiers that no database holds are refused unasked, rows of several people once they are seen. */
export async function findWho(system: Answering, asked: WhoAsked): Promise<Who> {
  const impossible = identifiersImpossible(asked)
  if (impossible.length > 0) return { state: 'refused', refusals: impossible }
  const people = together(await findPeople(system, asked, asked.identifiers), asked.known)
  const several = severalPeople(asked, people)
  return several.length > 0 ? { state: 'refused', refusals: several } : { state: 'known', people }
}

function identifiersImpossible({ map, identifiers }: WhoAsked): readonly Refusal[] {
  const isBad = ({ value }: Identifier): boolean => value.includes('\0') || !value.isWellFormed()
  const fields = [...new Set(identifiers.filter(isBad).map(({ field }) => field))]
  const [place] = peoplesTables({ map }).map(({ schema, table }) => ({ schema, table, column: null }))
  return fields.flatMap((field) => place ? [{
    code: 'identifier not possible', ...place, words: `the ${field} holds a sign that no database text can hold`, help: 'ask the person for it anew',
  }] : []) // prettier-ignore
} // prettier-ignore

function severalPeople(asked: WhoAsked, { found }: People): readonly Refusal[] {
  return peoplesTables(asked).flatMap((mapped): readonly Refusal[] => {
    const { schema, table } = mapped
    const rows = found.find((one) => one.schema === schema && one.table === table)?.rows ?? []
    if (rows.length < 2 || identifierLink(mapped)?.several) return []
    return [{
      code: 'several people', schema, table, column: null, words: `${rows.length} rows hold the identifiers, and they may be different people`,
      help: 'find out whose they are; if one person may have several rows, write `several: true` at the link',
    }] // prettier-ignore
  })
} // prettier-ignore
