// Find, export, erase, clear and sweep over holders: a ledger of steps with read-back.

export type {
  Effect,
  EraseIntent,
  Held,
  Holder,
  Intent,
  Items,
  Part,
  ReadBack,
  RemoveIntent,
  Residue,
} from './holder.ts'
