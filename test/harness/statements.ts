// Statement folders of the examples, read for tests, and ways to write the same statement differently.

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { StatementFiles } from '../../src/statement/index.ts'

/** All files of a statement of `examples/`. */
export function readExample(name: 'harbour' | 'shop'): StatementFiles {
  return readFiles(join(import.meta.dirname, '../../examples', name, 'statement'))
}

/** All files of a folder, by path within it. */
export function readFiles(folder: string): StatementFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(
    paths.map((path) => [relative(folder, path).replaceAll(sep, '/'), readFileSync(path, 'utf8')]),
  )
}

/** Rewrites the lines of every rule block. */
export function rewriteBlocks(markdown: string, rewrite: (lines: readonly string[]) => readonly string[]): string {
  return markdown.replaceAll(/(```kept [^\n]*\n)([^`]*)(```)/g, (_, open: string, body: string, close: string) => {
    const lines = rewrite(body.split('\n').filter((line) => line !== ''))
    return `${open}${lines.join('\n')}\n${close}`
  })
}
