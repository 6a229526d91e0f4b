// A request as the person sees it (ACC-17): number, state in words, clock, what each store answered, what stays, the whole history.
// The form is that of the contract's `request`; times are RFC 3339.

import { failures, type FailureCode } from '../../base/index.ts'
import type { Place, Plan, Residue, Step } from '../../plans/index.ts'
import type { Case } from '../case.ts'
import { stateWords, type RightsKind, type RightsState } from './table.ts'

export interface StepView {
  readonly holder: string
  readonly done: string
  readonly readAt: string | null
  readonly result: 'gone' | 'stays' | 'not proven' | 'waiting'
  /** column by column, of a connected system that was read again; empty otherwise */
  readonly places: readonly Place[]
}

/** What a request waits for, in words: whose turn it is and what they have to do. */
export interface Waits {
  readonly code: string
  /** the connected system or holder concerned; null where it is none of them */
  readonly whom: string | null
  readonly words: string
  readonly help: string
}

export interface Request {
  readonly number: string
  readonly kind: RightsKind
  readonly state: string
  readonly stateWords: string
  readonly openedAt: string
  readonly dueAt: string | null
  readonly closedAt: string | null
  /** null unless it waits */
  readonly waits: Waits | null
  readonly steps: readonly StepView[]
  readonly residue: readonly Residue[]
  readonly history: readonly { readonly at: string; readonly event: string; readonly actor: string }[]
  readonly artefacts: readonly { readonly name: string; readonly until: string }[]
}

/** A case of the desk with its plans and files, as an answer. */
export function viewOf(
  one: Case,
  plans: readonly Plan[],
  labels: ReadonlyMap<string, string>,
  files: readonly { readonly name: string; readonly until: Date }[],
): Request {
  const removing = plans.filter(({ kind }) => kind === 'erase' || kind === 'clear').flatMap(({ steps }) => steps)
  return {
    number: one.number,
    kind: one.kind as RightsKind, // the desk opens no others
    state: one.state,
    stateWords: stateWords[one.state as RightsState], // likewise
    openedAt: one.openedAt.toISOString(),
    dueAt: one.dueAt?.toISOString() ?? null,
    closedAt: one.closedAt?.toISOString() ?? null,
    waits: one.state === 'waiting' ? waitsOf(plans) : null,
    steps: removing.map((step) => stepView(step, labels)),
    residue: residueOf(removing, one),
    history: one.history.map(({ at, event, actor }) => ({ at: at.toISOString(), event, actor })),
    artefacts: one.closedAt ? files.map(({ name, until }) => ({ name, until: until.toISOString() })) : [],
  }
}

/** One step in words and result. `gone` is said only of a store that was read again and had nothing. */
export function stepView(step: Step, labels: ReadonlyMap<string, string>): StepView {
  return {
    holder: labels.get(step.holder) ?? step.holder,
    done: doneWords(step),
    readAt: step.state === 'done' ? step.at.toISOString() : null,
    result: resultOf(step),
    places: step.state === 'done' ? (step.readBack?.places ?? []) : [],
  }
}

function waitsOf(plans: readonly Plan[]): Waits | null {
  const plan = plans.find(({ waitsFor }) => waitsFor !== null)
  if (!plan?.waitsFor) return null
  const { message, help } = failures[plan.waitsFor as FailureCode] // a plan waits for a failure of that table
  const { system, holder, reason, next } = plan.waitsWhy ?? {}
  const word = (detail: unknown): string | null => (typeof detail === 'string' ? detail : null)
  const words = word(reason)
  return {
    code: plan.waitsFor,
    whom: word(system) ?? word(holder),
    words: words === null ? message : `${message}: ${words}`,
    help: word(next) ?? help,
  }
}

/** What was done there, in words. */
export function doneWords({ effect, intent }: Step): string {
  if (!effect) return 'not yet'
  const things = `${effect.removed} ${effect.removed === 1 ? 'thing' : 'things'}`
  const besides = effect.besides ? `, ${effect.besides} of them because they were made from the others` : ''
  return intent.kind === 'erase' ? `${things} erased` : `${things} removed${besides}`
}

/** What the store answered when it was read again. */
export function resultOf({ state, readBack }: Step): StepView['result'] {
  if (state !== 'done' || !readBack) return 'waiting'
  if (readBack.places) return worstOf([...readBack.places, ...readBack.residue])
  if (readBack.residue.some((one) => one.state === 'stays' && one.clause !== null)) return 'stays'
  return 'gone'
}

/** A store of which one column stays, or is not proven, is not gone. */
function worstOf(lines: readonly Pick<Place, 'state'>[]): StepView['result'] {
  return (['not proven', 'stays'] as const).find((state) => lines.some((line) => line.state === state)) ?? 'gone'
}

/** What stays over all steps, each line once; after an erasure also what this desk itself keeps. */
export function residueOf(steps: readonly Step[], one: Case): readonly Residue[] {
  const lines = steps.flatMap(({ readBack }) => readBack?.residue ?? [])
  const unique = [...new Map(lines.map((line) => [JSON.stringify(line), line])).values()]
  return unique.length > 0 && one.kind === 'erase' ? [...unique, ownRecord] : unique
}

/** What the desk itself keeps of an erasure. */
export const ownRecord: Residue = {
  what: 'this request: its number and its dates, and entries in the log',
  why: 'so that anybody can check that the erasure happened; there is no name and no content in them',
  until: null,
  clause: null,
  state: 'stays',
}
