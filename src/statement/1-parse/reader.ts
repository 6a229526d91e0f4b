// Reads Markdown and YAML in a worker with a deadline. One worker serves the process and is ended when a text takes too long; whoever
// waited behind that text gets a fresh one. The worker keeps no process alive.

import { Worker } from 'node:worker_threads'
import type { Part } from './markdown.ts'
import type { Task } from './worker.ts'
import type { YamlFile } from './yaml.ts'

/** A text read, or why it could not be. */
export type Read<T> = { readonly result: T } | { readonly problem: string }

interface Kinds {
  readonly markdown: readonly Part[]
  readonly yaml: YamlFile
}

interface Waiting {
  readonly task: Task
  readonly tell: (read: Read<never>) => void
}

let worker: Worker | null = null
let lastId = 0
/** in the order in which the worker reads them */
const waiting = new Map<number, Waiting>()

/** Reads a text within so many milliseconds; a problem when it takes longer or the parser gives up. */
export function readText<K extends keyof Kinds>(
  text: Omit<Task, 'id' | 'kind'> & { readonly kind: K },
  deadlineMs: number,
): Promise<Read<Kinds[K]>> {
  const task = { ...text, id: ++lastId }
  return new Promise((resolve) => {
    const timer = setTimeout(() => end('it takes too long to read'), deadlineMs)
    const tell = (read: Read<never>): void => {
      clearTimeout(timer)
      waiting.delete(task.id)
      if (waiting.size === 0) worker?.unref()
      resolve(read)
    }
    waiting.set(task.id, { task, tell })
    send(task)
  })
}

function send(task: Task): void {
  worker ??= start()
  worker.ref()
  worker.postMessage(task)
}

function start(): Worker {
  const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './statement-worker.mjs'
  const started = new Worker(new URL(file, import.meta.url))
  started.on('message', ({ id, ...read }: { id: number } & Read<never>) => waiting.get(id)?.tell(read))
  started.on('error', () => {
    if (started === worker) end('the parser gave up')
  })
  return started
}

/** Ends the worker, tells the text it was reading, and sends the others to a fresh one. */
function end(problem: string): void {
  void worker?.terminate()
  worker = null
  const [reading] = waiting.values()
  reading?.tell({ problem })
  for (const { task } of waiting.values()) send(task)
}
