// The verifier of receipts and logs as one file without dependencies: what a stranger downloads, reads and runs with the network off.

import { build } from 'rolldown'
import { root } from './run.ts'

/** Writes `verify.mjs` into a folder. */
export async function buildVerifier(folder: string): Promise<void> {
  await build({
    cwd: root,
    platform: 'node',
    input: { verify: 'src/cli/verify-alone.ts' },
    logLevel: 'warn',
    output: { dir: folder, format: 'esm', entryFileNames: '[name].mjs', codeSplitting: false },
  })
}
