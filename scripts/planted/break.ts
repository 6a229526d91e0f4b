// Planting a break: a copy of the tree, one exact text of one file replaced, and the one test that must fail by it. Nothing is ever planted in
// the tree itself; the copy is taken away afterwards, whatever happened.

import { spawn, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../run.ts'

/** A break: what it breaks, where, and which test must fail while it is there. */
export interface Break {
  /** the law or the printed form, named as where it stands */
  readonly breaks: string
  /** what is planted, in words */
  readonly what: string
  readonly file: string
  /** stands exactly once in the file */
  readonly from: string
  readonly to: string
  readonly caughtBy: CatchingTest
}

/** A test by its file and a part of its name that no other test of the file has. */
export interface CatchingTest {
  readonly file: string
  readonly test: string
}

/** What came of a break. */
export type Outcome = 'caught' | 'not caught' | 'no such text' | 'no such test'

/** A copy of the tree as it lies there, ignored files left out, with the same packages. */
export interface Copy {
  readonly path: string
  end(): void
}

/** Copies the tree: what git knows and what is new. */
export function copyTree(): Copy {
  const path = mkdtempSync(join(tmpdir(), 'wordkept-planted-'))
  const listed = spawnSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 }) // prettier-ignore
  for (const file of new Set(listed.stdout.split('\0').filter((name) => name !== '' && existsSync(join(root, name))))) {
    mkdirSync(dirname(join(path, file)), { recursive: true })
    copyFileSync(join(root, file), join(path, file))
  }
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'))
  return { path, end: () => rmSync(path, { recursive: true, force: true }) }
}

/** How often the text of a break stands in its file: once, or its table is out of date. */
export function occurrences({ file, from }: Break, path = root): number {
  return readFileSync(join(path, file), 'utf8').split(from).length - 1
}

/** Plants one break in a copy, runs its test, and takes the break out again. */
export async function tryBreak(one: Break, { path }: Copy): Promise<Outcome> {
  if (occurrences(one, path) !== 1) return 'no such text'
  const file = join(path, one.file)
  const before = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    before.replace(one.from, () => one.to),
  )
  try {
    const [states] = await runTests([one.caughtBy], path)
    return states === undefined ? 'no such test' : states === 'failed' ? 'caught' : 'not caught'
  } finally {
    writeFileSync(file, before)
  }
}

/** Tests that do not pass while nothing is planted: what they catch would prove nothing. */
export async function failingUnbroken(
  tests: readonly CatchingTest[],
  { path }: Copy,
): Promise<readonly CatchingTest[]> {
  const distinct = [...new Map(tests.map((one) => [`${one.file} ${one.test}`, one])).values()]
  const states = await runTests(distinct, path)
  return distinct.filter((_, i) => states[i] !== 'passed')
}

type State = 'passed' | 'failed' | undefined

/** A file of Vitest's report, as far as it is read. */
interface ReportedFile {
  readonly name: string
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
}

const longestMs = 300_000

/** Runs tests by name and answers the state of each; undefined where none of that name ran to its end. */
async function runTests(tests: readonly CatchingTest[], path: string): Promise<readonly State[]> {
  const report = join(path, 'planted-report.json')
  rmSync(report, { force: true })
  const names = [...new Set(tests.map(({ test }) => test.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')))].join('|')
  const files = [...new Set(tests.map(({ file }) => file))]
  await vitest(['run', ...files, '-t', names, '--reporter=json', `--outputFile=${report}`], path)
  const results = readReport(report)
  return tests.map(({ file, test }): State => {
    const own = results.filter(({ name }) => name.endsWith(file)).flatMap(({ assertionResults }) => assertionResults).filter(({ fullName }) => fullName.includes(test)) // prettier-ignore
    const states = own.map(({ status }) => status)
    if (states.includes('failed')) return 'failed'
    return states.includes('passed') ? 'passed' : undefined
  })
}

function readReport(path: string): readonly ReportedFile[] {
  try {
    const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as { testResults: readonly ReportedFile[] } // Vitest's own form
    return testResults
  } catch {
    return [] // a run that was ended before it wrote one
  }
}

async function vitest(args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], { cwd, stdio: 'ignore', timeout: longestMs }) // prettier-ignore
  await new Promise<void>((resolve, reject) => child.once('error', reject).once('close', () => resolve()))
}
