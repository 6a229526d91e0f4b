// The second half of `npm run build`: `kept` as a bundle in build/kept with its two workers and the migrations, and the verifier of
// receipts as one file without dependencies. PGlite stays a package, since it reads files of its own.

import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, type InputOptions, type OutputOptions } from 'rolldown'
import { root } from './run.ts'
import { buildVerifier } from './verifier.ts'

const target = join(root, 'build/kept')
const software: InputOptions = {
  cwd: root,
  platform: 'node',
  input: {
    main: 'src/cli/main.ts',
    worker: 'src/adapters/stores/pglite/worker.ts',
    'statement-worker': 'src/statement/1-parse/worker.ts',
  },
  external: [/^@electric-sql\/pglite/, /^@react-router\/dev/, /^pg-native$/],
  logLevel: 'warn',
}
const output: OutputOptions = {
  dir: target,
  format: 'esm',
  entryFileNames: '[name].mjs',
  chunkFileNames: '[name]-[hash].mjs',
}

rmSync(target, { recursive: true, force: true })
await build({ ...software, output })
await buildVerifier(target)
cpSync(join(root, 'src/adapters/stores/migrations'), join(target, 'migrations'), { recursive: true })
console.log('build/kept: main.mjs, worker.mjs, statement-worker.mjs, verify.mjs, migrations')
