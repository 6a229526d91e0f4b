// What a version changes and what it would do, in words for a terminal: shared by the commands that compare, simulate and publish.

import { periodWords } from '../base/index.ts'
import type { Output } from '../client/index.ts'
import { styled, type Shell } from './shell.ts'

type Effect = Output<'simulate'>
type Changes = Pick<Effect, 'clauses' | 'changes'>
type ClauseChange = Changes['clauses'][number]
type Change = Changes['changes'][number]
type Draft = Output<'draft'>

/** Clause by clause: words and rules that went and came, and below them what that opens, closes, lengthens or weakens. */
export function differenceLines(shell: Shell, { clauses, changes }: Changes): string[] {
  const of = (clause: string | null): readonly Change[] => changes.filter((one) => one.clause === clause)
  const named = new Set(clauses.map(({ clause }) => clause))
  const elsewhere = [
    ...new Set(changes.flatMap(({ clause }) => (clause !== null && !named.has(clause) ? [clause] : []))),
  ]
  return [
    ...clauses.flatMap((one) => [...clauseLines(shell, one), ...of(one.clause).flatMap((change) => changeLines(shell, change)), '']), // prettier-ignore
    // rules of these say the same, and mean something else since a register or another rule changed
    ...elsewhere.flatMap((clause) => [styled(shell, 'bold', `${clause}: as before, by other registers`), ...of(clause).flatMap((change) => changeLines(shell, change)), '']), // prettier-ignore
    ...(of(null).length > 0 ? [styled(shell, 'bold', 'registers'), ...of(null).flatMap((change) => changeLines(shell, change)), ''] : []), // prettier-ignore
  ]
}

function clauseLines(shell: Shell, { clause, change, before, after }: ClauseChange): string[] {
  const [old, now] = [before, after].map((side) => (side ? [side.text, ...side.rules] : []))
  const gone = old?.filter((line) => !now?.includes(line)) ?? []
  const come = now?.filter((line) => !old?.includes(line)) ?? []
  return [
    styled(shell, 'bold', `${clause}: ${change}`),
    ...gone.map((line) => styled(shell, 'red', `  - ${line}`)),
    ...come.map((line) => styled(shell, 'green', `  + ${line}`)),
  ]
}

/** Data that is named at a change of a clause; entries of a register are all named, since nothing else shows them. */
const ofMax = 4

function changeLines(shell: Shell, { clause, code, turn, what, of }: Change): string[] {
  const isCut = clause !== null && of.length > ofMax
  const shown = isCut ? `${of.slice(0, ofMax).join(', ')} and ${of.length - ofMax} more` : of.join(', ')
  const mark = code === null ? '' : `${styled(shell, 'yellow', code)} `
  return [`  ${mark}${turn}: ${what}`, `    ${styled(shell, 'quiet', shown)}`]
}

/** The keys of what may take something from somebody, each with how often, or that there is none. */
export function materialLines(shell: Shell, { changes }: Pick<Changes, 'changes'>): string[] {
  const keys = [...new Set(changes.flatMap(({ key }) => key ?? []))]
  return keys.length === 0
    ? ['material: no']
    : [`${styled(shell, 'yellow', 'material')}, until an officer says otherwise: ${keys.join(', ')}`]
}

/** What a draft would do to real holdings and past decisions, with an example of each (CHG-06). */
export function effectLines(effect: Effect): string[] {
  const { recordsGone, goneBy, usesRefused, usesNarrowed, usesOpened } = effect
  return [
    `${recordsGone} records would go with the next sweep${effect.material ? ` once it is in force, on ${dayOf(effect.from)}` : ''}`,
    ...goneBy.map(({ category, product, count, example }) => `  ${count} of ${category} in ${product}${example === null ? '' : `, such as ${example}`}`),
    `${usesRefused.length} uses of the last 30 days would be refused`,
    ...usesRefused.flatMap((use) => [`  ${askedWords(use)}${use.clause ? `, by ${use.clause}` : ''}`, `    ${use.example}`]),
    ...(usesNarrowed.length === 0 ? [] : [`${usesNarrowed.length} uses of the last 30 days would be refused for some people`]),
    ...usesNarrowed.flatMap((use) => [`  ${askedWords(use)}${use.clause ? `, by ${use.clause}` : ''}`, `    ${use.example}`]),
    `${usesOpened.length} uses refused so far would be open`,
    ...usesOpened.flatMap((use) => [`  ${askedWords(use)}`, `    ${use.example}`]),
  ] // prettier-ignore
}

function askedWords(use: Effect['usesOpened'][number]): string {
  const { service, ask, purpose, category, product, recipient, inProduct, count } = use
  const times = count === 1 ? 'once' : `${count} times`
  const data = `${category} in ${product}`
  if (ask === 'write') return `${service} storing ${data}: ${times}`
  const beside = inProduct === null ? '' : `, in ${inProduct}`
  return ask === 'share'
    ? `${service} giving ${data} to ${recipient ?? 'others'} for ${purpose}${beside}: ${times}`
    : `${service} asking ${data} for ${purpose}${beside}: ${times}`
}

/** What officers said of the changes of a draft, and when it would bind. */
export function judgedLines(shell: Shell, { effect, judgements, notice }: Draft): string[] {
  const said = judgements.map(({ key, material, officer, reason }) => `  ${key} is ${material ? '' : 'not '}material, says ${officer}: ${reason}`) // prettier-ignore
  const set = new Set(judgements.filter(({ material }) => !material).map(({ key }) => key))
  const open = [...new Set(effect.changes.flatMap(({ key }) => (key !== null && !set.has(key) ? [key] : [])))]
  if (open.length === 0) return [...said, 'material: no']
  const by = notice.clause === null ? 'nothing promises another time' : `promised by \`${notice.clause}\``
  return [
    ...said,
    `${styled(shell, 'yellow', 'material: yes')}, ${open.join(', ')}`,
    `announced ${periodWords(notice.time)} before it binds (${by}): published now, it takes effect on ${dayOf(effect.from)}`,
  ]
}

function dayOf(time: string): string {
  return time.slice(0, 10)
}
