// Identifiers of Germany: Bundeszentralamt für Steuern, Deutsche Rentenversicherung, GKV, KBV, Kraftfahrt-Bundesamt.

import { all, day, either, like, luhn, mod11And10, unlike, weighted } from '../check-digits.ts'
import type { Form } from '../form.ts'

/** The tax number’s first ten digits: one digit stands twice or three times (never thrice in a row), all others once or not at all. */
function hasOneRepeated(value: string): boolean {
  const counts = new Map<string, number>()
  for (const digit of value.slice(0, 10)) counts.set(digit, (counts.get(digit) ?? 0) + 1)
  const repeated = [...counts.values()].filter((count) => count > 1)
  return repeated.length === 0 ? counts.size === 10 : repeated.length === 1 && (repeated[0] ?? 0) < 4
}

/** A letter as two digits by its place in the alphabet, in the middle of a number. */
function spelled(value: string): string {
  return value.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 64).padStart(2, '0'))
}

/** Products of 7, 3, 1 as in ICAO 9303, the ninth sign showing the sum of the first eight. */
const icao = weighted({ weights: [7, 3, 1, 7, 3, 1, 7, 3], mod: 10 })

const pensionWeights = weighted({ weights: [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1], mod: 10, digitsOfProducts: true })
const pensionDay = like(/^..(?:0[1-9]|[12]\d|3[01]|5[1-9]|[67]\d|8[01])(?:0[1-9]|1[0-2])/)
const healthWeights = weighted({ weights: [1, 2, 1, 2, 1, 2, 1, 2, 1, 2], mod: 10, digitsOfProducts: true })

export const germany: readonly Form[] = [
  { name: 'de-tax-id', kind: 'tax-id', layouts: '99~999~999~999 | 999/999/9999/9', weight: 0.75, words: 'steuer, idnr, tin', check: all(unlike(/^0/), hasOneRepeated, mod11And10) },
  { name: 'de-tax-number', kind: 'tax-id', layouts: '99/999/99999 | 999/999/99999 | 99/9999/9999 | 999/9999/9999 | [01]9{12}', weight: 0.55, words: 'steuer, st.-nr, st.nr', where: either(like(/^.{10,11}$/), like(/^(?:0[1-9]|1[0-6])\d{11}$/)) },
  { name: 'de-pension', kind: 'national-id', layouts: '99999999@999 | 99 999999 @ 999', weight: 0.8, words: 'rentenversicherung, sozialversicherung, rvnr, svnr', check: all(pensionDay, (value) => pensionWeights(spelled(value))) },
  { name: 'de-health', kind: 'health-id', layouts: '@999999999', weight: 0.6, words: 'krankenkasse, krankenversicher, kvnr, egk, versichert', check: (value) => healthWeights(spelled(value)) },
  { name: 'de-doctor', kind: 'health-id', layouts: '999999999', weight: 0.5, words: 'lanr, arzt', check: weighted({ weights: [4, 9, 4, 9, 4, 9], mod: 10, missing: true }) },
  { name: 'de-practice', kind: 'health-id', layouts: '999999999', weight: 0.1, words: 'bsnr, betriebsstätte', where: like(/^(?:0[1-3]|1[37]|20|21|24|27|31|38|39|4[0-9]|5[0-9]|6[0-9]|7[1-9]|8[138]|9[358])\d/) },
  { name: 'de-id-card', kind: 'national-id', layouts: '[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{7}9', weight: 0.55, words: 'personalausweis, ausweis, id card', check: icao },
  { name: 'de-id-card-old', kind: 'national-id', layouts: 'T9{8}', weight: 0.1, words: 'personalausweis, ausweis, id card' },
  { name: 'de-passport', kind: 'passport', layouts: '[CFGHJKL][CFGHJKLMNPRTVWXYZ0-9]{7}9', weight: 0.55, words: 'reisepass, pass, passport', check: icao },
  { name: 'de-passport-number', kind: 'passport', layouts: '[CFGHJK][CFGHJKLMNPRTVWXYZ0-9]{8} | @9{7}', weight: 0.2, words: 'reisepass, passnummer, passport' },
  { name: 'de-driver', kind: 'driving-licence', layouts: '@@99999999[A-Z0-9]', weight: 0.5, words: 'führerschein, fahrerlaubnis, driving licence' },
  { name: 'de-register', kind: 'company-id', layouts: 'HR[AB] ?9{1,6}', weight: 0.6, words: 'handelsregister, amtsgericht' },
  { name: 'de-vat', kind: 'company-id', layouts: 'DE~999~999~999 | DE~999999999', weight: 0.75, words: 'ust, umsatzsteuer, vat', check: (value) => mod11And10(value.slice(2)) },
  { name: 'de-plate', kind: 'licence-plate', layouts: '[A-ZÄÖÜ]{1,3}[ -][A-Z]{1,2}[ -]9{1,4}[EH]?', alone: '[A-ZÄÖÜ]{1,3}[ -]?[A-Z]{1,2}[ -]?9{1,4}[ -]?[EH]?', weight: 0.4, words: 'kennzeichen, kfz, fahrzeug', where: like(/\D[1-9]\d{0,3}[EH]?$/) },
  { name: 'de-postal-code', kind: 'postal-code', layouts: '99999', weight: 0.1, words: 'plz, postleitzahl, wohnort, straße, strasse', where: all(unlike(/^00|^99999$/)) },
  { name: 'at-tax-id', kind: 'tax-id', layouts: '99-999/9999', weight: 0.7, words: 'steuernummer, abgabenkonto', check: luhn },
  { name: 'at-insurance', kind: 'national-id', layouts: '9999 ?999999', weight: 0.55, words: 'svnr, sozialversicherung', check: all(day('....DDMMYY'), (value) => weighted({ weights: [3, 7, 9, 0, 5, 8, 4, 2, 1, 6], mod: 11, at: 3 })(value)) },
  { name: 'ch-ahv', kind: 'national-id', layouts: '756.9999.9999.99 | 7569{10}', weight: 0.85, words: 'ahv, avs, sozialversicherung', check: weighted({ weights: [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3], mod: 10, missing: true }) },
] // prettier-ignore
