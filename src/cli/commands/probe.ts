// `kept probe`: tries now what the statement forbids and counts what it promises, instead of waiting for the timer.

import { command, ends, type Run } from '../command.ts'
import { reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'

/** `kept probe [CLAUSE]` */
export function probeCommand(run: Run) {
  const probe = command('probe', 'run the tests of the statement now, all or one clause’s', [
    ['probe', 'all of them'],
    ['probe searches --json', 'one clause’s, for a program'],
  ]).argument('[clause]', 'id of a clause')
  return reachOptions(probe).action(ends(run, (clause, options) => runProbes(run.shell, clause, options)))
}

async function runProbes(shell: Shell, clause: string | undefined, options: ReachOptions): Promise<ExitCode> {
  const { runs } = await reach(shell, options, ({ client }) =>
    client.probe({ body: clause === undefined ? {} : { clause } }),
  )
  const failed = runs.filter(({ passed }) => !passed)
  if (options.json) printJson(shell, { runs })
  else {
    for (const { clause: of, probe, passed, detail } of runs)
      shell.out(
        `${passed ? styled(shell, 'green', 'passed') : styled(shell, 'red', 'failed')}  ${of}  ${probe}: ${detail}`,
      )
    shell.out(`${runs.length - failed.length} passed, ${failed.length} failed`)
  }
  return failed.length === 0 ? exitCodes.done.code : exitCodes.refused.code
}
