// The trace an engineer reads: every term of the formula with what it found, whichever closed it.

import { bitsOf, terms, type Act, type Cell, type Line, type Policy, type Standing, type Term, type TraceStep } from '../policy/index.ts' // prettier-ignore
import { ask } from './decide.ts'
import { closedByTerm, type Asked, type Closing } from './formula.ts'
import { registersOf } from './policy-index.ts'

/** Every term of a use in the order of the formula. The first that does not hold is the one the decision names. */
export function trace(policy: Policy, cell: Cell | undefined, standing: Standing, act: Act): readonly TraceStep[] {
  const asked = ask(registersOf(policy), cell, standing, act)
  return terms.map((term) => {
    const closing = closedByTerm(term, asked)
    const detail = closing ? `closed by ${at(closing.line)}${found(closing, policy)}` : held(term, asked)
    return { term, holds: closing === null, clause: closing?.line?.clause ?? null, detail }
  })
}

function at(line: Line | null): string {
  if (!line) return 'no line'
  return `rule ${line.rule + 1} of ${line.clause}${line.version === undefined ? '' : `, version ${line.version}`}`
}

function found(closing: Closing, { choices }: Policy): string {
  const names = (mask: Parameters<typeof bitsOf>[0]): string =>
    bitsOf(mask)
      .map((bit) => choices.find((choice) => choice.bit === bit)?.name ?? bit)
      .join(', ')
  if (closing.term === 'given') return `: ${names(closing.missing)} off`
  if (closing.term === 'open' && closing.cap) return `: ${closing.cap.count} in ${closing.cap.of}, and it was not drawn`
  if (closing.term === 'open') return `: off ${names(closing.off) || 'none'}, on ${names(closing.on) || 'none'}`
  if (closing.term === 'live') return `: ${closing.ended instanceof Date ? closing.ended.toISOString() : closing.ended}`
  if (closing.term === 'case') return `: none open of ${closing.cases.join(', ')}`
  return closing.term === 'place' ? `: ${closing.place ?? 'anywhere'}` : ''
}

const notAsked: readonly Term[] = ['pair', 'recipient']

function held(term: Term, { cell, entry }: Asked): string {
  if (notAsked.includes(term)) return 'not asked'
  if (!cell) return 'no cell'
  if (!entry) return 'no row'
  return term === 'based' ? `opened by ${entry.uses.map(at).join('; ')}` : 'holds'
}
