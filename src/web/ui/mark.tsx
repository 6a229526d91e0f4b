// Marks: a shape for each state, so that a page reads in black and white, on paper and aloud. The word always stands beside it.

import type { ReactNode } from 'react'

const outline = { fill: 'none', stroke: 'currentColor' } as const

const shapes = {
  kept: (
    <path fillRule="evenodd" d="M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0ZM6.9 12 3.2 8.3l1.5-1.5 2.2 2.2 4.5-4.5 1.5 1.5Z" />
  ),
  broken: (
    <path
      fillRule="evenodd"
      d="M.8.8h14.4v14.4H.8ZM4.8 3.3 3.3 4.8 6.5 8l-3.2 3.2 1.5 1.5L8 9.5l3.2 3.2 1.5-1.5L9.5 8l3.2-3.2-1.5-1.5L8 6.5Z"
    />
  ),
  lapsed: <path fillRule="evenodd" d="M1.5.5h13v2.7L10.2 8l4.3 4.8v2.7h-13v-2.7L5.8 8 1.5 3.2ZM4 2.4 8 7l4-4.6Z" />,
  unproven: <circle cx="8" cy="8" r="6.8" {...outline} strokeWidth="2" strokeDasharray="3.1 2.24" />,
  aim: (
    <>
      <circle cx="8" cy="8" r="6.9" {...outline} strokeWidth="1.8" />
      <circle cx="8" cy="8" r="2.7" />
    </>
  ),
  info: <path d="M1 2.2h14v1.7H1zM1 7.1h14v1.7H1zM1 12h8.5v1.7H1z" />,
  gone: <path {...outline} strokeWidth="1.8" d="M14.5 1.5l-13 13M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 8 1.6Z" />,
  stays: <path fillRule="evenodd" d="M.5 1.5h15v4.6h-15ZM1.6 7.4h12.8v7.2H1.6ZM5.5 9v1.7h5V9Z" />,
  refused: <path fillRule="evenodd" d="M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0ZM3.5 6.9h9v2.2h-9Z" />,
} satisfies Record<string, ReactNode>

/** A shape of the sprite. */
export type MarkName = keyof typeof shapes

/** All shapes, once a page; `Mark` refers to them. */
export function Sprite() {
  return (
    <svg className="sprite" aria-hidden="true">
      {Object.entries(shapes).map(([name, shape]) => (
        <symbol key={name} id={`m-${name}`} viewBox="0 0 16 16">
          {shape}
        </symbol>
      ))}
    </svg>
  )
}

/** One shape. It says nothing aloud: the word beside it does. `toned` gives it the colour of its state. */
export function Mark({ name, toned = false }: { name: MarkName; toned?: boolean }) {
  return (
    <svg className={toned ? `mark ${name}` : 'mark'} aria-hidden="true">
      <use href={`#m-${name}`} />
    </svg>
  )
}

/** A state: its shape and its word. */
export function State({ name, word = name, unworded = false }: { name: MarkName; word?: string; unworded?: boolean }) {
  return (
    <span className={`state ${name}`}>
      <Mark name={name} />
      {!unworded && word}
    </span>
  )
}

/** A line with its shape before it. */
export function Marked({ name, children }: { name: MarkName; children: ReactNode }) {
  return (
    <span className="with-mark">
      <Mark name={name} toned />
      <span>{children}</span>
    </span>
  )
}
