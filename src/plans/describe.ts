// One record in words: where it came from, what it may serve, who may get it and until when. It goes with every item of a person's copy
// (ACC-05), so that a copy says as much as the dashboard does.

import type { Json } from '../base/index.ts'
import { decideUse, dueAt, endOf, untilWords } from '../decision/index.ts'
import type { StoredRecord } from '../gate/index.ts'
import { bitsOf, has, noClause, none, union, type Cell, type Policy, type Standing } from '../policy/index.ts'

/** The record without its data: category, source, purposes, recipients and retention. */
export function describeRecord(
  policy: Policy,
  cell: Cell,
  record: StoredRecord,
  standing: Standing,
  at: Date,
): { readonly [name: string]: Json } {
  return {
    id: record.id,
    category: record.category,
    categoryLabel: policy.categories.find(({ name }) => name === record.category)?.label ?? record.category,
    product: record.product,
    origin: cell.facts.origin,
    source: record.source,
    collectedAt: record.collectedAt.toISOString(),
    storedAt: record.storedAt.toISOString(),
    purposes: purposesOf(policy, cell, record, standing, at),
    // no sentence of this version of the language can name a recipient: law 1, the default is no
    recipients: [],
    retention: {
      until: dueAt(cell, record, standing)?.toISOString() ?? null,
      words: untilWords(policy, cell, record, standing),
      clauses: [...new Set(cell.limits.map(({ clause }) => clause))].filter((clause) => clause !== noClause).sort(),
      law: record.law === '' ? null : record.law,
    },
  }
}

function purposesOf(policy: Policy, cell: Cell, record: StoredRecord, standing: Standing, at: Date): Json {
  const based = cell.rows.reduce((mask, row) => union(mask, row.based), none)
  return bitsOf(based).map((bit) => {
    const purpose = policy.purposes.find((one) => one.bit === bit)
    const use = cell.rows.flatMap(({ uses }) => uses).find((one) => one.purpose === bit)
    const hands = cell.rows.filter((row) => has(row.based, bit)).map(({ hand, form }) => ({ hand, form }))
    const facts = {
      purpose: bit,
      cases: [],
      directed: false,
      place: null,
      collectedAt: record.collectedAt,
      endedAt: record.endedAt,
      at,
    }
    const open = hands.some((row) => decideUse(policy, cell, standing, { ...facts, ...row }).effect === 'permit')
    return {
      purpose: purpose?.name ?? String(bit),
      label: purpose?.label ?? String(bit),
      basis: use ? { kind: use.basis.kind, name: use.basis.name } : null,
      clause: use?.clause ?? null,
      open: open && record.law === '',
      until: endOf(cell, bit, record, standing)?.toISOString() ?? null,
    }
  })
}
