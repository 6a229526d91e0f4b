// One mark a sentence, in the order of the statement: how it stands, seen at once. The words above it say the same.

import type { MarkName } from './mark.tsx'

const perRow = 22
const pitch = 20

/** Marks in rows of 22. Kept ones, the most by far, are drawn as two paths a row. */
export function Tally({ states }: { states: readonly MarkName[] }) {
  const rows = Array.from({ length: Math.ceil(states.length / perRow) }, (_, row) =>
    states.slice(row * perRow, (row + 1) * perRow),
  )
  return (
    <p className="tally" aria-hidden="true">
      {rows.map((row, index) => (
        <TallyRow key={index} states={row} />
      ))}
    </p>
  )
}

function TallyRow({ states }: { states: readonly MarkName[] }) {
  const placed = states.map((name, index) => ({ name, x: index * pitch }))
  const kept = placed.filter(({ name }) => name === 'kept')
  return (
    <svg viewBox={`0 0 ${perRow * pitch} 16`}>
      <path className="kept" d={kept.map(({ x }) => `M${x + 8} 8h0`).join('')} />
      <path className="ticks" d={kept.map(({ x }) => `M${x + 4.5} 8.2l2.5 2.5 4.5-4.5`).join('')} />
      {placed.map(
        ({ name, x }) =>
          name !== 'kept' && <use key={x} className={name} href={`#m-${name}`} x={x} width="16" height="16" />,
      )}
    </svg>
  )
}
