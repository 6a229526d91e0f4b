// Harbour's whole statement: the one the demo serves, for people at home, and beside it the profiles for work, for customers, for
// children, for previews and programmes. Files of `whole` with a path of their own come along; the others go on where the first ends.

import type { StatementFiles } from '../../src/statement/index.ts'
import { readStatement } from '../../src/cli/statement-folder.ts'
import { root } from '../run.ts'

/** The statement of the demo, and the whole one. */
export async function readHarbour(): Promise<{ readonly demo: StatementFiles; readonly whole: StatementFiles }> {
  const demo = await readStatement(root, 'examples/harbour/statement')
  const more = await readStatement(root, 'examples/harbour/whole')
  const joined = Object.entries(more).map(([path, text]) => [path, `${demo[path] ?? ''}${text}`] as const)
  return { demo, whole: { ...demo, ...Object.fromEntries(joined) } }
}
