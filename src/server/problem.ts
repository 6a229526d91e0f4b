// The one place where failures become answers: problem details (RFC 9457). What is unexpected shows a number and nothing else.

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { asFailure, Failure, failures, newSecret, type FailureCode } from '../base/index.ts'
import { wrongFields, type Issue, type WrongField } from './fields.ts'

/** The body of a problem. */
export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly help: string
  readonly detail?: Failure['detail']
  readonly fields?: readonly WrongField[]
}

/** Answers anything thrown as a problem. `log` gets codes and a number, never what the cause says: drivers print values there. */
export function answerProblem(log: (line: Readonly<Record<string, unknown>>) => void) {
  return async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const body = problemOf(error, shapeOf(error, request))
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

/** The problem of anything thrown; `shape`: of what came in, where that is what is wrong. */
export function problemOf(error: unknown, shape?: z.ZodType): ProblemBody {
  if (hasZodFastifySchemaValidationErrors(error))
    return { ...printed(new Failure('input_invalid')), fields: wrongFields(shape, error.validation.map(issueOf)) }
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

/** The shape of the part of a request that did not fit it. */
function shapeOf(error: unknown, { routeOptions: { schema } }: FastifyRequest): z.ZodType | undefined {
  const { validationContext: part } = error as Partial<FastifyError> // only looked at, whatever it is
  const shape = part === 'body' || part === 'params' || part === 'querystring' ? schema?.[part] : undefined
  return shape as z.ZodType | undefined // routes are added with the contract's shapes alone
}

type Found = { readonly instancePath: string; readonly message?: string | undefined; readonly params: object }

/** An issue as zod had it: the framework joins its path and puts what else it says into `params`. */
function issueOf({ instancePath, message = 'not as the contract says', params }: Found): Issue {
  const { keys } = params as { readonly keys?: readonly string[] } // of an unknown field, as zod names them
  return { path: instancePath.split('/').filter((step) => step !== ''), message, keys }
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
