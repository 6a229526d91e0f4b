// Five witnesses of one formula: the decision, a direct reading of the rules, the SQL predicate and the row guard in a real PostgreSQL, and
// Cedar. They are asked the same random questions about the same random records; the first disagreement is told with its seed. Half of the
// rounds take a random policy of up to three versions, where every entry there is can stand; half a random statement, which can be read.
// Of shares, which no predicate and no guard asks, two are heard: the decision and Cedar.

import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import pg from 'pg'
import { addPeriod } from '../../src/base/index.ts'
import { effectiveOn } from '../../src/choices/index.ts'
import { decideShare, decideUse, lawsHolding } from '../../src/decision/index.ts'
import {
  maskOf,
  bitsOf,
  endedBy,
  has,
  hands,
  putInForce,
  toInt64,
  type Act,
  type Cell,
  type InForce,
  type Policy,
  type Recipient,
  type ShareRow,
} from '../../src/policy/index.ts'
import { printPredicate } from '../../src/statement/index.ts'
import { printCedar } from '../../src/statement/3-emit/cedar.ts'
import { printGuard } from '../../src/statement/3-emit/guard.ts'
import { act, decided, edges, laws, moment, policy as drawPolicy, type Decided } from './policies.ts'
import { randomFrom, type Random } from './random.ts'
import { closedUse, everyFact, readRules, type ReadRule } from './reference.ts'
import { drawStatement, world } from './statements.ts' // prettier-ignore

/** A record, and whose it is: null where the person never decided anything. */
interface Held {
  readonly cell: number
  readonly collectedAt: Date
  readonly endedAt: Date | null
  readonly law: string
  readonly person: Decided | null
}

/** A statement in force; its rules where it was written as text. */
interface Subject {
  readonly policies: InForce
  readonly rules: readonly ReadRule[] | null
  readonly seed: number
}

/** What a run asked, and how often each thing was reached. */
export interface Heard {
  readonly cases: number
  readonly read: number
  readonly shares: number
  readonly reached: ReadonlyMap<string, number>
}

const rowsEach = 20
const questionsEach = 5

/** Asks all witnesses about at least so many cases. Throws an Error that names the case where they disagree. */
export async function hearWitnesses(count: number, { url, seed }: { readonly url: string; readonly seed: number }): Promise<Heard> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const reached = new Map<string, number>()
  let [cases, read, shares] = [0, 0, 0]
  try {
    await prepare(client)
    for (let round = 0; cases < count; round++) {
      const subject = await subjectOf(seed + round)
      if (!subject) continue
      reachOf(subject, reached)
      const random = randomFrom(seed + round + 500_000)
      const rows = Array.from({ length: rowsEach }, () => held(random, subject.policies))
      const guard = await guarded(client, subject.policies, rows)
      const authorize = inCedar(subject.policies)
      for (let n = 0; n < questionsEach; n++) {
        const asked = { ...act(random, edges(random, rows, subject.policies), new Date(0), null), ...purposeOf(random, subject), place: null } // prettier-ignore
        const [bySql, byGuard] = [await predicated(client, subject.policies, rows, asked), await guard(asked)]
        rows.forEach((row, i) => {
          const decision = byDecision(subject.policies, row, asked)
          const reading = byReading(subject, row, asked)
          const said = { decision: decision.opens, reading: reading ?? decision.opens, sql: bySql.has(i), guard: byGuard.has(i), cedar: authorize.use(row, asked) } // prettier-ignore
          if (new Set(Object.values(said)).size > 1)
            throw new Error(`seed ${seed + round}, row ${i}, question ${n}: ${JSON.stringify(said)}, ${decision.term}; ${JSON.stringify(asked)}; ${JSON.stringify(row)}`) // prettier-ignore
          const { recipients: listed = [] } = subject.policies.newest.policy
          for (const recipient of row.law === '' && listed.length > 0 ? [random.pick(listed)] : []) {
            const share = decideShare(subject.policies.newest.policy, subject.policies.cell(row.cell), recipient.name, standingOf(subject.policies, row.person), { ...asked, ...row }) // prettier-ignore
            if ((share.effect === 'permit') !== authorize.share(row, asked, recipient.name))
              throw new Error(`seed ${seed + round}, row ${i}, question ${n}: shared with ${recipient.name}: ${JSON.stringify(share)}; ${JSON.stringify(asked)}; ${JSON.stringify(row)}`) // prettier-ignore
            count1(reached, `share ${share.term ?? `permit ${recipient.role}`}`)
            shares += 1
          }
          cases += 1
          read += reading === null ? 0 : 1
          count1(reached, `term ${decision.term}`, `hand ${asked.hand}`, `form ${asked.form}`)
        })
      }
    }
  } finally {
    await client.end()
  }
  return { cases, read, shares, reached }
} // prettier-ignore

