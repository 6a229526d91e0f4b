// Routes of connected systems: connect, list, scan, check and sign a data map, disconnect. A credential goes in and never comes out.

import { Failure } from '../../base/index.ts'
import type { Principal } from '../../principals/index.ts'
import {
  coverageOf,
  type Catalogue,
  type DataMap,
  type Draft,
  type MappedTable,
  type SystemRow,
} from '../../systems/index.ts'
import type { App } from '../../app.ts'
import type { HandlerAnswer, Handlers } from '../handler.ts'

type SystemRoutes = 'connectSystem' | 'systems' | 'scanSystem' | 'dataMap' | 'checkMap' | 'signMap' | 'removeSystem'

/** Only who sits at the machine may connect what is near it (security.md, threat 7): a token may have been carried off. */
function reachOf(principal: Principal): 'near' | 'public' {
  return principal.role === 'operator' && principal.id === 'socket' ? 'near' : 'public'
}

function actorOf(principal: Principal): string {
  return principal.role === 'officer' ? `officer ${principal.officer ?? ''}` : principal.role
}

export const systems: Handlers<SystemRoutes> = {
  async connectSystem(app, { body: { name, url, ca } }, { principal }) {
    const { system, version, isNew } = await app.systems.connect({
      name,
      url,
      ca,
      actor: actorOf(principal),
      reach: reachOf(principal),
    })
    return { system: systemView(system), version, isNew }
  },
  systems: async (app) => ({ systems: (await app.systems.list()).map(systemView) }),
  async scanSystem(app, { params: { name } }, { principal }) {
    const { catalogue, draft, text, drift, at } = await app.systems.scan(name, actorOf(principal))
    const { personal, covered, staff, uncovered } = coverageOf(draft.map, catalogue, app.inForce().newest.policy)
    return {
      system: name,
      at: at.toISOString(),
      tables: tablesOf(draft.map, catalogue, draft.notes),
      columns: catalogue.tables.reduce((sum, { columns }) => sum + columns.length, 0),
      personal,
      covered,
      staff,
      uncovered: [...uncovered],
      drift: drift && drift.map(({ kind, words, clauses }) => ({ kind, words, clauses: [...clauses] })),
      map: text,
    }
  },
  async dataMap(app, { params: { name } }) {
    const { map } = await app.systems.read(name)
    if (!map) throw new Failure('not_found', { map: `nobody has signed one for ${name}` })
    return map.text
  },
  async checkMap(app, { params: { name }, body }) {
    const { map, hash, problems } = await app.systems.check(name, body.map)
    const { seen } = await app.systems.read(name)
    return {
      hash,
      tables: map && seen ? tablesOf(map, seen.catalogue, []) : [],
      problems: problems.map(({ line, column, message, help }) => ({ line, column, message, help })),
    }
  },
  async signMap(app, { params: { name }, body }, { principal }) {
    await app.systems.sign(name, { text: body.map, hash: body.hash, officer: officerOf(app, principal) })
    return systemView(await app.systems.read(name))
  },
  async removeSystem(app, { params: { name } }, { principal }) {
    await app.systems.remove(name, actorOf(principal))
    return { done: true }
  },
}

/** An officer of the register as it is now: who left signs nothing. */
function officerOf(app: App, principal: Principal): string {
  const officer = principal.role === 'officer' ? principal.officer : null
  const { officers } = app.inForce().newest.policy.organisation
  if (officer === null || !officers.includes(officer))
    throw new Failure('role_refused', { needed: 'officer', known: officers })
  return officer
}

function systemView({ name, kind, place, addedAt, seen, trouble, map }: SystemRow): HandlerAnswer<'signMap'> {
  return {
    name,
    kind,
    place,
    addedAt: addedAt.toISOString(),
    seenAt: seen?.at.toISOString() ?? null,
    tables: seen?.catalogue.tables.length ?? null,
    trouble: trouble && { reason: trouble.reason, at: trouble.at.toISOString() },
    map: map && { version: map.version, hash: map.hash, signedBy: map.signedBy, at: map.at.toISOString() },
  }
}

type TableView = HandlerAnswer<'scanSystem'>['tables'][number]

function tablesOf(map: DataMap, catalogue: Catalogue, notes: Draft['notes']): TableView[] {
  return map.tables.map((mapped) => {
    const { schema, table, whose, columns } = mapped
    const about = notes.filter((note) => note.schema === schema && note.table === table)
    const told = about.find(({ column }) => column === null)
    const sure = about.map(({ confidence }) => confidence).filter((confidence) => confidence !== null)
    return {
      schema,
      table,
      rows: catalogue.tables.find((one) => one.schema === schema && one.name === table)?.rows ?? null,
      whose,
      columns: columns.flatMap(({ name, category }) => (category === null ? [] : [{ column: name, category }])),
      erase: eraseWords(mapped),
      confidence: sure.length === 0 ? null : Math.min(...sure),
      why: told?.reason ?? null,
    }
  })
}

/** What erasing means, in words. */
function eraseWords({ erase, columns }: MappedTable): string | null {
  if (erase === null) return null
  if (erase.how === 'delete') return 'delete the rows'
  if (erase.how === 'blank') return 'blank what is personal'
  const blanked = columns.some((column) => column.erase === 'blank')
  return `keep because of ${erase.law}${blanked ? ', blank what it does not need' : ''}`
}
