// Five witnesses of one formula: the decision, a direct reading of the rules, the SQL predicate and the row guard in a real PostgreSQL, and
// Cedar. They are asked the same random questions about the same random records; the first disagreement is told, on the smallest statement that
// has it. Half of the rounds take a statement in text (drafts.ts); half a random policy of up to three versions, where entries stand that no
// text makes. Of shares, which no predicate and no guard asks, the decision, the reading and Cedar are heard.

import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import pg from 'pg'
import { addPeriod } from '../../src/base/index.ts'
import { effectiveOn } from '../../src/choices/index.ts'
import { decideShare, decideUse, lawsHolding } from '../../src/decision/index.ts'
import {
  maskOf, bitsOf, endedBy, forms, has, hands, putInForce, toInt64, versionOf,
  type Act, type Cell, type InForce, type Policy, type Recipient, type ShareRow,
} from '../../src/policy/index.ts' // prettier-ignore
import { printPredicate } from '../../src/statement/index.ts'
import { printCedar } from '../../src/statement/3-emit/cedar.ts'
import { printGuard } from '../../src/statement/3-emit/guard.ts'
import { registry } from './drafts.ts'
import { count, countSubject, drawSubject, livedBy, numberOf, shrink, told, type Case, type Reach, type Subject } from './hearing.ts' // prettier-ignore
import { act, decided, edges, laws, moment, policy as drawPolicy, type Decided } from './policies.ts'
import { randomFrom, type Random } from './random.ts'
import { closedShare, closedUse, type Situation } from './reader.ts'

/** A record, and whose it is: null where the person never decided anything. */
interface Held {
  readonly cell: number
  readonly collectedAt: Date
  readonly endedAt: Date | null
  readonly law: string
  readonly person: Decided | null
}

/** What a run asked, and how often each thing was reached. */
export interface Heard {
  readonly cases: number
  readonly read: number
  readonly shares: number
  readonly reached: ReadonlyMap<string, number>
}

/** A statement in force; and its text, where it has one. */
interface Asked {
  readonly policies: InForce
  readonly text: Subject | null
}

/** How a run is made: the database, the first seed, and how many records and questions a statement gets. */
export interface Run {
  readonly url: string
  readonly seed: number
  readonly rows: number
  readonly questions: number
}

/** Asks all witnesses about at least so many cases. Throws an Error that tells the case where they disagree. */
export async function hearWitnesses(cases: number, { url, seed, rows: rowsEach, questions }: Run): Promise<Heard> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const reached: Reach = new Map()
  let [asked, read, shares] = [0, 0, 0]
  try {
    await prepare(client)
    for (let round = 0; asked < cases; round++) {
      const subject = await subjectOf(seed + round)
      if (!subject) continue
      if (subject.text) countSubject(subject.text, reached)
      const random = randomFrom(seed + round + 500_000)
      const rows = Array.from({ length: rowsEach }, () => held(random, subject))
      const witnesses = await callIn(client, subject, rows)
      for (let n = 0; n < questions; n++) {
        const question: Act = { ...act(random, edges(random, rows, subject.policies), new Date(0), null), ...purposeOf(random, subject), place: null }
        const about = rows.map(({ cell }) => sharedWith(random, subject, cell))
        const answers = await witnesses.ask(question, about)
        for (const [i, answer] of answers.entries()) {
          const recipient = about[i]!
          if (answer.isOdd) throw new Error(`seed ${seed + round}, row ${i}, question ${n}: ${answer.words}\n${await toldCase(client, subject, rows[i]!, question, recipient)}`)
          count(reached, `term ${answer.term}`, `hand ${question.hand}`, `form ${question.form}`)
          if (answer.share !== null) count(reached, `share ${answer.share}`)
          asked += 1
          read += answer.isRead ? 1 : 0
          shares += answer.share === null ? 0 : 1
        }
      }
    }
  } finally {
    await client.end()
  }
  return { cases: asked, read, shares, reached }
} // prettier-ignore

