// The contract of the gate's store, on both engines. What it says is in test/contracts/gate-store.ts.

import { holdsTheGateStoreContract } from '../../../test/contracts/gate-store.ts'
import { forEachEngine } from '../../../test/harness/databases.ts'
import { sealInClear } from '../../../test/harness/seal.ts'
import { createGateStore } from './gate-store.ts'

forEachEngine((open) => holdsTheGateStoreContract(async () => createGateStore(await open(), sealInClear)))
