// Questions on a terminal, with streams that say they are one: what is typed is answered, and what is secret does not show.

import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { askOnTerminal } from './ask.ts'

/** A terminal of streams: what is typed into it, and what it showed. */
function terminal() {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const shown: string[] = []
  output.on('data', (chunk: Buffer) => shown.push(chunk.toString()))
  const streams = [input, Object.assign(output, { isTTY: true, columns: 80 })]
  const [from, to] = streams as unknown as [NodeJS.ReadStream, NodeJS.WriteStream] // as much of them as a reader of lines needs
  return { ask: askOnTerminal(from, to), type: (text: string) => input.write(text), shown: () => shown.join(''), input }
}

test('a secret does not show while it is typed, and what comes after it does', async () => {
  const { ask, type, shown, input } = terminal()
  const secret = ask('URL: ', { secret: true })
  type('postgres://ann:hunter2@db/shop\r')
  expect(await secret).toBe('postgres://ann:hunter2@db/shop')
  expect(shown()).toMatch(/URL: /)
  expect(shown()).not.toMatch(/hunter2|ann/)
  const plain = ask('Name: ')
  type('shop\r')
  expect(await plain).toBe('shop')
  expect(shown()).toMatch(/Name: .*shop/s)
  expect(shown()).not.toMatch(/hunter2/)
  input.end()
})

test('the end of the input answers null', async () => {
  const { ask, input } = terminal()
  const answer = ask('Name: ')
  input.end()
  expect(await answer).toBeNull()
  expect(await ask('Again: ', { secret: true })).toBeNull()
})