/** What a run with databases must have reached. What no form asks stands in docs/spec/forms.md, and is heard in process (hearing.ts). */
export const mustReach: readonly string[] = [
  ...['permit', 'never', 'barred', 'restricted', 'based', 'given', 'open', 'objected', 'live', 'case', 'law'].map((term) => `term ${term}`),
  ...hands.map((hand) => `hand ${hand}`),
  ...forms.map((form) => `form ${form}`),
  ...['collect', 'derive', 'use', 'share', 'combine', 'store', 'keep', 'offer', 'promise'].map((verb) => `verb ${verb}`),
  ...['collect', 'derive', 'use', 'share', 'combine', 'store'].map((ban) => `verb never ${ban}`),
  ...['choice', 'case', 'directed', 'signed', 'account'].map((kind) => `condition ${kind}`),
  ...['consent', 'contract', 'vital', 'instruction', 'law', 'public-task', 'legitimate-interest'].map((kind) => `basis ${kind}`),
  ...['machines', 'people', 'both', 'people at most', 'both at most'].map((hand) => `by ${hand}`),
  ...['general text', 'base', 'base, a closed world', 'narrows', 'extends', 'contract with a customer', 'contract with all', 'product section'].map((home) => `home ${home}`),
  ...['never', 'barred', 'restricted', 'based', 'given', 'open', 'objected', 'live', 'place', 'recipient', 'case', 'permit ours', 'permit own', 'permit authority'].map((term) => `share ${term}`),
  ...[1, 2, 3].map((versions) => `versions ${versions}`),
  'zone', 'brokers', 'facts not known',
] // prettier-ignore

/** Odd seeds are statements in text; a draw that leads to none is passed over. */
async function subjectOf(seed: number): Promise<Asked | null> {
  const random = randomFrom(seed)
  if (seed % 2 === 0) return { policies: sharing(random), text: null }
  const text = await drawSubject(random)
  return text && { policies: text.inForce, text }
}

/** What the witnesses said of one record. */
interface Said {
  readonly term: string
  /** the term of a share, or what it was permitted as; null where none was asked */
  readonly share: string | null
  readonly isRead: boolean
  readonly isOdd: boolean
  /** who said what */
  readonly words: string
}

/** Hands a statement, people and records to all witnesses; answers who asks them. */
async function callIn(client: pg.Client, subject: Asked, rows: readonly Held[]) {
  const guard = await guarded(client, subject.policies, rows)
  const authorize = inCedar(subject.policies)
  const ask = async (question: Act, about: readonly (string | null)[]): Promise<readonly Said[]> => {
    const [bySql, byGuard] = [await predicated(client, subject.policies, rows, question), await guard(question)]
    return rows.map((row, i) => {
      const decision = byDecision(subject.policies, row, question)
      const read = byReading(subject, row, question)
      const use = [decision.opens, bySql.has(i), byGuard.has(i), authorize.use(row, question)]
      const isUseOdd = new Set(use).size > 1 || !agrees(decision.opens, read)
      const share = shared(subject, row, question, about[i]!)
      const cedarShares = share && authorize.share(row, question, about[i]!)
      const isShareOdd = share !== null && (share.opens !== cedarShares || !agrees(share.opens, share.read))
      const words = JSON.stringify({ decision, sql: use[1], guard: use[2], cedar: use[3], read, share: share && { ...share, cedar: cedarShares } }) // prettier-ignore
      return { term: decision.term, share: share?.term ?? null, isRead: read !== null, isOdd: isUseOdd || isShareOdd, words } // prettier-ignore
    })
  }
  return { ask }
}

/** A disagreement on the smallest statement that still has it; of a random policy, which no text makes, as it is. */
async function toldCase(
  client: pg.Client,
  { policies, text }: Asked,
  row: Held,
  question: Act,
  recipient: string | null,
): Promise<string> {
  // prettier-ignore
  const again = async (subject: Asked, one: Held): Promise<Said> => (await (await callIn(client, subject, [one])).ask(question, [recipient]))[0]! // prettier-ignore
  if (!text) return `${(await again({ policies, text }, row)).words}; ${JSON.stringify({ question, row })}`
  const record = recordOf(text, row)!
  const said = async (smaller: Subject): Promise<Said | null> => {
    const cell = numberOf(smaller, record)
    return cell === null ? null : again({ policies: smaller.inForce, text: smaller }, { ...row, cell })
  }
  const small = await shrink(text, async (smaller) => (await said(smaller))?.isOdd ?? false)
  return `${(await said(small))?.words}\n${told(small, { ...record, ask: 'use', situation: situationOf(text, row, question), recipient: recipient ?? '', control: '', beside: { ...record.facts, category: null }, inputs: [], now: null, saysOrigin: true })}` // prettier-ignore
}

