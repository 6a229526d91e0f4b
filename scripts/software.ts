// `kept` as a bundle: one program with its two workers, the process of connectors and the migrations beside it, as the published package brings it. PGlite stays a
// package, since it reads files of its own.

import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'rolldown'
import { root } from './run.ts'

/** Writes main.mjs, worker.mjs, connector.mjs, statement-worker.mjs and migrations/ into a folder. */
export async function buildSoftware(folder: string): Promise<void> {
  await build({
    cwd: root,
    platform: 'node',
    input: {
      main: 'src/cli/main.ts',
      worker: 'src/adapters/stores/pglite/worker.ts',
      connector: 'src/adapters/systems/postgres/child.ts',
      'statement-worker': 'src/statement/1-parse/worker.ts',
    },
    external: [/^@electric-sql\/pglite/, /^@react-router\/dev/, /^pg-native$/],
    logLevel: 'warn',
    output: { dir: folder, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
  })
  cpSync(join(root, 'src/adapters/stores/migrations'), join(folder, 'migrations'), { recursive: true })
}
