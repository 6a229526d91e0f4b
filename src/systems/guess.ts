// What a column seems to hold, and which category of the statement that is: the recognisers' words of its name, what they made of its
// values, the table around it. Every guess says how sure it is and why (docs/spec/systems.md, discovery).

import { kinds, recogniseName, singular, wordsOf, type Kind } from '../recognise/index.ts'
import type { Policy } from '../policy/index.ts'
import type { Column, Table } from './catalogue.ts'
import type { ColumnProfile } from './connector.ts'

/** A column taken for a kind of personal data. */
export interface ColumnGuess {
  readonly kind: Kind
  readonly confidence: number
  readonly reason: string
}

const kindsByName = new Map(kinds.map((kind) => [kind.name, kind]))

/** Values that many must be of a kind before they say anything. */
const shareMin = 0.6

/** What a column seems to hold by its name, its type and what was seen of its values; null where nothing says that it is personal. */
export function guessColumn(table: Table, column: Column, profile: ColumnProfile | undefined): ColumnGuess | null {
  const byName = recogniseName({ schema: table.schema, table: table.name, column: column.name, type: column.type })
  const byValues = guessValues(profile)
  if (!byName || !byValues) return byName ?? byValues
  if (byName.kind.name !== byValues.kind.name) return byName.confidence >= byValues.confidence ? byName : byValues
  const confidence = 1 - (1 - byName.confidence) * (1 - byValues.confidence)
  return { kind: byName.kind, confidence, reason: `${byName.reason}, and ${byValues.reason}` }
}

function guessValues(profile: ColumnProfile | undefined): ColumnGuess | null {
  const best = profile?.kinds.toSorted((a, b) => b.share - a.share)[0]
  const kind = best && kindsByName.get(best.kind)
  if (!best || !kind || best.share < shareMin) return null
  return { kind, confidence: 0.9 * best.share, reason: `${Math.round(best.share * 100)} % of the values seen look like ${kind.label}` } // prettier-ignore
}

// --- categories ---------------------------------------------------------------------------------------------------

/** The category of the statement nearest to one of the published taxonomy: itself, one above it, one below it, one with the same last word. */
export function fitCategory(policy: Policy, category: string): string | null {
  const names = policy.categories.map(({ name }) => name)
  const above = category.split('.').map((_, i, parts) => parts.slice(0, parts.length - i).join('.'))
  const last = category.split('.').at(-1)
  return above.find((name) => names.includes(name)) ?? names.find((name) => name.startsWith(`${category}.`)) ?? names.find((name) => name.split('.').at(-1) === last) ?? null // prettier-ignore
}

/** A category for rows of a table, and why. */
export interface TableCategory {
  readonly category: string
  readonly confidence: number
  readonly reason: string
}

/** What things are called that rows are about, and their category in the published taxonomy. */
const things: readonly (readonly [category: string, words: string])[] = [
  ['interaction.device.purchase', 'order purchase sale line item cart basket checkout booking reservation rental transaction ticket'],
  ['payment', 'payment card refund payout charge wallet'],
  ['licence', 'subscription licence license entitlement membership plan invoice contract'],
  ['content.message', 'message mail chat comment post conversation letter thread reply'],
  ['feedback', 'review feedback rating survey answer response complaint'],
  ['content.file', 'file document photo image upload attachment video'],
  ['interaction.search', 'search query'],
  ['interaction.location', 'location position track trip visit'],
  ['interaction.device.config', 'device session login token agent'],
  ['interaction.device', 'event activity log usage click impression'],
  ['interaction.social', 'friend friendship follow follower like connection'],
  ['interaction.interest', 'favourite favorite interest preference wishlist bookmark'],
  ['contact', 'address contact phone email profile'],
] // prettier-ignore

/**
 * What rows of a table are about: named like a category of the statement, or speaking of what one holds, or like the data found in
 * them, or by the table's own word. `but`: words that only name the table they belong to.
 */
export function categoryOfTable(policy: Policy, table: Table, found: readonly string[], but: readonly string[]): TableCategory | null {
  const words = tellingWords(table.name)
  const head = words.at(-1) ?? ''
  const named = policy.categories.find(({ name, label }) => [name.split('.').at(-1) ?? '', ...wordsOf(label)].map(singular).includes(head))
  if (named) return { category: named.name, confidence: 0.9, reason: `the table is named like ${named.label}` }
  const spoken = mostSpoken(policy, [head, ...table.columns.flatMap(({ name }) => tellingWords(name))].filter((word) => !but.includes(word)))
  if (spoken) return { category: spoken.name, confidence: 0.7, reason: `its columns speak of what ${spoken.label} holds` }
  const thing = words
    .toReversed()
    .map((word) => things.find(([, all]) => all.split(' ').includes(word)))
    .find((one) => one !== undefined)
  if (thing) return { category: fitCategory(policy, thing[0]) ?? thing[0], confidence: 0.6, reason: 'the word of the table says so' }
  const most = mostOf(found)
  return most === null ? null : { category: most, confidence: 0.5, reason: 'most of what was found in it is that' }
} // prettier-ignore

const plainWords = new Set('id key code number no date time day amount name at by on of the and you your for what when how much each we us it to a in much'.split(' ')) // prettier-ignore

function tellingWords(name: string): readonly string[] {
  return wordsOf(name).map(singular)
}

function mostSpoken(policy: Policy, words: readonly string[]): Policy['categories'][number] | null {
  const scores = policy.categories.map((category) => {
    const said = new Set(wordsOf(`${category.label} ${category.holds}`).map(singular).filter((word) => !plainWords.has(word))) // prettier-ignore
    return { category, score: new Set(words.filter((word) => said.has(word))).size }
  })
  const [best, second] = scores.toSorted((a, b) => b.score - a.score)
  return best && best.score > 0 && best.score > (second?.score ?? 0) ? best.category : null
}

/** What stands in a list most often. */
export function mostOf(items: readonly string[]): string | null {
  const groups = [...Map.groupBy(items, (item) => item)].toSorted(([, a], [, b]) => b.length - a.length)
  return groups[0]?.[0] ?? null
}
