// `kept doctor`: how this installation stands: durability, keys and their custodians, clock, ledger, jobs, versions. Says what to do
// about what is not as it should be.

import type { Output } from '../../client/index.ts'
import { command, ends, type Run } from '../command.ts'
import { reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'
import { software } from '../software.ts'

type Health = Output<'health'>

/** `kept doctor` */
export function doctorCommand(run: Run) {
  const doctor = command('doctor', 'durability, keys, custodians, clock, ledger, jobs, versions', [
    ['doctor', 'of the installation in .wordkept'],
    ['doctor --home /srv/kept --json', 'of another one, for a program'],
  ])
  return reachOptions(doctor).action(ends(run, (options) => examine(run.shell, options)))
}

async function examine(shell: Shell, options: ReachOptions): Promise<ExitCode> {
  const { health, how } = await reach(shell, options, async ({ client, how: reached }) => ({
    health: await client.health(),
    how: reached,
  }))
  const concerns = concernsOf(health, shell.clock.now())
  if (options.json) printJson(shell, { kept: software, node: process.versions.node, reached: how, ...health, concerns })
  else for (const line of lines(shell, health, how, concerns)) shell.out(line)
  return exitCodes.done.code
}

function lines(shell: Shell, health: Health, how: string, concerns: readonly string[]): string[] {
  const { statement, ledger, jobs } = health
  const rows: readonly (readonly [string, string])[] = [
    ['kept', `${software} on Node ${process.versions.node}, reached ${how}`],
    ['state', `${health.state}, ${health.name}`],
    ['statement', statement ? `version ${statement.version}, ${statement.hash.slice(0, 16)}` : 'none in force'],
    ['storage', `${health.engine}, ${health.durability}`],
    ['fence', health.secondFence],
    ['custodians', health.custodians.words],
    ['clock', health.clock],
    ['ledger', `${ledger.size} leaves, ${ledger.pending} pending${ledger.at ? `, checkpoint of ${ledger.at}` : ''}`],
    ...jobs.map(
      ({ job, every, stopped, lastAt, outcome }) =>
        [
          `job ${job}`,
          `${stopped ? 'stopped' : every}, last ${lastAt ?? 'never'}${outcome ? `: ${outcome}` : ''}`,
        ] as const,
    ),
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const said = rows.map(([name, value]) => `${styled(shell, 'quiet', name.padEnd(width))}  ${value}`)
  return [
    ...said,
    ...(concerns.length > 0
      ? ['', ...concerns.map((concern) => `${styled(shell, 'yellow', 'look')}  ${concern}`)]
      : []),
  ]
}

const skewSecondsMax = 5

/** What an operator should look at. An empty list says that these were looked at and found in order, nothing more. */
function concernsOf({ custodians, durability, clock, jobs, ledger }: Health, now: Date): string[] {
  const skewSeconds = Math.abs(now.getTime() - new Date(clock).getTime()) / 1000
  return [
    ...(custodians.two
      ? []
      : ['one custodian holds both layers of the vault; put one directory of keys on another machine']),
    ...(/memory/.test(durability) ? ['nothing is on disk; all of it goes when the process ends'] : []),
    ...(skewSeconds > skewSecondsMax
      ? [`this clock and the database’s differ by ${Math.round(skewSeconds)} seconds; set one of them`]
      : []),
    ...(ledger.pending > 10_000 ? [`${ledger.pending} leaves wait for the sequencer`] : []),
    ...jobs.filter(({ stopped }) => stopped).map(({ job }) => `the job ${job} is stopped; what it promises turns red`),
  ]
}
