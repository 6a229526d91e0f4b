// The first page: people at home to their data, everybody to the statement and to what proves it (SITE-01, SITE-02).

import type { Route } from './+types/landing'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { Part } from '../ui/frame.tsx'
import { State } from '../ui/mark.tsx'
import { shortHash } from '../ui/seal.tsx'
import { Tally } from '../ui/tally.tsx'
import { counted, figure, since, written } from '../ui/words.ts'

export async function loader({ context }: Route.LoaderArgs) {
  const { sections, ...statement } = await context.get(client).statement()
  const clauses = sections.flatMap((section) => section.clauses)
  const shorts = sections.flatMap(({ id, number, title, short }) =>
    short === null ? [] : [{ id, number, title, short }],
  )
  return {
    ...statement,
    shorts,
    states: clauses.map(({ standing }) => standing.state).filter((state) => state !== 'info'),
    refused: clauses.reduce((sum, { standing }) => sum + standing.refusedToday, 0),
  }
}

export default function Landing({ loaderData }: Route.ComponentProps) {
  const { organisation, coverage, states, refused, shorts, version, hash, effectiveAt, asOf } = loaderData
  return (
    <>
      <title>{`Privacy at ${organisation}`}</title>
      <div className="title">
        <h1>What {organisation} promises about your data, and whether it keeps it</h1>
        <p className="lede">
          Our privacy statement is a program. Each sentence has a rule that our software runs and a test that runs by
          itself. Look up how it stands today, or see what we hold about you.
        </p>
        <p className="row gap-5">
          <a className="button" href={paths.you()}>
            See what we hold about you
          </a>
          <a className="button plain" href={paths.statement()}>
            Read the statement
          </a>
        </p>
      </div>
      <Part
        id="today"
        title="Today"
        note={<p className="note">As of {since(asOf, '')}. Counted by a machine; nobody edits it by hand.</p>}
      >
        <p className="sum">
          <span>
            <State name="kept" unworded />{' '}
            <b>
              <a href={paths.statement()}>
                {figure(coverage.clauses.kept)} of {counted(coverage.clauses.of, 'sentence')} kept
              </a>
            </b>
          </span>
          {coverage.clauses.broken > 0 && (
            <span>
              {' '}
              <State name="broken" word={`${figure(coverage.clauses.broken)} broken`} />
            </span>
          )}
          <span>
            {' '}
            <State name="refused" word={`${counted(refused, 'attempt')} refused today`} />
          </span>
        </p>
        <Tally states={states} />
      </Part>
      <Part
        id="promises"
        title="In short"
        note={
          <p className="note">
            The short text of each section. Beside the full text stands how each sentence is doing.
          </p>
        }
      >
        <dl className="facts shorts">
          {shorts.map(({ id, number, title, short }) => (
            <div key={id}>
              <dt>
                <a href={`${paths.statement()}#${id}`}>
                  {number}. {title}
                </a>
              </dt>
              <dd className="promise">{short}</dd>
            </div>
          ))}
        </dl>
      </Part>
      <Part id="yours" title="What you can do" layout="two">
        <div className="flow-2">
          <h3>
            <a href={paths.you()}>See, ask, clear</a>
          </h3>
          <p className="small">
            Each thing we hold about you: why it is there, who used it, until when it stays. Clear one, a day, or a
            week.
          </p>
        </div>
        <div className="flow-2">
          <h3>
            <a href={paths.choices()}>Say yes or no</a>
          </h3>
          <p className="small">
            Your choices count with the next question anybody asks. No takes the same one press as yes.
          </p>
        </div>
        <div className="flow-2">
          <h3>
            <a href={paths.export}>Take a copy</a> or <a href={paths.erase}>leave</a>
          </h3>
          <p className="small">
            Everything in one file. Or everything gone, read back store by store, with a receipt that you keep.
          </p>
        </div>
        <div className="flow-2">
          <h3>
            <a href={paths.evidence}>Check us</a>
          </h3>
          <p className="small">
            What was done stands in a signed log. A receipt can be checked by anybody, without us and without a network.
          </p>
        </div>
      </Part>
      <Part id="version" title="In force">
        <p>
          Version {version}, since {written('day', effectiveAt)}. <a href={paths.versions}>All versions</a>
        </p>
        <p className="hash">{shortHash(hash)}</p>
      </Part>
    </>
  )
}
