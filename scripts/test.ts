// `npm test`: runs every suite (the pages build themselves where tests need them), says which were left out and why, and ends with one plain line
// `N passed, N failed`. In CI leaving out anything is a failure.

import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly unknown[]
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
finish(report?.numPassedTests ?? 0, failures())

/** Tests that failed, suites that could not even be read, errors outside any test, and in CI whatever was not run. */
function failures(): number {
  if (!report) return 1
  const unread = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length
  const missing = isCi ? leftOut.length + skipped : 0
  const failed = report.numFailedTests + unread + missing
  return failed === 0 && code !== 0 ? 1 : failed
}

function finish(passed: number, failed: number): never {
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}
