// A statement as Cedar: a schema, the cells as entities, a `permit` for every way some sentence opens and a `forbid` for every ban, each
// with the clauses it says (docs/spec/forms.md, "Cedar"). Bans beat permissions there as here (law 2), and the default is no (law 1).

import { periodWords, type Period } from '../../base/index.ts'
import {
  bitsOf, endedBy, forms, hands, has,
  type Ban, type Cell, type Form, type Hand, type InForce, type Mask, type Policy,
} from '../../policy/index.ts' // prettier-ignore
import { holds, isOpened, isShared, rowFor, shareRowFor, survivingOf, usesOf, type Language, type Printing, type ShareWay, type Test, type Way } from './formula.ts' // prettier-ignore

/** A statement in Cedar's own languages. */
export interface PrintedCedar {
  /** the schema, in Cedar's schema language */
  readonly schema: string
  /** the policies; each carries the clauses it says as its annotation `clause` */
  readonly policies: string
  /** the cells as entities: what a datum is in */
  readonly cells: readonly CedarEntity[]
}

/** An entity as Cedar reads it in JSON. */
export interface CedarEntity {
  readonly uid: { readonly type: string; readonly id: string }
  readonly attrs: Readonly<Record<string, string | boolean | readonly string[]>>
  readonly parents: readonly { readonly type: string; readonly id: string }[]
}

/** Prints a statement, or several versions as they are in force, as Cedar. Uses and shares: writes, controls and places are asked elsewhere. */
export function printCedar(inForce: InForce): PrintedCedar {
  const { policy, hash } = inForce.newest
  const cells = inForce.numbers.flatMap((number) => {
    const cell = inForce.cell(number)
    return cell ? [{ number, cell }] : []
  })
  const made = `// Made by \`kept emit cedar\` from the statement with hash ${hash.slice(0, 16)}; change the statement, not this file.`
  const printing: Printing<string> = { say: languageOf(policy), surviving: survivingOf(policy) }
  const policies = [...permitsOf(policy, cells, printing), ...forbidsOf(policy, cells, printing)]
  return {
    schema: `${made}\n\n${schemaOf(policy, cells)}`,
    policies: `${made}\n\n${policies.join('\n')}`,
    cells: cells.map(({ number, cell }) => ({
      uid: { type: typeNamed('Cell'), id: String(number) },
      attrs: knownOf(cell),
      parents: [],
    })),
  }
}

interface Numbered {
  readonly number: number
  readonly cell: Cell
}

const typeNamed = (type: 'Hand' | 'Recipient' | 'Cell' | 'Datum' | 'Action'): string => `Wordkept::${type}`

/** The facts of a cell that some rule tells apart. */
function knownOf({ facts, standings = [] }: Cell): CedarEntity['attrs'] {
  const { standing, product, category, origin, source, signedIn, account, where } = facts
  const told = { source, signedIn, account, where }
  const known = Object.entries(told).flatMap(([name, value]) => (value == null ? [] : [[name, value] as const]))
  return { standings: [standing, ...standings], product, category, origin, ...Object.fromEntries(known) }
}

// policies ---------------------------------------------------------------------------------------------------------------

/** What one policy says: the same words for several cells and forms stand in one. */
interface Said {
  /** whose hand it is, or which recipient gets it */
  readonly principal: string
  readonly act: 'use' | 'share'
  readonly form: Form
  readonly number: number
  readonly purposes: readonly string[]
  readonly clauses: readonly string[]
  /** null: always */
  readonly condition: string | null
}

function permitsOf(policy: Policy, cells: readonly Numbered[], printing: Printing<string>): readonly string[] {
  const uses = cells.flatMap(({ number, cell }) =>
    waysOf(policy).flatMap((way): readonly Said[] => {
      const test = isOpened(cell, way, printing)
      const clauses = usesOf(rowFor(cell, way), way.purpose).map(({ clause }) => clause)
      return said(test, { ...handSaid(way), number, purposes: [nameOf(policy, way.purpose)], clauses })
    }),
  )
  const shares = cells.flatMap(({ number, cell }) =>
    shareWaysOf(policy, cell).flatMap((way): readonly Said[] => {
      const test = isShared(cell, way, policy, printing)
      const clauses = usesOf(shareRowFor(cell, way), way.purpose).map(({ clause }) => clause)
      return said(test, { ...recipientSaid(way), number, purposes: [nameOf(policy, way.purpose)], clauses })
    }),
  )
  return grouped('permit', [...uses, ...shares])
}

