// Whose data the rows of each table are: which tables are of people with identifiers of their own, which are of staff, and by which
// references the rows of all others lead to a person (docs/spec/systems.md, discovery).

import { aboutTable, singular, wordsOf } from '../recognise/index.ts'
import type { Catalogue, Column, Table } from './catalogue.ts'
import type { ColumnGuess } from './guess.ts'
import type { FoundReference } from './references.ts'
import type { Whose } from './data-map.ts'

/** Columns of all tables with what they were taken for. */
export type Guesses = ReadonlyMap<Table, ReadonlyMap<string, ColumnGuess>>

/** What is made of a table. */
export interface TableGuess {
  readonly table: Table
  readonly whose: Whose
  /** identifiers of the person in the row itself: field and column */
  readonly identifiers: readonly { readonly field: string; readonly column: string }[]
  /** ways of references to a person's table, each from the row on */
  readonly paths: readonly (readonly FoundReference[])[]
  readonly confidence: number
  readonly reason: string
}

const staffWords = new Set('employee staff worker personnel admin administrator operator moderator technician salesperson mitarbeiter angestellter personal empleado employe salarie dipendente impiegato medewerker funcionario crew manager'.split(' ')) // prettier-ignore

/** Kinds by which people say who they are, and the fields these become; the first found is enough. */
const identifying: readonly (readonly [kind: string, field: string])[] = [
  ['email', 'email'], ['user-name', 'user-name'], ['phone', 'phone'], ['national-id', 'national-id'], ['health-id', 'health-id'], ['passport', 'passport'],
] // prettier-ignore
const sureMin = 0.6
const stepsMax = 4

/** Looks at every table. */
export function guessWhose(catalogue: Catalogue, guesses: Guesses, references: readonly FoundReference[]): readonly TableGuess[] {
  const staff = new Set(catalogue.tables.filter((table) => isStaff(table, guesses)))
  const roots = rootsOf(catalogue, guesses, references, staff)
  const first = catalogue.tables.map((table) => guessTable(table, { guesses, references, staff, roots }))
  return first.map((guess) => (guess.whose === 'nobody' && isOfStaff(guess.table, { guesses, references, staff }) ? { ...guess, whose: 'staff', confidence: 0.7, reason: 'it refers to a table of staff' } : guess))
} // prettier-ignore

interface Ground {
  readonly guesses: Guesses
  readonly references: readonly FoundReference[]
  readonly staff: ReadonlySet<Table>
  readonly roots: ReadonlySet<Table>
}

function isStaff(table: Table, guesses: Guesses): boolean {
  const words = wordsOf(table.name).map(singular)
  const last = words.at(-1) ?? ''
  if (staffWords.has(last)) return [...(guesses.get(table)?.values() ?? [])].length > 0
  const columns = table.columns.flatMap(({ name }) => wordsOf(name).map(singular))
  const isPaid = [...(guesses.get(table)?.values() ?? [])].some(({ kind }) => kind.name === 'salary')
  return (
    aboutTable(wordsOf(table.name)) === 'person' && (isPaid || columns.includes('hire') || columns.includes('hired'))
  )
}

function isOfStaff(table: Table, { guesses, references, staff }: Omit<Ground, 'roots'>): boolean {
  const about = aboutTable(wordsOf(table.name))
  const isAbout = about === 'person' || about === 'party' || about === undefined
  return isAbout && (guesses.get(table)?.size ?? 0) > 0 && references.some(({ from, to }) => from === table && staff.has(to))
} // prettier-ignore

// --- tables of people ---------------------------------------------------------------------------------------------

/** Tables about persons, and tables with identifiers that lead to none of those. */
function rootsOf({ tables }: Catalogue, guesses: Guesses, references: readonly FoundReference[], staff: ReadonlySet<Table>): ReadonlySet<Table> {
  const mayBe = tables.filter((table) => !staff.has(table) && !['organisation', 'thing'].includes(aboutTable(wordsOf(table.name)) ?? ''))
  const people = mayBe.filter((table) => aboutTable(wordsOf(table.name)) === 'person' && (identifiersOf(table, guesses).length > 0 || hasName(table, guesses)))
  const leads = (table: Table, to: readonly Table[]): boolean => references.some((one) => one.from === table && one.to !== table && to.includes(one.to) && isWhole(table, one))
  const own = people.filter((table) => !leads(table, people))
  const leadsOn = (table: Table): boolean => references.some((one) => one.from === table && one.to !== table && own.includes(one.to))
  const others = mayBe.filter((table) => !own.includes(table) && !leadsOn(table) && !people.includes(table) && identifiersOf(table, guesses).some(({ field }) => field === 'email') && walk(table, { guesses, references, staff, roots: new Set(own) }).length === 0)
  return new Set([...own, ...others, ...people.filter((table) => leads(table, people) && !leadsOn(table) && identifiersOf(table, guesses).length > 0)])
} // prettier-ignore

/** Whether every row refers: none of the columns may be empty. */
function isWhole(table: Table, { columns }: FoundReference): boolean {
  return columns.every((name) => table.columns.find((column) => column.name === name)?.nullable === false)
}

function hasName(table: Table, guesses: Guesses): boolean {
  return [...(guesses.get(table)?.values() ?? [])].some(({ kind }) => ['name', 'first-name', 'last-name'].includes(kind.name)) // prettier-ignore
}

