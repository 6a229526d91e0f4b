// `kept doctor`: how this installation stands: durability, keys and their custodians, clock, ledger, jobs, versions. Says what to do
// about what is not as it should be.

import { stat } from 'node:fs/promises'
import type { Output } from '../../client/index.ts'
import { command, ends, type Run } from '../command.ts'
import { homeOf, readInstallation } from '../config.ts'
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
  const keys = await keysOf(shell, homeOf(shell, options.home))
  const concerns = [...concernsOf(health, shell.clock.now()), ...keys.flatMap(keyConcerns)]
  if (options.json)
    printJson(shell, { kept: software, node: process.versions.node, reached: how, ...health, keys, concerns })
  else for (const line of lines(shell, health, keys, how, concerns)) shell.out(line)
  return exitCodes.done.code
}

function lines(
  shell: Shell,
  health: Health,
  keys: readonly KeyFolder[],
  how: string,
  concerns: readonly string[],
): string[] {
  const { statement, ledger, jobs } = health
  const rows: readonly (readonly [string, string])[] = [
    ['kept', `${software} on Node ${process.versions.node}, reached ${how}`],
    [
      'state',
      how === 'over its socket'
        ? `${health.state}, ${health.name}`
        : `no server is running; ${health.name}, looked at from disk`,
    ],
    ['statement', statement ? `version ${statement.version}, ${statement.hash.slice(0, 16)}` : 'none in force'],
    ['storage', `${health.engine}, ${health.durability}`],
    ['fence', health.secondFence],
    ...keys.map(
      ({ layer, folder, mode }) =>
        [`keys`, `${layer} layer in ${folder}${mode === null ? ', not there' : `, mode ${mode}`}`] as const,
    ),
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

/** Where one layer of the vault keeps its keys. `mode`: who may read them, in octal; null where the folder is not there. */
interface KeyFolder {
  readonly layer: 'customer' | 'platform'
  readonly folder: string
  readonly mode: string | null
}

async function keysOf(shell: Shell, home: string): Promise<KeyFolder[]> {
  const { app } = await readInstallation(shell, home)
  const folders = { customer: app.keys.customerDir, platform: app.keys.platformDir }
  return Promise.all((['customer', 'platform'] as const).map((layer) => keyFolder(layer, folders[layer])))
}

async function keyFolder(layer: KeyFolder['layer'], folder: string): Promise<KeyFolder> {
  const found = await stat(folder).catch(() => null)
  return { layer, folder, mode: found && (found.mode & 0o777).toString(8) }
}

function keyConcerns({ folder, mode }: KeyFolder): string[] {
  if (mode === null) return [`${folder} is not there; put it back from its backup`]
  return mode.endsWith('00') ? [] : [`others than this user may open ${folder}; take that right away`]
}
