// The story of the tour, step by step, through the typed client alone: what a stranger would do with a fresh instance, and what must be
// seen at each step. It knows the demo's seed, so it knows the numbers before it counts them.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { canonicalJson, systemClock } from '../../src/base/index.ts'
import { service, type HarbourClients } from '../../src/cli/demo/harbour.ts'
import { ana, maya } from '../../src/cli/demo/people.ts'
import { names, recordsOf, searchesPast } from '../../src/cli/demo/records.ts'
import { telltales } from '../../src/cli/demo/words.ts'
import { Problem, type Client, type Output } from '../../src/client/index.ts'
import { verifyReceipt } from '../../src/evidence/index.ts'
import { unzip } from '../../test/harness/zip.ts'
import { changedStatement, kept } from './kept.ts'
import type { Instance } from './instance.ts'
import type { Step } from './steps.ts'

type Statement = Output<'statement'>
type Clause = Statement['sections'][number]['clauses'][number]
type Request = Output<'request'>

/** What one step hands to the next. */
export interface Scene {
  readonly instance: Instance
  readonly clients: HarbourClients
  /** a folder for files of the tour */
  readonly folder: string
}

const email = { field: 'email', value: maya.email }

// 1. the statement ---------------------------------------------------------------------------------------------------------------------

/** Every clause has the state that rules, signatures, tests and findings give it. */
export async function seeStatement({ instance }: Scene, { see, hold, same }: Step): Promise<void> {
  const statement = await until('a test of every sentence', async () => {
    const found = await instance.person().statement()
    return clausesOf(found).every(({ standing }) => standing.probes.every(({ passed }) => passed !== null))
      ? found
      : null
  })
  const clauses = clausesOf(statement)
  for (const clause of clauses) same(`state of ${clause.id}`, clause.standing.state, stateBy(clause))
  const count = (state: string): number => clauses.filter(({ standing }) => standing.state === state).length
  const { clauses: told } = statement.coverage
  same('the coverage line', told, {
    kept: count('kept'),
    broken: count('broken'),
    unproven: count('unproven'),
    lapsed: count('lapsed'),
    aim: count('aim'),
    info: count('info'),
    of: clauses.length - count('info'),
  })
  hold('some sentences are kept, and some are aims nobody can test', told.kept > 0 && told.aim > 0 && told.info > 0)
  see(`${statement.title}, version ${statement.version}, ${statement.hash.slice(0, 16)}`)
  see(
    `${told.kept} of ${told.of} sentences kept, ${told.broken} broken, ${told.unproven} unproven, ${told.aim} aims; ${told.info} promise nothing`,
  )
}

/** What architecture says of the state of a clause ("Semantics settled", 1), worked out again from what stands beside it. */
function stateBy({ class: kind, signature, standing }: Clause): string {
  if (kind === 'aim' || kind === 'info') return kind
  if (standing.findings.length > 0 || standing.probes.some(({ passed }) => passed === false)) return 'broken'
  const isTested = standing.probes.length > 0 && standing.probes.every(({ passed }) => passed === true)
  return kind === 'ruled' && signature.state === 'signed' && isTested ? 'kept' : 'unproven'
}

// 2. a job asks for what it may not have ---------------------------------------------------------------------------------------------

/** A job asks for chats to choose an advertisement: refused, and the page counts it. */
export async function seeRefusal({ instance, clients }: Scene, { see, hold, same }: Step): Promise<void> {
  const newsletter = await service(clients, 'newsletter', ['advertise'])
  const { decision, records } = await newsletter.read({ body: { person: email, ...names.chats, purpose: 'advertise' } })
  same('the answer', [decision.effect, decision.term, decision.clause, records.length], ['deny', 'never', 'no-ads', 0])
  see(`newsletter asked for chats to advertise: ${decision.why}`)
  const { standing } = clauseOf(await instance.person().statement(), 'no-ads')
  same('the page', [standing.state, standing.refusedToday], ['kept', 1])
  const refusal = standing.refusals.find((one) => one.service === 'newsletter' && one.purpose === 'advertise')
  hold('the page names the job and the time', refusal !== undefined && refusal.category === names.chats.category)
  see(
    `the page: ${standing.state}, ${standing.refusedToday} attempt refused; ${refusal?.service} asking ${refusal?.category} for ${refusal?.purpose} at ${refusal?.lastAt}`,
  )
  same(
    'a purpose the token lacks',
    await problemOf(newsletter.read({ body: { person: email, ...names.chats, purpose: 'provide' } })),
    'purpose_refused',
  )
}

