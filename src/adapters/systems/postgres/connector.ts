// The core's side of a connector: starts the process that speaks with the database, hands it the one credential, asks one question at a
// time of it and believes no answer that has not the form it must have. A process that takes too long, sends nonsense or dies is ended;
// the next call starts another (docs/spec/connector.md).

import { Failure } from '../../../base/index.ts'
import type { SqlValue } from '../../../sql/index.ts'
import type { Catalogue, Connector, Credential } from '../../../systems/index.ts'
import { usualLimits, type Limits } from './limits.ts'
import type { Answer, Ask, AskOf, Bound, Query } from './messages.ts'
import { startProcess, type ConnectorProcess } from './process.ts'
import { reasons, Refused, type Refusal } from './reasons.ts'
import { readDatabaseUrl } from './url.ts'

/** What a connector is made of. */
export interface ConnectorOptions {
  /** name of the system, told with every failure */
  readonly system: string
  /** Gives the credential whenever a process starts; whoever gives it has noted the use in the ledger before. */
  readonly credential: () => Promise<Credential>
  /** what was seen of the database before, so that a failure may name a table of it */
  readonly known?: Catalogue | null
  readonly limits?: Partial<Limits>
  /** how long a process without work is kept, in milliseconds */
  readonly idleMs?: number
}

/** A connector that can also say which PostgreSQL answers. */
export interface PostgresConnector extends Connector {
  /** Connects, signs in and answers the server's version. */
  try(): Promise<{ readonly version: string }>
}

/** How much longer the core waits than the process does, so that the process can say why. */
const graceMs = 5_000

/** Opens a connector. Nothing is connected before the first call. */
export function openConnector(options: ConnectorOptions): PostgresConnector {
  const limits = { ...usualLimits, ...options.limits }
  const fail = (refusal: Refusal): Failure => failureOf(options.system, refusal, names)
  let names = namesIn(options.known ?? null)
  let process: Promise<ConnectorProcess> | null = null
  let [closed, busy] = [false, 0]
  let idle: NodeJS.Timeout | undefined

  const start = async (): Promise<ConnectorProcess> => {
    const { url, reach, ca } = await options.credential()
    return startProcess({ target: readDatabaseUrl(url, ca), reach, limits })
  }
  /** The process that runs, or a new one, shared by all who ask at once. Failing to start is not remembered. */
  const running = async (): Promise<ConnectorProcess> => {
    for (;;) {
      if (closed) throw fail({ why: 'closed' })
      const current = (process ??= start())
      const one = await current.catch((cause: unknown) => {
        if (process === current) process = null
        throw cause
      })
      if (one.alive) return one
      if (process === current) process = null
    }
  }
  const rest = (): void => {
    if (--busy > 0 || closed) return
    idle = setTimeout(
      () =>
        void process?.then(
          (one) => one.end(),
          () => {},
        ),
      options.idleMs ?? idleMsUsual,
    )
    idle.unref()
  }
  /** Asks while the process is kept awake; refusals become failures. */
  const work = async <T>(ask: (one: ConnectorProcess) => Promise<T>): Promise<T> => {
    busy++
    clearTimeout(idle)
    try {
      return await ask(await running())
    } catch (cause) {
      throw cause instanceof Refused ? fail(cause.refusal) : cause
    } finally {
      rest()
    }
  }
  const call = <K extends Exclude<Ask['ask'], 'draw' | 'end'>>(ask: AskOf<K>, milliseconds: number): Promise<Answer<K>> =>
    work((one) => one.ask(ask, milliseconds + graceMs)) // prettier-ignore
  return {
    try: () => call({ ask: 'try' }, limits.callMs),
    async catalogue() {
      const catalogue = await call({ ask: 'catalogue' }, limits.callMs)
      names = namesIn(catalogue)
      return catalogue
    },
    profile: (catalogue) => call({ ask: 'profile', catalogue }, limits.surveyMs),
    overlaps: (pairs) => call({ ask: 'overlaps', pairs }, limits.surveyMs),
    async *rows(query) {
      busy++
      clearTimeout(idle)
      try {
        const one = await running()
        const { stream } = await one.ask({ ask: 'rows', query: bound(query) }, limits.callMs + graceMs)
        yield* drawn(one, stream, limits.callMs + graceMs)
      } catch (cause) {
        throw cause instanceof Refused ? fail(cause.refusal) : cause
      } finally {
        rest()
      }
    },
    change: (changes) => call({ ask: 'change', changes: changes.map((one) => ({ ...bound(one), rows: one.rows })) }, limits.callMs), // prettier-ignore
    async close() {
      closed = true
      clearTimeout(idle)
      await process?.then((one) => one.end(), () => {}) // prettier-ignore
    },
  }
}

const idleMsUsual = 60_000

/** Rows as the reader takes them; a reader that stops early ends the stream. */
async function* drawn(
  one: ConnectorProcess,
  stream: number,
  milliseconds: number,
): AsyncGenerator<readonly (string | null)[]> {
  let ended = false
  try {
    while (!ended) {
      const { rows, done } = await one.ask({ ask: 'draw', stream }, milliseconds)
      ended = done
      yield* rows
    }
  } catch (cause) {
    ended = cause instanceof Refused
    throw cause
  } finally {
    if (!ended && one.alive) await one.ask({ ask: 'end', stream }, milliseconds).catch(() => {})
  }
}

/** A refusal as a failure: our words, and names only of what is known to be there. */
function failureOf(
  system: string,
  { why, sqlstate, schema, table, column, ...counts }: Refusal,
  names: ReadonlySet<string>,
): Failure {
  const { code, words } = reasons[why]
  const label =
    schema !== undefined && table !== undefined && names.has(JSON.stringify([schema, table]))
      ? `${schema}.${table}`
      : null
  const hasColumn = label !== null && column !== undefined && names.has(JSON.stringify([schema, table, column]))
  return new Failure(code, {
    system,
    why,
    reason: words,
    ...(sqlstate !== undefined && { sqlstate }),
    ...(label !== null && { table: hasColumn ? `${label}.${column}` : label }),
    ...counts,
  })
}

function namesIn(catalogue: Catalogue | null): ReadonlySet<string> {
  const tables = catalogue?.tables ?? []
  return new Set(tables.flatMap(({ schema, name, columns }) => [JSON.stringify([schema, name]), ...columns.map((column) => JSON.stringify([schema, name, column.name]))])) // prettier-ignore
}

function bound({ text, values }: { readonly text: string; readonly values: readonly SqlValue[] }): Query {
  return { text, values: values.map(asBound) }
}

/** A value as JSON, in the spelling PostgreSQL reads. */
function asBound(value: SqlValue): Bound {
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') }
  if (typeof value === 'bigint') return String(value)
  return Array.isArray(value) ? value.map(asBound) : (value as Exclude<Bound, object>) // what is left is JSON already
}
