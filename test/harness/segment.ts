// The trade's real client before a house: a door on a real socket that can be told to misbehave, and the client with its own settings.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Analytics } from '@segment/analytics-node'
import type { FastifyInstance } from 'fastify'

/** What the door does with the next requests: lets them in; answers 503; cuts the line before; lets in and cuts the line after. */
export type Mood = 'open' | 'unavailable' | 'dead' | 'answer lost'

export interface Door {
  readonly host: string
  mood: Mood
  /** statuses of all answers that were given, in order */
  readonly statuses: number[]
  readonly bodies: string[]
  /** bytes of all requests */
  readonly sizes: number[]
  close(): Promise<void>
}

/** Opens a door before a server. */
export async function openDoor(server: FastifyInstance): Promise<Door> {
  const door = {
    host: '',
    mood: 'open' as Mood,
    statuses: [] as number[],
    bodies: [] as string[],
    sizes: [] as number[],
  }
  const http = createServer((request, response) => void passOn(request, response))
  const passOn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer) // a request without encoding gives bytes
    const { mood } = door
    const payload = Buffer.concat(chunks)
    door.sizes.push(payload.length)
    if (mood === 'dead') return void request.socket.destroy()
    if (mood === 'unavailable') return void (door.statuses.push(503), response.writeHead(503).end())
    const answer = await server.inject({
      method: 'POST',
      url: request.url ?? '/',
      headers: request.headers,
      payload,
    })
    if (mood === 'answer lost') return void request.socket.destroy()
    door.statuses.push(answer.statusCode)
    door.bodies.push(answer.body)
    const headers = Object.entries(answer.headers).filter(([name]) => ['content-type', 'retry-after'].includes(name))
    response.writeHead(answer.statusCode, Object.fromEntries(headers) as Record<string, string>).end(answer.body)
  }
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  door.host = `http://127.0.0.1:${(http.address() as AddressInfo).port}` // a TCP server's address is an object
  return Object.assign(door, {
    close: () => new Promise<void>((resolve) => (http.close(() => resolve()), http.closeAllConnections())),
  })
}

/** The real client, as an application would make it. `failed` gets an event each time it gives one up. */
export function segmentClient(
  door: Pick<Door, 'host'>,
  writeKey: string,
  { failed, ...settings }: { failed?: (reason: unknown) => void; flushAt?: number; maxRetries?: number } = {},
): Analytics {
  const client = new Analytics({ writeKey, host: door.host, path: '/v1/batch', flushInterval: 50, ...settings })
  client.on('error', (error) => failed?.(error.reason))
  return client
}
