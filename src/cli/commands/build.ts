// `kept build`: the printed forms of a statement as files. The same folder gives the same bytes on every machine.

import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { canonicalJson } from '../../base/index.ts'
import { compiledOrFail } from '../compiled.ts'
import { command, ends, type Run } from '../command.ts'
import { exitCodes, printJson, type ExitCode, type Shell } from '../shell.ts'

/** `kept build [FOLDER] --out DIR` */
export function buildCommand(run: Run) {
  return command('build', 'compile a statement to policy.json and page.json', [
    ['build --out build/statement', 'the statement in this folder'],
    ['build examples/harbour/statement', 'into build/statement, as without --out'],
  ])
    .argument('[folder]', 'folder that holds statement.md', '.')
    .option('--out <folder>', 'where the files go', 'build/statement')
    .action(ends(run, (folder, { out, json = false }) => build(run.shell, folder, out, json)))
}

async function build(shell: Shell, folder: string, out: string, json: boolean): Promise<ExitCode> {
  const { policy, page, hash } = await compiledOrFail(shell, folder)
  const target = resolve(shell.cwd, out)
  await mkdir(target, { recursive: true })
  await writeFile(join(target, 'policy.json'), canonicalJson(policy))
  await writeFile(join(target, 'page.json'), canonicalJson(page))
  if (json) printJson(shell, { hash, files: ['policy.json', 'page.json'].map((name) => join(out, name)) })
  else shell.out(`built ${join(out, 'policy.json')} and ${join(out, 'page.json')}, hash ${hash}`)
  return exitCodes.done.code
}
