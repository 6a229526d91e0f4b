// What a signed-in person sees and decides: what is held, why, choices. Everything comes from the gate, which told the ledger first.

import { Failure, type Json } from '../../base/index.ts'
import { decideUse, dueAt, observeUse, onlyObserved, untilWords } from '../../decision/index.ts'
import type { Happened, RecordFilter, Told } from '../../gate/index.ts'
import { has, versionOf, type Category, type PageClause, type Policy, type Standing } from '../../policy/index.ts'
import type { App } from '../../app.ts'
import type { HandlerAnswer, HandlerInput, Handlers } from '../handler.ts'
import type { Visit } from '../visit.ts'

type Mine = 'held' | 'items' | 'why' | 'choices' | 'choose' | 'choiceHistory'

const historyMax = 2000

/** The person who is signed in; the route table has let nobody else in. */
export function personOf({ principal }: Visit): Extract<Visit['principal'], { role: 'person' }> {
  if (principal.role !== 'person') throw new Failure('not_signed_in')
  return principal
}

export const mine: Handlers<Mine> = {
  async held(app, _input, visit) {
    const { person } = personOf(visit)
    const [holdings, days, standing] = await Promise.all([
      app.gate.holdings(person),
      app.gate.days(person),
      app.standing(person),
    ])
    const { policy } = app.inForce().newest
    const groups = Map.groupBy(holdings, ({ category }) => category)
    return {
      greeting: await app.greetingOf(person),
      count: holdings.reduce((sum, { count }) => sum + count, 0),
      readAt: app.clock.now().toISOString(),
      kinds: [...groups].map(([category, group]) => {
        const first = group[0]!
        const oldest = group.reduce((least, { oldest: at }) => (at < least ? at : least), first.oldest)
        const cell = app.inForce().cell(first.cell)
        const words = cell ? untilWords(policy, cell, { collectedAt: app.clock.now(), endedAt: null }, standing) : ''
        const { label, holds } = categoryOf(policy, category)
        return {
          category,
          label,
          holds,
          count: group.reduce((sum, { count }) => sum + count, 0),
          oldest: oldest.toISOString(),
          until: words,
          clause: cell?.limits[0]?.clause || null, // what no sentence covers names none
        }
      }),
      days: [...days],
    }
  },

  async items(app, { query }, visit) {
    const { person } = personOf(visit)
    const limit = query.limit ?? 100
    const [told, standing] = await Promise.all([
      app.gate.tell(person, 'view', { ...filterOf(query), limit: limit + 1, newest: true }),
      app.standing(person),
    ])
    return { items: told.slice(0, limit).map((one) => itemView(app, one, standing)), more: told.length > limit }
  },

  async why(app, { params }, visit) {
    const { person } = personOf(visit)
    const [[told], standing, history, proved] = await Promise.all([
      app.gate.tell(person, 'view', { ids: [params.id] }),
      app.standing(person),
      app.gate.history(person, historyMax),
      app.proof.states(),
    ])
    if (!told) throw new Failure('not_found')
    const { policy } = app.inForce().newest
    const asked = history.flatMap((event) => askedFor(event, told))
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
      from: originWords[told.cell.facts.origin](told.record.source),
      observed: app.gate.modeOf(told.record.product) === 'observe',
      uses: usesOf(app, policy, told, standing),
      used: counted(asked.filter(({ effect }) => effect !== 'deny')), // what a product only observed was given
      refused: counted(asked.filter(({ effect }) => effect === 'deny')).map((one) => ({
        ...one,
        why: asked.find(({ purpose, effect }) => purpose === one.purpose && effect === 'deny')!.why,
      })),
      recipients: [],
      stores: policy.stores
        .filter(({ name }) => name === told.record.place)
        .map(({ label, at }) => ({ label, place: policy.places.find(({ name }) => name === at)?.label ?? at })),
    }
  },

  choices: async (app, _input, visit) => choicesView(app, personOf(visit).person),

  async choose(app, { body }, visit) {
    const { at, kind, name, value, wording, version, channel, actor } = await app.choose(
      personOf(visit),
      body,
      'dashboard',
    )
    return { at: at.toISOString(), kind, name, value, wording, version, channel, actor }
  },

  async choiceHistory(app, _input, visit) {
    const events = await app.gate.choices(personOf(visit).person)
    return {
      events: events.map(({ at, kind, name, value, wording, version, channel, actor }) => ({
        at: at.toISOString(),
        kind,
        name,
        value,
        wording,
        version,
        channel,
        actor,
      })),
    }
  },
}

/** The filter of a scope as it stands in an address or a body: days are whole days in UTC, both ends included. */
export function filterOf({
  ids,
  category,
  product,
  from,
  to,
}: { readonly ids?: string[] | undefined } & Pick<
  HandlerInput<'items'>['query'],
  'category' | 'product' | 'from' | 'to'
>): RecordFilter {
  return {
    ...(ids && { ids }),
    ...(category !== undefined && { category }),
    ...(product !== undefined && { product }),
    ...(from !== undefined && { from: new Date(`${from}T00:00:00.000Z`) }),
    ...(to !== undefined && { to: new Date(new Date(`${to}T00:00:00.000Z`).getTime() + 86_400_000) }),
  }
}

/** A category, or the nearest above it that the register names. */
function categoryOf({ categories }: Policy, name: string): Pick<Category, 'label' | 'holds'> {
  return categories.find((one) => one.name === name) ?? { label: name, holds: '' }
}

