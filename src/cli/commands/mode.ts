// `kept mode`: which products enforce and which only observe, what enforcing would have refused so far, and the switch between the two.

import { Failure } from '../../base/index.ts'
import type { Output } from '../../client/index.ts'
import { command, ends, sayUsage, type Run } from '../command.ts'
import { meantBy } from '../meant.ts'
import { homeGiven, reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, type ExitCode, type Shell } from '../shell.ts'
import { table } from '../table.ts'

type ModeOfProduct = Output<'modes'>['modes'][number]
type Report = Output<'modeReport'>
type Row = Report['refused'][number]

interface Options extends ReachOptions {
  readonly yes?: true | undefined
}

/** `kept mode [observe|enforce|report] [PRODUCT]` */
export function modeCommand(run: Run) {
  const mode = command('mode', 'let a product only observe, see what enforcing would refuse, enforce', [
    ['mode', 'every product with its mode'],
    ['mode observe shop', 'note what the statement does not allow, refuse only what it forbids'],
    ['mode report shop', 'what enforcing would have refused so far, by sentence and service'],
    ['mode enforce shop --yes', 'refuse it from now on'],
  ])
    .argument('[act]', acts.join(', '))
    .argument('[product]', 'a product of the register `products`')
    .option('--yes', 'enforce although questions of the kinds reported will be refused')
  return reachOptions(mode).action(ends(run, (act, product, options) => runMode(run.shell, act, product, options)))
}

const acts = ['observe', 'enforce', 'report'] as const
type Act = (typeof acts)[number]

async function runMode(
  shell: Shell,
  said: string | undefined,
  product: string | undefined,
  options: Options,
): Promise<ExitCode> {
  if (said === undefined) return list(shell, options)
  const act = acts.find((one) => one === said)
  if (!act)
    return sayUsage(shell, 'mode', meantBy(said, acts, { watch: 'observe', block: 'enforce', refuse: 'enforce' }))
  if (product === undefined) return sayUsage(shell, 'mode', `name the product: \`kept mode ${act} PRODUCT\``)
  return doing[act](shell, product, options)
}

const doing: Readonly<Record<Act, (shell: Shell, product: string, options: Options) => Promise<ExitCode>>> = {
  observe,
  enforce,
  report,
}

async function list(shell: Shell, options: Options): Promise<ExitCode> {
  const { modes } = await reach(shell, options, ({ client }) => client.modes())
  if (options.json) printJson(shell, { modes })
  else for (const line of listLines(shell, modes, homeGiven(options))) shell.out(line)
  return exitCodes.done.code
}

function listLines(shell: Shell, modes: readonly ModeOfProduct[], where: string): string[] {
  const words = ({ mode }: ModeOfProduct): string => (mode === 'observe' ? 'only observes' : 'enforces')
  const rows = modes.map((one) => [one.product, words(one), one.since === null ? 'from the beginning' : momentOf(one.since)] as const) // prettier-ignore
  const isObserving = modes.some(({ mode }) => mode === 'observe')
  return [
    ...table(shell, ['product', 'mode', 'since'], rows),
    '',
    isObserving
      ? `\`kept mode report PRODUCT${where}\` says what enforcing would refuse`
      : `everything is enforced; \`kept mode observe PRODUCT${where}\` lets a product only observe`,
  ]
}

async function report(shell: Shell, product: string, options: Options): Promise<ExitCode> {
  const found = await reach(shell, options, ({ client }) => client.modeReport({ params: { product } }))
  if (options.json) printJson(shell, found)
  else for (const line of reportLines(shell, found, homeGiven(options))) shell.out(line)
  return exitCodes.done.code
}

async function observe(shell: Shell, product: string, options: Options): Promise<ExitCode> {
  const set = await reach(shell, options, ({ client }) =>
    client.setMode({ params: { product }, body: { mode: 'observe' } }),
  )
  if (options.json) printJson(shell, set)
  else {
    shell.out(`${set.label} only observes since ${momentOf(set.since)}`)
    shell.out('what the statement does not allow is noted there and not refused; what a `never` forbids is refused')
    shell.out(`\`kept mode report ${product}${homeGiven(options)}\` says what enforcing would refuse`)
  }
  return exitCodes.done.code
}

