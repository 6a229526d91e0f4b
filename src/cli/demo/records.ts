// What Harbour's products hold about the people of the demo: the same for the same seed and the same clock, relative to now, so that
// every period of the statement has something on both sides of it.

import { addPeriod } from '../../base/index.ts'
import type { Input } from '../../client/index.ts'
import { chanceOf, type Chance } from './chance.ts'
import type { DemoPerson } from './people.ts'
import { chatWords, goods, letterWords, placeWords, searchWords, spoken } from './words.ts'

/** A record as a service of Harbour writes it. */
export type DemoRecord = Input<'write'>['body']['records'][number]

const minute = 60_000
const day = 24 * 60 * minute

/** Names of Harbour's statement that the demo and the tour speak of. */
export const names = {
  searches: { product: 'search', category: 'interaction.search' },
  guesses:  { product: 'search', category: 'interaction.interest' },
  places:   { product: 'maps', category: 'interaction.location.point' },
  letters:  { product: 'mail', category: 'content.message.mail' },
  chats:    { product: 'chat', category: 'content.message.chat' },
  voice:    { product: 'assistant', category: 'interaction.voice' },
  files:    { product: 'files', category: 'content.file' },
  orders:   { product: 'store', category: 'interaction.device.purchase' },
  invoices: { product: 'store', category: 'licence.invoice' },
  devices:  { product: 'mail', category: 'interaction.device.config' },
  faults:   { product: 'maps', category: 'interaction.device.error' },
} as const // prettier-ignore

/** How many searches, and over how many days: the statement keeps them 18 months, and a change to 6 takes the older ones. */
const searches = { count: 300, days: 535 }
const walks = { count: 112, days: 28 }

/** Everything the demo holds about one person. */
export function recordsOf(person: DemoPerson, now: Date, seed = 1): DemoRecord[] {
  const chance = chanceOf(seed + person.key.length * 7919)
  return parts.flatMap((part) => part(person, now, chance))
}

/** How many of a person's searches a keeping of so many months no longer holds at a moment. */
export function searchesPast(person: DemoPerson, began: Date, months: number, at: Date, seed = 1): number {
  const searches = recordsOf(person, began, seed).filter(({ category }) => category === names.searches.category)
  return searches.filter(({ collectedAt }) => addPeriod(new Date(collectedAt), { count: months, unit: 'month' }) <= at)
    .length
}

type Part = (person: DemoPerson, now: Date, chance: Chance) => DemoRecord[]
type Kind = keyof typeof names

/** A thing before it is a record. */
export interface Thing {
  readonly kind: Kind
  readonly id: number
  readonly at: number
  readonly origin: DemoRecord['origin']
  readonly data: Record<string, unknown>
  readonly endedAt?: number
}

/** A thing of a person as its service writes it. */
export function recordOf(person: DemoPerson, { kind, id, at, origin, data, endedAt }: Thing): DemoRecord {
  return {
    messageId: `${person.key}-${kind}-${id}`,
    person: { field: 'email', value: person.email },
    ...names[kind],
    origin,
    collectedAt: new Date(at).toISOString(),
    ...(endedAt !== undefined && { endedAt: new Date(endedAt).toISOString() }),
    signedIn: true,
    account: 'personal',
    region: person.region,
    data,
  }
}

/** `count` things, one every so many days, each made by `data`. */
function every(
  kind: Kind,
  origin: DemoRecord['origin'],
  { count, days }: { count: number; days: number },
  data: (person: DemoPerson, chance: Chance, i: number) => Record<string, unknown>,
): Part {
  return (person, now, chance) =>
    Array.from({ length: count }, (_, id) => {
      const at = now.getTime() - Math.floor((id * days * day) / count) - (5 + chance.number(90)) * minute
      return recordOf(person, { kind, id, at, origin, data: data(person, chance, id) })
    })
}

/** Purchases, each with its invoice: the purchase goes after three years, the invoice stays longer, for the tax office alone. */
const purchases: Part = (person, now) =>
  goods.flatMap(({ what, cents }, id) => {
    const at = now.getTime() - (id * 120 + 3) * day
    return [
      recordOf(person, {
        kind: 'orders',
        id,
        at,
        origin: 'person',
        endedAt: at,
        data: { what, cents, whom: person.name },
      }),
      recordOf(person, {
        kind: 'invoices',
        id,
        at,
        origin: 'system',
        endedAt: at,
        data: { number: `H-${1000 + id}`, cents, to: person.name },
      }),
    ]
  })

const parts: readonly Part[] = [
  every('searches', 'person', searches, (_, chance) => ({ words: chance.pick(searchWords), opened: chance.number(3) })),
  every('places', 'observed', walks, (_, chance, i) => ({ latitude: (577_000 + chance.number(900)) / 10_000, longitude: (119_000 + chance.number(900)) / 10_000, label: placeWords[i % placeWords.length] })),
  every('letters', 'person', { count: 12, days: 100 }, (_, chance) => ({ text: chance.pick(letterWords) })),
  every('chats', 'person', { count: 9, days: 60 }, (_, chance) => ({ text: chance.pick(chatWords) })),
  every('voice', 'person', { count: 5, days: 50 }, (_, chance) => ({ heard: chance.pick(spoken) })),
  every('files', 'person', { count: 3, days: 300 }, (_, chance, i) => ({ name: `${['picture', 'scan', 'list'][i % 3]}.txt`, text: chance.pick(letterWords) })),
  every('devices', 'observed', { count: 2, days: 400 }, (_, __, i) => ({ device: i === 0 ? 'telephone' : 'laptop', system: '14.2' })),
  every('faults', 'system', { count: 2, days: 20 }, (_, chance) => ({ broke: 'the map stayed empty', device: 'telephone', code: chance.number(90) })),
  purchases,
] // prettier-ignore
