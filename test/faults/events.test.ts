// The server is killed while the trade's real client sends: what it did not say was stored is sent again to the next process, and
// everything is there exactly once.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startServing, type Served } from '../../scripts/tour/instance.ts'
import { segmentClient } from '../harness/segment.ts'

const home = mkdtempSync(join(tmpdir(), 'wordkept-events-'))
const running = new Set<Served>()
afterAll(async () => {
  for (const served of running) await served.stop()
  rmSync(home, { recursive: true, force: true })
})

async function start(port?: number): Promise<Served> {
  const served = await startServing(home, 'examples/shop/statement', port)
  running.add(served)
  return served
}

test('killed in the middle of batches, twice: nothing is lost and nothing told twice', async () => {
  const first = await start()
  const { token } = await first.operator.issueToken({
    body: { role: 'service', service: 'shop-web', source: 'shop-web' },
  })
  const port = Number(new URL(first.url).port)
  const failures: unknown[] = []
  const client = segmentClient({ host: first.url }, token, { failed: (reason) => failures.push(reason) })
  const people = 20
  const send = (from: number, to: number): void => {
    for (let i = from; i < to; i++)
      client.track({
        userId: `u-${i % people}`,
        event: 'Order Completed',
        properties: { order_id: `o-${i}`, total: 9.9, products: [{ sku: 's' }] },
      })
  }
  let served = first
  for (const [round, delay] of [60, 200].entries()) {
    send(round * 300, (round + 1) * 300)
    await new Promise((resolve) => setTimeout(resolve, delay))
    await served.kill()
    running.delete(served)
    served = await start(port)
  }
  await client.closeAndFlush()
  expect(failures).toEqual([])
  for (let i = 0; i < people; i++) {
    const { counts } = await served.operator.findPerson({ body: { field: 'customer', value: `u-${i}` } })
    expect(Object.fromEntries(counts.map(({ category, count }) => [category, count]))).toEqual({
      'interaction.device.purchase': 600 / people,
      'licence.invoice': 600 / people,
    })
  }
})
