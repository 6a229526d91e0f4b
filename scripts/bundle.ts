// The second half of `npm run build`: the software and the verifier of receipts into build/kept.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.ts'
import { buildSoftware } from './software.ts'
import { buildVerifier } from './verifier.ts'

const target = join(root, 'build/kept')

rmSync(target, { recursive: true, force: true })
await buildSoftware(target)
await buildVerifier(target)
console.log('build/kept: main.mjs, worker.mjs, connector.mjs, statement-worker.mjs, verify.mjs, migrations')
