// "Why do you have this?" (ACC-05): the sentences a thing stands under, where it came from, what it was made from and what was made from it,
// what it may serve, what it served, and who asked in vain. In the person's words: labels of registers and numbers of sentences.

import { Failure } from '../../base/index.ts'
import { recipientsOf } from '../../decision/index.ts'
import type { Happened, Told } from '../../gate/index.ts'
import { has, versionOf, type PageClause, type Policy } from '../../policy/index.ts'
import type { App } from '../../app.ts'
import type { HandlerAnswer } from '../handler.ts'
import { glimpseOf, itemView, numberOf, productLabel } from './item.ts'

type Why = HandlerAnswer<'why'>

const historyMax = 2000

/** How many of the things that one was made from, or that were made from it, are named; all of them are counted. */
const namedMost = 20

/** The whole answer. Fails with `not_found` for what is not there, not the person's, or not theirs to see. */
export async function whyOf(app: App, person: string, id: string): Promise<Why> {
  const { from, into } = await app.gate.making(person, id)
  const ids = [id, ...from.slice(0, namedMost), ...into.slice(0, namedMost)]
  const [all, standing, history, proved] = await Promise.all([
    app.gate.tell(person, 'view', { ids }),
    app.standing(person),
    app.gate.history(person, historyMax),
    app.proof.states(),
  ])
  const told = all.find(({ record }) => record.id === id)
  if (!told) throw new Failure('not_found')
  const { policy } = app.inForce().newest
  const asked = history.flatMap((event) => askedFor(event, told))
  const named = (some: readonly string[]): Why['made'] => ({
    count: some.length,
    things: some.flatMap((one) => all.filter(({ record }) => record.id === one)).map((one) => glimpseOf(app, one)),
  })
  return {
    item: itemView(app, told, standing),
    data: told.data.reveal(),
    sentences: sentencesOf(app, told).map(({ clause, version }) => ({
      clause: clause.id,
      number: clause.number,
      text: clause.text,
      rules: clause.rules.map((rule) => ({ ...rule })),
      version,
      state: proved.clauses.get(clause.id)?.state ?? 'unproven',
    })),
    from: originWords[told.cell.facts.origin](productLabel(policy, told.record.product)),
    madeFrom: named(from),
    made: named(into),
    observed: app.gate.modeOf(told.record.product) === 'observe',
    uses: usesOf(app, policy, told),
    used: counted(
      policy,
      asked.filter(({ effect }) => effect !== 'deny'), // what a product only observed was given
    ),
    refused: refusedOf(
      app,
      asked.filter(({ effect }) => effect === 'deny'),
    ),
    recipients: recipientsFor(app, policy, told, history),
    stores: policy.stores
      .filter(({ name }) => name === told.record.place)
      .map(({ label, at }) => ({ label, place: policy.places.find(({ name }) => name === at)?.label ?? at })),
  }
}

const originWords: Record<Told['cell']['facts']['origin'], (product: string) => string> = {
  person: (product) => `You gave it in ${product}.`,
  observed: (product) => `We saw it when you used ${product}.`,
  system: (product) => `Our software made it in ${product}.`,
  inferred: (product) => `We guessed it in ${product}.`,
  'third-party': (product) => `We got it from somebody else, for ${product}.`,
}

/** The sentences of the version a record was collected under: the promise it stands under, whatever was published since. */
function sentencesOf(
  app: App,
  { cell, record }: Told,
): readonly { readonly clause: PageClause; readonly version: number }[] {
  const collectedUnder = app.inForce().versions.find(({ version }) => version === versionOf(record.cell))
  const lines = [...cell.collects, ...cell.rows.flatMap(({ uses }) => uses), ...cell.limits, ...cell.controls]
  const ids = new Set(lines.map(({ clause }) => clause))
  const clauses = collectedUnder?.page.sections.flatMap((section) => section.clauses) ?? []
  return clauses.filter(({ id }) => ids.has(id)).map((clause) => ({ clause, version: versionOf(record.cell) }))
}

