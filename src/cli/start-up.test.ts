// What is loaded when a check, an editor or the help begins: no server, no database, no vault. Told by Node itself, module by module.

import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

/** Prints every module of ours or of a package that is loaded, before the process ends. */
const watch = `import { registerHooks } from 'node:module'; import { writeSync } from 'node:fs'; const seen = new Set(); registerHooks({ load: (url, context, next) => { seen.add(url); return next(url, context) } }); process.on('exit', () => writeSync(2, '\\nloaded ' + [...seen].join(' ')))`

function loadedBy(...args: string[]): readonly string[] {
  const { stderr } = spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(watch)}`, 'bin/kept.js', ...args], { input: '', encoding: 'utf8' }) // prettier-ignore
  const urls = (/\nloaded (.*)$/.exec(stderr)?.[1] ?? '').split(' ')
  return urls.flatMap((url) => /\/src\/([^/]+)\//.exec(url)?.[1] ?? /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []) // prettier-ignore
}

const heavy = ['app.ts', 'server', 'adapters', 'proof', 'desks', 'plans', 'gate', 'vault', 'ledger', 'fastify', 'pg', 'kysely', 'pg-boss', 'better-auth', 'zod', '@electric-sql/pglite', 'react', 'react-router'] // prettier-ignore

test.each([
  ['a check', ['check', 'examples/shop/statement'], ['statement', 'policy']],
  ['an editor’s server', ['lsp', '--stdio'], ['statement', 'vscode-languageserver']],
] as const)('%s loads what it needs, and no server or database', (_, args, needed) => {
  const loaded = new Set(loadedBy(...args))
  for (const name of needed) expect([...loaded]).toContain(name)
  expect(heavy.filter((name) => loaded.has(name))).toEqual([])
})

test('a check does not load what only an editor needs, nor the lint', () => {
  const loaded = loadedBy('check', 'examples/shop/statement')
  expect(loaded.filter((name) => name.startsWith('vscode') || name === 'systems')).toEqual([])
})
