// The statement: what people read, with the state of every sentence in the margin. `?text=` chooses short, full or with every rule open.

import type { Route } from './+types/statement'
import type { Output } from '../../client/index.ts'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { Coded } from '../ui/coded.tsx'
import type { MarkName } from '../ui/mark.tsx'
import { State } from '../ui/mark.tsx'
import { Notice } from '../ui/notice.tsx'
import { Seal, shortHash } from '../ui/seal.tsx'
import { Tally } from '../ui/tally.tsx'
import { counted, figure, listed, since, written } from '../ui/words.ts'
import { Clause } from './clause.tsx'
import { Marks } from './marks.tsx'
import { Uncovered, uncoveredWords } from './uncovered.tsx'

type Statement = Output<'statement'>
type Section = Statement['sections'][number]
type StateName = Section['clauses'][number]['standing']['state']

const texts = ['short', 'full', 'rules'] as const
type Text = (typeof texts)[number]

export const handle = { body: 'statement' }

export async function loader({ context, request }: Route.LoaderArgs) {
  const asked = new URL(request.url).searchParams.get('text')
  const text: Text = texts.find((one) => one === asked) ?? 'full'
  return { text, statement: await context.get(client).statement() }
}

export default function StatementPage({ loaderData: { statement, text } }: Route.ComponentProps) {
  return (
    <>
      <title>{`${statement.organisation} privacy statement`}</title>
      <div className="front">
        <Imprint statement={statement} />
        <div className="main">
          <p className="quiet">{statement.organisation} privacy statement</p>
          <h1>{statement.title}</h1>
          <p className="lede">
            Every sentence here is tied to a rule that our software runs. The notes in the margin are written by a
            machine, not by us. They say whether we kept our word today.
          </p>
          <Upcoming upcoming={statement.upcoming} />
          <Standing statement={statement} />
        </div>
      </div>
      <div className="book">
        <Contents sections={statement.sections} text={text} />
        <div>
          {statement.sections.map((section) =>
            text === 'short' ? (
              <Folded key={section.id} section={section} />
            ) : (
              <Chapter key={section.id} section={section} open={text === 'rules'} now={statement.asOf} />
            ),
          )}
          <Marks hash={statement.hash} />
        </div>
      </div>
    </>
  )
}

/** A change that binds later is told where everybody reads (CHG-03). */
function Upcoming({ upcoming }: Pick<Statement, 'upcoming'>) {
  if (upcoming === null) return null
  return (
    <Notice tone="info" title="This statement changes">
      <p>
        Version {upcoming.version} takes effect on{' '}
        <time dateTime={upcoming.effectiveAt}>{written('day', upcoming.effectiveAt)}</time>. Until then what you read
        here holds. <a href={paths.version(upcoming.version)}>What it changes</a>
      </p>
    </Notice>
  )
}

function Imprint({ statement: { version, hash, publishedAt, effectiveAt, asOf } }: { statement: Statement }) {
  const inForce = effectiveAt <= asOf
  return (
    <div className="imprint">
      <Seal hash={hash} label={`Seal of version ${version}, drawn from its hash`} />
      <dl>
        <dt>Version</dt>
        <dd>
          {version}, {inForce ? 'in force since' : 'in force from'}{' '}
          <time dateTime={effectiveAt}>{written('day', effectiveAt)}</time>
        </dd>
        <dt>Last updated</dt>
        <dd>
          <time dateTime={publishedAt}>{written('day', publishedAt)}</time>. <a href={paths.versions}>What changed</a>
        </dd>
        <dt>Hash of this page and its rules</dt>
        <dd>
          <code>{shortHash(hash)}</code> <a href={paths.policy(version)}>Check it</a>
        </dd>
      </dl>
    </div>
  )
}

const counting: readonly Exclude<StateName, 'kept' | 'info'>[] = ['broken', 'lapsed', 'unproven', 'aim']

function Standing({ statement: { coverage, sections, asOf } }: { statement: Statement }) {
  const clauses = sections.flatMap((section) => section.clauses)
  const states = clauses
    .map(({ standing }) => standing.state)
    .filter((state): state is Exclude<StateName, 'info'> => state !== 'info')
  const firstOf = (state: StateName): string =>
    `#${clauses.find(({ standing }) => standing.state === state)?.id ?? 'marks'}`
  return (
    <section className="standing" aria-label="Where we stand today">
      <p className="sum">
        <span>
          <State name="kept" unworded />{' '}
          <b>
            {figure(coverage.clauses.kept)} of {counted(coverage.clauses.of, 'sentence')} kept
          </b>
        </span>{' '}
        {counting.map(
          (state) =>
            coverage.clauses[state] > 0 && (
              <span key={state}>
                <State name={state} unworded />{' '}
                <a href={firstOf(state)}>{countOf(state, coverage.clauses[state])}</a>{' '}
              </span>
            ),
        )}
        <span className="aside">
          <a href="#marks">What the marks mean</a>
        </span>
      </p>
      <Tally states={states} />
      <p>
        {readsWords(coverage)} {coveredWords(coverage)} {uncoveredWords(coverage)}{' '}
        <span className="quiet">As of {since(asOf, '')}.</span>
      </p>
      {coverage.observed.length > 0 && (
        <p>
          <State name="unproven" unworded /> <b>We only observe {listed(coverage.observed)} so far.</b> There, what no
          sentence allows is noted and not refused; what a sentence forbids is refused.
        </p>
      )}
      <Uncovered coverage={coverage} asOf={asOf} />
      {coverage.inSystems.length > 0 && <InSystems coverage={coverage} asOf={asOf} />}
    </section>
  )
}

