// Notices of jurisdictions (CON-05): for each place that the statement singles out, the page of what it says to the people there. No text of
// its own: the clauses whose rules select the place by `where`, and the overlays that hold there.

import type { Compiled, Page, PageClause, Policy, Section } from '../../policy/index.ts'
import { parseRules } from '../1-parse/parse-rules.ts'
import type { Rule } from '../1-parse/rule.ts'
import { coversPlace, touchesPlace } from '../2-check/resolve.ts'

/** The notice of one place: the statement's page, less what does not speak of the place. */
export interface PlaceNotice {
  readonly place: string
  readonly label: string
  readonly page: Page
}

/** The notice of every place that some clause speaks of, by name of the place. */
export function emitPlaceNotices({ policy, page }: Compiled): readonly PlaceNotice[] {
  const overlays = new Map(
    (policy.profiles ?? []).map(({ name, while: facts }) => [
      name,
      facts.flatMap((fact) => (fact.kind === 'where' ? [fact.name] : [])),
    ]),
  )
  return policy.places.flatMap(({ name: place, label }) => {
    const speaks = (section: Section, clause: PageClause): boolean =>
      isIn(section.of?.kind === 'profile' ? (overlays.get(section.of.name) ?? []) : [], place, policy) ||
      rulesOf(clause).some((rule) => selects(rule, place, policy))
    const sections = page.sections
      .map((section) => ({ ...section, clauses: section.clauses.filter((clause) => speaks(section, clause)) }))
      .filter(({ clauses }) => clauses.length > 0)
    return sections.length === 0 ? [] : [{ place, label, page: pageOf(page, label, sections) }]
  })
}

/** The rules of a clause, read from the page: what people read is what selects. */
function rulesOf({ id, rules }: PageClause): readonly Rule[] {
  return rules.flatMap(({ text }) => parseRules([{ text, file: id, line: 1, column: 1 }], () => {}).rules)
}

/** Whether a rule names people of a place: one that opens for all of it, one that narrows for any part of it. */
function selects({ verb, slots }: Rule, place: string, policy: Pick<Policy, 'places'>): boolean {
  if (!slots.where) return false
  const { any, names, except } = slots.where
  const where = { any, names: names.map(({ text }) => text), except: except.map(({ text }) => text) }
  return (verb === 'never' || verb === 'keep' ? touchesPlace : coversPlace)(where, place, policy)
}

/** Whether an overlay of these places holds for all people of a place. */
function isIn(places: readonly string[], place: string, policy: Pick<Policy, 'places'>): boolean {
  return places.length > 0 && coversPlace({ any: false, names: places, except: [] }, place, policy)
}

function pageOf({ title, language, translations }: Page, label: string, sections: readonly Section[]): Page {
  const ids = new Set(sections.map(({ id }) => id))
  const clauses = new Set(sections.flatMap((section) => section.clauses.map(({ id }) => id)))
  return {
    title: `${title}: ${label}`,
    language,
    sections,
    ...(translations && {
      translations: translations.map((one) => ({
        ...one,
        sections: one.sections.filter(({ id }) => ids.has(id)),
        clauses: one.clauses.filter(({ id }) => clauses.has(id)),
      })),
    }),
  }
}
