// A statement folder, read: its sections and clauses in order, its registers as located values, its signatures. A file that cannot be
// read hides no other.

import type { Words } from '../../policy/index.ts'
import type { Raise, Span } from '../diagnostics.ts'
import { guardText } from './guard.ts'
import { general, homeOf, readHomes, type Home, type Homes } from './homes.ts'
import type { Part, Passage, RuleBlock } from './markdown.ts'
import { parseRules } from './parse-rules.ts'
import { readText } from './reader.ts'
import type { Block, Rule } from './rule.ts'
import { frameOf, slotsOf } from './slots.ts'
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
  /** for whom it holds */
  readonly home: Home
}

export interface ParsedSection {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly short: Passage | null
  readonly home: Home
}

/** The words of the folder in another language: the same clauses, each with an empty block. */
export interface ParsedTranslation {
  readonly language: string
  readonly title: string
  readonly sections: readonly ParsedSection[]
  readonly clauses: readonly ParsedClause[]
  /** labels of the registers in that language; null: there is no such file */
  readonly labels: Value | null
}

export interface ParsedFolder {
  readonly title: string
  readonly homes: Homes
  readonly translations: readonly ParsedTranslation[]
  readonly sections: readonly ParsedSection[]
  readonly clauses: readonly ParsedClause[]
  /** `taxonomy` → its map; registers that are not there are left out */
  readonly registers: ReadonlyMap<string, Value>
  readonly signed: Value | null
}

/** Registers of this version. `must`: no statement compiles without it. */
const registerFiles = {
  organisation: true, products: true, taxonomy: true, stores: true, choices: false, places: true, desks: false, notes: false, sources: false,
  recipients: false, mechanisms: false, cookies: false, commitments: false,
} as const // prettier-ignore

/** For each so many signs of a folder its texts may take a quarter longer to be read. */
const longSigns = 1024 * 1024

/** Reads all files of a folder. The deadline is for each text, in milliseconds, of a folder of usual size; long ones get more. */
export async function readFolder(files: StatementFiles, deadlineMs: number, raise: Raise): Promise<ParsedFolder> {
  const paths = Object.keys(files).toSorted()
  const textOf = (path: string): string => (files[path] ?? '').replaceAll('\r\n', '\n')
  const signs = Object.values(files).reduce((sum, { length }) => sum + length, 0)
  const patienceMs = deadlineMs * (1 + Math.floor(signs / longSigns) / 4)
  const read = await Promise.all(
    paths.map(async (path) => {
      const isFit = placeFile(path, raise) && guardText(path, textOf(path), raise)
      return [path, isFit ? await readFile(path, textOf(path), patienceMs, raise) : null] as const
    }),
  )
  const texts = read.flatMap(([path, file]) => (file && 'parts' in file ? [{ path, ...file }] : []))
  const values = new Map(read.flatMap(([path, file]) => (file && 'value' in file ? [[path, file.value] as const] : [])))
  demandFiles(paths, raise)
  const homes = readHomes(texts, raise)
  return {
    ...assemble(
      texts.filter(({ path }) => !path.startsWith('translations/')),
      'rules',
      raise,
    ),
    homes,
    translations: readTranslations(texts, values, raise),
    registers: new Map(
      [...values].flatMap(([path, value]) =>
        path.startsWith('registers/') ? [[path.slice(10, -5), value] as const] : [],
      ),
    ),
    signed: values.get('signed.yaml') ?? null,
  }
}

