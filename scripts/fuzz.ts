// Fuzzes the parsers of the statement language: `node scripts/fuzz.ts --inputs 1000000`. Prints its seed; an input that breaks a law is printed
// as it was drawn and shrunk, with the words that draw it again, and the exit code is 1.

import { parseArgs } from 'node:util'
import { readFolder, readRegisters } from '../src/statement/index.ts'
import { readExample } from '../test/harness/statements.ts'
import { fuzz } from './fuzz/fuzz.ts'
import { readCorpus } from './fuzz/inputs.ts'
import { lawsOf } from './fuzz/laws.ts'

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(process.hrtime.bigint() % 1_000_000_007n) },
    from: { type: 'string', default: '1' },
  },
})
const draw = { seed: Number(values.seed), from: Number(values.from), inputs: Number(values.inputs) }
if (!Object.values(draw).every(Number.isSafeInteger)) throw new Error('--inputs, --seed and --from are whole numbers')

console.log(`seed ${draw.seed}, ${draw.inputs} inputs from number ${draw.from}`)
const registers = readRegisters((await readFolder(readExample('harbour'), 10_000, () => {})).registers, () => {})
const { counts, failing } = fuzz(readCorpus(), lawsOf(registers), draw, (tried) => console.log(`${tried} tried`))
console.log(Object.entries(counts).map(([kind, count]) => `${count} ${kind}`).join(', ')) // prettier-ignore
if (failing) {
  const { number, why, input, shrunk } = failing
  console.log(`input ${number}, ${input.kind}: ${why}`)
  console.log(`drawn:  ${JSON.stringify(input.text)}`)
  console.log(`shrunk: ${JSON.stringify(shrunk)}`)
  console.log(`again:  node scripts/fuzz.ts --seed ${draw.seed} --from ${number} --inputs 1`)
}
console.log(failing ? '0 passed, 1 failed' : '1 passed, 0 failed')
process.exitCode = failing ? 1 : 0