const recipients: readonly Recipient[] = [
  { name: 'helper', role: 'ours', kind: 'vendor', at: ['us'], under: ['clauses'] },
  { name: 'shopfront', role: 'own', kind: 'linked', at: ['eu'], under: [] },
  { name: 'court', role: 'authority', kind: 'authority', at: [], under: [] },
].map(
  (one) =>
    ({
      ...one,
      label: one.name,
      functions: [0, 0],
      since: '2023-02-01',
      until: one.role === 'ours' ? null : '2025-06-30',
      contract: null,
      audit: null,
      told: null,
    }) as Recipient,
) // the fields that differ are those of its type

/** One to three versions of a policy that also shares: a recipient's rows are made like ours. */
function sharing(random: Random): InForce {
  const zone = random.chance(0.5)
  const versions = Array.from({ length: 1 + random.below(3) }, (_, i) => {
    const drawn = drawPolicy(random)
    const places = drawn.places.map((place) => (zone && place.name === 'eu' ? { ...place, zone: true as const } : place))
    const clauses = { name: 'clauses', label: 'clauses', kind: 'clauses' as const, from: ['eu'], to: ['us'], valid: { from: '2023-06-01', until: '2025-03-31' }, certificate: null, counted: false }
    const policy: Policy = { ...drawn, places, mechanisms: [clauses], recipients, cells: drawn.cells.map((cell) => ({ ...cell, shares: shareRows(random, cell) })) }
    return { version: i + 1, hash: String(i), policy, page: { title: '', language: 'en', sections: [] }, publishedAt: new Date(0), effectiveAt: new Date(0) }
  })
  return putInForce(versions)
} // prettier-ignore

function shareRows(random: Random, { rows }: Cell): readonly ShareRow[] {
  return recipients.flatMap(({ name, role }) =>
    random.some(rows, 0.5).filter(({ form }, i, all) => all.findIndex((one) => one.form === form) === i).map(({ uses, form, based, objectable, never, barred, bans }) => ({
      recipient: name, form, based, objectable, never, barred, bans,
      shares: uses.map(({ cap: _cap, basis, ...use }) => ({ ...use, basis: role === 'ours' ? null : basis })),
    })),
  )
} // prettier-ignore

function held(random: Random, { policies, text }: Asked): Held {
  const collectedAt = moment(random)
  const versions = policies.versions.map(({ version, policy }) => random.pick(policy.cells.map(({ id }) => 100_000 * version + id))) // prettier-ignore
  const known = versions.filter((number) => number !== undefined)
  const drawn = text && known.length > 0 && random.chance(0.7) ? random.pick(known) : random.pick(policies.numbers)
  // some numbers no record gets: their cell is another one's in a context that its own facts leave open
  const isGiven = (number: number): boolean => !text || numberOf(text, recordOf(text, { cell: number })!) === number
  return {
    cell: random.chance(0.02) ? 999_999_999 : isGiven(drawn) ? drawn : known[0]!, // prettier-ignore
    collectedAt,
    endedAt: random.chance(0.5) ? new Date(collectedAt.getTime() + random.below(1_000) * 3_600_000) : null,
    law: random.chance(0.1) ? random.pick(laws) : '',
    person: random.chance(0.2) ? null : !text && random.chance(0.5) ? decided(random) : chosen(random, policies),
  }
}

/** A person whose choices are those of this statement. */
function chosen(random: Random, { newest: { policy } }: InForce): Decided {
  const set = random.some(policy.choices, 0.8)
  return {
    set: maskOf(...set.map(({ bit }) => bit)),
    on: maskOf(...random.some(set, 0.8).map(({ bit }) => bit)),
    objected: maskOf(...(random.chance(0.2) ? random.some(policy.purposes, 0.4).map(({ bit }) => bit) : [])),
    restricted: random.chance(0.05),
  }
}

