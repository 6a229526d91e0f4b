// A step of the tour: somebody else's database. It is connected, scanned and mapped by a signature; one request covers it and the vault; a
// column that comes in meanwhile stops the next one until the map is signed anew. On an embedded PostgreSQL, with a small schema of ours.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Output } from '../../src/client/index.ts'
import { startPostgres } from '../../test/harness/postgres.ts'
import { unzip } from '../../test/harness/zip.ts'
import { root } from '../run.ts'
import { kept } from './kept.ts'
import type { Step } from './steps.ts'
import type { Scene } from './story.ts'

type Request = Output<'request'>
const params = { name: 'kiosk' }
const [tom, noor] = ['tom@example.org', 'noor@example.org'].map((value) => ({ field: 'email', value })) as [
  Person,
  Person,
] // two of them
type Person = { field: string; value: string }

/** The kiosk from its connection to two erasures. */
export async function seeForeign(scene: Scene, step: Step): Promise<void> {
  const server = await startPostgres()
  const client = new pg.Client({ connectionString: `${server.url}/postgres` })
  try {
    await client.connect()
    await client.query(readFileSync(join(root, 'examples/kiosk/kiosk.sql'), 'utf8'))
    await connectIt(scene, `${server.url}/postgres`, step)
    const others = await rowsOfOthers(client)
    await copyIt(scene, step)
    await eraseIt(scene, client, others, step)
    await changeIt(scene, client, step)
  } finally {
    await client.end()
    await server.stop()
  }
}

async function connectIt({ instance, folder }: Scene, url: string, { see, same, hold }: Step): Promise<void> {
  const [urlFile, map] = [join(folder, 'kiosk.url'), join(folder, 'kiosk.yaml')]
  writeFileSync(urlFile, url, { mode: 0o600 })
  const home = ['--home', instance.home]
  const connected = await kept(['connect', 'kiosk', '--url-file', urlFile, ...home])
  same('kept connect', connected.code, 0)
  hold('the URL is not printed', !connected.out.includes(url))
  same('kept scan', (await kept(['scan', 'kiosk', '--out', map, ...home])).code, 0)
  same('a token for ines', (await kept(['token', '--role', 'officer', '--officer', 'ines', '--save', ...home])).code, 0)
  const signed = await kept(['map', 'kiosk', map, '--officer', 'ines', ...home])
  same('kept map', signed.code, 0)
  for (const line of signed.out.trimEnd().split('\n')) if (line.trim() !== '') see(line)
}

/** A customer whom the kiosk alone knows takes everything along. */
async function copyIt({ instance: { operator }, folder }: Scene, { see, same }: Step): Promise<void> {
  const { request, link } = await operator.askForPerson({ body: { person: tom, kind: 'access', proof: 'document' } })
  await ended(operator, link)
  const archive = await operator.deskArtefact({ params: { number: request.number, name: 'export.zip' } })
  writeFileSync(join(folder, 'tom.zip'), archive)
  const files = unzip(Buffer.from(archive))
  const counts = [...files].filter(([name]) => name.startsWith('systems/')).map(([name, bytes]) => `${name.slice('systems/kiosk.public.'.length, -'.json'.length)} ${(JSON.parse(bytes.toString()) as unknown[]).length}`) // prettier-ignore
  same('his copy', counts.toSorted(), ['customer 1', 'invoice 1', 'invoice-line 1', 'wish-list 1'])
  see(`${request.number}, a copy for somebody the vault did not know: ${counts.join(', ')}`)
}

/** He is erased there and here, in one plan; what a law keeps stays, an invoice with its lines, and nobody else's row changed. */
async function eraseIt({ instance: { operator } }: Scene, client: pg.Client, others: unknown, { see, same, hold }: Step): Promise<void> {
  const { link } = await operator.askForPerson({ body: { person: tom, kind: 'erase', proof: 'document' } })
  const { state, steps } = await ended(operator, link)
  same('the request', state, 'done')
  const places = steps.find(({ holder }) => holder === 'kiosk')?.places ?? []
  const of = (wanted: string): string[] => places.filter((one) => one.state === wanted).map(({ place }) => place)
  same('not proven', of('not proven'), [])
  hold('the name is gone', of('gone').includes('public.customer.full_name'))
  const law = places.find(({ place }) => place === 'public.invoice.total')
  same('the invoice', [law?.state, law?.clause, law?.until?.slice(0, 10)], ['stays', 'tax', '2036-04-01'])
  see(`gone: ${of('gone').join(', ')}`)
  see(`stays: ${of('stays').join(', ')}; ${law?.why}, until ${law?.until?.slice(0, 10)}`)
  const { rows } = await client.query<{ full_name: string; email: string }>('select full_name, email from customer where customer_id = 3') // prettier-ignore
  see(`there he is now ${rows[0]?.full_name}, ${rows[0]?.email}`)
  hold('his name is nowhere', !JSON.stringify(rows).match(/tom|weir/i))
  same('everybody else’s rows', await rowsOfOthers(client), others)
} // prettier-ignore

/** A column that nobody signed for stops the next erasure; signed anew, it goes on by itself. */
async function changeIt(scene: Scene, client: pg.Client, { see, same, hold }: Step): Promise<void> {
  const { operator, bearer } = scene.instance
  await client.query(`alter table customer add column birthday date; update customer set birthday = date '1990-01-02'`)
  const { link } = await operator.askForPerson({ body: { person: noor, kind: 'erase', proof: 'document' } })
  const waiting = await ended(operator, link)
  same('the next request', [waiting.state, waiting.waits?.whom], ['waiting', 'kiosk'])
  hold('it says why', waiting.waits?.words.includes('public.customer.birthday') === true)
  same('nothing was executed', (await client.query('select email from customer where customer_id = 2')).rows, [{ email: noor.value }]) // prettier-ignore
  see(`waits: ${waiting.waits?.words}`)
  const { map, drift } = await operator.scanSystem({ params })
  see(`the next scan: ${drift?.map(({ words }) => words).join('; ')}`)
  const { token } = await operator.issueToken({ body: { role: 'officer', service: 'privacy-office', officer: 'ines' } })
  const { hash } = await operator.checkMap({ params, body: { map } })
  await bearer(token).signMap({ params, body: { map, hash: hash ?? '' } })
  const done = await ended(operator, link, ({ state }) => state === 'done')
  const birthday = done.steps.flatMap(({ places }) => places).find(({ place }) => place === 'public.customer.birthday')
  same('the new column', birthday?.state, 'gone')
  see('signed anew it went on by itself, and the new column is gone too')
}

async function rowsOfOthers(client: pg.Client): Promise<unknown> {
  const query = `
    select to_jsonb(c)::text from customer c where c.customer_id <> 3 union all select to_jsonb(e)::text from employee e
    union all select to_jsonb(i)::text from invoice i union all select to_jsonb(l)::text from invoice_line l
    union all select to_jsonb(w)::text from "Wish List" w where w.customer_id <> 3 order by 1`
  return (await client.query(query)).rows
}

/** A request once it came to an end, or waits. */
async function ended(
  { receipt }: Pick<Scene['instance']['operator'], 'receipt'>,
  secret: string,
  isEnd: (request: Request) => boolean = ({ closedAt, waits }) => closedAt !== null || waits !== null,
): Promise<Request> {
  for (let tries = 0; tries < 300; tries++) {
    const { request } = await receipt({ params: { secret } })
    if (isEnd(request)) return request
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the request came to no end')
}
