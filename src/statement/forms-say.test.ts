// What the printed forms say, held to the policy they are printed from (docs/spec/forms.md): nothing that the policy opens, forbids, ends or
// offers is left out of a form that says such things, and nothing else stands in it. That they read well, forms.test.ts holds.

import { Parser, type Quad } from 'n3'
import { beforeAll, expect, test } from 'vitest'
import { readHarbour } from '../../scripts/control-map/harbour.ts'
import { smallStatement } from '../../test/harness/small-statement.ts'
import { readExample } from '../../test/harness/statements.ts'
import { decideUse } from '../decision/index.ts'
import { has, none, putInForce, type Cell, type Compiled, type Policy } from '../policy/index.ts'
import { compareStatements } from './3-emit/compare.ts'
import { emitRecord } from './3-emit/article-30.ts'
import { printCedar } from './3-emit/cedar.ts'
import { printTurtle } from './3-emit/dpv.ts'
import { emitFaq } from './3-emit/faq.ts'
import { printGuard } from './3-emit/guard.ts'
import { escaped } from './3-emit/html.ts'
import { emitNotice, type Meaning } from './3-emit/notice.ts'
import { printPage } from './3-emit/page-html.ts'
import { printPredicate } from './3-emit/predicate.ts'
import { emitPreviews } from './3-emit/preview.ts'
import { compileStatement, type StatementFiles } from './index.ts'

let [shop, whole]: [Compiled, Compiled] = [null as never, null as never] // set before any test

beforeAll(async () => {
  ;[shop, whole] = [await compile(readExample('shop')), await compile((await readHarbour()).whole)]
}, 60_000)

async function compile(files: StatementFiles): Promise<Compiled> {
  const { compiled } = await compileStatement(files)
  return compiled!
}

const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].toSorted()

/** Every use that some line opens and no ban always closes, as `product purpose basis category`. */
function usesOf({ cells, purposes }: Policy): readonly (readonly [key: string, category: string, cell: Cell, bit: number])[] {
  return cells.flatMap((cell) =>
    cell.rows.flatMap(({ uses, never, barred }) =>
      uses.filter(({ purpose }) => !has(never, purpose) && !has(barred, purpose)).map(({ purpose, basis }) => {
        const name = purposes.find(({ bit }) => bit === purpose)!.name
        return [[cell.facts.product, name, basis.kind, ...(basis.name ? [basis.name] : [])].join('/'), cell.facts.category, cell, purpose] as const
      }),
    ),
  )
} // prettier-ignore

const dpv = 'https://w3id.org/dpv#'
const statementsOf = (quads: readonly Quad[], subject: string, property: string): readonly string[] => quads.filter((quad) => quad.subject.value.endsWith(subject) && quad.predicate.value === property).map(({ object }) => object.value) // prettier-ignore

test('DPV: a process for every use, with its data, and a prohibition for every ban', () => {
  for (const { policy, page, hash } of [shop, whole]) {
    const quads = new Parser().parse(printTurtle({ policy, page, hash }, 'https://example.com/s'))
    const typed = (type: string): readonly string[] => quads.filter(({ predicate, object }) => predicate.value.endsWith('#type') && object.value === `${dpv}${type}`).map(({ subject }) => subject.value) // prettier-ignore
    expect(sorted(typed('Process').map((iri) => iri.split('#process/')[1]!))).toEqual(sorted(usesOf(policy).map(([key]) => key))) // prettier-ignore
    for (const [key, , cell, bit] of usesOf(policy)) {
      const process = `#process/${key}`
      expect(statementsOf(quads, process, `${dpv}hasPersonalData`)).toContain(`https://example.com/s#data/${cell.facts.category}`) // prettier-ignore
      const isEnded = cell.limits.some(({ purposes }) => has(purposes, bit))
      expect(statementsOf(quads, process, `${dpv}hasStorageCondition`).length > 0).toBe(isEnded)
    }
    expect(typed('Prohibition')).toHaveLength(policy.bans.length)
    policy.bans.forEach(({ clause, categories }, i) => {
      const ban = `#ban/${i + 1}`
      expect(statementsOf(quads, ban, 'http://purl.org/dc/terms/source')).toEqual([`https://example.com/s#${clause}`])
      expect(sorted(statementsOf(quads, ban, `${dpv}hasPersonalData`))).toEqual(sorted(categories.map((name) => `https://example.com/s#data/${name}`))) // prettier-ignore
    })
  }
})

