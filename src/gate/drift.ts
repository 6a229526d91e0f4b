// What is done and not said reaches the proof as findings, at first sight and then at most once a minute each: raising one writes to the
// database and the ledger, and a service repeats the same thing with every call (COL-16).

import type { Clock } from '../base/index.ts'
import type { Finding, Findings } from '../policy/index.ts'

const againMilliseconds = 60_000
const forgottenMilliseconds = 86_400_000
const rememberedMax = 1_000

/** Findings of this process, each by its key. */
export interface Drift {
  /** Raises a finding of kind `drift` against no clause, unless that was done a moment ago. */
  raise(found: Pick<Finding, 'key' | 'summary'>): Promise<void>
  /** Whether the key was raised within the last day. */
  knows(key: string): boolean
  /** How many keys that begin so were raised within the last day. */
  count(prefix: string): number
}

/** Remembers what was raised, a thousand keys at most. */
export function createDrift({ findings, clock }: { readonly findings: Findings; readonly clock: Clock }): Drift {
  const raised = new Map<string, Date>()
  const isYounger = (last: Date | undefined, milliseconds: number): boolean =>
    last !== undefined && clock.now().getTime() - last.getTime() < milliseconds
  const knows = (key: string): boolean => isYounger(raised.get(key), forgottenMilliseconds)
  return {
    knows,
    count: (prefix) => [...raised.keys()].filter((key) => key.startsWith(prefix) && knows(key)).length,
    async raise({ key, summary }) {
      if (isYounger(raised.get(key), againMilliseconds)) return
      const at = clock.now()
      raised.delete(key) // told last, it is forgotten last
      raised.set(key, at)
      if (raised.size > rememberedMax) raised.delete(raised.keys().next().value!) // the oldest of more than one
      try {
        await findings.raise({ kind: 'drift', clause: null, key, summary, at })
      } catch (cause) {
        raised.delete(key)
        throw cause
      }
    },
  }
}
