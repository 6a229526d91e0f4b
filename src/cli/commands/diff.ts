// `kept diff`: what one statement changes against another, clause by clause and over the data: what is opened, closed, lengthened or
// weakened. Two folders need no installation; one is compared with the version in force.

import type { Output } from '../../client/index.ts'
import { differenceOf, sayChange } from '../../desks/index.ts'
import { differenceLines, materialLines } from '../change-words.ts'
import { compiledOrFail } from '../compiled.ts'
import type { Compiled } from '../../policy/index.ts'
import { homeDefault } from '../config.ts'
import { command, ends, type Run } from '../command.ts'
import { inForce } from '../in-force.ts'
import { reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'

interface Options extends ReachOptions {
  readonly failOnMaterial?: true | undefined
}

/** `kept diff A [B]` */
export function diffCommand(run: Run) {
  const diff = command('diff', 'say what a changed statement opens, closes, lengthens or weakens', [
    ['diff statement', 'the version in force against this folder'],
    ['diff before after', 'one folder against another, without an installation'],
    ['diff before after --fail-on-material', 'exits 2 where something may take from somebody'],
  ])
    .argument('<folder>', 'the changed statement; with a second folder, the one before it')
    .argument('[after]', 'the changed statement')
    .option('--fail-on-material', 'exit 2 where a change is material until an officer says otherwise')
  return reachOptions(diff).action(ends(run, (one, other, options) => compare(run.shell, one, other, options)))
}

async function compare(shell: Shell, one: string, other: string | undefined, options: Options): Promise<ExitCode> {
  const after = await compiledOrFail(shell, other ?? one)
  const before = other === undefined ? await published(shell, after, options) : await compiledOrFail(shell, one)
  const difference = differenceOf(before, after)
  const { changes } = difference
  if (options.json)
    printJson(shell, { before: before.hash, after: after.hash, ...difference, changes: changes.map((change) => ({ ...change, ...sayChange(change) })) }) // prettier-ignore
  else if (before.hash === after.hash) shell.out('nothing changed: both have the same hash')
  else for (const line of [...differenceLines(shell, writable(difference)), ...materialLines(shell, writable(difference))]) shell.out(line) // prettier-ignore
  const isMaterial = changes.some(({ code }) => code !== null)
  return isMaterial && options.failOnMaterial ? exitCodes.refused.code : exitCodes.done.code
}

/** The version in force, named before anything is said against it: whoever forgot which house was meant sees that it is another's. */
async function published(shell: Shell, after: Compiled, options: ReachOptions): Promise<Compiled> {
  const before = await reach(shell, options, ({ client }) => inForce(client))
  const theirs = before.policy.organisation.name
  const home = options.home ?? shell.env['KEPT_HOME'] ?? homeDefault
  if (!options.json) shell.out(`against version ${before.version} of ${theirs}, in ${home}`)
  const ours = after.policy.organisation.name
  if (ours !== theirs)
    shell.err(`${styled(shell, 'yellow', 'warning')}: this statement is of ${ours}, the version in ${home} is of ${theirs}: name the house that is meant with --home`) // prettier-ignore
  return before
}

/** The same data as the contract has it: its lists are plain. */
function writable(difference: ReturnType<typeof differenceOf>): Pick<Output<'simulate'>, 'clauses' | 'changes'> {
  return structuredClone(difference) as Pick<Output<'simulate'>, 'clauses' | 'changes'> // only `readonly` goes
}
