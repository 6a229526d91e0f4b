// `kept init`: writes a small statement that compiles, from five answers given as flags or asked on a terminal. Overwrites nothing.

import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Failure } from '../../base/index.ts'
import { compileStatement, printDiagnostics } from '../../statement/index.ts'
import { command, ends, sayUsage, type Run } from '../command.ts'
import { questions, type Answers } from '../init/answers.ts'
import { smallStatement } from '../init/small-statement.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'

type Asked = keyof Answers
interface Options extends Readonly<Partial<Record<Asked, string | undefined>>> {
  readonly yes?: true | undefined
  readonly json?: true | undefined
}

const asked = Object.keys(questions) as readonly Asked[] // the table's own keys

/** `kept init [FOLDER]` */
export function initCommand(run: Run) {
  return command('init', 'write a small statement that compiles, from five answers', [
    ['init', 'asks on a terminal, and writes into the folder statement'],
    [
      `init acme --yes --name "Acme" --contact "${questions.contact.like}"`,
      'asks nothing, and takes what it proposes for the rest',
    ],
  ])
    .argument('[folder]', 'where the statement goes; no file in it is overwritten', 'statement')
    .option('--name <name>', 'what the organisation is called')
    .option('--keeps <kinds>', 'what it keeps about people: contact, account, orders, messages, feedback, device')
    .option('--for <time>', 'how long after collection: 18 months')
    .option('--place <place>', 'country or region where it lies')
    .option('--contact <contact>', 'who answers for it: name, postal address, telephone number')
    .option('--yes', 'ask nothing; take what would be proposed for what no flag says')
    .action(ends(run, (folder, options) => init(run.shell, folder, options)))
}

async function init(shell: Shell, folder: string, options: Options): Promise<ExitCode> {
  const answers = await answersOf(shell, options)
  if ('wrong' in answers) return sayUsage(shell, 'init', answers.wrong)
  const { files, officer } = smallStatement(answers)
  const { diagnostics, compiled } = await compileStatement(files)
  if (!compiled) {
    shell.err(printDiagnostics(diagnostics, { color: shell.color }))
    return sayUsage(
      shell,
      'init',
      'with these answers the statement does not compile: say the one named in another way',
    )
  }
  await writeAll(resolve(shell.cwd, folder), folder, files)
  const next = [`npx kept check ${folder}`, `npx kept sign --all --officer ${officer} --folder ${folder}`, `npx kept serve --statement ${folder} --tenant ${tenantOf(answers.name)}`] // prettier-ignore
  if (options.json)
    printJson(shell, { folder, files: Object.keys(files), officer, clauses: compiled.policy.clauses.length, next }) // prettier-ignore
  else sayWritten(shell, folder, { clauses: compiled.policy.clauses.length, officer, next })
  return exitCodes.done.code
}

function sayWritten(
  shell: Shell,
  folder: string,
  { clauses, officer, next }: { clauses: number; officer: string; next: readonly string[] },
): void {
  shell.out(`${styled(shell, 'green', 'written')}: ${folder}/statement.md, ${clauses} sentences, each with its rule; the registers beside it`) // prettier-ignore
  shell.out('')
  shell.out('next:')
  const why = ['whether it compiles; change the words as you like, and check again', `${officer} reads each sentence beside what was read in it, and signs`, 'it runs: pages, API, ledger'] // prettier-ignore
  next.forEach((line, i) => shell.out(`  ${line}\n    ${styled(shell, 'quiet', why[i] ?? '')}`))
}

/** A short name of the organisation for database and log. */
function tenantOf(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '') // prettier-ignore
  return plain.slice(0, 30).replace(/-$/, '') || 'organisation'
}

// --- answers --------------------------------------------------------------------------------------------------------

/** Answers from flags, from the terminal, and with `--yes` from what is proposed. */
async function answersOf(shell: Shell, options: Options): Promise<Answers | { readonly wrong: string }> {
  const found: Partial<Record<Asked, Answers[Asked]>> = {}
  for (const key of asked) {
    const said = options[key]
    if (said === undefined) continue
    const value = questions[key].read(said)
    if (value === null)
      return { wrong: `\`--${key}\` cannot be read: say it like \`--${key} "${questions[key].like}"\`` }
    found[key] = value
  }
  const open = asked.filter((key) => found[key] === undefined)
  const unanswered = open.filter((key) => (options.yes ? questions[key].instead === null : shell.ask === null))
  if (unanswered.length > 0) return { wrong: missing(unanswered, options.yes === true) }
  for (const key of open) found[key] = options.yes ? proposed(key) : await ask(shell, key)
  return found as Answers // every key was asked for above
}

function missing(keys: readonly Asked[], isYes: boolean): string {
  const flags = keys.map((key) => `--${key} "${questions[key].like}"`).join(' ')
  return isYes ? `nothing can be proposed for these, so they have to be given, each with a value of yours: ${flags}` : `there is no terminal to ask on: say ${flags}, or --yes for what can be proposed` // prettier-ignore
}

function proposed(key: Asked): Answers[Asked] {
  const { instead, read } = questions[key]
  const value = read(instead ?? '')
  if (value === null) throw new Error(`the answer proposed for ${key} is none`)
  return value
}

/** Asks until the answer can be read. An empty one takes what is proposed; the end of the input ends the asking. */
async function ask(shell: Shell, key: Asked): Promise<Answers[Asked]> {
  const { asks, instead, like, read } = questions[key]
  for (;;) {
    const said = await shell.ask?.(`${asks}${instead === null ? '' : ` [${instead}]`} `)
    if (said === undefined || said === null)
      throw new Failure('input_invalid', { [key]: `no answer was given; say it like ${like}` })
    const value = read(said.trim() === '' ? (instead ?? '') : said)
    if (value !== null) return value
    shell.out(`  say it like: ${like}`)
  }
}

// --- files ----------------------------------------------------------------------------------------------------------

/** Writes all files or, where one of them is there already, none. */
async function writeAll(root: string, folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const there = Object.keys(files).filter((path) => existsSync(join(root, path)))
  if (there.length > 0) throw new Failure('file_exists', { files: there.map((path) => join(folder, path)) })
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text, { flag: 'wx' })
  }
}