/** Of a statement in text its own purposes and desks; of a policy what `act` drew, or half the time a purpose that some cell opens. */
function purposeOf(random: Random, { text, policies }: Asked): Partial<Act> {
  const uses = policies.cell(random.pick(policies.numbers))!.rows.flatMap((row) => row.uses)
  const opened = uses.length > 0 && random.chance(0.5) ? { purpose: random.pick(uses).purpose } : {}
  return text ? { purpose: random.pick(registry.purposes).bit, cases: random.some(registry.desks, 0.5), ...opened } : opened // prettier-ignore
}

/** A recipient to ask about, mostly one that the record may go to; null where none is registered. */
function sharedWith(random: Random, { policies }: Asked, number: number): string | null {
  const named = (policies.cell(number)?.shares ?? []).map(({ recipient }) => recipient)
  const all = (policies.newest.policy.recipients ?? []).map(({ name }) => name)
  return all.length === 0 ? null : random.pick(named.length > 0 && random.chance(0.8) ? named : all)
}

// the decision, and the reading ------------------------------------------------------------------------------------------

function onOf({ newest: { policy } }: InForce, person: Decided | null): Decided['on'] {
  return effectiveOn(policy, person?.set ?? [0, 0], person?.on ?? [0, 0])
}

function standingOf(policies: InForce, person: Decided | null) {
  return { on: onOf(policies, person), objected: person?.objected ?? ([0, 0] as const), restricted: person?.restricted ?? false } // prettier-ignore
}

function byDecision(policies: InForce, { cell: number, law, person, ...times }: Held, asked: Act) {
  const cell = policies.cell(number)
  const { effect, term } = decideUse(policies.newest.policy, cell, standingOf(policies, person), { ...asked, ...times })
  if (effect === 'deny') return { opens: false, term: term! }
  if (law === '') return { opens: true, term: 'permit' }
  const isNamed = (one: Cell): boolean => lawsHolding(one, times, asked.at).some((hold) => hold.law === law && has(hold.purposes, asked.purpose)) // prettier-ignore
  return { opens: isNamed(cell!), term: 'law' }
}

function agrees(opens: boolean, read: boolean | null): boolean {
  return read === null || read === opens
}

/** Null where there is no text, or where a law alone keeps the record: the reading knows no laws that hold. */
function byReading({ text }: Asked, row: Held, asked: Act): boolean | null {
  return text && reading(text, row, asked, (lived, situation) => closedUse(lived, situation) === null)
}

type Lived = ReturnType<typeof livedBy>

function reading(
  text: Subject,
  row: Held,
  asked: Act,
  ask: (lived: Lived, situation: Situation) => boolean,
): boolean | null {
  // prettier-ignore
  const record = recordOf(text, row)
  if (!record || row.law !== '') return null
  const situation = situationOf(text, row, asked)
  return ask(livedBy(text, { ...record, situation, now: null }, row.cell), situation)
}

/** The record by its version and facts; null where its number is none. */
function recordOf({ inForce }: Subject, { cell }: Pick<Held, 'cell'>): Pick<Case, 'written' | 'facts'> | null {
  const facts = inForce.cell(cell)?.facts
  return facts ? { written: versionOf(cell) - 1, facts } : null
}

function situationOf({ inForce }: Subject, { person, collectedAt, endedAt }: Held, asked: Act): Situation {
  const on = onOf(inForce, person)
  const { purposes, choices } = inForce.newest.policy
  const named = (list: readonly { readonly name: string; readonly bit: number }[], mask: Decided['on']): ReadonlySet<string> => new Set(list.filter(({ bit }) => has(mask, bit)).map(({ name }) => name)) // prettier-ignore
  return {
    ...asked,
    purpose: purposes.find(({ bit }) => bit === asked.purpose)!.name,
    on: named(choices, on),
    objected: named(purposes, person?.objected ?? [0, 0]),
    restricted: person?.restricted ?? false,
    collectedAt,
    endedAt,
  }
}

