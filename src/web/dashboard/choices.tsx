// A person's choices: yes or no to each, objection to each use that may be objected to, and "only keep it".

import { redirect } from 'react-router'
import type { Route } from './+types/choices'
import type { Input, Output } from '../../client/index.ts'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { Part, Title } from '../ui/frame.tsx'
import { Empty, Notice } from '../ui/notice.tsx'
import { capital, since } from '../ui/words.ts'
import { Objections, Restriction, Switches } from './switches.tsx'

type Event = Output<'choiceHistory'>['events'][number]

export async function loader({ context, request }: Route.LoaderArgs) {
  const ask = context.get(client)
  const changed = new URL(request.url).searchParams.has('changed')
  const [choices, { events }, { clock }] = await Promise.all([
    ask.choices(),
    changed ? ask.choiceHistory() : { events: [] },
    ask.health(),
  ])
  return { choices, now: clock, told: newest(events) }
}

function newest(events: readonly Event[]): Event | null {
  return events.reduce<Event | null>((last, event) => (last === null || event.at > last.at ? event : last), null)
}

export async function action({ context, request }: Route.ActionArgs) {
  // the contract checks it: what does not fit is refused with the field's name
  const body = Object.fromEntries(await request.formData()) as Input<'choose'>['body']
  await context.get(client).choose({ body })
  return redirect(paths.choices({ changed: body.name }))
}

export default function Choices({ loaderData: { choices, now, told } }: Route.ComponentProps) {
  return (
    <>
      <title>Your choices</title>
      <Title title="Your choices">
        A press counts with the next question anybody asks of what we hold about you. No takes the same one press as
        yes.
      </Title>
      {told && (
        <div className="after-title">
          <Notice told tone="info" title={`${titleOf(told, choices)} since ${since(told.at, now)}`}>
            <p>
              It stands in <a href={paths.history}>your history</a> with the words you saw.
            </p>
          </Notice>
        </div>
      )}
      <Part
        id="choices"
        title="Yes or no"
        layout="plain"
        note={
          <p className="note">
            <a href={paths.history}>Every choice you made, with its words</a>
          </p>
        }
      >
        {choices.choices.length === 0 ? (
          <Empty title="Nothing to choose">
            No sentence of the <a href={paths.statement()}>statement</a> rests on your yes.
          </Empty>
        ) : (
          <Switches choices={choices.choices} />
        )}
      </Part>
      {choices.objections.length > 0 && (
        <Part
          id="objections"
          title="Uses you may object to"
          layout="plain"
          note={<p className="note">They do not rest on your yes. Switch one off, and it stops.</p>}
        >
          <Objections objections={choices.objections} />
        </Part>
      )}
      <Part
        id="restriction"
        title="Only keep it"
        layout="plain"
        note={<p className="note">While something is disputed, or because you want it so.</p>}
      >
        <Restriction restricted={choices.restricted} />
      </Part>
    </>
  )
}

function titleOf({ kind, name, value }: Event, { choices, objections }: Output<'choices'>): string {
  const on = value === 'on'
  if (kind === 'restriction')
    return on ? 'What we hold about you is kept and not used' : 'What we hold about you may be used again'
  if (kind === 'choice') return `“${choices.find((one) => one.name === name)?.label ?? name}” is ${value}`
  return `${capital(objections.find((one) => one.purpose === name)?.label ?? name)} is ${on ? 'off' : 'on again'}`
}
