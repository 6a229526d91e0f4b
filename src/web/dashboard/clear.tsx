// Clearing things: first what it would take, then the press. The page before the press and the request after it are two pages.

import { redirect } from 'react-router'
import type { Route } from './+types/clear'
import type { Output } from '../../client/index.ts'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { daysOf, scopeAsked, scopeIn } from '../scope.ts'
import { Crumbs, Part, Title } from '../ui/frame.tsx'
import { Empty } from '../ui/notice.tsx'
import { counted, figure, small } from '../ui/words.ts'
import { PreviewParts } from './preview.tsx'

export async function loader({ context, request }: Route.LoaderArgs) {
  const ask = context.get(client)
  const scope = scopeIn(new URL(request.url).searchParams)
  const preview = await ask.previewClear({ body: scopeAsked(scope) })
  return { scope, preview }
}

export async function action({ context, request }: Route.ActionArgs) {
  const scope = scopeIn(await request.formData())
  const { number } = await context.get(client).clear({ body: scopeAsked(scope) })
  return redirect(paths.request(number))
}

export default function Clear({ loaderData: { scope, preview } }: Route.ComponentProps) {
  const things = thingsWords(preview)
  return (
    <>
      <title>{`Clear ${things}`}</title>
      <Crumbs above={[{ to: paths.you(), name: 'Your data' }]} here={`Clear ${things}`} />
      <Title title={`Clear ${things}`}>
        {capitalDays(daysOf(scope))} Nothing has happened yet. Look first, then decide.
      </Title>
      {preview.count === 0 ? (
        <Empty alone title="Nothing to clear">
          No thing we hold fits what you chose, or none of it may be cleared by you.{' '}
          <a href={paths.you()}>All that we hold</a>
        </Empty>
      ) : (
        <>
          <PreviewParts preview={preview} />
          <Part id="decide" title="Decide">
            <p className="prose">This cannot be undone: not by you, and not by us.</p>
            <form className="row" method="post" action={paths.clear()}>
              {Object.entries(scope).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <button className="button danger">Clear {things}</button>
              <a className="button plain" href={paths.you()}>
                Leave {preview.count === 1 ? 'it' : 'them'}
              </a>
            </form>
          </Part>
        </>
      )}
    </>
  )
}

/** What goes, counted by the name of its kind where it has one name for many: `58 places`; else `58 things`. */
function thingsWords({ count, goes, made }: Output<'previewClear'>): string {
  const label = goes.length === 1 && made.length === 0 ? goes[0]?.label : undefined
  return label !== undefined && count > 1 && label.endsWith('s')
    ? `${figure(count)} ${small(label)}`
    : counted(count, 'thing')
}

function capitalDays(days: string | null): string {
  return days === null ? '' : `${days.charAt(0).toUpperCase()}${days.slice(1)}.`
}
