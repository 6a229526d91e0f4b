import type { Raise } from '../diagnostics.ts'
import type { GridCell } from './grid.ts'
import type { Registers } from './registers.ts'
import type { Resolved } from './resolve.ts'
export interface Compared { readonly rules: readonly Resolved[]; readonly grid: readonly GridCell[]; readonly registers: Registers }
export function findHoles(_: Compared, __: Raise): void {}
