// `node scripts/harbour.ts FOLDER`: writes Harbour's whole statement into a folder, to be checked, signed or built like any other.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { readHarbour } from './control-map/harbour.ts'

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('name a folder: node scripts/harbour.ts build/harbour')
const { whole } = await readHarbour()
for (const [path, text] of Object.entries(whole)) {
  const file = resolve(join(folder, path))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
console.log(`${Object.keys(whole).length} files in ${folder}`)
