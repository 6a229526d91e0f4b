// The store of plans under its contract, on both engines. The contract is test/contracts/plan-store.ts.

import { holdsThePlanStoreContract } from '../../../test/contracts/plan-store.ts'
import { forEachEngine } from '../../../test/harness/databases.ts'

forEachEngine(holdsThePlanStoreContract)
