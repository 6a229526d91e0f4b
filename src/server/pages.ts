// Pages inside the server: every address that is not the API's goes to the built site. Its loaders ask the API in process with the
// visitor's own cookies, so a page can do nothing that the visitor could not; what the API sets as cookies reaches the browser.

import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest, InjectOptions } from 'fastify'
import { Failure } from '../base/index.ts'
import { loadSite, type Site } from './site.ts'

const formBytesMax = 2 * 1024 * 1024
const yearMs = 365 * 24 * 60 * 60 * 1000

/** Serves the site on every address below `/` that no other route has. `origin` is where people reach it. */
export async function registerPages(app: FastifyInstance, { origin }: { readonly origin: string }): Promise<void> {
  const site = await loadSite()
  await app.register(fastifyStatic, {
    root: join(site.files, 'assets'),
    prefix: '/assets/',
    decorateReply: false,
    maxAge: yearMs,
    immutable: true,
  })
  const verifier = await readFile(join(site.files, 'verify.mjs'))
  app.get('/verify.mjs', (_request, reply) =>
    reply.type('text/javascript').header('content-disposition', 'attachment; filename="verify.mjs"').send(verifier),
  )
  await app.register((scope, _options, done) => {
    // forms reach the router unread
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload))
    scope.route({
      method: ['GET', 'POST'],
      url: '/*',
      bodyLimit: formBytesMax,
      handler: async (request, reply) => answerPage(app, site, origin, request, reply),
    })
    done()
  })
}

async function answerPage(
  app: FastifyInstance,
  site: Site,
  origin: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (/^\/(?:v1|log|assets)\//.test(request.url)) throw new Failure('not_found')
  const cookies: string[] = []
  const asked = requestOf(request, origin)
  const given = { origin, fetch: fetchAs(app, request, cookies), asked: request.url }
  const response = isForeignForm(request, origin)
    ? await site.answer(new Request(new URL('/foreign-form', origin)), given)
    : await site.answer(asked, given)
  for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value)
  for (const cookie of [...cookies, ...response.headers.getSetCookie()]) reply.header('set-cookie', cookie)
  reply.header('cache-control', 'no-store').status(response.status)
  return reply.send(Buffer.from(await response.arrayBuffer()))
}

type BodyOf = NonNullable<RequestInit['body']>

/** A form that another site made a browser send: nothing is done with it (CSRF). */
function isForeignForm({ method, headers }: FastifyRequest, origin: string): boolean {
  if (method !== 'POST') return false
  const site = headers['sec-fetch-site']
  return (headers.origin ?? origin) !== origin || (site !== undefined && site !== 'same-origin' && site !== 'none')
}

function requestOf(request: FastifyRequest, origin: string): Request {
  const { method, url, headers } = request
  const body =
    method === 'POST' ? { body: Readable.toWeb(request.body as Readable) as BodyOf, duplex: 'half' as const } : {} // the parser above hands the stream on
  return new Request(new URL(origin).origin + url, { method, headers: plainHeaders(headers), ...body })
}

function plainHeaders(headers: FastifyRequest['headers']): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  )
}

/** A `fetch` that asks the API in process as the visitor, and notes the cookies it sets. A visitor who signs in is known at once. */
function fetchAs(app: FastifyInstance, request: FastifyRequest, cookies: string[]): typeof fetch {
  return async (input, init = {}) => {
    const { pathname, search } = new URL(String(input instanceof Request ? input.url : input))
    const headers = { ...Object.fromEntries(new Headers(init.headers)), cookie: request.headers.cookie ?? '' }
    const response = await app.inject({
      method: (init.method ?? 'GET') as NonNullable<InjectOptions['method']>, // the client uses the contract's methods alone
      url: pathname + search,
      headers,
      remoteAddress: request.ip,
      ...(typeof init.body === 'string' && { payload: init.body }),
    })
    cookies.push(...[response.headers['set-cookie'] ?? []].flat())
    const empty = response.statusCode === 204 || response.statusCode === 304
    return new Response(empty ? null : new Uint8Array(response.rawPayload), {
      status: response.statusCode,
      headers: { 'content-type': String(response.headers['content-type'] ?? '') },
    })
  }
}
