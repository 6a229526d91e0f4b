// One record in words: where it came from, what it may serve, who may get it and until when. It goes with every item of a person's copy
// (ACC-05), so that a copy says as much as the dashboard does.

import type { Json } from '../base/index.ts'
import { dueAt, endOf, recipientsOf, untilWords } from '../decision/index.ts'
import type { Told } from '../gate/index.ts'
import { bitsOf, has, noClause, none, union, type Cell, type Policy, type Standing } from '../policy/index.ts'

/** The record without its data: category, source, purposes, recipients and retention. */
export function describeRecord(
  policy: Policy,
  told: Omit<Told, 'data'>,
  standing: Standing,
): { readonly [name: string]: Json } {
  const { cell, record } = told
  return {
    id: record.id,
    category: record.category,
    categoryLabel: policy.categories.find(({ name }) => name === record.category)?.label ?? record.category,
    product: record.product,
    origin: cell.facts.origin,
    source: record.source,
    collectedAt: record.collectedAt.toISOString(),
    storedAt: record.storedAt.toISOString(),
    purposes: purposesOf(policy, told, standing),
    recipients: recipientsIn(policy, [cell]),
    retention: {
      until: dueAt(cell, record, standing)?.toISOString() ?? null,
      words: untilWords(policy, cell, record, standing),
      clauses: [...new Set(cell.limits.map(({ clause }) => clause))].filter((clause) => clause !== noClause).sort(),
      law: record.law === '' ? null : record.law,
    },
  }
}

/** Who may get what lies in these cells, what for and by which sentence; law 1: nobody else may. */
export function recipientsIn(policy: Policy, cells: readonly Cell[]): Json[] {
  const may = policy.purposes.flatMap(({ bit, name }) =>
    cells.flatMap((cell) => recipientsOf(cell, bit).map((one) => ({ ...one, purpose: name }))),
  )
  return [...Map.groupBy(may, ({ recipient }) => recipient)].map(([recipient, lines]) => ({
    recipient,
    label: policy.recipients?.find(({ name }) => name === recipient)?.label ?? recipient,
    purposes: [...new Set(lines.map(({ purpose }) => purpose))],
    clauses: [...new Set(lines.map(({ clause }) => clause))],
  }))
}

function purposesOf(policy: Policy, { cell, record, use: asked }: Omit<Told, 'data'>, standing: Standing): Json {
  const based = cell.rows.reduce((mask, row) => union(mask, row.based), none)
  return bitsOf(based).map((bit) => {
    const purpose = policy.purposes.find((one) => one.bit === bit)
    const use = cell.rows.flatMap(({ uses }) => uses).find((one) => one.purpose === bit)
    const hands = cell.rows.filter((row) => has(row.based, bit)).map(({ hand, form }) => ({ hand, form }))
    const open = hands.some((row) => asked(bit, row).effect === 'permit')
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
