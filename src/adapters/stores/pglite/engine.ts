// The embedded engine as the rest sees it: ask bytes, get bytes. It holds the directory's lock, ends a statement that runs away
// and starts the thread anew, so that the next caller is served. A session belongs to one start of the thread (`start`, a number):
// who began in an older one is refused, for a fresh session has neither the role nor the tenant bound.

import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Failure } from '../../../base/index.ts'
import { lockDirectory } from './lock.ts'
import type { WorkerAnswer, WorkerData, WorkerRequest } from './wire.ts'

/** Where the embedded database lies and how long one statement may run. */
interface EngineOptions {
  /** the directory that holds `lock.db` and `data/`; null: in memory */
  readonly home: string | null
  readonly statementMs?: number
  /** a prepared data directory (what `image` gave), to begin with instead of an empty one */
  readonly image?: Uint8Array<ArrayBuffer>
}

/** An embedded database, started. */
export interface Engine {
  /** Resolves when the thread runs; starts it where it ended. Failure `storage_unavailable` or `storage_full` where it cannot. */
  ready(): Promise<void>
  /** which start of the thread runs now: sessions do not outlive it */
  readonly start: number
  /**
   * Sends bytes of the wire protocol and answers those that come back. `begun`: the start of the thread in which the session began; where another
   * one runs now, or has to be started for it, Failure `storage_unavailable`.
   */
  ask(bytes: Uint8Array, begun: number): Promise<Uint8Array>
  /** The data directory as a tar. */
  image(): Promise<Uint8Array<ArrayBuffer>>
  /** Lets statements run without end (migrations), or ends them after so many milliseconds again. */
  limit(statementMs: number | null): void
  /** Ends the thread, so that the next caller starts it anew; whoever waits gets the failure. */
  end(failure: Failure): void
  close(): Promise<void>
}

interface Pending {
  readonly resolve: (bytes: Uint8Array) => void
  readonly reject: (failure: Failure) => void
  readonly timer: NodeJS.Timeout | undefined
}

const source = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.mjs', import.meta.url)

/** Starts the embedded database. Failure `storage_busy` where another process has the directory open. */
export function startEngine({ home, statementMs = 10_000, image }: EngineOptions): Engine {
  const unlock = home === null ? () => {} : lockDirectory(home)
  const pending = new Map<number, Pending>()
  const workerData: WorkerData = { data: home && join(home, 'data'), image: image ?? null }
  let [id, start, limitMs, closed] = [0, 0, statementMs as number | null, false]
  let thread: Worker | null = null
  let running: Promise<void> | null = null
  let ended: Promise<unknown> = Promise.resolve()

  function settle(answer: Extract<WorkerAnswer, { ready?: undefined }>): void {
    const one = pending.get(answer.id)
    pending.delete(answer.id)
    clearTimeout(one?.timer)
    if ('bytes' in answer) one?.resolve(answer.bytes)
    else one?.reject(lost(answer.full, answer.error))
  }

  /** Ends the thread: whoever waits is told, and the next caller starts another. In memory nothing is left to start again. */
  function end(failure: Failure): void {
    if (thread) ended = thread.terminate()
    ;[thread, running] = [null, null]
    closed ||= home === null
    for (const { reject, timer } of pending.values()) {
      clearTimeout(timer)
      reject(failure)
    }
    pending.clear()
  }

  async function launch(): Promise<void> {
    if (closed) throw new Failure('storage_unavailable', { reason: 'the embedded database was closed' })
    await ended // two threads must never have the directory open
    start++
    const worker = new Worker(source, { workerData })
    thread = worker
    await new Promise<void>((resolve, reject) => {
      const fail = (failure: Failure): void => {
        reject(failure)
        if (thread === worker) end(failure)
      }
      worker.on('error', (cause) => fail(lost(false, String(cause))))
      worker.on('exit', () => fail(lost(false, 'its thread ended')))
      worker.on('message', (answer: WorkerAnswer) => {
        if (answer.ready === undefined) settle(answer)
        else if (answer.ready) resolve()
        else fail(lost(answer.full, answer.error))
      })
    })
  }

  async function send(ask: WorkerRequest['ask'], bytes: Uint8Array, begun: number | null): Promise<Uint8Array> {
    await (running ??= launch())
    // asked only now: whoever comes when the thread has ended starts another, and its session has neither role nor tenant
    if (begun !== null && begun !== start)
      throw new Failure('storage_unavailable', { reason: 'the embedded database began anew' })
    return new Promise((resolve, reject) => {
      const ran = (): void =>
        end(new Failure('storage_unavailable', { reason: 'a statement ran too long and was ended' }))
      const timer = limitMs === null || ask === 'image' ? undefined : setTimeout(ran, limitMs)
      pending.set(++id, { resolve, reject, timer })
      thread!.postMessage({ id, ask, bytes } satisfies WorkerRequest)
    })
  }

  return {
    ready: () => (running ??= launch()),
    get start() {
      return start
    },
    ask: (bytes, begun) => send('wire', bytes, begun),
    image: async () => new Uint8Array(await send('image', new Uint8Array(0), null)),
    limit: (ms) => (limitMs = ms),
    end,
    async close() {
      // a thread that cannot close in peace is ended: what was acknowledged is on the disk, and opening it recovers
      if (!closed && thread) await send('close', new Uint8Array(0), null).catch(() => {})
      closed = true
      end(new Failure('storage_unavailable', { reason: 'the embedded database was closed' }))
      await ended
      unlock()
    },
  }
}

function lost(full: boolean, reason: string): Failure {
  return full
    ? new Failure('storage_full', {}, new Error(reason))
    : new Failure('storage_unavailable', { reason: 'the embedded database ended' }, new Error(reason))
}
