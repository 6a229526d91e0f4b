// A statement of any number of clauses, each about a kind of data of its own: what it is used for, on which basis, and until when.

import type { StatementFiles } from '../src/statement/index.ts'
import { smallStatement } from '../test/harness/small-statement.ts'

/** How a generated statement is made: `uses` lines a clause, the first on a contract and each further one on a consent of its own. */
export interface StatementSize {
  readonly clauses: number
  readonly uses: number
}

/** The name of a kind of data, of a purpose and of a choice. */
export const nameOf = {
  category: (n: number): string => `thing-${n}`,
  purpose: (n: number): string => `purpose-${n}`,
  choice: (n: number): string => `choice-${n}`,
} as const

/** the one product */
export const product = 'web'

/** Makes the files of a statement. */
export function statementOf({ clauses, uses }: StatementSize): StatementFiles {
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i)
  const lines = (count: number, line: (n: number) => string): string => numbers(count).map(line).join('')
  return {
    ...smallStatement(),
    'statement.md': `# What Quill keeps\n${lines(clauses, (n) => clauseOf(n, uses))}\n## Your tools\n${tools}`,
    'registers/taxonomy.yaml':
      `categories:\n${lines(clauses, (n) => `  ${nameOf.category(n)}: { label: Things ${n}, holds: "what there is of kind ${n}" }\n`)}` +
      `purposes:\n${lines(uses, (n) => `  ${nameOf.purpose(n)}: { label: doing thing ${n}, bit: ${n}, gives: "it works" }\n`)}` +
      'events:\n  collection: { label: we took it in, of: record }\n  removal: { label: you remove it, of: record }\n',
    'registers/choices.yaml': lines(
      Math.max(0, uses - 1),
      (n) =>
        `${nameOf.choice(n + 1)}:\n  { bit: ${n}, kind: consent, label: Choice ${n}, default: "off", wording: "Do thing ${n} with it." }\n`,
    ),
    'registers/notes.yaml': '{}\n',
  }
}

function clauseOf(n: number, uses: number): string {
  const category = nameOf.category(n)
  const more = Array.from({ length: uses - 1 }, (_, i) => `use ${category} in ${product} for ${nameOf.purpose(i + 1)} because consent ${nameOf.choice(i + 1)}\n`) // prettier-ignore
  return `
## Things ${n}

You give us things of kind ${n}. We use them, and keep them for 18 months.

\`\`\`kept ${category}
collect ${category} in ${product} from person
use ${category} in ${product} for ${nameOf.purpose(0)} because contract
${more.join('')}keep ${category} in ${product} 18 months after collection or until removal
\`\`\`
`
}

const tools = `
Everything lies in the European Union.

\`\`\`kept europe
store any at eu
\`\`\`

You can see, copy and erase it, and withdraw a yes. Clearing is done within 1 day.

\`\`\`kept tools
offer view, export, erase, withdraw of any on dashboard
offer clear of any in ${product} on dashboard per item, day, all within 1 day
\`\`\`
`
