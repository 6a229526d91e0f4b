// A failure as the best compilers say it: code, what is wrong in lower case without a full stop, what it concerns, what to do.

import { asFailure, failures, type FailureCode } from '../base/index.ts'
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
    for (const one of printed(value)) shell.err(`  ${styled(shell, 'blue', '┌')} ${name}: ${one}`)
  for (const { field, message } of said.fields) shell.err(`  ${styled(shell, 'blue', '┌')} ${field}: ${message}`)
  if (said.help) shell.err(`  ${styled(shell, 'green', 'help')}: ${said.help}`)
}

/** Codes whose own words speak of requests, said of what a command was given. */
const given: { readonly [Code in FailureCode]?: Pick<Said, 'message' | 'help'> } = {
  input_invalid: { message: 'what was given does not have the form that it needs', help: 'mend what is named' },
  input_not_json: { message: 'this is not JSON', help: 'write JSON: `{ "name": "value" }`, or a list of such' },
  not_found: { message: 'there is nothing of that name or number', help: 'check how it is written' },
  input_too_large: { message: 'this is larger than is taken at once', help: 'give it in smaller parts' },
  too_many_requests: { message: 'too much was asked within a minute', help: 'wait a minute, then repeat it' },
  foreign_origin: { message: 'this is asked from a page of the house alone', help: 'sign in there and do it again' },
}

function wordsOf(code: string): Pick<Said, 'message' | 'help'> | undefined {
  return given[code as FailureCode] // other codes have none here
}

function inWords(cause: unknown): Said {
  if (cause instanceof Problem) {
    const { code, message, help, detail, fields } = cause
    return { code, message, help, ...wordsOf(code), detail, fields }
  }
  const { code, detail, cause: inner } = asFailure(cause)
  const { message, help } = failures[code]
  const why = code === 'unexpected' && inner instanceof Error ? { why: inner.message } : {}
  return { code, message, help, ...wordsOf(code), detail: { ...detail, ...why }, fields: [] }
}

/** Where it came from, with every cause inside: only for who asked for it with KEPT_TRACE. */
function traceOf(cause: unknown): string {
  return cause instanceof Error
    ? `${cause.stack}${cause.cause === undefined ? '' : `\ncaused by ${traceOf(cause.cause)}`}`
    : String(cause)
}

/** A value in lines: names of a list stand in one, sentences in one each. */
function printed(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [String(value)]
  const all = value.map(String)
  if (all.length === 0) return ['none']
  return all.some((one) => one.includes(' ')) ? all : [all.join(', ')]
}
