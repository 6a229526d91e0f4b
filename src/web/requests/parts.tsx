// The parts of a request's page: store by store, what remains, its history. The private link of a receipt shows the same.

import { resultWords } from '../../evidence/index.ts'
import { paths } from '../paths.ts'
import { Part } from '../ui/frame.tsx'
import { Marked, State } from '../ui/mark.tsx'
import { Clock, Steps } from '../ui/progress.tsx'
import { Table } from '../ui/table.tsx'
import { asSentence, capital, figure, moment, written } from '../ui/words.ts'
import { progressOf, type Request } from './table.tsx'

type Residue = Request['residue'][number]
type Place = Request['steps'][number]['places'][number]

/** The headline of a request: what answered "nothing", never more than that. */
export function headline({ kind, state, steps, closedAt, stateWords }: Request): string {
  const isCopy = kind === 'access' || kind === 'export'
  if (isCopy && closedAt === null) return 'Making your copy'
  if (isCopy && state === 'done') return 'Your copy'
  if (kind === 'withdraw' && state === 'done') return 'Your yes is taken back'
  if (steps.length === 0) return capital(stateWords)
  return answeredNothing(steps.filter(({ result }) => result === 'gone').length, steps.length)
}

/** How many stores answered "nothing" when they were read again, of how many. */
export function answeredNothing(gone: number, of: number): string {
  const stores =
    gone < of
      ? `${figure(gone)} of ${figure(of)} stores`
      : of === 1
        ? 'The store'
        : of === 2
          ? 'Both stores'
          : `All ${figure(of)} stores`
  return `${stores} answered “nothing”`
}

/** What was done in each store, and what it answered when it was read again. */
export function StoreByStore({ request, now }: { request: Request; now: string }) {
  const { number, steps, openedAt, dueAt, closedAt } = request
  if (steps.length === 0) return null
  const { done, of } = progressOf(request)
  const reading = request.kind === 'erase' || request.kind === 'clear'
  return (
    <Part
      id="stores"
      title="Store by store"
      layout="plain"
      note={
        <>
          <p className="note">
            Request {number}, asked {moment(openedAt)}.
          </p>
          <p>
            <Steps done={done} of={of} />
          </p>
          {closedAt === null && dueAt !== null && (
            <p className="small">
              <Clock openedAt={openedAt} dueAt={dueAt} now={now} />
            </p>
          )}
        </>
      }
    >
      <Table
        tight
        caption="Each store, what was done and what it answered"
        columns={[
          { title: 'Store' },
          { title: 'What was done', name: 'Done:' },
          { title: reading ? 'Read again' : 'Read', name: 'Read:' },
          { title: 'Result', as: 'num start' },
        ]}
        rows={steps.map(({ holder, done: what, readAt, result, places }) => ({
          key: holder,
          cells: [
            holder,
            what,
            readAt === null ? (
              'not yet'
            ) : (
              <time key="read" dateTime={readAt}>
                {written('seconds', readAt)}
              </time>
            ),
            <Result key="result" result={result} reading={reading} words={resultWords({ result, places })} />,
          ],
        }))}
      />
    </Part>
  )
}

function Result({
  result,
  reading,
  words,
}: {
  result: Request['steps'][number]['result']
  reading: boolean
  words: string
}) {
  if (result === 'gone') return reading ? <State name="gone" /> : <State name="kept" word="read" />
  return <State name={result === 'stays' ? 'stays' : 'unproven'} word={words} />
}

/** What a waiting request waits for, in words. */
export function WaitsFor({ waits }: Pick<Request, 'waits'>) {
  if (waits === null) return null
  return (
    <p className="prose">
      {waits.whom !== null && (
        <>
          <code>{waits.whom}</code>:{' '}
        </>
      )}
      {asSentence(waits.words)} Nothing is called gone before it was read again.
    </p>
  )
}

/** What became of every column of the connected systems: gone, stays because, or not proven. Nothing where there are none. */
export function PlaceByPlace({ steps }: Pick<Request, 'steps'>) {
  return steps
    .filter(({ places }) => places.length > 0)
    .map(({ holder, places }) => (
      <Part
        key={holder}
        id={`places-${holder}`}
        title={`${holder}, column by column`}
        layout="plain"
        note={<p className="note">A database of ours outside the vault, read again after the change.</p>}
      >
        <PlaceTable places={places} caption={`What became of each column of ${holder}`} />
      </Part>
    ))
}

