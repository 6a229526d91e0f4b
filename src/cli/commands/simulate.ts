// `kept simulate`: what a changed statement would do to what is really held and to what was really asked in the last thirty days, with an
// example of each (CHG-06). Nothing of it is kept.

import { compiledOrFail } from '../compiled.ts'
import { differenceLines, effectLines, materialLines } from '../change-words.ts'
import { command, ends, type Run } from '../command.ts'
import { reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, type ExitCode, type Shell } from '../shell.ts'
import { readStatement } from '../statement-folder.ts'

/** `kept simulate A [B]` */
export function simulateCommand(run: Run) {
  const simulate = command('simulate', 'try a changed statement on what is really held and was really asked', [
    ['simulate statement', 'what publishing this folder would do'],
    ['simulate statement next', 'what publishing the second would do, once the first is published'],
  ])
    .argument('<folder>', 'folder that holds the changed statement.md')
    .argument('[next]', 'a further change, tried as if the first had been published')
  return reachOptions(simulate).action(ends(run, (folder, next, options) => simulated(run.shell, folder, next, options))) // prettier-ignore
}

async function simulated(
  shell: Shell,
  folder: string,
  next: string | undefined,
  options: ReachOptions,
): Promise<ExitCode> {
  // prettier-ignore
  for (const one of [folder, ...(next === undefined ? [] : [next])]) await compiledOrFail(shell, one)
  const first = await readStatement(shell.cwd, folder)
  const body = next === undefined ? { files: first } : { files: await readStatement(shell.cwd, next), first }
  const effect = await reach(shell, options, ({ client }) => client.simulate({ body }))
  if (options.json) printJson(shell, effect)
  else for (const line of [...differenceLines(shell, effect), ...effectLines(effect), ...materialLines(shell, effect)]) shell.out(line) // prettier-ignore
  return exitCodes.done.code
}
