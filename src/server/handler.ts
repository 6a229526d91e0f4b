// The shape of a handler: input that the contract has parsed, who asks, one call, an answer the contract will filter.

import type { z } from 'zod'
import type { App } from '../app.ts'
import type { RouteName, Routes } from '../contract/index.ts'
import type { Packed } from './unpack.ts'
import type { Visit } from './visit.ts'

type Parsed<R, K extends string> = K extends keyof R
  ? R[K] extends z.ZodType
    ? { readonly [P in K]: z.output<R[K]> }
    : unknown
  : unknown

/** A file as an answer: bytes with their media type and, for a download, a fixed name. */
export interface FileAnswer {
  readonly bytes: Uint8Array
  readonly type: string
  readonly name?: string
  /** how long anybody may keep it: tiles never change */
  readonly immutable?: boolean
}

/** What a route's handler gets: params, query and body as far as the contract has them; `path` is a trailing `*`. */
export type HandlerInput<N extends RouteName> = Parsed<Routes[N], 'params'> &
  Parsed<Routes[N], 'query'> &
  Parsed<Routes[N], 'body'> &
  (Routes[N] extends { readonly packed: z.ZodType } ? { readonly packed: Packed } : unknown) & { readonly path: string }
export type HandlerAnswer<N extends RouteName> = Routes[N]['answer'] extends z.ZodType
  ? z.input<Routes[N]['answer']>
  : Routes[N]['answer'] extends 'text'
    ? string
    : FileAnswer

export type Handler<N extends RouteName> = (app: App, input: HandlerInput<N>, visit: Visit) => Promise<HandlerAnswer<N>>

/** Handlers of some routes. All together they are complete: a missing one does not compile (server.ts). */
export type Handlers<N extends RouteName = RouteName> = { readonly [R in N]: Handler<R> }

/** The same form without `readonly`: the domain's lists are read-only, those of the contract are plain. */
export type Writable<T> = T extends readonly (infer E)[]
  ? Writable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Writable<T[K]> }
    : T

/** A copy of plain data that the contract may have. */
export function writable<T>(value: T): Writable<T> {
  return structuredClone(value) as Writable<T> // the same data; only `readonly` goes
}
