// The recipe for pull requests (examples/ci/privacy.yml), run as it is printed, on a repository made here: a first commit that is clean, a second
// one that adds a phone column and says neither category nor purpose (STD-03, system 30).

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const recipe = readFileSync('examples/ci/privacy.yml', 'utf8')
/** What the steps of the recipe run of ours, in order. */
const steps = [...recipe.matchAll(/^ +run: (npx kept .*)$/gm)].map(([, command = '']) => command)

let repository = ''
beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), 'wordkept-pull-request-'))
  git('init', '-q')
  run('npx kept init statement --yes --name "Acme Books" --contact "Ines Falk, 3 Reed Lane, Fenport, +44 20 7946 0777"')
  writeSchema(['name text not null, -- personal: contact for provide'])
  commit('The statement and its tables')
})
afterAll(() => rmSync(repository, { recursive: true, force: true }))

function git(...args: string[]): string {
  const who = ['-c', 'user.name=Ines', '-c', 'user.email=ines@example.org', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...who, ...args], { cwd: repository, encoding: 'utf8' })
}

function commit(why: string): void {
  git('add', 'statement', 'schema.sql')
  git('commit', '-qm', why)
}

function writeSchema(columns: readonly string[]): void {
  const lines = columns.map((column) => `  ${column}`)
  writeFileSync(join(repository, 'schema.sql'), ['create table customer (', ...lines, '  id integer primary key', ');', ''].join('\n')) // prettier-ignore
}

/** Runs one line of the recipe as a runner does, from the root of the repository. */
function run(command: string): { readonly code: number; readonly output: string } {
  const npx = `npx() { shift; "${process.execPath}" "${resolve('bin/kept.js')}" "$@"; }\n`
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', npx + command], { cwd: repository, encoding: 'utf8' }) // prettier-ignore
  return { code: status ?? 1, output: stdout + stderr }
}

/** Results of the SARIF that the recipe writes and uploads. */
function uploaded() {
  const file = /sarif_file: (.*)$/m.exec(recipe)?.[1] ?? ''
  const log = JSON.parse(readFileSync(join(repository, file), 'utf8')) as Sarif // what `kept check` wrote a moment ago
  return { version: log.version, ...log.runs[0]! }
}

interface Sarif {
  readonly version: string
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } }
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly level: string
      readonly message: { readonly text: string }
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string }
          readonly region: { readonly startLine: number; readonly startColumn: number; readonly endColumn: number }
        }
      }[]
    }[]
  }[]
}

test('the recipe runs two commands: one for the pull request, one for code scanning', () => {
  expect(steps).toEqual([
    'npx kept check statement --schema schema.sql --github',
    'npx kept check statement --schema schema.sql --sarif > privacy.sarif',
  ])
})

test('a repository that says of each column what it is for passes', () => {
  expect(steps.map((step) => run(step))).toEqual([
    { code: 0, output: '' },
    { code: 0, output: '' },
  ])
  expect(uploaded()).toMatchObject({ version: '2.1.0', results: [] })
})

// PRI-03
test('a change that adds a phone column without category and purpose fails with its line', () => {
  writeSchema(['name text not null, -- personal: contact for provide', 'phone text,'])
  commit('Ring people up')
  const added = /^\+\+\+ b\/(.*)\n@@ -\d+(?:,\d+)? \+(\d+)/m.exec(git('show', '--unified=0', 'HEAD')) // where git says the line is
  expect(added?.slice(1)).toEqual(['schema.sql', '3'])
  const [annotated, scanned] = steps.map((step) => run(step))
  expect([annotated!.code, scanned!.code]).toEqual([2, 2])
  expect(annotated!.output).toMatch(/^::error file=schema\.sql,line=3,endLine=3,col=3,endColumn=8,title=K905 [a-z ]+::`customer\.phone` looks like a telephone number/) // prettier-ignore
  expect(annotated!.output.trimEnd().split('\n')).toHaveLength(1)
  const { tool, results } = uploaded()
  expect(results).toHaveLength(1)
  const [result] = results
  expect(tool.driver.rules[result!.ruleIndex]?.id).toBe('K905')
  expect(result).toMatchObject({ ruleId: 'K905', level: 'error' })
  expect(result!.locations[0]!.physicalLocation).toEqual({
    artifactLocation: { uri: 'schema.sql' },
    region: { startLine: 3, startColumn: 3, endLine: 3, endColumn: 8 },
  })
})

test('a purpose that no sentence gives it does not pass either; one that a sentence gives does', () => {
  writeSchema([
    'name text not null, -- personal: contact for provide',
    'phone text, -- personal: contact for advertise',
  ])
  expect(run(steps[0]!)).toMatchObject({ code: 2, output: expect.stringContaining('line=3') as string })
  writeSchema(['name text not null, -- personal: contact for provide', 'phone text, -- personal: contact for provide'])
  expect(steps.map((step) => run(step).code)).toEqual([0, 0])
})

test('a sentence that is broken in the same change is told at its own line, in the folder of the repository', () => {
  const file = join(repository, 'statement/statement.md')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace('for provide because contract', 'for provde because contract'))
  const line = text.split('\n').findIndex((one) => one.includes('for provide because contract')) + 1
  const { code, output } = run(steps[0]!)
  expect(code).toBe(2)
  expect(output).toContain(`::error file=statement/statement.md,line=${line},endLine=${line},`)
  expect(output).toContain('no purpose is called `provde`. Did you mean `provide`?')
  run(steps[1]!)
  expect(uploaded().results.map(({ locations }) => locations[0]!.physicalLocation.artifactLocation.uri)).toContain('statement/statement.md') // prettier-ignore
})
