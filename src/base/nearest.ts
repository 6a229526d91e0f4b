// The nearest known word to one that is not known: "did you mean". Optimal string alignment, so that swapped letters count once.

/** The known word closest to `word`; null where none is close enough to be meant. */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: { word: string; steps: number } | null = null
  for (const candidate of known) {
    const steps = distance(word, candidate)
    if (
      steps <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3)) &&
      (!best || steps < best.steps || (steps === best.steps && candidate < best.word))
    )
      best = { word: candidate, steps }
  }
  return best?.word ?? null
}

const lengthMax = 80

function distance(a: string, b: string): number {
  if (a.length > lengthMax || b.length > lengthMax) return Infinity
  let older: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same, swapped ? older[j - 2]! + 1 : Infinity))
    }
    older = last
    last = row
  }
  return last[b.length]!
}
