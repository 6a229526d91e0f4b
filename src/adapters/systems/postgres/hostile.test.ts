// Hostile servers (security.md, threats 9 and 10): whatever comes, a call ends with a failure of our own words within its time, the core
// keeps its memory, nothing learns the password, and the next call works.

import type { Socket } from 'node:net'
import { describe, expect, test, onTestFinished } from 'vitest'
import { done, failed, forever, int16, int32, letIn, message, politely, ready, ready2, row, rowShape, startHostile, type Behaviour } from '../../../../test/harness/hostile-postgres.ts' // prettier-ignore
import { Failure } from '../../../base/index.ts'
import { print, sql } from '../../../sql/index.ts'
import { isUndone } from '../../../systems/index.ts'
import { openConnector, type PostgresConnector } from './connector.ts'
import type { Limits } from './limits.ts'

const mebibyte = 1024 * 1024

/** Limits that end a test soon. */
const short: Partial<Limits> = {
  connectMs: 1_500,
  callMs: 2_500,
  surveyMs: 2_500,
  messageBytesMax: mebibyte,
  queryBytesMax: 4 * mebibyte,
}

function connectTo(url: string, limits: Partial<Limits> = short): PostgresConnector {
  const connector = openConnector({ system: 'shop-db', credential: async () => ({ url, reach: 'near' }), limits })
  onTestFinished(() => connector.close())
  return connector
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const cause = await work.then(() => new Error('nothing failed'), (thrown: unknown) => thrown) // prettier-ignore
  if (!(cause instanceof Failure)) throw cause
  return cause
}

const everyRow = async (connector: PostgresConnector): Promise<number> => {
  let rows = 0
  for await (const _ of connector.rows(print(sql`select 1`))) rows++
  return rows
}

const pause = (socket: Socket): void => void socket
const bare = (kind: string, length: number): Buffer => Buffer.concat([Buffer.from(kind), int32(length)])

/** Answers like a server until rows are fetched; then as told. */
function atFetch(say: (socket: Socket) => void): NonNullable<Behaviour['answer']> {
  let simple = 0
  // the first simple query is our beginning, the second the cursor, the third the first fetch
  return (socket, kind) => (kind === 'Q' && ++simple === 3 ? say(socket) : politely(socket, kind))
}

