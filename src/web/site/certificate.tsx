// A receipt as a certificate: what was done, what each store answered, what remains, and where it is written. One sheet of paper.

import { resultWords, type Receipt, type ReceiptBody, type ReceiptFacts } from '../../evidence/index.ts'
import { answeredNothing, endOf, PlaceTable } from '../requests/parts.tsx'
import { Facts } from '../ui/facts.tsx'
import { State } from '../ui/mark.tsx'
import { Seal, shortHash, spacedHash } from '../ui/seal.tsx'
import { Table } from '../ui/table.tsx'
import { asSentence, figure, moment, written } from '../ui/words.ts'

const deeds = {
  erasure: { title: 'Receipt of erasure', deed: 'erased what it held about the person who asked' },
  clear: { title: 'Receipt of clearing', deed: 'cleared what was chosen by the person who asked' },
} satisfies Record<ReceiptBody['kind'], { title: string; deed: string }>

/** The certificate of a receipt. It holds no name. */
export function Certificate({
  receipt: { body, proof },
  facts: { hash, checkpoint, origin },
}: {
  receipt: Receipt
  facts: ReceiptFacts
}) {
  const gone = body.holders.filter(({ result }) => result === 'gone')
  const { title, deed } = deeds[body.kind]
  return (
    <article className="certificate">
      <header>
        <Seal hash={hash} label="The seal of this receipt, drawn from its hash" />
        <h1>{title}</h1>
        <p className="quiet">
          {body.number} · {body.organisation} · {written('day', body.doneAt)}
        </p>
      </header>
      <p className="deed">
        On {written('day', body.doneAt)} {body.organisation} {deed} under number {body.number}, and looked into each
        store again.
      </p>
      <h2>{answeredNothing(gone.length, body.holders.length)}</h2>
      <Table
        tight
        caption="Stores read again after it"
        columns={[
          { title: 'Store' },
          { title: 'What was done', name: 'Done:' },
          { title: 'Read again, UTC', name: 'Read:' },
          { title: 'Result', as: 'num start' },
        ]}
        rows={body.holders.map(({ holder, label, done, readAt, result, places }) => ({
          key: holder,
          cells: [
            label,
            done,
            readAt === null ? (
              'not yet'
            ) : (
              <time key="read" dateTime={readAt}>
                {written('seconds', readAt)}
              </time>
            ),
            <State
              key="result"
              name={result === 'not proven' ? 'unproven' : result}
              word={resultWords({ result, places })}
            />,
          ],
        }))}
      />
      {body.holders.map(
        ({ holder, label, places = [] }) =>
          places.length > 0 && (
            <section key={holder}>
              <h2>{label}, column by column</h2>
              <PlaceTable places={places} caption={`What became of each column of ${label}`} />
            </section>
          ),
      )}
      <h2>What remains</h2>
      {body.residue.length === 0 ? (
        <p>Nothing that we know of.</p>
      ) : (
        <Facts
          rows={body.residue.map(({ what, why, until, state, clause }) => [
            <State key="state" name={state === 'stays' ? 'stays' : 'unproven'} word={state} />,
            `${asSentence(what)} ${asSentence(why)} ${until === null ? asSentence(endOf({ until, state, clause })) : `Until ${written('day', until)}.`}`,
          ])}
        />
      )}
      <h2>Where it is written</h2>
      <Facts
        rows={[
          [
            'Under',
            <>
              statement version {body.statement.version},{' '}
              <span className="hash nowrap">{shortHash(body.statement.hash)}</span>
            </>,
          ],
          ['Asked and done', `${moment(body.openedAt)}, and ${moment(body.doneAt)} UTC`],
          ['In the log', `${origin}, ${entriesWords(proof.entries)}, checkpoint ${figure(checkpoint)}`],
          [
            'Log key',
            <span key="key" className="hash">
              {proof.key}
            </span>,
          ],
          [
            'Hash of this receipt',
            <span key="hash" className="hash">
              {spacedHash(hash)}
            </span>,
          ],
        ]}
      />
    </article>
  )
}

function entriesWords(entries: Receipt['proof']['entries']): string {
  const indexes = entries.map(({ index }) => index)
  if (indexes.length === 1) return `entry ${figure(indexes[0]!)}`
  return `${figure(entries.length)} entries from ${figure(Math.min(...indexes))} to ${figure(Math.max(...indexes))}`
}

/** What a receipt proves, and what no receipt can. */
export function Proves({ statementPath }: { statementPath: string }) {
  return (
    <section className="part" aria-labelledby="proves">
      <div className="side">
        <h2 id="proves">What it proves</h2>
        <p className="note">And what no receipt can.</p>
      </div>
      <div className="main two">
        <div className="flow-2">
          <h3>It proves</h3>
          <ul>
            <li>These entries stand in the signed log, and nobody has changed them since.</li>
            <li>Each store was asked again at the time shown, and the answer recorded is the one shown.</li>
            <li>Every line of it is what was sealed then: a changed byte shows.</li>
          </ul>
        </div>
        <div className="flow-2">
          <h3>It does not prove</h3>
          <ul>
            <li>That no copy exists outside the stores named here.</li>
            <li>That nobody made a picture of a screen, or remembers.</li>
            <li>
              That what we wrote down was true when we wrote it. For that, see the tests beside each sentence of the{' '}
              <a href={statementPath}>statement</a>.
            </li>
          </ul>
        </div>
      </div>
    </section>
  )
}
