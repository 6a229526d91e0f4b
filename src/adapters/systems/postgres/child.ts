// The process that speaks with one foreign database. It starts with an empty environment, may read no file but this software, is told
// one credential on its standard input and holds no key of the vault; it ends with its standard input (docs/spec/connector.md).

import { openSession, within, type Session } from './session.ts'
import { writeFrame, readFrames } from './frames.ts'
import type { Ask, Begin, Bound, Query } from './messages.ts'
import { readCatalogue } from './read-catalogue.ts'
import { Refused, type Refusal } from './reasons.ts'
import { overlapsOf, profileTables, type Each } from './survey.ts'
import { openStream, type RowStream } from './row-stream.ts'

/** The core is trusted; this only keeps a mistake from filling the memory. */
const askBytesMax = 64 * 1024 * 1024
/** sessions and streams at once */
const openMax = 16

const streams = new Map<number, RowStream>()
const sessions = new Set<Session>()
let lastStream = 0

async function serve(): Promise<void> {
  let begin: Begin | null = null
  for await (const frame of readFrames(process.stdin, askBytesMax)) {
    if (begin === null)
      begin = frame as Begin // the core writes it first
    else void reply(begin, frame as Ask & { readonly id: number })
  }
  for (const session of sessions) session.end()
}

async function reply(begin: Begin, { id, ...ask }: Ask & { readonly id: number }): Promise<void> {
  try {
    await writeFrame(process.stdout, { id, answer: await answerTo(begin, ask) })
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause // a bug: the process ends, and the core says so
    await writeFrame(process.stdout, { id, refusal: cause.refusal })
  }
}

function answerTo(begin: Begin, ask: Ask): Promise<unknown> {
  const { limits } = begin
  switch (ask.ask) {
    case 'try':
      return alone(begin, 'read', limits.callMs, versionOf)
    case 'catalogue':
      return alone(begin, 'read', limits.callMs, (session) => readCatalogue(session, limits))
    case 'profile':
      return within(limits.surveyMs, (signal) => profileTables(eachOf(begin, signal), ask.catalogue, limits))
    case 'overlaps':
      return within(limits.surveyMs, (signal) => overlapsOf(eachOf(begin, signal), ask.pairs, limits))
    case 'rows':
      return beginRows(begin, ask.query)
    case 'draw':
      return drawFrom(streamOf(ask.stream), limits.callMs)
    case 'end':
      streamOf(ask.stream).end()
      return Promise.resolve({})
    case 'change':
      return alone(begin, 'change', limits.callMs, (session) => change(session, ask.changes))
  }
}

/** Does work in a session of its own, which is gone afterwards. */
async function alone<T>(
  begin: Begin,
  may: 'read' | 'change',
  milliseconds: number,
  work: (session: Session) => Promise<T>,
  ownNames = may === 'read',
): Promise<T> {
  return within(milliseconds, async (signal) => {
    const session = await enter(begin, may, ownNames)
    signal.addEventListener('abort', () => session.end())
    if (signal.aborted) session.end()
    try {
      return await work(session)
    } finally {
      leave(session)
    }
  })
}

async function enter(begin: Begin, may: 'read' | 'change', ownNames: boolean): Promise<Session> {
  if (sessions.size >= openMax) throw new Refused({ why: 'busy' })
  const session = await openSession({ ...begin, may, ownNames })
  sessions.add(session)
  return session
}

function leave(session: Session): void {
  session.end()
  sessions.delete(session)
}

/** A survey that was given up asks nothing more. */
function eachOf(begin: Begin, given: AbortSignal): Each {
  return async (work) => {
    if (given.aborted) throw new Refused({ why: 'silent' })
    return alone(begin, 'read', begin.limits.callMs, work)
  }
}

async function versionOf(session: Session): Promise<{ version: string }> {
  const [row] = (await session.query(`select current_setting('server_version')`, [], 1)).rows
  return { version: /^\d{1,3}(?:\.\d{1,3})*/.exec(row?.[0] ?? '')?.[0] ?? '0' }
}

/** A stream has a session of its own, which is gone when the stream ends. */
function beginRows(begin: Begin, { text, values }: Query): Promise<{ stream: number }> {
  const { limits } = begin
  return within(limits.callMs, async (signal) => {
    const session = await enter(begin, 'read', false)
    const stream = ++lastStream
    const ended = (): void => {
      leave(session)
      streams.delete(stream)
    }
    signal.addEventListener('abort', ended)
    if (signal.aborted) ended()
    try {
      streams.set(stream, await openStream({ session, limits, text, values: values.map(bound), ended }))
      return { stream }
    } catch (cause) {
      ended()
      throw cause
    }
  })
}

function streamOf(stream: number): RowStream {
  const found = streams.get(stream)
  if (!found) throw new Refused({ why: 'closed' })
  return found
}

function drawFrom(stream: RowStream, milliseconds: number): ReturnType<RowStream['draw']> {
  return within(milliseconds, (signal) => {
    signal.addEventListener('abort', () => stream.end())
    return stream.draw()
  })
}

/** rows that a query of a change may answer, such as those it locks */
const answeredRowsMax = 1_000_000

/** Carries queries out in one transaction. One that changes other rows than it should undoes them all. */
async function change(
  session: Session,
  changes: Extract<Ask, { ask: 'change' }>['changes'],
): Promise<readonly number[]> {
  const counts: number[] = []
  for (const [statement, { text, values, rows }] of changes.entries()) {
    const { count } = await session.query(text, values.map(bound), answeredRowsMax).catch((cause: unknown) => {
      throw cause instanceof Refused ? new Refused({ ...cause.refusal, statement } satisfies Refusal) : cause
    })
    if (rows !== null && count !== rows)
      throw new Refused({ why: 'rows-differ', statement, expected: rows, found: count })
    counts.push(count)
  }
  await session.commit()
  return counts
}

/** A value as the driver takes it. */
function bound(value: Bound): unknown {
  if (Array.isArray(value)) return value.map(bound)
  return value !== null && typeof value === 'object' ? Buffer.from((value as { bytes: string }).bytes, 'base64') : value // not a list: bytes
}

await serve()
