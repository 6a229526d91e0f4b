// VAT numbers by country. They are a company’s, and a person’s only where one person is the company, so they say little: in a text they are
// found behind their country’s letters alone.

import { all, mod11And10, part, valueOf, weigh, weighted, type Check } from '../check-digits.ts'
import type { Form } from '../form.ts'

/** Switzerland: weights 5 4 3 2 7 6 5 4, what is missing to eleven. */
const swiss = (value: string): boolean =>
  weighted({ weights: [5, 4, 3, 2, 7, 6, 5, 4], mod: 11, missing: true })(value.replace(/\D/g, ''))

/** United Kingdom: weights 8 to 2 and the last two digits by 97, for older numbers 55 less; or a department’s three. */
function british(value: string): boolean {
  const digits = value.replace(/^GB/, '')
  if (/^GD[0-4]\d\d$|^HA[5-9]\d\d$/.test(digits)) return true
  const sum = weigh(digits, [8, 7, 6, 5, 4, 3, 2, 10, 1])
  return sum % 97 === 0 || (sum + 55) % 97 === 0
}

const abnOfVat: Check = (value) => {
  const digits = value.replace(/^AU/, '')
  return [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19].reduce((sum, weight, i) => sum + weight * (valueOf(digits[i]) - (i === 0 ? 1 : 0)), 0) % 89 === 0 // prettier-ignore
}

type Row = readonly [country: string, layouts: string, check?: Check]

const rows: readonly Row[] = [
  ['at', 'ATU9{8}'],
  ['au', 'AU9{11}', abnOfVat],
  ['be', 'BE[01]9{9}'],
  ['bg', 'BG9{9,10}'],
  [
    'ch',
    'CHE-?999.?999.?999 ?MWST | CHE-?999.?999.?999 ?TVA | CHE-?999.?999.?999 ?IVA | 999.999.999 MWST | 999.999.999 TVA | 999.999.999 IVA',
    swiss,
  ],
  ['cy', 'CY9{8}*'],
  ['cz', 'CZ9{8,10}'],
  ['de', 'DE9{9}', part(2, undefined, mod11And10)],
  ['dk', 'DK9{8}'],
  ['ee', 'EE9{9}'],
  ['el', 'EL9{9}'],
  ['es', 'ES@9{7}* | ES9{8}@'],
  ['fi', 'FI9{8}'],
  ['fr', 'FR**9{9}'],
  ['gb', 'GB999 ?9999 ?99 | GB9{9} 999 | GBGD999 | GBHA999', british],
  ['hr', 'HR9{11}', all(part(2, undefined, mod11And10))],
  ['hu', 'HU9{8}'],
  ['ie', 'IE9{7}@{1,2} | IE9*9{5}@'],
  ['it', 'IT9{11}'],
  ['lt', 'LT9{9,12}'],
  ['lu', 'LU9{8}'],
  ['lv', 'LV9{11}'],
  ['mt', 'MT9{8}'],
  ['nl', 'NL9{9}B99'],
  ['no', '9{9}MVA'],
  ['pl', 'PL9{10} | PL999-999-99-99'],
  ['pt', 'PT[1-9]9{8}'],
  ['ro', 'RO9{2,10}'],
  ['se', 'SE9{12}'],
  ['si', 'SI9{8}'],
  ['sk', 'SK9{10}'],
]

export const companies: readonly Form[] = rows.map(([country, layouts, check]) => ({
  name: `${country}-vat-number`,
  kind: 'company-id',
  layouts,
  alone: layouts.replaceAll(/(^| \| )[A-Z]{2}(?=[^A-Z])/g, '$1'),
  ...(check === undefined ? {} : { check }),
  weight: check === undefined ? 0.4 : 0.7,
  words: 'vat, ust, tva, iva, btw, moms',
  cased: true,
}))
