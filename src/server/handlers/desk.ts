// Routes of the rights desk: clear, copy, erase, requests, receipts. A person sees only their own; a private link shows one request.

import { Failure } from '../../base/index.ts'
import type { App } from '../../app.ts'
import type { Going, Request, Scope } from '../../desks/index.ts'
import type { PersonRef } from '../../gate/index.ts'
import { writable, type FileAnswer, type HandlerAnswer, type Handlers } from '../handler.ts'
import { glimpseOf } from './item.ts'
import { personOf } from './mine.ts'

type Desk =
  | 'previewClear' | 'clear' | 'requests' | 'request' | 'askExport' | 'artefact' | 'previewErase' | 'erase'
  | 'receipt' | 'receiptFile' | 'askForPerson' | 'deskRequests' | 'deskArtefact' // prettier-ignore

const mediaTypes: Readonly<Record<string, string>> = {
  'export.zip': 'application/zip',
  'receipt.json': 'application/json',
}

export const desk: Handlers<Desk> = {
  previewClear: async (app, { body }, visit) => previewView(app, personOf(visit).person, body),
  clear: async (app, { body }, { principal }) =>
    view((await app.rights.ask(principal, { kind: 'clear', scope: body })).request),
  requests: async (app, _input, visit) => ({
    requests: (await app.rights.requests({ person: personOf(visit).person })).map(view),
  }),
  request: async (app, { params }, visit) =>
    view(await app.rights.request(params.number, { person: personOf(visit).person })),
  askExport: async (app, _input, { principal }) => view((await app.rights.ask(principal, { kind: 'export' })).request),
  artefact: async (app, { params }, visit) =>
    file(params.name, await app.rights.artefact(params.number, params.name, { person: personOf(visit).person })),
  previewErase: async (app, _input, visit) => previewView(app, personOf(visit).person, null),
  async erase(app, _input, { principal }) {
    const { request, link, until } = await app.rights.ask(principal, { kind: 'erase' })
    if (link === null || until === null) throw new Failure('conflict', { number: request.number })
    return { request: view(request), link, until }
  },
  async receipt(app, { params }) {
    const { request, until, sealed } = await app.rights.byLink(params.secret)
    return { request: view(request), until, sealed }
  },
  async receiptFile(app, { params }) {
    return { bytes: await app.rights.receiptByLink(params.secret), type: 'application/json', name: 'receipt.json' }
  },
  async askForPerson(app, { body }, { principal, origin }) {
    const { person, known } = await askedAbout(app, body.person)
    const { request, link } = await app.rights.askFor(principal, { person, kind: body.kind, proof: body.proof })
    const secret = link ?? '' // at the desk each request has one
    return { request: view(request), link: secret, address: new URL(`/receipt/${secret}`, origin).href, known }
  },
  deskRequests: async (app) => ({ requests: (await app.rights.requests('desk')).map(view) }),
  deskArtefact: async (app, { params }) =>
    file(params.name, await app.rights.artefact(params.number, params.name, 'desk')),
}

/**
 * Who a request at the desk is about. Somebody unknown may be in a connected system: the request is a write about that person, who begins
 * with it (docs/spec/rights.md, R10). Without a system that has a signed map there is nowhere else to look.
 */
async function askedAbout(app: App, ref: PersonRef): Promise<{ person: string; known: boolean | null }> {
  const how = { region: null, canary: false }
  if (await app.gate.personOf(ref)) return { person: await app.gate.admit(ref, how), known: true }
  mayBegin(ref)
  const systems = await app.systems.list()
  if (!systems.some(({ map }) => map !== null)) throw new Failure('not_found', nobody(ref))
  const person = await app.gate.admit(ref, how)
  const held = await app.rights.holds(person)
  return { person, known: held === false && systems.some(({ map }) => map === null) ? null : held }
}

/** What an identifier looks like: of somebody new alone, since whoever is known already by another form stays reachable by it. */
const forms: Readonly<Record<string, { readonly like: string; readonly fits: RegExp }>> = {
  email: { like: 'an e-mail address, such as maya@example.org', fits: /^[^\s@]+@[^\s@]+$/ },
}

function mayBegin({ field, value }: PersonRef): void {
  const form = forms[field]
  if (form && !form.fits.test(value)) throw new Failure('input_invalid', { field, expected: form.like })
}

function nobody({ field }: PersonRef): { field: string; reason: string } {
  return {
    field,
    reason: `nobody of this ${field} is known in any store, and nothing was begun; look how it is written`,
  }
}

/** A preview with the newest few of each kind opened for the person: what goes is seen, not only counted. */
async function previewView(app: App, person: string, scope: Scope | null): Promise<HandlerAnswer<'previewClear'>> {
  const preview = await app.rights.preview(person, scope)
  const ids = [...preview.goes, ...preview.made].flatMap(({ some }) => some)
  const told = ids.length === 0 ? [] : await app.gate.tell(person, 'view', { ids })
  const things = (some: readonly string[]) =>
    some.flatMap((id) => told.filter(({ record }) => record.id === id)).map((one) => glimpseOf(app, one))
  const shown = (all: readonly Going[]) => all.map(({ some, ...one }) => ({ ...one, things: things(some) }))
  return writable({ ...preview, goes: shown(preview.goes), made: shown(preview.made) })
}

/** A request in the contract's form: test/types/contract.test.ts holds both equal. */
function view(request: Request): HandlerAnswer<'request'> {
  return writable(request)
}

async function file(name: string, parts: AsyncIterable<Uint8Array>): Promise<FileAnswer> {
  const chunks: Uint8Array[] = []
  for await (const part of parts) chunks.push(part)
  return { bytes: Buffer.concat(chunks), type: mediaTypes[name]!, name }
}
