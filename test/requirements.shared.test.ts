// The ids of the control map are those of the catalogue of requirements: none is missing, none is invented, and no title is copied.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { requirements } from '../scripts/control-map/requirements.ts'

const rows = [...readFileSync('../shared/design/requirements.md', 'utf8').matchAll(/^\| ([A-Z]+-\d\d) \| (.+?) \|/gm)]

test('the ids are those of the catalogue, in its order', () => {
  expect(rows).toHaveLength(200)
  expect(Object.keys(requirements)).toEqual(rows.map(([, id]) => id))
})

test('each title is shorter than what it stands for', () => {
  for (const [, id = '', text = ''] of rows)
    expect(requirements[id as keyof typeof requirements].length, id).toBeLessThan(Math.min(text.length, 90))
})
