// One sentence of the statement: its words in serif, and in the margin what the machine says of it. The margin note opens the rule.

import type { ReactNode } from 'react'
import type { Output } from '../../client/index.ts'
import { Coded } from '../ui/coded.tsx'
import { Facts } from '../ui/facts.tsx'
import { Mark, State } from '../ui/mark.tsx'
import { bareReading, Rules } from '../ui/rule.tsx'
import { Table } from '../ui/table.tsx'
import { asSentence, capital, counted, listed, shortMoment, since, times, written } from '../ui/words.ts'

export type ClauseOnPage = Output<'statement'>['sections'][number]['clauses'][number]
type Words = ClauseOnPage['words']
type Span = Extract<Words, { kind: 'table' }>['rows'][number][number][number]

/** A clause with its margin note. `open`: its rule is shown from the start. `now` is the time of the page. */
export function Clause({ clause, open, now }: { clause: ClauseOnPage; open: boolean; now: string }) {
  const { id, number, standing, rules } = clause
  return (
    <article className="clause" id={id}>
      <a className="no" href={`#${id}`} aria-label={`Sentence ${number}`}>
        {number}
      </a>
      {clause.tables ? <WithRegisters words={clause.words} tables={clause.tables} /> : <Said words={clause.words} />}
      {standing.state === 'broken' && <Slip clause={clause} now={now} />}
      {clause.class === 'info' || (rules.length === 0 && clause.reason === null) ? (
        <p className="margin-note">
          <State name={standing.state} />{' '}
          <small>
            <Coded words={marginWords(clause, now)} />
          </small>
        </p>
      ) : (
        <details className="proof" open={open}>
          <summary>
            <State name={standing.state} />
            <span className="open">{clause.class === 'aim' ? 'why' : 'rule'}</span>
            <small>
              <Coded words={marginWords(clause, now)} />
            </small>
          </summary>
          <Panel clause={clause} now={now} />
        </details>
      )}
    </article>
  )
}

function marginWords({ standing, class: kind }: ClauseOnPage, now: string): string {
  const { state, refusedToday, reason, testedAt } = standing
  if (kind === 'info') return 'promises nothing'
  const refused = refusedToday > 0 ? `${counted(refusedToday, 'attempt')} refused today` : ''
  if (state !== 'kept') return [reason, refused].filter(Boolean).join('; ')
  return refused || (testedAt === null ? reason : `tested ${shortMoment(testedAt, now)}`)
}

function Said({ words }: { words: Words }) {
  if (words.kind !== 'table')
    return (
      <p className="said">
        <Spans spans={words.spans} />
      </p>
    )
  const [head = [], ...rows] = words.rows
  return (
    <div className="said">
      <Table
        caption="What this sentence lists"
        columns={head.map((cell) => ({ title: <Spans spans={cell} />, name: cell.map(({ text }) => text).join('') }))}
        rows={rows.map((row, index) => ({
          key: String(index),
          cells: row.map((cell) => <Spans key={index} spans={cell} />),
        }))}
      />
    </div>
  )
}

/** A sentence with the registers it promises to print: the same facts that the rules know. */
function WithRegisters({ words, tables }: { words: Words; tables: NonNullable<ClauseOnPage['tables']> }) {
  return (
    <div className="said flow-2">
      <Said words={words} />
      {tables.map(({ register, columns, rows }) => (
        <Table
          key={register}
          tight
          caption={`The register “${register}”`}
          columns={columns.map((title) => ({ title: capital(title), name: capital(title) }))}
          rows={rows.map((cells, index) => ({ key: String(index), cells }))}
        />
      ))}
    </div>
  )
}

const tags = { emphasis: 'em', strong: 'strong', code: 'code' } as const

function Spans({ spans }: { spans: readonly Span[] }) {
  return spans.map(({ text, style, href }, index): ReactNode => {
    const Tag = style && tags[style]
    const inner = Tag ? <Tag key={index}>{text}</Tag> : text
    return href ? (
      <a key={index} href={href}>
        {inner}
      </a>
    ) : (
      inner
    )
  })
}

/** A slip, like an erratum in a book: it stands where the promise stands. */
function Slip({ clause: { standing }, now }: { clause: ClauseOnPage; now: string }) {
  const failed = standing.probes.filter(({ passed }) => passed === false)
  const findings = standing.findings.map(
    ({ summary, count, firstAt, lastAt }) =>
      `${asSentence(summary)} Seen ${times(count)}, ${count === 1 ? since(firstAt, now) : `first ${since(firstAt, now)}, last ${since(lastAt, now)}`}.`,
  )
  return (
    <div className="slip tone-broken">
      <h3>What went wrong with this sentence</h3>
      <Facts
        rows={[
          ...findings.map((words) => ['What we found', <Coded key="found" words={words} />] as const),
          ...failed.map(
            ({ detail, at }) =>
              ['What the test saw', `${asSentence(detail)}${at ? ` Run ${since(at, now)}.` : ''}`] as const,
          ),
          findings.length + failed.length === 0 ? ['What happened', asSentence(standing.reason)] : null,
          standing.since === null ? null : ['Since', since(standing.since, now)],
          [
            'Next word',
            'Here. The test runs again by itself; this slip goes when it passes and nothing is open against the sentence.',
          ],
        ]}
      />
    </div>
  )
}

