// "Why do you have this?", in the fixed order: sentence, rule, since when, from where, used, refused, who got it, where it lies, until when.

import type { Route } from './+types/why'
import type { Output } from '../../client/index.ts'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { Crumbs, Part, Title } from '../ui/frame.tsx'
import { Facts } from '../ui/facts.tsx'
import { Marked, State, type MarkName } from '../ui/mark.tsx'
import { Rules } from '../ui/rule.tsx'
import { asSentence, capital, counted, listed, moment, small, times, written } from '../ui/words.ts'
import { GlimpseList } from './glimpses.tsx'
import { untilWords } from './thing.tsx'

type Why = Output<'why'>

export async function loader({ context, params }: Route.LoaderArgs) {
  return context.get(client).why({ params })
}

export default function WhyPage({ loaderData: why }: Route.ComponentProps) {
  const { item } = why
  const isOffer = ({ rules }: Why['sentences'][number]): boolean => rules.every(({ verb }) => verb === 'offer')
  const sentences = why.sentences.filter((one) => !isOffer(one))
  const offers = why.sentences.filter(isOffer)
  return (
    <>
      <title>Why do you have this?</title>
      <Crumbs
        above={[
          { to: paths.you(), name: 'Your data' },
          { to: paths.things({ category: item.category }), name: item.categoryLabel },
        ]}
        here="Why do you have this?"
      />
      <Title title="Why do you have this?">
        {item.shown}{' '}
        <span className="quiet">
          ({item.categoryLabel} in {item.productLabel})
        </span>
      </Title>
      <Part
        id="sentence"
        title={sentences.length === 1 ? 'The sentence' : 'The sentences'}
        note={
          item.covered && (
            <p className="note">The promise it was collected under. Newer versions take nothing of it back.</p>
          )
        }
      >
        {sentences.length === 0 ? (
          <p className="prose">
            {item.covered
              ? 'No sentence of today’s statement opens it any more. It goes with the next sweep, or when its law lets it.'
              : `No sentence covers it. It was stored while we only observed what ${item.productLabel} does; it stays until you clear it or erase your account.`}
          </p>
        ) : (
          sentences.map((sentence) => <Sentence key={`${sentence.clause} ${sentence.version}`} {...sentence} />)
        )}
      </Part>
      <Part id="answer" title="The rest of the answer" layout="plain">
        <Facts
          rows={[
            item.covered ? ['The rule', <Rules key="rule" rules={sentences.flatMap(({ rules }) => rules)} />] : null,
            ['Since when', `${written('weekdayWithYear', item.collectedAt)}, ${written('clock', item.collectedAt)}`],
            ['Where it came from', <From key="from" why={why} />],
            ['May be used', <Uses key="uses" why={why} />],
            ['Used so far', <Used key="used" used={why.used} />],
            ['Refused', <Refused key="refused" refused={why.refused} />],
            ['Who got it', <Recipients key="recipients" recipients={why.recipients} />],
            [
              'Where it lies',
              why.stores.length === 0
                ? 'In the vault.'
                : `${listed(why.stores.map(({ label, place }) => `${label} (${place})`))}.`,
            ],
            ['Until when', untilWords(item)],
            why.made.count === 0 ? null : ['What came of it', <Made key="made" made={why.made} />],
            offers.length === 0 ? null : ['What you may do', <Offers key="offers" offers={offers} />],
          ]}
        />
      </Part>
      <Part
        id="content"
        title="What it is"
        note={<p className="note">As we hold it, opened for you alone. That we opened it stands in the log.</p>}
      >
        <Content data={why.data} />
      </Part>
      <Part id="decide" title="Decide">
        <Deciding why={why} />
      </Part>
    </>
  )
}

function Sentence({ clause, number, text, version, state }: Why['sentences'][number]) {
  return (
    <div>
      <p className="quote">{text}</p>
      <p className="cite">
        <State name={state as MarkName} /> <a href={paths.clause(clause)}>Sentence {number}</a>, version {version}
      </p>
    </div>
  )
}

function Offers({ offers }: { offers: Why['sentences'] }) {
  return (
    <ul className="bare">
      {offers.map(({ clause, number, text }) => (
        <li key={clause}>
          {text} <a href={paths.clause(clause)}>Sentence {number}</a>
        </li>
      ))}
    </ul>
  )
}

function Uses({ why: { uses, observed, item } }: { why: Why }) {
  if (uses.length === 0 && !observed) return 'For nothing but showing it to you.'
  return (
    <ul className="bare">
      {observed && (
        <li>
          <Marked name="unproven">
            <b>{item.productLabel} only observes</b>: what no sentence allows is noted there and not refused yet. What a
            sentence forbids is refused.
          </Marked>
        </li>
      )}
      {uses.map(({ purpose, label, basis, open, why, clause, number }) => (
        <li key={purpose}>
          <Marked name={open ? 'kept' : 'refused'}>
            <b>{capital(label)}</b>: {open ? 'yes' : 'no'}. {(!open || observed) && asSentence(why)}{' '}
            {basisWords[basis] ?? ''} <Cited clause={clause} number={number} />
          </Marked>
        </li>
      ))}
    </ul>
  )
}

