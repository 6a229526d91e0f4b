// Questions on a terminal. One reader serves the process, so that lines typed or pasted ahead answer the questions to come; between
// questions it rests and keeps no process alive. What is secret does not show while it is typed, and no history keeps it.

import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Asks a question and answers the line typed, or null at the end of the input. `secret`: it does not show. */
export type AskOnTerminal = (question: string, how?: { readonly secret: true }) => Promise<string | null>

/** Asks on the terminal. */
export function askOnTerminal(input: NodeJS.ReadStream, output: NodeJS.WriteStream): AskOnTerminal {
  const ahead: string[] = []
  let waiting: ((line: string | null) => void) | null = null
  let [isEnded, isHidden] = [false, false]
  const shown = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isHidden) output.write(chunk)
      done()
    },
  })
  const tell = (line: string | null): void => {
    waiting?.(line)
    waiting = null
  }
  const start = () =>
    createInterface({ input, output: shown, terminal: output.isTTY, historySize: 0 })
      .on('line', (line) => (waiting ? tell(line) : ahead.push(line)))
      .on('close', () => {
        isEnded = true
        tell(null)
      })
  let reader: ReturnType<typeof start> | null = null
  return async (question, how) => {
    reader ??= start()
    reader.setPrompt(how ? '' : question)
    const typed = ahead.shift()
    if (typed !== undefined || isEnded) {
      output.write(`${question}${how ? '' : (typed ?? '')}\n`)
      return typed ?? null
    }
    const line = new Promise<string | null>((resolve) => (waiting = resolve))
    if (how) output.write(question)
    isHidden = how !== undefined
    reader.prompt()
    return line.finally(() => {
      if (how) output.write('\n')
      isHidden = false
      if (!isEnded) reader?.pause()
    })
  }
}
