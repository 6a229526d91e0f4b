// The page docs/reference/policy-form.md: what a compiled statement, a question and an answer hold, member by member, as the types say it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.ts'

const parts: readonly (readonly [title: string, file: string, names: readonly string[] | null])[] = [
  ['Times and masks', 'src/base/clock.ts', ['Unit', 'Period']],
  ['', 'src/policy/mask.ts', ['Mask']],
  ['The policy', 'src/policy/policy.ts', null],
  ['Sources of events', 'src/policy/source.ts', ['SourceRow', 'Source']],
  [
    'The page',
    'src/policy/page.ts',
    [
      'Span',
      'Words',
      'PrintedRule',
      'PageClause',
      'RegisterTable',
      'Signature',
      'Section',
      'Page',
      'TranslatedPage',
      'Labels',
    ],
  ],
  ['Questions and answers', 'src/policy/question.ts', ['terms', 'Term', 'Beside', 'Question', 'Decision']],
]

/** The page. `made` says where it comes from. */
export function policyFormPage(made: string): string {
  const sections = parts.map(([title, file, names]) => `${title && `## ${title}\n\n`}\`\`\`ts\n${declared(file, names)}\n\`\`\`\n`) // prettier-ignore
  return `# Policy, page, questions: member by member\n\n${made}The forms of what \`kept build\` writes and of what \`kept decide\` asks and answers, in the notation of TypeScript. A member with \`?\` is left out where there is nothing of it. What the members mean: [policy](../spec/policy.md), [decision](../spec/decision.md).\n\n${sections.join('\n')}`
}

const declaration = /^export (?:interface|type|const) (\w+)/

/** The declarations of a file that are data, with their comments; `names`: these alone. What goes on is indented, or closes a bracket. */
function declared(file: string, names: readonly string[] | null): string {
  const found: string[] = []
  let [comment, isOpen]: [string[], boolean] = [[], false]
  for (const line of readFileSync(join(root, file), 'utf8').split('\n')) {
    const name = declaration.exec(line)?.[1]
    const goesOn = /^[ })\]]/.test(line)
    if (name !== undefined) {
      isOpen = names?.includes(name) ?? true
      if (isOpen) found.push([...comment, line].join('\n'))
    } else if (goesOn && isOpen) found[found.length - 1] += `\n${line}`
    else isOpen = false
    comment = name === undefined && (line.startsWith('/**') || (comment.length > 0 && goesOn)) ? [...comment, line] : []
  }
  return found.map(plain).join('\n\n')
}

/** Without words that say nothing about data. */
function plain(text: string): string {
  return text
    .replaceAll(/^export /gm, '')
    .replaceAll('readonly ', '')
    .replaceAll(/ *\/\/ prettier-ignore$/gm, '')
}
