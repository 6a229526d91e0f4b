// Identifiers of the United Kingdom and Ireland: NHS, HMRC, DVLA, HM Passport Office, Revenue.

import { all, like, unlike, valueOf, weighted } from '../check-digits.ts'
import type { Form } from '../form.ts'

/** The letter of an Irish PPS number: weights 8 to 2, a second letter counting nine times. */
function pps(value: string): boolean {
  const sum = Array.from(value.slice(0, 7)).reduce((total, sign, i) => total + valueOf(sign) * (8 - i), 0)
  const second = value.length > 8 && value[8] !== 'W' ? (valueOf(value[8]) - 9) * 9 : 0
  return 'WABCDEFGHIJKLMNOPQRSTUV'[(sum + second) % 23] === value[7]
}

export const britain: readonly Form[] = [
  { name: 'gb-nhs', kind: 'health-id', layouts: '999~999~9999', weight: 0.55, words: 'nhs, patient, health', check: weighted({ weights: [10, 9, 8, 7, 6, 5, 4, 3, 2], mod: 11, missing: true }) },
  { name: 'gb-nino', kind: 'national-id', layouts: '@@ 99 99 99 [A-D] | @@ ?999999[A-D ]', weight: 0.6, words: 'nino, national insurance, ni number', where: all(like(/^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]/), unlike(/^(?:BG|GB|KN|NK|NT|TN|ZZ)/)) },
  { name: 'gb-utr', kind: 'tax-id', layouts: '9{10} | 99999 99999', weight: 0.05, words: 'utr, unique taxpayer, self assessment' },
  { name: 'gb-driver', kind: 'driving-licence', layouts: '[A-Z9]{5}9[0156]9[0-3]99[A-Z9]{2}[A-Z0-9]@@', weight: 0.7, words: 'driving, licence, dvla', where: all(like(/^[A-Z]+9*\d(?:[05][1-9]|[16][0-2])(?:0[1-9]|[12]\d|3[01])\d/)) },
  { name: 'gb-passport', kind: 'passport', layouts: '@@9999999', weight: 0.1, words: 'passport' },
  { name: 'gb-postcode', kind: 'postal-code', layouts: '[A-PR-UWYZ][0-9A-HK-Y]?[0-9A-Z]?[0-9A-Z]? ?9[ABD-HJLNP-UW-Z]{2} | GIR ?0AA', weight: 0.3, words: 'postcode, post code, address, post', where: like(/^(?:GIR0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRV-Y])\d..)$/) },
  { name: 'gb-plate', kind: 'licence-plate', layouts: '@@99[ -]?@@@', weight: 0.6, words: 'registration, number plate, vehicle, car, reg', where: like(/^[A-HJ-PR-Y]{2}(?:0[2-9]|[1-2]\d|5[1-9]|[67]\d)[A-HJ-PR-Z]{3}$/) },
  { name: 'gb-plate-prefix', kind: 'licence-plate', layouts: '@9{1,3} ?@@@', weight: 0.2, words: 'registration, number plate, vehicle, car', where: like(/^[A-HJ-NPR-TV-Y]/) },
  { name: 'gb-plate-suffix', kind: 'licence-plate', layouts: '@@@ ?9{1,3}@', weight: 0.15, words: 'registration, number plate, vehicle, car', where: like(/[A-HJ-NPR-TV-Y]$/) },
  { name: 'ie-pps', kind: 'national-id', layouts: '9999999@ | 9999999@[A-IW]', weight: 0.6, words: 'pps, ppsn', check: pps },
] // prettier-ignore
