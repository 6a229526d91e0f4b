// The contract of the store that knows all people, on both engines. What it says is in test/contracts/population-store.ts.

import { holdsThePopulationContract } from '../../../test/contracts/population-store.ts'
import { forEachEngine } from '../../../test/harness/databases.ts'
import { sealInClear } from '../../../test/harness/seal.ts'
import { createGateStore } from './gate-store.ts'

forEachEngine((open) => holdsThePopulationContract(async () => createGateStore(await open(), sealInClear)))
