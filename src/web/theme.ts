// Light or dark: a cookie of its own that names nobody. Without one the device decides.

export const themes = ['light', 'dark', 'device'] as const
export type Theme = (typeof themes)[number]

const name = 'theme'
const yearSeconds = 365 * 24 * 60 * 60

/** The theme that was chosen, or null where the device decides. */
export function themeIn(cookies: string | null): 'light' | 'dark' | null {
  const value = /(?:^|;\s*)theme=(light|dark)(?:;|$)/.exec(cookies ?? '')?.[1]
  return value === 'light' || value === 'dark' ? value : null
}

/** The header that remembers a theme for a year, or forgets it. */
export function cookieFor(theme: Theme): string {
  const kept = theme === 'device' ? 0 : yearSeconds
  return `${name}=${theme === 'device' ? '' : theme}; Path=/; Max-Age=${kept}; SameSite=Lax; HttpOnly`
}
