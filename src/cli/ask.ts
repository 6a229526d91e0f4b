// Questions on a terminal. One reader serves the process, so that lines typed or pasted ahead answer the questions to come; between
// questions it rests and keeps no process alive.

import { createInterface } from 'node:readline'

/** Asks on the terminal: a question to the line typed, or null at the end of the input. */
export function askOnTerminal(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
): (question: string) => Promise<string | null> {
  const ahead: string[] = []
  let waiting: ((line: string | null) => void) | null = null
  let isEnded = false
  const tell = (line: string | null): void => {
    waiting?.(line)
    waiting = null
  }
  const start = () =>
    createInterface({ input, output })
      .on('line', (line) => (waiting ? tell(line) : ahead.push(line)))
      .on('close', () => {
        isEnded = true
        tell(null)
      })
  let reader: ReturnType<typeof start> | null = null
  return async (question) => {
    reader ??= start()
    reader.setPrompt(question)
    const typed = ahead.shift()
    if (typed !== undefined || isEnded) {
      output.write(`${question}${typed ?? ''}\n`)
      return typed ?? null
    }
    const line = new Promise<string | null>((resolve) => (waiting = resolve))
    reader.prompt()
    return line.finally(() => reader?.pause())
  }
}
