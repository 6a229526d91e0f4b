// A statement folder, read: its sections and clauses in order, its registers as located values, its signatures. A file that cannot be
// read hides no other.

import type { Words } from '../../policy/index.ts'
import type { Raise, Span } from '../diagnostics.ts'
import { guardText } from './guard.ts'
import type { Part, Passage, RuleBlock } from './markdown.ts'
import { parseRules } from './parse-rules.ts'
import { readText } from './reader.ts'
import type { Block } from './rule.ts'
import type { Value } from './yaml.ts'

/** A statement folder as text: path in the folder → what the file says. */
export type StatementFiles = Readonly<Record<string, string>>

/** A clause as written: words, and the block below them. */
export interface ParsedClause {
  readonly id: string
  /** section.clause, from 1 */
  readonly number: string
  readonly words: Words
  readonly passage: Passage
  /** null: a bare clause */
  readonly block: Block | null
  /** the fence of the block, or the words where there is none */
  readonly span: Span
  readonly section: ParsedSection
  /** in the general text, whose permissions hold for a profile only when it inherits them */
  readonly general: boolean
}

export interface ParsedSection {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly short: Passage | null
}

/** Front matter of the profile: `inherits: all` takes permissions and periods from the general text too. */
interface ParsedProfile {
  readonly name: string
  readonly inheritsAll: boolean
}

export interface ParsedFolder {
  readonly title: string
  readonly profile: ParsedProfile
  readonly sections: readonly ParsedSection[]
  readonly clauses: readonly ParsedClause[]
  /** `taxonomy` → its map; registers that are not there are left out */
  readonly registers: ReadonlyMap<string, Value>
  readonly signed: Value | null
}

/** Registers of this version. `must`: no statement compiles without it. */
const registerFiles = {
  organisation: true, products: true, taxonomy: true, stores: true, choices: false, places: true, desks: false, notes: false, sources: false,
} as const // prettier-ignore

const laterRegisters: readonly string[] = ['recipients', 'mechanisms', 'cookies', 'commitments']
const laterFolders: readonly string[] = ['products', 'contracts', 'translations']

/** Reads all files of a folder. The deadline is for each text, in milliseconds. */
export async function readFolder(files: StatementFiles, deadlineMs: number, raise: Raise): Promise<ParsedFolder> {
  const paths = Object.keys(files).toSorted()
  const textOf = (path: string): string => (files[path] ?? '').replaceAll('\r\n', '\n')
  const fit = paths.filter((path) => placeFile(path, raise) && guardText(path, textOf(path), raise))
  const read = await Promise.all(
    fit.map(async (path) => [path, await readFile(path, textOf(path), deadlineMs, raise)] as const),
  )
  const texts = read.flatMap(([path, file]) => (file && 'parts' in file ? [{ path, ...file }] : []))
  const values = new Map(read.flatMap(([path, file]) => (file && 'value' in file ? [[path, file.value] as const] : [])))
  demandFiles(paths, raise)
  const profile = readProfile(texts, raise)
  return {
    ...assemble(texts, raise),
    profile,
    registers: new Map(
      [...values].flatMap(([path, value]) =>
        path.startsWith('registers/') ? [[path.slice(10, -5), value] as const] : [],
      ),
    ),
    signed: values.get('signed.yaml') ?? null,
  }
}

/** Whether this version reads a file at this path; what it does not read is raised, never left out in silence. */
function placeFile(path: string, raise: Raise): boolean {
  const at = startOf(path)
  const [folder, name = ''] = path.split('/')
  if (path === 'statement.md' || path === 'signed.yaml' || /^profiles\/[a-z0-9-]+\.md$/.test(path)) return true
  if (
    folder === 'registers' &&
    Object.keys(registerFiles).includes(name.replace(/\.yaml$/, '')) &&
    /^registers\/[a-z]+\.yaml$/.test(path)
  )
    return true
  if (folder === 'registers' && laterRegisters.includes(name.replace(/\.yaml$/, '')))
    raise('K113', at, { thing: `the register \`${name}\``, help: 'take the file out of the folder' })
  else if (folder !== undefined && laterFolders.includes(folder))
    raise('K113', at, { thing: `the folder \`${folder}\``, help: 'take its files out of the folder' })
  else
    raise('K112', at, {
      problem: `a statement has no file at \`${printablePath(path)}\``,
      help: 'a statement is statement.md, profiles/<name>.md, registers/<name>.yaml and signed.yaml',
    })
  return false
}

function printablePath(path: string): string {
  return path.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 80)
}

