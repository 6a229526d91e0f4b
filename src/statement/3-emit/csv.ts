// Tables as CSV after RFC 4180: a line ends with CR LF, quotes are doubled, and no cell is a formula to a spreadsheet (security.md, threat 12).

/** Prints a table: a line of headings, then a line a row. */
export function printCsv(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [headings, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
