// Every route of the HTTP API as one table: method, path, who may ask, what comes in, what goes out. The server, the typed client,
// OpenAPI and the reference page are made from it; there is no second list.

import { z } from 'zod'
import * as r from './requests.ts'
import * as s from './shapes.ts'

/** Who may ask: anybody; a signed-in person; a person who signed in within 10 minutes; a write key of a source of events; or a token (or the operator's socket) of a role. */
export type Asker = 'anybody' | 'person' | 'fresh' | 'source' | 'service' | 'officer' | 'operator' | 'auditor'

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly by: Asker
  /** who else may ask */
  readonly also?: readonly Asker[]
  readonly summary: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** a body that may come gzipped: the handler opens it, once it knows who asks */
  readonly packed?: z.ZodType
  /** answers as JSON of this shape; `text` or `bytes` for files */
  readonly answer: z.ZodType | 'text' | 'bytes'
  readonly status?: number
  /** most bytes a body may have; 256 KiB without */
  readonly bytesMax?: number
}

const done = z.object({ done: z.literal(true) })
const packedBytesMax = 2 * 1024 * 1024
const files = z.record(z.string().regex(/^(?!.*\.\.)[\w./-]{1,200}$/), z.string())
const number = z.strictObject({ number: z.string().regex(/^[A-Z]-\d{1,9}$/) })

