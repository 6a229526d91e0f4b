import type { Raise } from '../diagnostics.ts'
import type { Compared } from './holes.ts'
export function findClashes(_: Compared, __: Raise): ReadonlyMap<string, ReadonlySet<string>> { return new Map() }
