// The fuzzer of the parsers, with few inputs (a million: `node scripts/fuzz.ts`), and the fuzzer itself: a law that is broken on purpose is
// found, shrunk to its cause, and drawn again from its number.

import { beforeAll, expect, test } from 'vitest'
import { fuzz } from '../../scripts/fuzz/fuzz.ts'
import { drawInput, readCorpus } from '../../scripts/fuzz/inputs.ts'
import { lawsOf } from '../../scripts/fuzz/laws.ts'
import { readFolder, readRegisters, type Registers } from '../../src/statement/index.ts'
import { readExample } from '../harness/statements.ts'
import { seed } from './random.ts'

const corpus = readCorpus()
let registers: Registers
beforeAll(async () => {
  registers = readRegisters((await readFolder(readExample('harbour'), 10_000, () => {})).registers, () => {})
})

test('no text breaks the parsers: 4,000 inputs of all three kinds', () => {
  const { counts, failing } = fuzz(corpus, lawsOf(registers), { seed, from: 1, inputs: 4_000 })
  expect(failing).toBeNull()
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(50)
})

test('a law that an input breaks is found, shrunk to what breaks it, and drawn again by its number', () => {
  const laws = {
    ...lawsOf(registers),
    rules: (text: string): void => {
      if (text.includes('never') && text.includes(',')) throw new RangeError('planted')
    },
  }
  const { failing } = fuzz(corpus, laws, { seed, from: 1, inputs: 4_000 })
  expect(failing?.why).toBe('RangeError: planted')
  expect(failing!.shrunk.split('').toSorted().join('')).toBe(',eenrv')
  expect(drawInput(corpus, seed, failing!.number)).toEqual(failing!.input)
})
