// What will happen before it happens: what goes, what stays and why, what nobody can prove.

import type { Output } from '../../client/index.ts'
import { Part } from '../ui/frame.tsx'
import { Marked } from '../ui/mark.tsx'
import { asSentence, figure } from '../ui/words.ts'
import { Residues } from '../requests/parts.tsx'

type Preview = Output<'previewErase'>

/** The three lists of a preview. Nothing has happened when they are shown. */
export function PreviewParts({ preview: { goes, stays, unproven } }: { preview: Preview }) {
  return (
    <>
      <Part id="goes" title="What goes" layout="plain" note={<p className="note">From every store we hold it in.</p>}>
        {goes.length === 0 ? (
          <p className="prose">Nothing: no thing fits what you chose.</p>
        ) : (
          <ul className="day">
            {goes.map(({ category, label, count }) => (
              <li className="line" key={`${category} ${label}`}>
                <b className="num">{figure(count)}</b>
                <span>
                  {label}
                  <small>
                    <code>{category}</code>
                  </small>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Residues residue={stays} id="stays-preview" />
      <Part id="cannot" title="What we cannot prove" layout="plain">
        <ul className="bare prose">
          {unproven.map((words) => (
            <li key={words}>
              <Marked name="unproven">{asSentence(words)}</Marked>
            </li>
          ))}
        </ul>
      </Part>
    </>
  )
}
