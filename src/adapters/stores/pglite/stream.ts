// The embedded engine as the stream of a node-postgres connection: what the driver writes up to a Sync goes to the engine's thread together,
// one round trip a query, and the bytes that come back are what it reads. Nobody signs in: the thread is ours.

import { Duplex } from 'node:stream'
import { concat, Failure } from '../../../base/index.ts'
import type { Engine } from './engine.ts'

/** First bytes of messages of the wire protocol. What begins with 0 has none: it is the first one of a session. */
const [startup, sync, flush, simpleQuery, terminate] = [0, 0x53, 0x48, 0x51, 0x58]
const [errorAnswer, readyAnswer] = [0x45, 0x5a]
const endsBatch: readonly number[] = [sync, flush, simpleQuery]

const syncMessage = Uint8Array.of(sync, 0, 0, 0, 4)
/** AuthenticationOk and ReadyForQuery: what a server says to whom it lets in. */
const welcome = Uint8Array.of(0x52, 0, 0, 0, 8, 0, 0, 0, 0, readyAnswer, 0, 0, 0, 5, 0x49)

type Done = (cause?: Error | null) => void

/** A stream to an engine's one session, for one client. A session begun in an earlier start of the thread is refused. */
export class EngineStream extends Duplex {
  readonly #engine: Engine
  #start: number | null = null
  #waiting: Uint8Array[] = []

  constructor(engine: Engine) {
    super()
    this.#engine = engine
  }

  /** What the driver calls on a socket: `connect` is emitted when the engine serves. */
  connect(): this {
    this.#begin().then(
      () => this.emit('connect'),
      (cause: Error) => this.destroy(cause),
    )
    return this
  }

  async #begin(): Promise<void> {
    await this.#engine.ready()
    this.#start = this.#engine.start
    await this.#engine.ask(syncMessage, this.#start) // a client before may have gone between an error and its Sync
  }

  setNoDelay(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  override _read(): void {} // answers are pushed as they come

  override _write(message: Uint8Array, _encoding: BufferEncoding, done: Done): void {
    this.#take([message]).then(() => done(), done)
  }

  override _writev(messages: readonly { readonly chunk: Uint8Array }[], done: Done): void {
    this.#take(messages.map(({ chunk }) => chunk)).then(() => done(), done)
  }

  override _final(done: Done): void {
    this.push(null)
    done()
  }

  override _destroy(cause: Error | null, done: Done): void {
    const isLate = cause === null && this.#start === null
    done(isLate ? new Failure('storage_unavailable', { reason: 'the embedded database was not ready in time' }) : cause)
  }

  async #take(messages: readonly Uint8Array[]): Promise<void> {
    for (const message of messages) {
      if (this.destroyed) return
      const kind = message[0]!
      if (kind === startup) this.push(welcome)
      else if (kind !== terminate) this.#waiting.push(message) // the session outlives its clients
      if (endsBatch.includes(kind)) await this.#askTogether(kind)
    }
  }

  async #askTogether(kind: number): Promise<void> {
    const batch = concat(...this.#waiting)
    this.#waiting = []
    const answer = await this.#engine.ask(batch, this.#start!) // nobody writes before `connect`
    if (kind !== flush && !isWhole(answer)) throw this.#broken(answer)
    this.push(answer)
  }

  /** PostgreSQL gave up in the middle of an answer (a panic: it could not write its log). Its thread must start anew and recover. */
  #broken(answer: Uint8Array): Failure {
    const failure = saysDiskFull(answer)
      ? new Failure('storage_full')
      : new Failure('storage_unavailable', { reason: 'the embedded database broke off' })
    this.#engine.end(failure)
    return failure
  }
}

const headerBytes = 5

/** Where each message of an answer begins; what is cut off at the end is none. */
function* messagesOf(bytes: Uint8Array): Generator<number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at + headerBytes <= bytes.length) {
    const end = at + 1 + view.getUint32(at + 1)
    if (end > bytes.length) return
    yield at
    at = end
  }
}

/** Whether an answer ends as one must: ready for the next query. */
function isWhole(answer: Uint8Array): boolean {
  let last = -1
  for (const at of messagesOf(answer)) last = at
  return answer[last] === readyAnswer
}

/** SQLSTATE 53100 in the field `C` of an error. */
const diskFull = 'C53100\0'

function saysDiskFull(answer: Uint8Array): boolean {
  const starts = [...messagesOf(answer)]
  const errors = starts.filter((at) => answer[at] === errorAnswer)
  return errors.some((at) => Buffer.from(answer.subarray(at)).toString('latin1').includes(diskFull))
}
