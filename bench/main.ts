// `npm run bench [NAME…]`: measures the metrics named, or all, and prints a table. A full run keeps its figures in bench/results.
// `--quick` only sees that everything runs and keeps nothing; `--gate` ends with 1 below a floor; `--readme` writes the newest figures there.

import { parseArgs } from 'node:util'
import { openGround } from './ground.ts'
import { below, measure, type Outcome } from './measure.ts'
import type { Metric } from './metric.ts'
import { metrics } from './metrics.ts'
import { figureLines, sideLines } from './print.ts'
import { aboutRun, keepResult, writeReadme } from './results.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    gate: { type: 'boolean', default: false },
    readme: { type: 'boolean', default: false },
    rounds: { type: 'string' },
  },
})

if (values.readme) writeReadme()
else process.exitCode = await bench()

async function bench(): Promise<number> {
  const chosen = positionals.length === 0 ? metrics : positionals.map(metricOf)
  const about = aboutRun()
  console.log(about.lines.join('\n'))
  const ground = openGround(values.quick ? 'quick' : 'full')
  const began = performance.now()
  const outcomes: Outcome[] = []
  try {
    for (const metric of chosen) outcomes.push(await one(metric, ground))
  } finally {
    await ground.close()
  }
  console.log(`\n${figureLines(outcomes).join('\n')}`)
  console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s`)
  if (!values.quick) console.log(`kept in ${keepResult(about, outcomes)}`)
  return values.gate ? judge(outcomes) : 0
}

function metricOf(name: string): Metric {
  const found = metrics.find((metric) => metric.name === name || metric.figures.some(({ id }) => id === name))
  if (!found)
    throw new RangeError(`no metric \`${name}\`: there are ${metrics.map((metric) => metric.name).join(', ')}`)
  return found
}

async function one(metric: Metric, ground: ReturnType<typeof openGround>): Promise<Outcome> {
  const stage = await metric.open(ground)
  try {
    const outcome = await measure(metric, stage, Number(values.rounds ?? ground.size(6, 2)))
    console.log(sideLines(outcome).join('\n'))
    return outcome
  } finally {
    await stage.close()
  }
}

/** Says which floors do not hold; answers the exit code. */
function judge(outcomes: readonly Outcome[]): number {
  const low = below(outcomes)
  for (const { id, what, floor, spread } of low)
    console.log(`below its floor: ${id} ${what}: ${spread?.median.toPrecision(3) ?? 'no right round'}, floor ${floor}`)
  return low.length === 0 ? 0 : 1
}
