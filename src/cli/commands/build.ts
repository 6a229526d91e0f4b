// `kept build`: the printed forms of a statement as files: policy, page, and the types that developers code against. The same folder
// gives the same bytes on every machine.

import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { canonicalJson } from '../../base/index.ts'
import { printTypes } from '../../statement/index.ts'
import { compiledOrFail } from '../compiled.ts'
import { command, ends, type Run } from '../command.ts'
import { exitCodes, printJson, type ExitCode, type Shell } from '../shell.ts'

interface Options {
  readonly out: string
  readonly types?: string | undefined
  readonly json?: true | undefined
}

/** `kept build [FOLDER] --out DIR` */
export function buildCommand(run: Run) {
  return command('build', 'compile a statement to policy.json, page.json and the types in statement.ts', [
    ['build --out build/statement', 'the statement in this folder'],
    ['build examples/harbour/statement', 'into build/statement, as without --out'],
    ['build examples/shop/statement --types src/statement.ts', 'the types alone, where your program imports them'],
  ])
    .argument('[folder]', 'folder that holds statement.md', '.')
    .option('--out <folder>', 'where the files go', 'build/statement')
    .option('--types <file>', 'write the types there, and no other file')
    .action(ends(run, (folder, options) => build(run.shell, folder, options)))
}

async function build(shell: Shell, folder: string, { out, types, json }: Options): Promise<ExitCode> {
  const compiled = await compiledOrFail(shell, folder)
  const { policy, page, hash } = compiled
  const files: Readonly<Record<string, string>> =
    types === undefined
      ? {
          [join(out, 'policy.json')]: canonicalJson(policy),
          [join(out, 'page.json')]: canonicalJson(page),
          [join(out, 'statement.ts')]: printTypes(compiled),
        }
      : { [types]: printTypes(compiled) }
  for (const [file, text] of Object.entries(files)) {
    const target = resolve(shell.cwd, file)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text)
  }
  if (json) printJson(shell, { hash, files: Object.keys(files) })
  else shell.out(`built ${listed(Object.keys(files))}, hash ${hash}`)
  return exitCodes.done.code
}

const listed = (names: readonly string[]): string => new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names)
