import type { Raise } from '../diagnostics.ts'
export function checkWords(_: unknown, __: unknown, ___: unknown, ____: Raise): void {}