describe('before anybody is let in', () => {
  test.each<[string, NonNullable<Behaviour['begin']>, string, string]>([
    ['silence', pause, 'system_unavailable', 'silent'],
    ['the end', (socket) => socket.end(), 'system_unavailable', 'ended'],
    ['a reset', (socket) => socket.resetAndDestroy(), 'system_unavailable', 'ended'],
    ['another protocol', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'), 'system_refused', 'garbled'],
    ['a message of no length', (socket) => socket.write(bare('R', 0)), 'system_refused', 'garbled'],
    ['a message of a negative length', (socket) => socket.write(bare('E', -1)), 'system_limit', 'too-large'],
    ['a message of a gigabyte', (socket) => socket.write(bare('E', 1 << 30)), 'system_limit', 'too-large'],
    ['endless notices', (socket) => forever(socket, message('N', Buffer.from('SNOTICE\0C00000\0Mlook\0\0'))), 'system_limit', 'too-large'],
    ['endless parameters', (socket) => forever(socket, message('S', 'name', 'value')), 'system_limit', 'too-large'],
    ['half of a message', (socket) => socket.write(letIn.subarray(0, 7)), 'system_unavailable', 'silent'],
    ['rows before anything was asked', (socket) => socket.write(Buffer.concat([letIn, rowShape, row('x')])), 'system_limit', 'too-many'],
    ['a second permission', (socket) => socket.write(Buffer.concat([letIn, letIn, ready])), 'system_refused', 'garbled'],
    ['a message of no known kind', (socket) => socket.write(message('?', 1)), 'system_refused', 'garbled'],
    ['a request for a file', (socket) => socket.write(Buffer.concat([letIn, message('G', Buffer.from([0]), int16(0))])), 'system_refused', 'garbled'],
    ['a refusal with words', (socket) => socket.write(failed('28P01', 'password canary-password is wrong')), 'system_refused', 'sign-in'],
    ['a refusal for want of room', (socket) => socket.write(failed('53300', 'too many')), 'system_unavailable', 'busy'],
    ['no such database', (socket) => socket.write(failed('3D000', 'canary')), 'system_refused', 'no-database'],
  ])('%s', { timeout: 30_000 }, async (_, begin, code, why) => {
    const server = await startHostile({ begin })
    const failure = await failureOf(connectTo(server.url).try())
    expect([failure.code, failure.detail['why'], failure.detail['system']]).toEqual([code, why, 'shop-db'])
    expect(JSON.stringify([failure.detail, failure.message, failure.stack, String(failure.cause)])).not.toContain('canary')
  }) // prettier-ignore

  test.each([
    ['in clear', message('R', 3)],
    ['as MD5', message('R', 5, Buffer.from('salt'))],
  ])('a server that asks for the password %s does not get it', async (_, asks) => {
    const server = await startHostile({ begin: (socket) => void socket.write(asks), answer: pause })
    const failure = await failureOf(connectTo(server.url).try())
    expect([failure.code, failure.detail['why']]).toEqual(['system_refused', 'password-exposed'])
    expect(server.heard().toString('latin1')).not.toMatch(/canary|md5[0-9a-f]{32}/)
  })

  test('unless its URL says so', async () => {
    const begin = (socket: Socket): void => void socket.write(message('R', 3))
    const answer = (socket: Socket, kind: string): void =>
      kind === 'p' ? void socket.write(failed('28P01', 'no')) : pause(socket)
    const server = await startHostile({ begin, answer })
    const failure = await failureOf(connectTo(`${server.url}?require_auth=password`).try())
    expect(failure.detail['why']).toBe('sign-in')
    expect(server.heard().toString('latin1')).toContain('canary-password')
  })

  test('one that skips its own proof of knowing the password is not believed', async () => {
    const begin = (socket: Socket): void => void socket.write(message('R', 10, 'SCRAM-SHA-256', Buffer.from([0])))
    const answer = (socket: Socket, kind: string): void => {
      if (kind === 'p') socket.write(Buffer.concat([letIn, ready]))
    }
    const server = await startHostile({ begin, answer })
    const failure = await failureOf(connectTo(server.url).try())
    expect([failure.code, failure.detail['why']]).toEqual(['system_refused', 'not-proven'])
  })

  test('one that wants a billion rounds of the password is refused at once', async () => {
    const begin = (socket: Socket): void => void socket.write(message('R', 10, 'SCRAM-SHA-256', Buffer.from([0])))
    let nonce = ''
    const server = await startHostile({
      begin,
      answer(socket, kind) {
        if (kind !== 'p') return
        nonce ||= /r=([^,]+)$/.exec(server.heard().toString('latin1'))?.[1] ?? ''
        socket.write(message('R', 11, Buffer.from(`r=${nonce}xyz,s=c2FsdHNhbHQ=,i=1000000000`)))
      },
    })
    const began = Date.now()
    const failure = await failureOf(connectTo(server.url).try())
    expect(failure.code).toMatch(/^system_/)
    expect(Date.now() - began).toBeLessThan(10_000)
  })

  test('one without TLS, where the URL asks for it, hears nothing of us', async () => {
    const server = await startHostile({})
    const plain = await startHostile({ begin: (socket) => void socket.write('N') })
    for (const [url, why] of [[`${plain.url}?sslmode=require`, 'no-tls'], [`${server.url}?sslmode=verify-full`, 'garbled']] as const) {
      const failure = await failureOf(connectTo(url).try())
      expect([failure.code, failure.detail['why']]).toEqual(['system_refused', why])
    } // prettier-ignore
    expect(Buffer.concat([server.heard(), plain.heard()]).toString('latin1')).not.toMatch(/kept|shop|canary/)
  })

  test('nothing listens there', async () => {
    const failure = await failureOf(connectTo('postgres://kept:canary@127.0.0.1:9/shop').try())
    expect([failure.code, failure.detail['why']]).toEqual(['system_unavailable', 'unreachable'])
  })
})

describe('in the middle of a call', () => {
  const cell = (length: number): Buffer => Buffer.concat([bare('D', 4 + 2 + 4 + length), int16(1), int32(length)])
  test.each<[string, (socket: Socket) => void, string, string]>([
    ['silence', pause, 'system_unavailable', 'silent'],
    ['the end', (socket) => socket.end(), 'system_unavailable', 'ended'],
    ['the end in the middle of a row', (socket) => socket.end(Buffer.concat([rowShape, row('x').subarray(0, 9)])), 'system_unavailable', 'ended'],
    ['a cell of a gigabyte', (socket) => { socket.write(Buffer.concat([rowShape, cell(1 << 30)])); forever(socket, Buffer.alloc(65_536, 'x')) }, 'system_limit', 'too-large'],
    ['endless rows', (socket) => { socket.write(rowShape); forever(socket, Buffer.concat(Array.from({ length: 500 }, () => row('x')))) }, 'system_limit', 'too-many'],
    ['large rows without end', (socket) => { socket.write(rowShape); forever(socket, row('x'.repeat(mebibyte - 100))) }, 'system_limit', 'too-large'],
    ['endless notices', (socket) => forever(socket, message('N', Buffer.from('SNOTICE\0C00000\0Mlook\0\0'))), 'system_limit', 'too-large'],
    ['a row of minus one columns', (socket) => socket.write(Buffer.concat([rowShape, message('D', int16(-1))])), 'system_refused', 'garbled'],
    ['a row that ends before its cells', (socket) => socket.write(Buffer.concat([rowShape, message('D', int16(9), 4)])), 'system_refused', 'garbled'],
    ['a shape of 30,000 columns that are not there', (socket) => socket.write(message('T', int16(30_000))), 'system_refused', 'garbled'],
    ['a request for a file', (socket) => socket.write(message('G', Buffer.from([0]), int16(0))), 'system_refused', 'garbled'],
    ['an error with a value in it', (socket) => socket.write(Buffer.concat([failed('23505', 'Key (email)=(canary@example.com) exists'), ready])), 'system_refused', 'constraint'],
    ['an error of no state', (socket) => socket.write(Buffer.concat([failed('canary', 'canary'), ready])), 'system_refused', 'garbled'],
    ['its own end', (socket) => socket.end(failed('57P01', 'terminating')), 'system_unavailable', 'ended'],
  ])('%s', { timeout: 30_000 }, async (_, say, code, why) => {
    const server = await startHostile({ answer: atFetch(say) })
    const connector = connectTo(server.url)
    const before = process.memoryUsage().rss
    const failure = await failureOf(everyRow(connector))
    expect([failure.code, failure.detail['why']]).toEqual([code, why])
    expect(JSON.stringify([failure.detail, failure.stack])).not.toContain('canary')
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * mebibyte)
    await expect(everyRow(connector)).resolves.toBe(0) // the next call finds a server that behaves, and is served
  }) // prettier-ignore

  test('rows that never end, a few at a time, are too many in the end', { timeout: 60_000 }, async () => {
    let fetched = 0
    const server = await startHostile({
      answer(socket, kind) {
        if (kind !== 'Q' || ++fetched <= 2) return politely(socket, kind)
        const asked = Number(
          /fetch forward (\d+)/g.exec(server.heard().toString('latin1').split('Q').at(-1) ?? '')?.[1],
        )
        socket.write(
          Buffer.concat([rowShape, ...Array.from({ length: asked }, () => row('x')), done(`FETCH ${asked}`), ready2]),
        )
      },
    })
    const failure = await failureOf(
      everyRow(connectTo(server.url, { ...short, callMs: 20_000, streamRowsMax: 20_000 })),
    )
    expect([failure.code, failure.detail['why']]).toEqual(['system_limit', 'too-many'])
  })

  const atCommit = async (say: (socket: Socket) => void): Promise<Failure> => {
    let simple = 0 // the first simple query is our beginning, the second the change, the third the commit
    const server = await startHostile({ answer: (socket, kind) => (kind === 'Q' && ++simple > 2 ? say(socket) : politely(socket, kind)) }) // prettier-ignore
    return failureOf(connectTo(server.url).change([{ text: 'delete from t', values: [], rows: null }]))
  }
  test.each<[string, (socket: Socket) => void, string]>([
    ['the end', (socket) => socket.destroy(), 'ended-at-commit'],
    ['silence', pause, 'silent'],
    ['its own end', (socket) => socket.end(failed('57P01', 'terminating')), 'ended-at-commit'],
    ['a crash of its own', (socket) => socket.end(failed('XX000', 'PANIC')), 'ended-at-commit'],
    ['a disk that is full', (socket) => socket.end(failed('53100', 'PANIC')), 'ended-at-commit'],
    ['that nobody knows', (socket) => socket.write(Buffer.concat([failed('40003', 'unknown'), ready])), 'ended-at-commit'],
    ['an error of no state', (socket) => socket.write(Buffer.concat([failed('canary', 'canary'), ready])), 'ended-at-commit'],
    ['a message of no known kind', (socket) => socket.write(message('?', 1)), 'ended-at-commit'],
    ['rows that nobody asked for', (socket) => socket.write(Buffer.concat([rowShape, row('x')])), 'ended-at-commit'],
    ['a message that is too large', (socket) => socket.write(bare('N', 1 << 30)), 'ended-at-commit'],
    ['what the driver cannot parse', (socket) => socket.write(message('T', int16(30_000))), 'ended-at-commit'],
  ])('%s at the very commit leaves the question open, and says so', { timeout: 30_000 }, async (_, say, why) => {
    const failure = await atCommit(say)
    expect([failure.code, failure.detail['why']]).toEqual(['system_unavailable', why])
    expect(isUndone(failure)).toBe(false)
  }) // prettier-ignore

  test(
    'a change whose process breaks down, or answers what it may not, may be done all the same',
    { timeout: 30_000 },
    async () => {
      const unreadable = {} as never // no value that can be bound: the process breaks down over it
      const none = connectTo((await startHostile({})).url)
      let simple = 0
      const many = Buffer.concat([done('DELETE 99999999999999999999'), ready2])
      const server = await startHostile({ answer: (socket, kind) => (kind === 'Q' && ++simple === 2 ? void socket.write(many) : politely(socket, kind)) }) // prettier-ignore
      const changes = [
        () => none.change([{ text: 'delete from t where a = $1', values: [unreadable], rows: null }]),
        () => connectTo(server.url).change([{ text: 'delete from t', values: [], rows: null }]),
      ]
      for (const change of changes) {
        const failure = await failureOf(change())
        expect([failure.code, failure.detail['why'], isUndone(failure)]).toEqual(['system_unavailable', 'connector-ended', false]) // prettier-ignore
      }
      const read = connectTo((await startHostile({})).url).rows({ text: 'select $1', values: [unreadable] })
      expect((await failureOf(read[Symbol.asyncIterator]().next())).detail['why']).toBe('garbled')
    },
  )

  test.each([['23503', 'constraint'], ['40001', 'busy'], ['P0001', 'constraint']])('a commit that is refused with %s was undone, and says so', async (sqlstate, why) => {
    const failure = await atCommit((socket) => socket.write(Buffer.concat([failed(sqlstate, 'canary'), ready])))
    expect(failure.detail).toMatchObject({ why, sqlstate })
    expect(isUndone(failure)).toBe(why === 'constraint')
  }) // prettier-ignore

  test('a catalogue of names no PostgreSQL has is not believed', { timeout: 30_000 }, async () => {
    const nine = message(
      'T',
      int16(8),
      ...Array.from({ length: 8 }, () => ['c', 0, int16(0), 25, int16(-1), -1, int16(0)]).flat(),
    )
    const names = ['public', 'x'.repeat(100), '1', 'c', 'text', 'true', '', 'false']
    const cells = message('D', int16(8), ...names.flatMap((name) => [int32(name.length), Buffer.from(name)]))
    let simple = 0
    const server = await startHostile({
      answer(socket, kind) {
        if (kind !== 'Q' || ++simple === 1) return politely(socket, kind)
        socket.write(simple === 2 ? Buffer.concat([nine, cells, done('SELECT 1'), ready2]) : Buffer.concat([nine, done('SELECT 0'), ready2]))
      },
    }) // prettier-ignore
    const failure = await failureOf(connectTo(server.url).catalogue())
    expect([failure.code, failure.detail['why']]).toEqual(['system_refused', 'garbled'])
  })
})

