// The stores of cases, files and links under their contract, on both engines. The contract is test/contracts/case-store.ts.

import { holdsTheCaseStoreContract } from '../../../test/contracts/case-store.ts'
import { forEachEngine } from '../../../test/harness/databases.ts'

forEachEngine(holdsTheCaseStoreContract)