function itemView(app: App, { record, cell, data }: Told, standing: Standing): HandlerAnswer<'items'>['items'][number] {
  const { policy } = app.inForce().newest
  const at = dueAt(cell, record, standing)
  return {
    id: record.id,
    category: record.category,
    categoryLabel: categoryOf(policy, record.category).label,
    product: record.product,
    productLabel: policy.products.find(({ name }) => name === record.product)?.label ?? record.product,
    origin: cell.facts.origin,
    covered: record.cell > 0,
    source: record.source,
    collectedAt: record.collectedAt.toISOString(),
    shown: shownWords(data.reveal()),
    law: record.law === '' ? null : record.law,
    until: { at: at?.toISOString() ?? null, words: untilWords(policy, cell, record, standing) },
    controls: [...new Set(cell.controls.map(({ control }) => control))],
  }
}

const shownCharactersMax = 200

/** The content of a record in one line: its texts, or its members by name where it has none. */
function shownWords(data: Json): string {
  if (data === null || typeof data !== 'object') return String(data)
  const members = Object.entries(data)
  const texts = members.flatMap(([, value]) => (typeof value === 'string' && value !== '' ? [value] : []))
  const words =
    texts.length > 0
      ? texts.join(', ')
      : members
          .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
          .join(', ')
  return words.length > shownCharactersMax ? `${words.slice(0, shownCharactersMax)}…` : words
}

const originWords: Record<Told['cell']['facts']['origin'], (source: string) => string> = {
  person: (source) => `You gave it in ${source}.`,
  observed: (source) => `We saw it when you used ${source}.`,
  system: (source) => `Our software made it in ${source}.`,
  inferred: (source) => `We guessed it in ${source}.`,
  'third-party': (source) => `We got it from somebody else, through ${source}.`,
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

function usesOf(app: App, policy: Policy, { cell, record }: Told, standing: Standing): HandlerAnswer<'why'>['uses'] {
  return cell.rows
    .filter(({ hand, form }) => hand === 'machines' && form === 'identified')
    .flatMap((row) =>
      policy.purposes
        .filter(({ bit }) => has(row.based, bit))
        .map((purpose) => {
          const act = {
            purpose: purpose.bit,
            hand: row.hand,
            form: row.form,
            cases: [],
            directed: false,
            place: app.place,
            collectedAt: record.collectedAt,
            endedAt: record.endedAt,
            at: app.clock.now(),
          }
          const enforced = decideUse(policy, cell, standing, act)
          const isObserved =
            app.gate.modeOf(record.product) === 'observe' &&
            record.law === '' &&
            enforced.effect === 'deny' &&
            observeUse(policy, cell, standing, act).effect === 'permit'
          const decision = isObserved ? onlyObserved(enforced) : enforced
          const basis = row.uses.find((use) => use.purpose === purpose.bit)?.basis.kind ?? ''
          return {
            purpose: purpose.name,
            label: purpose.label,
            basis,
            open: decision.effect === 'permit',
            why: decision.why,
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
  readonly why: string
}

/** A read of the same sort of data, as the ledger holds it. */
function askedFor({ type, at, actor, payload }: Happened, { record }: Told): readonly Asked[] {
  if (type !== 'read' || payload === null || typeof payload !== 'object' || !('category' in payload)) return []
  const { category, product, purpose, effect, clause } = payload as Record<string, string | null> // what gate/read.ts wrote
  const same =
    product === record.product && (record.category === category || record.category.startsWith(`${category}.`))
  if (!same || at < record.collectedAt) return []
  return [
    {
      purpose: String(purpose),
      service: actor,
      effect: String(effect),
      at,
      why: clause ? `sentence \`${clause}\` closes it` : 'no sentence allows it',
    },
  ]
}

function counted(asked: readonly Asked[]): { purpose: string; service: string; count: number; lastAt: string }[] {
  const groups = Map.groupBy(asked, ({ purpose, service }) => `${purpose} ${service}`)
  return [...groups.values()].map((group) => ({
    purpose: group[0]!.purpose,
    service: group[0]!.service,
    count: group.length,
    lastAt: group[0]!.at.toISOString(),
  }))
}

async function choicesView(app: App, person: string): Promise<HandlerAnswer<'choices'>> {
  const { policy } = app.inForce().newest
  const [events, standing] = await Promise.all([app.gate.choices(person), app.standing(person)])
  const last = (kind: string, name: string): (typeof events)[number] | undefined =>
    events.findLast((event) => event.kind === kind && event.name === name)
  const objectable = policy.purposes.filter(({ bit }) =>
    policy.cells.some((cell) => cell.rows.some((row) => has(row.objectable, bit))),
  )
  return {
    choices: policy.choices.map(({ name, label, kind, wording, bit, default: preset }) => {
      const event = last('choice', name)
      return {
        name,
        label,
        kind,
        wording,
        value: has(standing.on, bit) ? 'on' : 'off',
        default: preset,
        decidedAt: event?.at.toISOString() ?? null,
        version: event?.version ?? null,
      }
    }),
    objections: objectable.map(({ name, label, bit }) => ({
      purpose: name,
      label,
      objected: has(standing.objected, bit),
      since: last('objection', name)?.at.toISOString() ?? null,
    })),
    restricted: standing.restricted,
  }
}
