// Reads Markdown and YAML in workers with a deadline. Each of the two has one worker in the process, so that they are read at the same
// time; it is ended when a text takes too long, and whoever waited behind that text gets a fresh one. It keeps no process alive.

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

type Kind = keyof Kinds

/** Reads a text within so many milliseconds; a problem when it takes longer or the parser gives up. */
export function readText<K extends Kind>(
  { kind, ...text }: Omit<Task, 'id'> & { readonly kind: K },
  deadlineMs: number,
): Promise<Read<Kinds[K]>> {
  return lanes[kind].read(text, deadlineMs)
}

const lanes: { readonly [K in Kind]: Lane<Kinds[K]> } = { markdown: createLane('markdown'), yaml: createLane('yaml') }

interface Lane<T> {
  readonly read: (text: Omit<Task, 'id'>, deadlineMs: number) => Promise<Read<T>>
}

function createLane<T>(kind: Kind): Lane<T> {
  let worker: Worker | null = null
  let lastId = 0
  /** in the order in which the worker reads them */
  const waiting = new Map<number, { readonly task: Task; readonly tell: (read: Read<T>) => void }>()

  function start(): Worker {
    const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './statement-worker.mjs'
    const started = new Worker(new URL(file, import.meta.url), { workerData: kind })
    started.on('message', ({ id, ...read }: { id: number } & Read<T>) => waiting.get(id)?.tell(read))
    started.on('error', () => {
      if (started === worker) end('the parser gave up')
    })
    return started
  }

  function send(task: Task): void {
    worker ??= start()
    worker.ref()
    worker.postMessage(task)
  }

  /** Ends the worker, tells the text it was reading, and sends the others to a fresh one. */
  function end(problem: string): void {
    void worker?.terminate()
    worker = null
    const [reading] = waiting.values()
    reading?.tell({ problem })
    for (const { task } of waiting.values()) send(task)
  }

  return {
    read: (text, deadlineMs) =>
      new Promise((resolve) => {
        const task = { ...text, id: ++lastId }
        const timer = setTimeout(() => end('it takes too long to read'), deadlineMs)
        const tell = (read: Read<T>): void => {
          clearTimeout(timer)
          waiting.delete(task.id)
          if (waiting.size === 0) worker?.unref()
          resolve(read)
        }
        waiting.set(task.id, { task, tell })
        send(task)
      }),
  }
}
