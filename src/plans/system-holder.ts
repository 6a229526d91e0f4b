// A connected system as a holder: its signed data map says whose rows are whose and what erasing means there. What it calls gone was read
// again, column by column; what an erasure must remember until then lies sealed under the person's key (docs/spec/plans.md, "Connected systems").

import { Failure, fromBase64, text, toBase64, utf8, type Clock } from '../base/index.ts'
import type { Gate } from '../gate/index.ts'
import type { InForce } from '../policy/index.ts'
import {
  changesOf, compareDataMap, copyPerson, findPerson, foreseen, isOfAnother, isUndone, markOf, prepareErasure, readBackErasure, refusals,
  type Catalogue, type Connector, type DataMap, type Drift, type ErasurePlan, type FoundTable, type Identifier, type OfPerson, type Outcome, type Refusal,
} from '../systems/index.ts' // prettier-ignore
import { describeRows, fileNames } from './describe-row.ts'
import type { Effect, EraseIntent, Foreseen, Held, Hold, Holder, Intent, Part, ReadBack, Residue } from './holder.ts'
import { placeLabel, placesOf, residueOf } from './places.ts'
import { emptiedAgain, goingIn, newIn, touchedIn } from './planned-rows.ts'

/** A connected system as plans need it. */
export interface ConnectedSystem {
  readonly name: string
  /** how it stands now: asked for each question */
  stands(): Promise<SystemStands>
  /** A connector to its database at a place, and to none it is connected to later; the caller closes it. */
  open(place: string): Connector
}

/** Where a system's database is, and the data map that an officer signed last with the place it was signed for; null while there is none. */
export interface SystemStands {
  readonly place: string
  readonly map: { readonly says: DataMap; readonly place: string } | null
}

/** What the holder of a connected system is made of. */
export interface SystemHolderParts {
  readonly system: ConnectedSystem
  readonly gate: Pick<Gate, 'identifiers' | 'sealFor' | 'openFor'>
  readonly inForce: () => InForce
  readonly clock: Clock
}

/** Keys of rows and identifiers, sealed, have to fit into the row of a step. */
const memoryBytesMax = 64 * 1024 * 1024

/** Makes a connected system a holder of people's data. */
export function createSystemHolder(parts: SystemHolderParts): Holder {
  const { name } = parts.system
  return {
    name: `system:${name}`,
    label: name,
    takes: ['erase'],
    find: (person) =>
      asking(parts, person, 'find', async (asked) => (asked ? heldOf(tablesOf(name, await findPerson(asked.connector, asked))) : [])), // prettier-ignore
    export: (person) => copyOut(parts, person),
    foresee: (person, at) => foresee(parts, person, at),
    check: (intent) => check(parts, erasing(intent)),
    erase: (intent, hold) => erase(parts, erasing(intent), hold),
    readBack: (intent) => readBack(parts, erasing(intent)),
  }
}

function erasing(intent: Intent): EraseIntent {
  if (intent.kind !== 'erase') throw new TypeError('a connected system has no single records of ours')
  return intent
}

// --- asking -------------------------------------------------------------------------------------------------------

/** A system that can be asked about one person: by which map, what its database is made of now, and by which identifiers. */
interface Asked {
  readonly connector: Connector
  /** where its database is */
  readonly place: string
  readonly map: DataMap
  readonly catalogue: Catalogue
  readonly identifiers: readonly Identifier[]
  /** why rows may be missed that the map finds by what we do not know of this person, a clause for each such field */
  readonly closed: readonly string[]
}

type Why = 'find' | 'preview' | 'copy' | 'erase' | 'read-back'

/** Asks over a connection that lasts as long as the question; null without a signed map: then nobody may ask. */
async function asking<T>(
  parts: SystemHolderParts,
  person: string,
  why: Why,
  ask: (asked: Asked | null) => Promise<T>,
): Promise<T> {
  const asked = await openAsked(parts, person, why)
  try {
    return await ask(asked)
  } finally {
    await asked?.connector.close()
  }
}

/** A schema that is not as the map says is told before anything is read by it; the identifiers open after an entry of the ledger. */
async function openAsked(
  { system, gate, inForce }: SystemHolderParts,
  person: string,
  why: Why,
): Promise<Asked | null> {
  const { place, map: signed } = await system.stands()
  if (!signed) return null
  if (signed.place !== place) throw movedAway(system.name, signed.place, place)
  const map = signed.says
  const connector = system.open(place)
  try {
    const catalogue = await connector.catalogue()
    refuseStale(system.name, map, catalogue, inForce())
    const told = await gate.identifiers(person, { actor: `system:${system.name}`, why })
    const identifiers = told.flatMap(({ field, value }) => (value ? [{ field, value: value.reveal() }] : []))
    const closed = fieldsOf(map).flatMap((field) => closedOf(field, told) ?? [])
    return { connector, place, map, catalogue, identifiers, closed }
  } catch (cause) {
    await connector.close()
    throw cause
  }
}

