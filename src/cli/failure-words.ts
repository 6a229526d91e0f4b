// A failure as the best compilers say it: code, what is wrong in lower case without a full stop, what it concerns, what to do.

import { asFailure, failures } from '../base/index.ts'
import { Problem } from '../client/index.ts'
import { styled, type Shell } from './shell.ts'

interface Said {
  readonly code: string
  readonly message: string
  readonly help: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly fields: readonly { readonly field: string; readonly message: string }[]
}

/** Prints what went wrong on the standard error, as words or as JSON. Nothing of a foreign error but its message is shown. */
export function sayFailure(shell: Shell, cause: unknown, json: boolean): void {
  const said = inWords(cause)
  if (shell.env['KEPT_TRACE']) shell.err(traceOf(cause))
  if (json) return shell.err(JSON.stringify({ error: said }))
  shell.err(`${styled(shell, 'red', `error ${said.code}`)}: ${said.message}`)
  for (const [name, value] of Object.entries(said.detail))
    shell.err(`  ${styled(shell, 'blue', '┌')} ${name}: ${printed(value)}`)
  for (const { field, message } of said.fields) shell.err(`  ${styled(shell, 'blue', '┌')} ${field}: ${message}`)
  if (said.help) shell.err(`  ${styled(shell, 'green', 'help')}: ${said.help}`)
}

function inWords(cause: unknown): Said {
  if (cause instanceof Problem) {
    const { code, message, help, detail, fields } = cause
    return { code, message, help, detail, fields }
  }
  const { code, detail, cause: inner } = asFailure(cause)
  const { message, help } = failures[code]
  const why = code === 'unexpected' && inner instanceof Error ? { why: inner.message } : {}
  return { code, message, help, detail: { ...detail, ...why }, fields: [] }
}

/** Where it came from, with every cause inside: only for who asked for it with KEPT_TRACE. */
function traceOf(cause: unknown): string {
  return cause instanceof Error
    ? `${cause.stack}${cause.cause === undefined ? '' : `\ncaused by ${traceOf(cause.cause)}`}`
    : String(cause)
}

function printed(value: unknown): string {
  if (!Array.isArray(value)) return String(value)
  return value.length === 0 ? 'none' : value.join(', ')
}