/** A share by the decision and the reading; null where it is not asked: without a recipient, or of what a law alone keeps. */
function shared(subject: Asked, row: Held, asked: Act, recipient: string | null) {
  const { policies, text } = subject
  if (recipient === null || row.law !== '') return null
  const { policy } = policies.newest
  const { role } = policy.recipients!.find(({ name }) => name === recipient)! // named by a share, or from the register
  const { effect, term } = decideShare(policy, policies.cell(row.cell), recipient, standingOf(policies, row.person), { ...asked, collectedAt: row.collectedAt, endedAt: row.endedAt }) // prettier-ignore
  const read = text && reading(text, row, asked, (lived, situation) => closedShare(lived, recipient, situation) === null) // prettier-ignore
  return { opens: effect === 'permit', term: term ?? `permit ${role}`, read }
}

// PostgreSQL -------------------------------------------------------------------------------------------------------------

const role = 'wordkept_guarded'
const table = { schema: 'public', table: 'held', person: 'person', collected: 'collected_at', ended: 'ended_at', law: 'law', holds: { cell: 'cell' } } // prettier-ignore

async function prepare(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  if (rowCount === 0) await client.query(`create role ${role}`)
  await client.query(`create table held (i integer, person text, cell integer, collected_at timestamptz, ended_at timestamptz, law text);
    grant select on held to ${role}; set time zone 'Pacific/Chatham'`)
}

/** Puts records and people behind the guard; answers who asks it in a session of the role. */
async function guarded(client: pg.Client, policies: InForce, rows: readonly Held[]): Promise<(asked: Act) => Promise<Set<number>>> {
  const purposes = policies.newest.policy.purposes.map(({ name }) => name)
  await client.query(printGuard(policies, table, { role, purposes, hands }))
  // the guard's one clock, handed in
  await client.query(`create or replace function wordkept.clock() returns timestamptz language sql stable as $$ select current_setting('test.at')::timestamptz $$;
    truncate held, wordkept.choice_mask`) // prettier-ignore
  await client.query(
    'insert into held select i, i::text, cell, collected_at, ended_at, law from unnest($1::integer[], $2::integer[], $3::timestamptz[], $4::timestamptz[], $5::text[]) as r (i, cell, collected_at, ended_at, law)',
    columns(rows),
  )
  await client.query(
    'insert into wordkept.choice_mask (person, set_mask, on_mask, objected, restricted) select i::text, s, o, j, r from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::bigint[], $5::boolean[]) as p (i, s, o, j, r)',
    people(rows),
  )
  return async ({ purpose, hand, form, cases, directed, at }) => {
    const name = policies.newest.policy.purposes.find(({ bit }) => bit === purpose)?.name ?? 'nothing we know'
    const settings = { 'wordkept.purpose': name, 'wordkept.hand': hand, 'wordkept.form': form, 'wordkept.cases': cases.join(' '), 'wordkept.directed': directed ? 'yes' : '', 'test.at': at.toISOString() } // prettier-ignore
    await client.query(
      'select set_config(name, value, false) from unnest($1::text[], $2::text[]) as s (name, value)',
      [Object.keys(settings), Object.values(settings)],
    )
    await client.query(`set role ${role}`)
    const { rows: found } = await client.query<{ i: number }>('select i from held')
    await client.query('reset role')
    return new Set(found.map(({ i }) => i))
  }
} // prettier-ignore

async function predicated(client: pg.Client, policies: InForce, rows: readonly Held[], asked: Act): Promise<Set<number>> {
  const { text, values } = printPredicate(policies, asked)
  const shifted = text.replaceAll(/\$(\d+)/g, (_, n: string) => `$${Number(n) + 10}`)
  const { rows: found } = await client.query<{ i: number }>(
    `select r.i from unnest($1::integer[], $2::integer[], $3::timestamptz[], $4::timestamptz[], $5::text[]) as r (i, cell, collected_at, ended_at, law)
       left join unnest($6::integer[], $7::bigint[], $8::bigint[], $9::bigint[], $10::boolean[]) as p (i, set_mask, on_mask, objected, restricted) on p.i = r.i
      where ${shifted}`,
    [...columns(rows), ...people(rows), ...values],
  )
  return new Set(found.map(({ i }) => i))
} // prettier-ignore

function columns(rows: readonly Held[]): unknown[] {
  return [
    rows.map((_, i) => i),
    rows.map(({ cell }) => cell),
    rows.map(({ collectedAt }) => collectedAt),
    rows.map(({ endedAt }) => endedAt),
    rows.map(({ law }) => law),
  ]
}

