// Wire shapes: what requests and answers look like. Restated here, not imported: test/types/contract.test.ts holds them equal to the
// domain's. Times are RFC 3339 in UTC; names are those of the statement's registers.

import { z } from 'zod'
import { warnings } from './events.ts'

const time = z.iso.datetime()
const name = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,79}$/, 'a lower-case name of a register')
const id = z.uuid()

/** Any JSON: what a record holds. */
export const json: z.ZodType<unknown> = z.json()

// --- problems ---------------------------------------------------------------------------------------------------

/** Problem details (RFC 9457). `fields` names what is wrong with the input, field by field. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  help: z.string(),
  detail: z.record(z.string(), json).optional(),
  fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
})

// --- decisions --------------------------------------------------------------------------------------------------

export const decision = z.object({
  effect: z.enum(['permit', 'deny']),
  clause: z.string().nullable(),
  version: z.number().int().nullable(),
  term: z
    .enum([
      'never',
      'barred',
      'restricted',
      'based',
      'given',
      'open',
      'objected',
      'live',
      'place',
      'pair',
      'recipient',
      'case',
    ])
    .nullable(),
  why: z.string(),
  change: z.string().nullable(),
})

// --- statement --------------------------------------------------------------------------------------------------

const span = z.object({
  text: z.string(),
  style: z.enum(['emphasis', 'strong', 'code']).optional(),
  href: z.string().optional(),
})
const words = z.union([
  z.object({ kind: z.enum(['paragraph', 'item']), spans: z.array(span) }),
  z.object({ kind: z.literal('table'), rows: z.array(z.array(z.array(span))) }),
])
const printedRule = z.object({ verb: z.string(), text: z.string(), reading: z.string() })

/** The state of a clause (architecture, settled 1): computed from rules, signatures, probes and findings, never typed by hand. */
export const clauseState = z.object({
  state: z.enum(['kept', 'broken', 'lapsed', 'unproven', 'aim', 'info']),
  /** the machine's short words for the margin: `tested 09:30`, `the sweep left 12 records past their time` */
  reason: z.string(),
  since: time.nullable(),
  testedAt: time.nullable(),
  /** attempts refused because of this clause since midnight UTC; canaries' are not counted */
  refusedToday: z.number().int(),
  findings: z.array(z.object({ summary: z.string(), count: z.number().int(), firstAt: time, lastAt: time })),
  probes: z.array(
    z.object({ probe: z.string(), passed: z.boolean().nullable(), detail: z.string(), at: time.nullable() }),
  ),
  refusals: z.array(
    z.object({
      service: z.string(),
      purpose: z.string(),
      ask: z.string(),
      category: z.string(),
      product: z.string(),
      count: z.number().int(),
      lastAt: time,
    }),
  ),
  decisions: z.number().int(),
})

export const pageClause = z.object({
  id: z.string(),
  number: z.string(),
  class: z.enum(['ruled', 'aim', 'info', 'bare']),
  words,
  text: z.string(),
  reason: z.string().nullable(),
  rules: z.array(printedRule),
  exceptions: z.array(z.string()),
  signature: z.object({
    state: z.enum(['signed', 'stale', 'unsigned']),
    by: z.array(z.object({ officer: z.string(), on: z.string() })),
  }),
  /** registers printed below the words */
  tables: z
    .array(z.object({ register: z.string(), columns: z.array(z.string()), rows: z.array(z.array(z.string())) }))
    .optional(),
})