function countOf(state: string, count: number): string {
  return state === 'aim' ? counted(count, 'aim') : `${figure(count)} ${state}`
}

function readsWords({ reads: { passed }, systems }: Statement['coverage']): string {
  if (systems > 0)
    return `${counted(passed, 'read')} in the last 24 hours passed the gate; what ${counted(systems, 'connected system')} ${systems === 1 ? 'reads by itself' : 'read by themselves'} does not.`
  if (passed === 0) return 'Nothing was read in the last 24 hours.'
  return `${counted(passed, 'read')} in the last 24 hours, each through the gate; no other system is connected.`
}

function coveredWords({ covered: { covered, of }, systems }: Statement['coverage']): string {
  if (of === 0) return ''
  const [one, many] =
    systems === 0
      ? ['kind of thing written', 'kinds of things written']
      : ['column of connected systems and kind of thing written', 'columns of connected systems and kinds of things written'] // prettier-ignore
  if (covered === of) return `Every ${one} is covered by a sentence: ${figure(covered)} of ${figure(of)}.`
  return `A sentence covers ${figure(covered)} of ${figure(of)} ${many}.`
}

function InSystems({ coverage: { inSystems }, asOf }: { coverage: Statement['coverage']; asOf: string }) {
  return (
    <div className="slip">
      <h2>Found in connected systems</h2>
      <p>No sentence speaks of it, or nobody has signed yet what it is. It breaks no promise that we made.</p>
      <ul className="bare gap-2">
        {inSystems.map(({ summary, firstAt }) => (
          <li key={summary}>
            <Coded words={summary} />, since {since(firstAt, asOf)}
          </li>
        ))}
      </ul>
    </div>
  )
}

const severity: readonly StateName[] = ['broken', 'lapsed', 'unproven', 'aim']

function worst(section: Section): MarkName | null {
  return severity.find((state) => section.clauses.some(({ standing }) => standing.state === state)) ?? null
}

const textNames: Record<Text, string> = { short: 'Short text', full: 'Full text', rules: 'With every rule' }

function Contents({ sections, text }: { sections: readonly Section[]; text: Text }) {
  return (
    <nav className="contents" aria-labelledby="contents">
      <h2 id="contents">Contents</h2>
      <ol className="toc">
        {sections.map((section) => {
          const state = worst(section)
          return (
            <li key={section.id}>
              <a href={`#${section.id}`}>
                <i>{section.number}</i>
                <span>{section.title}</span>
                {state && (
                  <small>
                    <State name={state} />
                  </small>
                )}
              </a>
            </li>
          )
        })}
      </ol>
      <p className="no-print gap-2 texts">
        {texts.map((one) => (
          <a key={one} href={paths.statement(one)} aria-current={one === text ? 'true' : undefined}>
            {textNames[one]}
          </a>
        ))}
      </p>
    </nav>
  )
}

function ChapterHead({ section: { number, title, short } }: { section: Section }) {
  return (
    <header>
      <h2>
        {number}. {title}
      </h2>
      {short !== null && <p className="short">{short}</p>}
    </header>
  )
}

function Chapter({ section, open, now }: { section: Section; open: boolean; now: string }) {
  return (
    <section className="chapter" id={section.id}>
      <ChapterHead section={section} />
      {section.clauses.map((clause) => (
        <Clause key={clause.id} clause={clause} open={open} now={now} />
      ))}
    </section>
  )
}

const folding: readonly StateName[] = ['kept', 'broken', 'lapsed', 'unproven', 'aim', 'info']

/** A section folded to its short text, with a count of states. */
function Folded({ section }: { section: Section }) {
  const count = (state: StateName): number => section.clauses.filter(({ standing }) => standing.state === state).length
  return (
    <section className="chapter" id={section.id}>
      <ChapterHead section={section} />
      <p className="fold">
        <a href={`${paths.statement('full')}#${section.id}`}>
          Full text, {counted(section.clauses.length, 'sentence')}
          <span className="unseen"> of {section.title}</span>
        </a>{' '}
        {folding.map(
          (state) => count(state) > 0 && <State key={state} name={state} word={`${count(state)} ${state}`} />,
        )}
      </p>
    </section>
  )
}
