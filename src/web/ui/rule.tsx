// A rule as it is written: verb bold, the small words that join its parts quiet, everything else as it stands.

import type { Output } from '../../client/index.ts'

type PrintedRule = Output<'statement'>['sections'][number]['clauses'][number]['rules'][number]

const joining = new Set(
  'in from for because when where as by at most of after or until unless on off per within with except to under and'.split(
    ' ',
  ),
)

/** One rule, its words told apart. */
function Line({ text }: { text: string }) {
  const [verb = '', ...rest] = text.split(' ')
  return (
    <span>
      <b>{verb}</b>
      {rest.map((word, index) => (
        <Word key={index} word={word} />
      ))}
    </span>
  )
}

function Word({ word }: { word: string }) {
  return <> {joining.has(word) ? <i>{word}</i> : word}</>
}

/** Rules, one a line. */
export function Rules({ rules }: { rules: readonly Pick<PrintedRule, 'text'>[] }) {
  return (
    <p className="rule">
      {rules.map(({ text }) => (
        <Line key={text} text={text} />
      ))}
    </p>
  )
}

/** The compiler's reading without the words that introduce it. */
export function bareReading(reading: string): string {
  return reading.replace(/^we read this as:\s*/i, '').replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
}
