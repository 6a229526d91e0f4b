// What is held about the person who is signed in: by kind, places, day by day, choices, requests, and the two ways out.

import type { Route } from './+types/you'
import type { Client, Output } from '../../client/index.ts'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { Part, Title } from '../ui/frame.tsx'
import { Empty } from '../ui/notice.tsx'
import { Table } from '../ui/table.tsx'
import { counted, dayBeside, figure, firstName, small, since, written } from '../ui/words.ts'
import { Switches } from './switches.tsx'
import { RequestTable } from '../requests/table.tsx'
import { Things, type Thing } from './thing.tsx'

type Held = Output<'held'>

const perDay = 200
const recentRequests = 5

export async function loader({ context, request }: Route.LoaderArgs) {
  const ask = context.get(client)
  const [held, choices, { requests }] = await Promise.all([ask.held(), ask.choices(), ask.requests()])
  const asked = new URL(request.url).searchParams.get('day')
  const day = held.days.find((one) => one.day === asked)?.day ?? held.days[0]?.day ?? null
  const [things, places] = await Promise.all([thingsOf(ask, day), placesOf(ask, held)])
  return { held, choices, requests, day, things, places }
}

async function thingsOf(ask: Client, day: string | null): Promise<readonly Thing[]> {
  if (day === null) return []
  const { items } = await ask.items({ query: { from: day, to: day, limit: perDay } })
  return items.toReversed()
}

/** The places of the newest day that has any, and the kind they are of. The list is the truth; there is no map to help it. */
async function placesOf(ask: Client, { kinds }: Held) {
  const kind = kinds.find(({ category, count }) => count > 0 && category.split('.').includes('location'))
  if (!kind) return null
  const { items } = await ask.items({ query: { category: kind.category, limit: perDay } })
  const day = items[0]?.collectedAt.slice(0, 10)
  if (day === undefined) return null
  const week = items.filter(({ collectedAt }) => collectedAt.slice(0, 10) >= dayBeside(day, -6)).length
  return { kind, day, week, things: items.filter(({ collectedAt }) => collectedAt.startsWith(day)).toReversed() }
}

export default function You({ loaderData: { held, choices, requests, day, things, places } }: Route.ComponentProps) {
  return (
    <>
      <title>What we hold about you</title>
      <Title title="What we hold about you">{ledeOf(held)}</Title>
      <Part
        id="kinds"
        title="By kind"
        note={<p className="note">How long we may keep one that comes in today. You can be faster.</p>}
      >
        <Kinds kinds={held.kinds} />
      </Part>
      {places && <Places {...places} />}
      {day !== null && <Day held={held} day={day} things={things} />}
      <Part
        id="choices"
        title="Your choices"
        layout="plain"
        note={
          <>
            <p className="note">
              A press counts with the next question anybody asks. No takes the same one press as yes.
            </p>
            <p className="note">
              <a href={paths.choices()}>All your choices and objections</a>
            </p>
          </>
        }
      >
        <Switches choices={choices.choices} />
      </Part>
      <Part
        id="requests"
        title="Your requests"
        layout="plain"
        note={
          <p className="note">
            Each has a number and a clock. <a href={paths.requests}>All your requests</a>
          </p>
        }
      >
        <RequestTable requests={requests.slice(0, recentRequests)} now={held.readAt} />
      </Part>
      <Leave />
    </>
  )
}

function ledeOf({ count, greeting, readAt }: Held): string {
  const name = firstName(greeting) === '' ? '' : `, ${firstName(greeting)}`
  const read = `read live from every store at ${since(readAt, readAt)}`
  return count === 0
    ? `Nothing${name}, ${read}.`
    : `${counted(count, 'thing')}${name}, ${read}. ${count === 1 ? 'You can ask why it is here.' : 'For each you can ask why, and most you can clear.'}`
}

