// `kept publish`: hands a changed statement in, tells its effect on real holdings before anything changes, and agrees to it as an
// officer. The second officer's yes publishes it (four eyes).

import { Failure } from '../../base/index.ts'
import type { Client, Output } from '../../client/index.ts'
import { differenceLines, effectLines, judgedLines } from '../change-words.ts'
import { signedOrFail } from '../compiled.ts'
import { command, ends, sayUsage, type Run } from '../command.ts'
import { officerToken, reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'
import { readStatement } from '../statement-folder.ts'

interface Options extends ReachOptions {
  readonly officer: string
  readonly look?: true | undefined
  readonly notMaterial: readonly string[]
  readonly material: readonly string[]
  readonly reason?: string | undefined
}

type Draft = Output<'draft'>

/** `kept publish FOLDER --officer NAME` */
export function publishCommand(run: Run) {
  const publish = command('publish', 'show what a changed statement would do, and agree to it as an officer', [
    ['publish harbour --officer ines --look', 'only show the effect'],
    ['publish harbour --officer ines', 'the first officer agrees'],
    ['publish harbour --officer omar', 'the second one agrees: it is published'],
    [
      'publish harbour --officer ines --not-material K802:searches --reason "the same purpose, better named"',
      'say of a change that it takes nothing from anybody, and why',
    ],
  ])
    .argument('<folder>', 'folder that holds the changed statement.md')
    .requiredOption(
      '--officer <name>',
      'who agrees: one of the officers of the register `organisation`, with the token that `kept token --save` kept',
    )
    .option('--look', 'show the effect and agree to nothing')
    .option(
      '--not-material <key>',
      'say that a change takes nothing from anybody; it is recorded with the reason',
      listed,
      [],
    )
    .option('--material <key>', 'take that back', listed, [])
    .option('--reason <words>', 'why; whoever agreed before has to agree anew')
  return reachOptions(publish).action(ends(run, (folder, options) => publishFolder(run.shell, folder, options)))
}

function listed(key: string, before: readonly string[]): readonly string[] {
  return [...before, key]
}

async function publishFolder(shell: Shell, folder: string, options: Options): Promise<ExitCode> {
  const judged = options.notMaterial.length + options.material.length > 0
  if (judged && options.reason === undefined) return sayUsage(shell, 'publish', 'say why: --reason "…"')
  await signedOrFail(shell, folder)
  const files = await readStatement(shell.cwd, folder)
  const draft = await reach(shell, options, async ({ client, withToken }) => {
    const officer = withToken(await officerToken(shell, options, options.officer, client))
    const opened = await judge(officer, await officer.openDraft({ body: { files } }), options)
    if (!options.json) for (const line of draftLines(shell, opened)) shell.out(line)
    if (opened.approvals.some((approval) => approval.officer === options.officer))
      throw new Failure('four_eyes', { agreed: options.officer })
    return options.look
      ? opened
      : officer.approveDraft({ params: { number: opened.number }, body: { hash: opened.agreeTo } })
  })
  if (options.json) printJson(shell, draft)
  else shell.out(outcome(draft, options))
  return exitCodes.done.code
}

/** Records what the officer says of the changes, before anybody agrees to them. */
async function judge(officer: Client, draft: Draft, { notMaterial, material, reason = '' }: Options): Promise<Draft> {
  let judged = draft
  for (const [keys, isMaterial] of [[notMaterial, false], [material, true]] as const)
    if (keys.length > 0) judged = await officer.judgeDraft({ params: { number: draft.number }, body: { keys: [...keys], material: isMaterial, reason } }) // prettier-ignore
  return judged
}

function draftLines(shell: Shell, draft: Draft): string[] {
  const { number, hash, effect } = draft
  return [
    styled(shell, 'bold', `draft ${number}, hash ${hash.slice(0, 16)}`),
    ...differenceLines(shell, effect),
    ...effectLines(effect),
    ...judgedLines(shell, draft),
  ]
}

function outcome({ number, version, effectiveAt, approvals }: Draft, { officer, look }: Options): string {
  if (look) return `${number}: nobody agreed to it by this`
  if (version !== null) return `published as version ${version}, in force from ${effectiveAt ?? 'now'}`
  return `${number}: ${officer} agreed, ${approvals.length} of 2; a second officer’s yes publishes it`
}
