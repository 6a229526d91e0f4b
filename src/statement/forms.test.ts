// Printed forms read back by tools we did not write (docs/spec/forms.md): n3 and jsonld, ajv, csv-parse, html-validate, Cedar's validator.

import { readFileSync } from 'node:fs'
import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'csv-parse/sync'
import { HtmlValidate } from 'html-validate'
import jsonld from 'jsonld'
import { Parser, Writer, type Quad } from 'n3'
import { beforeAll, describe, expect, test } from 'vitest'
import { readHarbour } from '../../scripts/control-map/harbour.ts'
import { readExample } from '../../test/harness/statements.ts'
import type { Compiled } from '../policy/index.ts'
import { paths } from '../web/paths.ts'
import { printCsv } from './3-emit/csv.ts'
import { compileStatement } from './compile.ts'
import type { StatementFiles } from './1-parse/folder.ts'
import { formNames, formsTable, pageTexts, type FormAsks } from './3-emit/forms.ts'

const made = new Map<string, Compiled>()
const asks: FormAsks = { text: 'full', page: undefined, site: '', before: null, guarded: null }

beforeAll(async () => {
  for (const name of ['shop', 'harbour'] as const) made.set(name, await compiled(readExample(name)))
  made.set('whole', await compiled((await readHarbour()).whole))
  made.set('hostile', hostile(made.get('shop')!))
}, 60_000)

async function compiled(files: Parameters<typeof compileStatement>[0]): Promise<Compiled> {
  const { compiled: whole, diagnostics } = await compileStatement(files)
  if (!whole) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('; '))
  return whole
}

/** The same statement with words that quoting by hand gets wrong. */
function hostile(statement: Compiled): Compiled {
  const words = `"'</script><b>&\\ \n\r\t=1+1,; #{} <https://x> \u2028 “é😀”`
  const rename = <T extends { readonly label: string }>(list: readonly T[]): readonly T[] =>
    list.map((one) => ({ ...one, label: `${words} ${one.label}` }))
  const { policy, page } = statement
  return {
    ...statement,
    policy: {
      ...policy,
      purposes: rename(policy.purposes),
      categories: rename(policy.categories),
      products: rename(policy.products),
      places: rename(policy.places),
      organisation: { ...policy.organisation, name: `=${words}` },
    },
    page: { ...page, title: words },
  }
}

const each = ['shop', 'harbour', 'whole', 'hostile']
const formOf = (form: (typeof formNames)[number], name: string, more: Partial<FormAsks> = {}) =>
  Object.entries(formsTable[form].files(made.get(name)!, { ...asks, ...more }) ?? {})
const fileOf = (form: (typeof formNames)[number], name: string, file: string, more: Partial<FormAsks> = {}): string =>
  formOf(form, name, more).find(([one]) => one === file)?.[1] ?? ''
const clausesOf = (name: string) => made.get(name)!.page.sections.flatMap(({ clauses }) => clauses)

describe('DPV', () => {
  test.each(each)('%s: n3 and jsonld read the same quads', async (name) => {
    for (const page of [undefined, 'https://example.com/statement']) {
      const turtle = new Parser().parse(fileOf('dpv', name, 'dpv.ttl', { page }))
      const document = JSON.parse(fileOf('dpv', name, 'dpv.jsonld', { page })) as jsonld.JsonLdDocument // ours
      const quads = new Parser({ format: 'N-Quads' }).parse((await jsonld.toRDF(document, { format: 'application/n-quads' })) as unknown as string) // a text in this format
      expect(sortedQuads(turtle)).toEqual(sortedQuads(quads))
      expect(turtle.length).toBeGreaterThan(100)
    }
  }, 60_000)
}) // prettier-ignore

function sortedQuads(quads: readonly Quad[]): readonly string[] {
  const lines = quads.map((quad) => new Writer({ format: 'N-Quads' }).quadToString(quad.subject, quad.predicate, quad.object)) // prettier-ignore
  expect(new Set(lines).size).toBe(lines.length)
  return lines.toSorted()
}

describe('JSON', () => {
  test.each(each)('%s: ajv accepts what the schema says', (name) => {
    const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync('docs/spec/forms.schema.json', 'utf8')) as object) // a schema
    const files = (['faq', 'previews', 'article-30', 'notice'] as const).flatMap((form) => formOf(form, name, { before: { compiled: made.get('shop')!, meanings: [{ code: 'K801', clause: null, means: { key: 'new entry' }, what: 'more', of: [] }] } })) // prettier-ignore
    const json = files.filter(([file]) => file.endsWith('.json'))
    expect(json.map(([file]) => file)).toEqual(['faq.json', 'previews.json', 'article-30-1.json', 'article-30-2.json', 'notice.json']) // prettier-ignore
    for (const [file, text] of json) {
      validate(JSON.parse(text))
      expect(validate.errors, file).toBeNull()
    }
    expect(validate({ format: 'wordkept/faq/1', statement: 'x', language: 'en', entries: [] })).toBe(false)
  })
}) // prettier-ignore

