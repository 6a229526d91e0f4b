// What Harbour's products hold about the people of the demo: the same for the same seed and the same clock, relative to now, so that
// every period of the statement has something on both sides of it.

import { addPeriod } from '../../base/index.ts'
import type { Input } from '../../client/index.ts'
import { chanceOf, type Chance } from './chance.ts'
import type { DemoPerson } from './people.ts'
import { chatWords, goods, letterWords, searchWords, spoken } from './words.ts'

/** A record as a service of Harbour writes it. */
export type DemoRecord = Input<'write'>['body']['records'][number]

const minute = 60_000
const day = 24 * 60 * minute

/** Names of Harbour's statement that the demo and the tour speak of. */
export const names = {
  searches: { product: 'search', category: 'interaction.search' },
  places:   { product: 'maps', category: 'interaction.location.point' },
  letters:  { product: 'mail', category: 'content.message.mail' },
  chats:    { product: 'assistant', category: 'content.message.chat' },
  voice:    { product: 'assistant', category: 'interaction.voice' },
  orders:   { product: 'store', category: 'interaction.device.purchase' },
  invoices: { product: 'store', category: 'licence.invoice' },
  devices:  { product: 'store', category: 'interaction.device.config' },
} as const // prettier-ignore

/** How many searches, and over how many days: the statement keeps them 18 months, and a change to 6 takes the older ones. */
const searches = { count: 300, days: 535 }
const walks = { days: 28, perDay: 4 }

/** Everything of one person, oldest last. */
export function recordsOf(person: DemoPerson, now: Date, seed = 1): DemoRecord[] {
  const chance = chanceOf(seed + person.key.length * 7919)
  const parts = [searchesOf, placesOf, lettersOf, chatsOf, voiceOf, ordersOf, devicesOf]
  return parts.flatMap((part) => part(person, now, chance))
}

/** How many of a person's searches a keeping of 6 months would no longer hold at a moment. */
export function searchesOlderThan(person: DemoPerson, began: Date, months: number, at: Date, seed = 1): number {
  const limit = addPeriod(at, { count: -months, unit: 'month' })
  return recordsOf(person, began, seed).filter(
    ({ category, collectedAt }) => category === names.searches.category && new Date(collectedAt) <= limit,
  ).length
}

function record(
  person: DemoPerson,
  kind: keyof typeof names,
  id: string | number,
  at: number,
  origin: DemoRecord['origin'],
  data: Record<string, unknown>,
): DemoRecord {
  return {
    messageId: `${person.key}-${kind}-${id}`,
    person: { field: 'email', value: person.email },
    ...names[kind],
    origin,
    collectedAt: new Date(at).toISOString(),
    signedIn: true,
    account: 'personal',
    region: person.region,
    data,
  }
}

function searchesOf(person: DemoPerson, now: Date, chance: Chance): DemoRecord[] {
  return Array.from({ length: searches.count }, (_, i) => {
    const at =
      now.getTime() - Math.floor((i * searches.days * day) / searches.count) - (5 + chance.number(600)) * minute
    const words = `${chance.pick(searchWords)} ${person.planted}`
    return record(person, 'searches', i, at, 'person', { words, opened: chance.number(3) })
  })
}

function placesOf(person: DemoPerson, now: Date, chance: Chance): DemoRecord[] {
  return Array.from({ length: walks.days * walks.perDay }, (_, i) => {
    const at = now.getTime() - Math.floor((i * day) / walks.perDay) - (5 + chance.number(60)) * minute
    return record(person, 'places', i, at, 'observed', {
      latitude: 57.7 + chance.number(900) / 10_000,
      longitude: 11.9 + chance.number(900) / 10_000,
      label: `${person.planted} ${i}`,
    })
  })
}

function lettersOf(person: DemoPerson, now: Date, chance: Chance): DemoRecord[] {
  return Array.from({ length: 12 }, (_, i) =>
    record(person, 'letters', i, now.getTime() - (i * 9 + 1) * day, 'person', {
      text: `${chance.pick(letterWords)} ${person.planted}`,
    }),
  )
}

function chatsOf(person: DemoPerson, now: Date, chance: Chance): DemoRecord[] {
  return Array.from({ length: 9 }, (_, i) =>
    record(person, 'chats', i, now.getTime() - (i * 6 + 1) * day, 'person', {
      text: `${chance.pick(chatWords)} ${person.planted}`,
    }),
  )
}

function voiceOf(person: DemoPerson, now: Date, chance: Chance): DemoRecord[] {
  return Array.from({ length: 5 }, (_, i) =>
    record(person, 'voice', i, now.getTime() - (i * 11 + 2) * day, 'person', {
      heard: `${chance.pick(spoken)} ${person.planted}`,
    }),
  )
}

/** Purchases, each with its invoice: the purchase goes after three years, the invoice stays longer, for the tax office alone. */
function ordersOf(person: DemoPerson, now: Date): DemoRecord[] {
  return goods.flatMap(({ what, cents }, i) => {
    const at = now.getTime() - (i * 120 + 3) * day
    const ended = { endedAt: new Date(at).toISOString() }
    return [
      { ...record(person, 'orders', i, at, 'person', { what: `${what} ${person.planted}`, cents }), ...ended },
      {
        ...record(person, 'invoices', i, at, 'system', {
          number: `H-${1000 + i}`,
          cents,
          to: `${person.name}, ${person.planted}`,
        }),
        ...ended,
      },
    ]
  })
}

function devicesOf(person: DemoPerson, now: Date): DemoRecord[] {
  return ['telephone', 'laptop'].map((device, i) =>
    record(person, 'devices', i, now.getTime() - (200 + i * 90) * day, 'observed', {
      device: `${device} ${person.planted}`,
      system: '14.2',
    }),
  )
}