// 3. Maya ------------------------------------------------------------------------------------------------------------------------------

/** Maya signs in and sees everything the demo's seed put there, with its reasons. */
export async function seeHeld({ instance }: Scene, { see, hold, same }: Step): Promise<Client> {
  const own = instance.person()
  same(
    'a wrong password',
    await problemOf(own.signIn({ body: { email: maya.email, password: 'not-this-one-either' } })),
    'sign_in_refused',
  )
  same('nobody signed in', await problemOf(own.held()), 'not_signed_in')
  await own.signIn({ body: { email: maya.email, password: maya.password } })
  const held = await own.held()
  const planted = recordsOf(maya, new Date(instance.began))
  for (const category of new Set(planted.map((one) => one.category))) {
    const [kind, told] = [
      held.kinds.find((one) => one.category === category),
      planted.filter((one) => one.category === category),
    ]
    same(`how many of ${category}`, kind?.count, told.length)
  }
  hold('it greets her by her name', held.greeting === maya.name)
  see(`she sees ${held.count} things of ${held.kinds.length} kinds`)
  const { items } = await own.items({ query: { category: names.searches.category, limit: 1 } })
  hold('a thing says until when it stays', (items[0]?.until.words ?? '') !== '')
  const { items: chats } = await own.items({ query: { category: names.chats.category, limit: 1 } })
  const why = await own.why({ params: { id: chats[0]?.id ?? '' } })
  hold(
    'why: a sentence, a use, a store, and the attempt that was refused',
    why.sentences.length > 0 &&
      why.uses.some(({ open }) => open) &&
      why.stores.length > 0 &&
      why.refused.some(({ service: job }) => job === 'newsletter'),
  )
  see(
    `why do you have this chat? “${why.sentences[0]?.text}”; ${why.from} It stays ${why.item.until.words}; recipients: ${why.recipients.length}; refused: ${why.refused.map(({ service: job, purpose }) => `${job} for ${purpose}`).join(', ')}`,
  )
  const { items: guesses } = await own.items({ query: { category: names.guesses.category, limit: 1 } })
  const guess = await own.why({ params: { id: guesses[0]?.id ?? '' } })
  const { count, things } = guess.madeFrom
  hold('a guess names the searches it was made from', count > 1 && things.length === count)
  const { made } = await own.previewClear({ body: { ids: [things[0]?.id ?? ''] } })
  hold(
    'clearing one of these would take the guess along, by name',
    made.some((one) => one.things.some(({ id }) => id === guess.item.id)),
  )
  see(
    `why do you have this guess? ${guess.from} From ${count} searches, each named on her page; it goes with the first of them`,
  )
  return own
}

/** She looks at a week of places first, then clears it; what is outside the week stays. */
export async function clearWeek({ instance, clients }: Scene, own: Client, { see, same }: Step): Promise<void> {
  const [from, to] = [dayBefore(instance.began, 13), dayBefore(instance.began, 7)]
  const scope = { category: names.places.category, from, to }
  const inWeek = recordsOf(maya, new Date(instance.began)).filter(
    ({ category, collectedAt }) =>
      category === names.places.category && collectedAt.slice(0, 10) >= from && collectedAt.slice(0, 10) <= to,
  ).length
  const before = await countOf(clients, names.places.category)
  const preview = await own.previewClear({ body: scope })
  same('the preview', preview.count, inWeek)
  same('the preview changed nothing', await countOf(clients, names.places.category), before)
  const cleared = await closed(own, await own.clear({ body: scope }))
  same('after it', await countOf(clients, names.places.category), before - inWeek)
  same('that week', (await own.items({ query: { ...scope, limit: 1 } })).items.length, 0)
  see(
    `${inWeek} places of ${from} to ${to} cleared; ${cleared.steps.map((step) => `${step.holder}: ${step.done}, ${step.result}`).join('; ')}`,
  )
}