function forbidsOf(policy: Policy, cells: readonly Numbered[], printing: Printing<string>): readonly string[] {
  const banned = (row: { readonly bans: readonly Ban[] }, more: Omit<Said, 'purposes' | 'clauses' | 'condition'>) =>
    row.bans.flatMap((ban): readonly Said[] => {
      const purposes = namesOf(policy, ban)
      return purposes.length === 0 ? [] : said(holds(ban, printing), { ...more, purposes, clauses: [ban.clause] })
    })
  const all = cells.flatMap(({ number, cell }) => [
    ...cell.rows.flatMap((row) => banned(row, { ...handSaid(row), number })),
    ...(cell.shares ?? []).flatMap((row) => banned(row, { ...recipientSaid({ recipient: { name: row.recipient }, form: row.form }), number })), // prettier-ignore
  ])
  return grouped('forbid', all)
}

function handSaid({ hand, form }: { readonly hand: Hand; readonly form: Form }) {
  return { principal: `${typeNamed('Hand')}::${quoted(hand)}`, act: 'use' as const, form }
}

function recipientSaid({ recipient, form }: { readonly recipient: { readonly name: string }; readonly form: Form }) {
  return { principal: `${typeNamed('Recipient')}::${quoted(recipient.name)}`, act: 'share' as const, form }
}

/** Nothing where it never holds. */
function said(test: Test<string>, what: Omit<Said, 'condition'>): readonly Said[] {
  return test === false ? [] : [{ ...what, condition: test === true ? null : test }]
}

function waysOf({ purposes }: Policy): readonly Way[] {
  return purposes.flatMap(({ bit }) => hands.flatMap((hand) => forms.map((form) => ({ purpose: bit, hand, form }))))
}

function shareWaysOf({ purposes, recipients = [] }: Policy, { shares = [] }: Cell): readonly ShareWay[] {
  return shares.flatMap(({ recipient: name, form, based }) => {
    const recipient = recipients.find((one) => one.name === name)
    return recipient ? purposes.filter(({ bit }) => has(based, bit)).map(({ bit }) => ({ recipient, form, purpose: bit })) : [] // prettier-ignore
  })
}

function nameOf({ purposes }: Policy, bit: number): string {
  return purposes.find((purpose) => purpose.bit === bit)!.name // asked of bits of the register only
}

function namesOf({ purposes }: Policy, { purposes: banned }: Ban): readonly string[] {
  const bits = new Set(bitsOf(banned))
  return purposes.filter(({ bit }) => bits.has(bit)).map(({ name }) => name)
}

/** Policies of an effect: first by cells, then by forms, then by hands, what says the same is one. */
function grouped(effect: 'permit' | 'forbid', all: readonly Said[]): readonly string[] {
  const alike = [...Map.groupBy(all, ({ number: _number, ...rest }) => JSON.stringify(rest)).values()]
    .map((same) => ({ ...same[0]!, cells: same.map(({ number }) => number) })) // groupBy makes no empty group
  const byForm = [...Map.groupBy(alike, ({ form: _form, number: _number, ...rest }) => JSON.stringify(rest)).values()]
  return byForm.map((same) => policyOf(effect, same[0]!, same.map(({ form }) => form), same[0]!.cells)) // prettier-ignore
} // prettier-ignore

function policyOf(
  effect: 'permit' | 'forbid',
  { principal, act, purposes, clauses, condition }: Said,
  ofForms: readonly Form[],
  cells: readonly number[],
): string {
  const actions = purposes.map((purpose) => `${typeNamed('Action')}::${quoted(`${act} ${purpose}`)}`)
  const scope = [
    `principal == ${principal}`,
    actions.length === 1 ? `action == ${actions[0]}` : `action in [${actions.join(', ')}]`,
    'resource',
  ]
  const conditions = [
    `resource in [${cells.map((number) => `${typeNamed('Cell')}::${quoted(String(number))}`).join(', ')}]`,
    ...(ofForms.length === forms.length ? [] : [`${set(ofForms)}.contains(context.form)`]),
    ...(condition === null ? [] : [condition]),
  ]
  return `@clause(${quoted([...new Set(clauses)].join(', '))})
${effect} (${scope.join(', ')})
when { ${conditions.join('\n  && ')} };
`
}

// schema -----------------------------------------------------------------------------------------------------------------

