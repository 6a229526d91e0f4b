// Reads Markdown and YAML in workers with a deadline. Each of the two has one worker in the process, so that they are read at the same
// time; it is ended when a text takes too long, and whoever waited behind that text gets a fresh one. It keeps no process alive.

import { Worker } from 'node:worker_threads'
import type { Part } from './markdown.ts'
import type { Task } from './worker.ts'
import type { YamlFile } from './yaml.ts'

/** A text read, or why it could not be. */
export type Read<T> = { readonly result: T } | { readonly problem: string }

/** What a worker sends of each kind, a piece at a time. */
interface Pieces {
  readonly markdown: readonly Part[]
  readonly yaml: YamlFile
}

/** What the pieces are together. */
const whole = {
  markdown: (pieces: readonly Pieces['markdown'][]): readonly Part[] => pieces.flat(),
  yaml: ([file]: readonly Pieces['yaml'][]): YamlFile => file!, // the worker sends exactly one
} as const

type Kinds = { readonly [K in Kind]: ReturnType<(typeof whole)[K]> }

type Kind = keyof Pieces

/** Reads a text within so many milliseconds; a problem when it takes longer or the parser gives up. */
export function readText<K extends Kind>(
  { kind, ...text }: Omit<Task, 'id'> & { readonly kind: K },
  deadlineMs: number,
): Promise<Read<Kinds[K]>> {
  return lanes[kind].read(text, deadlineMs)
}

const lanes: { readonly [K in Kind]: Lane<Kinds[K]> } = {
  markdown: createLane('markdown', whole.markdown),
  yaml: createLane('yaml', whole.yaml),
}

interface Lane<T> {
  readonly read: (text: Omit<Task, 'id'>, deadlineMs: number) => Promise<Read<T>>
}

/** What a worker says of a text: a piece of it, why it cannot be read, or, without either, that this was all. */
type Said<P> = { readonly id: number } & ({ readonly piece: P } | { readonly problem: string } | object)

function createLane<P, T>(kind: Kind, join: (pieces: readonly P[]) => T): Lane<T> {
  let worker: Worker | null = null
  let lastId = 0
  /** in the order in which the worker reads them */
  const waiting = new Map<number, { readonly task: Task; pieces: P[]; readonly tell: (read: Read<T>) => void }>()

  function start(): Worker {
    const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './statement-worker.mjs'
    const started = new Worker(new URL(file, import.meta.url), { workerData: kind })
    started.on('message', (said: Said<P>) => {
      const reading = waiting.get(said.id)
      if ('piece' in said) reading?.pieces.push(said.piece)
      else reading?.tell('problem' in said ? said : { result: join(reading.pieces) })
    })
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
    for (const left of waiting.values()) {
      left.pieces = []
      send(left.task)
    }
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
        waiting.set(task.id, { task, pieces: [], tell })
        send(task)
      }),
  }
}
