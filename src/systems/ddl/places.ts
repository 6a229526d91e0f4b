// From an offset into a text to the line and column a person counts.

/** A place in a text: line and column count from 1, in UTF-16 units; it never spans lines. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly length: number
}

/** A text that answers where an offset stands, and what its lines say. */
export interface Placed {
  readonly text: string
  readonly place: (start: number, end: number) => Place
  readonly line: (number: number) => string
}

/** Counts the lines of a text once, so that each place costs a search of their logarithm. */
export function placesOf(text: string): Placed {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const lineOf = (offset: number): number => {
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
  const endOf = (index: number): number => (starts[index + 1] ?? text.length + 1) - 1
  return {
    text,
    line: (number) => text.slice(starts[number - 1] ?? text.length, endOf(number - 1)).replace(/\r$/, ''),
    place: (start, end) => {
      const index = lineOf(start)
      const last = Math.min(end, endOf(index))
      return { line: index + 1, column: start - (starts[index] ?? 0) + 1, length: Math.max(1, last - start) }
    },
  }
}
