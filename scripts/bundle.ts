// The second half of `npm run build`: the software into build/kept.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.ts'
import { buildSoftware } from './software.ts'

const target = join(root, 'build/kept')

rmSync(target, { recursive: true, force: true })
await buildSoftware(target)
console.log('build/kept: main.mjs, worker.mjs, connector.mjs, statement-worker.mjs, migrations')
