// `kept check` on folders that want to stop it: a process of its own, killed if it does not answer, its memory read when it ends. Each is told
// in words, with what to do, within 512 MB; how long it takes is the bench's (H12), here only that it ends.

import { spawn } from 'node:child_process'
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const megabytesMax = 512
const killedAfterMs = 60_000

let root = ''
beforeAll(() => (root = mkdtempSync(join(tmpdir(), 'wordkept-hostile-'))))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Says at the end of a process the most memory it held, in megabytes. */
const watch = `import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(2, '\\npeak ' + Math.round(process.resourceUsage().maxRSS / 1024)))`

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly said: string
  readonly megabytes: number
}

/** Half of the memory is the heap's at most: whoever needs more is ended by Node itself, and that is a failure here. */
function check(folder: string): Promise<Ended> {
  const args = [`--max-old-space-size=${megabytesMax / 2}`, '--import', `data:text/javascript,${encodeURIComponent(watch)}`, resolve('bin/kept.js'), 'check', folder] // prettier-ignore
  const child = spawn(process.execPath, args, { cwd: root, timeout: killedAfterMs, killSignal: 'SIGKILL' })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString('utf8'))) // prettier-ignore
  return new Promise(
    (done) =>
    child.once('close', (code, signal) => done({ code, signal, said, megabytes: Number(/\npeak (\d+)$/.exec(said)?.[1] ?? Number.NaN) })), // prettier-ignore
  )
}

const text =
  (path: string, make: () => string) =>
  (folder: string): void =>
    writeFileSync(join(folder, path), make())

const link =
  (path: string, target: string) =>
  (folder: string): void => {
    rmSync(join(folder, path), { recursive: true, force: true })
    symlinkSync(target, join(folder, path))
  }

const clauses = (count: number): string =>
  `# T\n\n${Array.from({ length: count }, (_, i) => `A ${i}.\n\n\`\`\`kept c${i}\nkeep contact until closing\n\`\`\`\n`).join('\n')}`

/** What is wrong with the folder, how it is made, and what is said of it. */
const hostile: readonly (readonly [what: string, make: (folder: string) => void, says: RegExp])[] = [
  ['a statement of 20 MB', text('statement.md', () => 'A sentence.\n\n'.repeat(1_600_000)), /error file_too_large: .*\n.*file: statement\.md/],
  ['a register of 20 MB', text('registers/products.yaml', () => 'shop: { label: Shop }\n'.repeat(1_000_000)), /error file_too_large: .*\n.*file: registers\/products\.yaml/],
  ['just under the size, in paragraphs', text('statement.md', () => 'A sentence.\n\n'.repeat(600_000)), /error K112: the file has more than 100000 paragraphs/],
  ['100,000 clauses', text('statement.md', () => clauses(100_000)), /error K112: the file has more than 25000 clauses\n.*statement\.md:/],
  ['lists nested 10,000 deep', text('statement.md', () => `${'- '.repeat(8_000)}x`), /error K112: this line is nested more than 32 deep/],
  ['lists nested deep by indent', text('statement.md', () => Array.from({ length: 2_000 }, (_, i) => `${'  '.repeat(i)}- x`).join('\n')), /error K112: this line is nested/],
  ['an emphasis flood', text('statement.md', () => '*a **b '.repeat(20_000)), /error K112: this block is larger than 16 KB/],
  ['an emphasis flood in small blocks', text('statement.md', () => `${'*a **b _c '.repeat(400)}\n\n`.repeat(1_500)), /error K112: the file has more than 250000 signs of emphasis/],
  ['a NUL', text('statement.md', () => '# T\n\nWords\u0000 here.\n'), /error K112: a control character \(U\+0000\)/],
  ['words that run backwards', text('statement.md', () => '# T\n\nWe \u202enever sell it\u202c.\n'), /error K112: an invisible sign \(U\+202E\)/],
  ['an alias bomb', text('registers/products.yaml', () => `a: &a [x, x]\n${Array.from({ length: 25 }, (_, i) => `a${i}: &a${i} [${Array(9).fill(i === 0 ? '*a' : `*a${i - 1}`).join(', ')}]`).join('\n')}\n`), /error K112: anchors and aliases are not read/],
  ['a link to a file elsewhere', link('registers/notes.yaml', '/etc/hostname'), /error file_linked: .*\n.*file: registers\/notes\.yaml/],
  ['a link to a folder elsewhere', link('registers', '/etc'), /error file_linked: .*\n.*file: registers/],
  ['a statement that is a device', link('statement.md', '/dev/zero'), /error file_linked: .*\n.*file: statement\.md/],
  ['a folder with thousands of files', (folder) => { mkdirSync(join(folder, 'products')); for (let i = 0; i < 1_200; i++) appendFileSync(join(folder, `products/p${i}.md`), 'We.\n') }, /error files_too_many: /],
] // prettier-ignore

test.each(hostile)('%s ends in words, within the memory', async (what, make, says) => {
  const folder = join(root, what.replaceAll(/[^a-z0-9]+/gi, '-'))
  cpSync('examples/shop/statement', folder, { recursive: true })
  rmSync(join(folder, 'signed.yaml'))
  make(folder)
  const { code, signal, said, megabytes } = await check(folder)
  expect([code, signal], said.slice(-2_000)).toEqual([/error K/.test(said) ? 2 : 1, null])
  expect(said).toMatch(says)
  expect(said).toMatch(/\n {2}help: \S/)
  expect(said).not.toMatch(/\0|\u202e|unexpected|heap out of memory/)
  expect(megabytes).toBeLessThan(megabytesMax)
})

test('a link that is no part of a statement is passed over, even one that leads back', async () => {
  const folder = join(root, 'loop')
  cpSync('examples/shop/statement', folder, { recursive: true })
  symlinkSync(folder, join(folder, 'loop'))
  const { code, said } = await check(folder)
  expect([code, said]).toEqual([0, expect.stringContaining('compiles: ') as string])
})