function demandFiles(paths: readonly string[], raise: Raise): void {
  const must = Object.entries(registerFiles).flatMap(([name, demanded]) => (demanded ? [`registers/${name}.yaml`] : []))
  for (const path of ['statement.md', ...must])
    if (!paths.includes(path))
      raise('K112', startOf(path), { problem: `\`${path}\` is missing`, help: 'add it; the guide shows a small one' })
  if (!paths.some((path) => path.startsWith('profiles/')))
    raise('K112', startOf('profiles/consumer.md'), {
      problem: 'no profile is there',
      help: 'add `profiles/consumer.md` with `profile: consumer`, `kind: base`, `inherits: all` between two lines of `---`',
    })
}

function startOf(file: string): Span {
  return { file, line: 1, column: 1, length: 1 }
}

// --- one file -------------------------------------------------------------------------------------------------------

interface TextFile {
  readonly parts: readonly Part[]
  readonly front: Value | null
}

async function readFile(
  path: string,
  text: string,
  deadlineMs: number,
  raise: Raise,
): Promise<TextFile | { readonly value: Value } | null> {
  if (path.endsWith('.yaml')) {
    const value = await readValue(path, text, 1, deadlineMs, raise)
    return value && { value }
  }
  const { front, body } = splitFront(text)
  const [read, value] = await Promise.all([
    readText({ kind: 'markdown', file: path, text: body, firstLine: 1 }, deadlineMs),
    front === null ? null : readValue(path, front, 2, deadlineMs, raise),
  ])
  if ('result' in read) return { parts: read.result, front: value }
  raise('K112', startOf(path), {
    problem: `the text cannot be read: ${read.problem}`,
    help: 'write plain Markdown: headings, paragraphs, lists, tables',
  })
  return null
}

async function readValue(
  file: string,
  text: string,
  firstLine: number,
  deadlineMs: number,
  raise: Raise,
): Promise<Value | null> {
  const read = await readText({ kind: 'yaml', file, text, firstLine }, deadlineMs)
  const help = 'write a plain YAML table: names, two spaces, values'
  if ('problem' in read) raise('K112', startOf(file), { problem: `the table cannot be read: ${read.problem}`, help })
  else for (const { problem, span } of read.result.problems.slice(0, 20)) raise('K112', span, { problem, help })
  return 'result' in read && read.result.problems.length === 0 ? read.result.value : null
}

/** Front matter between two lines of `---`, and the text with these lines blanked, so that places stay true. */
function splitFront(text: string): { front: string | null; body: string } {
  const match = /^---[ \t]*\r?\n((?:(?!---[ \t]*$).*\n)*?)---[ \t]*(?:\r?\n|$)/m.exec(text)
  if (match?.index !== 0) return { front: null, body: text }
  return { front: match[1] ?? '', body: match[0].replaceAll(/[^\n]/g, '') + text.slice(match[0].length) }
}

// --- profiles -------------------------------------------------------------------------------------------------------

const laterKinds: readonly string[] = ['narrows', 'extends']
const frontKeys: readonly string[] = ['profile', 'kind', 'inherits']

function readProfile(texts: readonly ({ path: string } & TextFile)[], raise: Raise): ParsedProfile {
  const profiles = texts.filter(({ path }) => path.startsWith('profiles/'))
  for (const { path, front } of texts)
    if (front && !path.startsWith('profiles/'))
      raise('K112', front.span, {
        problem: 'the general text has no front matter',
        help: 'put it into a file of its own under profiles/',
      })
  const read = profiles.map(({ path, front }) => readFront(path, front, raise))
  for (const { path } of profiles.slice(1))
    raise('K113', startOf(path), { thing: 'a second profile', help: 'keep one base profile in the folder' })
  return read[0] ?? { name: 'consumer', inheritsAll: true }
}

function readFront(path: string, front: Value | null, raise: Raise): ParsedProfile {
  const name = path.slice('profiles/'.length, -'.md'.length)
  const entries = front?.kind === 'map' ? front.entries : []
  const text = (key: string): { text: string; span: Span } | null => {
    const value = entries.find((entry) => entry.key === key)?.value
    return value?.kind === 'text' ? value : null
  }
  if (entries.length === 0)
    raise('K112', startOf(path), {
      problem: 'a profile begins with its front matter',
      help: `write \`profile: ${name}\`, \`kind: base\`, \`inherits: all\` between two lines of \`---\``,
    })
  for (const { key, keySpan } of entries)
    if (['over', 'while', 'ends'].includes(key))
      raise('K113', keySpan, { thing: 'an overlay', help: 'keep one base profile in the folder' })
    else if (!frontKeys.includes(key))
      raise('K112', keySpan, {
        problem: `front matter has no \`${printablePath(key)}\``,
        help: `it has ${frontKeys.join(', ')}`,
      })
  const kind = text('kind')
  if (kind && laterKinds.includes(kind.text))
    raise('K113', kind.span, { thing: `an overlay that ${kind.text}`, help: 'keep one base profile in the folder' })
  else if (entries.length > 0 && kind?.text !== 'base')
    raise('K112', kind?.span ?? startOf(path), {
      problem: 'the kind of a profile is `base`',
      help: 'write `kind: base`',
    })
  const stated = text('profile')
  if (entries.length > 0 && stated?.text !== name)
    raise('K112', stated?.span ?? startOf(path), {
      problem: `the profile is not called like its file, \`${name}\``,
      help: `write \`profile: ${name}\``,
    })
  const inherits = text('inherits')
  if (inherits && inherits.text !== 'all')
    raise('K112', inherits.span, { problem: '`inherits` is `all` or left out', help: 'write `inherits: all`' })
  return { name, inheritsAll: inherits?.text === 'all' }
}