/** Three figures that are never mixed. */
export const coverage = z.object({
  clauses: z.object({
    kept: z.number().int(),
    broken: z.number().int(),
    unproven: z.number().int(),
    lapsed: z.number().int(),
    aim: z.number().int(),
    info: z.number().int(),
    of: z.number().int(),
  }),
  /** reads of the last 24 hours that passed the gate; what a connected system reads by itself is not among them */
  reads: z.object({ passed: z.number().int(), of: z.number().int() }),
  /** connected systems */
  systems: z.number().int(),
  /** kinds of things written in the last 24 hours and columns of connected systems, and how many of them a clause covers */
  covered: z.object({ covered: z.number().int(), of: z.number().int() }),
  /** what was tried and no clause covers; `stored`: its product only observed, so it was not refused */
  findings: z.array(z.object({ summary: z.string(), stored: z.boolean(), count: z.number().int(), firstAt: time, lastAt: time })), // prettier-ignore
  /** things that were stored while their product only observed, lie under no clause and are still there */
  uncovered: z.number().int(),
  /** what was found in connected systems and no clause speaks of */
  inSystems: z.array(z.object({ summary: z.string(), count: z.number().int(), firstAt: time, lastAt: time })),
  /** labels of products that only observe: there nothing is refused but what a `never` forbids */
  observed: z.array(z.string()),
})

/** A connected system: where it is, when it was last read, and the data map that counts. Nothing of its credential. */
export const system = z.object({
  name: z.string(),
  kind: z.enum(['postgres']),
  /** host, port and database */
  place: z.string(),
  addedAt: time,
  seenAt: time.nullable(),
  tables: z.number().int().nullable(),
  trouble: z.object({ reason: z.string(), at: time }).nullable(),
  map: z.object({ version: z.number().int(), hash: z.string(), signedBy: z.string(), at: time }).nullable(),
})

/** A table as a scan or a data map has it. `confidence` (0 to 1): how sure the guess is; null where a person signed it. */
export const scannedTable = z.object({
  schema: z.string(),
  table: z.string(),
  /** the database's own estimate */
  rows: z.number().int().nullable(),
  whose: z.enum(['person', 'staff', 'nobody']),
  /** columns with their categories */
  columns: z.array(z.object({ column: z.string(), category: z.string() })),
  erase: z.string().nullable(),
  confidence: z.number().min(0).max(1).nullable(),
  why: z.string().nullable(),
})

/** What a scan found: names and figures, no value of a row. */
export const scan = z.object({
  system: z.string(),
  at: time,
  tables: z.array(scannedTable),
  columns: z.number().int(),
  /** columns that hold personal data of people who may ask, those of them that a sentence covers, and those of staff */
  personal: z.number().int(),
  covered: z.number().int(),
  staff: z.number().int(),
  uncovered: z.array(z.object({ schema: z.string(), table: z.string(), column: z.string(), category: z.string() })),
  /** what differs from the signed map; null where none is signed */
  drift: z.array(z.object({ kind: z.string(), words: z.string(), clauses: z.array(z.string()) })).nullable(),
  /** the draft of the data map, as YAML */
  map: z.string(),
})

/** A data map that was looked at: with its hash when it may be signed, else with what is wrong and where. */
export const checkedMap = z.object({
  hash: z.string().nullable(),
  tables: z.array(scannedTable),
  problems: z.array(
    z.object({ line: z.number().int(), column: z.number().int(), message: z.string(), help: z.string() }),
  ),
})

/** Whether a product enforces, and since when; null: from the beginning. */
export const productMode = z.object({
  product: z.string(),
  label: z.string(),
  mode: z.enum(['enforce', 'observe']),
  since: time.nullable(),
})

const origin = z.enum(['person', 'observed', 'system', 'inferred', 'third-party'])

/** Questions of one sort that pass only because their product observes. `clause` null: no sentence covers them. */
export const wouldRefuse = z.object({
  clause: z.string().nullable(),
  sentence: z.string().nullable(),
  service: z.string(),
  ask: z.string(),
  purpose: z.string().nullable(),
  category: z.string(),
  /** where what was to be stored came from; null for what was not to be stored */
  origin: origin.nullable(),
  count: z.number().int(),
  lastAt: time,
})

/** What enforcing would have refused since the product observes, and the reads that it would have given fewer records. */
export const modeReport = productMode.extend({
  refused: z.array(wouldRefuse),
  narrowed: z.array(wouldRefuse),
  /** questions that enforcing would have refused */
  count: z.number().int(),
})

/** A version that was published and is announced, but not in force yet (CHG-03). */
const upcoming = z.object({ version: z.number().int(), publishedAt: time, effectiveAt: time })

