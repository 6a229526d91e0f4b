// HTTP in, one call, HTTP out: the contract's routes on Fastify. The serializer drops what the contract does not name.

import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { App } from '../app.ts'
import { routes, shapes, type Asker, type Route, type RouteName } from '../contract/index.ts'
import { Failure } from '../base/index.ts'
import { mayEnter } from '../principals/index.ts'
import type { FileAnswer, Handlers } from './handler.ts'
import { desk } from './handlers/desk.ts'
import { events } from './handlers/events.ts'
import { mine } from './handlers/mine.ts'
import { modes } from './handlers/modes.ts'
import { open } from './handlers/open.ts'
import { operate } from './handlers/operate.ts'
import { records } from './handlers/records.ts'
import { session } from './handlers/session.ts'
import { systems } from './handlers/systems.ts'
import { registerPages } from './pages.ts'
import { answerProblem } from './problem.ts'
import type { Packed } from './unpack.ts'
import { visitOf, type Visit } from './visit.ts'

const handlers: Handlers = {
  ...open,
  ...session,
  ...mine,
  ...records,
  ...events,
  ...desk,
  ...operate,
  ...modes,
  ...systems,
}

const bodyBytesMax = 256 * 1024
/** Requests of one address in a minute; a token's holder sends batches, and gets more. */
const perMinuteMax = { people: 600, tokens: 60_000 } as const
const tokenRoles: readonly Asker[] = ['source', 'service', 'officer', 'operator', 'auditor']

export interface ServerOptions {
  /** where people reach it: `http://127.0.0.1:4680` */
  readonly origin: string
  /** requests come through the operator's own socket */
  readonly operator?: boolean
  /** requests of one address in a minute; the usual limits without */
  readonly perMinuteMax?: number
  /** pages as well as the API; the socket serves the API alone */
  readonly pages: boolean
  /** one line of the log: codes and routes, never a value */
  readonly log: (line: Readonly<Record<string, unknown>>) => void
}

/** Makes a server over an open house. It listens nowhere: `listen.ts` does, tests `inject`. */
export async function createServer(app: App, options: ServerOptions): Promise<FastifyInstance> {
  const server = fastify({ bodyLimit: bodyBytesMax, trustProxy: false, routerOptions: { maxParamLength: 400 } })
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  server.setErrorHandler(answerProblem(options.log))
  await server.register(cookie)
  await server.register(helmet, helmetOptions(options.origin))
  if (!options.operator) {
    const max = (request: FastifyRequest): number =>
      options.perMinuteMax ?? perMinuteMax[isForTokens(request.routeOptions.url) ? 'tokens' : 'people']
    await server.register(rateLimit, { max, timeWindow: 60_000 })
  }
  const [packed, plain] = [[], []] as [(readonly [string, Route])[], (readonly [string, Route])[]]
  for (const entry of Object.entries<Route>(routes)) (entry[1].packed ? packed : plain).push(entry)
  for (const [name, route] of plain) addRoute(server, app, options, name as RouteName, route) // keys of `routes`
  await server.register(async (scope) => {
    takePacked(scope)
    for (const [name, route] of packed) addRoute(scope, app, options, name as RouteName, route) // as above
  })
  if (options.pages) await registerPages(server, { origin: options.origin })
  server.setNotFoundHandler(() => {
    throw new Failure('not_found')
  })
  return server
}

/** Bodies of these routes stay bytes: they are opened by their handlers, once it is known who sent them. */
function takePacked(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

/** Routes that nobody enters without a token may be asked more often; a header alone lifts no limit. */
function isForTokens(url: string | undefined): boolean {
  return Object.values<Route>(routes).some(({ path, by }) => path === url && tokenRoles.includes(by))
}

function addRoute(
  server: FastifyInstance,
  app: App,
  { operator, origin }: ServerOptions,
  name: RouteName,
  route: Route,
): void {
  const handle = handlers[name] as (app: App, input: unknown, visit: unknown) => Promise<unknown> // the table is complete: Handlers
  server.route({
    method: route.method,
    url: route.path,
    ...(route.bytesMax !== undefined && { bodyLimit: route.bytesMax }),
    schema: {
      ...(route.params && { params: route.params }),
      ...asked(route),
      ...(typeof route.answer === 'string'
        ? {}
        : { response: { [route.status ?? 200]: route.answer, '4xx': shapes.problem, '5xx': shapes.problem } }),
    },
    async handler(request, reply) {
      const visit = await visitOf(app, request, { origin, viaSocket: operator === true })
      mayEnter(visit.principal, askerOf(route, visit), app.clock.now())
      if (route.method !== 'GET' && route.by !== 'anybody') fromOurPages(visit, origin)
      const path = (request.params as Record<string, string> | undefined)?.['*'] ?? ''
      const answer = await handle(
        app,
        {
          params: request.params,
          query: request.query,
          body: request.body,
          path,
          ...(route.packed && packedOf(request)),
        },
        visit,
      )
      for (const one of visit.cookies) reply.header('set-cookie', one)
      reply.status(route.status ?? 200)
      if (route.answer === 'text')
        return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send(answer)
      if (route.answer === 'bytes') return sendFile(reply, answer as FileAnswer) // `bytes` routes answer files: HandlerAnswer
      return reply.header('cache-control', 'no-store').send(answer)
    },
  })
}

/** Query and body of a request. A route that takes none refuses what is said there; events and the log are open, as their standards are. */
function asked({ method, path, query, body, packed }: Route): { querystring?: z.ZodType; body?: z.ZodType } {
  if (packed || !path.startsWith('/v1/')) return {}
  const nothing = z.strictObject({})
  return { querystring: query ?? nothing, ...(method !== 'GET' && { body: body ?? nothing.nullish() }) }
}

function packedOf({ body, headers }: FastifyRequest): { packed: Packed } {
  return {
    packed: { bytes: Buffer.isBuffer(body) ? body : Buffer.alloc(0), encoding: headers['content-encoding'] ?? null },
  }
}

/** Whom a route asks for, of all it takes: the visitor's own role where it is among them. */
function askerOf({ by, also = [] }: Route, { principal }: Visit): Asker {
  return also.find((one) => one === principal.role) ?? by
}

/** A change asked for with a session cookie must come from our own pages (security, threat 13); tokens carry no cookie. */
function fromOurPages({ principal, headers }: Visit, origin: string): void {
  const from = headers.get('origin') ?? headers.get('referer')
  const ours = from !== null && URL.canParse(from) && new URL(from).origin === new URL(origin).origin
  if (principal.role === 'person' && !ours) throw new Failure('foreign_origin')
}

function sendFile(
  reply: import('fastify').FastifyReply,
  { bytes, type, name, immutable }: FileAnswer,
): import('fastify').FastifyReply {
  if (name) reply.header('content-disposition', `attachment; filename="${name}"`)
  reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-store')
  return reply.type(type).send(Buffer.from(bytes))
}

function helmetOptions(origin: string): NonNullable<Parameters<typeof helmet>[1]> {
  const secure = origin.startsWith('https:')
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(secure && { upgradeInsecureRequests: [] }),
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  }
}
