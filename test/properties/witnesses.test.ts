// The five witnesses agree (docs/spec/forms.md, F1): a modest count here, any count with `node scripts/witnesses.ts`.

import { expect, test } from 'vitest'
import { freshOnServer } from '../harness/databases.ts'
import { seed } from './random.ts'
import { hearWitnesses, mustReach } from './witnesses.ts'

const cases = 3_200

/** What so few statements need not have: the rarest ends of a share and the rarer files are for the script's larger counts. */
const rare = ['share ', 'home ', 'by ', 'versions 3']

test(`${cases} cases: decision, reading, SQL, row guard and Cedar say the same, and every construct was reached`, async () => {
  const { url, drop } = await freshOnServer('empty')
  try {
    const heard = await hearWitnesses(cases, { url, seed, rows: 20, questions: 5 })
    expect(heard.cases).toBeGreaterThanOrEqual(cases)
    expect(heard.read).toBeGreaterThan(cases / 4)
    expect(heard.shares).toBeGreaterThan(cases / 2)
    const isRare = (what: string): boolean => rare.some((start) => what.startsWith(start))
    expect(mustReach.filter((what) => !isRare(what) && !heard.reached.has(what))).toEqual([])
    expect(mustReach.filter((what) => isRare(what) && heard.reached.has(what)).length).toBeGreaterThan(16)
  } finally {
    await drop()
  }
}, 120_000)