export const statement = z.object({
  /** the next one to bind; null: none is announced */
  upcoming: upcoming.nullable(),
  organisation: z.string(),
  title: z.string(),
  language: z.string(),
  version: z.number().int(),
  hash: z.string(),
  publishedAt: time,
  effectiveAt: time,
  asOf: time,
  coverage,
  sections: z.array(
    z.object({
      id: z.string(),
      number: z.number().int(),
      title: z.string(),
      short: z.string().nullable(),
      /** whose section it is, where the statement has several profiles */
      of: z.object({ kind: z.enum(['profile', 'product', 'contract']), name: z.string() }).optional(),
      clauses: z.array(pageClause.extend({ standing: clauseState })),
    }),
  ),
})

// --- what a person sees -------------------------------------------------------------------------------------------

/** One thing held about the person. `shown` is its content in words; it is read through the gate for the person alone. */
export const item = z.object({
  id,
  category: z.string(),
  categoryLabel: z.string(),
  product: z.string(),
  productLabel: z.string(),
  origin: z.string(),
  /** false: no sentence covers it; it was stored while its product only observed */
  covered: z.boolean(),
  source: z.string(),
  collectedAt: time,
  shown: z.string(),
  /** kept by a law after an erasure, closed to everything else */
  law: z.string().nullable(),
  until: z.object({ at: time.nullable(), words: z.string() }),
  controls: z.array(z.string()),
})

/** A thing named beside another: enough to know it again, and to go to it. */
const glimpse = z.object({ id, categoryLabel: z.string(), collectedAt: time, shown: z.string() })

/** Things counted, and some of them named: those that the person may see, the newest first. */
const named = z.object({ count: z.number().int(), things: z.array(glimpse) })

/** How often it was asked for, by purpose (with its label) and by who asked. */
const asked = z.object({
  purpose: z.string(),
  label: z.string(),
  service: z.string(),
  count: z.number().int(),
  lastAt: time,
})

/** "Why do you have this?", in the order of the look: sentence, rule, since when, from where, used, refused, who got it, where it lies, until when. */
export const why = z.object({
  item,
  data: json,
  sentences: z.array(
    z.object({
      clause: z.string(),
      number: z.string(),
      text: z.string(),
      rules: z.array(printedRule),
      version: z.number().int(),
      state: z.string(),
    }),
  ),
  from: z.string(),
  /** of something guessed: what it was made from */
  madeFrom: named,
  /** what was made from it, and leaves with it */
  made: named,
  /** its product only observes: uses that no sentence allows are noted there, not refused */
  observed: z.boolean(),
  uses: z.array(
    z.object({
      purpose: z.string(),
      label: z.string(),
      basis: z.string(),
      open: z.boolean(),
      why: z.string(),
      /** the sentence that decides it, and its number where today's page has it */
      clause: z.string().nullable(),
      number: z.string().nullable(),
      objectable: z.boolean(),
      marketing: z.boolean(),
    }),
  ),
  used: z.array(asked),
  refused: z.array(asked.extend({ why: z.string(), clause: z.string().nullable(), number: z.string().nullable() })),
  /** who may get it by a sentence, for what, and how often each did */
  recipients: z.array(
    z.object({
      recipient: z.string(),
      label: z.string(),
      purpose: z.string(),
      purposeLabel: z.string(),
      clause: z.string(),
      number: z.string().nullable(),
      given: z.number().int(),
      lastAt: time.nullable(),
    }),
  ),
  stores: z.array(z.object({ label: z.string(), place: z.string() })),
})

export const kind = z.object({
  category: z.string(),
  label: z.string(),
  holds: z.string(),
  count: z.number().int(),
  oldest: time.nullable(),
  until: z.string(),
  /** the sentence that says until when, and its number where today's page has it */
  clause: z.string().nullable(),
  number: z.string().nullable(),
})

export const held = z.object({
  greeting: z.string(),
  count: z.number().int(),
  readAt: time,
  kinds: z.array(kind),
  /** days with something in them, newest first */
  days: z.array(z.object({ day: z.string(), count: z.number().int() })),
})

