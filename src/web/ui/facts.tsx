// Facts: a name and what is said under it. Rows without anything to say are left out by the caller giving null.

import type { ReactNode } from 'react'

/** A list of names and what is said under them. */
export function Facts({ rows }: { rows: readonly (readonly [name: ReactNode, said: ReactNode] | null)[] }) {
  return (
    <dl className="facts">
      {rows.map(
        (row, index) =>
          row && (
            <div key={index}>
              <dt>{row[0]}</dt>
              <dd>{row[1]}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
