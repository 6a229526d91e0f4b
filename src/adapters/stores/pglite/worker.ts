// The embedded PostgreSQL in a thread of its own: bytes of the wire protocol in, bytes out. On disk each commit reaches the disk
// (real fsync, which PGlite leaves out), and the thread says at its start that it saw that happen; otherwise it refuses to start.

import fs from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import type { WorkerAnswer, WorkerData, WorkerRequest } from './wire.ts'

interface Stream {
  readonly nfd?: number
}
type Operation = (stream: Stream, ...rest: unknown[]) => number
interface Module {
  readonly NODEFS: { readonly stream_ops: Record<string, Operation> }
}

let fsyncs = 0
let full = false

/** NodeFS whose fsync is one, and which remembers that the disk was full. */
class DurableNodeFS extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const started = await super.init(...args)
    // Emscripten hands its module to preRun; PGlite's types do not name NODEFS
    started.emscriptenOpts.preRun?.push((module: object) => harden((module as Module).NODEFS.stream_ops))
    return started
  }
}

function harden(operations: Record<string, Operation>): void {
  const { write } = operations
  operations['fsync'] = (stream) => {
    if (stream.nfd !== undefined) fs.fsyncSync(stream.nfd)
    fsyncs++
    return 0
  }
  operations['write'] = (stream, ...rest) => {
    try {
      return write!(stream, ...rest)
    } catch (cause) {
      if (isFull(cause)) {
        full = true
        ;(cause as { errno: number }).errno = noSpace // PostgreSQL knows this one alone as a full disk
      }
      throw cause
    }
  }
}

/** Emscripten's numbers are WASI's: 51 no space left, 22 file too large, 19 over quota. */
const noSpace = 51

/** Whether something thrown says that there is no room: by Emscripten's number, or by Node's code. */
function isFull(cause: unknown): boolean {
  const { errno, code } = cause as { errno?: number; code?: string } // whatever was thrown: both may be missing
  return [noSpace, 22, 19].includes(errno ?? 0) || ['ENOSPC', 'EFBIG', 'EDQUOT'].includes(code ?? '')
}

/** Commits something and counts: a commit that returned without an fsync would be a promise nobody keeps. */
async function provesDurable(lite: PGlite): Promise<boolean> {
  const before = fsyncs
  await lite.query(`select pg_logical_emit_message(true, 'wordkept', 'start')`)
  return fsyncs > before
}

async function start(): Promise<PGlite> {
  const { data, image } = workerData as WorkerData // written by engine.ts alone
  const loaded = image === null ? {} : { loadDataDir: new Blob([image]) }
  if (data === null) return PGlite.create(loaded)
  const startParams = [...PGlite.defaultStartParams.filter((p) => p !== '-F'), '-c', 'wal_sync_method=fsync']
  const lite = await PGlite.create({ ...loaded, fs: new DurableNodeFS(data), startParams })
  if (!(await provesDurable(lite))) throw new Error('a commit did not reach the disk: fsync is not called')
  return lite
}

/** Bytes of the wire protocol are answered at once: nobody but this thread's one queue uses the engine. */
function serve(lite: PGlite, { id, ask, bytes }: WorkerRequest): void {
  if (ask === 'wire') return answer(id, () => lite.execProtocolRawSync(bytes).slice())
  finish(lite, ask).then(
    (made) => answer(id, () => made),
    (cause: unknown) => say({ id, error: String(cause), full }),
  )
}

async function finish(lite: PGlite, ask: Exclude<WorkerRequest['ask'], 'wire'>): Promise<Uint8Array> {
  if (ask === 'image') return new Uint8Array(await (await lite.dumpDataDir('none')).arrayBuffer())
  await lite.close()
  return new Uint8Array(0)
}

function answer(id: number, make: () => Uint8Array): void {
  try {
    const bytes = make()
    say({ id, bytes, full }, [bytes.buffer as ArrayBuffer]) // memory of its own: `slice` copied it
  } catch (cause) {
    say({ id, error: String(cause), full })
  }
}

function say(answer: WorkerAnswer, transfer: ArrayBuffer[] = []): void {
  parentPort!.postMessage(answer, transfer)
}

try {
  const lite = await start()
  parentPort!.on('message', (request: WorkerRequest) => serve(lite, request))
  say({ ready: true, full })
} catch (cause) {
  say({ ready: false, error: String(cause), full: full || isFull(cause) })
}
