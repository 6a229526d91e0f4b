// The one place where failures become answers: problem details (RFC 9457). What is unexpected shows a number and nothing else.

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { asFailure, Failure, failures, newSecret, type FailureCode } from '../base/index.ts'

/** The body of a problem. */
export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly help: string
  readonly detail?: Failure['detail']
  readonly fields?: readonly { readonly field: string; readonly message: string }[]
}

/** Answers anything thrown as a problem. `log` gets codes and a number, never what the cause says: drivers print values there. */
export function answerProblem(log: (line: Readonly<Record<string, unknown>>) => void) {
  return async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const body = problemOf(error)
    if (body.code === 'unexpected') {
      const cause = asFailure(error).cause
      const at = cause instanceof Error ? stackOf(cause) : []
      log({
        event: 'unexpected',
        number: body.detail?.['number'],
        route: request.routeOptions.url,
        error: nameOf(cause),
        at,
      })
    }
    if (body.status === 429 || body.status === 503)
      reply.header('retry-after', reply.getHeader('retry-after') ?? String(body.detail?.['retryAfterSeconds'] ?? 5))
    await reply.status(body.status).type('application/problem+json').serializer(JSON.stringify).send(body)
  }
}

/** The problem of anything thrown. */
export function problemOf(error: unknown): ProblemBody {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map(({ instancePath, message }) => ({
      field: fieldOf(instancePath),
      message: message ?? 'not as the contract says',
    }))
    return { ...printed(new Failure('input_invalid')), fields }
  }
  const framework = frameworkFailure(error)
  if (framework) return printed(framework)
  const failure = asFailure(error)
  return printed(
    failure.code === 'unexpected' ? new Failure('unexpected', { number: newSecret(32) }, failure.cause) : failure,
  )
}

const frameworkCodes: Readonly<Record<string, FailureCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'input_too_large',
  FST_ERR_CTP_INVALID_JSON_BODY: 'input_not_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'input_not_json',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'input_not_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'input_not_json',
  FST_ERR_NOT_FOUND: 'not_found',
  FST_ERR_VALIDATION: 'input_invalid',
}

function frameworkFailure(error: unknown): Failure | null {
  const { code, statusCode, name } = error as Partial<FastifyError> // only looked at, whatever it is
  if (code && frameworkCodes[code]) return new Failure(frameworkCodes[code])
  if (statusCode === 429) return new Failure('too_many_requests')
  return name === 'SyntaxError' && statusCode === 400 ? new Failure('input_not_json') : null
}

function printed(failure: Failure): ProblemBody {
  const { status, message, help } = failures[failure.code]
  const detail = Object.keys(failure.detail).length > 0 ? { detail: failure.detail } : {}
  return { type: `urn:wordkept:problem:${failure.code}`, title: message, status, code: failure.code, help, ...detail }
}

function fieldOf(path: string): string {
  return path.replace(/^\//, '').replaceAll('/', '.') || 'body'
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause
}

/** Places in our own code, without the message: a message may hold a value. */
function stackOf(error: Error): readonly string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 6)
    .map((line) => line.trim().replace(/\(?file:.*\/(src|node_modules)\//, '($1/'))
}
