// Notices say what is now true. No exclamation marks, no "success".

import type { ReactNode } from 'react'
import { Mark, type MarkName } from './mark.tsx'

type Tone = Extract<MarkName, 'kept' | 'broken' | 'lapsed' | 'unproven' | 'aim' | 'info'>

/** A new fact. `told`: it follows from what the reader just did, and is read aloud. */
export function Notice({
  tone,
  title,
  told = false,
  children,
}: {
  tone: Tone
  title: ReactNode
  told?: boolean
  children?: ReactNode
}) {
  return (
    <div className={`notice tone-${tone}`} role={told ? 'status' : undefined}>
      <Mark name={tone} />
      <div>
        <h2>{title}</h2>
        {children}
      </div>
    </div>
  )
}

/** That there is nothing, why, and what would change it. `alone`: no part of the page holds it. */
export function Empty({ title, alone = false, children }: { title: string; alone?: boolean; children: ReactNode }) {
  const Heading = alone ? 'h2' : 'h3'
  return (
    <div className="empty">
      <Heading>{title}</Heading>
      <p className="prose">{children}</p>
    </div>
  )
}