/** She takes one yes back: the very next read for that purpose is refused, and says so. */
export async function withdraw({ clients }: Scene, own: Client, { see, same, hold }: Step): Promise<void> {
  const suggestions = await service(clients, 'suggestions', ['personalise'])
  const ask = () => suggestions.read({ body: { person: email, ...names.searches, purpose: 'personalise', limit: 1 } })
  same('before', (await ask()).decision.effect, 'permit')
  await own.choose({ body: { kind: 'choice', name: 'suggestions', value: 'off' } })
  const { decision, records } = await ask()
  same('the next read', [decision.effect, decision.term, records.length], ['deny', 'given', 0])
  see(`suggestions withdrawn; the next read: ${decision.why}`)
  const { events } = await own.choiceHistory()
  hold(
    'the history has her yes and her no, with the words she saw',
    events.filter(({ name }) => name === 'suggestions').length === 2 && events.every(({ wording }) => wording !== ''),
  )
}

/** She takes everything along. Nobody else's is in it. */
export async function takeAll({ folder }: Scene, own: Client, { see, hold }: Step): Promise<void> {
  const request = await closed(own, await own.askExport())
  const archive = await own.artefact({ params: { number: request.number, name: 'export.zip' } })
  writeFileSync(join(folder, 'export.zip'), archive)
  const text = [...unzip(archive)].map(([name, content]) => `${name}\n${content.toString('utf8')}`).join('\n')
  hold('her own words are in it', telltales.every((words) => text.includes(words)) && text.includes(maya.name))
  hold('nobody else’s are', !text.includes(ana.name) && !text.includes(ana.email))
  see(`${request.number}: export.zip, ${archive.length} bytes, her own and nobody else’s`)
}

/** She sees what would go and what stays, erases her account, and fetches the receipt by its private link, signed in no more. */
export async function eraseAll(
  { instance, folder }: Scene,
  own: Client,
  { see, same, hold }: Step,
): Promise<Uint8Array> {
  const preview = await own.previewErase()
  hold(
    'the preview says what goes, and what the tax law keeps',
    preview.count > 0 && preview.stays.some(({ clause }) => clause === 'tax'),
  )
  const { link, until: ends } = await own.erase()
  const secret = /[0-9a-f]{32}/.exec(link)?.[0] ?? ''
  const stranger = instance.person()
  const sealed = await until('the receipt', async () => {
    const found = await stranger.receipt({ params: { secret } })
    return found.sealed ? found : null
  })
  same('the session she had', (await own.session()).signedIn, false)
  const receipt = await stranger.receiptFile({ params: { secret } })
  writeFileSync(join(folder, 'receipt.json'), receipt)
  same(
    'sign-in',
    await problemOf(stranger.signIn({ body: { email: maya.email, password: maya.password } })),
    'sign_in_refused',
  )
  for (const step of sealed.request.steps)
    see(`${step.holder}: ${step.done}; read again at ${step.readAt}: ${step.result}`)
  hold(
    'every store was read again',
    sealed.request.steps.length > 1 && sealed.request.steps.every(({ readAt }) => readAt !== null),
  )
  see(`receipt of ${receipt.length} bytes by a private link until ${ends.slice(0, 10)}`)
  return receipt
}

// 4. the receipt -----------------------------------------------------------------------------------------------------------------------