/** Where texts stand: the general one, those with a home of their own, and all of them once more in other languages. */
const textPath =
  /^(?:translations\/[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?\/)?(?:statement|(?:profiles|products|contracts)\/[a-z0-9-]+)\.md$/

/** Labels of the registers in another language. */
const labelsPath = /^translations\/[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?\/labels\.yaml$/

/** Whether this version reads a file at this path; what it does not read is raised, never left out in silence. */
function placeFile(path: string, raise: Raise): boolean {
  const at = startOf(path)
  const [folder, name = ''] = path.split('/')
  if (path === 'signed.yaml' || textPath.test(path) || labelsPath.test(path)) return true
  if (
    folder === 'registers' &&
    Object.keys(registerFiles).includes(name.replace(/\.yaml$/, '')) &&
    /^registers\/[a-z]+\.yaml$/.test(path)
  )
    return true
  raise('K112', at, {
    problem: `a statement has no file at \`${printablePath(path)}\``,
    help: 'a statement is statement.md, profiles/<name>.md, products/<product>.md, contracts/<name>.md, the same under translations/<language>/ with labels.yaml beside them, registers/<name>.yaml and signed.yaml',
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
      raise('K112', startOf(path), {
        problem: `\`${path}\` is missing`,
        help: 'add it; `npx kept init` writes a small statement with all of them',
      })
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

// --- sections and clauses -------------------------------------------------------------------------------------------

const idPattern = /^[a-z][a-z0-9-]{0,39}$/

/** The texts of each language other than the folder's own, and its labels. */
function readTranslations(
  texts: readonly PlacedText[],
  values: ReadonlyMap<string, Value>,
  raise: Raise,
): readonly ParsedTranslation[] {
  const translated = texts.filter(({ path }) => path.startsWith('translations/'))
  const byLanguage = Map.groupBy(translated, ({ path }) => path.split('/')[1]!) // the path has passed its pattern
  for (const path of values.keys())
    if (labelsPath.test(path)) byLanguage.set(path.split('/')[1]!, byLanguage.get(path.split('/')[1]!) ?? [])
  return [...byLanguage].map(([language, own]) => ({
    language,
    ...assemble(own, 'words', raise),
    labels: values.get(`translations/${language}/labels.yaml`) ?? null,
  }))
}

type PlacedText = { readonly path: string } & TextFile

/** Sections and clauses of texts, the general text first. `words`: of a translation, whose blocks are empty. */
function assemble(
  texts: readonly PlacedText[],
  holds: 'rules' | 'words',
  raise: Raise,
): Pick<ParsedFolder, 'title' | 'sections' | 'clauses'> {
  const sections: ParsedSection[] = []
  const clauses: ParsedClause[] = []
  const ids = new Map<string, Span>()
  let title = ''
  const sectionIds = new Set<string>()
  let inSection = 0
  const isFirst = ({ path }: PlacedText): number => Number(path.endsWith('statement.md'))
  const ordered = texts.toSorted((a, b) => isFirst(b) - isFirst(a) || (a.path < b.path ? -1 : 1))
  for (const { path, parts } of ordered) {
    const home = homeOf(path.replace(/^translations\/[^/]+\//, '')) ?? general
    let section: ParsedSection | null = null
    const open = (heading: string, short: Passage | null): ParsedSection => {
      const opened = { id: sectionId(heading, sectionIds), number: sections.length + 1, title: heading, short, home }
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
        clauses.push(readClause(part, { section, number, home, ids, holds }, raise))
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
  readonly home: Home
  readonly ids: Map<string, Span>
  readonly holds: 'rules' | 'words'
}

function readClause(
  { words, passage, block }: Extract<Part, { kind: 'clause' }>,
  { section, number, home, ids, holds }: Position,
  raise: Raise,
): ParsedClause {
  const base = { words, passage, section, number, home }
  if (!block) return { ...base, id: `bare-${number.replace('.', '-')}`, block: null, span: passage.span }
  checkId(block, ids, raise)
  if (holds === 'words') {
    if (block.lines.some(({ text }) => text.trim() !== ''))
      raise('K208', block.span, {
        problem: `\`${block.id}\` has rules of its own in a translation`,
        help: 'leave the block empty: a translation has words only, and the rules are those of the clause it translates',
      })
    return { ...base, id: block.id, block: { mark: null, rules: [], broken: false }, span: block.span }
  }
  const read = parseRules(block.lines, raise)
  const parsed = home.kind === 'product' ? { ...read, rules: read.rules.map((rule) => inProduct(rule, home.name, block.span, raise)) } : read // prettier-ignore
  const says = parsed.rules.length > 0 || parsed.mark !== null || parsed.broken
  if (!says)
    raise('K104', block.span, {
      problem: 'the block is empty',
      help: 'write a rule, or `aim "why nobody can test it"`, or `info "why it promises nothing"`',
    })
  return { ...base, id: block.id, block: { ...parsed, broken: parsed.broken || !says }, span: block.span }
}

/** The rules of a product's section mean this product without saying so (COL-13). */
function inProduct(rule: Rule, product: string, span: Span, raise: Raise): Rule {
  const said = rule.slots.in
  if (said && (said.any || said.names.some(({ text }) => text !== product)))
    raise('K112', said.span, {
      problem: `the section of \`${product}\` speaks of another product`,
      help: 'take `in` out: the rules of this file mean its own product; move what holds for others to the general text',
    })
  if (said || !slotsOf(frameOf(rule)).includes('in')) return rule
  const name = { text: product, span: { ...rule.span, file: span.file } }
  return { ...rule, slots: { ...rule.slots, in: { any: false, names: [name], except: [], span: rule.set.span } } }
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
