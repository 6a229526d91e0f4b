// Identifiers of the Americas: Social Security Administration, IRS, CMS, DEA, Service Canada, Receita Federal, AFIP, SAT and others.

import { all, day, like, luhn, sumsTo, unlike, valueOf, weighted } from '../check-digits.ts'
import type { Form } from '../form.ts'

/** Two check digits, the second over the first as well; a number of one repeated digit does not exist. */
const cpf = all(
  unlike(/^(\d)\1+$/),
  weighted({ weights: [10, 9, 8, 7, 6, 5, 4, 3, 2], mod: 11, missing: true, ten: '0' }),
  weighted({ weights: [11, 10, 9, 8, 7, 6, 5, 4, 3, 2], mod: 11, missing: true, ten: '0' }),
)

/** Since 2026 with letters, which count as their place in ASCII less 48. */
function cnpj(value: string): boolean {
  const ascii = Array.from(value, (sign) => sign.charCodeAt(0) - 48)
  const digit = (length: number): number => {
    const sum = ascii.slice(0, length).reduce((total, number, i) => total + number * (((length - 1 - i) % 8) + 2), 0)
    return sum % 11 < 2 ? 0 : 11 - (sum % 11)
  }
  return !/^(.)\1+$/.test(value) && ascii[12] === digit(12) && ascii[13] === digit(13)
}

const curpSigns = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'
/** The last digit makes a sum weighted 18 to 1 by place in an alphabet with Ñ end in 0. */
function curp(value: string): boolean {
  const sum = Array.from(value).reduce((total, sign, i) => total + curpSigns.indexOf(sign) * (18 - i), 0)
  return sum % 10 === 0
}

/** Chile: weights 2 to 7 from the right, K for ten. */
function rut(value: string): boolean {
  const digits = value.slice(0, -1)
  const sum = Array.from(digits).reduce(
    (total, sign, i) => total + valueOf(sign) * (((digits.length - 1 - i) % 6) + 2),
    0,
  )
  return '0123456789K'[(11 - (sum % 11)) % 11] === value.at(-1)
}

const einPrefixes = /^(?:0[1-6]|1[0-6]|2[0-7]|3\d|4[0-8]|5\d|6[0-8]|7[1-7]|8[0-8]|9[0-5]|9[89])/

export const america: readonly Form[] = [
  { name: 'us-ssn', kind: 'national-id', layouts: '999[ -]99[ -]9999', weight: 0.6, words: 'ssn, social, security', where: all(unlike(/^(?:000|666|9)|^...00|0000$/), unlike(/^(?:078051120|123456789|219099999)$/)) },
  { name: 'us-ssn-plain', kind: 'national-id', layouts: '999999999 | 99999-9999 | 999-999999', weight: 0.2, words: 'ssn, social security', where: all(unlike(/^(?:000|666|9)|^...00|0000$/), unlike(/^(?:078051120|123456789|219099999)$/)) },
  { name: 'us-itin', kind: 'tax-id', layouts: '999[ -]99[ -]9999', weight: 0.55, words: 'itin, tax, taxpayer', where: like(/^9..(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])/) },
  { name: 'us-itin-plain', kind: 'tax-id', layouts: '999999999 | 999-999999 | 99999-9999', weight: 0.3, words: 'itin, taxpayer', where: like(/^9..(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])/) },
  { name: 'us-ein', kind: 'tax-id', layouts: '99-9999999 | 999999999', weight: 0.25, words: 'ein, employer, tax id, federal id', where: like(einPrefixes) },
  { name: 'us-npi', kind: 'health-id', layouts: '[12]999999999', weight: 0.5, words: 'npi, provider', check: (value) => luhn(`80840${value}`) },
  { name: 'us-mbi', kind: 'health-id', layouts: '[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]9~[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]9~[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y]99', weight: 0.55, words: 'mbi, medicare, beneficiary' },
  { name: 'us-dea', kind: 'health-id', layouts: '[ABCDEFGHJKLMPRSTUX][A-Z9]9{7}', weight: 0.6, words: 'dea, certificate, licence, license, prescriber, medical', check: dea },
  { name: 'us-driver', kind: 'driving-licence', layouts: '@9{4,8} | @9{12,14} | @99-999-999 | @999-9999-9999 | 9{4}-99-9{4}', weight: 0.3, words: 'driver, license, licence, permit, dl' },
  { name: 'us-driver-digits', kind: 'driving-licence', layouts: '9{6,14}', weight: 0.02, words: 'driver\'s license, driver license, drivers license, driving licence, driving license' },
  { name: 'us-passport', kind: 'passport', layouts: '@99999999 | 999999999', weight: 0.1, words: 'passport, travel document' },
  { name: 'us-phone', kind: 'phone', layouts: '([2-9]99) ?[2-9]99[ -]9999 | [2-9]99[-.][2-9]99[-.]9999', weight: 0.75, words: 'phone, tel, call, mobile, cell, fax' },
  { name: 'ca-sin', kind: 'national-id', layouts: '999~999~999', weight: 0.5, words: 'sin, social insurance, nas', check: all(unlike(/^[08]|^9{9}$/), luhn) },
  { name: 'br-cpf', kind: 'tax-id', layouts: '999.999.999-99 | 99999999999', weight: 0.7, words: 'cpf, cadastro', check: cpf },
  { name: 'br-cnpj', kind: 'company-id', layouts: '**.***.***/****-99 | *{12}99', weight: 0.7, words: 'cnpj, empresa', check: cnpj },
  { name: 'ar-cuit', kind: 'tax-id', layouts: '99~99999999~9', weight: 0.6, words: 'cuit, cuil', check: all(like(/^(?:2[03467]|3[034])/), weighted({ weights: [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], mod: 11, missing: true, ten: '9' })) },
  { name: 'cl-rut', kind: 'national-id', layouts: '9{1,2}.999.999-[0-9K] | 9{7,8}-[0-9K]', weight: 0.7, words: 'rut, run', check: rut },
  { name: 'mx-curp', kind: 'national-id', layouts: '@{4}999999[HMX]@{5}*9', weight: 0.85, words: 'curp', check: all(day('....YYMMDD'), curp) },
  { name: 'mx-rfc', kind: 'tax-id', layouts: '@{4}999999***', weight: 0.6, words: 'rfc', where: day('....YYMMDD') },
  { name: 'ec-cedula', kind: 'national-id', layouts: '9{10}', weight: 0.45, words: 'cedula, cédula', check: all(like(/^(?:[01]\d|2[0-4]|30)[0-5]/), luhn) },
  { name: 'do-cedula', kind: 'national-id', layouts: '999-9999999-9 | 9{11}', weight: 0.45, words: 'cedula, cédula', check: luhn },
  { name: 'uy-ci', kind: 'national-id', layouts: '9.999.999-9 | 9{7}-9', weight: 0.6, words: 'cedula, cédula, ci', check: sumsTo([2, 9, 8, 7, 6, 3, 4, 1], 10) },
] // prettier-ignore

/** The DEA’s registration number: odd places once, even places twice, the sum ends in the seventh digit. */
function dea(value: string): boolean {
  return weighted({ weights: [0, 0, 1, 2, 1, 2, 1, 2], mod: 10 })(value)
}
