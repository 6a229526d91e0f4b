// `npm run docs`: writes docs/reference from the tables it comes from.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { referencePages } from './reference.ts'
import { root } from './run.ts'

const folder = join(root, 'docs/reference')
mkdirSync(folder, { recursive: true })
for (const [name, text] of Object.entries(await referencePages())) {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
  console.log(`docs/reference/${name}`)
}
