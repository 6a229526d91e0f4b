// Servers that speak the wire protocol of PostgreSQL as badly as one may: silent, endless, enormous, lying. A plain socket each; what
// they were sent is kept, so that a test can look for a password in it.

import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A message as a server sends it: its kind, and a body after its length. */
export function message(kind: string, ...body: readonly (Buffer | string | number)[]): Buffer {
  const content = Buffer.concat(
    body.map((part) =>
      Buffer.isBuffer(part) ? part : typeof part === 'string' ? Buffer.from(`${part}\0`) : int32(part),
    ),
  )
  return Buffer.concat([Buffer.from(kind), int32(content.length + 4), content])
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

export const letIn = message('R', 0)
export const ready = message('Z', Buffer.from('I'))
export const ready2 = message('Z', Buffer.from('T'))
/** a row of one column: its bytes */
export const row = (value: string): Buffer =>
  message('D', int16(1), int32(Buffer.byteLength(value)), Buffer.from(value))
export const rowShape = message('T', int16(1), 'c', 0, int16(0), 25, int16(-1), -1, int16(0))
export const done = (tag: string): Buffer => message('C', tag)
export const failed = (sqlstate: string, text: string): Buffer =>
  message('E', Buffer.from(`SERROR\0C${sqlstate}\0M${text}\0D${text}\0t${text}\0c${text}\0\0`))

/** What a server does with a connection. `asked`: how many messages of the client it has seen since it let it in. */
export interface Behaviour {
  /** after the start-up message; without it the client is let in */
  readonly begin?: (socket: Socket) => void
  /** at each message after the client was let in; without it everything is answered as done */
  readonly answer?: (socket: Socket, kind: string, asked: number) => void
}

export interface HostileServer {
  readonly port: number
  readonly url: string
  /** everything any client sent */
  readonly heard: () => Buffer
  readonly connections: () => number
}

/** Starts a server that behaves like this. It is closed after the test. */
export async function startHostile({ begin, answer }: Behaviour): Promise<HostileServer> {
  const heard: Buffer[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server: Server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    converse(socket, heard, begin ?? ((one) => one.write(Buffer.concat([letIn, ready]))), answer ?? politely)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => void server.close(() => resolve()))
  })
  const { port } = server.address() as AddressInfo // a TCP server's address is an object
  return {
    port,
    url: `postgres://kept:canary-password@127.0.0.1:${port}/shop`,
    heard: () => Buffer.concat(heard),
    connections: () => connections,
  }
}

/** Reads the start-up message, then messages of a kind, a length and a body. */
function converse(
  socket: Socket,
  heard: Buffer[],
  begin: NonNullable<Behaviour['begin']>,
  answer: NonNullable<Behaviour['answer']>,
): void {
  let held = Buffer.alloc(0)
  let [started, asked] = [false, 0]
  socket.on('data', (chunk: Buffer) => {
    heard.push(chunk)
    held = Buffer.concat([held, chunk])
    while (held.length >= (started ? 5 : 4)) {
      const size = started ? 1 + held.readInt32BE(1) : held.readInt32BE(0)
      if (held.length < size) return
      const kind = started ? held.toString('latin1', 0, 1) : ''
      held = held.subarray(size)
      if (started) answer(socket, kind, ++asked)
      else begin(socket)
      started = true
    }
  })
}

/** Says yes to everything: a simple query is done, a prepared one finds nothing. */
export function politely(socket: Socket, kind: string): void {
  const said: Readonly<Record<string, Buffer>> = {
    Q: Buffer.concat([done('BEGIN'), ready2]),
    P: message('1'),
    B: message('2'),
    D: rowShape,
    E: done('SELECT 0'),
    S: ready2,
  }
  const answer = said[kind]
  if (answer) socket.write(answer)
}

/** Writes the same bytes again and again for as long as somebody reads. */
export function forever(socket: Socket, bytes: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(bytes));
    if (!socket.destroyed) socket.once('drain', more)
  }
  more()
}
