// The log in the database: what every log store must hold, on both engines.

import { expect, test } from 'vitest'
import { holdsTheLogStoreContract } from '../../../test/contracts/log-store.ts'
import { forEachEngine } from '../../../test/harness/databases.ts'
import { appendPending, newLeaf } from '../../../test/harness/ledger.ts'
import { createLedgerStore } from './ledger-store.ts'

forEachEngine((open) => {
  holdsTheLogStoreContract(async () => {
    const db = await open()
    return { store: createLedgerStore(db), append: (leaves, perSegment) => appendPending(db, leaves, perSegment) }
  })

  test('a tenant sees its own log only', async () => {
    const db = await open()
    await appendPending(db, [newLeaf()])
    expect(await createLedgerStore(db).countPending()).toBe(1)
    expect(await createLedgerStore({ ...db, tenant: 'other' }).countPending()).toBe(0)
  })
})
