// "Why do you have this?", in the fixed order: sentence, rule, since when, from where, used, refused, who got it, where it lies, until when.

import type { Route } from './+types/why'
import type { Output } from '../../client/index.ts'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { Coded } from '../ui/coded.tsx'
import { Crumbs, Part, Title } from '../ui/frame.tsx'
import { Facts } from '../ui/facts.tsx'
import { Marked, State, type MarkName } from '../ui/mark.tsx'
import { Rules } from '../ui/rule.tsx'
import { asSentence, capital, listed, moment, small, times, written } from '../ui/words.ts'
import { originWords, untilWords } from './thing.tsx'

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
            ['Where it came from', why.from || `${item.productLabel}: ${originWords(item.origin)}.`],
            ['May be used', <Uses key="uses" why={why} />],
            ['Used so far', <Used key="used" used={why.used} />],
            ['Refused', <Refused key="refused" refused={why.refused} />],
            [
              'Who got it',
              why.recipients.length === 0 ? 'Nobody outside. No sentence allows it.' : `${listed(why.recipients)}.`,
            ],
            [
              'Where it lies',
              why.stores.length === 0
                ? 'In the vault.'
                : `${listed(why.stores.map(({ label, place }) => `${label} (${place})`))}.`,
            ],
            ['Until when', untilWords(item)],
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
      {uses.map(({ purpose, label, basis, open, why }) => (
        <li key={purpose}>
          <Marked name={open ? 'kept' : 'refused'}>
            <b>{capital(label)}</b>: {open ? 'yes' : 'no'}. <Coded words={asSentence(why)} />{' '}
            <small>Basis: {basis}.</small>
          </Marked>
        </li>
      ))}
    </ul>
  )
}

function Used({ used }: { used: Why['used'] }) {
  if (used.length === 0) return 'Never.'
  return used.map(({ service, purpose, count, lastAt }) => (
    <p key={`${service} ${purpose}`}>
      {capital(times(count))}: <code>{service}</code> for <code>{purpose}</code>, last {moment(lastAt)}.
    </p>
  ))
}

function Refused({ refused }: { refused: Why['refused'] }) {
  if (refused.length === 0) return 'Nobody asked in vain.'
  return refused.map(({ service, purpose, count, lastAt, why }) => (
    <p key={`${service} ${purpose}`}>
      {capital(times(count))}: <code>{service}</code> asked for it for <code>{purpose}</code>, last {moment(lastAt)}.{' '}
      {asSentence(why)}
    </p>
  ))
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
          : `a law keeps it (${item.law})`}
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
