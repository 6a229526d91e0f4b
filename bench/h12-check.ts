// H12: `kept check` in a process of its own, from the start of Node to its end, on statements of 200, 2,000
// and 20,000 clauses; and how it grows from one to the next.

import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seconds } from './load.ts'
import { assertRight, plain, type Figure, type Metric } from './metric.ts'
import { statementOf } from './statement.ts'

const kept = fileURLToPath(new URL('../bin/kept.js', import.meta.url))

/** Sizes of statements by the side that checks them: the size of a full run, and that of a quick one. */
const sizes = { '200 clauses': [200, 10], '2,000 clauses': [2_000, 40], '20,000 clauses': [20_000, 160] } as const

export const check: Metric = {
  name: 'H12',
  figures: [
    { id: 'H12', what: '`kept check` on 200 clauses, cold process', unit: 's', good: 'small', floor: 1, target: 0.5, gated: true, of: plain('200 clauses') },
    { id: 'H12 large', what: '`kept check` on 2,000 clauses, cold process', unit: 's', good: 'small', floor: 3, target: 1.5, gated: true, of: plain('2,000 clauses') },
    { id: 'H12 huge', what: '`kept check` on 20,000 clauses, cold process', unit: 's', good: 'small', floor: null, target: null, gated: false, of: plain('20,000 clauses') },
    { id: 'H12 growth', what: '… a clause among 2,000, against one among 200', unit: '×', good: 'small', floor: 1, target: null, gated: true, of: perClause('2,000 clauses', '200 clauses') },
    { id: 'H12 far', what: '… a clause among 20,000, against one among 2,000', unit: '×', good: 'small', floor: 1, target: null, gated: true, of: perClause('20,000 clauses', '2,000 clauses') },
  ], // prettier-ignore
  sides: { '200 clauses': 's', '2,000 clauses': 's', '20,000 clauses': 's', 'a Node that does nothing': 's' },
  async open(ground) {
    const checks = Object.entries(sizes).map(([side, [full, quick]]) => {
      const clauses = ground.size(full, quick)
      const folder = writeStatement(ground.folder(), clauses)
      return [side, () => seconds(() => checked(folder, clauses))] as const
    })
    return {
      sides: { ...Object.fromEntries(checks), 'a Node that does nothing': () => seconds(() => run(['-e', '0'])) },
      close: async () => {},
    }
  },
}

/** What a clause of one side takes over what a clause of the other takes, in full sizes: above 1, checking grows worse than linearly. */
function perClause(above: keyof typeof sizes, below: keyof typeof sizes): Figure['of'] {
  return (values) => (values[above]! / values[below]!) * (sizes[below][0] / sizes[above][0])
}

/** Two of the clauses of a generated statement are its tools. */
function writeStatement(folder: string, clauses: number): string {
  for (const [path, text] of Object.entries(statementOf({ clauses: clauses - 2, uses: 3 }))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

async function checked(folder: string, clauses: number): Promise<void> {
  const said = await run([kept, 'check', folder])
  assertRight(said.includes(`compiles: ${folder}: ${clauses} clauses`), `kept check said: ${said}`)
}

/** Runs Node to its end; answers what it printed. */
function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += String(bytes)))
    child.once('error', reject).once('close', () => resolve(said))
  })
}
