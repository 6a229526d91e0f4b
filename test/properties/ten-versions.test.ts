// Publishing a statement met with ten older versions: what it costs for Harbour, and that every record of the oldest one stands under all of
// them. The time is printed; the bench holds it to its floor (H12).

import { expect, test } from 'vitest'
import { cellNumber, partsOf, putInForce, type Policy, type Version } from '../../src/policy/index.ts'
import { compileStatement } from '../../src/statement/index.ts'
import { readExample } from '../harness/statements.ts'

const older = 10

test('Harbour met with ten older versions', async () => {
  const { compiled } = await compileStatement(readExample('harbour'))
  const { policy, page, hash } = compiled!
  const versions = Array.from({ length: older + 1 }, (_, i): Version => ({
    version: i + 1, hash, policy: without(policy, i), page, publishedAt: new Date(i), effectiveAt: new Date(i),
  })) // prettier-ignore
  const begun = performance.now()
  const inForce = putInForce(versions)
  const put = performance.now()
  const cells = inForce.numbers.map((number) => inForce.cell(number)!)
  const done = performance.now()
  process.stdout.write(`${versions.length} versions, ${inForce.numbers.length} cells: in force in ${Math.round(put - begun)} ms, every cell met in ${Math.round(done - put)} ms\n`) // prettier-ignore
  expect(new Set(inForce.numbers).size).toBe(inForce.numbers.length)
  expect(cells.every((cell) => cell !== undefined)).toBe(true)
  const oldest = policy.cells.filter(({ limits }) => limits.length > 0)
  expect(oldest.length).toBeGreaterThan(50)
  for (const { id } of oldest)
    expect(partsOf(inForce.cell(cellNumber(1, id))!).length).toBeGreaterThanOrEqual(versions.length)
})

/** The policy as another version may have said it: one of its uses fewer, and a document of its own. */
function without(policy: Policy, i: number): Policy {
  const copy: Policy = structuredClone(policy)
  const clause = copy.clauses[i * 3]?.id
  const cells = copy.cells.map((cell) => ({
    ...cell,
    rows: cell.rows.map((row) => ({ ...row, bans: row.bans.filter((ban) => ban.clause !== clause) })),
  }))
  return { ...copy, cells }
}
