// The contract of a database, on both engines. What it says is in test/contracts/database.ts; below stands what one engine has alone.

import { expect, test } from 'vitest'
import { holdsTheDatabaseContract } from '../../../test/contracts/database.ts'
import { forEachEngine, openers, share } from '../../../test/harness/databases.ts'
import { administer } from '../../../test/harness/servers.ts'
import { Failure } from '../../base/index.ts'
import { openDatabase } from './open.ts'

forEachEngine((open) => holdsTheDatabaseContract(open))

test('on a server a statement that runs too long is ended by it, and who comes next is served', async () => {
  const database = await openers.postgres('harbour')
  expect(await database.query('show statement_timeout')).toEqual([{ statement_timeout: '10s' }])
  const running = database.transaction(async (tx) => {
    await tx.query('set local statement_timeout = 50')
    await tx.query('select pg_sleep($1)', [60])
  })
  await expect(running).rejects.toThrowError(expect.objectContaining({ code: 'storage_unavailable' }))
  expect(await database.query('show statement_timeout')).toEqual([{ statement_timeout: '10s' }])
  await database.close()
})

test('a server that ends our sessions is storage_unavailable once, and then served anew', async () => {
  const database = await openers.postgres('harbour')
  const [{ pid }] = (await database.query('select pg_backend_pid() as pid')) as [{ pid: number }] // one row, asked for above
  const { url } = await share('postgres')
  const dying = database.transaction(async (tx) => {
    const [{ own }] = (await tx.query('select pg_backend_pid() as own')) as [{ own: number }] // likewise
    await administer(url, `select pg_terminate_backend(${own})`)
    await tx.query('select 1')
  })
  await expect(dying).rejects.toThrowError(expect.objectContaining({ code: 'storage_unavailable' }))
  const served = await database.query(
    `select current_user as who, pg_backend_pid() <> $1 as other from (select 1) as one`,
    [pid],
  )
  expect(served).toEqual([{ who: 'app', other: true }])
  await database.close()
})

test('a server that is not there is storage_unavailable, and its URL is named in no failure', async () => {
  const opening = openDatabase({ engine: 'postgres', url: 'postgres://maya:secret@127.0.0.1:1/none' }, 'harbour')
  const failure = await opening.catch((cause: unknown) => cause)
  expect(failure).toBeInstanceOf(Failure)
  expect(failure).toMatchObject({ code: 'storage_unavailable', detail: { reason: 'ECONNREFUSED' } })
  expect(JSON.stringify(failure)).not.toMatch(/maya|secret/)
})
