// No allowed record is lost behind refused ones: the limit of a question counts what may be handed out, a page at a time, on both engines.

import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import { openGate, serviceOf, versionOf, type GateGround } from '../../test/harness/gate.ts'
import { smallStatement } from '../../test/harness/small-statement.ts'
import type { Version } from '../policy/index.ts'
import { openUpTo, recordsPerReadMax } from './further.ts'
import type { ReadAsk, RecordFilter, StoredRecord, WriteItem } from './index.ts'

const record = (i: number): StoredRecord => ({ person: 'p', id: String(i).padStart(8, '0'), cell: 1, product: 'web', category: 'search', source: 's', place: 'vault', collectedAt: new Date(0), endedAt: null, storedAt: new Date(0), law: '', keyVersion: 1, sealed: new Uint8Array() }) // prettier-ignore

describe('a page at a time', () => {
  const lying = Array.from({ length: 3_500 }, (_, i) => record(i))

  /** Records as a database hands them out, all of one moment, and how many it was asked for. */
  function storeOf(asked: number[]): {
    records(person: string, filter: RecordFilter): Promise<readonly StoredRecord[]>
  } {
    return {
      records: async (_person, { limit = 0, predicate }) => {
        asked.push(limit)
        const after = String(predicate!.values.at(-1))
        return lying.filter(({ id }) => id > after).slice(0, limit)
      },
    }
  }

  test('what may be opened is found behind whatever is refused, with no page larger than a question’s most', async () => {
    const asked: number[] = []
    const open = await openUpTo(storeOf(asked), 'p', { limit: 2 }, lying.slice(0, 2), ({ id }) => Number(id) >= 3_400)
    expect(open.map(({ id }) => Number(id))).toEqual([3_400, 3_401])
    expect(asked).toEqual([recordsPerReadMax, recordsPerReadMax, recordsPerReadMax, recordsPerReadMax])
  })

  test('nothing further is asked where the first page says it all', async () => {
    const asked: number[] = []
    expect(await openUpTo(storeOf(asked), 'p', { limit: 2 }, lying.slice(0, 2), () => true)).toHaveLength(2)
    expect(await openUpTo(storeOf(asked), 'p', { limit: 3 }, lying.slice(0, 2), () => false)).toEqual([])
    expect(await openUpTo(storeOf(asked), 'p', { limit: 1, ids: ['a', 'b'] }, lying.slice(0, 2), ({ id }) => id !== lying[0]!.id)).toEqual([lying[1]]) // prettier-ignore
    expect(asked).toEqual([])
  })
})

const courier = `
The courier gets your searches, to give you what you came for.

\`\`\`kept courier
share search in web with courier for provide
\`\`\`
`

let first: Version
beforeAll(async () => {
  const files = smallStatement()
  first = await versionOf({
    ...files,
    'statement.md': `${files['statement.md']!}${courier}`,
    'registers/recipients.yaml': 'courier: { label: The courier, kind: vendor, functions: [provide], at: eu, since: "2026-01-01", contract: "Contract 7", told: "2025-12-01" }\n', // prettier-ignore
  })
})

forEachEngine((open) => {
  let ground: GateGround
  afterEach(() => ground.end())

  const maya = { field: 'email', value: 'maya@example.org' }

  // SHA-01
  test('whoever gets what may be shared gets it, however much else lies before it', async () => {
    ground = await openGate(await open(), first)
    ground.clock.set(new Date('2024-01-01T00:00:00Z'))
    const item = (i: number): WriteItem => ({ messageId: `m${i}`, person: maya, product: 'web', category: 'search', origin: 'person', collectedAt: ground.clock.now(), data: { number: i } }) // prettier-ignore
    const write = async (...numbers: readonly number[]) => (await ground.gate.write(serviceOf(first), numbers.map(item))).flatMap((answer) => (answer.outcome === 'stored' ? [answer.id] : [])) // prettier-ignore
    const over = await write(0, 1, 2, 3, 4)
    ground.clock.set(new Date('2026-04-14T09:00:00Z')) // their 18 months are over
    const ids = [...over, ...(await write(5, 6, 7))]
    expect(ids).toHaveLength(8)
    const share = async (more: Partial<ReadAsk> = {}): Promise<readonly number[]> => {
      const ask = {
        person: maya,
        product: 'web',
        category: 'search',
        purpose: 'provide',
        recipient: 'courier',
        ...more,
      }
      const { records } = await ground.gate.share(serviceOf(first), ask)
      return records.map(({ data }) => (data.reveal() as { number: number }).number).toSorted((a, b) => a - b)
    }
    expect(await share()).toEqual([5, 6, 7])
    expect(await share({ limit: 1 })).toHaveLength(1)
    expect(await share({ limit: 2 })).toHaveLength(2)
    expect(await share({ limit: 1, ids: [...over, ids[6]!] })).toEqual([6])
    expect(await share({ limit: 3, to: new Date('2025-01-01T00:00:00Z') })).toEqual([])
  })
})
