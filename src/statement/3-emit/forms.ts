// The printed forms of a statement, each with its files: one table for `kept emit` and its help. Loaded only by who asks for a form.

import { canonicalJson } from '../../base/index.ts'
import { putInForce, type Compiled } from '../../policy/index.ts'
import { emitRecord, printRecord } from './article-30.ts'
import { printCedar } from './cedar.ts'
import { compareStatements } from './compare.ts'
import { printJsonLd, printTurtle } from './dpv.ts'
import { emitFaq, printFaq } from './faq.ts'
import { printGuard, type GuardedRole, type GuardedTable } from './guard.ts'
import { emitPlaceNotices } from './jurisdictions.ts'
import { fileIn, languagesOf, pageIn, statementIn } from './languages.ts'
import { emitNotice, noticeIn, printNotice, type Meaning } from './notice.ts'
import { pageFile, printPage, type PageText } from './page-html.ts'
export { pageTexts } from './page-html.ts'
import { emitPreviews, printPreviews } from './preview.ts'

/** What a form may ask beside the statement. */
export interface FormAsks {
  readonly text: PageText
  /** address of the statement's page; undefined: the file beside it, or a name of its own */
  readonly page: string | undefined
  /** address of the site whose pages do what a question asks */
  readonly site: string
  /** the statement that a notice compares with, and what each difference means; null: none was named */
  readonly before: { readonly compiled: Compiled; readonly meanings: readonly Meaning[] } | null
  /** the table that a guard is for, and the role; null: none was named */
  readonly guarded: { readonly table: GuardedTable; readonly role: GuardedRole } | null
}

/** A form: what it is, and its files by name; null where something it needs was not named. */
interface Form {
  readonly does: string
  readonly needs: string
  readonly files: (compiled: Compiled, asks: FormAsks) => Readonly<Record<string, string>> | null
}

/** Files of a form in every language of the statement; `emit` is handed the statement in each, and the address of its page in that language. */
function inEach(
  compiled: Compiled,
  { page }: FormAsks,
  emit: (spoken: Compiled, address: string, language: string | null) => { readonly name: string; readonly json: object; readonly html: string },
): Readonly<Record<string, string>> {
  const files = languagesOf(compiled.page).flatMap((language) => {
    const { name, json, html } = emit(statementIn(compiled, language), page ?? pageFile('full', language), language)
    return [[fileIn(language, name, 'json'), asJson(json)], [fileIn(language, name, 'html'), html]]
  })
  return Object.fromEntries(files) as Record<string, string> // pairs of texts
} // prettier-ignore

const nothing = 'nothing more'

/** Every form there is. */
export const formsTable = {
  page: {
    does: 'the page, as a file that prints: short, full, rules or state',
    needs: '--text',
    files: (compiled, { text }) =>
      Object.fromEntries(languagesOf(compiled.page).map((language) => [pageFile(text, language), printPage(compiled, { text, ...(language !== null && { language }) })])), // prettier-ignore
  },
  faq: {
    does: 'questions people ask, answered, with the clauses they rest on',
    needs: nothing,
    files: (compiled, asks) =>
      inEach(compiled, asks, (spoken, page) => {
        const faq = emitFaq(spoken)
        return { name: 'faq', json: faq, html: printFaq(faq, spoken.page, { page, tools: asks.site }) }
      }),
  },
  previews: {
    does: 'what each preview changes, and which products are marked',
    needs: nothing,
    files: (compiled, asks) =>
      inEach(compiled, asks, (spoken, page) => {
        const previews = emitPreviews(spoken)
        return { name: 'previews', json: previews, html: printPreviews(previews, spoken.page, page) }
      }),
  },
  places: {
    does: 'for each place that the statement singles out, what it says to the people there',
    needs: nothing,
    files: (compiled) =>
      Object.fromEntries(
        emitPlaceNotices(compiled).flatMap(({ place, page }) =>
          languagesOf(page).map((language) => {
            const html = printPage({ ...compiled, page: pageIn(page, language) }, { text: 'full' })
            return [fileIn(language, `notice-${place}`, 'html'), html]
          }),
        ),
      ),
  },
  notice: {
    does: 'what changes against another version, in words and rules',
    needs: '--from FOLDER',
    files: (compiled, asks) => {
      const { before } = asks
      if (!before) return null
      const own = emitNotice(before.compiled, compiled, compareStatements(before.compiled, compiled), before.meanings)
      return inEach(compiled, asks, (spoken, page, language) => {
        const notice = language === null ? own : noticeIn(own, before.compiled, compiled, language)
        return { name: 'notice', json: notice, html: printNotice(notice, spoken.page, page) }
      })
    },
  },
  'article-30': {
    does: 'the records of processing of Article 30(1) and 30(2), as JSON and CSV',
    needs: nothing,
    files: (compiled) => {
      const [controller, processor] = [emitRecord(compiled, '30(1)'), emitRecord(compiled, '30(2)')]
      return {
        'article-30-1.json': asJson(controller),
        'article-30-1.csv': printRecord(controller),
        'article-30-2.json': asJson(processor),
        'article-30-2.csv': printRecord(processor),
      }
    },
  },
  dpv: {
    does: 'the W3C Data Privacy Vocabulary 2.3, as JSON-LD and Turtle',
    needs: nothing,
    files: (compiled, { page }) => ({ 'dpv.jsonld': printJsonLd(compiled, page), 'dpv.ttl': printTurtle(compiled, page) }), // prettier-ignore
  },
  cedar: {
    does: 'Cedar: schema, policies, and the cells as entities',
    needs: nothing,
    files: (compiled) => {
      const { schema, policies, cells } = printCedar(alone(compiled))
      return { 'statement.cedarschema': schema, 'statement.cedar': policies, 'cells.json': asJson(cells) }
    },
  },
  guard: {
    does: 'row-level security for a table of PostgreSQL',
    needs: '--table, --person, --collected, --product, --category, --role, --purposes',
    files: (compiled, { guarded }) => guarded && { [`guard-${guarded.table.schema}.${guarded.table.table}.sql`.replaceAll(/[^\w.-]/g, '_')]: printGuard(alone(compiled), guarded.table, guarded.role) }, // prettier-ignore
  },
} as const satisfies Readonly<Record<string, Form>>

export type FormName = keyof typeof formsTable

/** Names of the forms, as the help lists them. */
export const formNames = Object.keys(formsTable) as FormName[] // the table's own keys

/** The statement as if it were the only version. */
function alone({ policy, page, hash }: Compiled) {
  const never = new Date(0)
  return putInForce([{ version: 1, hash, policy, page, publishedAt: never, effectiveAt: never }])
}

function asJson(value: object): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(value)), null, 2)}\n`
}
