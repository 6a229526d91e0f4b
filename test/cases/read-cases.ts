// Cases as data: a statement, questions, answers. Read once here, for every witness that they are put to.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { Question, Term } from '../../src/policy/index.ts'
import type { StatementFiles } from '../../src/statement/index.ts'

/** One question, and what is expected of the answer. `clause` is left out where any may be named. */
export interface Case {
  readonly case: string
  readonly question: Question
  readonly expect: { readonly effect: 'permit' | 'deny'; readonly term: Term | null; readonly clause?: string | null }
}

/** Cases put to one statement at one moment. */
export interface CaseFile {
  /** the folder in examples/ */
  readonly statement: string
  readonly now: Date
  readonly cases: readonly Case[]
}

const here = fileURLToPath(new URL('.', import.meta.url))
const examples = fileURLToPath(new URL('../../examples/', import.meta.url))

/** Every file of cases. */
export function readCases(): CaseFile[] {
  const files = readdirSync(here).filter((name) => name.endsWith('.yaml'))
  return files.map((name) => {
    const { now, ...file } = parse(readFileSync(join(here, name), 'utf8')) as Omit<CaseFile, 'now'> & { now: string } // our own files
    return { ...file, now: new Date(now) }
  })
}

/** The statement of an example, as its folder says it. */
export function readExample(example: string): StatementFiles {
  const folder = join(examples, example, 'statement')
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    paths.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]
    }),
  )
}
