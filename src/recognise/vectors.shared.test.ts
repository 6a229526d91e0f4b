// What others expect of recognisers like ours: Presidio's spans, validator.js's values, a corpus of sentences. The folders are read without
// a list of their files. Each test prints the confusion table; what cannot agree stands below by name, with the reason.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  confusionTable,
  countAnswer,
  countOf,
  countText,
  f1,
  precision,
  presidioForms,
  recall,
  sumOf,
  validatorForms,
  type Count,
  type TextCase,
  type ValidatorCase,
} from '../../test/harness/agreement.ts'
import { findIn, isValid } from './index.ts'
import { forms } from './forms.ts'
import { scanners } from './scanned.ts'

/** Every row of every JSON file of a set; its SOURCE.md says what a row is. */
function rowsOf<T>(set: string): T[] {
  const folder = new URL(`../../../shared/vectors/${set}/`, import.meta.url)
  const files = readdirSync(folder).filter((path) => path.endsWith('.json'))
  return files.flatMap((path) => JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as T[])
}

const print = (text: string): void => void process.stdout.write(text)

/** The count of a name, made when it is first asked for. */
function countsByName(): { readonly of: (name: string) => Count; readonly all: () => Count[] } {
  const counts = new Map<string, Count>()
  const of = (name: string): Count => {
    const count = counts.get(name) ?? countOf(name)
    counts.set(name, count)
    return count
  }
  return { of, all: () => [...counts.values()] }
}

/** Forms whose issuers gave them check digits, and the scanners of numbers that carry one. */
const guarded = new Set([
  ...forms.filter(({ check }) => check !== undefined).map(({ name }) => name),
  'iban',
  'bitcoin',
])

/** Fewest values that are there for a floor of a single kind to say anything. */
const casesMin = 5

/** Holds precision and recall of a kind, and says which cases did not agree. */
function holdsTheFloor(count: Count, floor: number): void {
  expect(precision(count), `${count.name}: precision. ${count.disagreed.join(' · ')}`).toBeGreaterThanOrEqual(floor)
  expect(recall(count), `${count.name}: recall. ${count.disagreed.join(' · ')}`).toBeGreaterThanOrEqual(floor)
}

/** Cases set aside: the two sources contradict each other or the issuer. Each is printed, none is hidden in a count. */
const setAside: readonly (readonly [what: string, value: string, reason: string])[] = [
  ['DE_VAT_ID',            'DE100000001',     'its check digit by MOD 11,10 is 8; the same source refuses DE123456789 for that rule'],
  ['UK_NINO',              'Here is my National Insurance Number YZ 61 48 68 B', 'the span begins with the blank before the number'],
  ['isBtcAddress []',      '14qViLJfdGaP4EeHnDyJbEGQysnCpwk3gd',  'its four check bytes (Base58Check) are wrong'],
  ['isBtcAddress []',      '17VZNX1SN5NtKa8UQFxwQbFeFc3iqRYhemt', 'its four check bytes (Base58Check) are wrong'],
  ['isIdentityCard PL',    '54007481320',     'month 00; the same source refuses such days as a tax number'],
  ['isIdentityCard PL',    '06566860643',     'day 68; the same source refuses such days as a tax number'],
  ['isIdentityCard ES',    '12345678-Z',      'Presidio wants the hyphen that this refuses; the card prints none, forms do'],
  ['isTaxID de-AT',        '93--173/6581',    'two hyphens: no office writes it'],
  ['isTaxID en-CA',        '000000000',       'Presidio: no number begins with 0'],
  ['isTaxID en-CA',        '046454286',       'Presidio: no number begins with 0'],
  ['isTaxID en-CA',        '744 797 853',     'Presidio finds groups parted by blanks; this takes digits alone'],
  ['isTaxID en-CA',        '744-797-853',     'Presidio finds groups parted by hyphens; this takes digits alone'],
  ['isTaxID es-AR',        '20-27163363-8',   'right by its check digit, and written as AFIP prints it; this takes digits alone'],
  ['isTaxID es-AR',        '20.27163363.8',   'right by its check digit; this takes digits alone'],
  ['isTaxID pt-BR',        '12.ABC.345/01DE-35', 'the sample of Receita Federal itself; unpunctuated the same source takes it'],
  ['isTaxID ro-RO',        '9000123456789',   'its check digit is wrong; the source checks none behind a 9'],
  ['isTaxID sk-SK',        '1234567890',      'month 34; the source checks ten digits not at all'],
  ['isTaxID sv-SE',        '196408233233',    'Luhn over twelve digits; the rule, and Presidio, take the last ten'],
  ['isTaxID sv-SE',        '19640883-3230',   'Luhn over twelve digits; the rule, and Presidio, take the last ten'],
  ['isTaxID sv-SE',        '20180101-5581',   'Luhn over twelve digits; the rule, and Presidio, take the last ten'],
  ['isTaxID sv-SE',        '640823+3234',     'right by its check digit; a person of more than 150 years'],
  ['isVAT HR',             '12345678901',     'its check digit by MOD 11,10 is wrong; the source takes any eleven digits'],
  ['isVAT GB',             'GB999 9999 96',   'its last digits by 97 are wrong; the source takes any, with these blanks'],
  ['isVAT GB',             'GB999999999 999', 'its last digits by 97 are wrong; the source takes any, with these blanks'],
  ['isVAT DE',             'DE123456789',     'Presidio refuses the same number for its check digit'],
] // prettier-ignore

