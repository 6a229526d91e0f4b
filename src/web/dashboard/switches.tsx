// Choices as switches: each a form of its own, so that a press works without scripts. Yes and no take the same press.

import type { Output } from '../../client/index.ts'
import { paths } from '../paths.ts'
import { capital, written } from '../ui/words.ts'

type Choices = Output<'choices'>

/** What a press sends: the kind of decision, what it is about, and the value it will have after. */
interface Press {
  readonly kind: 'choice' | 'objection' | 'restriction'
  readonly name: string
  readonly value: 'on' | 'off'
}

/** One switch with its words. `on`: how it stands now. */
function Switch({
  press,
  title,
  on,
  words,
  note,
}: {
  press: Press
  title: string
  on: boolean
  words: string
  note: string
}) {
  const label = `${press.kind}-${press.name}`
  return (
    <form className="choice" method="post" action={paths.choices()} id={label}>
      <div>
        <h3 id={`${label}-title`}>{title}</h3>
        <p>{words}</p>
        <p className="note">{note}</p>
      </div>
      <input type="hidden" name="kind" value={press.kind} />
      <input type="hidden" name="name" value={press.name} />
      <button
        className="switch"
        role="switch"
        name="value"
        value={press.value}
        aria-checked={on}
        aria-labelledby={`${label}-title`}
      >
        <i aria-hidden="true" />
        <b aria-hidden="true">{on ? 'On' : 'Off'}</b>
      </button>
    </form>
  )
}

/** The choices a person may make, as they stand. */
export function Switches({ choices }: { choices: Choices['choices'] }) {
  return choices.map((choice) => (
    <Switch
      key={choice.name}
      press={{ kind: 'choice', name: choice.name, value: choice.value === 'on' ? 'off' : 'on' }}
      title={choice.label}
      on={choice.value === 'on'}
      words={choice.wording}
      note={decidedWords(choice)}
    />
  ))
}

function decidedWords({ value, default: start, decidedAt, version }: Choices['choices'][number]): string {
  if (decidedAt === null) return `You have not decided. It began as “${start}”.`
  return `You said ${value === 'on' ? 'yes' : 'no'} on ${written('day', decidedAt)}${version === null ? '' : `, to version ${version}`}.`
}

/** Uses a person may object to. The switch is on while we use it; a press to off is the objection, and needs no reason. */
export function Objections({ objections }: { objections: Choices['objections'] }) {
  return objections.map(({ purpose, label, objected, since }) => (
    <Switch
      key={purpose}
      press={{ kind: 'objection', name: purpose, value: objected ? 'off' : 'on' }}
      title={capital(label)}
      on={!objected}
      words={
        objected
          ? 'You object, so nothing about you is used for this.'
          : 'This does not rest on your yes, so your no is enough. You need not say why.'
      }
      note={objected && since !== null ? `You objected on ${written('day', since)}.` : 'You have not objected.'}
    />
  ))
}

/** Restriction: everything stays where it is and nothing is used. The switch is on while it is used. */
export function Restriction({ restricted }: { restricted: boolean }) {
  return (
    <Switch
      press={{ kind: 'restriction', name: 'all', value: restricted ? 'off' : 'on' }}
      title="Use what is held about you"
      on={!restricted}
      words="Off: everything stays where it is, and nobody uses it but to show it to you or to keep it safe."
      note={restricted ? 'It is off now: only kept, not used.' : 'It is on now.'}
    />
  )
}
