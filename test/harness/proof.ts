// Proof over a gate of the tests, which may be broken on purpose.

import { createProofStore, type Database } from '../../src/adapters/stores/index.ts'
import type { Gate } from '../../src/gate/index.ts'
import { createProof, type Proof } from '../../src/proof/index.ts'
import { printDue } from '../../src/statement/index.ts'
import type { GateGround } from './gate.ts'
import { newLedger } from './ledger.ts'

/** Probes, findings and states over a ground; `gate` without another one is the ground's own. */
export function proofOver(
  db: Database,
  { gate: own, store, clock, inForce, vault }: Omit<GateGround, 'publish' | 'end' | 'findings'>,
  gate: Gate = own,
): Proof {
  return createProof({
    inForce,
    gate: () => gate,
    clock,
    store: createProofStore(db),
    overdue: (at) => store.countWhere(printDue(inForce(), at, { timeOnly: true })),
    lying: () => store.lying(),
    uncovered: () => store.uncovered(),
    vault,
    ledger: newLedger(db, { clock }).ledger,
    graceMilliseconds: 1000,
  })
}
