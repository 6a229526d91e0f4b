// A step of the tour: a product only observes for a while, the report says what enforcing would refuse, and enforcing then refuses just that.

import { service } from '../../src/cli/demo/harbour.ts'
import { ana } from '../../src/cli/demo/people.ts'
import { names } from '../../src/cli/demo/records.ts'
import type { Output } from '../../src/client/index.ts'
import { kept } from './kept.ts'
import type { Step } from './steps.ts'
import type { Scene } from './story.ts'

type Report = Output<'modeReport'>

/** Search observes: a job gets what no sentence allows, the page and the report say so; then it enforces, and the same questions are refused. */
export async function observeThenEnforce({ instance, clients }: Scene, { see, same, hold }: Step): Promise<void> {
  const product = names.searches.product
  const run = async (act: string, ...more: readonly string[]): Promise<{ code: number; out: string }> =>
    kept(['mode', act, product, '--home', instance.home, ...more])
  const person = { field: 'email', value: ana.email }
  const crawler = await service(clients, 'crawler', ['support'])
  const ask = () => crawler.read({ body: { person, ...names.searches, purpose: 'support', limit: 1 } })
  same('while it enforces', (await ask()).decision.effect, 'deny')

  same('kept mode observe', (await run('observe')).code, 0)
  for (let times = 0; times < 3; times++) {
    const { decision, records } = await ask()
    same('while it observes', [decision.effect, decision.term, records.length], ['permit', 'based', 1])
  }
  const advertiser = await service(clients, 'newsletter', ['advertise'])
  const banned = await advertiser.read({ body: { person, ...names.chats, purpose: 'advertise' } })
  same('what a sentence forbids', [banned.decision.effect, banned.decision.term], ['deny', 'never'])
  const { coverage, sections } = await instance.person().statement()
  const searches = sections.flatMap(({ clauses }) => clauses).find(({ id }) => id === 'searches')
  same('the sentence is not shown as kept', searches?.standing.state, 'unproven')
  hold('the page says which product only observes', coverage.observed.length === 1)
  see(`${coverage.observed[0]} only observes; the page: ${searches?.standing.state}, ${searches?.standing.reason}`)

  const report = JSON.parse((await run('report', '--json')).out) as Report // what --json prints
  same(
    'the report',
    report.refused.map(({ clause, service: job, count }) => [clause, job, count]),
    [[null, 'crawler', 3]],
  )
  const told = await run('enforce')
  same('without a yes', told.code, 2)
  for (const line of told.out.trimEnd().split('\n')) if (line !== '') see(line)

  same('kept mode enforce --yes', (await run('enforce', '--yes')).code, 0)
  same('now the same question', (await ask()).decision.effect, 'deny')
  see('it enforces: the question of the report is refused, and nothing else changed')
}
