// The control map as a page and as JSON.

import { requirements } from './requirements.ts'
import type { Control, ControlMap, ControlState } from './control-map.ts'

const states: Readonly<Record<ControlState, string>> = {
  kept: 'a signed clause with rules carries it and probes try them, or it carries at least a part and a test names the requirement',
  'in part': 'probes try a part of it; no test names it',
  tested: 'no such clause; a test names it',
  'clause only': 'words of the statement speak of it, and nothing proves them',
  gap: 'nothing carries it',
}

/** The page: the figures first, then one table an area with a row for every requirement. */
export function controlMapPage({ controls, unmapped }: ControlMap, made: string): string {
  const figures = Object.entries(states).map(
    ([state, meaning]) => `| ${state} | ${controls.filter((one) => one.state === state).length} | ${meaning} |`,
  )
  const sections = [...Map.groupBy(controls, ({ area }) => area)].map(
    ([area, rows]) =>
      `## ${area}\n\n| requirement | | clauses | rules | proved by | state |\n|---|---|---|---|---|---|\n${rows.map(rowOf).join('\n')}\n`,
  )
  const head = [
    `# Control map\n\n${made}Requirement → clause → rule → probe or test → state, for the whole statement of the demo organisation: [what the demo serves](../../examples/harbour/statement/statement.md), and [the profiles beside it](../../examples/harbour/README.md).`,
    'Which clause carries which requirement is a judgement of people, written in [controls.yaml](../../examples/harbour/controls.yaml); clauses, rules, signatures, probes, tests and the state are looked up.',
    'A state here says what would prove a requirement, not that it holds today: whether a clause is kept, its page says, hour by hour. `(part)`: the clause carries a part of it.',
    `| state | of ${Object.keys(requirements).length} | meaning |\n|---|--:|---|\n${figures.join('\n')}`,
  ]
  const rest =
    unmapped.length > 0
      ? `\n## Clauses without a requirement\n\nThey promise more than was asked: ${unmapped.map((id) => `\`${id}\``).join(', ')}.\n`
      : ''
  return `${head.join('\n\n')}\n\n${sections.join('\n')}${rest}`
}

function rowOf({ id, title, carriers, tests, code, state }: Control): string {
  const clauses = carriers.map(({ clause, part }) => `\`${clause}\`${part ? ' (part)' : ''}`)
  const rules = carriers.flatMap(({ class: kind, rules: texts }) => (kind === 'ruled' ? texts : [`${kind}`]))
  const probes = [...new Set(carriers.flatMap((one) => (one.signed ? one.probes : [])))]
  const proofs = [
    ...probes.map((name) => `probe: ${name}`),
    ...tests.map((path) => `test: \`${path}\``),
    ...(probes.length + tests.length === 0 ? code.map((path) => `(code: \`${path}\`)`) : []),
  ]
  const cells = [id, title, clauses.join('<br>'), [...new Set(rules)].map(ruleCell).join('<br>'), proofs.join('<br>'), state] // prettier-ignore
  return `| ${cells.join(' | ')} |`
}

function ruleCell(text: string): string {
  return text === 'aim' || text === 'info' || text === 'bare' ? text : `\`${text.replaceAll('|', '\\|')}\``
}

/** The same as JSON, for programs. */
export function controlMapJson({ controls, unmapped }: ControlMap): string {
  const count = (state: string): number => controls.filter((one) => one.state === state).length
  const figures = Object.fromEntries(Object.keys(states).map((state) => [state, count(state)]))
  return `${JSON.stringify({ of: controls.length, figures, controls, unmapped }, null, 2)}\n`
}
