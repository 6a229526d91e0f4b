// The shell of every page: masthead, what the page says, foot. `<Scripts/>` is left out on purpose: no page needs one.

import { isRouteErrorResponse, Outlet, useLocation, useMatches, useRouteLoaderData } from 'react-router'
import type { ReactNode } from 'react'
import type { Route } from './+types/root'
import { client } from './context.ts'
import { paths } from './paths.ts'
import { wordsOf } from './problems.ts'
import { themeIn } from './theme.ts'
import { Title } from './ui/frame.tsx'
import { Sprite } from './ui/mark.tsx'
import icon from './ui/icon.svg?url'
import parts from './ui/parts.css?url'
import tokens from './ui/tokens.css?url'

/** What every page needs: whose site it is, what time it is, who is signed in, and light or dark. */
export async function loader({ context, request }: Route.LoaderArgs) {
  const ask = context.get(client)
  const [health, session] = await Promise.all([ask.health(), ask.session()])
  return { organisation: health.name, now: health.clock, session, theme: themeIn(request.headers.get('cookie')) }
}

type Shell = Awaited<ReturnType<typeof loader>>

/** What a page may say about its frame: the class of its body, and that it must not be found by search machines. */
interface Handle {
  readonly body?: string
}

export function Layout({ children }: { children: ReactNode }) {
  const shell = useRouteLoaderData<typeof loader>('root')
  const handle = useMatches().at(-1)?.handle as Handle | undefined // each page's own export, or none
  return (
    <html lang="en" data-theme={shell?.theme ?? undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" type="image/svg+xml" href={icon} />
        <link rel="stylesheet" href={tokens} />
        <link rel="stylesheet" href={parts} />
      </head>
      <body className={handle?.body}>
        <Sprite />
        <a className="skip" href="#main">
          Skip to the text
        </a>
        <Masthead shell={shell} />
        <main id="main" className="page" tabIndex={-1}>
          {children}
        </main>
        <Foot />
      </body>
    </html>
  )
}

export default function Root() {
  return <Outlet />
}

/** What went wrong, in the words of problems.ts: what is true now, and what happens next. */
export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  const { title, now, next } = isRouteErrorResponse(error) ? wordsOf(error.status, error.data) : wordsOf(500, null)
  return (
    <>
      <title>{title}</title>
      <Title title={title}>{now}</Title>
      <p className="prose">{next}</p>
      <p className="row wide gap-5">
        <a className="button plain" href={paths.home}>
          Go to the first page
        </a>
        <a className="inline-target" href={paths.statement()}>
          Read the statement
        </a>
      </p>
    </>
  )
}

const places = [
  { to: paths.statement(), name: 'Statement', of: /^\/statement/ },
  { to: paths.you(), name: 'Your data', of: /^\/you(?!\/choices)/ },
  { to: paths.choices(), name: 'Your choices', of: /^\/you\/choices/ },
  { to: paths.evidence, name: 'Evidence', of: /^\/(evidence|receipt)/ },
]

function Masthead({ shell }: { shell: Shell | undefined }) {
  const { pathname } = useLocation()
  return (
    <header className="masthead">
      <div className="page">
        <a className="brand" href={paths.home}>
          {shell?.organisation ?? 'Wordkept'}
        </a>
        <nav className="nav" aria-label="Main">
          {places.map(({ to, name, of }) => (
            <a key={to} href={to} aria-current={of.test(pathname) ? 'page' : undefined}>
              {name}
            </a>
          ))}
          {shell && <Door session={shell.session} here={pathname} />}
        </nav>
      </div>
    </header>
  )
}

function Door({ session, here }: { session: Shell['session']; here: string }) {
  if (!session.signedIn)
    return (
      <a href={paths.signIn()} aria-current={here === paths.signIn() ? 'page' : undefined}>
        Sign in
      </a>
    )
  return (
    <form method="post" action={paths.signOut}>
      <button className="linkish">Sign out{session.greeting && `, ${session.greeting}`}</button>
    </form>
  )
}

function Foot() {
  const { pathname, search } = useLocation()
  const back = pathname.startsWith('/receipt/') ? undefined : pathname + search // a private link stays out of other addresses
  return (
    <footer className="foot">
      <div className="page">
        <p>
          Runs on <b>Wordkept</b>, the privacy statement that runs. Open source. Times are in UTC.
        </p>
        <ul>
          <li>
            <a href={paths.statement()}>Privacy statement</a>
          </li>
          <li>
            <a href={paths.versions}>All versions</a>
          </li>
          <li>
            <a href={paths.statement('rules')}>As one printable page</a>
          </li>
          <li>
            <a href={paths.reference}>For programs</a>
          </li>
          <li>
            <a href={paths.preferences({ back })}>Light or dark</a>
          </li>
        </ul>
      </div>
    </footer>
  )
}