/** A stranger checks the receipt with the network off; each single byte that was flipped is found. */
export async function checkReceipt(
  { instance, folder }: Scene,
  receipt: Uint8Array,
  { see, same, hold }: Step,
): Promise<void> {
  const vkey = (await instance.person().vkey()).trim()
  writeFileSync(join(folder, 'vkey'), `${vkey}\n`)
  const file = join(folder, 'receipt.json')
  const valid = await kept(['verify', file, '--vkey', join(folder, 'vkey')])
  same('kept verify', valid.code, 0)
  see(`kept verify: ${valid.out.split('\n')[0]}`)
  same('without a pinned key', (await kept(['verify', file])).code, 4)
  const text = new TextDecoder().decode(receipt)
  same('canonical JSON', text, canonicalJson(JSON.parse(text)))
  const parts: Record<string, number> = {}
  for (let at = 0; at < receipt.length; at += Math.max(1, Math.floor(receipt.length / 100))) {
    const verdict = await verifyReceipt(flipped(receipt, at), { vkey })
    hold(`byte ${at} flipped is found`, verdict.state === 'changed' && verdict.part !== null)
    parts[verdict.part ?? ''] = (parts[verdict.part ?? ''] ?? 0) + 1
  }
  const bad = join(folder, 'changed.json')
  writeFileSync(bad, flipped(receipt, Math.floor(receipt.length / 3)))
  const told = await kept(['verify', bad, '--vkey', vkey])
  same('one byte flipped', told.code, 2)
  see(`one byte flipped: ${told.out.split('\n')[0]}`)
  see(
    `${Object.values(parts).reduce((sum, one) => sum + one, 0)} bytes flipped one by one, all found: ${Object.entries(
      parts,
    )
      .map(([part, count]) => `${count} in the ${part}`)
      .join(', ')}`,
  )
}

// 5. after the erasure -----------------------------------------------------------------------------------------------------------------

/** Reads find nothing, residue has its end dates, and an old event that comes again does not bring her back. */
export async function seeGone({ instance, clients, folder }: Scene, { see, same, hold }: Step): Promise<void> {
  const search = await service(clients, 'search', ['provide'])
  const ask = (value: string) =>
    search.read({ body: { person: { field: 'email', value }, ...names.searches, purpose: 'provide' } })
  hold(
    'she reads like somebody nobody ever knew',
    isDeepStrictEqual(await ask(maya.email), await ask('nobody.at.all@example.org')),
  )
  const { body } = JSON.parse(readFileSync(join(folder, 'receipt.json'), 'utf8')) as {
    body: {
      residue: { what: string; why: string; until: string | null }[]
      holders: { label: string; result: string; readAt: string }[]
    }
  } // docs/spec/receipt.md
  hold(
    'the read-backs are in the receipt',
    body.holders.length > 1 && body.holders.every(({ readAt }) => readAt !== null),
  )
  for (const { what, why, until: ends } of body.residue)
    see(`stays: ${what}, ${why}; until ${ends?.slice(0, 10) ?? 'for good'}`)
  hold('residue is listed with end dates', body.residue.filter(({ until: ends }) => ends !== null).length >= 3)
  const [old] = recordsOf(maya, new Date(instance.began))
  const writer = await service(clients, 'search', [])
  const replayed = await writer.write({ body: { records: [old!, { ...old!, messageId: 'told-late' }] } })
  same('an old event, told again and told late', [replayed.accepted, replayed.seen + replayed.refused.length], [0, 2])
  const found = await clients.operator.findPerson({ body: email })
  same(
    'what is left',
    found.counts.filter(({ law }) => law === null),
    [],
  )
  see(`the old event: ${replayed.refused.map(({ code, why }) => `${code}, ${why}`).join('; ')}`)
}

// 6. a change of the statement ---------------------------------------------------------------------------------------------------------

/** A draft keeps searches 6 months instead of 18: told before anybody agrees, published by two officers. The sweep is stopped meanwhile. */
export async function publishChange({ instance, clients, folder }: Scene, { see, same, hold }: Step): Promise<number> {
  await clients.operator.runJob({ params: { job: 'sweep', act: 'stop' } })
  const changed = await changedStatement(folder)
  const expected = searchesPast(ana, new Date(instance.began), 6, systemClock.now())
  const look = await publish(instance, changed, 'ines', ['--look'])
  same('records that would go', look.effect.recordsGone, expected)
  hold(
    'uses that would be refused',
    look.effect.usesRefused.some(({ service: job, purpose }) => job === 'ranking' && purpose === 'improve'),
  )
  same('material', look.effect.material, false)
  see(
    `before anybody agrees: ${look.effect.recordsGone} records would go; refused from then on: ${look.effect.usesRefused.map(({ service: job, purpose, count }) => `${job} for ${purpose} (${count} in 30 days)`).join(', ')}`,
  )
  const first = await publish(instance, changed, 'ines')
  same('one officer', [first.approvals.length, first.version], [1, null])
  same(
    'the same officer again',
    (await kept(['publish', changed, '--officer', 'ines', '--home', instance.home, '--json'])).code,
    1,
  )
  const second = await publish(instance, changed, 'jonas')
  same('the second officer', [second.approvals.length, second.version], [2, 2])
  const page = await until('version 2', async () =>
    ((found) => (found.version === 2 ? found : null))(await instance.person().statement()),
  )
  see(`ines and jonas agreed: version ${page.version}, ${page.hash.slice(0, 16)}`)
  return expected
}

