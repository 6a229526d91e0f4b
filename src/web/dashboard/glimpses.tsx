// Things named beside another: each in its own words and a link to its own answer, and how many more there are.

import type { Output } from '../../client/index.ts'
import { paths } from '../paths.ts'
import { figure, shortened, small, written } from '../ui/words.ts'

type Named = Output<'why'>['made']

/** One under the other, each with its kind and day. */
export function GlimpseList({ named: { count, things } }: { named: Named }) {
  return (
    <ul className="bare">
      {things.map(({ id, shown, categoryLabel, collectedAt }) => (
        <li key={id}>
          <a href={paths.why(id)}>{shortened(shown)}</a>{' '}
          <small className="quiet">
            {small(categoryLabel)}, {written('day', collectedAt)}
          </small>
        </li>
      ))}
      {count > things.length && (
        <li className="quiet">
          {things.length > 0 && 'and '}
          {figure(count - things.length)} more
        </li>
      )}
    </ul>
  )
}

/** In one line: the newest few, and how many more. Nothing where none may be shown. */
export function GlimpseLine({ named: { count, things } }: { named: Named }) {
  const more = count - things.length
  return (
    <small>
      {things.map(({ id, shown }, index) => (
        <span key={id}>
          {index > 0 && (more === 0 && index === things.length - 1 ? ' and ' : ', ')}“
          <a href={paths.why(id)}>{shortened(shown)}</a>”
        </span>
      ))}
      {things.length > 0 && more > 0 && ` and ${figure(more)} more`}
    </small>
  )
}
