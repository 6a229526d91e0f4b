// Light or dark, chosen by links: a cookie that holds one word and names nobody.

import { redirect } from 'react-router'
import type { Route } from './+types/preferences'
import { ownPath, paths } from '../paths.ts'
import { cookieFor, themeIn, themes, type Theme } from '../theme.ts'
import { Part, Title } from '../ui/frame.tsx'

export function loader({ request }: Route.LoaderArgs) {
  const { searchParams } = new URL(request.url)
  const back = ownPath(searchParams.get('back'), paths.home)
  const theme = themes.find((one) => one === searchParams.get('theme'))
  if (theme) throw redirect(back, { headers: { 'set-cookie': cookieFor(theme) } })
  return { back, now: themeIn(request.headers.get('cookie')) ?? ('device' as const) }
}

const names: Record<Theme, { name: string; words: string }> = {
  light: { name: 'Light', words: 'Dark ink on light paper.' },
  dark: { name: 'Dark', words: 'Light ink on dark paper.' },
  device: { name: 'As your device', words: 'We ask your device each time and remember nothing.' },
}

export default function Preferences({ loaderData: { back, now } }: Route.ComponentProps) {
  return (
    <>
      <title>Light or dark</title>
      <Title title="Light or dark">One press, and you are back where you came from.</Title>
      <Part
        id="theme"
        title="How pages look"
        note={
          <p className="note">
            Light and dark are remembered in a cookie for a year. It holds that one word and nothing about you.
          </p>
        }
      >
        <ul className="day">
          {themes.map((theme) => (
            <li className="item plain-item" key={theme}>
              <span>
                <a href={paths.preferences({ theme, back })} aria-current={theme === now ? 'true' : undefined}>
                  {names[theme].name}
                </a>
                <small>
                  {names[theme].words}
                  {theme === now && ' It is so now.'}
                </small>
              </span>
            </li>
          ))}
        </ul>
      </Part>
    </>
  )
}
