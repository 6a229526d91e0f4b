// How a store's segments are sealed where what lies in them is no secret of the test and is compared.

import { concat } from '../../src/base/index.ts'
import type { SealSegment } from '../../src/gate/index.ts'

/** The rests of the entries, one after the other, in clear. */
export const sealInClear: SealSegment = async (entries) => concat(...entries.map(({ rest }) => rest))
