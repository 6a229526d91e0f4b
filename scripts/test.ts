// `npm test`: runs every suite (the pages build themselves where tests need them), says which were left out and why, and ends with one plain line
// `N passed, N failed`. In CI leaving out anything is a failure.

import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { bin, root, run } from './run.ts'

interface Needed {
  readonly files: string
  readonly needs: string
  readonly isThere: boolean
}

/** What vitest's JSON reporter says, as far as we read it. */
interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly Suite[]
}

interface Suite {
  readonly name: string
  readonly status: string
  readonly message: string
  readonly assertionResults: readonly {
    readonly fullName: string
    readonly status: string
    readonly failureMessages: readonly string[]
  }[]
}

const suites: readonly Needed[] = [
  { files: '{src,test}/**/*.shared.test.ts', needs: 'the folder ../shared', isThere: existsSync(join(root, '../shared/vectors')) },
  { files: '{src,test}/**/*.browser.test.ts', needs: 'a Chromium (CHROMIUM or /usr/bin/chromium)', isThere: existsSync(process.env['CHROMIUM'] ?? '/usr/bin/chromium') },
] // prettier-ignore

const isCi = process.env['CI'] === 'true'
process.chdir(root)

const folder = mkdtempSync(join(tmpdir(), 'wordkept-test-'))
const json = join(folder, 'report.json')
const only = process.argv.slice(2)
const { code } = await run(
  bin('vitest'),
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${json}`, ...only],
  true,
)
const report = existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as Report) : null // vitest wrote it a moment ago
rmSync(folder, { recursive: true })

const leftOut =
  only.length > 0
    ? []
    : suites.filter(({ isThere }) => !isThere).map((suite) => ({ ...suite, found: globSync(suite.files) }))
for (const { found, needs } of leftOut)
  console.log(
    `left out: ${found.length} files that need ${needs}, which is not here${found.length > 0 ? `: ${found.join(', ')}` : ''}`,
  )
const skipped = report ? report.numPendingTests + report.numTodoTests : 0
if (skipped > 0) console.log(`skipped: ${skipped} tests`)
for (const line of report?.testResults.flatMap(failuresOf) ?? []) console.log(line)
finish(report?.numPassedTests ?? 0, failures())

/** A line for each test of a suite that failed, with the first line of why: `.ci/run` repeats them at its end. */
function failuresOf({ name, status, message, assertionResults }: Suite): readonly string[] {
  const failed = assertionResults.filter((one) => one.status === 'failed')
  const told = failed.map(({ fullName, failureMessages }) => [`${fullName}: `, failureMessages[0] ?? ''] as const)
  const lines = status === 'failed' && failed.length === 0 ? [['', message] as const] : told
  return lines.map(([test, why]) => `failed: ${relative(root, name)}: ${test}${firstLine(why)}`)
}

function firstLine(text: string): string {
  return (stripVTControlCharacters(text).split('\n')[0] ?? '').slice(0, 300)
}

/** Tests that failed, suites that could not even begin, errors outside any test, and in CI whatever was not run. */
function failures(): number {
  if (!report) return 1
  const unread = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((one) => one.status !== 'failed'),
  ).length
  const missing = isCi ? leftOut.length + skipped : 0
  const failed = report.numFailedTests + unread + missing
  return failed === 0 && code !== 0 ? 1 : failed
}

function finish(passed: number, failed: number): never {
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}
