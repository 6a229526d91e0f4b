// Where a long Markdown text may be cut, so that the parser holds a part of it at a time and not all: between blocks that stand on their
// own. What is read from the chunks is what would be read from the whole.

/** Lines of a text from `first` up to `end`, which is not in it; both count from 0. */
export interface Chunk {
  readonly first: number
  readonly end: number
}

/** A chunk is cut as soon as it is so long; in UTF-16 units. */
const enough = 64 * 1024

/**
 * Cuts a text into chunks. A cut stands between an empty line and one that begins a heading or a paragraph at the left edge, outside of fences
 * and comments: nothing of Markdown reaches over it but links and notes defined below the text, and a text that has any is not cut.
 */
export function cutChunks(lines: readonly string[]): readonly Chunk[] {
  if (lines.some((line) => line.includes(']:'))) return [{ first: 0, end: lines.length }]
  const chunks: Chunk[] = []
  let [first, length, inside]: [number, number, Inside] = [0, 0, null]
  for (const [at, line] of lines.entries()) {
    const mayCut = inside === null && lines[at - 1]?.trim() === '' && /^(?:\p{L}|#{1,6} )/u.test(line)
    if (mayCut && length >= enough) {
      chunks.push({ first, end: at })
      ;[first, length] = [at, 0]
    }
    length += line.length + 1
    inside = after(line, inside)
  }
  return [...chunks, { first, end: lines.length }]
}

/** What a line may stand in that empty lines do not end: a fence, as it was opened, or a comment. */
type Inside = { readonly fence: string } | 'comment' | null

/** What the line below this one stands in. */
function after(line: string, inside: Inside): Inside {
  if (inside === 'comment') return line.includes('-->') ? null : inside
  const [, fence = '', info = ''] = /^ *(`{3,}|~{3,})(.*)$/.exec(line) ?? []
  if (inside) return info.trim() === '' && fence.startsWith(inside.fence) ? null : inside
  if (fence !== '' && !(fence.startsWith('`') && info.includes('`'))) return { fence }
  return /^ {0,3}<!--/.test(line) && !line.slice(line.indexOf('<!--') + 4).includes('-->') ? 'comment' : null
}
