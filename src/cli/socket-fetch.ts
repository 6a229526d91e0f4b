// A fetch over a unix socket: how an operator's commands reach the running server. The file's permission is the right to do so.

import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { Failure } from '../base/index.ts'

/** A fetch whose every request goes to the server listening on this socket, whatever host the address names. */
export function socketFetch(socketPath: string): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, init)
    const body = asked.body ? Buffer.from(await asked.arrayBuffer()) : null
    return send(socketPath, asked, body)
  }
}

function send(socketPath: string, asked: Request, body: Buffer | null): Promise<Response> {
  const { pathname, search, host } = new URL(asked.url)
  const headers = { ...Object.fromEntries(asked.headers), host, ...(body && { 'content-length': body.length }) }
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path: pathname + search, method: asked.method, headers }, (answer) => {
      const status = answer.statusCode ?? 500
      const received = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)])
      buffer(answer).then(
        (bytes) =>
          resolve(
            new Response(status === 204 || status === 304 ? null : new Uint8Array(bytes), {
              status,
              headers: received,
            }),
          ),
        reject,
      )
    })
    sent.once('error', (cause) => reject(new Failure('storage_unavailable', { socket: socketPath }, cause)))
    sent.end(body)
  })
}
