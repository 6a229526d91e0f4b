// A long text is read a chunk at a time: what comes out, and where it stands, is what the whole gives.

import { expect, test } from 'vitest'
import { cutChunks } from './chunks.ts'
import { readChunks, readMarkdown, type Part } from './markdown.ts'

/** Blocks that reach over empty lines and headings, one after another, until the text is long. */
const blocks = [
  '## A heading\n\n> What it says in short.\n',
  'Plain words with *emphasis* and a [link](https://example.org).\n\n```kept c%\nkeep contact until closing\n\n# a comment of rules\n\nkeep contact until closing\n```\n',
  '- An item.\n\n  ```kept i%\n  keep contact until closing\n  ```\n\n- Another one, with words below.\n\n  Those are its own.\n',
  '1. one\n\n   Words of the first.\n\n      - deep\n\n        ~~~kept d%\n        keep contact until closing\n        ~~~\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\n',
  '<!-- a comment\n\n## that is no heading\n\nand these are no words -->\n',
  '````\nWhat nobody fenced well.\n\n```\n\nStill inside.\n````\n',
  '> A quote\n> of two lines.\n\nÉtat begins with a letter of its own.\n',
]
const long = Array.from({ length: 1_600 }, (_, i) => blocks[i % blocks.length]!.replaceAll('%', String(i))).join('\n')

/** Read in one piece: a link that is defined below holds the text together. */
function whole(text: string): readonly Part[] {
  return readMarkdown('statement.md', `${text}\n\n[end]: https://example.org\n`).slice(0, -1)
}

test('a long text is cut, and read from its chunks as if it had not been', () => {
  expect([...readChunks('statement.md', long)].length).toBeGreaterThan(1)
  expect(readMarkdown('statement.md', long)).toEqual(whole(long))
})

test('chunks hold every line once, in order', () => {
  const lines = long.split('\n')
  const chunks = cutChunks(lines)
  expect(chunks.map(({ first }) => first)).toEqual([0, ...chunks.slice(0, -1).map(({ end }) => end)])
  expect(chunks.at(-1)!.end).toBe(lines.length)
})

test.each([
  ['a fence that nobody closed', '~~~\n\n'],
  ['a comment that does not end', '<!--\n\n'],
  ['one paragraph', 'words\n'],
])('nothing is cut in %s', (_, begin) => {
  const text =
    begin + 'Words that go on.\n'.repeat(8_000).replaceAll('on.\n', begin === 'words\n' ? 'on.\n' : 'on.\n\n')
  expect(cutChunks(text.split('\n'))).toHaveLength(1)
})
