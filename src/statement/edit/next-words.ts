// What may come next in a rule that is being written: verbs, slots, the fixed words of a slot, names of a register. The table of slots
// says which slots a verb has; this says what stands inside each. It proposes and refuses nothing: that is the parser's.

import type { Words } from '../2-check/resolve.ts'
import type { Slots } from '../1-parse/rule.ts'
import { frames, slotWords, slotsOf, type Frame } from '../1-parse/slots.ts'
import type { Token } from '../1-parse/tokens.ts'

/** What may follow the words of a rule. */
export interface Next {
  /** fixed words of the grammar */
  readonly words: readonly string[]
  /** kinds of names */
  readonly names: readonly Words[]
  /** slots that may begin here, and were not said yet */
  readonly slots: readonly (keyof Slots)[]
  /** the frame of the rule, as soon as its verb is known */
  readonly frame: Frame | null
  /** a commitment whose parameters may be said, and the words said so far */
  readonly promised: { readonly commitment: string; readonly said: readonly string[] } | null
}

/** What may follow inside one slot, or in the head. `done`: it says enough for another slot to begin. */
interface Inside {
  readonly words?: readonly string[]
  readonly names?: readonly Words[]
  readonly done?: boolean
}

type Said = readonly Token[]

const allFrames = Object.keys(frames) as readonly Frame[] // the table's own keys
const verbs: readonly string[] = [...new Set(allFrames.map((frame) => frame.split(' ')[0] ?? ''))].toSorted()
const banVerbs = allFrames.flatMap((frame) => (frame.startsWith('never ') ? [frame.slice('never '.length)] : []))

/** What may follow these words of a rule. */
export function nextWords(before: readonly Token[]): Next {
  const [first, second] = before
  const nothing: Next = { words: [], names: [], slots: [], frame: null, promised: null }
  if (!first) return { ...nothing, words: [...verbs, 'info', 'aim'] }
  const isBan = first.text === 'never'
  if (isBan && !second) return { ...nothing, words: banVerbs }
  const said = isBan ? `never ${second?.text ?? ''}` : first.text
  const frame = allFrames.find((one) => one === said)
  return frame ? inRule(frame, before.slice(isBan ? 2 : 1)) : nothing
}

function inRule(frame: Frame, said: Said): Next {
  const parts = cutSlots(frame, said)
  const open = parts.at(-1)
  const inside = open?.slot
    ? (insides[open.slot]?.(open.said, frame) ?? { done: true })
    : inHead(frame, open?.said ?? [])
  const used = new Set(parts.map(({ slot }) => slot))
  const slots = inside.done ? slotsOf(frame).filter((slot) => !used.has(slot)) : []
  const [commitment] = frame === 'promise' && inside.done ? said : []
  const promised = commitment ? { commitment: commitment.text, said: said.map(({ text }) => text) } : null
  return { words: inside.words ?? [], names: inside.names ?? [], slots, frame, promised }
}

/** The words of a rule, cut where its slots begin. The first part is its head. */
function cutSlots(frame: Frame, said: Said): readonly { readonly slot: keyof Slots | null; readonly said: Said }[] {
  const parts: { slot: keyof Slots | null; said: Token[] }[] = [{ slot: null, said: [] }]
  for (const token of said) {
    const open = parts.at(-1)
    const slot = slotBegins(frame, token, open?.slot ?? null, open?.said ?? [])
    if (slot) parts.push({ slot, said: slot === 'limits' || slot === 'need' ? [token] : [] })
    else open?.said.push(token)
  }
  return parts
}

/** Words that begin a slot although the table names it by another one. */
const alsoBegins: ReadonlyMap<string, keyof Slots> = new Map([
  ['optional', 'need'],
  ['until', 'limits'],
])

function slotBegins(frame: Frame, token: Token, open: keyof Slots | null, said: Said): keyof Slots | null {
  if (token.kind === 'number') return frames[frame].limits !== undefined && open !== 'limits' ? 'limits' : null
  if (token.kind !== 'word' || isWithin(token.text, open, said)) return null
  const also = alsoBegins.get(token.text)
  if (also !== undefined && frames[frame][also] !== undefined) return also
  return slotsOf(frame).find((slot) => slotWords[slot].word.split(' ')[0] === token.text && slot !== 'limits') ?? null
}

/** Words that belong to the slot that is open: `1 in 1000`, `needed for`, `or until`, `at most`, `of at least`. */
function isWithin(word: string, open: keyof Slots | null, said: Said): boolean {
  const last = said.at(-1)
  if (last?.kind === 'comma') return true
  if (open === 'by') return (word === 'in' && last?.kind === 'number') || (word === 'at' && said.length === 1)
  if (open === 'need') return said.length === 1 && (word === 'for' || word === 'by')
  if (open === 'limits') return word === 'until'
  return open === 'as' && word === 'at' && last?.text === 'of'
}

function inHead(frame: Frame, said: Said): Inside {
  if (frame === 'combine' || frame === 'never combine') return inSides(said)
  if (frame === 'promise') return inPromise(said)
  if (frame !== 'offer') return set('category')(said)
  const of = said.findIndex(({ text }) => text === 'of')
  if (of >= 0) return set('category')(said.slice(of + 1))
  const { names = [], done } = list('control')(said)
  return { names, words: done ? ['of'] : [] }
}

