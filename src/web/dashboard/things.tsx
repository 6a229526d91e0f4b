// The things of one kind, newest first, a page at a time. The address says which kind and up to which day.

import type { Route } from './+types/things'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { scopeIn } from '../scope.ts'
import { Crumbs, Part, Title } from '../ui/frame.tsx'
import { Empty } from '../ui/notice.tsx'
import { counted, dayBeside, small, span, written } from '../ui/words.ts'
import { Things, type Thing } from './thing.tsx'

const perPage = 100

export async function loader({ context, request }: Route.LoaderArgs) {
  const ask = context.get(client)
  const { ids: _, ...scope } = scopeIn(new URL(request.url).searchParams)
  const [held, { items, more }] = await Promise.all([ask.held(), ask.items({ query: { ...scope, limit: perPage } })])
  return { held, scope, items, more, kind: held.kinds.find(({ category }) => category === scope.category) ?? null }
}

export default function ThingsPage({ loaderData: { held, scope, items, more, kind } }: Route.ComponentProps) {
  const isNone = scope.category !== undefined && kind === null
  const name = isNone ? 'Nothing of that kind' : (kind?.label ?? 'Everything')
  const count = isNone ? 0 : (kind?.count ?? held.count)
  const last = items.at(-1)?.collectedAt.slice(0, 10)
  return (
    <>
      <title>{`${name}: what we hold about you`}</title>
      <Crumbs above={[{ to: paths.you(), name: 'Your data' }]} here={name} />
      <Title title={name}>
        {counted(count, 'thing')}
        {scope.from !== undefined && scope.to !== undefined && `, those of ${span(scope.from, scope.to)}`}. Newest
        first; for each you can ask why.
      </Title>
      {items.length === 0 ? (
        <Empty alone title={kind === null ? 'Nothing to show' : `No ${small(name)} to show`}>
          We hold none here, or it is older than the day you chose. <a href={paths.you()}>All that we hold</a>
        </Empty>
      ) : (
        byDay(items).map(({ day, things }) => (
          <Part
            key={day}
            id={`day-${day}`}
            title={written('weekdayWithYear', day)}
            note={<DayNote day={day} things={things} category={scope.category} />}
            layout="plain"
            tight
          >
            <Things things={things} kinds={held.kinds} />
          </Part>
        ))
      )}
      {more && last !== undefined && (
        <nav className="pager" aria-label="Pages">
          <span />
          <a href={paths.things({ ...scope, to: dayBeside(last, -1) })} rel="next">
            Older →
          </a>
        </nav>
      )}
    </>
  )
}

function DayNote({ day, things, category }: { day: string; things: readonly Thing[]; category: string | undefined }) {
  return (
    <p className="note">
      <a
        className="inline-target"
        href={paths.clear({ ...(category !== undefined && { category }), from: day, to: day })}
      >
        Clear this day ({counted(things.length, 'thing')})<span className="unseen">: {written('day', day)}</span>
      </a>
    </p>
  )
}

function byDay(items: readonly Thing[]): readonly { readonly day: string; readonly things: readonly Thing[] }[] {
  const days = Map.groupBy(items, ({ collectedAt }) => collectedAt.slice(0, 10))
  return [...days].map(([day, things]) => ({ day, things }))
}