test('Article 30: every use is an activity of one of the two records, those on instruction of the second; with data and every limit', () => {
  for (const compiled of [shop, whole]) {
    const [controller, processor] = [emitRecord(compiled, '30(1)'), emitRecord(compiled, '30(2)')]
    const byKey = new Map([...controller.activities, ...processor.activities].map((one) => [one.id, one]))
    expect(sorted(byKey.keys())).toEqual(sorted(usesOf(compiled.policy).map(([key]) => key)))
    expect(processor.activities.every(({ basis }) => basis.kind === 'instruction')).toBe(true)
    expect(controller.activities.some(({ basis }) => basis.kind === 'instruction')).toBe(false)
    for (const [key, category, cell, bit] of usesOf(compiled.policy)) {
      const data = byKey.get(key)!.data.find(({ name }) => name === category)
      expect(data, `${key}: ${category}`).toBeDefined()
      expect(data!.limits.length > 0, `${key}: ${category}`).toBe(cell.limits.some(({ purposes }) => has(purposes, bit))) // prettier-ignore
      expect(byKey.get(key)!.clauses).toEqual(
        expect.arrayContaining(cell.limits.filter(({ purposes }) => has(purposes, bit)).map(({ clause }) => clause)),
      )
    }
  }
})

test('FAQ: every control of every product and account is asked for, every kind of data that is used is told of, with the clauses that say so', () => {
  for (const { policy, page, hash } of [shop, whole]) {
    const { entries } = emitFaq({ policy, page, hash })
    const clausesOf = (id: string): readonly string[] => entries.find((entry) => entry.id === id)?.clauses ?? []
    for (const { facts, controls } of policy.cells)
      for (const { control, clause } of controls)
        expect(clausesOf(['how', control, facts.product, ...(facts.account === null ? [] : [facts.account])].join('-'))).toContain(clause) // prettier-ignore
    for (const [, category, cell, bit] of usesOf(policy))
      for (const { clause } of cell.limits.filter(({ purposes }) => has(purposes, bit)))
        expect(clausesOf(`stay-${category}`)).toContain(clause)
  }
})

test('previews: what an overlay adds to its base and what it lacks, and nothing that both say', () => {
  const extending = whole.policy.profiles!.filter(({ kind }) => kind === 'extends')
  const { changes } = emitPreviews(whole)
  expect(sorted(changes.map(({ overlay }) => overlay))).toEqual(sorted(extending.map(({ name }) => name)))
  const clausesIn = (standing: string): ReadonlySet<string> =>
    new Set(
      whole.policy.cells
        .filter(({ facts, standings = [] }) => [facts.standing, ...standings].includes(standing))
        .flatMap((cell) => [
          ...cell.collects,
          ...cell.limits,
          ...cell.stores,
          ...cell.controls,
          ...cell.rows.flatMap(({ uses }) => uses),
          ...(cell.shares ?? []).flatMap(({ shares }) => shares),
        ])
        .map(({ clause }) => clause),
    )
  for (const { overlay, base, adds } of changes) {
    const [before, after] = [clausesIn(base), clausesIn(`${base}+${overlay}`)]
    const added = [...after].filter((clause) => !before.has(clause))
    expect(added.length).toBeGreaterThan(0)
    expect(sorted(adds.map(({ clause }) => clause))).toEqual(expect.arrayContaining([...sorted(added)]))
    for (const { clause } of adds) expect(after.has(clause)).toBe(true)
  }
})

