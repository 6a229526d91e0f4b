// A copy of everything: what it holds, and the press that asks for it.

import { redirect } from 'react-router'
import type { Route } from './+types/export'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { Crumbs, Part, Title } from '../ui/frame.tsx'
import { counted, figure } from '../ui/words.ts'

export async function loader({ context }: Route.LoaderArgs) {
  const { count, kinds } = await context.get(client).held()
  return { count, kinds: kinds.filter((kind) => kind.count > 0) }
}

export async function action({ context }: Route.ActionArgs) {
  const { number } = await context.get(client).askExport()
  return redirect(paths.request(number))
}

export default function Export({ loaderData: { count, kinds } }: Route.ComponentProps) {
  return (
    <>
      <title>A copy of everything</title>
      <Crumbs above={[{ to: paths.you(), name: 'Your data' }]} here="A copy of everything" />
      <Title title="A copy of everything">
        Take it with you, or look whether it is right. Asking costs nothing and changes nothing.
      </Title>
      <Part
        id="holds"
        title="What it holds"
        layout="plain"
        note={<p className="note">Today. It is made fresh when you ask.</p>}
      >
        <ul className="day">
          {kinds.map(({ category, label, holds, count: many }) => (
            <li className="line" key={category}>
              <b className="num">{figure(many)}</b>
              <span>
                {label}
                <small>{holds}</small>
              </span>
            </li>
          ))}
        </ul>
      </Part>
      <Part id="form" title="In what form" layout="plain">
        <ul className="bare prose">
          <li>One file: a page you can read, and each kind of data as a file other services can load.</li>
          <li>Beside each thing its source, its purposes, its sentence and until when it stays.</li>
          <li>Other people’s data stays out of it.</li>
        </ul>
      </Part>
      <Part id="decide" title="Ask for it">
        <p className="prose">
          It needs a sign-in of the last ten minutes. Then it waits for you under a number, and only you can download
          it.
        </p>
        <form className="row" method="post">
          <button className="button">Make my copy of {counted(count, 'thing')}</button>
          <a className="button plain" href={paths.you()}>
            Not now
          </a>
        </form>
      </Part>
    </>
  )
}
