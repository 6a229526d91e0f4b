// How far an import came, in a file beside the one imported: repeating the command goes on where it stopped. What was sent twice has no
// second effect, since every record carries its message id; the file only saves the way.

import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'

const progressShape = z.object({
  /** hash of the map and what the file looked like: another map or another file begins anew */
  of: z.string(),
  /** lines up to and including this one were answered for */
  line: z.number().int(),
  accepted: z.number().int(),
  seen: z.number().int(),
  refused: z.number().int(),
  /** what the records in should have said, by name: the answers' warnings */
  unsaid: z.array(z.enum(['signedIn', 'account'])).default([]),
  /** bytes of the report that this progress covers: what a crash left behind it is cut off */
  reportBytes: z.number().int(),
  done: z.boolean(),
})

/** How far it came and what it counted. */
export type Progress = z.infer<typeof progressShape>

/** Reads the progress of this very file and map; none where there is none. */
export async function readProgress(path: string, of: string): Promise<Progress> {
  const begin: Progress = { of, line: 0, accepted: 0, seen: 0, refused: 0, unsaid: [], reportBytes: 0, done: false }
  const text = await readFile(path, 'utf8').catch(() => null)
  const parsed = text === null ? null : progressShape.safeParse(JSON.parse(text))
  return parsed?.success && parsed.data.of === of ? parsed.data : begin
}

/** Writes the progress at once: a crash leaves the old one or the new one. */
export async function writeProgress(path: string, progress: Progress): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(progress))
  await rename(`${path}.new`, path)
}
