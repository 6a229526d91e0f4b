// A stranger's first minute: the shop's privacy text and its tables, linted without a statement; then a small statement that compiles.

import { join } from 'node:path'
import { kept } from './kept.ts'
import type { Step } from './steps.ts'

/** What `kept lint --json` prints, as far as the tour reads it. */
interface Linted {
  readonly findings: readonly {
    readonly code: string
    readonly message: string
    readonly file: string
    readonly line: number
  }[]
  readonly schemas: readonly {
    readonly columns: number
    readonly personal: number
    readonly covered: number
    readonly setAside: number
  }[]
  readonly counts: Readonly<Record<'error' | 'warning' | 'note', number>>
}

const [text, schema] = ['examples/shop/privacy.md', 'examples/shop/schema.sql']

/** The shop's text contradicts itself and its tables, and the lint says where. */
export async function lintShop({ see, hold, same }: Step): Promise<void> {
  const began = performance.now()
  const { code, out } = await kept(['lint', text, '--schema', schema, '--json'])
  const { findings, schemas, counts } = JSON.parse(out) as Linted // what --json prints
  same('the exit code: something is to be mended', code, 2)
  const of = (wanted: string) => findings.filter((finding) => finding.code === wanted)
  for (const wanted of ['L101', 'L131', 'L133', 'L201', 'L202']) hold(`${wanted} is found`, of(wanted).length > 0)
  same(
    'the column that the text says is never collected',
    of('L204').map(({ file, line }) => `${file}:${line}`),
    [`${schema}:9`],
  )
  const [looked] = schemas
  hold(
    'personal columns are spoken of, open, or set aside',
    looked !== undefined &&
      looked.personal ===
        looked.covered + looked.setAside + findings.filter(({ code: one }) => one.startsWith('L2')).length,
  )
  see(
    `${counts.error} errors, ${counts.warning} warnings, ${counts.note} note in ${((performance.now() - began) / 1000).toFixed(1)} s; ${looked?.personal} of ${looked?.columns} columns look personal, ${looked?.covered} of them spoken of`,
  )
  for (const { message, file, line } of [...of('L131'), ...of('L204')]) see(`${file}:${line}  ${message}`)
}

/** A small statement from five answers compiles without a word of doubt. */
export async function beginStatement(folder: string, { see, same }: Step): Promise<void> {
  const target = join(folder, 'begun')
  const answers = [
    '--name',
    'Needle and Groove',
    '--contact',
    'Lena Voss, 12 Needle Lane, Port Haven, +44 20 7946 0712',
  ]
  const written = await kept(['init', target, '--yes', ...answers])
  same('kept init', written.code, 0)
  const { code, out } = await kept(['check', target, '--json'])
  const { diagnostics, clauses } = JSON.parse(out) as { diagnostics: readonly unknown[]; clauses: number } // what --json prints
  same('kept check', [code, diagnostics.length], [0, 0])
  see(`${clauses} sentences, each with its rule`)
}
