// Tables: hairlines only. On a narrow screen each row becomes name and value by CSS alone, so every part carries its role:
// `display` can drop what a table means.

import type { ReactNode } from 'react'

/** How a column shows: a plain cell, a number, a time or result that starts at its edge, or what one can do. */
interface Column {
  readonly title: ReactNode
  /** stands before the value on a narrow screen; without it the value stands alone */
  readonly name?: string
  readonly as?: string
}

/** A table. The first cell of each row names it unless `headless`; the caption may be unseen. */
export function Table({
  caption,
  columns,
  rows,
  unseen = true,
  tight = false,
  headless = false,
}: {
  caption: ReactNode
  columns: readonly Column[]
  rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[]
  unseen?: boolean
  tight?: boolean
  headless?: boolean
}) {
  return (
    <table className={tight ? 'table stack tight' : 'table stack'} role="table">
      <caption className={unseen ? 'unseen' : undefined}>{caption}</caption>
      <thead>
        <tr role="row">
          {columns.map(({ title, as }, index) => (
            <th key={index} role="columnheader" className={as === 'act' ? undefined : as}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key} role="row">
            {cells.map((cell, index) => (
              <Cell key={index} column={columns[index]} names={index === 0 && !headless}>
                {cell}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell({ column, names, children }: { column: Column | undefined; names: boolean; children: ReactNode }) {
  if (names)
    return (
      <th role="rowheader" scope="row">
        {children}
      </th>
    )
  return (
    <td role="cell" data-name={column?.name} className={column?.as}>
      {children}
    </td>
  )
}