/** Map, database and statement have to fit each other as they are now, and of a table of people no column may be unknown. */
function refuseStale(system: string, map: DataMap, catalogue: Catalogue, { newest }: InForce): void {
  if (isOfAnother(map, catalogue)) throw replaced(system)
  const [wrong] = refusals({ map, catalogue, policy: newest.policy })
  if (wrong) throw refused(system, wrong)
  for (const mapped of map.tables.filter(({ whose }) => whose === 'person')) {
    const table = catalogue.tables.find(({ schema, name }) => schema === mapped.schema && name === mapped.table)
    const fresh = table?.columns.find(({ name }) => !mapped.columns.some((column) => column.name === name))
    if (fresh) throw refused(system, { ...mapped, column: fresh.name, ...freshColumn })
  }
}

/** Another database may give a key to somebody else, and a map says nothing of what nobody looked at. */
function movedAway(system: string, from: string, to: string): Failure {
  const reason = `its data map was signed for ${from}, and it is connected to ${to} now`
  const next = `connect it to ${from} again, where what was begun goes on; or sign its data map anew: then everybody is looked for in ${to} from the start, and what was begun in ${from} is told as not proven`
  return new Failure('system_refused', { system, reason, next })
}

/** The address is the same and the database is not: restored from a copy, or another one under the old name. */
function replaced(system: string): Failure {
  const reason = 'another database lies at its address than its data map was signed for'
  const next =
    'let the address lead to the old one again; or scan this one with `kept scan`, look whether it holds the same, and sign its data map anew'
  return new Failure('system_refused', { system, reason, next })
}

const freshColumn = {
  words: 'this column came in after the data map was signed',
  help: 'scan the system again with `kept scan`, say in the map what the column is, and sign it anew',
} as const

/** A refusal of a plan as the failure that a request waits on: names of the catalogue, no value. */
function refused(
  system: string,
  { schema, table, column, words, help }: Pick<Refusal, 'schema' | 'table' | 'column' | 'words' | 'help'>,
): Failure {
  const place = placeLabel({ schema, table, column })
  return new Failure('system_refused', { system, place, reason: `${place}: ${words}`, next: help })
}

/** Rows that may be several people's are shown to nobody: who asks for them waits, as an erasure does. */
function tablesOf<T>(system: string, found: OfPerson<T>): readonly T[] {
  if (found.state === 'refused') throw refused(system, found.refusals[0]!) // who refuses says why
  return found.tables
}

/** Null: all that we know of the field opens. One stored before identifiers were sealed does not, until it is told again. */
function closedOf(field: string, told: Awaited<ReturnType<Gate['identifiers']>>): string | null {
  const known = told.filter((one) => one.field === field)
  if (known.length === 0) return `rows that are found by ${field} alone: we know no ${field} of yours`
  const closed = known.filter(({ value }) => !value).length
  return closed === 0
    ? null
    : `rows that are found by ${field} alone: ${closed} of the ${known.length} we know of yours cannot be opened to ask by, until you tell it to us again`
}

function fieldsOf({ tables }: DataMap): readonly string[] {
  const links = tables.filter(({ whose }) => whose === 'person').flatMap((table) => table.links)
  const fields = links.flatMap((link) => (link.kind === 'identifiers' ? link.identifiers : []))
  return [...new Set(fields.map(({ field }) => field))].toSorted()
}

function heldOf(found: readonly FoundTable[]): readonly Held[] {
  return found.map(({ schema, table, rows }) => ({
    kind: placeLabel({ schema, table, column: null }),
    count: rows,
    oldest: null,
  }))
}

// --- erase --------------------------------------------------------------------------------------------------------

/** An erasure in the database of one place: its keys mean nothing in any other. */
interface Begun extends ErasurePlan {
  readonly place: string
  /** mark of the database; absent where it tells none */
  readonly database?: string
}

/** What is remembered of an erasure: what was begun in the database as it is connected now, and what in others. */
interface Memory {
  readonly here: readonly Begun[]
  readonly elsewhere: readonly Begun[]
}

