// What a signed-in person sees and decides: what is held, why, choices. Everything comes from the gate, which told the ledger first.

import { Failure } from '../../base/index.ts'
import { untilWords } from '../../decision/index.ts'
import type { RecordFilter } from '../../gate/index.ts'
import { has } from '../../policy/index.ts'
import type { App } from '../../app.ts'
import type { HandlerAnswer, HandlerInput, Handlers } from '../handler.ts'
import type { Visit } from '../visit.ts'
import { categoryOf, itemView, numberOf } from './item.ts'
import { whyOf } from './why.ts'

type Mine = 'held' | 'items' | 'why' | 'choices' | 'choose' | 'choiceHistory'

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
          number: numberOf(app, cell?.limits[0]?.clause || null),
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

  why: async (app, { params }, visit) => whyOf(app, personOf(visit).person, params.id),

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
