// All requests of a person, with their clocks (ACC-17).

import type { Route } from './+types/requests'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { Crumbs, Part, Title } from '../ui/frame.tsx'
import { RequestTable } from '../requests/table.tsx'

export async function loader({ context }: Route.LoaderArgs) {
  const ask = context.get(client)
  const [{ requests }, { clock }] = await Promise.all([ask.requests(), ask.health()])
  return { requests, now: clock }
}

export default function Requests({ loaderData: { requests, now } }: Route.ComponentProps) {
  return (
    <>
      <title>Your requests</title>
      <Crumbs above={[{ to: paths.you(), name: 'Your data' }]} here="Requests" />
      <Title title="Your requests">
        Each has a number, a clock and its whole history. You need not watch: it goes on without you.
      </Title>
      <Part
        id="all"
        title="All of them"
        layout="plain"
        note={
          <p className="note">
            Ask for something: <a href={paths.export}>a copy of everything</a>, or{' '}
            <a href={paths.erase}>erase everything</a>.
          </p>
        }
      >
        <RequestTable requests={requests} now={now} />
      </Part>
    </>
  )
}
