// How one identifier is written: its layouts, its check, and the words that stand near it. A layout is read once into a pattern of bounded
// length without nested repetition, tried only where a run of letters and digits of the right length begins: so a text is scanned in
// linear time whatever it holds.

import type { Check } from './check-digits.ts'

/** One way of one country or network to write a kind: `us-ssn` of `national-id`. */
export interface Form {
  readonly name: string
  readonly kind: string
  /**
   * How it is written: `9` a digit, `@` a letter, `*` either, `~` a space, dot, slash or hyphen (the same throughout, or none at all),
   * `[…]` one of these, `?` perhaps, `{n}` so many, anything else itself. Several are parted by ` | `.
   */
  readonly layouts: string
  /** more layouts, for a whole value alone: in a text they would be anything */
  readonly alone?: string
  /** what the issuer never gives out: beginnings, areas, days that do not exist */
  readonly where?: Check
  /** its check digits */
  readonly check?: Check
  /** how sure a right value is when nothing stands beside it (0–1); 0.5 and more is found in text without a word beside it */
  readonly weight: number
  /** words that stand near it in a text */
  readonly words: string
  /** capitals matter */
  readonly cased?: boolean
}

/** A place in a text, from its first sign to behind its last. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A form made ready: where it may begin, and how it is matched there. */
export interface ReadyForm extends Form {
  /** lengths of the first run of letters and digits, each with whether a digit or a letter begins it */
  readonly begins: ReadonlySet<string>
  /** every value holds a digit near its beginning */
  readonly hasDigit: boolean
  /** the end of a value that begins there, or -1 */
  readonly matchAt: (text: string, at: number) => number
  /** whether a whole value is of this form */
  readonly isValid: (value: string) => boolean
}

const separator = String.raw`([ .\/-]?)`

interface Element {
  readonly source: string
  readonly sign: 'digit' | 'letter' | 'either' | 'separator' | 'other'
  readonly least: number
  readonly most: number
}

/** Cuts a layout into its elements. */
function elementsOf(layout: string): readonly Element[] {
  return [...layout.matchAll(/(\[[^\]]*\]|.)(\?|\{(\d+)(?:,(\d+))?\})?/gsu)].map(([, sign = '', often, from, to]) => {
    const [least, most] = often === '?' ? [0, 1] : [Number(from ?? 1), Number(to ?? from ?? 1)]
    return { ...signOf(sign), least, most }
  })
}

function signOf(sign: string): Pick<Element, 'source' | 'sign'> {
  if (sign === '9') return { source: String.raw`\d`, sign: 'digit' }
  if (sign === '@') return { source: '[A-Z]', sign: 'letter' }
  if (sign === '*') return { source: '[A-Z0-9]', sign: 'either' }
  if (sign === '~') return { source: separator, sign: 'separator' }
  if (sign.startsWith('[')) return { source: sign, sign: classOf(sign) }
  return { source: sign.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`), sign: classOf(sign) }
}

/** What a class such as `[2-9]` or a literal stands for. */
function classOf(sign: string): Element['sign'] {
  const [digits, letters] = [/\d/.test(sign), /[A-Za-z]/.test(sign)]
  if (digits && letters) return 'either'
  return digits ? 'digit' : letters ? 'letter' : 'other'
}

/** The pattern of a layout. A separator that was chosen once is asked for again. */
function patternOf(elements: readonly Element[]): string {
  let separators = 0
  const sources = elements.map(({ source, sign, least, most }) => {
    if (sign === 'separator') return (separators += 1) === 1 ? source : String.raw`\1`
    return least === 1 && most === 1 ? source : `${source}{${least},${most}}`
  })
  return sources.join('')
}

/** Every length the first run of letters and digits can have, with what begins it. */
function beginsOf(elements: readonly Element[]): ReadonlySet<string> {
  const first = elements[0]?.sign
  const kinds = first === 'either' ? ['9', '@'] : [first === 'letter' ? '@' : '9']
  let lengths = new Set([0])
  const ends = new Set<number>()
  for (const { sign, least, most } of elements) {
    if (sign === 'other' || sign === 'separator') {
      for (const length of lengths) ends.add(length)
      if (sign === 'other' && least > 0) {
        lengths = new Set()
        break
      }
      continue
    }
    lengths = new Set([...lengths].flatMap((length) => Array.from({ length: most - least + 1 }, (_, i) => length + least + i))) // prettier-ignore
  }
  return new Set([...ends, ...lengths].filter((length) => length > 0).flatMap((length) => kinds.map((kind) => kind + length))) // prettier-ignore
}

/** A value without what parts its groups, in capitals: what checks are made of. */
export function compactOf(value: string): string {
  return value.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
}

/** Makes a form ready. */
export function ready(form: Form): ReadyForm {
  const layouts = form.layouts.split(' | ').map(elementsOf)
  const flags = form.cased ? '' : 'i'
  const patterns = layouts.map((elements) => new RegExp(`${patternOf(elements)}(?![\\p{L}\\p{N}_]|[-/][\\p{L}\\p{N}])`, `y${flags}u`)) // prettier-ignore
  const whole = [...layouts, ...(form.alone?.split(' | ').map(elementsOf) ?? [])]
  const wholes = whole.map((elements) => new RegExp(`^${patternOf(elements)}$`, `${flags}u`))
  const holds = (value: string): boolean => [form.where, form.check].every((check) => check?.(compactOf(value)) ?? true)
  return {
    ...form,
    begins: new Set(layouts.flatMap((elements) => [...beginsOf(elements)])),
    hasDigit: layouts.every((elements) => elements.some(({ sign, least }) => sign === 'digit' && least > 0)),
    matchAt: (text, at) => {
      for (const pattern of patterns) {
        pattern.lastIndex = at
        if (pattern.test(text) && holds(text.slice(at, pattern.lastIndex))) return pattern.lastIndex
      }
      return -1
    },
    isValid: (value) => wholes.some((pattern) => pattern.test(value)) && holds(value),
  }
}
