// What was done and no sentence covers: what was stored while its product only observed, and what was refused.

import type { ReactNode } from 'react'
import type { Output } from '../../client/index.ts'
import { Coded } from '../ui/coded.tsx'
import { figure, since, times } from '../ui/words.ts'

type Coverage = Output<'statement'>['coverage']

/** What happened says the finding itself, whatever its product does today. */
export function Uncovered({ coverage: { findings }, asOf }: { coverage: Pick<Coverage, 'findings'>; asOf: string }) {
  const [stored, refused] = [true, false].map((was) => findings.filter((one) => one.stored === was))
  return (
    <>
      <Drift title="Stored while we only observed, and covered by no sentence" findings={stored!} asOf={asOf}>
        It was not refused, and it lies there until the person removes it. No sentence opens it.
      </Drift>
      <Drift title="Tried, and covered by no sentence" findings={refused!} asOf={asOf}>
        It was refused, so nothing was stored. It breaks no promise; it shows what this statement does not speak of.
      </Drift>
    </>
  )
}

interface DriftProps {
  title: string
  findings: Coverage['findings']
  asOf: string
  children: ReactNode
}

function Drift({ title, findings, asOf, children }: DriftProps) {
  if (findings.length === 0) return null
  return (
    <div className="slip">
      <h2>{title}</h2>
      <p>{children}</p>
      <ul className="bare gap-2">
        {findings.map(({ summary, count, lastAt }) => (
          <li key={summary}>
            <Coded words={summary} />: {times(count)}, last {since(lastAt, asOf)}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What of it is still there, for the coverage line. */
export function uncoveredWords({ uncovered }: Pick<Coverage, 'uncovered'>): string {
  if (uncovered === 0) return ''
  return uncovered === 1
    ? 'One stored thing is covered by no sentence: it was taken while we only observed, and no sentence opens it.'
    : `${figure(uncovered)} stored things are covered by no sentence: they were taken while we only observed, and no sentence opens them.`
}
