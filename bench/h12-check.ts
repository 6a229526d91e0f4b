// H12: `kept check` in a process of its own, from the start of Node to its end, on a statement of 200 clauses and one of 2,000.

import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seconds } from './load.ts'
import { assertRight, plain, type Metric } from './metric.ts'
import { statementOf } from './statement.ts'

const kept = fileURLToPath(new URL('../bin/kept.js', import.meta.url))

export const check: Metric = {
  name: 'H12',
  figures: [
    { id: 'H12', what: '`kept check` on 200 clauses, cold process', unit: 's', good: 'small', floor: 1, target: 0.5, gated: true, of: plain('200 clauses') },
    { id: 'H12 large', what: '`kept check` on 2,000 clauses, cold process', unit: 's', good: 'small', floor: 3, target: 1.5, gated: true, of: plain('2,000 clauses') },
  ], // prettier-ignore
  sides: { '200 clauses': 's', '2,000 clauses': 's', 'a Node that does nothing': 's' },
  async open(ground) {
    const [small, large] = [ground.size(200, 10), ground.size(2_000, 40)]
    const folders = [small, large].map((clauses) => writeStatement(ground.folder(), clauses))
    return {
      sides: {
        '200 clauses': () => seconds(() => checked(folders[0]!, small)),
        '2,000 clauses': () => seconds(() => checked(folders[1]!, large)),
        'a Node that does nothing': () => seconds(() => run(['-e', '0'])),
      },
      close: async () => {},
    }
  },
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
