// `node scripts/planted.ts [WORD]`: plants breaks in a copy of the tree, one at a time, and runs the test that must fail by each: the laws of the
// statement language and its printed forms (table: planted/breaks.ts). WORD picks breaks whose law, words or file hold it. Ends with 1 where a
// break is not caught, where the text it replaces is no longer there, or where its test does not pass without it.

import { breaks } from './planted/breaks.ts'
import { copyTree, failingUnbroken, tryBreak, type Outcome } from './planted/break.ts'

const word = process.argv[2] ?? ''
const asked = breaks.filter(({ breaks: law, what, file }) => [law, what, file].some((text) => text.includes(word)))
const copy = copyTree()
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143))
process.once('exit', () => copy.end())

const sick = await failingUnbroken(asked.map(({ caughtBy }) => caughtBy), copy) // prettier-ignore
for (const { file, test } of sick) console.log(`does not pass by itself: ${file}: ${test}`)
const outcomes: Outcome[] = []
for (const one of asked) {
  const outcome = await tryBreak(one, copy)
  outcomes.push(outcome)
  const { file, test } = one.caughtBy
  console.log(`${outcome === 'caught' ? 'ok    ' : 'FAILED'}  ${one.breaks} → ${one.what} (${one.file}) → ${outcome}${outcome === 'no such text' ? '' : ` by ${file}: ${test}`}`) // prettier-ignore
}
const caught = outcomes.filter((outcome) => outcome === 'caught').length
console.log(`${caught} caught, ${outcomes.length - caught} not; ${sick.length} tests that do not pass by themselves`)
process.exitCode = asked.length > 0 && caught === outcomes.length && sick.length === 0 ? 0 : 1
