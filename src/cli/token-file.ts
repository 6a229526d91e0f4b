// A token in a file that only this user may read: whoever may read it is its holder.

import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes a token for this user alone. Answers the file. */
export async function saveToken(file: string, token: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, `${token}\n`, { mode: 0o600 })
  await chmod(file, 0o600)
  return file
}

/** Reads a token that was saved; null where there is none. */
export async function readToken(file: string): Promise<string | null> {
  const saved = await readFile(file, 'utf8').catch(() => null)
  return saved?.trim() ?? null
}