const isSetAside = (what: string, value: string): boolean =>
  setAside.some(([name, own]) => name === what && own === value)

describe('pii-presidio', () => {
  type Case = TextCase & { entity: string; score_ranges?: (number | string)[][] }
  /** SOURCE.md: a row whose upper score is below 0.5 is optional. */
  const isWeak = ({ score_ranges: ranges = [] }: Case): boolean =>
    ranges.length > 0 && ranges.every(([, upper]) => typeof upper === 'number' && upper < 0.5)
  const cases = rowsOf<Case>('pii-presidio')
  const strong = cases.filter((row) => !isWeak(row))

  test('every entity of theirs has a form of ours', () => {
    expect(cases.length).toBeGreaterThan(0)
    expect([...new Set(cases.map(({ entity }) => entity))].filter((entity) => !(entity in presidioForms))).toEqual([])
  })

  test('identifiers with check digits agree at 0.98, together and each; the rest is printed', () => {
    const counts = countsByName()
    for (const row of strong)
      if (!isSetAside(row.entity, row.text)) countText(counts.of(row.entity), presidioForms[row.entity] ?? [], row)
    const all = counts.all()
    const identifiers = all.filter(({ name }) => presidioForms[name]?.some((form) => guarded.has(form)))
    const rest = all.filter((count) => !identifiers.includes(count))
    print(confusionTable('pii-presidio, with check digits', [...identifiers, sumOf('together', identifiers)]))
    print(confusionTable('pii-presidio, without', [...rest, sumOf('together', rest)]))
    print(
      `not agreed:\n${rest.flatMap(({ name, disagreed }) => disagreed.map((text) => `  ${name}: ${text}\n`)).join('')}`,
    )
    expect(identifiers.length).toBeGreaterThan(30)
    holdsTheFloor(sumOf('together', identifiers), 0.98)
    for (const count of identifiers) holdsTheFloor(count, 0.98)
    holdsTheFloor(sumOf('without check digits', rest), 0.85)
  })

  test('in a text, what is a right identifier is found whole, whatever else it could be', () => {
    const counts = countsByName()
    for (const { entity, text, spans = [] } of strong) {
      if (!presidioForms[entity]?.every((form) => guarded.has(form)) || isSetAside(entity, text)) continue
      const found = findIn(text)
      for (const [start, end] of spans)
        countAnswer(
          counts.of(entity),
          true,
          found.some((finding) => finding.start === start && finding.end === end),
          text,
        )
    }
    print(confusionTable('pii-presidio, spans by findIn', [...counts.all(), sumOf('together', counts.all())]))
    expect(recall(sumOf('together', counts.all())), counts.all().flatMap(({ disagreed }) => disagreed).join(' · ')).toBeGreaterThanOrEqual(0.98) // prettier-ignore
  })
})