test('what a hostile server did to one call is over at the next', { timeout: 30_000 }, async () => {
  let calls = 0
  const version = Buffer.concat([rowShape, row('17.2'), done('SELECT 1'), ready2])
  let simple = 0
  const server = await startHostile({
    begin(socket) {
      simple = 0
      if (++calls === 1) forever(socket, Buffer.from('Z\0\0\0\x01'))
      else socket.write(Buffer.concat([letIn, ready]))
    },
    answer: (socket, kind) => (kind === 'Q' && ++simple === 2 ? void socket.write(version) : politely(socket, kind)),
  })
  const connector = connectTo(server.url)
  expect((await failureOf(connector.try())).detail['why']).toBe('garbled')
  expect(await connector.try()).toEqual({ version: '17.2' })
})

test('a survey that takes too long is given up, and asks nothing more', { timeout: 60_000 }, async () => {
  const server = await startHostile({ answer: (socket, kind) => void (kind === 'Q' || kind === 'S' ? setTimeout(() => politely(socket, kind), 300) : politely(socket, kind)) }) // prettier-ignore
  const connector = connectTo(server.url, { ...short, surveyMs: 1_000 })
  const column = { name: 'c', type: 'text', nullable: true, length: null, generated: false }
  const tables = Array.from({ length: 50 }, (_, i) => ({ schema: 's', name: `t${i}`, columns: [column], primary: null, uniques: [], foreign: [], rows: null })) // prettier-ignore
  expect((await failureOf(connector.profile({ tables }))).detail['why']).toBe('silent')
  await new Promise((resolve) => void setTimeout(resolve, 1_500))
  const connections = server.connections()
  await new Promise((resolve) => void setTimeout(resolve, 1_500))
  expect(server.connections()).toBe(connections)
  expect(connections).toBeLessThan(10)
})
