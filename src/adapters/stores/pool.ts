// One pool for both engines: node-postgres over a socket, or over the embedded engine's one session. Each session is bound when it
// opens: its role, its tenant, UTC, and how long a statement may run. Nothing is set again per operation.

import pg from 'pg'
import type { Engine } from './pglite/engine.ts'
import { EngineStream } from './pglite/stream.ts'

/** Where a pool's sessions go: the embedded engine, or a server's URL. */
export type Source = { readonly engine: Engine } | { readonly url: string }

/** As whom: the application, bound to a tenant; or the owner, who migrates and is bound to none. */
type Session = { readonly role: 'app'; readonly tenant: string } | { readonly role: 'owner' }

const connectMs = 5_000
/** longer than it takes to end a statement and start anew, even on a busy machine: whoever waits shares that one session */
const embeddedConnectMs = 30_000
const statementMs = 10_000
const sessionsMax = 8
const idleMs = 60_000

/** Opens a pool of sessions of one kind. */
export function openPool(source: Source, session: Session): pg.Pool {
  const embedded = 'engine' in source
  const reach = embedded
    ? { stream: () => new EngineStream(source.engine), ssl: false, max: 1, idleTimeoutMillis: 0 }
    : {
        connectionString: source.url,
        max: sessionsMax,
        idleTimeoutMillis: idleMs,
        keepAlive: true,
        application_name: 'wordkept',
      }
  const onConnect = async (client: pg.ClientBase): Promise<void> => {
    if (embedded) await beginAnew(client)
    await bind(client, session, embedded ? 0 : statementMs)
  }
  const options: object = {
    ...reach,
    connectionTimeoutMillis: embedded ? embeddedConnectMs : connectMs,
    onConnect,
    types,
  }
  const pool = new pg.Pool(options as pg.PoolConfig) // its types do not know that onConnect is awaited
  // a connection lost while idle or in use is no end of the process: the query it carried fails, and the pool opens another
  pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** The embedded session outlives its clients: what the last one left open is rolled back, and what it set is forgotten. */
async function beginAnew(client: pg.ClientBase): Promise<void> {
  await client.query('rollback')
  await client.query('discard all')
}

/**
 * Every query of the gate goes by key and is prepared: it is planned once a session, and by its keys also where a table is still small.
 * Nothing is remembered within a query: those who are asked about together are mostly different people.
 * `statementMs` 0: the embedded engine has no such timer; its watchdog ends statements.
 */
async function bind(client: pg.ClientBase, session: Session, statementMs: number): Promise<void> {
  if (session.role === 'owner')
    return void (await client.query(`set timezone = 'UTC'; set client_min_messages = 'warning'`))
  await client.query(
    `select set_config('role', 'app', false), set_config('wordkept.tenant', $1, false), set_config('timezone', 'UTC', false),
            set_config('client_min_messages', 'warning', false), set_config('plan_cache_mode', 'force_generic_plan', false),
            set_config('enable_seqscan', 'off', false), set_config('enable_memoize', 'off', false), set_config('statement_timeout', $2, false),
            set_config('idle_in_transaction_session_timeout', $2, false)`,
    [session.tenant, String(statementMs)],
  )
}

/** How values come back: bytes in memory of their own, a date as its text (it has no time zone); all else as pg does. */
const types = {
  getTypeParser(id: number, format?: 'text' | 'binary'): (value: string) => unknown {
    const usual = pg.types.getTypeParser(id, format as 'text') as (value: string) => unknown // the overloads differ in the format's name only
    return (format !== 'binary' && parsers[id]?.(usual)) || usual
  },
}

const bytesListId = 1001

const parsers: Readonly<Record<number, (usual: (value: string) => unknown) => (value: string) => unknown>> = {
  [pg.types.builtins.BYTEA]: () => bytesOf,
  [bytesListId]: (usual) => (value) => (usual(value) as unknown[]).map(ownBytes), // pg parses a list to an array
  [pg.types.builtins.DATE]: () => (value) => value,
}

/** Bytes as PostgreSQL prints them, `\\x` and hexadecimal; in memory of their own, not in a pool's. */
function bytesOf(printed: string): Uint8Array {
  const bytes = new Uint8Array((printed.length - 2) / 2)
  Buffer.from(bytes.buffer).write(printed.slice(2), 'hex')
  return bytes
}

function ownBytes(value: unknown): unknown {
  return value instanceof Uint8Array ? Uint8Array.from(value) : value
}
