// `kept person` as an operator uses it: over the socket of a running house; whose it is comes from the standard input alone.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { run, type Printed } from '../../test/harness/kept.ts'
import { openOperated, type Operated } from '../../test/harness/operated.ts'

let operated: Operated
beforeAll(async () => {
  operated = await openOperated()
  await operated.house.app.gate.admit(
    { field: 'email', value: 'kim@example.org' },
    { region: 'eea', age: 9, canary: false },
  )
}, 60_000)
afterAll(() => operated.close())

const person = (input: string, ...args: readonly string[]): Promise<Printed> => run(['person', ...args, '--home', operated.home], { input }) // prettier-ignore

test('an age is told anew, and what it changes is said', async () => {
  const { code, out } = await person('kim@example.org\n', '--age', '19', '--proof', 'document')
  expect([code, out]).toEqual([0, ['told; the standing stays consumer', 'what was collected before stands under both']])
  const id = (await operated.house.app.gate.personOf({ field: 'email', value: 'kim@example.org' }))!
  const [entry] = await operated.house.app.gate.history(id, 1)
  expect(entry).toMatchObject({ type: 'standing', actor: 'operator', payload: { told: ['age'], proof: 'document' } })
  const printed = await person('kim@example.org', '--age', 'unknown', '--own', '--proof', 'own-word', '--json')
  expect(JSON.parse(printed.out.join('\n'))).toEqual({ before: 'consumer', now: 'consumer' })
})

test('nobody, and what is no fact, is refused with what to do', async () => {
  const nobody = await person('who@example.org', '--age', '19', '--proof', 'document')
  expect([nobody.code, nobody.err.join()]).toEqual([1, expect.stringContaining('nobody is known by this')])
  expect((await person('kim@example.org', '--customer', 'acme', '--proof', 'customer')).err.join()).toContain('name_unknown') // prettier-ignore
  const wrong = [
    [['--age', '19'], '--proof document'],
    [['--proof', 'document'], '--age YEARS'],
    [['--age', 'old', '--proof', 'document'], 'whole years'],
    [['--customer', 'acme', '--own', '--proof', 'document'], '--customer NAME or --own'],
    [['--age', '19', '--proof', 'Kim’s passport C01X00T47'], 'document'],
  ] as const
  for (const [args, words] of wrong) {
    const { code, err } = await person('kim@example.org', ...args)
    expect([args, code, err.join(' ')]).toEqual([args, 64, expect.stringContaining(words)])
  }
  expect((await person('', '--age', '19', '--proof', 'document')).code).toBe(64)
})
