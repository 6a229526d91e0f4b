#!/usr/bin/env node
// `kept`: judges the Node it was started with in one line, then hands over to the source (in a checkout) or to the bundle (in the
// published package). Plain JavaScript without syntax of later years, so that an old Node reaches the check.
import { existsSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'

const needed = [22, 22]
const [major, minor] = process.versions.node.split('.').map(Number)

if (major > needed[0] || (major === needed[0] && minor >= needed[1])) {
  // what was compiled once is kept inside this installation, never in a folder that others may write; where it cannot be, nothing is kept
  const cache = fileURLToPath(new URL('../node_modules/.cache/kept', import.meta.url))
  nodeModule.enableCompileCache(cache)
  if (process.env.NODE_COMPILE_CACHE === undefined) process.env.NODE_COMPILE_CACHE = cache // threads ask for it here
  const source = new URL('../src/cli/main.ts', import.meta.url)
  const { main } = await import(
    existsSync(source) ? source.href : new URL('../build/kept/main.mjs', import.meta.url).href
  )
  process.exitCode = await main(process.argv.slice(2))
} else {
  console.error(
    `kept needs Node ${needed.join('.')} or newer and was started by ${process.versions.node}: in a checkout run \`npm ci\`, then \`npx kept\`; elsewhere install a newer Node`,
  )
  process.exitCode = 1
}
