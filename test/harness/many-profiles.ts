// The small statement with everything that tells people apart: two bases, a child's overlay, a preview, a place with a notice of its own, a
// product's section, a contract with one customer, and a translation.

import type { StatementFiles } from '../../src/statement/index.ts'
import { smallStatement } from './small-statement.ts'

const front = (lines: string): string => `---\n${lines}\n---\n\n`

const files: StatementFiles = {
  'profiles/enterprise.md': `${front('profile: enterprise\nkind: base\nwhile: organisation-account\ninherits: all')}## In an organisation’s account

In an account that your organisation runs, nothing picks suggestions.

\`\`\`kept enterprise
never use any for suggest
\`\`\`
`,
  'profiles/child.md': `${front('profile: child\nkind: narrows\nover: consumer\nwhile: child')}## Children

Until a parent agrees, a child’s data is used for nothing but what a law demands, and a search leaves after 14 days.

\`\`\`kept child
never use any for any except comply unless guardian-permission on
keep search 14 days after collection when guardian-permission off
\`\`\`
`,
  'profiles/preview.md': `${front('profile: preview\nkind: extends\nover: consumer\nwhile: preview on\nends: 2026-12-31')}## The preview

While you try the preview, your letters also pick suggestions.

\`\`\`kept preview
use letter in web for suggest because contract
\`\`\`
`,
  'profiles/california.md': `${front('profile: california\nkind: narrows\nwhile: where california')}## In California

Your searches pick no suggestions in California.

\`\`\`kept california
never use search for suggest
\`\`\`
`,
  'products/desk.md': `${front('product: desk')}## The desk

At the desk we keep your letters for 1 year.

\`\`\`kept desk
collect letter from person
use letter for provide because contract
keep letter 1 year after collection
\`\`\`
`,
  'contracts/acme.md': `${front('contract: acme\nprofile: enterprise\ncustomers: acme')}## With Acme

Acme’s letters leave after 30 days.

\`\`\`kept acme
keep letter 30 days after collection
\`\`\`
`,
  'registers/products.yaml': 'web: { label: Quill }\ndesk: { label: Quill Desk }\n',
  'registers/choices.yaml': `suggestions:
  { bit: 0, kind: consent, label: Suggestions, default: "off", wording: "My searches may pick suggestions." }
preview:
  { bit: 1, kind: enrolment, label: Preview, default: "off", wording: "I try the preview." }
guardian-permission:
  { bit: 2, kind: permission, label: A parent agrees, default: "off", wording: "I agree for my child.", by: guardian }
`,
  'registers/places.yaml': 'eu: { label: the European Union }\nus: { label: the United States }\ncalifornia: { label: California, within: us }\n', // prettier-ignore
}

/** That statement; `change` puts other files into it, or takes some out with null. */
export function manyProfiles(change: Readonly<Record<string, string | null>> = {}): StatementFiles {
  const all = Object.entries({ ...smallStatement(), ...files, ...change })
  return Object.fromEntries(all.flatMap(([path, text]) => (text === null ? [] : [[path, text]])))
}
