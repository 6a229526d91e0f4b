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
import { Residues } from '../requests/parts.tsx'
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
  const title = preview.count === 0 ? 'Nothing to clear' : `Clear ${things}`
  return (
    <>
      <title>{title}</title>
      <Crumbs above={[{ to: paths.you(), name: 'Your data' }]} here={title} />
      <Title title={title}>
        {preview.count === 0
          ? 'Of what you chose, nothing may be cleared by a press.'
          : `${capitalDays(daysOf(scope))} Nothing has happened yet. Look first, then decide.`.trimStart()}
      </Title>
      {preview.count === 0 ? (
        <Nothing stays={preview.stays} />
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

/** Nothing goes: either there is nothing, or each thing stays for a reason that stands beside it. */
function Nothing({ stays }: Pick<Output<'previewClear'>, 'stays'>) {
  if (stays.length > 0)
    return (
      <>
        <Residues residue={stays} />
        <Part id="decide" title="Decide">
          <p className="prose">
            There is nothing to decide here. <a href={paths.you()}>All that we hold</a>
          </p>
        </Part>
      </>
    )
  return (
    <Empty alone title="Nothing is there">
      We hold nothing that fits what you chose, so there is nothing to clear. <a href={paths.you()}>All that we hold</a>
    </Empty>
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