/** What a run must have reached. What no form asks stands in docs/spec/forms.md. */
export const mustReach: readonly string[] = [
  ...['permit', 'never', 'barred', 'restricted', 'based', 'given', 'open', 'objected', 'live', 'case', 'law'].map((term) => `term ${term}`), // prettier-ignore
  ...['machines', 'people'].map((hand) => `hand ${hand}`),
  ...['identified', 'de-identified', 'aggregate'].map((form) => `form ${form}`),
  ...['collect', 'use', 'keep', 'offer', 'store', 'never collect', 'never use', 'never store'].map((verb) => `verb ${verb}`), // prettier-ignore
  ...['choice', 'case', 'directed', 'signed', 'account'].map((kind) => `condition ${kind}`),
  ...['consent', 'contract', 'vital', 'law', 'public-task', 'legitimate-interest'].map((kind) => `basis ${kind}`),
  ...['never', 'barred', 'restricted', 'based', 'given', 'open', 'objected', 'live', 'place', 'recipient', 'case', 'permit ours', 'permit own', 'permit authority'].map((term) => `share ${term}`), // prettier-ignore
  'versions 2',
  'versions 3',
  'facts not known',
]

function count1(reached: Map<string, number>, ...what: readonly string[]): void {
  for (const one of what) reached.set(one, (reached.get(one) ?? 0) + 1)
}

function reachOf({ policies, rules }: Subject, reached: Map<string, number>): void {
  count1(reached, `versions ${policies.versions.length}`)
  if (policies.numbers.length > policies.versions.reduce((sum, { policy }) => sum + policy.cells.length, 0)) count1(reached, 'facts not known') // prettier-ignore
  for (const { rule } of rules ?? []) {
    count1(reached, `verb ${rule.verb}${rule.ban ? ` ${rule.ban}` : ''}`)
    if (rule.slots.because) count1(reached, `basis ${rule.slots.because.kind}`)
    for (const { kind } of [...(rule.slots.when ?? []), ...(rule.slots.unless ?? [])])
      count1(reached, `condition ${kind}`)
  }
}

/** Odd seeds are statements; a draw that leads to none is passed over. */
async function subjectOf(seed: number): Promise<Subject | null> {
  const random = randomFrom(seed)
  if (seed % 2 === 0) return { policies: sharing(random), rules: null, seed }
  const drawn = await drawStatement(random)
  if (!drawn) return null
  const { compiled, clauses } = drawn
  const version = { version: 1, hash: compiled.hash, policy: compiled.policy, page: compiled.page, publishedAt: new Date(0), effectiveAt: new Date(0) } // prettier-ignore
  return { policies: putInForce([version]), rules: readRules(clauses), seed }
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

function held(random: Random, policies: InForce): Held {
  const collectedAt = moment(random)
  return {
    cell: random.chance(0.02) ? 999_999 : random.pick(policies.numbers),
    collectedAt,
    endedAt: random.chance(0.5) ? new Date(collectedAt.getTime() + random.below(1_000) * 3_600_000) : null,
    law: random.chance(0.1) ? random.pick(laws) : '',
    person: random.chance(0.2) ? null : random.chance(0.5) ? decided(random) : chosen(random, policies),
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

/** Of a statement its own purposes and desks; of a policy what `act` drew, or half the time a purpose that some cell opens. */
function purposeOf(random: Random, { rules, policies }: Subject): Partial<Act> {
  if (rules) return { purpose: random.pick(world.purposes).bit, cases: random.some(world.desks, 0.5) }
  const uses = policies.cell(random.pick(policies.numbers))!.rows.flatMap((row) => row.uses)
  return random.chance(0.5) && uses.length > 0 ? { purpose: random.pick(uses).purpose } : {}
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

/** Null where there is no text, or where a law alone keeps the record: the reading knows no laws that hold. */
function byReading({ policies, rules }: Subject, { cell: number, law, person, ...times }: Held, asked: Act) {
  const facts = policies.cell(number)?.facts
  if (!rules || !facts || law !== '') return null
  const on = onOf(policies, person)
  const known = {
    ask: 'use' as const,
    product: facts.product,
    category: facts.category,
    origin: facts.origin,
    ...(facts.signedIn !== null && { signedIn: facts.signedIn }),
    ...(facts.account !== null && { account: facts.account }),
    ...(facts.where !== null && { where: facts.where }),
  }
  const closed = closedUse(rules, everyFact(rules, known), {
    purpose: world.purposes.find(({ bit }) => bit === asked.purpose)!.name,
    hand: asked.hand,
    form: asked.form,
    on: new Set(world.choices.filter(({ bit }) => has(on, bit)).map(({ name }) => name)),
    objected: new Set(world.purposes.filter(({ bit }) => has(person?.objected ?? [0, 0], bit)).map(({ name }) => name)),
    restricted: person?.restricted ?? false,
    cases: asked.cases,
    directed: asked.directed,
    place: null,
    at: asked.at,
    ...times,
  })
  return closed === null
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
