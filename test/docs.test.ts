// What the documents say is tried: the commands of the guides run in order, in one folder, beside a real demo; what they show of the
// output is in it; links lead somewhere; commands, options and scripts exist; the reference is not stale.

import { spawn, type ChildProcess } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { referencePages } from '../scripts/reference.ts'
import { startInstance, type Instance } from '../scripts/tour/instance.ts'
import { freePort } from '../src/cli/serve.ts'
import { openForeign, type Foreign } from './harness/foreign.ts'
import { newReceipt } from './harness/receipt.ts'

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> } // npm's own form
const documents = globSync(['*.md', 'docs/**/*.md']).toSorted()
/** In the order a reader takes them: the demo goes on from one to the next. */
const guides = [
  'README',
  'words',
  'write-your-first-statement',
  'edit-in-your-editor',
  'check-every-change',
  'lint-your-policy',
  'see-it-run',
  'observe',
  'import',
  'change-your-statement',
  'send-events',
  'connect-a-database',
  'samples-and-counts',
].map((name) => `docs/guide/${name}.md`)
const root = resolve('.')

describe('links', () => {
  test.each(documents)('of %s lead somewhere', (path) => {
    const text = readFileSync(path, 'utf8').replaceAll(/```[\s\S]*?```/g, '')
    const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target)
    const broken = targets.filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(dirname(path), target)))
    expect(broken).toEqual([])
    expect(targets.filter((target) => /^https?:/.test(target))).toEqual([])
  })
})

describe('commands', () => {
  test('of every document exist: scripts of npm, commands and options of kept', async () => {
    const pages = await referencePages()
    const help = new Map(
      [...pages['cli.md']!.matchAll(/## `kept ([a-z]+)`\n\n```text\n([\s\S]*?)```/g)].map(
        ([, name = '', text = '']) => [name, text],
      ),
    )
    const wrong = documents.flatMap((path) => {
      const text = readFileSync(path, 'utf8')
      const scripts = [...text.matchAll(/\bnpm run ([a-z]+)/g)]
        .map(([, name = '']) => name)
        .filter((name) => !(name in manifest.scripts))
      const calls = [...text.matchAll(/\b(?:npx )?kept ([a-z]+)((?: --[a-z-]+| [\w./-]+)*)/g)].filter(
        ([, name = '', rest = '']) => {
          const known = help.get(name)
          return (
            text.includes(`kept ${name}`) &&
            (known === undefined
              ? /npx kept|--/.test(`${rest}`)
              : (rest.match(/--[a-z-]+/g) ?? []).some((option) => !known.includes(option)))
          )
        },
      )
      return [...scripts.map((name) => `${path}: npm run ${name}`), ...calls.map(([call]) => `${path}: ${call}`)]
    })
    expect(wrong).toEqual([])
  })

  test('the README’s two commands are scripts of this package, and CI runs exactly its test command', () => {
    const readme = readFileSync('README.md', 'utf8')
    expect(readme).toContain('npm ci && npm run demo')
    expect(readme).toContain('npm ci && npm test')
    expect(readFileSync('.ci/run', 'utf8')).toMatch(/^step 'test' npm test$/m)
  })
})

test('the reference is what the tables say now: else run `npm run docs`', async () => {
  const pages = await referencePages()
  expect(globSync('docs/reference/**/*.*').map((path) => path.slice('docs/reference/'.length)).toSorted()).toEqual(Object.keys(pages).toSorted()) // prettier-ignore
  for (const [name, text] of Object.entries(pages))
    expect(readFileSync(join('docs/reference', name), 'utf8'), name).toBe(text)
})

interface Shown {
  readonly commands: readonly string[]
  readonly output: readonly string[]
}

/** The blocks of a guide: commands, and lines that the block of text after them shows. */
function blocksOf(path: string): Shown[] {
  const blocks = [...readFileSync(path, 'utf8').matchAll(/```(sh|text)\n([\s\S]*?)```/g)].map(
    ([, kind, text = '']) => ({ kind, lines: text.trim().split('\n') }),
  )
  return blocks.flatMap(({ kind, lines }, i) =>
    kind === 'sh' ? [{ commands: lines, output: blocks[i + 1]?.kind === 'text' ? blocks[i + 1]!.lines : [] }] : [],
  )
}

/** What nobody covers, told of events: a guide shows all of it. */
function findingsIn(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => / sends .* so it was not stored$/.test(line))
}

