// Pages as files: HTML that stands alone, reads without scripts, prints whole and follows the reader's light. Words are escaped here.

import type { PageClause, Section, Span, Words } from '../../policy/index.ts'

/** A text as HTML holds it, in an attribute too. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** A whole document around a body of HTML. */
export function printDocument(title: string, language: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
${style}
</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`
}

const style = `:root { color-scheme: light dark; font: 1.0625rem/1.6 Georgia, 'Times New Roman', serif; }
body { margin: 0; }
main { max-width: 42rem; margin: 0 auto; padding: 2rem 1rem; }
h1, h2, h3, nav, dt, .margin, .quiet { font-family: system-ui, sans-serif; line-height: 1.25; }
.short { font-style: italic; }
.margin, .quiet { font-size: .875rem; opacity: .8; }
.no { text-decoration: none; }
pre { font-size: .8125rem; white-space: pre-wrap; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid; padding: .25rem .5rem; text-align: left; vertical-align: top; }
del { opacity: .7; }
@media print { nav { display: none; } details { display: block; } article, tr { break-inside: avoid; } a { color: inherit; } }`

const tags = { emphasis: 'em', strong: 'strong', code: 'code' } as const

/** Runs of text with their styles and links. */
export function printSpans(spans: readonly Span[]): string {
  return spans
    .map(({ text, style: styled, href }) => {
      const inner = styled ? `<${tags[styled]}>${escaped(text)}</${tags[styled]}>` : escaped(text)
      return href === undefined ? inner : `<a href="${escaped(href)}">${inner}</a>`
    })
    .join('')
}

/** The words of a clause. */
export function printWords(words: Words): string {
  if (words.kind !== 'table') return `<p>${printSpans(words.spans)}</p>`
  const [head = [], ...rows] = words.rows
  return printTable(
    head.map(printSpans),
    rows.map((row) => row.map(printSpans)),
  )
}

/** A table of HTML cells under HTML headings. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: string): string => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag.split(' ')[0]}>`).join('')}</tr>` // prettier-ignore
  return `<table>
<thead>${line(head, 'th scope="col"')}</thead>
<tbody>
${rows.map((row) => line(row, 'td')).join('\n')}
</tbody>
</table>`
}

/** Where a section stands on a page: its own id, unless a clause has that one. */
export function anchorOf(section: Section, clauses: readonly PageClause[]): string {
  return clauses.some(({ id }) => id === section.id) ? `section-${section.id}` : section.id
}
