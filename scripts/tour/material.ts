// A step of the tour: a change that takes something from somebody is found out by its rules, agreed to by two officers, and binds nobody
// before it was announced as long as the statement promises.

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Output } from '../../src/client/index.ts'
import { kept } from './kept.ts'
import type { Step } from './steps.ts'
import type { Scene } from './story.ts'

type Draft = Output<'draft'>

/** Searches 24 months instead of 6: material, published, announced, and not in force; the page says both. */
export async function publishMaterial({ instance, folder }: Scene, { see, same, hold }: Step): Promise<void> {
  const longer = await longerStatement(folder)
  const told = await kept(['diff', longer, '--home', instance.home, '--json']) // against the version in force
  const { changes } = JSON.parse(told.out) as { changes: readonly { key: string | null; what: string }[] } // what --json prints
  const material = changes.filter(({ key }) => key !== null)
  same('what takes something from somebody', material.map(({ key }) => key), ['K804:searches']) // prettier-ignore
  see(`searches: ${material[0]?.what}; material until an officer says otherwise`)

  const first = await publish(longer, 'ines', instance.home)
  same('one officer', [first.version, first.effect.material], [null, true])
  const second = await publish(longer, 'jonas', instance.home)
  const { count, unit } = second.notice.time
  hold('it binds after its notice', Date.parse(second.effectiveAt ?? '') > Date.parse(instance.began) + 86_400_000)
  see(`published as version ${second.version}, announced ${count} ${unit}s: in force from ${second.effectiveAt?.slice(0, 10)}${second.notice.clause === null ? '' : `, as \`${second.notice.clause}\` promises`}`) // prettier-ignore

  const visitor = instance.person()
  const { version, upcoming } = await visitor.statement()
  same('in force', version, 2)
  same('announced on the page', [upcoming?.version, upcoming?.effectiveAt], [3, second.effectiveAt])
  const { versions } = await visitor.versions()
  same('in the history', versions.map((one) => one.version), [3, 2, 1]) // prettier-ignore
}

/** The statement of the step before, with a longer period, signed anew. */
async function longerStatement(folder: string): Promise<string> {
  const target = join(folder, 'longer')
  cpSync(join(folder, 'statement'), target, { recursive: true })
  const file = join(target, 'statement.md')
  const text = readFileSync(file, 'utf8')
  const longer = text.replace('We keep them for 6 months', 'We keep them for 24 months').replace('in search 6 months after', 'in search 24 months after') // prettier-ignore
  if (longer === text) throw new Error('the changed statement does not keep searches for 6 months')
  writeFileSync(file, longer)
  const { code, out } = await kept(['sign', 'searches', '--officer', 'ines', '--folder', target])
  if (code !== 0) throw new Error(`kept sign ended with ${code}: ${out}`)
  return target
}

async function publish(folder: string, officer: string, home: string): Promise<Draft> {
  const { code, out } = await kept(['publish', folder, '--officer', officer, '--home', home, '--json'])
  if (code !== 0) throw new Error(`kept publish ended with ${code}: ${out}`)
  return JSON.parse(out) as Draft // what --json prints
}