function usesOf(app: App, policy: Policy, { cell, use: asked }: Told): Why['uses'] {
  return cell.rows
    .filter(({ hand, form }) => hand === 'machines' && form === 'identified')
    .flatMap((row) =>
      policy.purposes
        .filter(({ bit }) => has(row.based, bit))
        .map((purpose) => {
          const decision = asked(purpose.bit, row)
          const basis = row.uses.find((use) => use.purpose === purpose.bit)?.basis.kind ?? ''
          return {
            purpose: purpose.name,
            label: purpose.label,
            basis,
            open: decision.effect === 'permit',
            why: decision.why,
            clause: decision.clause,
            number: numberOf(app, decision.clause),
            objectable: has(row.objectable, purpose.bit),
            marketing: purpose.marketing,
          }
        }),
    )
}

interface Asked {
  readonly purpose: string
  readonly service: string
  readonly effect: string
  readonly at: Date
  readonly clause: string | null
}

/** A read of the same sort of data, as the ledger holds it. */
function askedFor({ type, at, actor, payload }: Happened, { record }: Told): readonly Asked[] {
  if (type !== 'read' || payload === null || typeof payload !== 'object' || !('category' in payload)) return []
  const { category, product, purpose, effect, clause } = payload as Record<string, string | null> // what gate/read.ts wrote
  const same =
    product === record.product && (record.category === category || record.category.startsWith(`${category}.`))
  if (!same || at.getTime() < wholeSecond(record.collectedAt)) return []
  return [{ purpose: String(purpose), service: actor, effect: String(effect), at, clause: clause || null }]
}

/** A leaf of the ledger tells whole seconds: what was asked in the second of the collection counts. */
function wholeSecond(at: Date): number {
  return Math.floor(at.getTime() / 1_000) * 1_000
}

/** Who may get it, by purpose, and how often the ledger says that they did. */
function recipientsFor(app: App, policy: Policy, told: Told, history: readonly Happened[]): Why['recipients'] {
  const given = history.flatMap((event) => (event.type === 'share' ? sharedIn(event, told) : []))
  return policy.purposes.flatMap(({ bit, name, label }) =>
    recipientsOf(told.cell, bit).map(({ recipient, clause }) => {
      const got = given.filter((one) => one.recipient === recipient && one.purpose === name)
      return {
        recipient,
        label: policy.recipients?.find((one) => one.name === recipient)?.label ?? recipient,
        purpose: name,
        purposeLabel: label,
        clause,
        number: numberOf(app, clause),
        given: got.length,
        lastAt: got[0]?.at.toISOString() ?? null, // the newest first, as the ledger tells them
      }
    }),
  )
}

/** A share of the same sort of data that was not refused. */
function sharedIn(event: Happened, told: Told): readonly { recipient: string; purpose: string; at: Date }[] {
  const { recipient } = event.payload as { recipient?: string } // what gate/read.ts wrote
  return askedFor({ ...event, type: 'read' }, told).flatMap(({ effect, purpose, at }) =>
    effect === 'deny' || recipient === undefined ? [] : [{ recipient, purpose, at }],
  )
}

/** Counted by purpose and by who asked; the newest first, as the ledger tells them. */
function counted(policy: Policy, asked: readonly Asked[]): Why['used'] {
  const groups = Map.groupBy(asked, ({ purpose, service }) => `${purpose} ${service}`)
  return [...groups.values()].map((group) => {
    const { purpose, service, at } = group[0]! // a group has a member
    const label = policy.purposes.find(({ name }) => name === purpose)?.label ?? purpose
    return { purpose, label, service, count: group.length, lastAt: at.toISOString() }
  })
}

function refusedOf(app: App, asked: readonly Asked[]): Why['refused'] {
  return counted(app.inForce().newest.policy, asked).map((one) => {
    const { clause } = asked.find(({ purpose, service }) => purpose === one.purpose && service === one.service)! // it was counted
    return { ...one, clause, number: numberOf(app, clause), why: refusedWords(clause, numberOf(app, clause)) }
  })
}

function refusedWords(clause: string | null, number: string | null): string {
  if (clause === null) return 'No sentence allows it.'
  return number === null ? 'A sentence of an earlier version closed it.' : `Sentence ${number} closes it.`
}
