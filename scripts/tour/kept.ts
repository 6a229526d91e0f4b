// What the tour does at a terminal: `kept` as a process of its own, and a statement folder changed as a lawyer would.

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from '../run.ts'

/** Runs `npx kept …` as a stranger would. */
export async function kept(args: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  const { code, output } = await run(process.execPath, ['bin/kept.js', ...args])
  return { code, out: output }
}

const edits: readonly (readonly [before: string, after: string])[] = [
  [
    'to answer you and to make answers better. We keep them for 18 months.',
    'to answer you. We keep them for 6 months.',
  ],
  ['use interaction.search in search for improve because legitimate-interest lia-7\n', ''],
  ['keep interaction.search in search 18 months after', 'keep interaction.search in search 6 months after'],
]

/** A copy of Harbour's statement that keeps searches 6 months instead of 18 and improves nothing with them, signed anew. */
export async function changedStatement(folder: string): Promise<string> {
  const target = join(folder, 'statement')
  cpSync(join(root, 'examples/harbour/statement'), target, { recursive: true })
  const file = join(target, 'statement.md')
  let text = readFileSync(file, 'utf8')
  for (const [before, after] of edits) {
    if (!text.includes(before)) throw new Error(`the demo’s statement does not say “${before.trim()}” any more`)
    text = text.replace(before, after)
  }
  writeFileSync(file, text)
  const { code, out } = await kept(['sign', 'searches', '--officer', 'ines', '--folder', target])
  if (code !== 0) throw new Error(`kept sign ended with ${code}: ${out}`)
  return target
}
