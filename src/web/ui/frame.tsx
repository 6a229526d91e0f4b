// The frame of a tool page: its title, and parts with a side heading. Nothing is boxed that white space can hold.

import type { ReactNode } from 'react'

/** The head of a page: one sentence, and under it what there is to know first. */
export function Title({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="title">
      <h1>{title}</h1>
      {children !== undefined && <p className="lede">{children}</p>}
    </div>
  )
}

/** A part of a page. `note` stands under the side heading; `tight`: one of many short ones. */
export function Part({
  id,
  title,
  note,
  layout = 'flow',
  tight = false,
  children,
}: {
  id: string
  title: string
  note?: ReactNode
  layout?: 'flow' | 'pair' | 'two' | 'plain' | 'stub'
  tight?: boolean
  children: ReactNode
}) {
  return (
    <section className={tight ? 'part tight' : 'part'} aria-labelledby={id}>
      <div className="side">
        <h2 id={id}>{title}</h2>
        {note}
      </div>
      <div className={layout === 'plain' ? 'main' : `main ${layout}`}>{children}</div>
    </section>
  )
}

/** Where the page is: the pages above it, and its own name. */
export function Crumbs({
  above,
  here,
}: {
  above: readonly { readonly to: string; readonly name: string }[]
  here: string
}) {
  return (
    <nav className="crumbs" aria-label="You are here">
      <ol>
        {above.map(({ to, name }) => (
          <li key={to}>
            <a href={to}>{name}</a>
          </li>
        ))}
        <li>
          <span aria-current="page">{here}</span>
        </li>
      </ol>
    </nav>
  )
}
