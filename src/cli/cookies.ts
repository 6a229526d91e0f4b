// A fetch that keeps cookies, as a browser does for one site: how the demo and the tour sign in.

/** Wraps a fetch with a jar of its own. */
export function withCookies(send: typeof fetch): typeof fetch {
  const jar = new Map<string, string>()
  return async (input, init) => {
    const headers = new Headers(init?.headers)
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; ')) // prettier-ignore
    const answer = await send(input, { ...init, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      jar.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return answer
  }
}
