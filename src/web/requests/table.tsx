// Requests in a table: what was asked, how far it is, how long it may still take.

import type { Output } from '../../client/index.ts'
import { paths } from '../paths.ts'
import { Mark } from '../ui/mark.tsx'
import { Empty } from '../ui/notice.tsx'
import { Clock, Steps } from '../ui/progress.tsx'
import { Table } from '../ui/table.tsx'
import { since, written } from '../ui/words.ts'

export type Request = Output<'request'>

const kinds: Record<Request['kind'], string> = {
  access: 'What is held',
  export: 'A copy of everything',
  erase: 'Erase everything',
  withdraw: 'Withdraw a choice',
  clear: 'Clear things',
}

/** What a request asks for, in words. */
export function kindWords(kind: Request['kind']): string {
  return kinds[kind]
}

/** How many of a request's steps were read back, of how many. */
export function progressOf({ steps }: Pick<Request, 'steps'>): { readonly done: number; readonly of: number } {
  return { done: steps.filter(({ result }) => result !== 'waiting').length, of: steps.length }
}

/** The requests of a person, newest first. */
export function RequestTable({ requests, now }: { requests: readonly Request[]; now: string }) {
  if (requests.length === 0)
    return (
      <Empty title="No requests">
        You have not asked for anything yet. <a href={paths.export}>A copy</a>,{' '}
        <a href={`${paths.you()}#day`}>clearing</a> and <a href={paths.erase}>erasing</a> each get a number and a clock,
        and stand here.
      </Empty>
    )
  return (
    <Table
      caption="Your requests, newest first"
      columns={[
        { title: 'Request' },
        { title: 'How far', name: 'How far' },
        { title: 'Clock', name: 'Clock' },
        { title: <span className="unseen">Next</span>, as: 'act' },
      ]}
      rows={requests.map((request) => ({
        key: request.number,
        cells: [
          <span key="what">
            {kinds[request.kind]}
            <small>
              {request.number}, asked {since(request.openedAt, now)}
            </small>
          </span>,
          <HowFar key="far" request={request} />,
          <TimeLeft key="clock" request={request} now={now} />,
          <a key="see" href={paths.request(request.number)}>
            See the steps<span className="unseen"> of {request.number}</span>
          </a>,
        ],
      }))}
    />
  )
}

function HowFar({ request }: { request: Request }) {
  const { done, of } = progressOf(request)
  if (request.closedAt !== null)
    return (
      <span className="with-mark">
        <Mark name={request.state === 'refused' ? 'refused' : 'kept'} toned />
        <span>{request.stateWords}</span>
      </span>
    )
  return (
    <span className="cell">
      {request.stateWords}
      {of > 0 && <Steps done={done} of={of} />}
    </span>
  )
}

function TimeLeft({ request: { openedAt, closedAt, dueAt }, now }: { request: Request; now: string }) {
  if (closedAt !== null) return `closed ${written('day', closedAt)}`
  return dueAt === null ? 'at once' : <Clock openedAt={openedAt} dueAt={dueAt} now={now} />
}