describe('validator-js', () => {
  const cases = rowsOf<ValidatorCase>('validator-js')
  const placeOf = ({ validator, args: [first] }: ValidatorCase): string =>
    `${validator} ${typeof first === 'string' ? first : first === undefined ? '[]' : JSON.stringify(first)}`

  test('identifiers with check digits agree at 0.98, together and each; the rest is printed', () => {
    const [identifiers, rest, uncovered] = [countsByName(), countsByName(), new Map<string, number>()]
    for (const row of cases) {
      const [own, what] = [validatorForms(row), placeOf(row)]
      if (own === null) uncovered.set(row.validator, (uncovered.get(row.validator) ?? 0) + 1)
      else if (!isSetAside(what, row.value)) {
        const isGuarded = own.some((form) => guarded.has(form))
        const counts = isGuarded ? identifiers.of(what) : rest.of(row.validator)
        countAnswer(counts, row.valid, own.some((form) => isValid(form, row.value) === true), row.value) // prettier-ignore
      }
    }
    print(
      confusionTable('validator-js, with check digits', [...identifiers.all(), sumOf('together', identifiers.all())]),
    )
    print(confusionTable('validator-js, without', [...rest.all(), sumOf('together', rest.all())]))
    print(
      `not covered (no such kind or option): ${[...uncovered].map(([name, times]) => `${name} ${times}`).join(', ')}\n`,
    )
    print(`set aside:\n${setAside.map(([what, value, reason]) => `  ${what}: ${value}: ${reason}\n`).join('')}`)
    expect(identifiers.all().length).toBeGreaterThan(40)
    holdsTheFloor(sumOf('together', identifiers.all()), 0.98)
    for (const count of identifiers.all().filter(({ total }) => total >= casesMin)) holdsTheFloor(count, 0.98)
    for (const count of rest.all().filter(({ name }) => /Postal|MAC|Email|LatLong|BIC|Ethereum|Passport/.test(name))) holdsTheFloor(count, 0.98) // prettier-ignore
  })

  test('what is set aside is really there, and really does not agree', () => {
    const known = [
      ...cases.map((row) => [placeOf(row), row.value]),
      ...rowsOf<{ entity: string; text: string }>('pii-presidio').map(({ entity, text }) => [entity, text]),
    ]
    for (const [what, value] of setAside) expect(known).toContainEqual([what, value])
    for (const row of cases.filter((case_) => isSetAside(placeOf(case_), case_.value)))
      expect(
        validatorForms(row)?.some((form) => isValid(form, row.value) === true),
        row.value,
      ).toBe(!row.valid)
  })
})

describe('pii-corpus', () => {
  type Doc = { text: string; spans: [entity: string, start: number, end: number][] }
  /** Their labels that are structured, and our kinds. A person, a town, a street or a web site is not told by its form. */
  const structured: Readonly<Record<string, readonly string[]>> = {
    CREDIT_CARD: ['card'],
    EMAIL_ADDRESS: ['email'],
    IBAN_CODE: ['iban'],
    IP_ADDRESS: ['ip'],
    PHONE_NUMBER: ['phone'],
    US_DRIVER_LICENSE: ['driving-licence'],
    US_SSN: ['national-id'],
    ZIP_CODE: ['postal-code'],
  }

  test('structured kinds are found in sentences: F1 is 0.9 or more', () => {
    const [counts, others] = [countsByName(), countsByName()]
    for (const { text, spans } of rowsOf<Doc>('pii-corpus')) {
      const found = findIn(text)
      const labelled = spans.filter(([entity]) => entity in structured)
      for (const [entity, start, end] of labelled)
        countAnswer(counts.of(entity), true, found.some(({ kind, start: a, end: b }) => structured[entity]?.includes(kind.name) && a < end && start < b), text.slice(start, end)) // prettier-ignore
      for (const { kind, start, end } of found) {
        const is = (entity: string): boolean => structured[entity]?.includes(kind.name) === true
        if (labelled.some(([entity, a, b]) => is(entity) && a < end && start < b)) continue
        const entity = Object.keys(structured).find(is)
        countAnswer(
          entity === undefined ? others.of(kind.name) : counts.of(entity),
          false,
          true,
          text.slice(start, end),
        )
      }
    }
    const all = sumOf('together', counts.all())
    print(confusionTable('pii-corpus', [...counts.all(), all]))
    print(confusionTable('pii-corpus, of a kind without label', others.all()))
    print(`F1 of structured kinds ${f1(all).toFixed(3)}\nnot agreed: ${all.disagreed.join(' · ')}\n`)
    expect(f1(all)).toBeGreaterThanOrEqual(0.9)
  })
})

test('scanners and forms are called by names of their own', () => {
  const names = [...forms, ...scanners].map(({ name }) => name)
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
})
