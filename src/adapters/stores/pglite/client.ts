// A node-postgres client whose connection is the embedded engine. PGlite's own connection sends each message by itself; here the
// messages of one query go to the thread together, at the Sync or Flush that ends them: one round trip instead of five.

import { EventEmitter } from 'node:events'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import pg from 'pg'
import { parse } from 'pg-protocol'
import { concat, Failure } from '../../../base/index.ts'
import type { Engine } from './engine.ts'

/** First bytes of the messages that end a batch: Sync, Flush, Query. */
const [sync, flush, simpleQuery] = [0x53, 0x48, 0x51]
const syncMessage = Uint8Array.of(sync, 0, 0, 0, 4)

/** A class of clients for `pg.Pool`, all on this engine's one session: the pool's `max` must be 1. */
export function clientOf(engine: Engine): typeof pg.Client {
  return class extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      const port = new Port(engine)
      // PGlite's connection asks of its database only what `Port` has
      const { connection } = createPgConfig(port as never)
      const { destroy } = connection.stream
      let ready = false
      connection.once('readyForQuery', () => (ready = true))
      connection.stream.destroy = () => {
        if (!ready)
          connection.emit(
            'error',
            new Failure('storage_unavailable', { reason: 'the embedded database was not ready in time' }),
          )
        destroy()
      }
      port.failed.catch((cause: unknown) => connection.emit('error', cause))
      // `connection` is an option of pg.Client that its types do not name
      super({ ...(config as pg.ClientConfig), connection } as pg.ClientConfig)
    }
  }
}

/** What PGlite's connection needs of a database, for one client. A session begun in an earlier start of the thread is refused. */
class Port {
  /** Resolves when the engine serves this client. Never rejects, for PGlite's connection would leave that unhandled. */
  readonly waitReady: Promise<void>
  /** Rejects when the engine does not start. */
  readonly failed: Promise<void>
  readonly #engine: Engine
  readonly #wire = new EventEmitter()
  #messages: Message[] = []
  #waiting: Uint8Array[] = []
  #start = 0

  constructor(engine: Engine) {
    this.#engine = engine
    void parse(this.#wire as unknown as NodeJS.ReadableStream, (message) => this.#messages.push(message as Message)) // it only listens for `data`
    this.failed = this.#begin()
    this.waitReady = new Promise((resolve) => void this.failed.then(resolve, () => {}))
  }

  async #begin(): Promise<void> {
    await this.#engine.ready()
    this.#start = this.#engine.start
    await this.#engine.ask(syncMessage) // a client before may have gone between an error and its Sync
  }

  async execProtocolStream(bytes: Uint8Array): Promise<readonly Message[]> {
    this.#waiting.push(bytes)
    if (bytes[0] !== sync && bytes[0] !== flush && bytes[0] !== simpleQuery) return []
    const batch = concat(...this.#waiting)
    this.#waiting = []
    if (this.#engine.start !== this.#start)
      throw new Failure('storage_unavailable', { reason: 'the embedded database began anew' })
    const back = await this.#engine.ask(batch)
    this.#messages = []
    this.#wire.emit('data', Buffer.from(back.buffer, back.byteOffset, back.byteLength))
    if (bytes[0] !== flush && this.#messages.at(-1)?.name !== 'readyForQuery') throw this.#broken()
    return this.#messages
  }
  /** PostgreSQL gave up in the middle of an answer (a panic: it could not write its log). Its thread must start anew and recover. */
  #broken(): Failure {
    const full = this.#messages.some(({ code }) => code === diskFull)
    const failure = full
      ? new Failure('storage_full')
      : new Failure('storage_unavailable', { reason: 'the embedded database broke off' })
    this.#engine.end(failure)
    return failure
  }
}

const diskFull = '53100'

/** What of a message of the wire protocol counts here: its name, and the SQLSTATE of an error. */
interface Message {
  readonly name: string
  readonly code?: string
}