// 7. a broken test ---------------------------------------------------------------------------------------------------------------------

/** With the sweep stopped the sentence turns red by itself; started again, it removes exactly what was told, and the sentence turns green. */
export async function breakAndMend({ instance, clients }: Scene, expected: number, { see, same }: Step): Promise<void> {
  const state = async (wanted: string): Promise<Clause> =>
    until(
      `the sentence to be ${wanted}`,
      async () =>
        ((clause) => (clause.standing.state === wanted ? clause : null))(
          clauseOf(await instance.person().statement(), 'searches'),
        ),
      90,
    )
  const red = await state('broken')
  see(`the sweep is stopped; by itself the sentence turned ${red.standing.state}: ${red.standing.reason}`)
  const person = { field: 'email', value: ana.email }
  const before = await countOf(clients, names.searches.category, person)
  await clients.operator.runJob({ params: { job: 'sweep', act: 'start' } })
  await clients.operator.runJob({ params: { job: 'sweep', act: 'run' } })
  const after = await countOf(clients, names.searches.category, person)
  same('what the sweep removed', before - after, expected)
  const green = await state('kept')
  see(
    `the sweep runs: ${before - after} records removed, exactly those told; the sentence is ${green.standing.state} again: ${green.standing.reason}`,
  )
}

// ----------------------------------------------------------------------------------------------------------------------------------------

/** Waits until something is there; the tour is surprised when it is not after a while. */
async function until<T>(what: string, look: () => Promise<T | null>, secondsMax = 120): Promise<T> {
  for (const began = performance.now(); performance.now() - began < secondsMax * 1000;) {
    const found = await look()
    if (found !== null) return found
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`${what} was not there after ${secondsMax} seconds`)
}

async function closed(own: Client, { number }: Request): Promise<Request> {
  return until(`the end of ${number}`, async () =>
    ((request) => (request.closedAt === null ? null : request))(await own.request({ params: { number } })),
  )
}

async function publish(
  { home }: Instance,
  folder: string,
  officer: string,
  more: readonly string[] = [],
): Promise<Output<'draft'>> {
  const { code, out } = await kept(['publish', folder, '--officer', officer, '--home', home, '--json', ...more])
  if (code !== 0) throw new Error(`kept publish ended with ${code}: ${out}`)
  return JSON.parse(out) as Output<'draft'> // what --json prints
}

async function countOf({ operator }: HarbourClients, category: string, person = email): Promise<number> {
  const { counts } = await operator.findPerson({ body: person })
  return counts.filter((one) => one.category === category).reduce((sum, { count }) => sum + count, 0)
}

function clausesOf({ sections }: Statement): Clause[] {
  return sections.flatMap(({ clauses }) => clauses)
}

function clauseOf(statement: Statement, id: string): Clause {
  const found = clausesOf(statement).find((clause) => clause.id === id)
  if (!found) throw new Error(`the statement has no clause ${id}`)
  return found
}

async function problemOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (cause) {
    if (cause instanceof Problem) return cause.code
    throw cause
  }
  return 'done'
}

function dayBefore(moment: string, days: number): string {
  return new Date(new Date(moment).getTime() - days * 86_400_000).toISOString().slice(0, 10)
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const changed = new Uint8Array(bytes)
  changed[at] = (changed[at] ?? 0) ^ (1 << (at % 7))
  return changed
}