function schemaOf(policy: Policy, cells: readonly Numbered[]): string {
  const moments = [...new Set(cells.flatMap(({ cell }) => cell.limits.flatMap((limit) => momentOf(cell, limit) ?? [])))]
  const attributes = moments.toSorted().map((moment) => `    ${quoted(moment)}?: datetime,`)
  const recipients = (policy.recipients ?? []).map(({ name }) => name)
  const actions = policy.purposes.map(({ name, label }) =>
    [
      `  // ${oneLine(label)}`,
      `  action ${quoted(`use ${name}`)} appliesTo { principal: Hand, resource: Datum, context: Question };`,
      ...(recipients.length > 0 ? [`  action ${quoted(`share ${name}`)} appliesTo { principal: Recipient, resource: Datum, context: Question };`] : []),
    ].join('\n'),
  )
  return `namespace Wordkept {
  // who touches the data: a program, or a human being
  entity Hand enum [${hands.map(quoted).join(', ')}];

${recipients.length === 0 ? '' : `  // somebody else who may get it\n  entity Recipient enum [${recipients.map(quoted).join(', ')}];\n\n`}  // data with the same facts, which the statement treats alike
  entity Cell = {
    standings: Set<String>,
    product: String,
    category: String,
    origin: String,
    source?: String,
    signedIn?: Bool,
    account?: String,
    where?: String,
  };

  // one thing held about a person. Cedar counts no months: the moments by the calendar are worked out by whoever asks, in UTC
  entity Datum in [Cell] = {
    collected: datetime,
    ended?: datetime,
    // the law that alone keeps it; empty without one
    law: String,
${attributes.join('\n')}${attributes.length > 0 ? '\n' : ''}  };

  type Question = {
    at: datetime,
    form: String,
    // choices of the person that are on, those on by default among them
    on: Set<String>,
    // purposes objected to
    objected: Set<String>,
    restricted: Bool,
    // kinds of open cases that the question cites
    cases: Set<String>,
    // the person's own act
    directed: Bool,
  };

${actions.join('\n')}
}
`
} // prettier-ignore

/** The attribute of a moment that Cedar cannot work out itself: months and years follow the calendar. */
function momentOf(cell: Cell, limit: Cell['limits'][number]): string | null {
  if (!('after' in limit.end) || !isCalendar(limit.end.after)) return null
  return momentName(endedBy(cell, limit) === 'time after collection' ? 'collected' : 'ended', limit.end.after)
}

function isCalendar({ unit }: Period): boolean {
  return unit === 'month' || unit === 'year'
}

function momentName(from: 'collected' | 'ended', after: Period): string {
  return `${from} + ${periodWords(after)}`
}

// the formula's language -------------------------------------------------------------------------------------------------

const short: Readonly<Record<Exclude<Period['unit'], 'month' | 'year'>, (count: number) => string>> = {
  second: (count) => `${count}s`,
  minute: (count) => `${count}m`,
  hour: (count) => `${count}h`,
  day: (count) => `${count}d`,
  week: (count) => `${7 * count}d`,
}

function languageOf(policy: Policy): Language<string> {
  const choices = (mask: Mask): string => {
    const bits = new Set(bitsOf(mask))
    return set(policy.choices.filter(({ bit }) => bits.has(bit)).map(({ name }) => name))
  }
  return {
    all: (tests) => `(${tests.join(' && ')})`,
    any: (tests) => `(${tests.join(' || ')})`,
    not: (test) => `!(${test})`,
    keyOf: (test) => test,
    isOn: (mask) => `context.on.containsAll(${choices(mask)})`,
    isOff: (mask) => `!context.on.containsAny(${choices(mask)})`,
    isCited: (cases) => `context.cases.containsAny(${set(cases)})`,
    isDirected: 'context.directed',
    isRestricted: 'context.restricted',
    isObjected: (purpose) => `context.objected.contains(${quoted(nameOf(policy, purpose))})`,
    hasCome,
    isWithinDays: (first, last) => {
      const began = `context.at >= datetime(${quoted(first)})`
      return last === null ? began : `(${began} && context.at < datetime(${quoted(last)}).offset(duration("1d")))`
    },
    isKeptFor: (laws) => `${set(['', ...laws])}.contains(resource.law)`,
    isKeptBy: (law) => `resource.law == ${quoted(law)}`,
  }
}

function hasCome(from: 'collected' | 'ended', after: Period | null): string {
  const known = (attribute: string, moment: string): string => `(resource has ${attribute} && ${moment} <= context.at)`
  if (after === null)
    return from === 'collected' ? 'resource.collected <= context.at' : known('ended', 'resource.ended')
  const { unit } = after
  if (unit === 'month' || unit === 'year') {
    const attribute = quoted(momentName(from, after))
    // a moment that nobody worked out is taken to have come: nothing is served for too long
    const past = `!(resource has ${attribute} && resource[${attribute}] > context.at)`
    return from === 'collected' ? past : `(resource has ended && ${past})`
  }
  const moment = `resource.${from}.offset(duration(${quoted(short[unit](after.count))})) <= context.at`
  return from === 'collected' ? moment : `(resource has ended && ${moment})`
}

function set(names: readonly string[]): string {
  return `[${names.map(quoted).join(', ')}]`
}

/** A text in Cedar's quotes. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll(/\p{Cc}/gu, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`)}"`
}

/** Words of a register inside a comment. */
function oneLine(words: string): string {
  return words.replaceAll(/\s+/g, ' ').trim()
}
