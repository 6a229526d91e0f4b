// A thing held about a person, as its page shows it: whole, or as a glimpse by which somebody knows it again.

import type { Json } from '../../base/index.ts'
import { dueAt, untilWords } from '../../decision/index.ts'
import type { Told } from '../../gate/index.ts'
import type { Category, Policy, Standing } from '../../policy/index.ts'
import type { App } from '../../app.ts'
import type { HandlerAnswer } from '../handler.ts'

type Item = HandlerAnswer<'items'>['items'][number]
type Glimpse = HandlerAnswer<'why'>['made']['things'][number]

/** A category, or the nearest above it that the register names. */
export function categoryOf({ categories }: Policy, name: string): Pick<Category, 'label' | 'holds'> {
  return categories.find((one) => one.name === name) ?? { label: name, holds: '' }
}

/** What a product is called where people read it. */
export function productLabel({ products }: Policy, name: string): string {
  return products.find((one) => one.name === name)?.label ?? name
}

/** A sentence as today's page has it: the number that people read; null where the page has no such sentence any more. */
export function numberOf(app: App, clause: string | null): string | null {
  const clauses = app.inForce().newest.page.sections.flatMap((section) => section.clauses)
  return clauses.find(({ id }) => id === clause)?.number ?? null
}

/** All that a page says of a thing beside why it is there. */
export function itemView(app: App, { record, cell, data }: Told, standing: Standing): Item {
  const { policy } = app.inForce().newest
  const at = dueAt(cell, record, standing)
  return {
    id: record.id,
    category: record.category,
    categoryLabel: categoryOf(policy, record.category).label,
    product: record.product,
    productLabel: productLabel(policy, record.product),
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

/** A thing named beside another: enough to know it again, and to go to it. */
export function glimpseOf(app: App, { record, data }: Told): Glimpse {
  return {
    id: record.id,
    categoryLabel: categoryOf(app.inForce().newest.policy, record.category).label,
    collectedAt: record.collectedAt.toISOString(),
    shown: shownWords(data.reveal()),
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
