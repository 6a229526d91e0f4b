// The typed client: one function a route, made from the contract, so client and server cannot differ. Works wherever fetch does.

import type { z } from 'zod'
import { routes, type Route, type RouteName, type Routes } from '../contract/index.ts'
import type { StatementClient, StatementTypes } from './statement.ts'

type Part<R, K extends string> = K extends keyof R
  ? R[K] extends z.ZodType
    ? { [P in K]: z.input<R[K]> }
    : unknown
  : unknown
/** A body that may be packed is sent as it is. */
type PackedPart<R> = R extends { readonly packed: z.ZodType } ? { body: z.input<R['packed']> } : unknown
type Answer<R extends Route> = R['answer'] extends z.ZodType
  ? z.output<R['answer']>
  : R['answer'] extends 'text'
    ? string
    : Uint8Array<ArrayBuffer>

/** What a call takes: the route's params, query and body, as far as it has them. `path` fills a trailing `*`. */
export type Input<N extends RouteName> = Part<Routes[N], 'params'> &
  Part<Routes[N], 'query'> &
  Part<Routes[N], 'body'> &
  PackedPart<Routes[N]> & { path?: string }
export type Output<N extends RouteName> = Answer<Routes[N]>

export type Client = { readonly [N in RouteName]: (input?: Input<N>) => Promise<Output<N>> }

/** An answer that is a problem (RFC 9457): its code is the contract, its words are for people. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly help: string
  readonly fields: readonly { readonly field: string; readonly message: string }[]
  readonly detail: Readonly<Record<string, unknown>>
  constructor(
    status: number,
    body: {
      title?: string
      code?: string
      help?: string
      fields?: readonly { field: string; message: string }[]
      detail?: Record<string, unknown>
    },
  ) {
    super(body.title ?? `the server answered ${status}`)
    this.name = 'Problem'
    this.status = status
    this.code = body.code ?? 'unexpected'
    this.help = body.help ?? ''
    this.fields = body.fields ?? []
    this.detail = body.detail ?? {}
  }
}

/** How requests leave: a fetch, the server's origin, and a token where one is needed. */
export interface ClientOptions {
  readonly origin: string
  readonly token?: string
  readonly fetch?: typeof fetch
}

/**
 * Makes a client. Every call throws a `Problem` when the server does not answer with what the contract says. With the type `Statement` that
 * `kept build` emits, what no sentence allows does not compile: `createClient<Statement>({ … })`.
 */
export function createClient(options: ClientOptions): Client
export function createClient<S extends StatementTypes>(options: ClientOptions): StatementClient<S>
export function createClient({ origin, token, fetch: send = fetch }: ClientOptions): Client {
  const call = async (route: Route, input: Record<string, unknown> = {}): Promise<unknown> => {
    const hasBody = (route.body ?? route.packed) !== undefined
    const response = await send(new URL(address(route, input), origin), {
      method: route.method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(hasBody && { 'content-type': 'application/json' }),
        origin,
      },
      ...(hasBody && { body: JSON.stringify(input['body'] ?? {}) }),
    })
    if (!response.ok) throw new Problem(response.status, await problemOf(response))
    if (route.answer === 'text') return response.text()
    if (route.answer === 'bytes') return new Uint8Array(await response.arrayBuffer())
    return response.json()
  }
  const entries = Object.entries(routes).map(([name, route]) => [
    name,
    (input?: Record<string, unknown>) => call(route, input),
  ])
  return Object.fromEntries(entries) as Client // every route of the table has its function
}

function address(route: Route, input: Record<string, unknown>): string {
  const params = (input['params'] ?? {}) as Record<string, unknown>
  const path = route.path
    .replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(params[key])))
    .replace('*', typeof input['path'] === 'string' ? input['path'] : '')
  const query = Object.entries((input['query'] ?? {}) as Record<string, unknown>).filter(
    ([, value]) => value !== undefined,
  )
  return query.length === 0
    ? path
    : `${path}?${new URLSearchParams(query.map(([key, value]): [string, string] => [key, String(value)])).toString()}`
}

async function problemOf(response: Response): Promise<ConstructorParameters<typeof Problem>[1]> {
  try {
    return (await response.json()) as ConstructorParameters<typeof Problem>[1]
  } catch {
    return {}
  }
}
