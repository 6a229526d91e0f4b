// The words of a copy: a text and a page that people can read, beside the files that machines can (ACC-08). The page has no script and
// no address in it; every text from outside is escaped, because what somebody once wrote may be an attack on whoever opens it.

import type { Json } from '../../base/index.ts'

/** What the copy says about itself. */
export interface About {
  readonly format: 'wordkept/export/1'
  readonly number: string
  readonly organisation: string
  readonly madeAt: string
  readonly statement: { readonly version: number; readonly hash: string }
  readonly files: readonly { readonly file: string; readonly count: number }[]
}

/** The text that explains the copy. */
export function readmeText({ number, organisation, madeAt, statement, files }: About): string {
  return [
    `Your copy from ${organisation}`,
    '',
    `Request ${number}, made ${madeAt}, under version ${statement.version} of the privacy statement (${statement.hash}).`,
    '',
    'It holds what we have about you and about nobody else. Open index.html to read it; the .json files are for programs.',
    '',
    'Each file is a JSON list. Each thing in a file below data/ says:',
    '  category, product, origin, source   what it is and where it came from',
    '  collectedAt, storedAt               since when (RFC 3339, UTC)',
    '  purposes                            what it may be used for, on which ground, by which sentence, until when',
    '  recipients                          who may get it; an empty list means nobody',
    '  retention                           until when it stays, and which sentences say so',
    '  data                                the thing itself',
    'identifiers.json lists what you are known by here: field and value. One kept only as a scrambled mark is in no text that we could open.',
    '',
    ...files.map(({ file, count }) => `  ${file}: ${count} ${count === 1 ? 'thing' : 'things'}`),
    '',
  ].join('\r\n')
}

/** How many things the page shows in full; the files have all of them. */
export const shownMax = 2_000

/** One thing of a file, as the page shows it. */
export interface Shown {
  readonly file: string
  readonly item: Json
}

/** The page: a heading a file, an entry a thing. */
export function indexPage(about: About, shown: readonly Shown[]): string {
  const sections = about.files.map(({ file, count }) =>
    section(
      file,
      count,
      shown.filter((one) => one.file === file),
    ),
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Your copy from ${escapeHtml(about.organisation)}</title>
<style>body{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}dt{font-weight:bold}dd{margin:0 0 .5rem}</style>
</head>
<body>
<h1>Your copy from ${escapeHtml(about.organisation)}</h1>
<p>Request ${escapeHtml(about.number)}, made ${escapeHtml(about.madeAt)}, under version ${about.statement.version} of the privacy statement. It holds what we have about you and about nobody else.</p>
${sections.join('\n')}
</body>
</html>
`
}

function section(file: string, count: number, shown: readonly Shown[]): string {
  const rest = count - shown.length
  const more = rest > 0 ? `<p>${rest} more in the file ${escapeHtml(file)}.</p>` : ''
  const none = count === 0 ? '<p>Nothing.</p>' : ''
  return `<section>
<h2>${escapeHtml(file)}: ${count}</h2>
${none}${shown.map(({ item }) => entry(item)).join('\n')}${more}
</section>`
}

function entry(item: Json): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    return `<pre>${escapeHtml(JSON.stringify(item))}</pre>`
  const rows = Object.entries(item).map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${valueHtml(value as Json)}</dd>`,
  ) // members of JSON are JSON
  return `<article><dl>${rows.join('')}</dl></article><hr>`
}

function valueHtml(value: Json): string {
  if (typeof value === 'string') return escapeHtml(value)
  return `<pre>${escapeHtml(JSON.stringify(value, null, 1) ?? '')}</pre>`
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A text as HTML shows it: nothing in it can open a tag or leave an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => escapes[sign]!) // the class lists the table's keys
}