/** Looks at what is there now and says what is to be done; null where nobody is there. What stands in the way is a failure. */
async function prepare(
  { system, inForce }: SystemHolderParts,
  { connector, place, map, catalogue, identifiers }: Asked,
  at: Date,
  earlier: readonly Begun[],
): Promise<Begun | null> {
  const { policy } = inForce().newest
  const people = earlier.at(-1)?.people // whom it found, and whom those before it found
  const prepared = await prepareErasure(connector, {
    map,
    catalogue,
    policy,
    identifiers,
    at,
    ...(people && { known: people }),
  })
  if (prepared.state === 'refused') throw refused(system.name, prepared.refusals[0]!) // who refuses says why
  return prepared.state === 'ready' ? { ...prepared.plan, place, ...markOf(catalogue) } : null
}

async function check(parts: SystemHolderParts, intent: EraseIntent): Promise<void> {
  await asking(parts, intent.person, 'erase', async (asked) => {
    if (asked) await prepare(parts, asked, parts.clock.now(), (await recall(parts, intent, asked)).here)
  })
}

/**
 * Erases once. A crash after the database's commit leaves a memory whose rows all read back as gone: then nothing happens again. What is
 * remembered is durable before the transaction begins, and taken back only where the database says that it undid everything.
 */
async function erase(parts: SystemHolderParts, intent: EraseIntent, hold: Hold): Promise<Effect> {
  return asking(parts, intent.person, 'erase', async (asked) => {
    if (!asked) return { removed: 0, events: [] }
    const { here: earlier, elsewhere } = await recall(parts, intent, asked)
    const plan = await prepare(parts, asked, parts.clock.now(), earlier)
    const open = await openOf(asked.connector, earlier)
    const isNew = plan !== null && (earlier.length === 0 || newIn(plan, earlier) > 0)
    if (open.length === 0 && !isNew) return done(earlier)
    await hold.beat()
    const others = earlier.filter((one) => JSON.stringify(one) !== JSON.stringify(plan))
    const plans = plan ? [...others, plan] : earlier
    await hold.remember(await sealPlans(parts, intent, [...elsewhere, ...plans]))
    const again = open.filter((one) => plan === null || newIn(one, [plan]) > 0).map(emptiedAgain)
    try {
      await asked.connector.change([...(plan ? [plan] : []), ...again].flatMap(changesOf))
    } catch (cause) {
      if (isUndone(cause)) await hold.remember(await sealPlans(parts, intent, [...elsewhere, ...earlier]))
      throw cause
    }
    return done(plans)
  })
}

function done(plans: readonly ErasurePlan[]): Effect {
  return { removed: touchedIn(plans), events: [] }
}

/** The plans of which something is still there, or there again. */
async function openOf(connector: Connector, plans: readonly ErasurePlan[]): Promise<readonly ErasurePlan[]> {
  const open: ErasurePlan[] = []
  for (const plan of plans) if ((await readBackErasure(connector, plan)).open > 0) open.push(plan)
  return open
}

/** Reads every row again that a plan of this erasure named, and looks for the person once more. */
async function readBack(parts: SystemHolderParts, intent: EraseIntent): Promise<ReadBack> {
  const { system, inForce, clock } = parts
  return asking(parts, intent.person, 'read-back', async (asked) => {
    if (!asked) return { found: 0, residue: [unmapped(system.name)], places: [] }
    const { here: plans, elsewhere } = await recall(parts, intent, asked)
    const reads = []
    for (const plan of plans) reads.push(await readBackErasure(asked.connector, plan))
    const again = await prepare(parts, asked, clock.now(), plans)
    const outcomes = reads.flatMap((read): readonly Outcome[] => read.outcomes)
    const { policy } = inForce().newest
    return {
      found: reads.reduce((sum, { open }) => sum + open, 0) + (again ? newIn(again, plans) : 0),
      residue: [
        ...residueOf(system.name, outcomes, policy),
        ...leftElsewhere(system.name, elsewhere),
        ...notAsked(parts, asked),
      ],
      places: placesOf(outcomes, policy),
    }
  })
}

// --- memory -------------------------------------------------------------------------------------------------------

function memoryName({ plan, step }: EraseIntent): string {
  return `${plan}/${step}/memory`
}

async function sealPlans(
  { gate, system }: SystemHolderParts,
  intent: EraseIntent,
  plans: readonly Begun[],
): Promise<string> {
  const bytes = utf8(JSON.stringify(plans))
  const reason = 'more rows are this person’s than one erasure can remember'
  if (bytes.length > memoryBytesMax) throw new Failure('system_limit', { system: system.name, reason })
  return toBase64(await gate.sealFor(intent.person, memoryName(intent), bytes))
}