test('change notice: every sentence that differs, with the words and rules of both, and material where a meaning has a code', async () => {
  const files = readExample('shop')
  const changed = await compile({ ...files, 'statement.md': `${files['statement.md']}\nNothing is advertised.\n\n\`\`\`kept extra\nnever use any for suggest when suggestions off\n\`\`\`\n`, 'signed.yaml': '' }) // prettier-ignore
  const meaning: Meaning = {
    code: 'K804',
    clause: 'extra',
    means: { key: 'new entry' },
    what: 'kept longer',
    of: [],
  }
  const notice = emitNotice(shop, changed, compareStatements(shop, changed), [meaning])
  expect(notice).toMatchObject({ class: 'material', from: shop.hash, to: changed.hash, elsewhere: [] })
  expect(notice.clauses.map(({ clause, change, material }) => [clause, change, material])).toEqual([['extra', 'added', ['K804']]]) // prettier-ignore
  expect(notice.clauses[0]!.after!.rules).toEqual(['never use any for suggest when suggestions off'])
  expect(emitNotice(shop, changed, [], [{ ...meaning, code: null }]).class).toBe('not material')
  expect(emitNotice(shop, changed, [], []).class).toBe('none')
})

test('page: every word, every exception that a ban makes, and every rule', () => {
  for (const compiled of [shop, whole]) {
    const clauses = compiled.page.sections.flatMap((section) => section.clauses)
    const [full, rules] = [printPage(compiled, { text: 'full' }), printPage(compiled, { text: 'rules' })]
    const articleOf = (html: string, id: string): string => html.split(`id="${id}"`)[1]?.split('</article>')[0] ?? ''
    for (const { id, exceptions, rules: own } of clauses) {
      for (const ban of exceptions) expect(articleOf(full, id)).toContain(`#${ban}"`)
      for (const { text, reading } of own) for (const said of [text, reading]) expect(articleOf(rules, id)).toContain(escaped(said)) // prettier-ignore
    }
  }
  expect(whole.page.sections.some((section) => section.clauses.some(({ exceptions }) => exceptions.length > 0))).toBe(true) // prettier-ignore
})

test('policy: what it says is open is what a decision permits to somebody', () => {
  const at = new Date('2026-05-01T00:00:00.000Z')
  const everything = { on: [0xffffffff, 0xffffffff] as const, objected: none, restricted: false }
  let open = 0
  for (const { policy } of [shop, whole])
    for (const cell of policy.cells)
      for (const { hand, form, uses, never, barred } of cell.rows)
        for (const { purpose } of policy.purposes.map(({ bit }) => ({ purpose: bit }))) {
          const act = { purpose, hand, form, cases: policy.desks.map(({ name }) => name), directed: true, place: null, collectedAt: at, endedAt: null, at } // prettier-ignore
          const { effect } = decideUse(policy, cell, everything, act)
          const isOpened = uses.some((use) => use.purpose === purpose) && !has(never, purpose) && !has(barred, purpose)
          expect(isOpened || effect === 'deny').toBe(true)
          if (effect === 'permit') open += 1
        }
  expect(open).toBeGreaterThan(500)
})

test('of a few of many every form that is asked opens nothing: whoever asks it has drawn none', async () => {
  const rule = 'use letter in web for suggest because contract by people'
  const looked = async (cap: string): Promise<readonly boolean[]> => {
    const files = smallStatement()
    const more = `\n## Looking\n\nPeople look at letters to make suggestions${cap.replace(' at most', ', at most')}.\n\n\`\`\`kept looking\n${rule}${cap}\n\`\`\`\n`
    const { policy, page, hash } = await compile({ ...files, 'statement.md': `${files['statement.md']}${more}` })
    const then = new Date(0)
    const inForce = putInForce([{ version: 1, policy, page, hash, publishedAt: then, effectiveAt: then }])
    const table = { schema: 'public', table: 'letters', person: 'who', collected: 'at', ended: null, law: null, holds: { product: 'web', categories: ['letter'] } } // prettier-ignore
    const asked = { purpose: 1, hand: 'people', form: 'identified', cases: [], directed: false, at: then } as const
    return [
      printPredicate(inForce, asked).text.includes('r.cell'),
      printGuard(inForce, table, { role: 'reader', purposes: ['suggest'], hands: ['people'] }).includes('create policy'), // prettier-ignore
      /^permit .*Hand::"people".*Action::"use suggest"/m.test(printCedar(inForce).policies),
    ]
  }
  expect(await looked('')).toEqual([true, true, true])
  expect(await looked(' at most 1 in 100')).toEqual([false, false, false])
})
