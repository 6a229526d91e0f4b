// What people of the demo said must lie nowhere in clear: not in the database's files, keys or log, not in temporary files, not in what
// the tour printed. Their own pages and the export apart, none of it is found, in any of the spellings software leaves behind.

import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { people } from '../../src/cli/demo/people.ts'
import { telltales } from '../../src/cli/demo/words.ts'

const folder = mkdtempSync(join(tmpdir(), 'wordkept-canary-'))
chmodSync(folder, 0o711) // where we are root, the tour's PostgreSQL runs as nobody, below it
const [home, out, temporary, copies] = ['home', 'out', 'tmp', 'copies'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
  string,
] // four names
let printed = ''
let code = -1

const copied = new Map<string, string>()

/** Whether something is to be copied: no socket, and no file that was copied as it is now. */
function isNew(path: string): boolean {
  const entry = lstatSync(path, { bigint: true })
  if (!entry.isFile()) return !entry.isSocket()
  const stamp = `${entry.mtimeNs} ${entry.ctimeNs} ${entry.size}`
  if (copied.get(path) === stamp) return false
  copied.set(path, stamp)
  return true
}

/** Copies what lies in the temporary folder while the tour runs, since it tidies up at its end. */
function copyTemporary(): void {
  for (const name of readdirSync(temporary)) {
    try {
      cpSync(join(temporary, name), join(copies, name), { recursive: true, filter: isNew })
    } catch {
      // it went while we looked
    }
  }
}

beforeAll(async () => {
  for (const made of [temporary, copies]) mkdirSync(made)
  const child = spawn(process.execPath, ['scripts/tour.ts', '--home', home, '--out', out], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (printed += bytes.toString('utf8')))
  const watching = setInterval(copyTemporary, 2_000)
  code = await new Promise((resolve) => child.once('close', (ended) => resolve(ended ?? 1)))
  clearInterval(watching)
}, 600_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A value as software leaves it behind: plain, base64 at each of its three offsets, hexadecimal, UTF-16 both ways. */
function spellings(value: string): Buffer[] {
  const bytes = Buffer.from(value, 'utf8')
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    return text.slice(offset === 0 ? 0 : offset + 1, text.length - 4)
  })
  const texts = [
    value,
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ]
  const wide = Buffer.from(value, 'utf16le')
  return [...texts.map((text) => Buffer.from(text, 'latin1')), wide, Buffer.from(wide).swap16()]
}

const planted = [...people.flatMap(({ name, email, password }) => [name, email, password]), ...telltales]

function files(path: string): string[] {
  if (!existsSync(path)) return []
  const entry = lstatSync(path)
  if (entry.isDirectory()) return readdirSync(path).flatMap((name) => files(join(path, name)))
  return entry.isFile() ? [path] : []
}

function found(bytes: Buffer): string[] {
  return planted.filter((value) => spellings(value).some((spelling) => bytes.includes(spelling)))
}

/** Her own copy may hold it. */
const own = new Set(['export.zip'])

test('the tour passes', () => {
  expect(code, printed).toBe(0)
  expect(printed).toMatch(/\d+ passed, 0 failed\n$/)
})

test('what it left is what a reader needs', () => {
  expect(readdirSync(out).toSorted()).toEqual(['export.zip', 'log', 'receipt.json', 'statement.html', 'vkey'])
  expect(readdirSync(join(out, 'log')).toSorted()).toEqual(['checkpoint', 'tile'])
})

// SEC-01, SEC-09
test('the sweep sees a value in every spelling', () => {
  const value = telltales[0] ?? ''
  const around = (before: string): Buffer => Buffer.from(`${before}${value} and more`)
  const spelt = ['', 'a', 'ab', 'abc'].flatMap((before) => [around(before), ...(['base64', 'base64url', 'hex', 'utf16le'] as const).map((way) => Buffer.from(way === 'utf16le' ? Buffer.from(around(before).toString('latin1'), 'utf16le') : around(before).toString(way)))]) // prettier-ignore
  for (const bytes of spelt) expect(found(bytes)).toEqual([value])
  expect(found(Buffer.from('nothing of anybody'))).toEqual([])
})

test.each([
  ['the installation: database, keys, log', home],
  ['what the tour left', out],
  ['temporary files', temporary],
  ['temporary files while it ran', copies],
])('%s holds no value of anybody in clear', (_, path) => {
  const scanned = files(path).filter((file) => !own.has(basename(file)))
  const hits = scanned.flatMap((file) => found(readFileSync(file)).map((value) => `${file}: ${value}`))
  expect(hits).toEqual([])
})

test('there was something to scan', () => {
  expect(files(home).length).toBeGreaterThan(100)
  expect(files(copies).length).toBeGreaterThan(0)
})

test('what the tour printed holds no value of anybody', () => {
  expect(found(Buffer.from(printed))).toEqual([])
})
