// The thread in which text from outside meets the Markdown or the YAML parser: if it runs too long the reader ends it (reader.ts).

import { parentPort, workerData } from 'node:worker_threads'

/** One file to read. `firstLine` is the line of the file on which the text begins. */
export interface Task {
  readonly id: number
  readonly file: string
  readonly text: string
  readonly firstLine: number
}

const read = workerData === 'markdown' ? await markdown() : await yaml()

/** Each parser is many modules: a thread loads its own alone. What is read is sent in pieces, as soon as each is there. */
async function markdown(): Promise<(task: Task) => Iterable<unknown>> {
  const { readChunks } = await import('./markdown.ts')
  return ({ file, text }) => readChunks(file, text)
}

async function yaml(): Promise<(task: Task) => Iterable<unknown>> {
  const { readYaml } = await import('./yaml.ts')
  return ({ file, text, firstLine }) => [readYaml(file, text, firstLine)]
}

parentPort?.on('message', (task: Task) => {
  try {
    for (const piece of read(task)) parentPort?.postMessage({ id: task.id, piece })
    parentPort?.postMessage({ id: task.id })
  } catch (cause) {
    parentPort?.postMessage({ id: task.id, problem: cause instanceof RangeError ? 'nested too deeply' : String(cause) })
  }
})
