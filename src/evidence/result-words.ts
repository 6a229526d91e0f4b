// What a store answered when it was read again, in the words of CLI and pages: how much stays, never a bare word beside a count of what went.

import type { ReceiptPlace } from './receipt.ts'

const verbs = { stays: ['stays', 'stay'], 'not proven': ['not proven', 'not proven'] } as const

/** `7 columns stay`, counted from the report column by column; `the rest stays` of a store without such; any other result as it is. */
export function resultWords({
  result,
  places = [],
}: {
  readonly result: string
  readonly places?: readonly Pick<ReceiptPlace, 'place' | 'state'>[] | undefined
}): string {
  const counts = (['stays', 'not proven'] as const).flatMap((state) => countWords(state, places))
  if (result === 'gone' || result === 'waiting') return result
  if (counts.length > 0) return counts.join(', ')
  return result === 'stays' ? 'the rest stays' : result
}

/** A column of which some rows stay until one day and some until another is one column. */
function countWords(state: keyof typeof verbs, places: readonly Pick<ReceiptPlace, 'place' | 'state'>[]): string[] {
  const { size } = new Set(places.filter((one) => one.state === state).map(({ place }) => place))
  const [one, many] = verbs[state]
  if (size === 0) return []
  return [size === 1 ? `1 column ${one}` : `${size} columns ${many}`]
}
