// A statement's folder read into memory: its Markdown and YAML, nothing else, no link followed, nothing larger than the compiler takes.

import { lstat, readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { Failure } from '../base/index.ts'
import type { StatementFiles } from '../statement/index.ts'

const depthMax = 4
const fileBytesMax = 8 * 1024 * 1024
const allBytesMax = 32 * 1024 * 1024
const filesMax = 1_000

/** Files of a statement as they are found, and how much they are. */
interface Found {
  readonly texts: Record<string, string>
  files: number
  bytes: number
}

/**
 * Reads a statement's folder: path within it, with `/`, to text. Fails with `file_missing` where there is no statement.md, with `file_linked`
 * where a link or a device stands for a part of it, with `file_too_large` or `files_too_many` before anything is compiled.
 */
export async function readStatement(cwd: string, folder: string): Promise<StatementFiles> {
  const root = resolve(cwd, folder)
  const found: Found = { texts: {}, files: 0, bytes: 0 }
  await readFolder(root, root, found, 0)
  if (found.texts['statement.md'] === undefined) throw notThere(folder, found)
  return found.texts
}

/** ` --folder FOLDER` as it was given, for a command that is shown as the next step: it has to read the same statement. */
export function folderGiven(folder: string): string {
  if (folder === '.' || folder === './') return ''
  return ` --folder ${/^[\w./~-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`}`
}

/** One that lies a folder below, as `kept init` makes it, was probably meant: they are named. */
function notThere(folder: string, { texts }: Found): Failure {
  const there = Object.keys(texts).filter((path) => /^[^/]+\/statement\.md$/.test(path)).map((path) => join(folder, dirname(path))) // prettier-ignore
  return new Failure('file_missing', {
    file: join(folder, 'statement.md'),
    ...(there.length > 0 && { there }),
    wanted: 'the folder that holds statement.md; `npx kept init` writes a first one',
  })
}

/** What the parts of a statement are called: a link or a device that has such a name is told, any other one is passed over. */
const partOfStatement = /^(?:registers|profiles|products|contracts|translations)$|\.(?:md|yaml)$/

async function readFolder(root: string, folder: string, found: Found, depth: number): Promise<void> {
  const entries: readonly string[] = await readdir(folder).catch(() => [])
  for (const name of entries.toSorted()) {
    const path = join(folder, name)
    const entry = await lstat(path)
    if (!entry.isFile() && !entry.isDirectory() && partOfStatement.test(name)) throw new Failure('file_linked', { file: relative(root, path) }) // prettier-ignore
    if (entry.isDirectory() && depth < depthMax && !name.startsWith('.')) await readFolder(root, path, found, depth + 1)
    if (!entry.isFile() || !/\.(md|yaml)$/.test(name)) continue
    count(found, relative(root, path), entry.size)
    found.texts[relative(root, path).replaceAll(sep, '/')] = await readFile(path, 'utf8')
  }
}

function count(found: Found, file: string, bytes: number): void {
  found.files += 1
  found.bytes += bytes
  if (bytes > fileBytesMax) throw new Failure('file_too_large', { file, bytes, bytesMax: fileBytesMax })
  if (found.bytes > allBytesMax) throw new Failure('file_too_large', { file, together: found.bytes, bytesMax: allBytesMax }) // prettier-ignore
  if (found.files > filesMax) throw new Failure('files_too_many', { filesMax })
}
