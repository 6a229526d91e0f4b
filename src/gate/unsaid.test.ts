// What a write leaves open of what a statement tells apart, and that whoever writes is told, over HTTP too.

import { expect, test } from 'vitest'
import { eventStatement } from '../../test/harness/event-statement.ts'
import { versionOf } from '../../test/harness/gate.ts'
import { openHouse } from '../../test/harness/house.ts'
import { smallStatement } from '../../test/harness/small-statement.ts'
import { unsaidIn } from './unsaid.ts'

const together = (...rules: readonly string[]) => {
  const files = smallStatement()
  const clauses = rules.map((rule, i) => `\nWhat we bring together, and what we never do.\n\n\`\`\`kept together-${i}\n${rule}\n\`\`\`\n`)
  return versionOf({ ...files, 'statement.md': `${files['statement.md']!}\n## Together\n${clauses.join('')}` })
} // prettier-ignore

test('only what the statement tells apart is missed, and signed out there is no account to be told', async () => {
  const sessions = 'combine signed-out with signed-in for suggest'
  const accounts = 'never combine personal-account with organisation-account'
  const [plain, one, both] = await Promise.all([together(), together(sessions), together(sessions, accounts)])
  expect(unsaidIn(plain.policy, {})).toEqual([])
  expect(unsaidIn(one.policy, {})).toEqual(['signedIn'])
  expect(unsaidIn(one.policy, { signedIn: false })).toEqual([])
  expect(unsaidIn(both.policy, {})).toEqual(['signedIn', 'account'])
  expect(unsaidIn(both.policy, { signedIn: true })).toEqual(['account'])
  expect(unsaidIn(both.policy, { signedIn: false })).toEqual([])
  expect(unsaidIn(both.policy, { signedIn: true, account: 'personal' })).toEqual([])
})

test('the answer of a write and of an event says so, and what to send; all of it is stored', async () => {
  const house = await openHouse({ statement: eventStatement() })
  try {
    const { token } = await house.operator.issueToken({ body: { role: 'service', service: 'search', products: ['search'] } }) // prettier-ignore
    const record = (messageId: string, more: object = {}) => ({ messageId, person: { field: 'email', value: 'maya@example.org' }, product: 'search', category: 'interaction.search', origin: 'person' as const, collectedAt: '2026-11-01T08:00:00Z', data: { words: 'tide table' }, ...more }) // prettier-ignore
    const records = [record('s1'), record('s2', { signedIn: true, account: 'personal' }), record('s3', { signedIn: true }), record('s4'), record('s5', { signedIn: false })] // prettier-ignore
    const answer = await house.client(token).write({ body: { records } })
    expect(answer).toMatchObject({ accepted: 5, refused: [] })
    expect(answer.warnings).toEqual([
      { code: 'context_unsaid', indexes: [0, 3], send: ['signedIn', 'account'], why: expect.stringMatching(/one of them at a time: send `signedIn` and `account` with it$/) },
      { code: 'context_unsaid', indexes: [2], send: ['account'], why: expect.stringMatching(/in what kind of account .* send `account` with it$/) },
    ]) // prettier-ignore
    const said = await house.client(token).write({ body: { records: [record('s6', { signedIn: true, account: 'personal' })] } }) // prettier-ignore
    expect(said).not.toHaveProperty('warnings')

    const { token: key } = await house.operator.issueToken({ body: { role: 'service', service: 'search-page', source: 'search-page' } }) // prettier-ignore
    const batch = ['c-1', undefined].map((userId, i) => ({ type: 'track', event: 'Searched', ...(userId ? { userId } : { anonymousId: 'd-1' }), messageId: `e${i}`, properties: { words: 'lantern' } })) // prettier-ignore
    const sent = await house.server.inject({ method: 'POST', url: '/v1/batch', payload: { batch }, headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` } }) // prettier-ignore
    expect(sent.json()).toMatchObject({ accepted: 2, warnings: [{ code: 'context_unsaid', indexes: [0], send: ['account'], why: expect.stringContaining('register `sources`') }] }) // prettier-ignore
  } finally {
    await house.close()
  }
}, 120_000)
