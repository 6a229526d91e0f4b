// A statement just large enough for plans and desks: searches that may be cleared, letters that may not, invoices that a tax law keeps,
// and one consent. `change` replaces text in it, as an officer's draft would.

import type { StatementFiles } from '../../src/statement/index.ts'

const statement = `# What Quill keeps

## Searching

When you search, we keep your words for 18 months, to answer you.

\`\`\`kept searches
collect search in web from person
use search in web for provide because contract
keep search in web 18 months after collection or until removal
\`\`\`

Say yes, and your words also pick suggestions.

\`\`\`kept suggestions
use search in web for suggest because consent suggestions
\`\`\`

## Letters

We keep your letters until you close the account.

\`\`\`kept letters
collect letter in web from person
use letter in web for provide because contract
keep letter in web until closing
\`\`\`

## Invoices

You can look up an invoice for 3 years.

\`\`\`kept invoices
collect invoice in web from system needed by law tax-9
use invoice in web for provide because contract
keep invoice in web for any except comply 3 years after invoice
\`\`\`

For the tax law alone, it stays 10 years.

\`\`\`kept tax
use invoice in web for comply because law tax-9
keep invoice in web for comply 10 years after invoice because law tax-9
\`\`\`

## Your tools

Everything lies in the European Union.

\`\`\`kept europe
store any at eu
\`\`\`

You can see, copy, clear and erase it, and withdraw a yes. Clearing a search is done within 1 day. The tax law may hold back an invoice.

\`\`\`kept tools
offer view, export of any on dashboard
offer erase of any except invoice on dashboard
offer erase of invoice on dashboard unless law tax-9
offer withdraw of any on dashboard
offer clear of search in web on dashboard per item, day, all within 1 day
\`\`\`
`

const files: StatementFiles = {
  'statement.md': statement,
  'profiles/consumer.md': '---\nprofile: consumer\nkind: base\ninherits: all\n---\n',
  'registers/organisation.yaml': `name: Quill
address: Quill, 1 Reed Lane, Fenport
phone: +44 20 7946 0777
officer: vera
languages: [en]
officers:
  vera: { name: Vera Holm, role: privacy officer }
  ruth: { name: Ruth Lund, role: engineer }
  olaf: { name: Olaf Berg, role: lawyer }
`,
  'registers/products.yaml': 'web: { label: Quill }\n',
  'registers/taxonomy.yaml': `categories:
  search: { label: Searches, holds: "the words you searched for" }
  letter: { label: Letters, holds: "what you write" }
  invoice: { label: Invoices, holds: "number, day and amount" }
purposes:
  provide: { label: giving you what you came for, bit: 0, gives: "it works" }
  suggest: { label: suggestions, bit: 1, gives: "suggestions that suit you" }
  comply: { label: doing what a law demands, bit: 2, gives: nothing, survives: true }
events:
  collection: { label: we took it in, of: record }
  removal: { label: you remove it, of: record }
  closing: { label: you close your account, of: person }
  invoice: { label: the day of the invoice, of: record }
`,
  'registers/choices.yaml': `suggestions:
  { bit: 0, kind: consent, label: Suggestions, default: "off", wording: "My searches may pick suggestions." }
`,
  'registers/places.yaml': 'eu: { label: the European Union }\n',
  'registers/stores.yaml':
    'vault: { label: "the vault", at: eu, holds: any, backups: 30 days, facility: "Fenport", reviewed: "2026-01-01" }\n',
  'registers/notes.yaml':
    'tax-9:\n  kind: law\n  author: vera\n  date: "2026-01-05"\n  text: "Tax code, section 9: invoices are kept for ten years."\n',
  'registers/desks.yaml': `rights:
  label: Rights desk
  controls: [view, export, clear, erase, withdraw]
  surfaces: [dashboard]
  answer-within: 1 month
  tombstones: 12 months
changes:
  label: Changes
  controls: []
  surfaces: []
  approvals: 2
`,
}

/** The statement, or a draft of it: each pair replaces a text of `statement.md` that must be there. */
export function smallStatement(...changes: readonly (readonly [from: string, to: string])[]): StatementFiles {
  const text = changes.reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`no such text: ${from}`)
    return now.replaceAll(from, to)
  }, statement)
  return { ...files, 'statement.md': text }
}