/** What stays, hidden from nobody: what, why, until when. */
export const residue = z.object({
  what: z.string(),
  why: z.string(),
  until: time.nullable(),
  clause: z.string().nullable(),
  state: z.enum(['stays', 'not proven']),
})

/** `things`: the newest few of what goes, as far as the person may see them; none of what a connected system holds. */
const going = z.array(
  z.object({ category: z.string(), label: z.string(), count: z.number().int(), things: z.array(glimpse) }),
)

export const preview = z.object({
  goes: going,
  /** what was made from these and leaves with them */
  made: going,
  stays: z.array(residue),
  unproven: z.array(z.string()),
  count: z.number().int(),
})

export const choice = z.object({
  name: z.string(),
  label: z.string(),
  kind: z.string(),
  wording: z.string(),
  value: z.enum(['on', 'off']),
  default: z.enum(['on', 'off']),
  decidedAt: time.nullable(),
  version: z.number().int().nullable(),
})

export const choiceEvent = z.object({
  at: time,
  kind: z.enum(['choice', 'objection', 'restriction']),
  name: z.string(),
  value: z.enum(['on', 'off']),
  wording: z.string(),
  version: z.number().int(),
  channel: z.string(),
  actor: z.string(),
})

/** A request at the rights desk: number, state, clock and history (ACC-17). */
export const request = z.object({
  number: z.string(),
  kind: z.enum(['access', 'export', 'erase', 'withdraw', 'clear']),
  state: z.string(),
  stateWords: z.string(),
  openedAt: time,
  dueAt: time.nullable(),
  closedAt: time.nullable(),
  /** what it waits for, in words; null unless it waits */
  waits: z.object({ code: z.string(), whom: z.string().nullable(), words: z.string(), help: z.string() }).nullable(),
  steps: z.array(
    z.object({
      holder: z.string(),
      done: z.string(),
      readAt: time.nullable(),
      result: z.enum(['gone', 'stays', 'not proven', 'waiting']),
      /** column by column, of a connected system that was read again */
      places: z.array(
        z.object({
          place: z.string(),
          rows: z.number().int(),
          state: z.enum(['gone', 'stays', 'not proven']),
          why: z.string().nullable(),
          clause: z.string().nullable(),
          until: time.nullable(),
        }),
      ),
    }),
  ),
  residue: z.array(residue),
  history: z.array(z.object({ at: time, event: z.string(), actor: z.string() })),
  artefacts: z.array(z.object({ name: z.string(), until: time })),
})

// --- records ------------------------------------------------------------------------------------------------------

export const written = z.object({
  accepted: z.number().int(),
  /** refused items by index and reason; what is accepted is durable */
  refused: z.array(
    z.object({ index: z.number().int(), code: z.string(), clause: z.string().nullable(), why: z.string() }),
  ),
  /** items whose message was told before */
  seen: z.number().int(),
  /** left out where there is nothing to warn of */
  warnings: warnings.optional(),
})

export const readOut = z.object({
  decision,
  records: z.array(
    z.object({
      id,
      product: z.string(),
      category: z.string(),
      collectedAt: time,
      endedAt: time.nullable(),
      data: json,
    }),
  ),
})

/** Of each row how many people and records, in steps of `fewest`, the fewest people that a row may tell of. */
export const countOut = z.object({
  decision,
  rows: z.array(
    z.object({
      day: z.string().optional(),
      month: z.string().optional(),
      category: z.string().optional(),
      /** null: nobody told where these people live */
      place: z.string().nullable().optional(),
      people: z.number().int(),
      records: z.number().int(),
      fewest: z.number().int(),
    }),
  ),
})

// --- statement changes ----------------------------------------------------------------------------------------------

export const clauseChange = z.object({
  clause: z.string(),
  change: z.enum(['added', 'removed', 'words', 'rules', 'words and rules']),
  before: z.object({ text: z.string(), rules: z.array(z.string()) }).nullable(),
  after: z.object({ text: z.string(), rules: z.array(z.string()) }).nullable(),
  /** K8 codes that make it material until a person says otherwise; none: it takes nothing from anybody */
  material: z.array(z.string()),
})