/** Shows what it will refuse before it does; where there is any, a `--yes` is asked for. What enforces already is left as it is. */
async function enforce(shell: Shell, product: string, options: Options): Promise<ExitCode> {
  const { found, set } = await reach(shell, options, async ({ client }) => {
    const told = await client.modeReport({ params: { product } })
    const isFree = told.refused.length + told.narrowed.length === 0
    if (!isFree && !options.yes) return { found: told, set: null }
    return { found: told, set: await client.setMode({ params: { product }, body: { mode: 'enforce' } }) }
  })
  if (options.json) printJson(shell, { ...(set ?? found), report: found })
  else {
    for (const line of reportLines(shell, found, homeGiven(options))) shell.out(line)
    shell.out('')
    shell.out(
      set
        ? enforcedWords(found, set)
        : `nothing was changed; \`kept mode enforce ${product} --yes${homeGiven(options)}\` refuses these from now on`,
    )
  }
  return set ? exitCodes.done.code : exitCodes.refused.code
}

/** A product of which nothing was ever said enforces without a moment since when. */
function enforcedWords(before: ModeOfProduct, { label, since }: ModeOfProduct): string {
  const isAsBefore = before.mode === 'enforce' && before.since === since
  return isAsBefore ? `${label} enforces already: nothing was changed` : `${label} enforces since ${momentOf(since)}`
}

function reportLines(
  shell: Shell,
  { product, label, mode, since, count, refused, narrowed }: Report,
  where: string,
): string[] {
  // prettier-ignore
  if (mode === 'enforce')
    return [
      `${label} enforces ${since === null ? 'from the beginning' : `since ${momentOf(since)}`}: what the statement does not allow is refused`,
      `\`kept mode observe ${product}${where}\` lets it only observe`,
    ]
  // decisions are counted by day: what came earlier on the day of the switch is among them
  const head = `${label} only observes since ${momentOf(since)}; counted from the beginning of ${dayOf(since)}`
  if (refused.length + narrowed.length === 0)
    return [`${head}, enforcing would have refused nothing: a sentence allowed all that was asked`]
  return [
    `${head}, enforcing would have refused ${questions(count)}`,
    ...(refused.length > 0 ? ['', ...rowsOf(shell, refused)] : []),
    ...(narrowed.length > 0
      ? ['', 'and these would have been given fewer records', '', ...rowsOf(shell, narrowed)]
      : []),
  ]
}

function questions(count: number): string {
  return count === 1 ? '1 question' : `${count} questions`
}

function rowsOf(shell: Shell, rows: readonly Row[]): string[] {
  return table(
    shell,
    ['times', 'service', 'asked', 'last', 'sentence'],
    rows.map((row) => [String(row.count), row.service, askedOf(row), momentOf(row.lastAt), sentenceOf(row)]),
    [0],
  )
}

const askWords: Readonly<Record<string, (row: Row) => string>> = {
  write: ({ category, origin }) => `to store ${category} from ${origin}`,
  share: ({ category, purpose }) => `to hand on ${category} for ${purpose}`,
}

function askedOf(row: Row): string {
  return askWords[row.ask]?.(row) ?? `${row.category} for ${row.purpose}`
}

const sentenceCharactersMax = 56

function sentenceOf({ clause, sentence }: Row): string {
  if (clause === null) return 'none: no sentence allows it'
  const text = sentence ?? ''
  return `${clause}: ${text.length > sentenceCharactersMax ? `${text.slice(0, sentenceCharactersMax - 1).trimEnd()}…` : text}`
}

/** `2026-11-21 19:35 UTC` */
function momentOf(time: string | null): string {
  return `${dayOf(time)} ${time!.slice(11, 16)} UTC` // `dayOf` refused none
}

function dayOf(time: string | null): string {
  if (time === null) throw new Failure('unexpected', { reason: 'a mode that was set has no time' })
  return time.slice(0, 10)
}
