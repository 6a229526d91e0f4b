// The connector's contract on a real PostgreSQL.

import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { holdsTheConnectorContract, schema } from '../../../../test/contracts/connector.ts'
import { freshOnServer } from '../../../../test/harness/databases.ts'
import { openConnector } from './connector.ts'

holdsTheConnectorContract(async () => {
  const { url, drop } = await freshOnServer('empty')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(schema)
  const connector = openConnector({ system: 'shop-db', credential: async () => ({ url, reach: 'near' }) })
  onTestFinished(async () => {
    await connector.close()
    await client.end()
    await drop()
  })
  return {
    connector,
    count: async (query) => Number((await client.query<{ count: string }>(query)).rows[0]?.count),
  }
})

test('a name that leads to several addresses is tried at each', async () => {
  const { url, drop } = await freshOnServer('empty')
  const named = url.replace('127.0.0.1', 'localhost')
  const connector = openConnector({ system: 'shop-db', credential: async () => ({ url: named, reach: 'near' }) })
  onTestFinished(async () => {
    await connector.close()
    await drop()
  })
  expect(await connector.try()).toEqual({ version: expect.any(String) })
})
