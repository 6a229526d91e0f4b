// The store of connected systems on both engines.

import { holdsTheSystemStoreContract } from '../../../test/contracts/system-store.ts'
import { forEachEngine } from '../../../test/harness/databases.ts'

forEachEngine((open) => holdsTheSystemStoreContract(open))