function Panel({ clause, now }: { clause: ClauseOnPage; now: string }) {
  const { standing, rules, reason } = clause
  const brief = rules.length < 2
  const told = standing.probes.length + standing.refusals.length + standing.decisions > 0
  return (
    <div className={brief && !told ? 'panel brief' : 'panel'}>
      <div className="flow-2">
        {clause.class === 'aim' ? (
          <Aim reason={reason ?? standing.reason} />
        ) : brief ? (
          <Brief rules={rules} />
        ) : (
          <Parallel clause={clause} />
        )}
        {clause.exceptions.length > 0 && <Exceptions ids={clause.exceptions} />}
        <Signed signature={clause.signature} />
      </div>
      {told && (
        <div className="halves">
          <Evidence clause={clause} now={now} />
          {standing.probes.length > 0 && <Probes clause={clause} now={now} />}
        </div>
      )}
    </div>
  )
}

function Aim({ reason }: { reason: string }) {
  return (
    <>
      <p className="rule">
        <span>
          <b>aim</b> “{reason}”
        </span>
      </p>
      <p className="reading">We read this as: an aim. It opens and closes nothing, and never counts as kept.</p>
    </>
  )
}

function Brief({ rules }: { rules: ClauseOnPage['rules'] }) {
  return (
    <>
      <Rules rules={rules} />
      {rules.map(({ text, reading }) => (
        <p className="reading" key={text}>
          We read this as: {bareReading(reading).replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase())}
        </p>
      ))}
    </>
  )
}

/** The sentence beside its rules, and under each how the compiler reads it. */
function Parallel({ clause: { text, rules } }: { clause: ClauseOnPage }) {
  return (
    <div className="parallel" role="table" aria-label="The sentence and its rules">
      <div className="head" role="row">
        <p role="columnheader">The sentence</p>
        <p role="columnheader">The rule, and below it: we read this as …</p>
      </div>
      <div role="row">
        <p className="said" role="rowheader">
          “{text}”
        </p>
        <div role="cell" className="readings">
          {rules.map((rule) => (
            <div key={rule.text}>
              <Rules rules={[rule]} />
              <p className="reading">
                <span className="unseen">We read this as: </span>
                {bareReading(rule.reading)}
              </p>
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

function Exceptions({ ids }: { ids: readonly string[] }) {
  return (
    <p className="reading">
      Except what{' '}
      {ids.map((id, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <a href={`#${id}`}>{id}</a>
        </span>
      ))}{' '}
      forbids: a ban comes before any permission.
    </p>
  )
}

const unsignedWords = {
  stale: 'The words or the rules changed since they were signed, so this signature no longer counts.',
  unsigned: 'Nobody has signed yet that sentence and reading agree.',
}

function Signed({ signature: { state, by } }: { signature: ClauseOnPage['signature'] }) {
  const last = by.at(-1)
  if (state !== 'signed' || last === undefined)
    return <p className="note">{unsignedWords[state === 'stale' ? 'stale' : 'unsigned']}</p>
  return (
    <p className="note">
      The compiler prints its own reading below each rule. {listed(by.map(({ officer }) => capital(officer)))} signed
      that sentence and reading agree, on {written('day', last.on)}.
    </p>
  )
}

function Evidence({ clause: { standing }, now }: { clause: ClauseOnPage; now: string }) {
  const { refusals, decisions, testedAt } = standing
  return (
    <div className="flow-2">
      <h3>Evidence</h3>
      <p>
        {decisions === 0
          ? 'No decision has rested on this sentence yet.'
          : `${counted(decisions, 'decision')} ${decisions === 1 ? 'rests' : 'rest'} on this sentence.`}
        {testedAt && ` The newest test that passed ran ${since(testedAt, now)}.`}
      </p>
      {refusals.map((refusal) => (
        <p key={[refusal.service, refusal.purpose, refusal.ask, refusal.category, refusal.product].join(' ')}>
          <Mark name="refused" /> Refused {times(refusal.count)}, last {since(refusal.lastAt, now)}: job{' '}
          <code>{refusal.service}</code> asked to {refusal.ask} <code>{refusal.category}</code> in{' '}
          <code>{refusal.product}</code> for <code>{refusal.purpose}</code>.
        </p>
      ))}
    </div>
  )
}

const results = { true: ['kept', 'passed'], false: ['broken', 'failed'], null: ['unproven', 'not run yet'] } as const

function Probes({ clause: { standing }, now }: { clause: ClauseOnPage; now: string }) {
  return (
    <Table
      caption="What we try on a test person, again and again. No pass for 24 hours, and this sentence turns to “unproven” by itself."
      unseen={false}
      headless
      columns={[{ title: 'Test' }, { title: 'Last run', name: 'Last run' }, { title: 'Result', name: 'Result' }]}
      rows={standing.probes.map(({ probe, passed, detail, at }) => {
        const [name, word] = results[`${passed}`]
        return {
          key: probe,
          cells: [
            <span key="what">
              <Coded words={asSentence(probe)} />
              <small>
                <Coded words={detail} />
              </small>
            </span>,
            at === null ? (
              '–'
            ) : (
              <time key="at" dateTime={at} className="nowrap">
                {shortMoment(at, now)}
              </time>
            ),
            <State key="result" name={name} word={word} />,
          ],
        }
      })}
    />
  )
}
