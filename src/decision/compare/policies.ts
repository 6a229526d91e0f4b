// What one policy changes against another: what is opened, closed, lengthened, shortened, weakened and strengthened. Whatever may take
// something from somebody has a K8 code and is material until a person says otherwise (CHG-04).

import { boundFor, maskOf, type Meant, type Policy } from '../../policy/index.ts'
import { cellsChanged } from './cells.ts'
import { consentsStretched } from './consents.ts'
import { wordsOf } from './english.ts'
import { promisesChanged } from './promises.ts'
import { registersChanged } from './registers.ts'
import { bansChanged } from './standing-bans.ts'

/** What kind of change to somebody's disadvantage it is (language, "Diagnostics", K8). */
export type ChangeCode = 'K801' | 'K802' | 'K803' | 'K804' | 'K805' | 'K806' | 'K807' | 'K808'

/** What became of a thing. `changed`: it is another one, or says something else. */
export type Turn = 'opened' | 'closed' | 'lengthened' | 'shortened' | 'weakened' | 'strengthened' | 'changed'

/** One difference between two policies. */
export interface PolicyChange {
  /** null: it takes nothing from anybody */
  readonly code: ChangeCode | null
  readonly turn: Turn
  /** the clause it stands in, of the later policy where it has it; null: it stands in a register */
  readonly clause: string | null
  /** what is so now, and what was so before: `kept 24 months after collection, before 18 months after collection` */
  readonly what: string
  /** the data it concerns, `interaction.search in search`, or the entry, `categories/search`; sorted */
  readonly of: readonly string[]
}

/** One difference at one place, before alike ones are told together. */
export interface Found extends Omit<PolicyChange, 'of' | 'what'> {
  readonly means: Meant
  readonly of: string
}

/** A difference with its key, to be said in other languages. */
interface MeantChange extends PolicyChange {
  readonly means: Meant
}

/** Every difference from one policy to another: those with a code first, by code and clause; alike ones of several data are one. */
export function comparePolicies(before: Policy, after: Policy): readonly PolicyChange[] {
  return compareMeanings(before, after).map(({ code, turn, clause, what, of }) => ({ code, turn, clause, what, of }))
}

/** The same, each with the key of what it means and what is put in. */
export function compareMeanings(earlier: Policy, after: Policy): readonly MeantChange[] {
  // what it forbids for whatever purpose it forbids for those that came since: a ban that goes on over them is no new one, and one that does not is weaker
  const before = boundFor(earlier, maskOf(...after.purposes.map(({ bit }) => bit)))
  const found = [
    ...cellsChanged(before, after),
    ...consentsStretched(before, after),
    ...bansChanged(before, after),
    ...promisesChanged(before, after),
    ...registersChanged(before, after),
  ].map((one) => ({ ...one, what: wordsOf(one.means) }))
  const alike = Map.groupBy(found, ({ code, turn, clause, what }) =>
    JSON.stringify([code ?? 'none', clause, turn, what]),
  )
  return [...alike]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, ones]) => ({ ...ones[0]!, of: [...new Set(ones.map(({ of }) => of))].toSorted() })) // groupBy makes no empty group
}
