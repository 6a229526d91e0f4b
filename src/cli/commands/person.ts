// `kept person`: tells the house anew who somebody is, an age that is known now or the customer who runs the account. Who it is about comes
// from the standard input or is asked for, never from the command line.

import type { Output } from '../../client/index.ts'
import { command, ends, sayUsage, type Run } from '../command.ts'
import { proofOption, type HowKnown } from '../proof.ts'
import { reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'
import { askWhose } from '../whose.ts'

interface Options extends ReachOptions {
  readonly field: string
  readonly age?: string | undefined
  readonly customer?: string | undefined
  readonly own?: true | undefined
  readonly proof?: HowKnown | undefined
}

/** `kept person --age YEARS | --customer NAME | --own` */
export function personCommand(run: Run) {
  const person = command('person', 'tell anew who somebody is: their age, or who runs their account', [
    ['person --age 19 --proof document', 'asks whose, or reads it from the standard input; 19 years from now on'],
    ['person --customer acme --proof customer', 'acme says that it runs the account: its contract counts'],
    ['person --own --proof own-word', 'they say that no customer runs it any more'],
  ])
    .option('--field <name>', 'what the person is known by', 'email')
    .option('--age <years>', 'whole years, as known now; `unknown` where nobody knows any more')
    .option('--customer <name>', 'the customer who runs the account, as contracts name it')
    .option('--own', 'no customer runs the account')
    .addOption(proofOption('how it is known'))
  return reachOptions(person).action(ends(run, (options) => runPerson(run.shell, options)))
}

async function runPerson(shell: Shell, options: Options): Promise<ExitCode> {
  const { field, proof, customer, own } = options
  const age = ageOf(options.age)
  if (age === 'none') return sayUsage(shell, 'person', 'an age is whole years from 0 to 150, or `unknown`: --age 19')
  if (customer !== undefined && own) return sayUsage(shell, 'person', 'a customer runs the account or none does: --customer NAME or --own') // prettier-ignore
  if (age === undefined && customer === undefined && !own) return sayUsage(shell, 'person', 'say what is told anew: --age YEARS, --customer NAME or --own') // prettier-ignore
  if (proof === undefined) return sayUsage(shell, 'person', 'say how it is known: --proof document')
  const value = await askWhose(shell, field)
  if (value === '') return sayUsage(shell, 'person', `nobody was named: give the ${field} on the standard input`)
  const told = { ...(age !== undefined && { age }), ...(own ? { customer: null } : customer !== undefined && { customer }) } // prettier-ignore
  const done = await reach(shell, options, ({ client }) => client.tellPerson({ body: { person: { field, value }, ...told, proof } })) // prettier-ignore
  if (options.json) printJson(shell, done)
  else for (const line of doneLines(shell, done)) shell.out(line)
  return exitCodes.done.code
}

/** Whole years; null where nobody knows, undefined where nothing was said, `none` for what is no age. */
function ageOf(said: string | undefined): number | null | undefined | 'none' {
  if (said === undefined) return undefined
  if (said === 'unknown') return null
  const years = /^\d{1,3}$/.test(said) ? Number(said) : Number.NaN
  return years <= 150 ? years : 'none'
}

function doneLines(shell: Shell, { before, now }: Output<'tellPerson'>): string[] {
  const same = before === now
  return [
    same ? `told; the standing stays ${styled(shell, 'bold', now)}` : `told: ${before} before, ${styled(shell, 'bold', now)} from now on`, // prettier-ignore
    'what was collected before stands under both',
  ]
}
