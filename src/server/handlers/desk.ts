// Routes of the rights desk: clear, copy, erase, requests, receipts. A person sees only their own; a private link shows one request.

import { Failure } from '../../base/index.ts'
import type { App } from '../../app.ts'
import type { Request } from '../../desks/index.ts'
import type { PersonRef } from '../../gate/index.ts'
import { writable, type FileAnswer, type HandlerAnswer, type Handlers } from '../handler.ts'
import { personOf } from './mine.ts'

type Desk =
  | 'previewClear' | 'clear' | 'requests' | 'request' | 'askExport' | 'artefact' | 'previewErase' | 'erase'
  | 'receipt' | 'receiptFile' | 'askForPerson' | 'deskRequests' | 'deskArtefact' // prettier-ignore

const mediaTypes: Readonly<Record<string, string>> = {
  'export.zip': 'application/zip',
  'receipt.json': 'application/json',
}

export const desk: Handlers<Desk> = {
  previewClear: async (app, { body }, visit) => writable(await app.rights.preview(personOf(visit).person, body)),
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
  previewErase: async (app, _input, visit) => writable(await app.rights.preview(personOf(visit).person, null)),
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
  async askForPerson(app, { body }, { principal }) {
    const person = await askedAbout(app, body.person)
    const { request, link } = await app.rights.askFor(principal, { person, kind: body.kind, proof: body.proof })
    return { request: view(request), link: link ?? '' }
  },
  deskRequests: async (app) => ({ requests: (await app.rights.requests('desk')).map(view) }),
  deskArtefact: async (app, { params }) =>
    file(params.name, await app.rights.artefact(params.number, params.name, 'desk')),
}

/**
 * Who a request at the desk is about. Somebody unknown may be in a connected system: the request is a write about that person, who begins
 * with it (docs/spec/rights.md, R10). Without a system that has a signed map there is nowhere else to look.
 */
async function askedAbout(app: App, ref: PersonRef): Promise<string> {
  const known = await app.gate.personOf(ref)
  if (!known && !(await app.systems.list()).some(({ map }) => map !== null)) throw new Failure('not_found')
  return app.gate.admit(ref, { region: null, canary: false })
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
