// The five witnesses agree (docs/spec/forms.md, F1): a modest count here, any count with `node scripts/witnesses.ts`.

import { expect, test } from 'vitest'
import { freshOnServer } from '../harness/databases.ts'
import { seed } from './random.ts'
import { hearWitnesses, mustReach } from './witnesses.ts'

const cases = 1_600

test(`${cases} cases: decision, reading, SQL, row guard and Cedar say the same, and every construct was reached`, async () => {
  const { url, drop } = await freshOnServer('empty')
  try {
    const heard = await hearWitnesses(cases, { url, seed })
    expect(heard.cases).toBeGreaterThanOrEqual(cases)
    expect(heard.read).toBeGreaterThan(cases / 4)
    expect(heard.shares).toBeGreaterThan(cases / 4)
    // the rarest ends of a share are for the script's larger counts
    expect(mustReach.filter((what) => !what.startsWith('share ') && !heard.reached.has(what))).toEqual([])
    expect(mustReach.filter((what) => what.startsWith('share ') && heard.reached.has(what)).length).toBeGreaterThan(8)
  } finally {
    await drop()
  }
}, 120_000)