export const routes = {
  // health and log
  health:          { method: 'GET',  path: '/v1/health', by: 'anybody', summary: 'Whether it runs, on what, how durably, with how many custodians', answer: s.health },
  openapi:         { method: 'GET',  path: '/v1/openapi.json', by: 'anybody', summary: 'This API as OpenAPI 3.1', answer: 'bytes' },
  vkey:            { method: 'GET',  path: '/log/vkey', by: 'anybody', summary: 'The verifier key of the log: pin it', answer: 'text' },
  checkpoint:      { method: 'GET',  path: '/log/checkpoint', by: 'anybody', summary: 'The newest signed checkpoint (C2SP tlog-checkpoint)', answer: 'text' },
  tile:            { method: 'GET',  path: '/log/tile/*', by: 'anybody', summary: 'A tile of the log (C2SP tlog-tiles)', answer: 'bytes' },

  // statement
  statement:       { method: 'GET',  path: '/v1/statement', by: 'anybody', summary: 'The page with the state of every clause and the coverage line', answer: s.statement },
  versions:        { method: 'GET',  path: '/v1/statement/versions', by: 'anybody', summary: 'All published versions, newest first', answer: z.object({ versions: z.array(z.object({ version: z.number().int(), hash: z.string(), publishedAt: s.time, effectiveAt: s.time })) }) },
  policy:          { method: 'GET',  path: '/v1/statement/:version/policy', by: 'anybody', summary: 'A version as canonical JSON, to recompute its hash', params: z.strictObject({ version: z.coerce.number().int().min(1) }), answer: 'text' },
  changes:         { method: 'GET',  path: '/v1/statement/:version/changes', by: 'anybody', summary: 'What a version changed against the one before', params: z.strictObject({ version: z.coerce.number().int().min(1) }), answer: z.object({ clauses: z.array(s.clauseChange), changes: z.array(s.policyChange) }) },

  // session
  signIn:          { method: 'POST', path: '/v1/session', by: 'anybody', summary: 'Sign in with e-mail address and password', body: z.strictObject({ email: z.string().min(3).max(320), password: z.string().min(1).max(200) }), answer: z.object({ greeting: z.string(), fresh: z.boolean() }) },
  session:         { method: 'GET',  path: '/v1/session', by: 'anybody', summary: 'Who is signed in', answer: z.object({ signedIn: z.boolean(), greeting: z.string().nullable(), fresh: z.boolean() }) },
  signOut:         { method: 'DELETE', path: '/v1/session', by: 'anybody', summary: 'Sign out', answer: done },

  // a person's own
  held:            { method: 'GET',  path: '/v1/me', by: 'person', summary: 'What is held about me, by kind', answer: s.held },
  items:           { method: 'GET',  path: '/v1/me/items', by: 'person', summary: 'Things held about me, newest first', query: r.itemsIn, answer: z.object({ items: z.array(s.item), more: z.boolean() }) },
  why:             { method: 'GET',  path: '/v1/me/items/:id/why', by: 'person', summary: 'Why one thing is there', params: z.strictObject({ id: s.id }), answer: s.why },
  previewClear:    { method: 'POST', path: '/v1/me/clear/preview', by: 'person', summary: 'What clearing would take, what would stay; changes nothing', body: r.scope, answer: s.preview },
  clear:           { method: 'POST', path: '/v1/me/clear', by: 'person', summary: 'Clear things: they are removed and read back', body: r.scope, answer: s.request },
  choices:         { method: 'GET',  path: '/v1/me/choices', by: 'person', summary: 'My choices as they stand', answer: z.object({ choices: z.array(s.choice), objections: z.array(z.object({ purpose: z.string(), label: z.string(), objected: z.boolean(), since: s.time.nullable() })), restricted: z.boolean() }) },
  choose:          { method: 'POST', path: '/v1/me/choices', by: 'person', summary: 'Decide a choice, object to a purpose, or restrict all processing', body: z.strictObject({ kind: z.enum(['choice', 'objection', 'restriction']), name: s.name, value: z.enum(['on', 'off']) }), answer: s.choiceEvent },
  choiceHistory:   { method: 'GET',  path: '/v1/me/choices/history', by: 'person', summary: 'Every choice I made, with its words (CHO-12)', answer: z.object({ events: z.array(s.choiceEvent) }) },
  requests:        { method: 'GET',  path: '/v1/me/requests', by: 'person', summary: 'My requests with their clocks', answer: z.object({ requests: z.array(s.request) }) },
  request:         { method: 'GET',  path: '/v1/me/requests/:number', by: 'person', summary: 'One request', params: number, answer: s.request },
  askExport:       { method: 'POST', path: '/v1/me/exports', by: 'fresh', summary: 'A copy of everything', answer: s.request, status: 202 },
  artefact:        { method: 'GET',  path: '/v1/me/requests/:number/:name', by: 'person', summary: 'Download what a request made', params: number.extend({ name: z.enum(['export.zip', 'receipt.json']) }), answer: 'bytes' },
  previewErase:    { method: 'GET',  path: '/v1/me/erasure', by: 'person', summary: 'What erasing the account would take, what would stay, what cannot be proved', answer: s.preview },
  erase:           { method: 'POST', path: '/v1/me/erasure', by: 'fresh', summary: 'Erase the account. The answer holds the private link of the receipt: 128 bits, 30 days', answer: z.object({ request: s.request, link: z.string(), until: s.time }), status: 202 },
  receipt:         { method: 'GET',  path: '/v1/receipts/:secret', by: 'anybody', summary: 'A receipt by its private link: request and, when sealed, receipt.json', params: z.strictObject({ secret: z.string().regex(/^[0-9a-f]{32}$/) }), answer: z.object({ request: s.request, until: s.time, sealed: z.boolean() }) },
  receiptFile:     { method: 'GET',  path: '/v1/receipts/:secret/receipt.json', by: 'anybody', summary: 'The receipt itself', params: z.strictObject({ secret: z.string().regex(/^[0-9a-f]{32}$/) }), answer: 'bytes' },

  // services
  write:           { method: 'POST', path: '/v1/records', by: 'service', summary: 'Write records: decided one by one, durable before the answer', body: z.strictObject({ records: z.array(r.recordIn).min(1).max(1000) }), answer: s.written, bytesMax: 2 * 1024 * 1024 },
  read:            { method: 'POST', path: '/v1/records/read', by: 'service', summary: 'Read a person’s records for one purpose; a denial is an answer with no records. Without `hand`, machines look', body: r.readIn, answer: s.readOut },
  share:           { method: 'POST', path: '/v1/records/share', by: 'service', summary: 'Hand records to a recipient: refused unless a sentence allows it', body: r.shareIn, answer: s.readOut },
  sample:          { method: 'POST', path: '/v1/records/sample', by: 'service', summary: 'Draw a few of everybody’s records for one purpose: never more than a sentence’s cap, and the same ones when asked again. Without `hand`, people look: caps are theirs', body: r.sampleIn, answer: s.readOut },
  count:           { method: 'POST', path: '/v1/records/count', by: 'service', summary: 'Count people and their records, in rows of no fewer people than a sentence says; no record is opened. Without `hand`, machines look', body: r.countIn, answer: s.countOut },

  // applications that send events (docs/spec/events.md): Basic authentication, the write key as user
  batch:           { method: 'POST', path: '/v1/batch', by: 'source', summary: 'Events in a batch: answered one by one; at most 2 MiB, and 512 KiB where it is gzipped', packed: s.batchIn, answer: s.taken, bytesMax: packedBytesMax },
  track:           { method: 'POST', path: '/v1/track', by: 'source', summary: 'One event: what somebody did', packed: s.eventIn, answer: s.taken, bytesMax: packedBytesMax },
  identify:        { method: 'POST', path: '/v1/identify', by: 'source', summary: 'One event: who somebody is', packed: s.eventIn, answer: s.taken, bytesMax: packedBytesMax },
  page:            { method: 'POST', path: '/v1/page', by: 'source', summary: 'One event: a page that somebody saw', packed: s.eventIn, answer: s.taken, bytesMax: packedBytesMax },
  screen:          { method: 'POST', path: '/v1/screen', by: 'source', summary: 'One event: a screen that somebody saw', packed: s.eventIn, answer: s.taken, bytesMax: packedBytesMax },
  group:           { method: 'POST', path: '/v1/group', by: 'source', summary: 'One event: an organisation that somebody belongs to', packed: s.eventIn, answer: s.taken, bytesMax: packedBytesMax },
  alias:           { method: 'POST', path: '/v1/alias', by: 'source', summary: 'One event: a device’s refusals go along to the account that signed in', packed: s.eventIn, answer: s.taken, bytesMax: packedBytesMax },

  // officers
  openDraft:       { method: 'POST', path: '/v1/drafts', by: 'officer', summary: 'Hand in a changed statement folder: compiled, and its effect on real holdings told', body: z.strictObject({ files }), answer: s.draft, bytesMax: 9 * 1024 * 1024, status: 201 },
  draft:           { method: 'GET',  path: '/v1/drafts/:number', by: 'officer', summary: 'A draft with its effect, computed anew', params: number, answer: s.draft },
  approveDraft:    { method: 'POST', path: '/v1/drafts/:number/approve', by: 'officer', summary: 'Agree to exactly this draft (its `agreeTo`); the second officer’s yes publishes it', params: number, body: z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) }), answer: s.draft },
  judgeDraft:      { method: 'POST', path: '/v1/drafts/:number/judge', by: 'officer', summary: 'Say of changes, by their keys, that they are material or not, and why; it is recorded, and agreements given before have to be given anew', params: number, body: z.strictObject({ keys: z.array(z.string().min(6).max(200)).min(1).max(200), material: z.boolean(), reason: z.string().trim().min(10).max(500) }), answer: s.draft },
  simulate:        { method: 'POST', path: '/v1/statement/simulate', by: 'officer', also: ['operator'], summary: 'What a folder would do to real holdings and past decisions; nothing of it is kept. With `first`: as if that folder had been published before', body: z.strictObject({ files, first: files.optional() }), answer: s.effect, bytesMax: 17 * 1024 * 1024 },
  dropDraft:       { method: 'POST', path: '/v1/drafts/:number/drop', by: 'officer', summary: 'Drop a draft', params: number, answer: s.draft },

  // operators and auditors
  runJob:          { method: 'POST', path: '/v1/jobs/:job/:act', by: 'operator', summary: 'Run, stop or start a scheduled job', params: z.strictObject({ job: s.name, act: z.enum(['run', 'stop', 'start']) }), answer: z.object({ job: z.string(), stopped: z.boolean(), outcome: z.string().nullable() }) },
  probe:           { method: 'POST', path: '/v1/probes', by: 'operator', summary: 'Run the probes now, all or one clause’s', body: z.strictObject({ clause: z.string().max(80).optional() }), answer: z.object({ runs: z.array(z.object({ clause: z.string(), probe: z.string(), passed: z.boolean(), detail: z.string() })) }) },
  findings:        { method: 'GET',  path: '/v1/findings', by: 'auditor', summary: 'Open findings, those against a clause and those against none', answer: z.object({ findings: z.array(z.object({ key: z.string(), kind: z.string(), clause: z.string().nullable(), summary: z.string(), count: z.number().int(), firstAt: s.time, lastAt: s.time })) }) },
  modes:           { method: 'GET',  path: '/v1/modes', by: 'auditor', also: ['operator'], summary: 'Every product with its mode: it enforces, or only observes', answer: z.object({ modes: z.array(s.productMode) }) },
  modeReport:      { method: 'GET',  path: '/v1/modes/:product/report', by: 'auditor', also: ['operator'], summary: 'What enforcing would have refused in a product since it observes, by sentence and service', params: z.strictObject({ product: s.name }), answer: s.modeReport },
  setMode:         { method: 'POST', path: '/v1/modes/:product', by: 'operator', summary: 'Let a product observe or enforce from now on; it stands in the ledger with who did it', params: z.strictObject({ product: s.name }), body: z.strictObject({ mode: z.enum(['enforce', 'observe']) }), answer: s.productMode },
  issueToken:      { method: 'POST', path: '/v1/tokens', by: 'operator', summary: 'Issue a token bound to service, products and purposes; shown once', body: r.tokenIn, answer: s.token, status: 201 },
  revokeToken:     { method: 'DELETE', path: '/v1/tokens/:id', by: 'operator', summary: 'Revoke a token at once', params: z.strictObject({ id: z.string().max(40) }), answer: done },
  openAccount:     { method: 'POST', path: '/v1/accounts', by: 'operator', summary: 'Open an account for a person: the address goes to the vault, the directory holds an alias', body: z.strictObject({ email: z.email().max(320), password: z.string().min(12).max(200), name: z.string().min(1).max(200), region: s.name.optional(), age: r.age.optional() }), answer: done, status: 201 },
  findPerson:      { method: 'POST', path: '/v1/persons/find', by: 'operator', summary: 'Count what is held about a person, by product and category; no content', body: r.personRef, answer: z.object({ known: z.boolean(), counts: z.array(z.object({ product: z.string(), category: z.string(), count: z.number().int(), law: z.string().nullable() })) }) },
  tellPerson:      { method: 'POST', path: '/v1/persons/facts', by: 'operator', summary: 'Tell a person’s age or customer anew. It counts from now on; what was collected before stands under both. Answers who the person was to the statement, and is', body: r.factsIn, answer: z.object({ before: z.string(), now: z.string() }) },
  askForPerson:    { method: 'POST', path: '/v1/persons/requests', by: 'operator', summary: 'Open a rights request on a person’s behalf, received at the desk with proof of identity', body: z.strictObject({ person: r.personRef, kind: z.enum(['access', 'erase']), proof: r.howKnown }), answer: z.object({ request: s.request, link: z.string(), address: z.string(), known: z.boolean().nullable() }), status: 202 },
  deskRequests:    { method: 'GET',  path: '/v1/persons/requests', by: 'operator', also: ['auditor'], summary: 'Requests of the rights desk that are still open, each with what it waits for; nobody is named', answer: z.object({ requests: z.array(s.request) }) },
  deskArtefact:    { method: 'GET',  path: '/v1/persons/requests/:number/:name', by: 'operator', summary: 'What a desk request made', params: number.extend({ name: z.enum(['export.zip', 'receipt.json']) }), answer: 'bytes' },

  // connected systems
  connectSystem:   { method: 'POST', path: '/v1/systems', by: 'operator', summary: 'Connect a foreign database, or give a connected one a new credential: it is tried, sealed, and never answered back', body: z.strictObject({ name: s.name, url: z.string().min(1).max(4000), ca: z.string().max(65_536).optional() }), answer: z.object({ system: s.system, version: z.string(), isNew: z.boolean() }), status: 201 },
  systems:         { method: 'GET',  path: '/v1/systems', by: 'operator', also: ['auditor'], summary: 'Connected systems, without their credentials', answer: z.object({ systems: z.array(s.system) }) },
  scanSystem:      { method: 'POST', path: '/v1/systems/:name/scan', by: 'operator', summary: 'Look at a system and draft its data map: names, keys and figures come back, no value', params: z.strictObject({ name: s.name }), answer: s.scan },
  dataMap:         { method: 'GET',  path: '/v1/systems/:name/map', by: 'operator', also: ['auditor', 'officer'], summary: 'The data map that was signed last, as YAML', params: z.strictObject({ name: s.name }), answer: 'text' },
  checkMap:        { method: 'POST', path: '/v1/systems/:name/map/check', by: 'operator', also: ['officer'], summary: 'Hold an edited data map to the database and the statement as they are now; nothing is kept', params: z.strictObject({ name: s.name }), body: z.strictObject({ map: z.string().min(1) }), answer: s.checkedMap, bytesMax: 2 * 1024 * 1024 },
  signMap:         { method: 'POST', path: '/v1/systems/:name/map', by: 'officer', summary: 'Sign exactly the data map of this hash; it counts from now on', params: z.strictObject({ name: s.name }), body: z.strictObject({ map: z.string().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/) }), answer: s.system, bytesMax: 2 * 1024 * 1024, status: 201 },
  removeSystem:    { method: 'DELETE', path: '/v1/systems/:name', by: 'operator', summary: 'Disconnect a system: credential, maps and findings go, its database is not touched', params: z.strictObject({ name: s.name }), answer: done },
} as const satisfies Record<string, Route> // prettier-ignore

export type Routes = typeof routes
export type RouteName = keyof Routes
