// What the marks mean: the states of a sentence, as the machine gives them out.

import { State, type MarkName } from '../ui/mark.tsx'
import { spacedHash } from '../ui/seal.tsx'

const meanings: readonly (readonly [MarkName, string])[] = [
  [
    'kept',
    'A rule, and a test that passed within 24 hours. Nothing open against it. Refused attempts are counted beside it: a blocked attempt is a kept promise.',
  ],
  ['broken', 'A test failed, or we found something that goes against it.'],
  ['lapsed', 'A contract or a law it rested on has ended.'],
  ['unproven', 'No test, or the newest pass is too old, or the words are not signed.'],
  ['aim', 'Nobody can test it. It says why. It never counts as kept.'],
  ['info', 'Plain text that promises nothing. It is not counted.'],
]

/** The legend at the end of the statement, and the whole hash of words and rules. */
export function Marks({ hash }: { hash: string }) {
  return (
    <section className="chapter" id="marks">
      <header>
        <h2>What the marks mean</h2>
      </header>
      <dl className="legend-list">
        {meanings.map(([name, words]) => (
          <div key={name}>
            <dt>
              <State name={name} />
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p className="hash">{spacedHash(hash)}</p>
    </section>
  )
}
