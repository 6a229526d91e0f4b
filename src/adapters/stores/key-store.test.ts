// The key store on both engines.

import { forEachEngine } from '../../../test/harness/databases.ts'
import { holdsTheKeyStoreContract } from '../../../test/contracts/key-store.ts'

forEachEngine(holdsTheKeyStoreContract)