/** Why a use is lawful, in the person's words (annex E). */
const basisWords: Readonly<Record<string, string>> = {
  contract: 'It is part of what you asked us for.',
  consent: 'It rests on your yes.',
  'legitimate-interest': 'It rests on an interest of ours that was weighed against yours.',
  law: 'A law asks for it.',
  'public-task': 'A public task asks for it.',
  vital: 'It may save a life.',
  instruction: 'Whoever runs your account told us to.',
}

function Cited({ clause, number }: { clause: string | null; number: string | null }) {
  return clause !== null && number !== null && <a href={paths.clause(clause)}>Sentence {number}</a>
}

/** Asked for the same by several of our services, it is one answer for the person. */
function byPurpose<One extends Why['used'][number]>(asked: readonly One[]): readonly One[] {
  return [...Map.groupBy(asked, ({ purpose }) => purpose).values()].map((group) => {
    const newest = group.reduce((last, one) => (one.lastAt > last.lastAt ? one : last))
    return { ...newest, count: group.reduce((sum, { count }) => sum + count, 0) }
  })
}

function Used({ used }: { used: Why['used'] }) {
  if (used.length === 0) return 'Never.'
  return byPurpose(used).map(({ purpose, label, count, lastAt }) => (
    <p key={purpose}>
      {capital(times(count))} for {small(label)}, last on {moment(lastAt)}.
    </p>
  ))
}

function Refused({ refused }: { refused: Why['refused'] }) {
  if (refused.length === 0) return 'Nobody asked in vain.'
  return byPurpose(refused).map(({ purpose, label, count, lastAt, why, clause, number }) => (
    <p key={purpose}>
      {capital(times(count))} for {small(label)}, last on {moment(lastAt)}.{' '}
      {clause !== null && number !== null ? (
        <>
          <Cited clause={clause} number={number} /> closes it.
        </>
      ) : (
        asSentence(why)
      )}
    </p>
  ))
}

/** Who may get it and who did, each with the sentence that lets them. Nobody else may: that is the default. */
function Recipients({ recipients }: { recipients: Why['recipients'] }) {
  if (recipients.length === 0) return 'Nobody outside. No sentence allows it.'
  return (
    <ul className="bare">
      {recipients.map(({ recipient, label, purpose, purposeLabel, clause, number, given, lastAt }) => (
        <li key={`${recipient} ${purpose}`}>
          <b>{capital(label)}</b>, for {small(purposeLabel)}:{' '}
          {lastAt === null ? 'has not got it.' : `${times(given)}, last on ${moment(lastAt)}.`}{' '}
          <Cited clause={clause} number={number} />
        </li>
      ))}
      <li>Nobody else may get it.</li>
    </ul>
  )
}

/** Where it came from; of what was guessed, each thing it was guessed from. */
function From({ why: { from, madeFrom } }: { why: Why }) {
  if (madeFrom.count === 0) return from
  return (
    <div className="flow-2">
      <p>
        {from.replace(/\.$/, '')}, out of {counted(madeFrom.count, 'thing')} we hold about you. It goes with the first
        of them.
      </p>
      <GlimpseList named={madeFrom} />
    </div>
  )
}

function Made({ made }: { made: Why['made'] }) {
  return (
    <div className="flow-2">
      <p>{counted(made.count, 'thing')} we made from it. When this goes, that goes too.</p>
      <GlimpseList named={made} />
    </div>
  )
}

function Content({ data }: { data: unknown }) {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return <p className="prose">{printed(data)}</p>
  return <Facts rows={Object.entries(data).map(([name, value]) => [name, printed(value)] as const)} />
}

function printed(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function Deciding({ why: { item, uses } }: { why: Why }) {
  const objectable = uses.filter((use) => use.objectable && use.open)
  const clearable = item.controls.includes('clear') && item.law === null
  if (!clearable && objectable.length === 0)
    return (
      <p className="prose">
        There is nothing to decide:{' '}
        {item.law === null
          ? 'no control here reaches it, and it goes by itself when its time is over'
          : 'a law keeps it'}
        .
      </p>
    )
  return (
    <div className="row">
      {clearable && (
        <a className="button" href={paths.clear({ ids: item.id })}>
          See what clearing it takes
        </a>
      )}
      {objectable.map(({ purpose, label }) => (
        <form key={purpose} method="post" action={paths.choices()}>
          <input type="hidden" name="kind" value="objection" />
          <input type="hidden" name="name" value={purpose} />
          <button className="button plain" name="value" value="on">
            Stop using such things for {small(label)}
          </button>
        </form>
      ))}
    </div>
  )
}
