// What the server hands to loaders and actions: a client that asks the API in process, as the visitor who asked for the page.
// A problem it answers with becomes a redirect to sign-in or the data of an error page; nothing else of it reaches a reader.

import { createContext, data, redirect, RouterContextProvider } from 'react-router'
import { createClient, Problem, type Client } from '../client/index.ts'
import { paths } from './paths.ts'

/** Handed in by the server for one request: where we are, and a `fetch` that carries the visitor's cookies. */
export interface Given {
  readonly origin: string
  readonly fetch: typeof fetch
  /** the path and query that were asked for: where to come back to after a sign-in */
  readonly asked: string
}

/** The client of the visitor whose page this is. */
export const client = createContext<Client>()

/** What an error page is told: the code is the contract, the rest its words. */
export interface Told {
  readonly code: string
  readonly help: string
  readonly fields: readonly { readonly field: string; readonly message: string }[]
  readonly detail: Readonly<Record<string, unknown>>
}

/** The context of one request: every loader and action takes its client from it. */
export function contextFor({ origin, fetch, asked }: Given): RouterContextProvider {
  const context = new RouterContextProvider()
  const raw = createClient({ origin, fetch })
  const telling = Object.entries(raw).map(([name, call]) => [
    name,
    (input: never) => call(input).catch((cause: unknown) => tell(cause, asked)),
  ])
  context.set(client, Object.fromEntries(telling) as Client) // the same functions, under the same names
  return context
}

function tell(cause: unknown, asked: string): never {
  if (!(cause instanceof Problem)) throw cause
  const { status, code, help, fields, detail } = cause
  if (code === 'not_signed_in') throw redirect(paths.signIn({ back: asked }))
  if (code === 'fresh_sign_in_needed') throw redirect(paths.signIn({ back: asked, why: 'fresh' }))
  throw data({ code, help, fields, detail } satisfies Told, { status })
}
