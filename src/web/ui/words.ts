// Times, numbers and lists in the words of the pages. All times are UTC, as in the ledger; the foot of every page says so.

const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options })
const formats = {
  day: format({ day: 'numeric', month: 'long', year: 'numeric' }),
  shortDay: format({ day: 'numeric', month: 'short', year: 'numeric' }),
  weekday: format({ weekday: 'long', day: 'numeric', month: 'long' }),
  weekdayWithYear: format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
  clock: format({ hour: '2-digit', minute: '2-digit' }),
  seconds: format({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
}
const figures = new Intl.NumberFormat('en-GB')
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** One of the ways to write a time: `14 April 2026`, `14 Apr 2026`, `Saturday 11 April`, `09:41`, `09:44:02`. */
export function written(how: keyof typeof formats, time: string): string {
  return formats[how].format(new Date(time)).replace(/^(\p{L}+),/u, '$1')
}

/** A day and the minute: `14 April 2026, 09:41`. */
export function moment(time: string): string {
  return `${written('day', time)}, ${written('clock', time)}`
}

/** Like `moment`, but the day the page is read on is `today`: `09:41 today`. */
export function since(time: string, now: string): string {
  return time.slice(0, 10) === now.slice(0, 10) ? `${written('clock', time)} today` : moment(time)
}

/** Like `since`, where the day the page is read on goes without saying: `09:41`. */
export function shortMoment(time: string, now: string): string {
  return time.slice(0, 10) === now.slice(0, 10) ? written('clock', time) : moment(time)
}

/** From one day to another, without saying twice what they share: `4 to 10 April 2026`. */
export function span(from: string, to: string): string {
  if (from === to) return written('day', from)
  const [first, last] = [written('day', from), written('day', to)]
  const shared = from.slice(0, 7) === to.slice(0, 7) ? 1 : from.slice(0, 4) === to.slice(0, 4) ? 2 : 3
  return `${first.split(' ').slice(0, shared).join(' ')} to ${last}`
}

/** A day as the API writes it, some days before or after another: `2026-04-11`. */
export function dayBeside(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Days from one time to another, rounded up: part of a day is a day. */
export function daysBetween(from: string, to: string): number {
  return Math.ceil((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** A figure as it is written: `18,204`. */
export function figure(count: number): string {
  return figures.format(count)
}

/** A figure and what it counts: `1 thing`, `357 things`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`
}

/** `Ines and Jonas` */
export function listed(names: readonly string[]): string {
  return list.format(names)
}

/** The name one calls a person by: the first of those they gave. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? ''
}

/** A word with its first letter in upper case. */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A word with its first letter in lower case, for use inside a sentence. */
export function small(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1)
}

const shortCharactersMax = 60

/** A text cut to the length of a name, between words where that is possible; quotes inside it become single ones. */
export function shortened(text: string): string {
  const whole = text.replaceAll(/\s+/g, ' ').trim().replaceAll('“', '‘').replaceAll('”', '’')
  if (whole.length <= shortCharactersMax) return whole
  const cut = whole.slice(0, shortCharactersMax)
  const at = cut.lastIndexOf(' ')
  return `${cut.slice(0, at > shortCharactersMax / 2 ? at : shortCharactersMax).replace(/[,;:.]$/, '')}…`
}

/** Words of the machine as a sentence: a capital at the start, a full stop at the end, days as people write them. */
export function asSentence(words: string): string {
  const text = capital(words.trim()).replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => written('day', day))
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`
}

/** How often: `once`, `twice`, `3 times`. */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${figure(count)} times`
}