describe('CSV', () => {
  test.each(each)('%s: a record has a line an activity, every cell as it was', (name) => {
    const record = JSON.parse(fileOf('article-30', name, 'article-30-1.json')) as { activities: { clauses: string[] }[] } // ours
    const [head = [], ...rows] = parse(fileOf('article-30', name, 'article-30-1.csv'), { recordDelimiter: '\r\n' }) as string[][] // rows without `columns`
    expect(head.slice(0, 4)).toEqual(['Controller', 'Representative', 'Data protection officer', 'Purpose of the processing']) // prettier-ignore
    expect(rows.map((row) => row.at(-1))).toEqual(record.activities.map(({ clauses }) => clauses.join('; ')))
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
  })

  test('quotes, line ends and formulas come back as text', () => {
    const cells = ['a,b', 'say "so"', 'two\r\nlines', '=1+1', '-5', '@x', '\tx', '', 'é😀']
    const [, row] = parse(printCsv(cells.map((_, i) => `c${i}`), [cells]), { recordDelimiter: '\r\n' }) as string[][] // prettier-ignore
    expect(row).toEqual(cells.map((cell) => (/^[=\-@\t]/.test(cell) ? `'${cell}` : cell)))
  })
}) // prettier-ignore

describe('HTML', () => {
  const validator = new HtmlValidate({ extends: ['html-validate:standard', 'html-validate:a11y'] })

  test.each(each)(
    '%s: every page is valid, stands alone, and its links resolve',
    async (name) => {
      const before = { compiled: made.get('harbour')!, meanings: [{ code: null, clause: null, means: { key: 'a cookie' as const }, what: 'nothing <much>', of: ['a & b'] }] } // prettier-ignore
      const pages = [...pageTexts.flatMap((text) => formOf('page', name, { text })), ...(['faq', 'previews', 'notice'] as const).flatMap((form) => formOf(form, name, { before }))].filter(([file]) => file.endsWith('.html')) // prettier-ignore
      expect(pages).toHaveLength(7)
      const anchors = new Set(anchorsOf(fileOf('page', name, 'page.html')))
      for (const [file, html] of pages) {
        const report = await validator.validateString(html)
        expect(report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${file} ${line} ${ruleId} ${message}`))).toEqual([]) // prettier-ignore
        expect(html).not.toMatch(/<script|<link|src=/)
        const own = new Set(anchorsOf(html))
        const links = [...html.matchAll(/href="([^"]*)#([^"]*)"/g)].map(([, at, anchor]) => ({ at, anchor: anchor! }))
        const lost = links.filter(({ at, anchor }) => (at === '' && !own.has(anchor)) || (at === 'page.html' && !file.startsWith('notice') && !anchors.has(anchor))) // prettier-ignore
        expect(lost, file).toEqual([])
      }
    },
    60_000,
  )

  // SITE-05
  test.each(each)('%s: every text of the page has an anchor a clause, and all words of the full one', (name) => {
    for (const text of pageTexts) {
      const html = formOf('page', name, { text })[0]![1]
      const anchors = anchorsOf(html)
      for (const { id } of clausesOf(name)) expect(anchors.filter((one) => one === id)).toEqual([id])
    }
    const plain = textOf(fileOf('page', name, 'page.html'))
    for (const clause of clausesOf(name).filter(({ words }) => words.kind !== 'table')) expect(plain).toContain(clause.text.replaceAll(/\s+/g, ' ')) // prettier-ignore
    const rules = textOf(fileOf('page', name, 'page-rules.html', { text: 'rules' }))
    for (const rule of clausesOf(name).flatMap((clause) => clause.rules)) expect(rules).toContain(rule.text.replaceAll(/\s+/g, ' ')) // prettier-ignore
  })

  test('a translation has the words of its language, the rules of the statement, and the same anchors', async () => {
    const both = await inTwo('de', (text) => text.replace('We are', 'Wir sind'))
    const printed: Readonly<Record<string, string>> = formsTable.page.files(both, { ...asks, text: 'rules' })
    expect(Object.keys(printed)).toEqual(['page-rules.html', 'page-rules.de.html'])
    const [english = '', german = ''] = Object.values(printed)
    expect(textOf(german)).toContain('Wir sind')
    expect(german).toContain('<html lang="de">')
    expect(german).toContain('href="page-rules.html" hreflang="en"')
    expect(anchorsOf(german)).toEqual(anchorsOf(english))
    expect((await validator.validateString(german)).valid).toBe(true)
  })

  test.each([
    ['de', 'Wie lösche ich alles, was', '6 Monate nach:', 'de'],
    ['fr', 'Comment effacer tout ce que', '6 mois après', 'fr'],
    ['fi', 'How do I erase everything that', '6 months after', 'en'],
  ])('questions and previews in %s: our words, the sentences of the translation, the same entries', async (language, asks_, period, ours) => {
    const both = await inTwo(language, (text) => text.replace('We are', 'Words of this tongue: we are'))
    for (const form of ['faq', 'previews'] as const) {
      const files: Readonly<Record<string, string>> = formsTable[form].files(both, asks)
      expect(Object.keys(files)).toEqual([`${form}.json`, `${form}.html`, `${form}.${language}.json`, `${form}.${language}.html`])
      const html = files[`${form}.${language}.html`]!
      expect((await validator.validateString(html)).results.flatMap(({ messages }) => messages)).toEqual([])
      expect(html).toContain(`<html lang="${language}">`)
      expect(html.includes(' lang="en"')).toBe(ours === 'en')
      if (form === 'previews') continue
      const [own, other] = [files['faq.json']!, files[`faq.${language}.json`]!].map((text) => JSON.parse(text) as { language: string; entries: { id: string; clauses: string[] }[] }) // ours
      expect([own!.language, other!.language]).toEqual(['en', ours])
      expect(other!.entries.map(({ id, clauses }) => [id, clauses])).toEqual(own!.entries.map(({ id, clauses }) => [id, clauses]))
      expect(textOf(html)).toContain(asks_)
      expect(textOf(html)).toContain(period)
      expect(html).toContain(`href="page.${language}.html#`)
    }
  }) // prettier-ignore

  test('labels of the registers are told in the language too, and what has none keeps its own', async () => {
    const labels = 'categories: { licence.invoice: Rechnungen }\npurposes: { comply: "was ein Gesetz verlangt" }\nevents: { invoice: Tag der Rechnung }\nproducts: { shop: Laden }\nnotes: { tax-147: "Abgabenordnung, § 147." }\n' // prettier-ignore
    const both = await inTwo('de', (text) => text, ['', ''], { 'translations/de/labels.yaml': labels })
    const files: Readonly<Record<string, string>> = formsTable.faq.files(both, asks)
    const { entries } = JSON.parse(files['faq.de.json']!) as {
      entries: { id: string; question: string; answer: string }[]
    } // ours
    const [stay, see] = ['stay-licence.invoice', 'how-view-shop'].map((id) => entries.find((entry) => entry.id === id)!)
    expect(stay!.question).toBe('Wie lange bewahren Sie das auf: Rechnungen, und wofür?')
    expect(stay!.answer).toContain('Für was ein Gesetz verlangt in Laden: 10 Jahre nach: Tag der Rechnung, wie ein Gesetz verlangt: Abgabenordnung, § 147') // prettier-ignore
    expect(see!.answer).toMatch(/Tracks you looked at.*Rechnungen/)
    expect(JSON.parse(files['faq.json']!)).toEqual(JSON.parse(formsTable.faq.files(await inTwo('de', (text) => text), asks)['faq.json']!.replaceAll(/"statement": "\w+"/g, `"statement": "${both.hash}"`))) // prettier-ignore
  })

  test('a notice in a translation: its own sentences before and after, and those that read otherwise there alone', async () => {
    const before = await inTwo('de', (text) => text.replace('We are', 'Wir sind'))
    const after = await inTwo('de', (text) => text.replace('We are', 'Das sind wir,').replace('Write to Lena', 'Schreibt an Lena'), ['Write to Lena', 'Do write to Lena']) // prettier-ignore
    const files: Readonly<Record<string, string>> = formsTable.notice.files(after, { ...asks, before: { compiled: before, meanings: [] } })! // prettier-ignore
    expect(Object.keys(files)).toEqual(['notice.json', 'notice.html', 'notice.de.json', 'notice.de.html'])
    const [own, german] = ['notice.json', 'notice.de.json'].map(
      (file) =>
        JSON.parse(files[file]!) as {
          class: string
          clauses: { clause: string; change: string; before: { text: string }; after: { text: string } }[]
        },
    ) // prettier-ignore // ours
    expect(own!.clauses).toHaveLength(1)
    expect(own!.clauses[0]!.after.text).toMatch(/^Do write to Lena/)
    expect(german!.clauses).toHaveLength(2)
    expect(german!.clauses[0]!.before.text).toMatch(/^Write to Lena/)
    expect(german!.clauses[0]!.after.text).toMatch(/^Schreibt an Lena/)
    expect([german!.clauses[1]!.before.text, german!.clauses[1]!.after.text]).toEqual([expect.stringMatching(/^Wir sind/), expect.stringMatching(/^Das sind wir,/)]) // prettier-ignore
    const html = files['notice.de.html']!
    expect(textOf(html)).toContain('Was sich ändert in')
    expect(textOf(html)).toContain('Andere Worte, dieselben Regeln')
    expect((await validator.validateString(html)).valid).toBe(true)
  })

  test('without evidence nothing that can be tested is called kept', () => {
    const html = fileOf('page', 'shop', 'page-state.html', { text: 'state' })
    const states = [...html.matchAll(/<strong>(\w+)<\/strong>/g)].map(([, state]) => state)
    expect(new Set(states)).toEqual(new Set(['unproven', 'aim', 'info']))
  })
})

/** The shop with a translation made from its text; `change` replaces words of the statement itself. */
async function inTwo(language: string, translate: (text: string) => string, change: readonly [string, string] = ['', ''], more: StatementFiles = {}): Promise<Compiled> {
  const files = readExample('shop')
  const text = files['statement.md']!
  const empty = text.replaceAll(/(```kept [^\n]*\n)[^`]*```/g, '$1```')
  return compiled({
    ...files,
    'statement.md': text.replace(...change),
    'registers/organisation.yaml': files['registers/organisation.yaml']!.replace('[en]', `[en, ${language}]`),
    [`translations/${language}/statement.md`]: translate(empty),
    ...more,
  })
} // prettier-ignore

function anchorsOf(html: string): readonly string[] {
  return [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!)
}

function textOf(html: string): string {
  const plain = html.replaceAll(/<[^>]*>/g, '')
  const signs = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' } as const
  return plain.replaceAll(/&(lt|gt|quot|amp);/g, (sign) => signs[sign as keyof typeof signs]).replaceAll(/\s+/g, ' ') // the four it matches
}

describe('questions', () => {
  // SITE-06
  test.each(['shop', 'harbour'])('%s: every tool is a page of the site, every clause one of the statement', (name) => {
    const { entries } = JSON.parse(fileOf('faq', name, 'faq.json')) as {
      entries: { id: string; clauses: string[]; tool: string | null }[]
    } // prettier-ignore // ours
    const tools = [paths.things(), paths.export, paths.erase, paths.clear(), paths.choices()]
    const ids = new Set(clausesOf(name).map(({ id }) => id))
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
    expect(entries.flatMap(({ tool }) => tool ?? []).filter((tool) => !tools.includes(tool))).toEqual([])
    expect(entries.flatMap(({ clauses }) => clauses).filter((clause) => !ids.has(clause))).toEqual([])
    expect(entries.some(({ tool }) => tool === paths.export)).toBe(true)
  })
})

describe('Cedar', () => {
  test.each(each)('%s: its validator accepts schema and policies, and every policy names clauses', (name) => {
    const schema = fileOf('cedar', name, 'statement.cedarschema')
    const policies = fileOf('cedar', name, 'statement.cedar')
    const answer = cedar.validate({ schema, policies: { staticPolicies: policies } })
    expect(answer).toMatchObject({ type: 'success', validationErrors: [], validationWarnings: [] })
    const entities = JSON.parse(fileOf('cedar', name, 'cells.json')) as cedar.Entities // ours
    expect(cedar.checkParseEntities({ entities, schema })).toEqual({ type: 'success' })
    const ids = new Set(clausesOf(name).map(({ id }) => id))
    const said = [...policies.matchAll(/^@clause\("([^"]*)"\)$/gm)].flatMap(([, list]) => list!.split(', '))
    expect(said.length).toBeGreaterThan(0)
    expect(said.filter((id) => !ids.has(id))).toEqual([])
  })
})

test('Harbour whole: previews add to their base, promises of security are measures, customers are served on instruction', () => {
  const previews = JSON.parse(fileOf('previews', 'whole', 'previews.json')) as {
    changes: { overlay: string; adds: object[] }[]
  } // prettier-ignore // ours
  expect(previews.changes.map(({ overlay }) => overlay)).toContain('preview')
  for (const { adds } of previews.changes) expect(adds.length).toBeGreaterThan(0)
  const record = JSON.parse(fileOf('article-30', 'whole', 'article-30-2.json')) as {
    activities: object[]
    onBehalfOf: string[]
    measures: { commitment: string }[]
  } // prettier-ignore // ours
  expect(record.activities.length).toBeGreaterThan(0)
  expect(record.onBehalfOf.length).toBeGreaterThan(0)
  expect(record.measures.map(({ commitment }) => commitment)).toContain('two-layers')
  expect(fileOf('cedar', 'whole', 'statement.cedar')).toContain('Wordkept::Recipient::')
})

test('the same statement gives the same bytes', async () => {
  const again = await compiled(readExample('shop'))
  for (const form of formNames) expect(formsTable[form].files(again, asks)).toEqual(formsTable[form].files(made.get('shop')!, asks)) // prettier-ignore
})
