// A statement's folder read into memory: its Markdown and YAML, nothing else, no link followed, nothing larger than the compiler takes.

import { lstat, readdir, readFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { Failure } from '../base/index.ts'
import type { StatementFiles } from '../statement/index.ts'

const depthMax = 4
const fileBytesMax = 8 * 1024 * 1024

/** Reads a statement's folder: path within it, with `/`, to text. Fails with `file_missing` where there is no statement.md. */
export async function readStatement(cwd: string, folder: string): Promise<StatementFiles> {
  const root = resolve(cwd, folder)
  const found: Record<string, string> = {}
  await readFolder(root, root, found, 0)
  if (found['statement.md'] === undefined) throw new Failure('file_missing', { file: join(folder, 'statement.md') })
  return found
}

async function readFolder(root: string, folder: string, found: Record<string, string>, depth: number): Promise<void> {
  const entries: readonly string[] = await readdir(folder).catch(() => [])
  for (const name of entries.toSorted()) {
    const path = join(folder, name)
    const entry = await lstat(path)
    if (entry.isDirectory() && depth < depthMax && !name.startsWith('.')) await readFolder(root, path, found, depth + 1)
    if (!entry.isFile() || !/\.(md|yaml)$/.test(name)) continue
    if (entry.size > fileBytesMax)
      throw new Failure('input_too_large', { file: relative(root, path), bytes: entry.size, bytesMax: fileBytesMax })
    found[relative(root, path).replaceAll(sep, '/')] = await readFile(path, 'utf8')
  }
}
