// What Harbour's suggestions guess of people who asked for them: favourites read out of searches, each told with the searches it was made
// from, so that it leaves with the first of them (law 10).

import type { Output } from '../../client/index.ts'
import type { DemoPerson } from './people.ts'
import { recordOf, type DemoRecord } from './records.ts'
import { favourites } from './words.ts'

/** A search as the gate hands it to the service that may look at it. */
export type FoundSearch = Pick<Output<'read'>['records'][number], 'id' | 'data'>

/** A guess rests on several searches that are not the same. */
const searchesLeast = 2
/** As many records as one write may name. */
const searchesMost = 100

const minute = 60_000

/** The favourites that these searches of a person speak of, as records to write. */
export function guessesFrom(person: DemoPerson, searches: readonly FoundSearch[], now: Date): DemoRecord[] {
  return favourites.flatMap(({ favourite, searched }, id) => {
    const found = searches.filter(({ data }) => searched.includes(wordsOf(data)))
    if (new Set(found.map(({ data }) => wordsOf(data))).size < searchesLeast) return []
    const from = found.map((one) => one.id)
    const at = now.getTime() - (id + 1) * minute
    const guess = recordOf(person, { kind: 'guesses', id, at, origin: 'inferred', data: { favourite } })
    return [{ ...guess, madeFrom: { records: from.slice(-searchesMost), purpose: 'personalise' } }]
  })
}

function wordsOf(data: FoundSearch['data']): string {
  return data !== null && typeof data === 'object' && 'words' in data ? String(data.words) : ''
}
