// Erasing everything: what goes, what stays, what nobody can prove; then two buttons. After it there is no session any more, so the
// answer is the private page of the receipt, whose address the person keeps.

import { redirect } from 'react-router'
import type { Route } from './+types/erase'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { Crumbs, Part, Title } from '../ui/frame.tsx'
import { counted } from '../ui/words.ts'
import { PreviewParts } from './preview.tsx'

export async function loader({ context }: Route.LoaderArgs) {
  return context.get(client).previewErase()
}

export async function action({ context }: Route.ActionArgs) {
  const { link } = await context.get(client).erase()
  return redirect(paths.receipt(secretOf(link)))
}

/** The secret at the end of a private link. */
function secretOf(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1)
}

/** What the press erases: the account stands beside the things and is none of them. */
function eraseWords(count: number): string {
  return count === 0 ? 'Erase my account' : `Erase ${counted(count, 'thing')} and my account`
}

export default function Erase({ loaderData: preview }: Route.ComponentProps) {
  return (
    <>
      <title>Erase everything</title>
      <Crumbs above={[{ to: paths.you(), name: 'Your data' }]} here="Erase everything" />
      <Title title="Erase everything we hold about you">
        Your account goes too. Nothing has happened yet. Look first, then decide.
      </Title>
      <PreviewParts preview={preview} />
      <Part id="decide" title="Decide">
        <p className="prose">
          It needs a sign-in of the last ten minutes; we ask for nothing more. This cannot be undone: not by you, and
          not by us. You are signed out by it, so the next page gives you a private address for your receipt. Keep that
          address.
        </p>
        <form className="row" method="post">
          <button className="button danger">{eraseWords(preview.count)}</button>
          <a className="button plain" href={paths.you()}>
            Leave everything
          </a>
        </form>
      </Part>
    </>
  )
}