async function recall({ gate }: SystemHolderParts, intent: EraseIntent, { place, catalogue }: Asked): Promise<Memory> {
  if (intent.memory === undefined) return { here: [], elsewhere: [] }
  const opened = await gate.openFor(intent.person, memoryName(intent), fromBase64(intent.memory))
  const begun = JSON.parse(text(opened)) as readonly Begun[] // what sealPlans sealed
  const isHere = (one: Begun): boolean =>
    one.place === place && (one.database ?? catalogue.database) === catalogue.database
  return { here: begun.filter(isHere), elsewhere: begun.filter((one) => !isHere(one)) }
}

// --- before -------------------------------------------------------------------------------------------------------

/** What an erasure would do. A system that cannot be asked now, or not yet, is told as such: it is never left out. */
async function foresee(parts: SystemHolderParts, person: string, at: Date): Promise<Foreseen> {
  const { system, inForce } = parts
  try {
    return await asking(parts, person, 'preview', async (asked) => {
      if (!asked) return { held: [], residue: [unmapped(system.name)] }
      const plan = await prepare(parts, asked, at, [])
      const stays = residueOf(system.name, plan ? foreseen(plan) : [], inForce().newest.policy)
      const residue = [...stays, ...notAsked(parts, asked)]
      return { held: plan ? goingIn(plan) : [], residue }
    })
  } catch (cause) {
    if (!(cause instanceof Failure) || !ofSystems.includes(cause.code)) throw cause
    return { held: [], residue: [cannotSay(system.name, cause)] }
  }
}

const ofSystems: readonly string[] = ['system_unavailable', 'system_refused', 'system_limit']

function cannotSay(system: string, { detail, message }: Failure): Residue {
  const reason = typeof detail['reason'] === 'string' ? detail['reason'] : message
  return notProven(system, `we cannot say now what it holds (${reason}); a request of yours waits until we can`)
}

function unmapped(system: string): Residue {
  return notProven(system, 'nobody has signed yet what this database holds about whom, so we did not look into it')
}

/** What was begun in another database is neither carried out nor read again in this one. */
function leftElsewhere(system: string, begun: readonly Begun[]): readonly Residue[] {
  const why = 'your erasure was begun in the database it was connected to before, and nobody could read that one again'
  return begun.length > 0 ? [notProven(system, why)] : []
}

/** What may hold something that we did not find: asked by what we do not know of this person, or not asked at all. */
function notAsked(parts: SystemHolderParts, asked: Asked): readonly Residue[] {
  const { name } = parts.system
  const byClosed = asked.closed.map((why) => notProven(name, why))
  return [...byClosed, ...notMapped(parts, asked)]
}

/** What looks personal and is nobody's by the map, or not in it. A column more about people who work there is nobody's who asks. */
function notMapped({ system, inForce }: SystemHolderParts, { map, catalogue }: Asked): readonly Residue[] {
  const isStaff = (at: Pick<Drift, 'schema' | 'table'>): boolean =>
    map.tables.some(({ schema, table, whose }) => whose === 'staff' && schema === at.schema && table === at.table)
  const unknown = compareDataMap(map, catalogue, inForce().newest.policy).filter(
    (one) => one.kind === 'new column' && one.category !== null && !isStaff(one),
  )
  const byTable = Map.groupBy(unknown, ({ schema, table }) => placeLabel({ schema, table, column: null }))
  const why = 'the data map that was signed does not know it, and it looks personal: nobody looked into it'
  return [...byTable].map(([table, columns]) => notProven(`${system.name}, ${table}: ${columns.map(({ column }) => column).join(', ')}`, why)) // prettier-ignore
}

function notProven(what: string, why: string): Residue {
  return { what, why, until: null, clause: null, state: 'not proven' }
}

// --- export -------------------------------------------------------------------------------------------------------

/** One file a table. Each row passes through once, and stays nowhere but in the person's own copy. */
async function* copyOut(parts: SystemHolderParts, person: string): AsyncIterable<Part> {
  const { system, inForce } = parts
  const nameFile = fileNames(system.name)
  const asked = await openAsked(parts, person, 'copy')
  if (!asked) {
    yield { file: nameFile('left-out'), items: [{ system: system.name, why: unmapped(system.name).why }] }
    return
  }
  try {
    const { policy } = inForce().newest
    for (const table of tablesOf(system.name, await copyPerson(asked.connector, asked)))
      yield { file: nameFile(table.schema, table.table), items: describeRows(policy, asked.map, table) }
    const leftOut = notAsked(parts, asked).map(({ what, why }) => ({ system: system.name, what, why }))
    if (leftOut.length > 0) yield { file: nameFile('left-out'), items: leftOut }
  } finally {
    await asked.connector.close()
  }
}
