// `kept publish`: hands a changed statement in, tells its effect on real holdings before anything changes, and agrees to it as an
// officer. The second officer's yes publishes it (four eyes).

import { Failure } from '../../base/index.ts'
import type { Output } from '../../client/index.ts'
import { compiledOrFail } from '../compiled.ts'
import { command, ends, type Run } from '../command.ts'
import { officerToken, reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'
import { readStatement } from '../statement-folder.ts'

interface Options extends ReachOptions {
  readonly officer: string
  readonly look?: true | undefined
}

type Draft = Output<'draft'>

/** `kept publish FOLDER --officer NAME` */
export function publishCommand(run: Run) {
  const publish = command('publish', 'show what a changed statement would do, and agree to it as an officer', [
    ['publish harbour --officer ines --look', 'only show the effect'],
    ['publish harbour --officer ines', 'the first officer agrees'],
    ['publish harbour --officer omar', 'the second one agrees: it is published'],
  ])
    .argument('<folder>', 'folder that holds the changed statement.md')
    .requiredOption('--officer <name>', 'who agrees; the token comes from --token, KEPT_TOKEN or `kept token --save`')
    .option('--look', 'show the effect and agree to nothing')
  return reachOptions(publish).action(ends(run, (folder, options) => publishFolder(run.shell, folder, options)))
}

async function publishFolder(shell: Shell, folder: string, options: Options): Promise<ExitCode> {
  await compiledOrFail(shell, folder)
  const files = await readStatement(shell.cwd, folder)
  const token = await officerToken(shell, options, options.officer)
  const draft = await reach(shell, options, async ({ withToken }) => {
    const officer = withToken(token)
    const opened = await officer.openDraft({ body: { files } })
    if (!options.json) for (const line of effectLines(shell, opened)) shell.out(line)
    if (opened.approvals.some((approval) => approval.officer === options.officer))
      throw new Failure('four_eyes', { agreed: options.officer })
    return options.look
      ? opened
      : officer.approveDraft({ params: { number: opened.number }, body: { hash: opened.hash } })
  })
  if (options.json) printJson(shell, draft)
  else shell.out(outcome(draft, options))
  return exitCodes.done.code
}

function outcome({ number, version, effectiveAt, approvals }: Draft, { officer, look }: Options): string {
  if (look) return `${number}: nobody agreed to it by this`
  if (version !== null) return `published as version ${version}, in force from ${effectiveAt ?? 'now'}`
  return `${number}: ${officer} agreed, ${approvals.length} of 2; a second officer’s yes publishes it`
}

function effectLines(shell: Shell, { number, hash, effect }: Draft): string[] {
  const { recordsGone, goneBy, usesRefused, usesOpened, clauses, material } = effect
  return [
    styled(shell, 'bold', `draft ${number}, hash ${hash.slice(0, 16)}`),
    ...clauses.map(({ clause, change, material: codes }) => `  ${clause}: ${change}${codes.length > 0 ? ` (${codes.join(', ')})` : ''}`),
    `${recordsGone} records would go with the next sweep`,
    ...goneBy.map(({ category, product, count }) => `  ${count} of ${category} in ${product}`),
    `${usesRefused.length} uses of the last 30 days would be refused`,
    ...usesRefused.map(({ service, purpose, category, product, count, clause }) => `  ${service} asking ${category} in ${product} for ${purpose}: ${count} times${clause ? `, by ${clause}` : ''}`),
    `${usesOpened.length} uses refused so far would be open`,
    ...usesOpened.map(({ service, purpose, category, product, count }) => `  ${service} asking ${category} in ${product} for ${purpose}: ${count} times`),
    `material: ${material ? 'yes' : 'no'}`,
  ] // prettier-ignore
}
