// What the verifier found, in words: the same on the server and in the page.

import type { Verdict } from '../../evidence/index.ts'

/** The shapes of a verdict: valid, changed, incomplete, stale use those of kept, broken, unproven, lapsed. */
export type OutcomeState = 'kept' | 'broken' | 'unproven' | 'lapsed'

/** A place in the file as a compiler shows it: the text around it, the character in question, and what stood there when it was sealed. */
export interface Snippet {
  readonly place: string
  readonly before: string
  readonly letter: string
  readonly after: string
  readonly was: string | null
}

/** A verdict ready to be shown. */
export interface CheckOutcome {
  readonly state: OutcomeState
  readonly word: string
  readonly words: string
  readonly lines: readonly { readonly state: OutcomeState; readonly words: string }[]
  readonly snippet: Snippet | null
}

const states = {
  valid: { state: 'kept', word: 'Valid' },
  changed: { state: 'broken', word: 'Changed' },
  incomplete: { state: 'unproven', word: 'Incomplete' },
  stale: { state: 'lapsed', word: 'Not confirmed' },
} satisfies Record<Verdict['state'], { state: OutcomeState; word: string }>

const holding = { true: 'kept', false: 'broken', null: 'unproven' } as const

/** The outcome of a verdict over these bytes. */
export function outcomeOf(bytes: Uint8Array, { state, words, help, at, was, checks }: Verdict): CheckOutcome {
  const place = at === null ? '' : `, at byte ${at.byte.toLocaleString('en-GB')}`
  return {
    state: states[state].state,
    word: states[state].word + place,
    words: [words, ...(help === null ? [] : [help])].map(sentence).join(' '),
    lines: checks.map((check) => ({ state: holding[`${check.holds}`], words: sentence(check.words) })),
    snippet: at === null ? null : snippetOf(bytes, at, was),
  }
}

function sentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

const aroundBytes = 24

function snippetOf(bytes: Uint8Array, { byte, line }: NonNullable<Verdict['at']>, was: string | null): Snippet {
  const decoder = new TextDecoder()
  const shown = (from: number, to: number): string =>
    decoder.decode(bytes.subarray(Math.max(0, from), to)).replace(/\s/g, ' ')
  return {
    place: `line ${line}, byte ${byte.toLocaleString('en-GB')}`,
    before: shown(byte - aroundBytes, byte),
    letter: shown(byte, byte + 1),
    after: shown(byte + 1, byte + 1 + aroundBytes),
    was,
  }
}