/** What a version opens, closes, lengthens, shortens, weakens or strengthens. */
export const policyChange = z.object({
  /** K8 code of what may take something from somebody; null: it takes nothing */
  code: z.enum(['K801', 'K802', 'K803', 'K804', 'K805', 'K806', 'K807', 'K808']).nullable(),
  turn: z.enum(['opened', 'closed', 'lengthened', 'shortened', 'weakened', 'strengthened', 'changed']),
  /** null: it stands in a register */
  clause: z.string().nullable(),
  what: z.string(),
  /** the data it concerns, or the entry of a register */
  of: z.array(z.string()),
  /** by which officers speak of it: K804:searches; null where there is no code */
  key: z.string().nullable(),
})

const use = {
  service: z.string(),
  purpose: z.string(),
  category: z.string(),
  product: z.string(),
  ask: z.string(),
  /** of a share: to whom; else null */
  recipient: z.string().nullable(),
  /** the product that asked; null where it was the data's own */
  inProduct: z.string().nullable(),
  count: z.number().int(),
  /** a question that the two statements answer differently, as the JSON that `kept decide` takes */
  example: z.string(),
}
const refusedUse = z.object({ ...use, clause: z.string().nullable(), term: z.string().nullable() })

/** What a draft would do to real holdings and past decisions (CHG-06). */
export const effect = z.object({
  /** records that a sweep would remove once the draft is in force, and today's statement would not */
  recordsGone: z.number().int(),
  /** `example`: the id of one such record */
  goneBy: z.array(
    z.object({ category: z.string(), product: z.string(), count: z.number().int(), example: z.string().nullable() }),
  ),
  /** uses of the last 30 days, from the tally, that the draft would refuse to everybody */
  usesRefused: z.array(refusedUse),
  /** and those that it would refuse to some: the tally names no person, the example says to whom */
  usesNarrowed: z.array(refusedUse),
  /** uses refused so far that the draft would open */
  usesOpened: z.array(z.object(use)),
  clauses: z.array(clauseChange),
  changes: z.array(policyChange),
  /** whether something is material that no officer has set aside */
  material: z.boolean(),
  /** when it would take effect, were it published now */
  from: time,
})

/** What an officer said of a change: material or not, and why (CHG-04). */
export const judgement = z.object({
  key: z.string(),
  material: z.boolean(),
  reason: z.string(),
  officer: z.string(),
  at: time,
})

export const draft = z.object({
  number: z.string(),
  state: z.string(),
  hash: z.string(),
  /** what an officer agrees to: the hash, or with judgements a digest of it and of them */
  agreeTo: z.string(),
  openedAt: time,
  effect,
  judgements: z.array(judgement),
  /** how long a material change is announced before it binds, and the clause that promises it (CHG-03) */
  notice: z.object({
    time: z.object({
      count: z.number().int(),
      unit: z.enum(['second', 'minute', 'hour', 'day', 'week', 'month', 'year']),
    }),
    clause: z.string().nullable(),
  }),
  approvals: z.array(z.object({ officer: z.string(), at: time })),
  version: z.number().int().nullable(),
  effectiveAt: time.nullable(),
})

export const health = z.object({
  state: z.enum(['ready', 'starting', 'stopping']),
  name: z.string(),
  software: z.string(),
  statement: z.object({ version: z.number().int(), hash: z.string() }).nullable(),
  engine: z.string(),
  durability: z.string(),
  secondFence: z.string(),
  custodians: z.object({ two: z.boolean(), words: z.string() }),
  clock: time,
  ledger: z.object({ size: z.number().int(), at: time.nullable(), pending: z.number().int() }),
  jobs: z.array(
    z.object({
      job: z.string(),
      every: z.string(),
      stopped: z.boolean(),
      lastAt: time.nullable(),
      outcome: z.string().nullable(),
    }),
  ),
})

export const token = z.object({ token: z.string(), id: z.string(), endsAt: time })
export { batchIn, eventIn, taken } from './events.ts'
export { id, name, origin, time }
