// Who asks: a request becomes a principal. A session cookie is a person, a bearer token a service, officer, operator or auditor, a write key a source of events;
// the operator's own socket is an operator by file permission.

import type { FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { Failure } from '../base/index.ts'
import { readToken, type Principal } from '../principals/index.ts'

/** One request as the handlers see it. */
export interface Visit {
  readonly principal: Principal
  readonly headers: Headers
  /** where people reach this house: for whole addresses in answers */
  readonly origin: string
  /** cookies to set with the answer */
  readonly cookies: string[]
}

const operator: Principal = {
  role: 'operator',
  id: 'socket',
  service: 'operator',
  officer: null,
  products: [],
  purposes: [],
  endsAt: new Date(8.64e15),
}

/** The visit of a request. `viaSocket`: it came through the operator's socket. */
export async function visitOf(
  app: App,
  request: FastifyRequest,
  { origin, viaSocket }: { readonly origin: string; readonly viaSocket: boolean },
): Promise<Visit> {
  const headers = new Headers(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as [string, string]] : [],
    ),
  )
  return { principal: await principalOf(app, headers, viaSocket), headers, origin, cookies: [] }
}

async function principalOf(app: App, headers: Headers, viaSocket: boolean): Promise<Principal> {
  const authorization = headers.get('authorization')
  if (authorization && /^bearer /i.test(authorization)) return bearer(app, authorization.slice(7))
  if (authorization && /^basic /i.test(authorization)) return bearer(app, userOf(authorization.slice(6)))
  if (viaSocket) return operator
  return (await app.personOfSession(headers)) ?? { role: 'anybody' }
}

/** The user of Basic authentication (RFC 7617): clients of the trade send their write key there. */
function userOf(credentials: string): string {
  const [user = ''] = Buffer.from(credentials, 'base64').toString('utf8').split(':')
  return user
}

async function bearer(app: App, text: string): Promise<Principal> {
  const token = readToken(text)
  const principal = token && (await app.tokens.find(token.id, token.hash))
  if (!principal || principal.endsAt <= app.clock.now()) {
    await app.gate.note({ type: 'token', actor: 'anybody', payload: { effect: 'deny', act: 'enter' } })
    throw new Failure('token_refused')
  }
  return principal
}
