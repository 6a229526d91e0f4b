// `npm run check`: types, lint, format, dead code and a complete lockfile, one line each; ends with `N passed, N failed`.

import { existsSync, readFileSync } from 'node:fs'
import { bin, root, run, type Ran } from './run.ts'

interface Check {
  readonly name: string
  readonly run: () => Promise<Ran>
}

process.chdir(root)

const checks: readonly Check[] = [
  { name: 'types', run: () => run(bin('tsc'), ['-p', '.']) },
  ...(existsSync('src/web/tsconfig.json') ? [{ name: 'types of the pages', run: typesOfPages }] : []),
  { name: 'lint', run: () => run(bin('oxlint'), ['--deny-warnings']) },
  { name: 'format', run: () => run(bin('prettier'), ['--check', '--log-level', 'warn', '.']) },
  { name: 'nothing dead', run: () => run(bin('knip'), ['--no-progress']) },
  { name: 'lockfile complete', run: lockfileComplete },
]

let failed = 0
for (const check of checks) {
  const { code, output, seconds } = await check.run()
  console.log(`${code === 0 ? 'ok    ' : 'failed'}  ${check.name}, ${seconds.toFixed(1)} s`)
  if (code !== 0) {
    failed += 1
    console.log(output.trimEnd())
  }
}
console.log(`${checks.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function typesOfPages(): Promise<Ran> {
  const made = await run(bin('react-router'), ['typegen'])
  return made.code === 0 ? run(bin('tsc'), ['-p', 'src/web']) : made
}

/** npm drops other platforms' packages that the registry lacks, and the next `npm ci` refuses: each optional name has its entry. */
async function lockfileComplete(): Promise<Ran> {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>
  } // npm's own form
  const names = new Set(
    Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies)),
  )
  const missing = [...names].filter(
    (name) => !Object.keys(lock.packages).some((path) => path.endsWith(`node_modules/${name}`)),
  )
  return {
    code: missing.length === 0 ? 0 : 1,
    output: missing.map((name) => `package-lock.json has no entry for ${name}`).join('\n'),
    seconds: 0,
  }
}
