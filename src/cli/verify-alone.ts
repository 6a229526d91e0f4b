// The verifier by itself: `node verify.mjs RECEIPT --vkey FILE|KEY`. Bundled to one file without dependencies, so that a stranger can
// read all of it and run it with the network off. Exits as `kept verify` does.

import { existsSync, readFileSync } from 'node:fs'
import { systemClock } from '../base/index.ts'
import { exitCodes, verifyReceipt } from '../evidence/index.ts'
import { verdictLines } from './verdict-words.ts'

const [file, flag, key] = process.argv.slice(2)
if (file === undefined || (flag !== undefined && (flag !== '--vkey' || key === undefined))) {
  console.error('usage: node verify.mjs RECEIPT [--vkey FILE|KEY]')
  process.exitCode = 64
} else if (!existsSync(file)) {
  console.error(`error file_missing: ${file} is not there`)
  process.exitCode = 1
} else {
  const bytes = new Uint8Array(readFileSync(file))
  const vkey = key !== undefined && existsSync(key) ? readFileSync(key, 'utf8').trim() : key
  const verdict = await verifyReceipt(bytes, { ...(vkey !== undefined && { vkey }), now: systemClock.now() })
  for (const line of verdictLines({ color: process.stdout.isTTY }, file, bytes, verdict)) console.log(line)
  process.exitCode = exitCodes[verdict.state]
}
