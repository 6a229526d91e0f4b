// Holds the source to the house of ARCHITECTURE.md. Every failure is the sentence a reviewer would say; planted faults show that each
// rule sees what it is there for.

import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { beside, modules } from './architecture/layers.ts'
import { badlyNamed, banned, bans, moduleOf, sqlThatTakesTime, wrongImports } from './architecture/rules.ts'
import type { SourceFile } from './architecture/source.ts'

const read = (pattern: string | readonly string[]): SourceFile[] =>
  globSync(pattern).toSorted().map((path) => ({ path, text: readFileSync(path, 'utf8') })) // prettier-ignore
const source = read('src/**/*.{ts,tsx}')
const migrations = read('src/adapters/stores/migrations/*.sql')

const planted = (path: string, text: string): SourceFile[] => [{ path, text: `// planted\n${text}\n` }]

test('a module imports only from layers below, and enters another one by its index', () => {
  expect(wrongImports(source)).toEqual([])
})

test.each([
  ['a layer above',              'src/decision/decide.ts', "import { openApp } from '../app.ts'",                                     /app\.ts above it on 9/],
  ['a type of a layer above',    'src/vault/vault.ts',     "import type { Gate } from '../gate/index.ts'",                            /gate above it on 4/],
  ['a sibling',                  'src/decision/decide.ts', "export * from '../statement/index.ts'",                                   /siblings on layer 3/],
  ['past the index',             'src/gate/read.ts',       "import { x } from '../decision/decide.ts'",                               /entered only by its index/],
  ['by a dynamic import',        'src/plans/plan.ts',      "const x = await import('../server/index.ts')",                            /server above it on 10/],
  ['by a worker’s address',      'src/statement/parse.ts', "new Worker(new URL('../gate/store.ts', import.meta.url))",                /gate above it on 4/],
  ['the domain from a page',     'src/web/site/page.tsx',  "import { decideUse } from '../../decision/index.ts'",                     /web may import contract/],
  ['the client from the domain', 'src/gate/read.ts',       "import { createClient } from '../client/index.ts'",                       /only cli, server/],
  ['a package from the domain',  'src/gate/read.ts',       "import pg from 'pg'",                                                     /takes what it needs as an argument/],
  ['Node from the verifier',     'src/evidence/tree.ts',   "import { hash } from 'node:crypto'",                                      /evidence takes what it needs/],
  ['its own barrel',             'src/gate/read.ts',       "import { x } from './index.ts'",                                          /barrels make knots/],
  ['outside src/',               'src/gate/read.ts',       "import { x } from '../../test/harness/databases.ts'",                     /reaches outside src/],
  ['a module of no layer',       'src/extra/x.ts',         "import { x } from '../base/index.ts'",                                    /stands on no layer/],
  ['another desk’s inside',      'src/desks/rights/x.ts',  "import { x } from '../changes/draft.ts'",                                 /entered only by its index/],
])('a planted wrong import is caught: %s', (_, path, text, sentence) => {
  expect(wrongImports(planted(path, text)).join('\n')).toMatch(sentence)
}) // prettier-ignore

test('imports as the house wants them pass', () => {
  const text =
    "import { x } from '../base/index.ts'\nimport type { P } from '../policy/index.ts'\nimport { y } from './masks.ts'\n// import '../app.ts'"
  expect(wrongImports(planted('src/decision/decide.ts', text))).toEqual([])
})

test('nobody writes what has a better way', () => {
  expect(banned([...source, ...read(['test/**/*.ts', 'scripts/*.ts'])])).toEqual([])
})

test.each([
  ['Date.now()',                     'const at = Date.now()'],
  ['new Date() without an argument', 'const at = new Date()'],
  ['process.env',                    "const home = process.env['HOME']"],
  ['console',                        "console.log('x')"],
  ['process.exit()',                 'process.exit(1)'],
  ['Math.random()',                  'const n = Math.random()'],
  ['time taken by SQL (now(), current_timestamp)', 'const q = `select id from record where collected_at < now()`'],
  ['export default',                 'export default 1'],
  ['a skipped or focused test',      "test.only('x', () => {})"],
])('a planted banned thing is caught: %s', (forbidden, text) => {
  expect(banned(planted('src/gate/read.ts', text))).toEqual([expect.stringContaining(forbidden)])
}) // prettier-ignore

test('every ban has its planted fault, and what is allowed passes', () => {
  expect(bans).toHaveLength(9)
  const fine =
    "const at = new Date(0)\nconst later = clock.now()\nconst words = 'now() is a word in a comment'\n// Date.now()"
  expect(banned(planted('src/gate/read.ts', fine))).toEqual([])
})

test('no migration takes the time from the database', () => {
  expect(migrations.length).toBeGreaterThan(0)
  expect(sqlThatTakesTime(migrations)).toEqual([])
  expect(
    sqlThatTakesTime([{ path: 'm.sql', text: '-- now() in words\ncreated timestamptz default now()' }]),
  ).toHaveLength(1)
})

test('files are named after the thing inside and open with what it is', () => {
  expect(badlyNamed(source)).toEqual([])
  expect(badlyNamed([{ path: 'src/gate/utils.ts', text: 'export {}' }])).toHaveLength(2)
})

test('ARCHITECTURE.md lists the modules that exist, on their layers, each with its job', () => {
  const present = new Set(source.map(({ path }) => moduleOf(path)))
  const told = modules
    .filter(({ module }) => present.has(module))
    .map(({ layer, module, job }) => [String(layer), `\`${module}\``, job])
  const rows = readFileSync('ARCHITECTURE.md', 'utf8').split('\n').map((line) => line.split('|').slice(1, -1).map((part) => part.trim())) // prettier-ignore
  expect(rows.filter(([layer = '']) => /^\d+$/.test(layer))).toEqual(told)
  const strangers = [...present].filter((name) => !modules.some(({ module }) => module === name) && !(name in beside))
  expect(strangers).toEqual([])
})
