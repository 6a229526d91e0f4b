// Routes anybody may ask: health, log, statement.

import { canonicalJson, Failure, utf8 } from '../../base/index.ts'
import { openApi } from '../../contract/index.ts'
import type { PageClause } from '../../policy/index.ts'
import type { ProvedClause } from '../../proof/index.ts'
import type { App } from '../../app.ts'
import { writable, type HandlerAnswer, type Handlers, type Writable } from '../handler.ts'

type Open = 'health' | 'openapi' | 'vkey' | 'checkpoint' | 'tile' | 'statement' | 'versions' | 'policy' | 'changes'

export const open: Handlers<Open> = {
  health: (app) => app.health(),
  openapi: async () => ({ bytes: utf8(JSON.stringify(openApi())), type: 'application/json' }),
  vkey: async (app) => `${app.ledger.vkey}\n`,
  async checkpoint(app) {
    const newest = await app.ledger.checkpoint()
    if (!newest) throw new Failure('not_found')
    return newest.note
  },
  async tile(app, { path }) {
    const bytes = await app.logFiles.read(`tile/${path}`)
    if (!bytes) throw new Failure('not_found')
    return { bytes, type: 'application/octet-stream', immutable: true }
  },
  statement: (app) => statementView(app),
  async versions(app) {
    const versions = app.versions().map(({ version, hash, publishedAt, effectiveAt }) => ({
      version,
      hash,
      publishedAt: publishedAt.toISOString(),
      effectiveAt: effectiveAt.toISOString(),
    }))
    return { versions: versions.toReversed() }
  },
  async policy(app, { params }) {
    const found = app.versions().find(({ version }) => version === params.version)
    if (!found) throw new Failure('not_found', { version: params.version })
    return canonicalJson({ page: found.page, policy: found.policy })
  },
  async changes(app, { params }) {
    return writable(app.changesOf(params.version))
  },
}

async function statementView(app: App): Promise<HandlerAnswer<'statement'>> {
  const { newest } = app.inForce()
  const { clauses, coverage, asOf } = await app.proof.states()
  const next = app.versions().find(({ version }) => version > newest.version)
  return {
    upcoming: next
      ? {
          version: next.version,
          publishedAt: next.publishedAt.toISOString(),
          effectiveAt: next.effectiveAt.toISOString(),
        }
      : null,
    organisation: newest.policy.organisation.name,
    title: newest.page.title,
    language: newest.page.language,
    version: newest.version,
    hash: newest.hash,
    publishedAt: newest.publishedAt.toISOString(),
    effectiveAt: newest.effectiveAt.toISOString(),
    asOf: asOf.toISOString(),
    coverage: {
      ...coverage,
      observed: [...coverage.observed],
      findings: coverage.findings.map((one) => ({ ...dated(one), stored: one.stored })),
      inSystems: coverage.inSystems.map(dated),
    },
    sections: newest.page.sections.map((section) => ({
      ...section,
      clauses: section.clauses.map((clause) => ({
        ...(clause as Writable<PageClause>), // the serializer changes nothing in it
        standing: standingView(app, clauses.get(clause.id)!), // proof states every clause of the newest version
      })),
    })),
  }
}

function standingView(
  app: App,
  proved: ProvedClause,
): HandlerAnswer<'statement'>['sections'][number]['clauses'][number]['standing'] {
  return {
    state: proved.state,
    reason: proved.reason,
    since: proved.since?.toISOString() ?? null,
    testedAt: proved.testedAt?.toISOString() ?? null,
    refusedToday: proved.refusedToday,
    decisions: proved.decisions,
    findings: proved.findings.map(dated),
    probes: proved.probes.map(({ probe, run }) => ({
      probe,
      passed: run?.passed ?? null,
      detail: run?.detail ?? 'has not run yet',
      at: run?.at.toISOString() ?? null,
    })),
    refusals: proved.refusals.map(({ service, purpose, ask, cell, count, lastAt }) => {
      const facts = app.inForce().cell(cell)?.facts
      return {
        service,
        purpose,
        ask,
        count,
        lastAt: lastAt.toISOString(),
        category: facts?.category ?? '',
        product: facts?.product ?? '',
      }
    }),
  }
}

function dated(finding: {
  readonly summary: string
  readonly count: number
  readonly firstAt: Date
  readonly lastAt: Date
}): { summary: string; count: number; firstAt: string; lastAt: string } {
  return {
    summary: finding.summary,
    count: finding.count,
    firstAt: finding.firstAt.toISOString(),
    lastAt: finding.lastAt.toISOString(),
  }
}
