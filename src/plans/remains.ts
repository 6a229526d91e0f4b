// What stays after something went, and until when: what a law keeps, marks of erased identifiers, backups, and the key epoch whose end
// closes the last copy (architecture, settled 6). Said before in a preview and after in a receipt with the same words.

import { addPeriod } from '../base/index.ts'
import { lawsHolding } from '../decision/index.ts'
import type { StoredRecord } from '../gate/index.ts'
import type { InForce, Policy } from '../policy/index.ts'
import type { Residue } from './holder.ts'

type RecordFacts = Pick<StoredRecord, 'cell' | 'category' | 'collectedAt' | 'endedAt' | 'law'>

/** Names what stays. */
export interface Remains {
  /** records a law keeps after an erasure, one line a law, clause and category */
  kept(records: readonly RecordFacts[], inForce: InForce, at: Date): readonly Residue[]
  /** the marks that refuse an erased identifier's old events */
  tombstones(until: Date): Residue
  /** backups of the stores named in the register, and after an erasure the keys in their own backups */
  copies(policy: Policy, at: Date, why: 'erase' | 'clear' | 'sweep'): Promise<readonly Residue[]>
}

/** `keysGoneBy`: when the last copy of a key deleted at a moment is destroyed, waits of the key's keeper included. `stores`: which hold the vault; all without. */
export function remainsOf(parts: {
  readonly keysGoneBy: (deletedAt: Date) => Promise<Date>
  readonly stores?: readonly string[]
}): Remains {
  return {
    kept: keptByLaws,
    tombstones: (until) => ({
      what: 'a scrambled mark of each of your identifiers',
      why: 'so that nothing collected before the erasure can bring you back; nobody can read it, only compare it',
      until: until.toISOString(),
      clause: null,
      state: 'stays',
    }),
    async copies(policy, at, why) {
      const stores = policy.stores.filter(
        ({ name, backups }) => backups !== null && (parts.stores?.includes(name) ?? true),
      )
      const backups = stores.map(({ label, backups }): Residue => {
        const until = addPeriod(at, backups!) // filtered above
        return {
          what: `backups: ${label}`,
          why: backupWords[why],
          until: until.toISOString(),
          clause: null,
          state: 'not proven',
        }
      })
      return why === 'erase' ? [...backups, keyCopies(await parts.keysGoneBy(at))] : backups
    },
  }
}

const backupWords = {
  erase: 'copies made before lie there locked, without a key of yours; we cannot look into each',
  clear: 'clearing single things destroys no key, so copies made before still hold it',
  sweep: 'removing single things destroys no key, so copies made before still hold it',
} as const

function keyCopies(until: Date): Residue {
  const why =
    'your key is deleted; on this day the key that wrapped it is destroyed too, and no copy of ours opens for anybody'
  return { what: 'backups of keys', why, until: until.toISOString(), clause: null, state: 'not proven' }
}

function keptByLaws(records: readonly RecordFacts[], inForce: InForce, at: Date): readonly Residue[] {
  const held = records.flatMap((record) => {
    const law = lastLaw(record, inForce, at)
    return law ? [{ ...law, category: record.category }] : []
  })
  const groups = Map.groupBy(held, ({ law, clause, category }) => JSON.stringify([law, clause, category]))
  return [...groups.values()].map((group): Residue => {
    const { law, clause, category } = group[0]! // a group has a member
    const label = inForce.newest.policy.categories.find(({ name }) => name === category)?.label ?? category
    const note = inForce.newest.policy.notes.find(({ name }) => name === law)?.text ?? law
    const untils = group.map(({ until }) => until)
    const until = untils.some((one) => one === null) ? null : new Date(Math.max(...untils.map((one) => one!.getTime()))) // none is null
    const why = `${note.replace(/\.$/, '')}. Nothing else can read it`
    return { what: `${group.length} × ${label}`, why, until: until?.toISOString() ?? null, clause, state: 'stays' }
  })
}

/** The law that keeps a record longest; after an erasure the one it lies under. */
function lastLaw(
  record: RecordFacts,
  inForce: InForce,
  at: Date,
): { law: string; clause: string; until: Date | null } | null {
  const here = inForce.cell(record.cell)
  const laws = here ? lawsHolding(here, record, at) : []
  const own = record.law === '' ? laws : laws.filter(({ law }) => law === record.law)
  const endless = (until: Date | null): number => until?.getTime() ?? Number.POSITIVE_INFINITY
  return own.toSorted((a, b) => endless(a.until) - endless(b.until)).at(-1) ?? null
}
