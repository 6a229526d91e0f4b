import { expect, test } from 'vitest'
import { holdsTheDatabaseContract } from '../../../test/contracts/database.ts'
import { forEachEngine } from '../../../test/harness/databases.ts'
import { Failure } from '../../base/index.ts'
import { openDatabase } from './open.ts'

forEachEngine((open) => holdsTheDatabaseContract(open))

test('a server that is not there is storage_unavailable, and its URL is named in no failure', async () => {
  const opening = openDatabase({ engine: 'postgres', url: 'postgres://maya:secret@127.0.0.1:1/none' }, 'harbour')
  const failure = await opening.catch((cause: unknown) => cause)
  expect(failure).toBeInstanceOf(Failure)
  expect(failure).toMatchObject({ code: 'storage_unavailable', detail: { reason: 'ECONNREFUSED' } })
  expect(JSON.stringify(failure)).not.toMatch(/maya|secret/)
})