/** The columns by which a row says whose it is: the e-mail address and the user name; others only where both are missing. */
export function identifiersOf(table: Table, guesses: Guesses): readonly { readonly field: string; readonly column: string }[] {
  const found = identifying.flatMap(([kind, field]) => {
    const all = [...(guesses.get(table) ?? [])].filter(([, guess]) => guess.kind.name === kind && guess.confidence >= sureMin)
    const best = all.toSorted(([a, x], [b, y]) => y.confidence - x.confidence || a.length - b.length)[0]
    return best ? [{ field, column: best[0] }] : []
  })
  const usual = found.filter(({ field }) => field === 'email' || field === 'user-name')
  return usual.length > 0 ? usual : found.slice(0, 1)
} // prettier-ignore

// --- one table ----------------------------------------------------------------------------------------------------

function guessTable(table: Table, ground: Ground): TableGuess {
  const identifiers = identifiersOf(table, ground.guesses)
  const base = { table, identifiers: [], paths: [] }
  if (ground.staff.has(table)) return { ...base, whose: 'staff', confidence: 0.85, reason: 'it is about people who work here: by its name, or by their hiring and pay' } // prettier-ignore
  if (ground.roots.has(table)) return { ...base, whose: 'person', identifiers: identifiers.length > 0 ? identifiers : keyAsIdentifier(table), ...rootWords(table, identifiers) } // prettier-ignore
  const paths = walk(table, ground)
  if (paths.length === 0)
    return { ...base, whose: 'nobody', confidence: 0.7, reason: 'nothing in it leads to a person' }
  const sure = Math.min(...paths.flat().map((one) => one.sure)) * 0.95 ** (paths[0]!.length - 1) // there is one
  const named = paths.map((path) => path.map(({ to }) => to.name).join(', then ')).join('; and ')
  const guests =
    paths.length === 1 && !isWhole(table, paths[0]![0]!) ? identifiers.filter(({ field }) => field === 'email') : [] // there is one // prettier-ignore
  return {
    ...base,
    whose: 'person',
    paths,
    identifiers: guests,
    confidence: sure,
    reason: `its rows lead to ${named} by ${paths[0]![0]!.reason}`,
  } // there is one // prettier-ignore
}

function rootWords(table: Table, identifiers: readonly { readonly field: string }[]): Pick<TableGuess, 'confidence' | 'reason'> {
  const about = aboutTable(wordsOf(table.name))
  if (identifiers.length === 0) return { confidence: 0.5, reason: 'its name is a word for people; it holds no address, so its key stands in for one' }
  const held = identifiers.map(({ field }) => field).join(' and ')
  return about === 'person' ? { confidence: 0.95, reason: `its name is a word for people, and each row holds ${held}` } : { confidence: 0.65, reason: `each row holds ${held}, and it leads to no other table of people` }
} // prettier-ignore

function keyAsIdentifier({ primary }: Table): readonly { field: string; column: string }[] {
  return primary?.length === 1 ? [{ field: 'number', column: primary[0]! }] : [] // it has one
}

/** The shortest ways from a table to tables of people: never through staff, never through an organisation, never through people. */
function walk(start: Table, { references, staff, roots }: Ground): readonly (readonly FoundReference[])[] {
  let paths: readonly (readonly FoundReference[])[] = references.filter(({ from, to }) => from === start && to !== start && !staff.has(to)).filter((one) => leadsOn(start, one)).map((one) => [one]) // prettier-ignore
  for (let step = 1; step <= stepsMax && paths.length > 0; step += 1) {
    const arrived = paths.filter((path) => roots.has(path.at(-1)!.to)) // a path has a step
    if (arrived.length > 0) return firstOfEach(arrived)
    paths = paths.flatMap((path) => {
      const here = path.at(-1)!.to // a path has a step
      if (aboutTable(wordsOf(here.name)) === 'organisation') return []
      const on = references.filter(({ from, to }) => from === here && !staff.has(to) && to !== start && path.every((one) => one.to !== to)) // prettier-ignore
      return on.filter((one) => leadsOn(here, one)).map((one) => [...path, one])
    }).slice(0, 64) // prettier-ignore
  }
  return []
}

/** One way for each first step. */
function firstOfEach(paths: readonly (readonly FoundReference[])[]): readonly (readonly FoundReference[])[] {
  return [...Map.groupBy(paths, (path) => path[0]!.columns.join('\0')).values()].map((same) => same[0]!) // groups have members
}

const hands = new Set(['created', 'updated', 'modified', 'changed', 'approved', 'assigned', 'deleted', 'locked', 'closed', 'handled', 'processed', 'entered', 'last']) // prettier-ignore

/** A product is not its editor's data: `updated_by` of a thing leads nowhere. */
function leadsOn(from: Table, { columns }: FoundReference): boolean {
  const about = aboutTable(wordsOf(from.name))
  const isThing = about === 'thing' || about === 'organisation'
  return !isThing || !columns.some((name) => wordsOf(name).some((word) => hands.has(word)))
}

/** Whether a column says when or by what hand a row was kept rather than anything of the person. */
export function isBookkeeping({ name, type }: Column): boolean {
  const words = wordsOf(name)
  return type === 'boolean' || type === 'bool' || (hands.has(words[0] ?? '') && ['at', 'on', 'date', 'time', 'by', 'update', 'id'].includes(words.at(-1) ?? '')) // prettier-ignore
}
