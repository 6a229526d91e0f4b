// Whether a file given as the privacy text is one for machines: settings, data, code. Its words would be read as sentences and found clean.

/** Endings of names that no privacy text has, and what such a file is. */
const endings: Readonly<Record<string, string>> = {
  json: 'JSON', jsonl: 'JSON', yaml: 'YAML', yml: 'YAML', toml: 'TOML', ini: 'settings', env: 'settings', lock: 'a lockfile',
  csv: 'a table (CSV)', tsv: 'a table (TSV)', xml: 'XML', css: 'a style sheet', js: 'code', mjs: 'code', cjs: 'code', jsx: 'code',
  ts: 'code', tsx: 'code', py: 'code', rb: 'code', go: 'code', rs: 'code', java: 'code', kt: 'code', php: 'code', cs: 'code', c: 'code', sh: 'code',
} // prettier-ignore

/** What the file is where it is no prose; null where it may be. Its name decides, and of a name that says nothing, whether all of it is JSON. */
export function otherThanProse(file: string, text: string): string | null {
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? ''
  return endings[ending] ?? (isJson(text) ? 'JSON' : null)
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
