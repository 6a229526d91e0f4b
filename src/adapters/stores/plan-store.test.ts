import { holdsThePlanStoreContract } from '../../../test/contracts/plan-store.ts'
import { forEachEngine } from '../../../test/harness/databases.ts'

forEachEngine(holdsThePlanStoreContract)