/** Each column with how many rows of it there were, and what became of them. */
export function PlaceTable({ places, caption }: { places: readonly Place[]; caption: string }) {
  return (
    <Table
      tight
      caption={caption}
      columns={[
        { title: 'Where' },
        { title: 'Rows', name: 'Rows:', as: 'num' },
        { title: 'Result', name: 'Result:' },
        { title: 'Why, and until when', name: 'Why:' },
      ]}
      rows={places.map(({ place, rows, state, why, until }) => ({
        key: `${place} ${state} ${why ?? ''}`,
        cells: [
          <code key="place">{place}</code>,
          figure(rows),
          <State key="state" name={state === 'not proven' ? 'unproven' : state} word={state} />,
          why === null ? 'read again, and not found' : `${asSentence(why)}${untilWords(until, state)}`,
        ],
      }))}
    />
  )
}

function untilWords(until: string | null, state: Place['state']): string {
  if (until !== null) return ` Until ${written('day', until)}.`
  return state === 'stays' ? ' No date is known yet.' : ''
}

/** What stays, why, until when, and what nobody can prove. */
export function Residues({ residue, id = 'stays' }: { residue: readonly Residue[]; id?: string }) {
  return (
    <Part id={id} title="What stays" layout="plain" note={<p className="note">Why, and until when.</p>}>
      {residue.length === 0 ? <p className="prose">Nothing of this.</p> : <ResidueTable residue={residue} />}
    </Part>
  )
}

/** When it ends. What stays by no sentence and without a date is the record of the request itself, which the log never drops. */
export function endOf({ until, state, clause }: Pick<Residue, 'until' | 'state' | 'clause'>): string {
  if (until !== null) return written('day', until)
  if (state !== 'stays') return 'no date is known yet'
  return clause === null ? 'for good' : 'as its sentence says'
}

function ResidueTable({ residue }: { residue: readonly Residue[] }) {
  return (
    <Table
      caption="What stays, why and until when"
      columns={[{ title: 'What' }, { title: 'Why', name: 'Why' }, { title: 'Until', name: 'Until', as: 'nowrap' }]}
      rows={residue.map(({ what, why, until, clause, state }) => ({
        key: `${what} ${why}`,
        cells: [
          <Marked key="what" name={state === 'stays' ? 'stays' : 'unproven'}>
            {capital(what)}
            {state === 'not proven' && <span className="unseen"> (not proven)</span>}
          </Marked>,
          <span key="why" className="cell">
            {asSentence(why)}
            {clause !== null && (
              <>
                {' '}
                <a href={paths.clause(clause)}>
                  The sentence<span className="unseen"> {clause}</span>
                </a>
              </>
            )}
          </span>,
          endOf({ until, state, clause }),
        ],
      }))}
    />
  )
}

const eventWords: Record<string, string> = {
  open: 'asked',
  identify: 'we made sure who asks',
  begin: 'work began',
  stall: 'waiting for a store that does not answer',
  resume: 'the store answers again, work goes on',
  finish: 'done, and read again',
  refuse: 'refused, with the law that says so',
  drop: 'taken back',
  lapse: 'ended, because the account is gone',
}

const actorWords: Record<string, string> = {
  person: 'you',
  rights: 'our software',
  system: 'our software',
  operator: 'our desk',
}

/** Everything that happened to a request, oldest first. */
export function History({ history }: Pick<Request, 'history'>) {
  return (
    <Part
      id="history"
      title="Its history"
      layout="plain"
      note={<p className="note">Complete. Nobody can take a line out.</p>}
    >
      <Table
        caption="What happened to this request"
        columns={[{ title: 'When' }, { title: 'What happened', name: 'What' }, { title: 'Who', name: 'Who' }]}
        rows={history.map(({ at, event, actor }, index) => ({
          key: `${at} ${event} ${index}`,
          cells: [
            <time key="at" dateTime={at}>
              {written('day', at)}, {written('seconds', at)}
            </time>,
            eventWords[event] ?? event,
            actorWords[actor] ?? actor,
          ],
        }))}
      />
    </Part>
  )
}
