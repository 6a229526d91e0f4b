// What will happen before it happens: what goes, what stays and why, what nobody can prove.

import type { Output } from '../../client/index.ts'
import { Part } from '../ui/frame.tsx'
import { Marked } from '../ui/mark.tsx'
import { asSentence, figure } from '../ui/words.ts'
import { GlimpseLine } from './glimpses.tsx'
import { Residues } from '../requests/parts.tsx'

type Preview = Output<'previewErase'>

/** The three lists of a preview. Nothing has happened when they are shown. */
export function PreviewParts({ preview: { goes, made, stays, unproven } }: { preview: Preview }) {
  return (
    <>
      <Part id="goes" title="What goes" layout="plain" note={<p className="note">From every store we hold it in.</p>}>
        {goes.length === 0 ? <p className="prose">Nothing: no thing fits what you chose.</p> : <Going all={goes} />}
      </Part>
      {made.length > 0 && (
        <Part
          id="made"
          title="What goes with it"
          layout="plain"
          note={<p className="note">We made this from what goes. Nothing of it may outlive what it was made from.</p>}
        >
          <Going all={made} />
        </Part>
      )}
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

function Going({ all }: { all: Preview['goes'] }) {
  return (
    <ul className="day">
      {all.map(({ category, label, count, things }) => (
        <li className="line" key={`${category} ${label}`}>
          <b className="num">{figure(count)}</b>
          <span>
            {label}
            <GlimpseLine named={{ count, things }} />
          </span>
        </li>
      ))}
    </ul>
  )
}
