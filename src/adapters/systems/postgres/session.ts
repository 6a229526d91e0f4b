// One connection to a foreign PostgreSQL, for one call: address judged and pinned, TLS as the URL says, every byte seen by the guard
// before the driver has it, one transaction, and then it is gone. Nothing is kept from call to call.

import { connect as connectSocket, isIP, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import pg from 'pg'
import { pinned, type Reach } from './egress.ts'
import type { Limits } from './limits.ts'
import { Refused, whyOf, type Refusal, type Why } from './reasons.ts'
import type { Target } from './url.ts'
import { watchWire, type WireGuard } from './wire-guard.ts'

/** A value of a foreign row: text in the database's own spelling, or null. */
export type Cell = string | null

/** What one query brought. */
export interface Found {
  readonly rows: readonly (readonly Cell[])[]
  /** rows it found or changed, as the server counts them */
  readonly count: number
  /** bytes that came for it */
  readonly bytes: number
}

/** A transaction on a connection of its own. */
export interface Session {
  /** Asks; `rowsMax` is how many rows may come. Throws `Refused`. */
  query(text: string, values: readonly unknown[], rowsMax: number): Promise<Found>
  commit(): Promise<void>
  /** Hangs up at once. Whatever was not committed is undone by the server. */
  end(): void
}

/** Which connection, for how long, and whether it may write. */
export interface Opening {
  readonly target: Target
  readonly reach: Reach
  readonly limits: Limits
  readonly may: 'read' | 'change'
  /** names of functions, types and operators mean those of PostgreSQL itself: for our own queries */
  readonly ownNames: boolean
}

/** Connects and begins a transaction. Throws `Refused`. */
export async function openSession({ target, reach, limits, may, ownNames }: Opening): Promise<Session> {
  const guard = watchWire(target.proofs, limits.messageBytesMax)
  const wire = await within(limits.connectMs, (signal) => reachServer(target, reach, guard, signal))
  const client = clientOn(wire, target)
  let lost: unknown = null
  client.on('error', (cause) => (lost ??= cause))
  const ask = async (
    text: string,
    values: readonly unknown[],
    allowance: { rows: number; bytes: number },
  ): Promise<Found> => {
    guard.allow(allowance)
    try {
      const answer = await client.query<Cell[]>({ text, values: [...values], rowMode: 'array' })
      return { rows: answer.rows, count: answer.rowCount ?? 0, bytes: guard.bytes }
    } catch (cause) {
      throw refusedBy(lost ?? cause)
    }
  }
  const settle = (text: string): Promise<Found> => ask(text, [], { rows: 0, bytes: smallBytes })
  try {
    await within(limits.connectMs, async (signal) => {
      signal.addEventListener('abort', () => wire.destroy(new Refused({ why: 'silent' })))
      await client.connect().catch((cause: unknown) => {
        throw refusedBy(lost ?? cause)
      })
      await settle(beginning({ limits, may, ownNames }))
    })
  } catch (cause) {
    wire.destroy()
    throw cause
  }
  return {
    query: (text, values, rowsMax) => ask(text, values, { rows: rowsMax, bytes: limits.queryBytesMax }),
    async commit() {
      await settle('commit').catch((cause: unknown) => {
        const { refusal } = refusedBy(cause)
        throw isUndone(refusal) ? cause : new Refused({ ...refusal, why: 'ended-at-commit' })
      })
    },
    end: () => void wire.destroy(),
  }
}

/** First characters of SQLSTATEs that a server may also send after it committed: it or the connection ends, or nobody knows. */
const endsOpen = /^(?:08|40003|53|57|58|XX)/

/** Whether a server that was told to commit surely did not: only a state that speaks of the transaction says so. */
function isUndone({ sqlstate }: Refusal): boolean {
  return sqlstate !== undefined && !endsOpen.test(sqlstate)
}

/** What a `begin`, a `commit` and what they settle may bring. */
const smallBytes = 256 * 1024

/** One text without values: the server's own clock, a spelling of values that no setting changes, and what the transaction may do. */
function beginning({ limits, may, ownNames }: Pick<Opening, 'limits' | 'may' | 'ownNames'>): string {
  const settings: Readonly<Record<string, string>> = {
    statement_timeout: String(limits.statementMs),
    lock_timeout: String(limits.lockMs),
    idle_in_transaction_session_timeout: String(limits.pauseMs),
    timezone: 'UTC',
    datestyle: 'ISO, YMD',
    intervalstyle: 'iso_8601',
    bytea_output: 'hex',
    extra_float_digits: '1',
    client_min_messages: 'error',
    ...(ownNames && { search_path: 'pg_catalog' }),
  }
  const set = Object.entries(settings).map(([name, value]) => `set local ${name} = '${value}'`)
  return [`begin isolation level repeatable read ${may === 'read' ? 'read only' : 'read write'}`, ...set].join('; ')
}

function clientOn(wire: Duplex, { user, password, database, host, port }: Target): pg.Client {
  return new pg.Client({
    stream: () => wire,
    user,
    password: async () => password, // a function: what is empty is not looked for in files
    database,
    host,
    port,
    ssl: false, // the wire has it already
    application_name: 'wordkept',
    types: { getTypeParser: () => (value: string) => value },
  })
}

/** Connects the socket, asks for TLS as the URL says, and puts the guard in between. */
async function reachServer(target: Target, reach: Reach, guard: WireGuard, signal: AbortSignal): Promise<Duplex> {
  const addresses = await pinned(target.host, reach)
  const socket = await firstThatAnswers(addresses, target.port, signal)
  const hangUp = (): void => void socket.destroy(new Refused({ why: 'silent' }))
  signal.addEventListener('abort', hangUp)
  try {
    const secured = target.tls === 'disable' ? socket : await secure(socket, target)
    return guarded(secured, guard)
  } catch (cause) {
    socket.destroy()
    throw cause
  } finally {
    signal.removeEventListener('abort', hangUp)
  }
}

/** A socket to the first address that takes one: a name may lead to several, of which not all listen. */
async function firstThatAnswers(addresses: readonly string[], port: number, signal: AbortSignal): Promise<Socket> {
  for (const host of addresses) {
    const socket = connectSocket({ host, port, noDelay: true })
    const hangUp = (): void => void socket.destroy()
    signal.addEventListener('abort', hangUp)
    try {
      await happens(socket, 'connect', 'unreachable')
      return socket
    } catch {
      socket.destroy() // the next one
    } finally {
      signal.removeEventListener('abort', hangUp)
    }
  }
  throw new Refused({ why: 'unreachable' })
}

/** Code of a request for TLS (PostgreSQL 18, "SSLRequest"). */
const askForTls = Uint8Array.of(0, 0, 0, 8, 4, 210, 22, 47)

async function secure(socket: Socket, { host, tls, ca }: Target): Promise<Socket> {
  socket.write(askForTls)
  const [said] = (await happens(socket, 'data', 'ended')) as [Buffer]
  // more than one byte would be text somebody slipped in before the encryption began
  if (said.length !== 1) throw new Refused({ why: 'garbled' })
  if (said[0] !== 'S'.charCodeAt(0)) throw new Refused({ why: 'no-tls' })
  const name = isIP(host) === 0 && { servername: host }
  const secured = connectTls({
    socket,
    host,
    ...name,
    ...(ca !== undefined && { ca }),
    rejectUnauthorized: tls === 'verify-full',
    minVersion: 'TLSv1.2',
  })
  await happens(secured, 'secureConnect', 'tls-unproven')
  return secured
}

/** Waits for one event of a socket that may fail or end instead. */
function happens(socket: Socket, event: string, orElse: Why): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      socket.off(event, came).off('error', failed).off('close', ended)
      socket.on('error', () => {})
      act()
    }
    const came = (...args: unknown[]): void => settle(() => resolve(args))
    const failed = (cause: unknown): void =>
      settle(() => reject(cause instanceof Refused ? cause : new Refused({ why: orElse })))
    const ended = (): void => settle(() => reject(new Refused({ why: orElse })))
    socket.once(event, came).once('error', failed).once('close', ended)
  })
}

