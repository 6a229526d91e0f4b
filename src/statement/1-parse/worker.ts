// The thread in which text from outside meets the Markdown and YAML parsers: if it runs too long the reader ends it (reader.ts).

import { parentPort } from 'node:worker_threads'
import { readMarkdown } from './markdown.ts'
import { readYaml } from './yaml.ts'

/** One file to read. `firstLine` is the line of the file on which the text begins. */
export interface Task {
  readonly id: number
  readonly kind: 'markdown' | 'yaml'
  readonly file: string
  readonly text: string
  readonly firstLine: number
}

function read({ kind, file, text, firstLine }: Task): unknown {
  return kind === 'markdown' ? readMarkdown(file, text) : readYaml(file, text, firstLine)
}

parentPort?.on('message', (task: Task) => {
  try {
    parentPort?.postMessage({ id: task.id, result: read(task) })
  } catch (cause) {
    parentPort?.postMessage({ id: task.id, problem: cause instanceof RangeError ? 'nested too deeply' : String(cause) })
  }
})
