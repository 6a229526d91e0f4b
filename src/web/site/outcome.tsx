// What a check said, as a verdict and its lines. The script of verifier/ finds these parts by their `data-` names and fills them anew
// when it has checked in the page; `where` says who checked.

import { Mark, Marked } from '../ui/mark.tsx'
import type { CheckOutcome, Snippet } from '../verifier/outcome.ts'

/** A verdict. `brief`: its first line alone. `check`: the file that the page may check by itself, and the key to check it with. */
export function Outcome({
  outcome,
  where,
  brief = false,
  check,
}: {
  outcome: CheckOutcome | null
  where: string
  brief?: boolean
  check?: { readonly file: string; readonly vkey: string }
}) {
  const state = outcome?.state ?? 'unproven'
  return (
    <div
      className="specimen"
      role={brief ? undefined : 'status'}
      data-outcome
      data-file={check?.file}
      data-vkey={check?.vkey}
      hidden={outcome === null}
    >
      <p className={`verdict ${state}`} data-part="verdict">
        <Mark name={state} />
        <span data-part="word">{outcome?.word}</span>{' '}
        <span className="note" data-part="where">
          {where}
        </span>
      </p>
      {!brief && <Lines outcome={outcome} />}
    </div>
  )
}

function Lines({ outcome }: { outcome: CheckOutcome | null }) {
  return (
    <>
      <p className="prose" data-part="words">
        {outcome?.words}
      </p>
      <Where snippet={outcome?.snippet ?? null} />
      <ul className="bare checks" data-part="lines">
        {outcome?.lines.map(({ state, words }) => (
          <li key={words}>
            <Marked name={state}>{words}</Marked>
          </li>
        ))}
      </ul>
    </>
  )
}

/** The place of a change, as a compiler shows it. */
function Where({ snippet }: { snippet: Snippet | null }) {
  return (
    <div className="block" data-part="snippet" hidden={snippet === null}>
      <pre className="diagnostic">
        <b>receipt.json</b> <s data-part="place">{snippet?.place}</s>
        {'\n'}
        <span data-part="before">{snippet?.before}</span>
        <em data-part="letter">{snippet?.letter}</em>
        <span data-part="after">{snippet?.after}</span>
        {'\n'}
        <span data-part="indent">{' '.repeat(snippet?.before.length ?? 0)}</span>
        <em>^</em> <span data-part="was">{wasWords(snippet)}</span>
      </pre>
    </div>
  )
}

function wasWords(snippet: Snippet | null): string {
  return snippet === null || snippet.was === null ? 'not what was sealed' : `sealed as ${snippet.was}`
}
