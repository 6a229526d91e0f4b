import { holdsTheCaseStoreContract } from '../../../test/contracts/case-store.ts'
import { forEachEngine } from '../../../test/harness/databases.ts'

forEachEngine(holdsTheCaseStoreContract)
