// The arithmetic by which identifiers guard themselves against a wrong digit: Luhn, ISO 7064, Verhoeff, weighted sums and dates. Every
// check takes a value without separators, in capitals, and walks it once.

/** Whether a value without separators, in capitals, can be right. */
export type Check = (value: string) => boolean

/** What a letter or digit counts: 0–9, then A is 10 and Z is 35; -1 for anything else. */
export function valueOf(sign: string | undefined): number {
  const code = sign?.charCodeAt(0) ?? 0
  if (code >= 48 && code <= 57) return code - 48
  return code >= 65 && code <= 90 ? code - 55 : -1
}

/** Luhn (ISO/IEC 7812-1, annex B): from the right every second digit counts double, and the sum ends in 0. */
export function luhn(value: string): boolean {
  let sum = 0
  for (let i = 0; i < value.length; i += 1) {
    const digit = valueOf(value[value.length - 1 - i])
    if (digit < 0 || digit > 9) return false
    sum += i % 2 === 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9
  }
  return value !== '' && sum % 10 === 0
}

/** The remainder of a long number in digits and letters (A is the two digits 10) by a small one. */
export function remainder(value: string, by: number): number {
  let rest = 0
  for (const sign of value) {
    const number = valueOf(sign)
    if (number < 0) return -1
    rest = (rest * (number > 9 ? 100 : 10) + number) % by
  }
  return rest
}

/** ISO 7064 MOD 97-10 as ISO 13616 writes it for an IBAN: its first four signs count last, and the remainder is 1. */
export function mod97(value: string): boolean {
  return remainder(value.slice(4) + value.slice(0, 4), 97) === 1
}

/** ISO 7064 MOD 11,10: the check digit of a German tax number, a Croatian OIB. */
export function mod11And10(value: string): boolean {
  let product = 10
  for (const digit of value.slice(0, -1)) {
    const sum = (valueOf(digit) + product) % 10 || 10
    product = (sum * 2) % 11
  }
  return (11 - product) % 10 === valueOf(value.at(-1))
}

/** ISO 7064 MOD 11-2 with X for 10: the check sign of a Chinese identity number, an ORCID. */
export function mod11And2(value: string): boolean {
  let sum = 0
  for (const digit of value.slice(0, -1)) sum = ((sum + valueOf(digit)) * 2) % 11
  return '0123456789X'[(12 - sum) % 11] === value.at(-1)
}

const turns = ['1576283094', '5803796142', '8916043527', '9453126870', '4286573901', '2793806415', '7046913258']
const products = ['0123456789', '1234067895', '2340178956', '3401289567', '4012395678', '5987604321', '6598710432', '7659821043', '8765932104', '9876543210'] // prettier-ignore

/** Verhoeff: the check digit of an Aadhaar, over the ten turns and reflections of a pentagon. */
export function verhoeff(value: string): boolean {
  let state = 0
  for (let i = 0; i < value.length; i += 1) {
    const digit = valueOf(value[value.length - 1 - i])
    const turned = i % 8 === 0 ? digit : valueOf(turns[(i % 8) - 1]?.[digit])
    state = valueOf(products[state]?.[turned])
  }
  return state === 0
}

/** The sum of a value’s signs from the first on, each by its weight. */
export function weigh(value: string, weights: readonly number[]): number {
  let sum = 0
  for (const [i, weight] of weights.entries()) sum += weight * valueOf(value[i])
  return sum
}

/** A weighted sum: each sign by its weight, the sum by a modulus, the rest shown by one sign. */
export interface Weighing {
  /** weights of the signs that are weighed, from the first on */
  readonly weights: readonly number[]
  readonly mod: number
  /** the check sign shows what is missing to the modulus instead of the remainder itself */
  readonly missing?: boolean
  /** a row of signs that shows the remainder by its place in it; a blank: no such number exists */
  readonly signs?: string
  /** what ten is shown as when it must be one sign; without it such a number does not exist */
  readonly ten?: string
  /** products above nine count by the sum of their digits */
  readonly digitsOfProducts?: boolean
  /** where the check sign stands; without it right after what is weighed */
  readonly at?: number
}

/** The check of a weighted sum. */
export function weighted({
  weights,
  mod,
  missing = false,
  signs,
  ten,
  digitsOfProducts,
  at = weights.length,
}: Weighing): Check {
  return (value) => {
    let sum = 0
    for (const [i, weight] of weights.entries()) {
      const product = weight * valueOf(value[i])
      sum += digitsOfProducts && product > 9 ? Math.floor(product / 10) + (product % 10) : product
    }
    const rest = ((sum % mod) + mod) % mod
    return signOf(missing ? (mod - rest) % mod : rest, signs, ten) === value[at]
  }
}

function signOf(rest: number, signs: string | undefined, ten: string | undefined): string {
  if (signs !== undefined) return signs[rest]?.trim() || 'none'
  return rest > 9 ? (ten ?? 'none') : String(rest)
}

/** Weights that sum over all signs, the check digit included, to a multiple of the modulus. */
export function sumsTo(weights: readonly number[], mod: number): Check {
  return (value) => weigh(value, weights) % mod === 0
}

/** All of several checks. */
export function all(...checks: readonly Check[]): Check {
  return (value) => checks.every((check) => check(value))
}

/** One of several checks. */
export function either(...checks: readonly Check[]): Check {
  return (value) => checks.some((check) => check(value))
}

/** A check of a part of the value. */
export function part(from: number, to: number | undefined, check: Check): Check {
  return (value) => check(value.slice(from, to))
}

/** A value of a form that a pattern tells apart: forbidden areas, allowed beginnings. */
export function like(pattern: RegExp): Check {
  return (value) => pattern.test(value)
}

/** A value that is not of a form. */
export function unlike(pattern: RegExp): Check {
  return (value) => !pattern.test(value)
}

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether a day exists. Without a year, 29 February does. */
export function isDay(day: number, month: number, year?: number): boolean {
  const last = monthDays[month - 1] ?? 0
  const isCommon = year !== undefined && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0))
  return day >= 1 && day <= (month === 2 && isCommon ? 28 : last)
}

/** A check that digits of a value are a day: `layout` says where year, month and day stand, `..YYMMDD`; `YYYY` is told from `YY`. */
export function day(layout: string): Check {
  const read = (value: string, letter: string): number | undefined => {
    const [from, to] = [layout.indexOf(letter), layout.lastIndexOf(letter) + 1]
    return from < 0 ? undefined : Number(value.slice(from, to))
  }
  const hasCentury = layout.includes('YYYY')
  return (value) => {
    const year = read(value, 'Y')
    // of two digits alone the century is unknown: 00 may be a leap year
    const told = year === undefined || hasCentury || year !== 0 ? year : 2000
    return isDay(read(value, 'D') ?? 1, read(value, 'M') ?? 1, told)
  }
}
