// A step of the tour: a shop's customers order and look around, and its own server tells us with the trade's real client. Some said yes to
// suggestions, some no; one property nobody spoke of; and our server is killed in the middle of it.

import { join } from 'node:path'
import { Analytics } from '@segment/analytics-node'
import { startServing, type Served } from './instance.ts'
import type { Step } from './steps.ts'
import type { Scene } from './story.ts'

const customers = 60
const looksEach = 3

/** A few hundred events: what the statement covers is there exactly once, refusals are honoured, and the finding names what it does not cover. */
export async function sendEvents({ folder }: Scene, { see, same, hold }: Step): Promise<void> {
  const home = join(folder, 'shop')
  const statement = 'examples/shop/statement'
  const first = await startServing(home, statement)
  const shop: { served: Served } = { served: first }
  try {
    const { token: writeKey } = await first.operator.issueToken({ body: { role: 'service', service: 'shop-web', source: 'shop-web' } }) // prettier-ignore
    const given: unknown[] = []
    const answers: number[] = []
    const client = new Analytics({ writeKey, host: first.url, flushInterval: 100 })
    client.on('error', ({ reason }) => given.push(reason))
    client.on('http_response', ({ status }) => void answers.push(status))
    for (let i = 0; i < customers / 2; i++) visit(client, i)
    await client.flush()
    await first.kill()
    for (let i = customers / 2; i < customers; i++) visit(client, i)
    await new Promise((resolve) => setTimeout(resolve, 500)) // some batches meet a closed door
    shop.served = await startServing(home, statement, Number(new URL(first.url).port))
    await client.closeAndFlush()
    same('events that the client gave up', given, [])
    see(`${customers * (looksEach + 2)} events of ${customers} customers in ${answers.length} batches, the server killed and started again in between`) // prettier-ignore

    const counts = await countAll(shop.served)
    const yes = customers / 2
    same('records, each exactly once', counts, {
      contact: customers,
      'interaction.device.browse': yes * looksEach,
      'interaction.device.purchase': customers,
      'licence.invoice': customers,
    })
    see(`stored: ${Object.entries(counts).map(([category, count]) => `${count} ${category}`).join(', ')}`) // prettier-ignore
    const { sections, coverage } = await shop.served.person().statement()
    const looks = sections.flatMap(({ clauses }) => clauses).find(({ id }) => id === 'looks')
    hold('whoever said no is not watched', (looks?.standing.refusedToday ?? 0) >= (customers - yes) * looksEach)
    see(`refused: ${looks?.standing.refusedToday} tracks looked at by the ${customers - yes} who said no`)
    const [finding] = coverage.findings
    hold('the finding names the property, and no value of it', finding?.summary.includes('`properties.coupon`') === true && !finding.summary.includes('SPRING')) // prettier-ignore
    same('no other finding', coverage.findings.length, 1)
    see(`found: ${finding?.summary}`)
  } finally {
    await shop.served.stop()
  }
}

/** One customer: who it is, tracks looked at, an order. */
function visit(client: Analytics, i: number): void {
  const userId = `customer-${i}`
  const context = { consent: { categoryPreferences: { Suggestions: i % 2 === 0, Functional: true } } }
  client.identify({ userId, traits: { name: `Customer ${i}`, email: `customer-${i}@example.org` }, context })
  for (let k = 0; k < looksEach; k++)
    client.track({ userId, event: 'Product Viewed', properties: { sku: `s-${k}`, name: 'A song' }, context })
  const properties = { order_id: `o-${i}`, total: 9.9, products: [{ sku: 's-1' }], coupon: 'SPRING' }
  client.track({ userId, event: 'Order Completed', properties, context })
}

async function countAll({ operator }: Served): Promise<Record<string, number>> {
  const all: Record<string, number> = {}
  for (let i = 0; i < customers; i++) {
    const { counts } = await operator.findPerson({ body: { field: 'email', value: `customer-${i}@example.org` } })
    for (const { category, count } of counts) all[category] = (all[category] ?? 0) + count
  }
  return Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
