// `kept decide`: asks a statement questions offline. JSON in, one question or a list; JSON out in the same form (policy/question.ts).

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import { Failure } from '../../base/index.ts'
import { answer } from '../../decision/index.ts'
import { forms, hands, origins, putInForce, type Policy, type Question, type Version } from '../../policy/index.ts'
import { compiledOrFail } from '../compiled.ts'
import { command, ends, type Run } from '../command.ts'
import { meantBy } from '../meant.ts'
import { unknownNames } from '../question-names.ts'
import { exitCodes, printJson, type ExitCode, type Shell } from '../shell.ts'

const time = z.iso.datetime({ offset: true }).or(z.iso.date())

const beside = z.strictObject({
  product: z.string().optional(),
  category: z.string().optional(),
  signedIn: z.boolean().optional(),
  account: z.enum(['personal', 'organisation']).optional(),
})

const question = z.strictObject({
  ask: z.enum(['use', 'write', 'control', 'share', 'combine', 'derive']),
  profile: z.string().optional(),
  overlays: z.array(z.string()).optional(),
  product: z.string(),
  category: z.string(),
  origin: z.enum(origins).optional(),
  signedIn: z.boolean().optional(),
  account: z.enum(['personal', 'organisation']).optional(),
  where: z.string().optional(),
  purpose: z.string().optional(),
  control: z.string().optional(),
  recipient: z.string().optional(),
  with: beside.optional(),
  inputs: z.array(beside).optional(),
  hand: z.enum(hands).optional(),
  form: z.enum(forms).optional(),
  choices: z.record(z.string(), z.enum(['on', 'off'])).optional(),
  objected: z.boolean().or(z.array(z.string())).optional(),
  restricted: z.boolean().optional(),
  cases: z.array(z.string()).optional(),
  directed: z.boolean().optional(),
  place: z.string().optional(),
  collectedAt: time.optional(),
  endedAt: time.optional(),
  at: time.optional(),
})

interface Options {
  readonly question: string
  readonly earlier: readonly string[]
}

/** `kept decide [FOLDER] --question FILE|- [--earlier FOLDER …]` */
export function decideCommand(run: Run) {
  return command('decide', 'answer questions by a statement, offline; JSON in, JSON out', [
    ['decide examples/harbour/statement --question question.json', 'one question, or a list of them'],
    ['decide --question -', 'from the standard input, by the statement in this folder'],
    [
      'decide draft --earlier statement --question -',
      'as it would be with an earlier version: a yes given to less does not count',
    ],
  ])
    .argument('[folder]', 'folder that holds statement.md', '.')
    .requiredOption('--question <file>', 'a JSON file; - for the standard input')
    .option(
      '--earlier <folder>',
      'an earlier version, the oldest first; may be said several times',
      (one, before: readonly string[]) => [...before, one],
      [],
    ) // prettier-ignore
    .action(ends(run, (folder, options) => decide(run.shell, folder, options)))
}

async function decide(shell: Shell, folder: string, { question: file, earlier }: Options): Promise<ExitCode> {
  const asked = parse(file, file === '-' ? await shell.input() : await readQuestions(shell, file))
  const policy = await policyAfter(shell, [...earlier, folder])
  const reply = (one: Question): object => replyTo(policy, one, shell.clock.now())
  printJson(shell, Array.isArray(asked) ? asked.map(reply) : reply(asked))
  return exitCodes.done.code
}

/** What holds of the last of these versions after the ones before it: a yes covers what it covered when it was given (law 9). */
async function policyAfter(shell: Shell, folders: readonly string[]): Promise<Policy> {
  const versions: Version[] = []
  const at = shell.clock.now()
  for (const folder of folders)
    versions.push({ ...(await compiledOrFail(shell, folder)), version: versions.length + 1, publishedAt: at, effectiveAt: at }) // prettier-ignore
  return putInForce(versions).today
}

function replyTo(policy: Policy, asked: Question, now: Date): object {
  const { effect, clause, term, why } = answer(policy, asked, now)
  const unknown = unknownNames(policy, asked)
  return { effect, clause, term, why, ...(unknown.length > 0 && { unknown }) }
}

async function readQuestions(shell: Shell, file: string): Promise<string> {
  return readFile(resolve(shell.cwd, file), 'utf8').catch((cause: unknown) => {
    throw new Failure('file_missing', { file }, cause)
  })
}

function parse(file: string, text: string): Question | Question[] {
  const json = parseJson(file, text)
  const parsed = Array.isArray(json) ? z.array(question).safeParse(json) : question.safeParse(json)
  if (!parsed.success) throw new Failure('input_invalid', { question: parsed.error.issues.flatMap(wrongIn) })
  return parsed.data as Question | Question[] // the schema restates the type; zod adds `undefined` to what is left out
}

/** What is wrong with a question, in words: a field that nobody knows with the one that was probably meant. */
function wrongIn(issue: z.core.$ZodIssue): readonly string[] {
  const { path, message } = issue
  const at = path.length === 0 ? '' : `${path.join('.')}: `
  if (issue.code !== 'unrecognized_keys') return [`${at}${message.endsWith(', received undefined') ? 'it is missing' : message}`] // prettier-ignore
  const known = Object.keys((path.some((step) => step === 'with' || step === 'inputs') ? beside : question).shape)
  return issue.keys.map((key) => `${at}${meantBy(key, known)}`)
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Failure('input_not_json', { file: file === '-' ? 'the standard input' : file }, cause)
  }
}
