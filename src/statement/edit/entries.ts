// The register entry behind a name: what it is, how it is called, what its register says of it, where it stands.

import { vocabulariesOf, type Words } from '../2-check/resolve.ts'
import type { Registers } from '../2-check/registers.ts'
import type { Span } from '../diagnostics.ts'

/** A name as an editor shows it. `span` is null for names that no register has, such as `person` or `contract`. */
export interface NamedEntry {
  readonly name: string
  /** `category`, `note of kind law` */
  readonly one: string
  readonly label: string
  /** what its register says of it */
  readonly says: string
  readonly span: Span | null
}

/** All names of some kinds. */
export function entriesOf(kinds: readonly Words[], registers: Registers): readonly NamedEntry[] {
  const words = vocabulariesOf(registers)
  return kinds.flatMap((kind) => words[kind].names.map((name) => entryOf(name, words[kind].one, registers)))
}

/** The entry of a name of one of these kinds; null where none of them has it. */
export function entryNamed(name: string, kinds: readonly Words[], registers: Registers): NamedEntry | null {
  const words = vocabulariesOf(registers)
  const kind = kinds.find((one) => words[one].known.has(name))
  return kind ? entryOf(name, words[kind].one, registers) : null
}

function entryOf(name: string, one: string, registers: Registers): NamedEntry {
  const { label, says } = textOf(name, one, registers)
  return { name, one, label, says, span: spanOf(name, one, registers) }
}

/** Register kinds in which a name of this kind may stand, by the first word of what one is called. */
const standsIn: Readonly<Record<string, readonly string[]>> = {
  category: ['categories', 'groups'], product: ['products'], purpose: ['purposes', 'products'], place: ['places'], note: ['notes'], choice: ['choices'],
  event: ['events'], desk: ['desks'], origin: ['providers'], recipient: ['recipients'], mechanism: ['mechanisms'], commitment: ['commitments'], context: ['products'],
} // prettier-ignore

function spanOf(name: string, one: string, { spans, desks }: Registers): Span | null {
  const kinds = standsIn[one.split(' ')[0] ?? ''] ?? []
  const own = kinds.flatMap((kind) => spans.get(`${kind} ${name}`) ?? [])
  if (own[0]) return own[0]
  const desk = desks.find((it) =>
    (one === 'control' ? it.controls : one === 'surface' ? it.surfaces : []).includes(name),
  )
  return desk ? (spans.get(`desks ${desk.name}`) ?? null) : null
}

const originSays: Readonly<Record<string, string>> = {
  person: 'what people give', observed: 'what is seen of what they do', system: 'what our systems make', inferred: 'what is guessed',
  'third-party': 'what others give',
} // prettier-ignore

function textOf(name: string, one: string, registers: Registers): { readonly label: string; readonly says: string } {
  const [kind = ''] = one.split(' ')
  const named = <T extends { readonly name: string }>(items: readonly T[]): T | undefined => items.find((it) => it.name === name) // prettier-ignore
  const group = kind === 'category' ? registers.groups.get(name) : undefined
  if (group) return { label: `the group ${name}`, says: `all of ${group.join(', ')}` }
  const [category, purpose, choice, note] = [named(registers.categories), named(registers.purposes), named(registers.choices), named(registers.notes)] // prettier-ignore
  if (kind === 'category' && category) return { label: category.label, says: category.holds }
  if (kind === 'purpose' && purpose) return { label: purpose.label, says: purpose.gives === '' ? 'gives the person nothing' : `gives: ${purpose.gives}` } // prettier-ignore
  if (kind === 'choice' && choice) return { label: choice.label, says: `${choice.kind}, ${choice.default} at first: “${choice.wording}”` } // prettier-ignore
  if (kind === 'note' && note) return { label: name, says: note.text }
  if (kind === 'origin' && Object.hasOwn(originSays, name)) return { label: name, says: originSays[name] ?? '' }
  const other = named<{ readonly name: string; readonly label: string }>([...registers.products, ...registers.places, ...registers.events, ...registers.desks, ...registers.recipients, ...registers.providers, ...registers.mechanisms, ...registers.commitments]) // prettier-ignore
  return { label: other?.label ?? name, says: '' }
}
