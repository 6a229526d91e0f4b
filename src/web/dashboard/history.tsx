// Every choice a person made: when, with which words, under which version, through which channel (CHO-12).

import type { Route } from './+types/history'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { Crumbs, Part, Title } from '../ui/frame.tsx'
import { Empty } from '../ui/notice.tsx'
import { Table } from '../ui/table.tsx'
import { moment } from '../ui/words.ts'

export async function loader({ context }: Route.LoaderArgs) {
  const ask = context.get(client)
  const [{ events }, { choices }] = await Promise.all([ask.choiceHistory(), ask.choices()])
  const labels = Object.fromEntries(choices.map(({ name, label }) => [name, label]))
  return { events: events.toSorted((a, b) => b.at.localeCompare(a.at)), labels }
}

const said = {
  choice: { on: 'yes', off: 'no' },
  objection: { on: 'I object', off: 'I no longer object' },
  restriction: { on: 'only keep it', off: 'use it again' },
}

/** Where it was said: here, or where an application asked and sent it on. */
function whereWords(channel: string): string {
  return channel === 'dashboard' ? 'on your pages here' : 'in an application of ours'
}

export default function History({ loaderData: { events, labels } }: Route.ComponentProps) {
  return (
    <>
      <title>Every choice you made</title>
      <Crumbs above={[{ to: paths.choices(), name: 'Your choices' }]} here="History" />
      <Title title="Every choice you made">
        With the words that stood beside the switch when you pressed it. Nothing here is ever changed; a new choice
        stands above the old.
      </Title>
      <Part id="history" title="Newest first" layout="plain">
        {events.length === 0 ? (
          <Empty title="No choice yet">
            You have not pressed any switch, so everything stands as it began.{' '}
            <a href={paths.choices()}>Your choices</a>
          </Empty>
        ) : (
          <Table
            caption="Your choices, newest first"
            columns={[
              { title: 'When' },
              { title: 'You said', name: 'You said' },
              { title: 'To these words', name: 'To these words' },
              { title: 'Version', name: 'Version' },
              { title: 'Where', name: 'Where' },
            ]}
            rows={events.map(({ at, kind, name, value, wording, version, channel }) => ({
              key: `${at} ${kind} ${name}`,
              cells: [
                <time key="at" dateTime={at}>
                  {moment(at)}
                </time>,
                <b key="said">{said[kind][value]}</b>,
                <span key="words" className="cell">
                  {wording}
                  {kind === 'choice' && <small>{labels[name] ?? 'a choice that is not offered any more'}</small>}
                </span>,
                version,
                whereWords(channel),
              ],
            }))}
          />
        )}
      </Part>
    </>
  )
}
