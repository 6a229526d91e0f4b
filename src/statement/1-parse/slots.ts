// Which verb takes which slots, in the order in which they are printed. The parser, the printer and the help texts read this table.

import type { BanVerb, Rule, Slots } from './rule.ts'
import type { Verb } from '../../policy/index.ts'

/** The key of the table: a verb, or `never` with the verb it forbids. */
export type Frame = Exclude<Verb, 'never'> | `never ${BanVerb}`

/** Slots of each frame, in printing order; true: the rule says nothing without it. */
export const frames: Readonly<Record<Frame, Readonly<Partial<Record<keyof Slots, boolean>>>>> = {
  collect: { in: false, from: true, need: false, when: false, where: false },
  use: { in: false, from: false, for: true, because: true, as: false, by: false, when: false, where: false },
  derive: { in: false, from: true, for: true, as: false, when: false, where: false },
  share: { in: false, from: false, with: true, for: true, because: false, as: false, when: false, where: false },
  combine: { for: true, when: false, where: false },
  promise: { in: false, where: false },
  keep: { in: false, from: false, for: false, limits: true, because: false, when: false, where: false },
  offer: { in: false, for: false, on: true, to: false, per: false, within: false, unlessLaw: false, where: false },
  store: { in: false, at: true, under: false, when: false, where: false },
  'never collect': { in: false, from: false, when: false, unless: false, where: false },
  'never use': {
    in: false,
    from: false,
    for: false,
    bases: false,
    by: false,
    when: false,
    unless: false,
    where: false,
  },
  'never derive': { in: false, from: false, for: false, when: false, unless: false, where: false },
  'never share': { in: false, from: false, with: true, for: false, when: false, unless: false, where: false },
  'never combine': { for: false, when: false, unless: false, where: false },
  'never store': { in: false, at: false, with: false, when: false, unless: false, where: false },
}

/** How each slot is written, what it says, and an example for the help. */
export const slotWords: Readonly<
  Record<keyof Slots, { readonly word: string; readonly says: string; readonly example: string }>
> = {
  in: { word: 'in', says: 'in which product', example: 'in search' },
  from: { word: 'from', says: 'where the data comes from', example: 'from person, observed' },
  with: { word: 'with', says: 'who gets it', example: 'with courier' },
  need: { word: 'needed', says: 'what stops without it', example: 'needed for provide' },
  for: { word: 'for', says: 'for which purpose', example: 'for provide' },
  because: { word: 'because', says: 'on which basis', example: 'because contract' },
  bases: { word: 'because', says: 'on which basis', example: 'because consent' },
  as: { word: 'as', says: 'in which form', example: 'as identified' },
  by: { word: 'by', says: 'by which hand', example: 'by machines' },
  limits: { word: 'a time or until', says: 'until when', example: '18 months after collection or until removal' },
  at: { word: 'at', says: 'where it lies', example: 'at eu' },
  under: { word: 'under', says: 'under which mechanism', example: 'under threat-hunt' },
  on: { word: 'on', says: 'where the control is found', example: 'on dashboard' },
  to: { word: 'to', says: 'to whom', example: 'to guardian' },
  per: { word: 'per', says: 'in which portions', example: 'per item, day, all' },
  within: { word: 'within', says: 'within which time', example: 'within 1 day' },
  when: { word: 'when', says: 'under which condition', example: 'when location on' },
  unless: { word: 'unless', says: 'with which exception', example: 'unless case support' },
  unlessLaw: { word: 'unless law', says: 'which law limits it', example: 'unless law tax-147' },
  where: { word: 'where', says: 'for people of which place', example: 'where eea' },
}

/** The frame a rule belongs to. */
export function frameOf({ verb, ban }: Pick<Rule, 'verb' | 'ban'>): Frame {
  return verb === 'never' ? `never ${ban ?? 'use'}` : verb
}

/** The slots of a frame in printing order. */
export function slotsOf(frame: Frame): readonly (keyof Slots)[] {
  return slotLists[frame]
}

const slotLists = Object.fromEntries(
  Object.entries(frames).map(([frame, slots]) => [frame, Object.keys(slots)]),
) as Record<Frame, (keyof Slots)[]> // the table's own keys
