// What one batch tells of somebody's age and customer, whichever of its items says it: each of them is judged by it, and the person begins with
// it (law 6).

import { toHex } from '../base/index.ts'
import type { PersonState, Token } from './store.ts'
import type { WriteItem } from './types.ts'

/** `age`: whole years; null: no item tells it. */
export interface Told {
  readonly age: number | null
  readonly customer: string | null
}

/** An item with the tokens of its identifiers, and who is known by one of them. */
export interface Telling {
  readonly item: Pick<WriteItem, 'age' | 'customer'>
  readonly tokens: readonly Token[]
  readonly state: Pick<PersonState, 'person'> | null
}

/**
 * Of each item what all items about the same person tell: the youngest age, and the first customer that a contract names. About the same person
 * are those with an identifier in common.
 */
export function toldTogether(tellings: readonly Telling[], isCustomer: (name: string) => boolean): readonly Told[] {
  if (tellings.every(({ item: { age, customer } }) => age === undefined && customer === undefined))
    return tellings.map(() => ({ age: null, customer: null }))
  const persons = personsOf(tellings.map(namesOf))
  const told = new Map<number, Told>()
  for (const [i, { item }] of tellings.entries()) {
    const { age, customer } = told.get(persons[i]!) ?? { age: null, customer: null }
    const ages = [age ?? [], item.age ?? []].flat()
    const named = item.customer !== undefined && isCustomer(item.customer) ? item.customer : null
    told.set(persons[i]!, { age: ages.length > 0 ? Math.min(...ages) : null, customer: customer ?? named })
  }
  return persons.map((person) => told.get(person)!) // each was set above
}

function namesOf({ tokens, state }: Telling): readonly string[] {
  const names = tokens.map(({ field, token }) => `${field} ${toHex(token)}`)
  return state ? [...names, state.person] : names
}

/** Of each the place of one that stands for all who are joined to it by a name in common. */
function personsOf(named: readonly (readonly string[])[]): readonly number[] {
  const joined = named.map((_, i) => i)
  const standsFor = (i: number): number => {
    let at = i
    while (joined[at] !== at) at = joined[at]!
    return at
  }
  const firsts = new Map<string, number>()
  for (const [i, names] of named.entries())
    for (const name of names) {
      const first = firsts.get(name)
      if (first === undefined) firsts.set(name, i)
      else joined[standsFor(i)] = standsFor(first)
    }
  return named.map((_, i) => standsFor(i))
}