// --- sections and clauses -------------------------------------------------------------------------------------------

const idPattern = /^[a-z][a-z0-9-]{0,39}$/

function assemble(
  texts: readonly ({ path: string } & TextFile)[],
  raise: Raise,
): Pick<ParsedFolder, 'title' | 'sections' | 'clauses'> {
  const sections: ParsedSection[] = []
  const clauses: ParsedClause[] = []
  const ids = new Map<string, Span>()
  let title = ''
  const sectionIds = new Set<string>()
  let inSection = 0
  const ordered = texts.toSorted(
    (a, b) => Number(b.path === 'statement.md') - Number(a.path === 'statement.md') || (a.path < b.path ? -1 : 1),
  )
  for (const { path, parts } of ordered) {
    let section: ParsedSection | null = null
    const open = (heading: string, short: Passage | null): ParsedSection => {
      const opened = { id: sectionId(heading, sectionIds), number: sections.length + 1, title: heading, short }
      sections.push(opened)
      sectionIds.add(opened.id)
      inSection = 0
      return opened
    }
    parts.forEach((part, i) => {
      if (part.kind === 'heading' && part.depth === 1) {
        title ||= part.passage.text
      } else if (part.kind === 'heading') {
        const next = parts[i + 1]
        section = open(part.passage.text, next?.kind === 'short' ? next.passage : null)
      } else if (part.kind === 'clause') {
        section ??= open(title || 'About this page', null)
        const number = `${section.number}.${(inSection += 1)}`
        clauses.push(readClause(part, { section, number, general: path === 'statement.md', ids }, raise))
      } else if (part.kind === 'stray') {
        raise('K109', part.block.span, { clause: part.block.id || 'this block' })
        parseRules(part.block.lines, raise)
      } else if (part.kind === 'unfit')
        raise('K112', part.span, { problem: `${part.what} has no place in a statement`, help: part.help })
    })
  }
  return { title, sections, clauses }
}

interface Position {
  readonly section: ParsedSection
  readonly number: string
  readonly general: boolean
  readonly ids: Map<string, Span>
}

function readClause(
  { words, passage, block }: Extract<Part, { kind: 'clause' }>,
  { section, number, general, ids }: Position,
  raise: Raise,
): ParsedClause {
  const base = { words, passage, section, number, general }
  if (!block) return { ...base, id: `bare-${number.replace('.', '-')}`, block: null, span: passage.span }
  checkId(block, ids, raise)
  const parsed = parseRules(block.lines, raise)
  const says = parsed.rules.length > 0 || parsed.mark !== null || parsed.broken
  if (!says)
    raise('K104', block.span, {
      problem: 'the block is empty',
      help: 'write a rule, or `aim "why nobody can test it"`, or `info "why it promises nothing"`',
    })
  return { ...base, id: block.id, block: { ...parsed, broken: parsed.broken || !says }, span: block.span }
}

function checkId(block: RuleBlock, ids: Map<string, Span>, raise: Raise): void {
  const first = ids.get(block.id)
  if (!idPattern.test(block.id)) {
    const problem = block.id === '' ? 'the block has no clause id' : `\`${printablePath(block.id)}\` is no clause id`
    raise('K111', block.span, {
      problem,
      help: 'write ```kept and an id: lower case, digits and `-`, at most 40 signs',
    })
  } else if (/^bare-[0-9]+-[0-9]+$/.test(block.id))
    raise('K111', block.span, { problem: `\`${block.id}\` is the number of a bare clause`, help: 'choose another id' })
  else if (first)
    raise(
      'K111',
      block.span,
      { problem: `two clauses are called \`${block.id}\``, help: 'give one of them another id' },
      [{ at: first, message: 'the first one' }],
    )
  else ids.set(block.id, block.span)
}

function sectionId(title: string, taken: ReadonlySet<string>): string {
  const slug = title.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '').slice(0, 60) || 'section' // prettier-ignore
  if (!taken.has(slug)) return slug
  return `${slug}-${[...taken].filter((id) => id === slug || id.startsWith(`${slug}-`)).length + 1}`
}
