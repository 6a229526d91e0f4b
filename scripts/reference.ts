// The pages of docs/reference, made from the tables the software itself reads. `npm run docs` writes them; test/docs.test.ts fails when
// one is stale.

import { failures } from '../src/base/index.ts'
import { environment } from '../src/cli/config.ts'
import { main } from '../src/cli/main.ts'
import { commandNames } from '../src/cli/program.ts'
import { openApi, routes, type Route } from '../src/contract/index.ts'
import { diagnosticsTable } from '../src/statement/diagnostics.ts'
import { registerSchemas } from '../src/statement/index.ts'
import { lintTable } from '../src/systems/index.ts'
import { controlMap } from './control-map/control-map.ts'
import { controlMapJson, controlMapPage } from './control-map/print.ts'
import { policyFormPage } from './policy-form.ts'

const made = '<!-- Made by `npm run docs`; change the table it comes from. -->\n\n'

/** Every page of docs/reference: file name to text. */
export async function referencePages(): Promise<Readonly<Record<string, string>>> {
  const map = await controlMap()
  return {
    'cli.md': await cliPage(),
    'control-map.json': controlMapJson(map),
    'control-map.md': controlMapPage(map, made),
    'diagnostics.md': diagnosticsPage(),
    'failures.md': failuresPage(),
    'http.md': httpPage(),
    'lint.md': lintPage(),
    'policy-form.md': policyFormPage(made),
    'openapi.json': `${JSON.stringify(openApi(), null, 2)}\n`,
    ...Object.fromEntries(
      Object.entries(registerSchemas()).map(([name, schema]) => [
        `schemas/${name}.json`,
        `${JSON.stringify(schema, null, 2)}\n`,
      ]),
    ),
  }
}

async function cliPage(): Promise<string> {
  const sections: string[] = []
  for (const name of ['', ...commandNames])
    sections.push(`## \`kept${name && ` ${name}`}\`\n\n\`\`\`text\n${await helpOf(name)}\n\`\`\`\n`)
  const variables = [
    '| variable | what it is for |',
    '|---|---|',
    ...Object.entries(environment).map(([name, use]) => `| \`${name}\` | ${use} |`),
  ]
  return `# Command line\n\n${made}In a checkout write \`npx kept …\`. Every command takes \`--json\`. Colours are shown on terminals only.\n\n${sections.join('\n')}\n## Environment\n\nFlags win over the environment, the environment over \`kept.yaml\` in the home of the installation.\n\n${variables.join('\n')}\n`
}

async function helpOf(name: string): Promise<string> {
  const lines: string[] = []
  const say = (line: string): void => void lines.push(line)
  const shell = {
    out: say,
    err: say,
    input: async () => '',
    ask: null,
    env: {},
    cwd: '.',
    color: false,
    clock: { now: () => new Date(0) },
    ended: async () => {},
  }
  await main([...(name ? [name] : []), '--help'], shell)
  return lines.join('\n').trim()
}

function diagnosticsPage(): string {
  const sections = Object.entries(diagnosticsTable).map(([code, { severity, title, message, help, reference }]) =>
    [
      `## ${code} ${title}`,
      `${severity === 'warning' ? 'A warning. ' : ''}${reference}`,
      `> ${message}`,
      ...(help.startsWith('{') ? [] : [`Help: ${help}`]),
    ].join('\n\n'),
  )
  return `# Diagnostics\n\n${made}What \`kept check\` says of a statement. Words in braces are filled in.\n\n${sections.join('\n\n')}\n`
}

function lintPage(): string {
  const sections = Object.entries(lintTable).map(([code, { severity, title, message, help, reference }]) =>
    [
      `## ${code} ${title}`,
      `${severity === 'error' ? 'An error' : severity === 'warning' ? 'A warning' : 'A note'}. ${reference}`,
      `> ${message}`,
      ...(help.startsWith('{') ? [] : [`Help: ${help}`]),
    ].join('\n\n'),
  )
  return `# Lint\n\n${made}What \`kept lint\` says of a privacy text (L1), of a schema against it (L2) and of files it could not read (L3). Words in braces are filled in.\n\n${sections.join('\n\n')}\n`
}

function failuresPage(): string {
  const rows = Object.entries(failures).map(
    ([code, { status, message, help }]) => `| \`${code}\` | ${status} | ${message} | ${help} |`,
  )
  return `# Failures\n\n${made}Codes are the contract; words are for people. Over HTTP they travel as problem details (RFC 9457) with the status named.\n\n| code | status | what is wrong | what to do |\n|---|--:|---|---|\n${rows.join('\n')}\n`
}

function httpPage(): string {
  const rows = Object.entries(routes as Readonly<Record<string, Route>>).map(
    ([name, { method, path, by, also = [], summary }]) =>
      `| \`${name}\` | ${method} \`${path}\` | ${[by, ...also].join(', ')} | ${summary} |`,
  )
  const who =
    'Who may ask: *anybody*; a signed-in *person*; a *fresh* one, signed in within ten minutes; a token of the role *service*, *officer*, *operator* or *auditor*; the write key of a *source* of events. The operator’s own socket is an operator by its file permission. A token goes into the header `Authorization: Bearer TOKEN`, a write key is the user of Basic authentication. What holds of every route, closed forms and pages among it: [HTTP](../spec/http.md).'
  return `# HTTP\n\n${made}One table makes routes, the typed client, [openapi.json](openapi.json) and this page. Failures are problem details: [failures](failures.md).\n\n${who}\n\n| name in the client | route | who | what |\n|---|---|---|---|\n${rows.join('\n')}\n`
}
