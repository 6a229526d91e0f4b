// `kept lsp`: the language server. An editor starts it and speaks with it over its standard streams.

import { command, ends, type Run } from '../command.ts'
import { exitCodes, type ExitCode, type Shell } from '../shell.ts'
import { Failure } from '../../base/index.ts'

/** `kept lsp` */
export function lspCommand(run: Run) {
  return command('lsp', 'help an editor: names, readings, diagnostics as you type', [
    ['lsp', 'an editor starts it (docs/guide/edit-in-your-editor.md)'],
  ])
    .option('--stdio', 'speak over the standard streams, as it always does: editors add this word')
    .action(ends(run, () => serve(run.shell)))
}

async function serve({ streams }: Shell): Promise<ExitCode> {
  if (!streams) throw new Failure('input_invalid', { streams: 'an editor starts `kept lsp`; here are no streams' })
  const { serveEditor } = await import('../lsp/server.ts')
  return (await serveEditor(streams.input, streams.output)) ? exitCodes.done.code : exitCodes.failed.code
}
