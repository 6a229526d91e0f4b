// `kept token`: issues a token bound to a role, and for services to products and purposes; or revokes one. It is shown once.

import { nameUnknown } from '../../statement/index.ts'
import { command, ends, sayUsage, type Run } from '../command.ts'
import { officerTokenFile, reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, type ExitCode, type Shell } from '../shell.ts'
import { saveToken } from '../token-file.ts'

const roles = ['service', 'officer', 'operator', 'auditor'] as const

interface Options extends ReachOptions {
  readonly role?: string | undefined
  readonly service?: string | undefined
  readonly source?: string | undefined
  readonly officer?: string | undefined
  readonly products?: string | undefined
  readonly purposes?: string | undefined
  readonly days?: string | undefined
  readonly save?: true | undefined
  readonly revoke?: string | undefined
}

/** `kept token` */
export function tokenCommand(run: Run) {
  const token = command('token', 'issue a token, or revoke one', [
    ['token --role service --service newsletter --products mail --purposes advertise', 'for a program'],
    ['token --source web-shop', 'a write key for an application that sends events'],
    ['token --role officer --officer ines --save', 'kept in the home folder for `kept publish`'],
    ['token --revoke TOKEN-ID', 'ends it at once'],
  ])
    .option('--role <role>', roles.join(', '))
    .option('--service <name>', 'the program that holds it')
    .option('--source <name>', 'the source of events it is a write key of, from the register sources')
    .option('--officer <name>', 'the officer who holds it')
    .option('--products <names>', 'products it may speak for, with commas')
    .option('--purposes <names>', 'purposes it may ask for, with commas')
    .option('--days <number>', 'days until it ends')
    .option('--save', 'write an officer’s token to the home folder, for this user alone')
    .option('--revoke <id>', 'revoke the token with this id')
  return reachOptions(token).action(ends(run, (options) => tokens(run.shell, options)))
}

async function tokens(shell: Shell, options: Options): Promise<ExitCode> {
  const { role, source, service, officer } = options
  if (options.revoke !== undefined) return revoke(shell, options.revoke, options)
  if (role === undefined && source === undefined) return sayUsage(shell, 'token', `say whose it is: --role with one of ${roles.join(', ')}, or --source NAME`) // prettier-ignore
  if ((service ?? officer ?? source) === undefined) return sayUsage(shell, 'token', 'name who holds it: --service NAME, or --officer NAME for an officer') // prettier-ignore
  return issue(shell, options)
}

async function issue(shell: Shell, options: Options): Promise<ExitCode> {
  const issued = await reach(shell, options, ({ client }) => client.issueToken({ body: asked(options) }))
  const file =
    options.save && options.officer
      ? await saveToken(officerTokenFile(shell, options, options.officer), issued.token)
      : null
  if (options.json) printJson(shell, { ...issued, ...(file !== null && { file }) })
  else {
    shell.out(file === null ? issued.token : `kept in ${file}`)
    shell.out(`id ${issued.id}, ends ${issued.endsAt}; it is not shown again`)
  }
  return exitCodes.done.code
}

function asked({ role = 'service', service, source, officer, products, purposes, days }: Options) {
  const known = roles.find((one) => one === role)
  if (!known) throw nameUnknown('role', role, roles)
  return {
    role: known,
    service: service ?? officer ?? source ?? '',
    ...(officer !== undefined && { officer }),
    ...(source !== undefined && { source }),
    ...(products !== undefined && { products: products.split(',') }),
    ...(purposes !== undefined && { purposes: purposes.split(',') }),
    ...(days !== undefined && { days: Number(days) }),
  }
}

async function revoke(shell: Shell, id: string, options: Options): Promise<ExitCode> {
  await reach(shell, options, ({ client }) => client.revokeToken({ params: { id } }))
  if (options.json) printJson(shell, { revoked: id })
  else shell.out(`${id} is revoked`)
  return exitCodes.done.code
}
