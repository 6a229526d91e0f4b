// One thing held about a person, as a line of a day: what it is, where it came from, and "why do you have this?".

import type { ReactNode } from 'react'
import type { Output } from '../../client/index.ts'
import { paths } from '../paths.ts'
import { Facts } from '../ui/facts.tsx'
import { capital, written } from '../ui/words.ts'

export type Thing = Output<'items'>['items'][number]
type Kind = Output<'held'>['kinds'][number]

const origins: Record<string, string> = {
  person: 'you gave it',
  observed: 'seen while you used it',
  system: 'made by our software',
  inferred: 'guessed by us',
  'third-party': 'got from somebody else',
}

/** How a thing came, in words. */
export function originWords(origin: string): string {
  return origins[origin] ?? origin
}

/** The things of one day, each with its short answer. `kinds` knows the sentence each kind stands under. */
export function Things({ things, kinds }: { things: readonly Thing[]; kinds: readonly Kind[] }) {
  return (
    <ul className="day">
      {things.map((thing) => (
        <li key={thing.id} id={thing.id}>
          <details>
            <summary className="item">
              <time dateTime={thing.collectedAt}>{written('clock', thing.collectedAt)}</time>
              <b>
                {thing.shown}
                <small>
                  {thing.categoryLabel} in {thing.productLabel}, {originWords(thing.origin)}
                </small>
              </b>
              <span className="why">
                Why do you have this?<span className="unseen"> {thing.shown}</span>
              </span>
            </summary>
            <Answer thing={thing} kind={kinds.find(({ category }) => category === thing.category)} />
          </details>
        </li>
      ))}
    </ul>
  )
}

function Answer({ thing, kind }: { thing: Thing; kind: Kind | undefined }) {
  return (
    <div className="answer">
      <Facts
        rows={[
          kind?.clause && kind.number
            ? [
                'The sentence',
                <a key="clause" href={paths.clause(kind.clause)}>
                  Sentence {kind.number}
                </a>,
              ]
            : null,
          ['Since when', `${written('weekdayWithYear', thing.collectedAt)}, ${written('clock', thing.collectedAt)}`],
          ['Where it came from', `${capital(thing.productLabel)}: ${originWords(thing.origin)}.`],
          ['Until when', untilWords(thing)],
        ]}
      />
      <Row>
        <a className="button little" href={paths.why(thing.id)}>
          The whole answer<span className="unseen"> for {thing.shown}</span>
        </a>
        {thing.controls.includes('clear') && thing.law === null && (
          <a className="button plain little" href={paths.clear({ ids: thing.id })}>
            See what clearing it takes<span className="unseen">: {thing.shown}</span>
          </a>
        )}
      </Row>
    </div>
  )
}

function Row({ children }: { children: ReactNode }) {
  return <p className="row">{children}</p>
}

/** Until when a thing stays, and which law keeps it where one does. */
export function untilWords({ until, law }: Pick<Thing, 'until' | 'law'>): string {
  const words = /[.!?]$/.test(until.words) ? capital(until.words) : `${capital(until.words)}.`
  return law === null ? words : `${words} A law keeps it; nothing else may read it.`
}
