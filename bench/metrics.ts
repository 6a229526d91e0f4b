// The table of metrics, in the order of docs/spec/performance.md.

import { pointRead } from './h1-point-read.ts'
import { create } from './h2-create.ts'
import { erase } from './h4-erase.ts'
import { withdraw } from './h5-withdraw.ts'
import { embedded } from './h8-embedded.ts'
import { decide } from './h9-decide.ts'
import { check } from './h12-check.ts'
import { ledger } from './h14-ledger.ts'
import { everybody } from './h15-everybody.ts'
import type { Metric } from './metric.ts'

export const metrics: readonly Metric[] = [
  pointRead,
  create,
  erase,
  withdraw,
  embedded,
  decide,
  check,
  ledger,
  everybody,
]
