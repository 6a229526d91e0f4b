// The table of written forms: how each identifier of a country or a network is written and checked. Sources are the public rules of
// those who issue them; a row says all there is to say about one.

import { all, like, luhn, mod97, part, sumsTo, unlike } from './check-digits.ts'
import { ready, type Form, type ReadyForm } from './form.ts'

const rows: readonly Form[] = [
  { name: 'card', kind: 'card', layouts: '9999~9999~9999~9999 | 9{12,19} | 9999~999999~99999 | 9999~999999~9999', weight: 0.85, words: 'card, credit, visa, mastercard', check: all(like(/^(?:4|5[0-8]|6|2[2-7]|3[0-9]|1|81)/), luhn) },
  { name: 'iban', kind: 'iban', layouts: '@@99~****~****~***?*? | @@99*{11,30}', weight: 0.95, words: 'iban, account, bank', check: mod97, cased: true },
  { name: 'us-aba', kind: 'bank-account', layouts: '999999999 | 9999-9999-9', weight: 0.5, words: 'routing, aba, bank', check: all(like(/^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/), sumsTo([3, 7, 1, 3, 7, 1, 3, 7, 1], 10)) },
  { name: 'us-ssn', kind: 'national-id', layouts: '999[- ]99[- ]9999', weight: 0.55, words: 'ssn, social, security', check: all(unlike(/^(?:000|666|9)|^...00|0000$/), unlike(/^078051120$/)) },
  { name: 'us-npi', kind: 'health-id', layouts: '[12]999999999', weight: 0.5, words: 'npi, provider', check: (value) => luhn(`80840${value}`) },
  { name: 'imei', kind: 'imei', layouts: '99~999999~999999~9', weight: 0.6, words: 'imei', check: part(0, 15, luhn) },
] // prettier-ignore

/** Every form, ready to be matched. */
export const forms: readonly ReadyForm[] = rows.map(ready)
