// A fetch whose requests are injected into a server of this process: no socket opens.

import type { FastifyInstance, InjectOptions } from 'fastify'

/** Wraps a server. */
export function injectFetch(server: FastifyInstance): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, init)
    const { pathname, search } = new URL(asked.url)
    const payload = asked.body ? Buffer.from(await asked.arrayBuffer()) : undefined
    const method = asked.method as NonNullable<InjectOptions['method']> // routes use GET, POST and DELETE
    const answer = await server.inject({
      method,
      url: pathname + search,
      headers: Object.fromEntries(asked.headers),
      ...(payload && { payload }),
    })
    const headers = Object.entries(answer.headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): [string, string] => [name, String(one)]),
    )
    return new Response(new Uint8Array(answer.rawPayload), { status: answer.statusCode, headers })
  }
}
