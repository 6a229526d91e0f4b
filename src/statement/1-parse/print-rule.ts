// Prints a rule in its one canonical form: slots in the order of the grammar, lists as they stand. `parse(print(r)) = r`.

import { periodWords } from '../../base/index.ts'
import type { Cond, LimitText, Name, NameSet, ParameterText, Rule, SideText, Slots } from './rule.ts'
import { frameOf, slotsOf } from './slots.ts'

const printed = new WeakMap<Rule, string>()

/** The canonical text of a rule, on one line. A rule is never changed, so its text is made once. */
export function printRule(rule: Rule): string {
  const ready = printed.get(rule)
  if (ready !== undefined) return ready
  const made = printLine(rule)
  printed.set(rule, made)
  return made
}

function printLine(rule: Rule): string {
  const frame = frameOf(rule)
  const slots = slotsOf(frame).flatMap((slot) => printSlot(slot, rule.slots))
  if (rule.sides) return [frame, rule.sides.map(printSide).join(' with '), ...slots].join(' ')
  if (rule.commitment) return printPromised(rule)
  const head = rule.verb === 'offer' ? `offer ${names(rule.controls)} of` : frame
  return [head, printSet(rule.set), ...slots].join(' ')
}

function printSide({ data, contexts }: SideText): string {
  return `${data ? `${printSet(data)} in ` : ''}${printSet(contexts)}`
}

/** Its parameters stand between the two slots: a number before an `in` would be read as a ratio. */
function printPromised({ commitment, set, slots, parameters = [] }: Rule): string {
  const about = set.any && set.except.length === 0 ? [] : [`of ${printSet(set)}`]
  const [inside, where] = [printSlot('in', slots), printSlot('where', slots)]
  return ['promise', commitment?.text, ...about, ...inside, ...parameters.map(printParameter), ...where].join(' ')
}

function printParameter({ name, value }: ParameterText): string {
  return `${name.text} ${printValue(value)}`
}

function printValue(value: ParameterText['value']): string {
  if ('time' in value) return periodWords(value.time)
  if ('number' in value) return String(value.number)
  return 'ratio' in value ? `${value.ratio.count} in ${value.ratio.of}` : names(value.names)
}

/** A set as written: `any except a, b`. */
function printSet({ any, names: list, except }: NameSet): string {
  return `${any ? 'any' : names(list)}${except.length > 0 ? ` except ${names(except)}` : ''}`
}

function names(list: readonly Name[]): string {
  return list.map(({ text }) => text).join(', ')
}

const set = (word: string) => (value: NameSet): string => `${word} ${printSet(value)}` // prettier-ignore
const list = (word: string) => (value: readonly Name[]): string => `${word} ${names(value)}` // prettier-ignore
const conds = (word: string) => (value: readonly Cond[]): string => `${word} ${value.map(printCond).join(' and ')}` // prettier-ignore

const printers: { readonly [S in keyof Slots]-?: (value: NonNullable<Slots[S]>) => string } = {
  in: set('in'), from: set('from'), with: set('with'), for: set('for'), at: set('at'), where: set('where'), bases: set('because'),
  under: list('under'), on: list('on'), to: list('to'), per: list('per'), unlessLaw: list('unless law'),
  when: conds('when'), unless: conds('unless'),
  need: (need) => (need.kind === 'law' ? `needed by law ${need.law.text}` : `${need.kind} for ${names(need.for)}`),
  because: ({ kind, name }) => `because ${kind}${name ? ` ${name.text}` : ''}`,
  as: (form) => `as ${form.form === 'identified' ? 'identified' : form.form === 'de-identified' ? `de-identified ${form.method.text}` : `aggregate of at least ${form.atLeast}`}`,
  by: ({ hand, cap }) => `by ${hand}${cap ? ` at most ${cap.count} in ${cap.of}${cap.time ? ` of ${periodWords(cap.time)}` : ''}` : ''}`,
  limits: (limits) => limits.map(printLimit).join(' or '),
  within: ({ time }) => `within ${periodWords(time)}`,
} // prettier-ignore

function printSlot<S extends keyof Slots>(slot: S, slots: Slots): string[] {
  const value = slots[slot]
  const print = printers[slot] as (value: NonNullable<Slots[S]>) => string // one entry of the table above: TypeScript does not follow the index
  return value === undefined ? [] : [print(value)]
}

function printLimit(limit: LimitText): string {
  return 'until' in limit ? `until ${limit.until.text}` : `${periodWords(limit.after)} after ${limit.event.text}`
}

function printCond(cond: Cond): string {
  if (cond.kind === 'choice') return `${cond.name.text} ${cond.value}`
  if (cond.kind === 'case') return `case ${names(cond.names)}`
  if (cond.kind === 'directed') return 'directed'
  if (cond.kind === 'signed') return cond.signedIn ? 'signed-in' : 'signed-out'
  return `${cond.account}-account`
}