function people(rows: readonly Held[]): unknown[] {
  const known = rows.flatMap(({ person }, i) => (person ? [{ i, ...person }] : []))
  return [
    known.map(({ i }) => i),
    known.map(({ set }) => toInt64(set)),
    known.map(({ on }) => toInt64(on)),
    known.map(({ objected }) => toInt64(objected)),
    known.map(({ restricted }) => restricted),
  ]
}

// Cedar ------------------------------------------------------------------------------------------------------------------

/** Hands a statement to Cedar, whose validator must accept it; answers who asks it. */
function inCedar(policies: InForce) {
  const printed = printCedar(policies)
  const validated = cedar.validate({ schema: printed.schema, policies: { staticPolicies: printed.policies } })
  if (validated.type === 'failure' || validated.validationErrors.length > 0)
    throw new Error(`Cedar refuses it: ${JSON.stringify(validated).slice(0, 2_000)}`)
  const name = 'witness'
  for (const answer of [
    cedar.preparsePolicySet(name, { staticPolicies: printed.policies }),
    cedar.preparseSchema(name, printed.schema),
  ])
    // prettier-ignore
    if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors))
  const cells = new Map(printed.cells.map((cell) => [cell.uid.id, cell]))
  const { policy } = policies.newest
  const ask = (
    row: Held,
    { purpose, form, cases, directed, at }: Act,
    act: 'use' | 'share',
    principal: cedar.TypeAndId,
  ): boolean => {
    const cell = cells.get(String(row.cell))
    const found = policy.purposes.find(({ bit }) => bit === purpose)
    if (!found || !cell) return false // Cedar's schema knows no such action, no such cell
    const on = onOf(policies, row.person)
    const uid = { type: 'Wordkept::Datum', id: 'one' }
    const answer = cedar.statefulIsAuthorized({
      principal,
      action: { type: 'Wordkept::Action', id: `${act} ${found.name}` },
      resource: uid,
      context: {
        at: datetime(at),
        form,
        on: policy.choices.filter(({ bit }) => has(on, bit)).map((choice) => choice.name),
        objected: policy.purposes.filter(({ bit }) => bitsOf(row.person?.objected ?? [0, 0]).includes(bit)).map((one) => one.name), // prettier-ignore
        restricted: row.person?.restricted ?? false,
        cases: [...cases],
        directed,
      },
      preparsedSchemaName: name,
      validateRequest: true,
      preparsedPolicySetId: name,
      entities: [cell as cedar.EntityJson, // read only here
 { uid, attrs: datum(policies, row), parents: [cell.uid] }], // prettier-ignore
    })
    if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors))
    if (answer.response.diagnostics.errors.length > 0) throw new Error(JSON.stringify(answer.response.diagnostics))
    return answer.response.decision === 'allow'
  }
  return {
    use: (row: Held, asked: Act): boolean => ask(row, asked, 'use', { type: 'Wordkept::Hand', id: asked.hand }),
    share: (row: Held, asked: Act, recipient: string): boolean => ask(row, asked, 'share', { type: 'Wordkept::Recipient', id: recipient }), // prettier-ignore
  }
}

function datetime(at: Date): { __extn: { fn: string; arg: string } } {
  return { __extn: { fn: 'datetime', arg: at.toISOString() } }
}

/** The attributes of a record; the moments of its cell's calendar periods are worked out here, as forms.md asks. */
function datum(policies: InForce, { cell: number, collectedAt, endedAt, law }: Held): cedar.EntityJson['attrs'] {
  const cell = policies.cell(number)!
  const moments = cell.limits.flatMap((limit) => {
    if (!('after' in limit.end)) return []
    const { count, unit } = limit.end.after
    if (unit !== 'month' && unit !== 'year') return []
    const isCollected = endedBy(cell, limit) === 'time after collection'
    const start = isCollected ? collectedAt : endedAt
    const name = `${isCollected ? 'collected' : 'ended'} + ${count} ${unit}${count === 1 ? '' : 's'}`
    return start ? [[name, datetime(addPeriod(start, limit.end.after))] as const] : []
  })
  return { collected: datetime(collectedAt), ...(endedAt && { ended: datetime(endedAt) }), law, ...Object.fromEntries(moments) } // prettier-ignore
}