describe('guides', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wordkept-guides-'))
  let demo: Instance
  let kiosk: Foreign
  let served: ChildProcess | null = null
  let servePort = 0
  beforeAll(async () => {
    demo = await startInstance(join(folder, '.harbour'))
    servePort = await freePort('localhost', 0)
    cpSync('examples', join(folder, 'examples'), { recursive: true })
    const { text, vkey } = await newReceipt()
    mkdirSync(join(folder, 'tour'))
    writeFileSync(join(folder, 'tour/receipt.json'), text)
    writeFileSync(join(folder, 'tour/vkey'), `${vkey}\n`)
    writeFileSync(
      join(folder, 'invoices.csv'),
      'InvoiceId,Email,CustomerId,Country,InvoiceDate,Total\n1,ada@example.org,7,Germany,2026-04-11,9.90\n2,ada@example.org,7,Germany,soon,1.98\n',
    )
    writeFileSync(join(folder, 'invoices.yaml'), shownIn('import', 'yaml'))
    writeFileSync(join(folder, 'privacy.md'), shownIn('lint-your-policy', 'markdown'))
    writeFileSync(join(folder, 'searches.md'), shownIn('write-your-first-statement', 'markdown'))
    writeFileSync(join(folder, 'sources.yaml'), shownIn('send-events', 'yaml'))
    writeFileSync(join(folder, 'send.mjs'), shownIn('send-events', 'js').replace('http://localhost:4680', demo.url))
    writeFileSync(
      join(folder, 'many.mjs'),
      shownIn('samples-and-counts', 'js').replace('http://localhost:4680', demo.url),
    )
    kiosk = await openForeign(readFileSync('examples/kiosk/kiosk.sql', 'utf8'))
    writeFileSync(join(folder, 'kiosk.url'), kiosk.url)
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  }, 120_000)
  afterAll(async () => {
    if (served?.pid) process.kill(-served.pid, 'SIGTERM') // the shell and the server it started
    await demo.stop()
    await kiosk.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** A file that a guide shows whole: its only block of that kind. */
  function shownIn(guide: string, kind: 'yaml' | 'js' | 'markdown'): string {
    const text = readFileSync(`docs/guide/${guide}.md`, 'utf8')
    const fence = text.includes('````' + kind) ? '````' : '```' // a file with blocks of its own stands in a longer fence
    return text.split(`${fence}${kind}\n`)[1]!.split(`${fence}\n`)[0]! // a guide without it fails here
  }

  /** Runs one line as a reader would, in the guides' folder; `npm` only has to know the script, since the demo runs already. */
  async function runLine(line: string): Promise<{ code: number; output: string }> {
    if (line.startsWith('npx kept serve ')) return serveLine(line)
    const scripts = `ci|install|test|${Object.keys(manifest.scripts).join('|')}`
    const npm = `npm() { [ "$1" = run ] && shift; case "$1" in ${scripts}) ;; *) return 99;; esac; }\n`
    const { child, output } = start(`${npm}${line}`)
    const code = await new Promise<number | null>((done) => child.once('close', done))
    return { code: code ?? 1, output: output() }
  }

  /** A shell in the guides' folder with our `kept`. Addresses in a guide are those of the servers that run here. */
  function start(lines: string): { child: ChildProcess; output: () => string } {
    const npx = `npx() { shift; "${process.execPath}" "${root}/bin/kept.js" "$@"; }\n`
    const here = lines.replaceAll('http://localhost:4680', demo.url).replaceAll('4690', String(servePort))
    const child = spawn('bash', ['-c', npx + here], { cwd: folder, detached: true, env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'] }) // prettier-ignore
    let printed = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (bytes: Buffer) => (printed += bytes.toString('utf8').replaceAll(String(servePort), '4690')))
    return { child, output: () => printed }
  }

  /** A server runs until Ctrl+C: the reader goes on in a second terminal once it says where it is. */
  async function serveLine(line: string): Promise<{ code: number; output: string }> {
    const { child, output } = start(line)
    served = child
    await new Promise<void>((done) => {
      child.once('close', () => done())
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', () => (output().includes('operator’s socket') ? done() : null))
    })
    return { code: child.exitCode ?? 0, output: output() }
  }

  test('are all here', () => {
    expect(globSync('docs/guide/*.md').toSorted()).toEqual(guides.toSorted())
  })

  test.each(guides)('%s does what it says', { timeout: 180_000 }, async (path) => {
    for (const { commands, output } of blocksOf(path)) {
      let printed = ''
      for (const line of commands) {
        const ran = await runLine(line)
        printed += ran.output
        expect(ran.code, `${line}\n${ran.output}`).toBe(Number(/# exits (\d+)$/.exec(line)?.[1] ?? 0))
      }
      for (const shown of output) expect(printed, `${commands.join('\n')}\ndoes not print ${shown}`).toContain(shown)
      expect(findingsIn(printed.split('\n'))).toEqual(findingsIn(output))
    }
  })
})