function Kinds({ kinds }: { kinds: Held['kinds'] }) {
  const some = kinds.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count)
  if (some.length === 0)
    return (
      <Empty title="Nothing of any kind">
        We hold nothing about you that a sentence of the <a href={paths.statement()}>statement</a> lets us collect. When
        that changes, it stands here.
      </Empty>
    )
  return (
    <Table
      tight
      caption="What we hold about you, by kind"
      columns={[
        { title: 'Kind' },
        { title: 'How many', as: 'num' },
        { title: 'Oldest', name: 'Oldest:', as: 'nowrap' },
        { title: 'Stays', name: 'Stays:' },
        { title: <span className="unseen">What you can do</span>, as: 'act' },
      ]}
      rows={some.map(({ category, label, holds, count, oldest, until }) => ({
        key: category,
        cells: [
          <span key="kind">
            {label}
            <small>{holds}</small>
          </span>,
          figure(count),
          oldest === null ? '–' : written('shortDay', oldest),
          until,
          <a key="see" href={paths.things({ category })}>
            See<span className="unseen"> {small(label)}</span>
          </a>,
        ],
      }))}
    />
  )
}

type PlacesShown = NonNullable<Awaited<ReturnType<typeof placesOf>>>

function Places({ kind, day, week, things }: PlacesShown) {
  const { category } = kind
  return (
    <Part
      id="places"
      title={kind.label}
      note={
        <p className="note">
          {written('weekday', day)}, the newest day with any.
          {kind.clause !== null && (
            <>
              {' '}
              <a href={paths.clause(kind.clause)}>The sentence they stand under</a>
            </>
          )}
        </p>
      }
    >
      <ol className="places">
        {things.map((thing) => (
          <li key={thing.id}>
            <a href={paths.why(thing.id)}>{thing.shown}</a>
            <time className="note" dateTime={thing.collectedAt}>
              {written('clock', thing.collectedAt)}
            </time>
          </li>
        ))}
      </ol>
      <p className="row">
        <a className="button plain little" href={paths.clear({ category, from: day, to: day })}>
          Clear this day ({figure(things.length)})
        </a>
        <a className="button plain little" href={paths.clear({ category, from: dayBeside(day, -6), to: day })}>
          Clear the week to it ({figure(week)})
        </a>
        <a className="button plain little" href={paths.clear({ category })}>
          Clear all {figure(kind.count)}
        </a>
      </p>
    </Part>
  )
}

function Day({ held, day, things }: { held: Held; day: string; things: readonly Thing[] }) {
  const at = held.days.findIndex((one) => one.day === day)
  const pager = { earlier: held.days[at + 1]?.day, later: held.days[at - 1]?.day }
  return (
    <Part
      id="day"
      title="Day by day"
      note={
        <>
          <p className="note">Before anything is cleared you see what goes and what stays.</p>
          <p>
            <a className="button plain little" href={paths.clear({ from: day, to: day })}>
              Clear this day ({counted(held.days[at]?.count ?? things.length, 'thing')})
            </a>
          </p>
          <p>
            <a className="button plain little" href={paths.clear({ from: dayBeside(day, -6), to: day })}>
              Clear the week to it
            </a>
          </p>
        </>
      }
    >
      <Pager label="Days" day={day} {...pager} />
      <Things things={things} kinds={held.kinds} />
      <Pager label="Days, again" {...pager} />
    </Part>
  )
}

function Pager({
  label,
  day,
  earlier,
  later,
}: {
  label: string
  day?: string
  earlier: string | undefined
  later: string | undefined
}) {
  const to = (other: string): string => `${paths.you({ day: other })}#day`
  return (
    <nav className="pager" aria-label={label}>
      {earlier ? (
        <a href={to(earlier)} rel="prev">
          ← {written('weekday', earlier)}
        </a>
      ) : (
        <span className="quiet">nothing before</span>
      )}
      {day !== undefined && <b>{written('weekdayWithYear', day)}</b>}
      {later ? (
        <a href={to(later)} rel="next">
          {written('weekday', later)} →
        </a>
      ) : (
        <span className="quiet">nothing after</span>
      )}
    </nav>
  )
}

function Leave() {
  return (
    <Part id="leave" title="Take it, or leave" layout="pair">
      <div className="flow">
        <h3>Download all of it</h3>
        <p className="small">
          One file with a page you can read and data other services can load. It waits for you under the number of your
          request.
        </p>
        <p>
          <a className="button plain" href={paths.export}>
            See what the copy holds
          </a>
        </p>
      </div>
      <div className="flow">
        <h3>Erase all of it</h3>
        <p className="small">
          You see first what goes, what stays and why, and what nobody can prove. Then it is gone, and you get a
          receipt.
        </p>
        <p>
          <a className="button plain" href={paths.erase}>
            See what would go
          </a>
        </p>
      </div>
    </Part>
  )
}