/** `search with store`, `interaction.search in search with signed-in`. */
function inSides(said: Said): Inside {
  const joiner = said.findIndex(({ text }) => text === 'with')
  const side = afterLast(said, 'with')
  const isNarrowed = side.some(({ text }) => text === 'in')
  const inside = set(...(isNarrowed ? (['context'] as const) : (['context', 'category'] as const)))(
    afterLast(side, 'in'),
  )
  const joined = inside.done && joiner < 0 ? ['with'] : []
  const narrowed = inside.done && !isNarrowed ? ['in'] : []
  return {
    names: inside.names ?? [],
    words: [...(inside.words ?? []), ...narrowed, ...joined],
    done: joiner >= 0 && inside.done === true,
  }
}

/** A commitment, what it is about, and its parameters, each with a value. */
function inPromise([commitment, of, ...said]: Said): Inside {
  if (!commitment) return { names: ['commitment'] }
  if (!of) return { words: ['of'], done: true }
  return of.text === 'of' ? { ...set('category')(said), ...(said.length > 0 && { done: true }) } : { done: true }
}

/** Names, joined by commas. */
function list(...kinds: readonly Words[]): (said: Said) => Inside {
  return (said) => {
    const last = said.at(-1)
    return !last || last.kind === 'comma' ? { names: kinds } : { done: true }
  }
}

/** `any` or names, and what is taken out of them. */
function set(...kinds: readonly Words[]): (said: Said) => Inside {
  return (said) => {
    const last = said.at(-1)
    if (!last) return { names: kinds, words: ['any'] }
    if (last.kind === 'comma' || last.text === 'except') return { names: kinds }
    return { done: true, words: said.some(({ text }) => text === 'except') ? [] : ['except'] }
  }
}

const units: readonly string[] = ['minutes', 'hours', 'days', 'weeks', 'months', 'years']

function afterLast(said: Said, word: string): Said {
  return said.slice(said.findLastIndex(({ text }) => text === word) + 1)
}

function inLimits(said: Said): Inside {
  const [first, unit, after, event] = afterLast(said, 'or')
  if (!first) return { words: ['until'] }
  if (first.text === 'until') return unit ? { done: true, words: ['or'] } : { names: ['event'] }
  if (!unit) return { words: units }
  if (!after) return { words: ['after'] }
  return event ? { done: true, words: ['or'] } : { names: ['event'] }
}

function inConds(said: Said): Inside {
  const [first, second, ...more] = afterLast(said, 'and')
  const over: Inside = { done: true, words: ['and'] }
  if (!first) return { names: ['choice'], words: ['case', 'directed', 'signed-in', 'signed-out', 'personal-account', 'organisation-account'] } // prettier-ignore
  if (first.text === 'case') return { ...list('desk')(second ? [second, ...more] : []), ...(second && more.at(-1)?.kind !== 'comma' && over) } // prettier-ignore
  if (['directed', 'signed-in', 'signed-out', 'personal-account', 'organisation-account'].includes(first.text)) return over // prettier-ignore
  return second ? over : { words: ['on', 'off'] }
}

const namesOfBasis: ReadonlyMap<string, Words> = new Map([
  ['consent', 'consent'],
  ['law', 'law'],
  ['public-task', 'law'],
  ['legitimate-interest', 'balance'],
])

function inBasis([kind, name]: Said, frame: Frame): Inside {
  if (!kind) return frame === 'keep' ? { words: ['law'] } : { names: ['basis'] }
  const names = namesOfBasis.get(kind.text)
  return names && !name ? { names: [names] } : { done: true }
}

function inForm(said: Said): Inside {
  const [form, next] = said
  if (!form) return { words: ['identified', 'de-identified', 'aggregate'] }
  if (form.text === 'identified') return { done: true }
  if (form.text === 'de-identified') return next ? { done: true } : { names: ['method'] }
  const missing = ['of', 'at', 'least'][said.length - 1]
  return missing ? { words: [missing] } : { done: said.length > 4 }
}

function inHand([hand, ...cap]: Said): Inside {
  if (!hand) return { words: ['machines', 'people', 'both'] }
  if (cap.length === 0) return { done: true, words: hand.text === 'machines' ? [] : ['at'] }
  if (cap.length === 1) return { words: ['most'] }
  const last = cap.at(-1)
  return last?.kind === 'number' && !cap.some(({ text }) => text === 'in') ? { words: ['in'] } : { done: last?.kind !== 'word' || cap.length > 5 } // prettier-ignore
}

function inNeed([kind, joiner, ...rest]: Said): Inside {
  if (!joiner) return { words: kind?.text === 'needed' ? ['for', 'by'] : ['for'] }
  if (joiner.text === 'for') return list('needFor')(rest)
  if (rest.length === 0) return { words: ['law'] }
  return rest.length === 1 ? { names: ['law'] } : { done: true }
}

/** What stands inside each slot. A slot without a row proposes nothing. */
const insides: Readonly<Partial<Record<keyof Slots, (said: Said, frame: Frame) => Inside>>> = {
  in: set('product'), from: (said, frame) => set(frame === 'derive' || frame === 'never derive' ? 'category' : 'from')(said), with: set('recipient'), under: list('mechanism'), for: set('purpose'), at: set('place'), where: set('place'), bases: set('basis'),
  on: list('surface'), to: list('asker'), per: list('portion'),
  because: inBasis, as: inForm, by: inHand, limits: inLimits, when: inConds, unless: inConds, need: inNeed,
  within: (said) => (said.length === 1 ? { words: units } : { done: said.length > 1 }),
  unlessLaw: ([law, ...names]) => (law ? list('law')(names) : { words: ['law'] }),
} // prettier-ignore
