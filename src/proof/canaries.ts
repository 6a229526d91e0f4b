// Test persons: made for a cell and a state of choices, given a record through the gate, asked about, and cleaned up after.

import { canonicalJson, newId } from '../base/index.ts'
import type { ReadAnswer, WriteAnswer } from '../gate/index.ts'
import { has, intersect, toInt64, type Cell, type Mask, type Origin, type Policy, type Row } from '../policy/index.ts'
import type { Principal } from '../principals/index.ts'
import {
  assignments,
  conditionBits,
  enforces,
  mayWrite,
  type Canary,
  type Holding,
  type ProbeParts,
} from './probe-ground.ts'

/** The test person of a cell with these choices for questions that change nothing; it holds a record where one may be stored. */
export async function onlyAsked(parts: ProbeParts, policy: Policy, cell: Cell, on: Mask): Promise<Holding> {
  const key = canonicalJson([cell.facts, toInt64(intersect(on, conditionBits(cell)))])
  const ready = parts.asked.get(key)
  if (ready) return ready
  const make = async (): Promise<Holding> => {
    const canary = await prepare(parts, cell, 'ask', on)
    const may = !enforces(parts, cell) || mayWrite(parts, policy, cell, on) // one that only observes stores more
    return { canary, hasRecord: may && (await plant(parts, canary)).outcome === 'stored' }
  }
  const made = make()
  parts.asked.set(key, made)
  return made
}

/** A test person with one record of the first cell that may be written; `fits` narrows the choices of that person. */
export async function holding(
  parts: ProbeParts,
  policy: Policy,
  cells: readonly Cell[],
  trial: string,
  fits: (cell: Cell, on: Mask) => boolean = () => true,
): Promise<Canary | null> {
  for (const cell of cells) {
    const on = assignments(cell).find((mask) => mayWrite(parts, policy, cell, mask) && fits(cell, mask))
    if (!on) continue
    const canary = await prepare(parts, cell, trial, on)
    await plant(parts, canary)
    return canary
  }
  return null
}

/** Makes the test person, or finds the one of the last run, with its choices decided. */
export async function prepare({ gate, inForce }: ProbeParts, cell: Cell, trial: string, on: Mask): Promise<Canary> {
  const bits = intersect(on, conditionBits(cell))
  const ref = { field: 'canary', value: canonicalJson([cell.facts, trial, toInt64(bits)]) }
  const person = await gate.admit(ref, { region: cell.facts.where, canary: true })
  const held = new Map((await gate.choices(person)).map(({ kind, name, value }) => [`${kind} ${name}`, value]))
  const asked = inForce().newest.policy.choices.filter(({ bit }) => has(conditionBits(cell), bit))
  const differ = asked.filter(
    (choice) => (held.get(`choice ${choice.name}`) ?? choice.default) !== valueIn(on, choice.bit),
  )
  const how = { channel: 'probe', actor: 'probe' }
  await Promise.all(
    differ.map(({ name, bit }) => gate.choose(person, { kind: 'choice', name, value: valueIn(on, bit) }, how)),
  )
  return { ref, person, cell }
}

function valueIn(on: Mask, bit: number): 'on' | 'off' {
  return has(on, bit) ? 'on' : 'off'
}

/** Writes a record for a test person through the gate, and remembers it for `takeAway`. */
export async function plant(
  parts: ProbeParts,
  { ref, person, cell }: Canary,
  origin: Origin = cell.facts.origin,
): Promise<WriteAnswer> {
  const { product, category, signedIn, account, where } = cell.facts
  const item = {
    messageId: `probe ${newId()}`,
    person: ref,
    product,
    category,
    origin,
    collectedAt: parts.clock.now(),
    canary: true,
    data: { probe: 'a test person holds this' },
    ...(signedIn !== null && { signedIn }),
    ...(account !== null && { account }),
    ...(where !== null && { region: where }),
  }
  const [answer] = await parts.gate.write(prober(parts.inForce().newest.policy), [item])
  if (answer!.outcome === 'stored') parts.planted.set(person, [...(parts.planted.get(person) ?? []), answer!.id])
  return answer! // one item, one answer
}

/** Asks for a test person's records as a service bound to everything. */
export async function ask(
  parts: ProbeParts,
  { ref, cell }: Canary,
  { hand, form }: Pick<Row, 'hand' | 'form'>,
  purpose: string,
): Promise<ReadAnswer> {
  const { product, category } = cell.facts
  return parts.gate.read(prober(parts.inForce().newest.policy), {
    person: ref,
    product,
    category,
    purpose,
    hand,
    form,
    limit: 1,
  })
}

/** Takes away what the trials wrote: test persons hold nothing between runs. */
export async function takeAway({ gate, planted }: ProbeParts): Promise<void> {
  await Promise.all([...planted].map(([person, ids]) => gate.remove(person, ids, { type: 'sweep', case: 'probe' })))
  planted.clear()
}

/** Probes ask as a service bound to every product and purpose: only the statement stands in their way. */
function prober({ products, purposes }: Policy): Principal {
  const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name)
  return {
    role: 'service',
    id: 'probe',
    service: 'probe',
    officer: null,
    products: names(products),
    purposes: names(purposes),
    endsAt: new Date(8.64e15),
  }
}
