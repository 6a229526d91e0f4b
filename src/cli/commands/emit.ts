// `kept emit`: a statement in other people's forms, as files: for readers, regulators, databases and other engines. What each form says,
// and what it cannot say, is docs/spec/forms.md. The same folder gives the same bytes on every machine.

import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Argument, Option } from '@commander-js/extra-typings'
import { compareMeanings } from '../../decision/index.ts'
import { loadForms, type FormAsks, type FormName } from '../../statement/index.ts'
import { compiledOrFail } from '../compiled.ts'
import { command, ends, sayUsage, type Run } from '../command.ts'
import { guardedBy, type GuardOptions } from '../guarded.ts'
import { exitCodes, printJson, type ExitCode, type Shell } from '../shell.ts'

const { formNames, formsTable, pageTexts } = await loadForms()

interface Options extends GuardOptions {
  readonly out: string
  readonly text: FormAsks['text']
  readonly page?: string | undefined
  readonly site: string
  readonly from?: string | undefined
  readonly json?: true | undefined
}

const forms = formNames.map((name) => `  ${name.padEnd(12)}${formsTable[name].does}`)

/** `kept emit FORM [FOLDER] --out DIR` */
export function emitCommand(run: Run) {
  return command('emit', 'print a statement in another form: page, FAQ, records, DPV, Cedar, row guard', [
    ['emit article-30', 'the records of processing, of the statement in this folder'],
    ['emit dpv examples/shop/statement --page https://shop.example/statement', 'in the words of DPV, clauses by their addresses'],
    ['emit notice statement --from published', 'what changes, for those whom it concerns'],
    ['emit guard --table public.search --person person --collected at --product search --category interaction.search --role analysts --purposes improve', 'rows seen for a purpose only'],
  ])
    .addArgument(new Argument('<form>', 'what to print').choices(formNames))
    .argument('[folder]', 'folder that holds statement.md', '.')
    .option('--out <folder>', 'where the files go', 'build/statement')
    .addOption(new Option('--text <which>', 'of the page').choices(pageTexts).default('full' as const))
    .option('--page <address>', 'where the statement’s page stands, for links to its clauses')
    .option('--site <address>', 'site of the product, for links to what does it', '')
    .option('--from <folder>', 'of a notice: the statement before')
    .option('--table <name>', 'of a guard: the table, `schema.table`')
    .option('--person <column>', 'the column that says whose row it is')
    .option('--collected <column>', 'the column with the moment periods count from')
    .option('--ended <column>', 'the column with the moment of the event that starts or ends a period')
    .option('--product <name>', 'the product its rows are of')
    .option('--category <names>', 'the kinds of data in a row, with commas between')
    .option('--origin <name>', 'where the rows come from, where it is one')
    .option('--standing <name>', 'whose rows they are, where it is one profile’s')
    .option('--role <name>', 'the role of the database that reads them')
    .option('--purposes <names>', 'what the role may read for at most')
    .option('--hands <names>', 'machines, people or both', 'machines')
    .addHelpText('after', `\nForms:\n${forms.join('\n')}`)
    .action(ends(run, (form, folder, options) => emit(run.shell, form, folder, options)))
} // prettier-ignore

async function emit(shell: Shell, form: FormName, folder: string, options: Options): Promise<ExitCode> {
  const { out, text, page, site, from, json } = options
  const compiled = await compiledOrFail(shell, folder)
  const before = from === undefined ? null : await compiledOrFail(shell, from)
  const files = formsTable[form].files(compiled, {
    text,
    page,
    site,
    before: before && { compiled: before, meanings: compareMeanings(before.policy, compiled.policy) },
    guarded: form === 'guard' ? guardedBy(compiled, options) : null,
  })
  if (!files) return sayUsage(shell, 'emit', `\`${form}\` needs ${formsTable[form].needs}`)
  if (Object.keys(files).length > 0) await mkdir(resolve(shell.cwd, out), { recursive: true })
  for (const [name, written] of Object.entries(files)) await writeFile(resolve(shell.cwd, out, name), written)
  const written = Object.keys(files).map((name) => join(out, name))
  if (json) printJson(shell, { form, hash: compiled.hash, files: written })
  else if (written.length === 0)
    shell.out(`nothing was written: the statement has nothing to say as \`${form}\` (${formsTable[form].does})`) // prettier-ignore
  else shell.out(`made ${new Intl.ListFormat('en-GB').format(written)}, hash ${compiled.hash}`)
  return exitCodes.done.code
}