/** The socket as the driver takes it: already connected, and with every chunk seen before it passes. */
function guarded(socket: Socket, guard: WireGuard): Duplex {
  const wire = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Uint8Array, _encoding, told) => void socket.write(chunk, told),
    final: (told) => void socket.end(told),
    destroy(cause, told) {
      socket.destroy()
      told(cause)
    },
  })
  socket.on('data', (chunk: Buffer) => {
    try {
      guard.see(chunk)
      if (!wire.push(chunk)) socket.pause()
    } catch (cause) {
      wire.destroy(cause instanceof Refused ? cause : new Refused({ why: 'garbled' }))
    }
  })
  socket.on('error', () => wire.destroy(new Refused({ why: 'ended' })))
  socket.on('close', () => wire.destroy())
  // what the driver calls of a socket: it is connected already, and says so as one does
  return Object.assign(wire, {
    setNoDelay: () => wire,
    setKeepAlive: () => wire,
    connect: () => void setImmediate(() => wire.emit('connect')),
  })
}

/** Does work within a time; `silent` where it takes longer. */
export async function within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late.abort()
      reject(new Refused({ why: 'silent' }))
    }, milliseconds)
  })
  try {
    return await Promise.race([work(late.signal), timeUp])
  } finally {
    clearTimeout(timer)
  }
}

/** Anything the driver threw, as a refusal. Of a server's words only the SQLSTATE and names of its own tables go on. */
function refusedBy(cause: unknown): Refused {
  if (cause instanceof Refused) return cause
  if (!(cause instanceof pg.DatabaseError)) return new Refused({ why: whyOfDriver(cause) })
  const sqlstate = /^[0-9A-Z]{5}$/.test(cause.code ?? '') ? cause.code : undefined
  if (sqlstate === undefined) return new Refused({ why: 'garbled' })
  const names = Object.fromEntries(
    (['schema', 'table', 'column'] as const).flatMap((name) => (cause[name] ? [[name, cause[name]]] : [])),
  )
  return new Refused({ why: whyOf(sqlstate), sqlstate, ...(names as Pick<Refusal, 'schema' | 'table' | 'column'>) }) // made of just these names
}

/** The driver's own doubts about SCRAM, by how its messages begin: they name no value. */
function whyOfDriver(cause: unknown): Why {
  const said = cause instanceof Error ? cause.message : ''
  if (said.startsWith('SASL: SCRAM-SERVER-FINAL-MESSAGE')) return 'not-proven'
  return said.startsWith('SASL: ') ? 'sign-in' : 'ended'
}
