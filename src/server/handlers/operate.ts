// Routes of officers, operators and auditors: drafts, jobs, probes, findings, tokens, accounts, requests on a person's behalf.

import { Failure } from '../../base/index.ts'
import { mintToken } from '../../principals/index.ts'
import type { Draft } from '../../desks/index.ts'
import type { App } from '../../app.ts'
import { nameUnknown } from '../../statement/index.ts'
import { writable, type HandlerAnswer, type HandlerInput, type Handlers } from '../handler.ts'

type Operate =
  | 'openDraft' | 'draft' | 'approveDraft' | 'judgeDraft' | 'dropDraft' | 'simulate'
  | 'runJob' | 'probe' | 'findings' | 'issueToken' | 'revokeToken' | 'openAccount' | 'tellPerson' | 'findPerson' // prettier-ignore

const tokenDays = 90
/** A write key that ends makes its application lose events without a word: its days are counted in years. */
const writeKeyDays = 365

export const operate: Handlers<Operate> = {
  async openDraft(app, { body }, { principal }) {
    const { draft, diagnostics } = await app.changes.openDraft(principal, body.files)
    if (draft) return draftView(draft)
    const reasons = diagnostics.map(
      ({ file, line, column, code, message }) => `${file}:${line}:${column} ${code} ${message}`,
    )
    throw new Failure('statement_broken', { diagnostics: reasons })
  },
  draft: async (app, { params }) => draftView(await app.changes.draft(params.number)),
  approveDraft: async (app, { params, body }, { principal }) =>
    draftView(await app.changes.approve(principal, params.number, body.hash)),
  judgeDraft: async (app, { params, body }, { principal }) =>
    draftView(await app.changes.judge(principal, params.number, body)),
  simulate: async (app, { body }, { principal }) =>
    writable(await app.changes.simulate(principal, body.files, body.first ?? null)),
  dropDraft: async (app, { params }, { principal }) => draftView(await app.changes.drop(principal, params.number)),

  async runJob(app, { params: { job, act } }) {
    const known = await app.jobs.list()
    if (!known.some((one) => one.job === job)) throw nameUnknown('job', job, known.map((one) => one.job)) // prettier-ignore
    if (act === 'run') await app.jobs.run(job)
    else await app.jobs.setStopped(job, act === 'stop')
    await app.gate.note({ type: 'job', actor: 'operator', payload: { job, act } })
    const { stopped, outcome } = (await app.jobs.list()).find((one) => one.job === job)!
    return { job, stopped, outcome }
  },

  async probe(app, { body }) {
    const { clause } = body
    const known = app.inForce().newest.policy.clauses.map(({ id }) => id)
    if (clause !== undefined && !known.includes(clause)) throw nameUnknown('clause', clause, known)
    const runs = await app.proof.run(clause === undefined ? {} : { clause })
    if (clause !== undefined && runs.length === 0) throw new Failure('not_found', { clause, why: 'no probe tries it' })
    return { runs: runs.map(({ clause, probe, passed, detail }) => ({ clause, probe, passed, detail })) }
  },

  async findings(app) {
    const open = await app.proof.findings()
    return {
      findings: open.map(({ key, kind, clause, summary, count, firstAt, lastAt }) => ({
        key,
        kind,
        clause,
        summary,
        count,
        firstAt: firstAt.toISOString(),
        lastAt: lastAt.toISOString(),
      })),
    }
  },

  async issueToken(app, { body }) {
    const { id, token, hash } = mintToken()
    const createdAt = app.clock.now()
    const endsAt = new Date(
      createdAt.getTime() + (body.days ?? (body.source === undefined ? tokenDays : writeKeyDays)) * 86_400_000,
    )
    const { role, service, source, officer = null, products = [], purposes = [] } = body
    if (source !== undefined) writeKeyFor(app, body)
    allKnown(app, { products, purposes, officers: role === 'officer' ? [officer ?? ''] : [] })
    await app.tokens.add({
      id,
      hash,
      role,
      service,
      ...(source !== undefined && { source }),
      officer,
      products,
      purposes,
      createdAt,
      endsAt,
    })
    await app.gate.note({
      type: 'token',
      actor: 'operator',
      payload: { id, role, service, source: source ?? null, officer, products, purposes, act: 'issue' },
    })
    return { token, id, endsAt: endsAt.toISOString() }
  },

  async revokeToken(app, { params }) {
    if (!(await app.tokens.revoke(params.id, app.clock.now()))) throw new Failure('not_found', { token: params.id })
    await app.gate.note({ type: 'token', actor: 'operator', payload: { id: params.id, act: 'revoke' } })
    return { done: true }
  },

  async openAccount(app, { body }) {
    await app.openAccount(body)
    return { done: true }
  },

  async tellPerson(app, { body: { person: ref, age, customer, proof } }) {
    const person = await app.gate.personOf(ref)
    if (person === null) throw new Failure('not_found', { person: 'nobody is known by this' })
    const told = { ...(age !== undefined && { age }), ...(customer !== undefined && { customer }) }
    return { ...(await app.gate.tellAnew(person, told, { actor: 'operator', proof })) }
  },

  async findPerson(app, { body }) {
    const person = await app.gate.personOf(body)
    const holdings = person ? await app.gate.holdings(person) : []
    return {
      known: person !== null,
      counts: holdings.map(({ product, category, count, law }) => ({
        product,
        category,
        count,
        law: law === '' ? null : law,
      })),
    }
  },
}

/** A write key is bound to a source of the statement in force, and to nothing else. */
function writeKeyFor(
  app: App,
  { role, service, source, officer, products, purposes }: HandlerInput<'issueToken'>['body'],
): void {
  const known = (app.inForce().newest.policy.sources ?? []).map(({ name }) => name)
  if (source === undefined || !known.includes(source)) throw nameUnknown('source', source ?? '', known)
  const isMore = officer !== undefined || products !== undefined || purposes !== undefined
  if (role !== 'service' || service !== source || isMore)
    throw new Failure('input_invalid', { source, with: 'role service, the source as service, and nothing else' })
}

/** A token cannot name what the statement does not know. */
function allKnown(app: App, asked: Readonly<Record<'products' | 'purposes' | 'officers', readonly string[]>>): void {
  const { products, purposes, organisation } = app.inForce().newest.policy
  const namesOf = (list: readonly { readonly name: string }[]): readonly string[] => list.map(({ name }) => name)
  const registers = [
    ['product', asked.products, namesOf(products)],
    ['purpose', asked.purposes, namesOf(purposes)],
    ['officer', asked.officers, organisation.officers],
  ] as const
  for (const [kind, names, known] of registers)
    for (const name of names) if (!known.includes(name)) throw nameUnknown(kind, name, known)
}

function draftView(draft: Draft): HandlerAnswer<'draft'> {
  return writable(draft)
}
