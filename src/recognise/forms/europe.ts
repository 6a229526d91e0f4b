// Identifiers of continental Europe beside Germany: national numbers, tax numbers and identity cards, by the rules of each issuer.

import {
  all,
  day,
  either,
  like,
  luhn,
  mod11And10,
  part,
  remainder,
  sumsTo,
  unlike,
  valueOf,
  verhoeff,
  weigh,
  weighted,
  type Check,
} from '../check-digits.ts'
import type { Form } from '../form.ts'

const controlLetters = 'TRWAGMYFPDXBNJZSQVHLCKE'
/** Spain: the number by 23 chooses a letter; X, Y, Z before it count as 0, 1, 2, and K, L, M as nothing. */
function spanishLetter(value: string): boolean {
  const digits = value
    .slice(0, -1)
    .replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)))
    .replace(/^[KLM]/, '')
  return controlLetters[Number(digits) % 23] === value.at(-1)
}

const finnishSigns = '0123456789ABCDEFHJKLMNPRSTUVWXY'
/** Finland: day and serial as one number by 31 choose a sign. */
function finnishSign(value: string): boolean {
  const number = Number(value.slice(0, 6) + value.slice(-4, -1))
  return finnishSigns[number % 31] === value.at(-1)
}

const oddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
/** What a sign at an odd place counts in Italy and Cyprus. */
function oddValue(sign: string | undefined): number {
  const value = valueOf(sign)
  return oddValues[value > 9 ? value - 10 : value] ?? 0
}

/** Italy: signs at odd places by a table, at even places by their order; the sum by 26 is the last letter. */
function italianLetter(value: string): boolean {
  const sum = Array.from(value.slice(0, 15)).reduce((total, sign, i) => {
    const plain = valueOf(sign) > 9 ? valueOf(sign) - 10 : valueOf(sign)
    return total + (i % 2 === 0 ? oddValue(sign) : plain)
  }, 0)
  return String.fromCharCode(65 + (sum % 26)) === value.at(-1)
}

/** Surname and first name give consonants, then vowels, then X. */
const italianName =
  /^(?:[^AEIOU]{3}|[^AEIOU]{2}[AEIOU]|[^AEIOU][AEIOU]{2}|[^AEIOU][AEIOU]X|[AEIOU]{3}|[AEIOU]{2}X|[AEIOU]XX)$/
const italianMonths = 'ABCDEHLMPRST'
/** Digits of an Italian code that two people share are written as letters. */
const omocodia = (value: string): string =>
  value.replace(/[LMNPQRSTUV]/g, (letter) => String('LMNPQRSTUV'.indexOf(letter)))

function italianParts(value: string): boolean {
  const [year, born] = [Number(omocodia(value.slice(6, 8))), Number(omocodia(value.slice(9, 11)))]
  const month = italianMonths.indexOf(value.charAt(8)) + 1
  const date = `${String(year).padStart(2, '0')}${String(month).padStart(2, '0')}${String(born > 40 ? born - 40 : born).padStart(2, '0')}`
  return italianName.test(value.slice(0, 3)) && italianName.test(value.slice(3, 6)) && day('YYMMDD')(date)
}

/** Cyprus: digits at odd places by the Italian table; the sum by 26 is the letter. */
function cypriotLetter(value: string): boolean {
  const sum = Array.from(value.slice(0, 8)).reduce(
    (total, sign, i) => total + (i % 2 === 0 ? oddValue(sign) : valueOf(sign)),
    0,
  )
  return String.fromCharCode(65 + (sum % 26)) === value.at(-1)
}

/** Greece: powers of two from the left, by 11, by 10. */
function greekDigit(value: string): boolean {
  const sum = Array.from(value.slice(0, 8)).reduce((total, sign, i) => total + valueOf(sign) * 2 ** (8 - i), 0)
  return (sum % 11) % 10 === valueOf(value[8])
}

/** Belgium: what is missing to 97; a 2 before the number when born from 2000 on. */
function belgianDigits(value: string): boolean {
  const shown = Number(value.slice(9))
  return [value.slice(0, 9), `2${value.slice(0, 9)}`].some((number) => 97 - (Number(number) % 97) === shown)
}

/** Estonia and Lithuania: two rows of weights, the second only when the first leaves ten. */
function balticDigit(value: string): boolean {
  const rest = (weights: readonly number[]): number => weigh(value, weights) % 11
  const first = rest([1, 2, 3, 4, 5, 6, 7, 8, 9, 1])
  const shown = first < 10 ? first : rest([3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 10
  return shown === valueOf(value[10])
}

/** Bulgaria and the Czech and Slovak republics mark sex and century in the month. */
function dayWithMonthsOff(offsets: readonly number[], value: string): boolean {
  const month = Number(value.slice(2, 4))
  return offsets.some((offset) => month > offset && month <= offset + 12 && day('YYMMDD')(value.slice(0, 2) + String(month - offset).padStart(2, '0') + value.slice(4, 6))) // prettier-ignore
}

/** Poland marks the century in the month, so its day is whole. */
function polishDay(value: string): boolean {
  const month = Number(value.slice(2, 4))
  const century = [19, 20, 21, 22, 18][Math.floor(month / 20)] ?? 0
  return day('YYYYMMDD')(`${century}${value.slice(0, 2)}${String(month % 20).padStart(2, '0')}${value.slice(4, 6)}`)
}

/** Estonia, Lithuania and Romania tell the century by the first digit. */
function dayAfterCentury(centuries: readonly number[]): Check {
  return (value) => day('YYYYMMDD')(`${centuries[valueOf(value[0])] ?? 19}${value.slice(1, 7)}`)
}

/** Czech and Slovak birth numbers: whole by 11 since 1954, before it nine digits without a check. */
function czechNumber(value: string): boolean {
  if (!dayWithMonthsOff([0, 20, 50, 70], value)) return false
  if (value.length === 9) return Number(value.slice(0, 2)) < 54 && !value.endsWith('000')
  const rest = remainder(value.slice(0, 9), 11)
  return remainder(value, 11) === 0 || (rest === 10 && value.endsWith('0'))
}

/** France: the number without its last three digits, by 511. */
const frenchTax: Check = (value) => Number(value.slice(0, 10)) % 511 === Number(value.slice(10))

/** France: the social security number by 97; Corsica's 2A and 2B count as 19 and 18. */
function frenchSocial(value: string): boolean {
  const number = value.slice(0, 13).replace('2A', '19').replace('2B', '18')
  return 97 - remainder(number, 97) === Number(value.slice(13))
}

/** Sweden: ten digits by Luhn; a coordination number adds 60 to the day. */
function swedishNumber(value: string): boolean {
  const ten = value.slice(-10)
  const born = Number(ten.slice(4, 6))
  const date = ten.slice(0, 4) + String(born > 60 ? born - 60 : born).padStart(2, '0')
  return luhn(ten) && (value.length === 12 ? day('YYYYMMDD')(value.slice(0, 2) + date) : day('YYMMDD')(date))
}

/** Denmark: the day with its century by the seventh digit. */
function danishDay(value: string): boolean {
  const [year, seventh] = [Number(value.slice(4, 6)), valueOf(value[6])]
  const century = seventh < 4 ? 19 : seventh === 4 || seventh === 9 ? (year < 37 ? 20 : 19) : year < 58 ? 20 : 18
  return day('DDMMYYYY')(`${value.slice(0, 4)}${century}${value.slice(4, 6)}`)
}

/** Norway: two check digits; a D-number adds 40 to the day, a synthetic one to the month. */
const norwegianDigits = all(
  weighted({ weights: [3, 7, 6, 1, 8, 9, 4, 5, 2], mod: 11, missing: true }),
  weighted({ weights: [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], mod: 11, missing: true }),
)
function norwegianDay(value: string): boolean {
  const [born, month] = [Number(value.slice(0, 2)), Number(value.slice(2, 4))]
  const date = [born > 40 ? born - 40 : born, month > 40 ? month - 40 : month].map((part) =>
    String(part).padStart(2, '0'),
  )
  return day('DDMMYY')(date.join('') + value.slice(4, 6))
}

/** Latvia: weights over ten digits, ten shown as 0; numbers given since 2017 begin with 32 and have none. */
const latvian = either(
  like(/^32/),
  all(
    (value) => day('DDMMYYYY')(`${value.slice(0, 4)}${[18, 19, 20][valueOf(value[6])] ?? 0}${value.slice(4, 6)}`),
    (value) => ((1101 - weigh(value, [1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11) % 10 === valueOf(value[10]),
  ),
)

export const europe: readonly Form[] = [
  { name: 'es-nif', kind: 'tax-id', layouts: '9{7,8}-?@ | [KLM]9{7}@', weight: 0.65, words: 'dni, nif, documento, identidad', check: spanishLetter },
  { name: 'es-nif-short', kind: 'tax-id', layouts: '9{1,6}@', weight: 0.1, words: 'dni, nif', check: spanishLetter },
  { name: 'es-nie', kind: 'national-id', layouts: '[XYZ]-?9{7,8}-?@', weight: 0.7, words: 'nie, extranjero', check: spanishLetter },
  { name: 'es-passport', kind: 'passport', layouts: '@@@999999', weight: 0.1, words: 'pasaporte, passport' },
  { name: 'fr-social', kind: 'national-id', layouts: '[12]~99~99~9[0-9AB]~999~999~99', weight: 0.75, words: 'sécurité sociale, securite sociale, nir, insee', check: all(like(/^.(?:\d\d)(?:0[1-9]|1[0-2]|[2-9]\d)/), frenchSocial) },
  { name: 'fr-tax', kind: 'tax-id', layouts: '[0-3]999999999999 | [0-3]9 99 999 999 999', weight: 0.6, words: 'spi, fiscal, impôt', check: frenchTax },
  { name: 'fr-siren', kind: 'company-id', layouts: '999~999~999', weight: 0.3, words: 'siren', check: luhn },
  { name: 'fr-siret', kind: 'company-id', layouts: '999~999~999~99999', weight: 0.4, words: 'siret', check: luhn },
  { name: 'it-fiscal-code', kind: 'tax-id', layouts: '@{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}@[0-9LMNP-V]{3}@', weight: 0.95, words: 'codice fiscale, cf', check: all(italianParts, italianLetter) },
  { name: 'it-fiscal-code-like', kind: 'tax-id', layouts: '@{6}99[ABCDEHLMPRST]99@999@', weight: 0.5, words: 'codice fiscale, cf' },
  { name: 'it-vat', kind: 'company-id', layouts: '9{11}', weight: 0.5, words: 'partita iva, p.iva, piva', check: all(unlike(/^0{11}$/), luhn) },
  { name: 'it-id-card', kind: 'national-id', layouts: '@@99999@@ | @@9999999 | 9999999@@', weight: 0.2, words: 'carta identità, carta identita, identity card, documento' },
  { name: 'it-driver', kind: 'driving-licence', layouts: '@@9999999@ | U1[BCDFGHLJKMNPRSTUWYXZ0-9]{7}@', weight: 0.3, words: 'patente' },
  { name: 'it-passport', kind: 'passport', layouts: '@@9999999', weight: 0.05, words: 'passaporto, passport' },
  { name: 'pt-nif', kind: 'tax-id', layouts: '[1235689]99~999~999', weight: 0.4, words: 'nif, contribuinte', check: weighted({ weights: [9, 8, 7, 6, 5, 4, 3, 2], mod: 11, missing: true, ten: '0' }) },
  { name: 'nl-bsn', kind: 'national-id', layouts: '999999999 | 9999.99.999', weight: 0.4, words: 'bsn, burgerservice, sofi', check: all(unlike(/^0{9}$/), sumsTo([9, 8, 7, 6, 5, 4, 3, 2, -1], 11)) },
  { name: 'be-national', kind: 'national-id', layouts: '99.99.99-999.99 | 99/9999-99999 | 9{11}', weight: 0.7, words: 'rijksregister, registre national, niss, insz', check: all(either(day('YYMMDD'), like(/^..0000/)), belgianDigits) },
  { name: 'lu-national', kind: 'national-id', layouts: '9{13}', weight: 0.75, words: 'matricule, cns', check: all(day('YYYYMMDD'), part(0, 12, luhn), (value) => verhoeff(value.slice(0, 11) + value.slice(12))) },
  { name: 'dk-cpr', kind: 'national-id', layouts: '999999-?9999', weight: 0.55, words: 'cpr, personnummer', check: all(danishDay, sumsTo([4, 3, 2, 7, 6, 5, 4, 3, 2, 1], 11)) },
  { name: 'se-personnummer', kind: 'national-id', layouts: '999999[-+]?9999 | 99999999[-+]?9999', weight: 0.7, words: 'personnummer, pnr, personal identity', check: swedishNumber },
  { name: 'se-organisation', kind: 'company-id', layouts: '999999-?9999', weight: 0.5, words: 'orgnummer, organisationsnummer', check: all(like(/^(?:[1-9].[2-9])/), luhn) },
  { name: 'no-fodselsnummer', kind: 'national-id', layouts: '999999 ?99999', weight: 0.75, words: 'fødselsnummer, fodselsnummer, personnummer', check: all(norwegianDay, norwegianDigits) },
  { name: 'fi-hetu', kind: 'national-id', layouts: '999999[-+A-FU-Y]999[0-9A-FHJ-NPR-Y]', weight: 0.9, words: 'hetu, henkilötunnus', check: all(day('DDMMYY'), (value) => finnishSign(value)) },
  { name: 'is-kennitala', kind: 'national-id', layouts: '999999-?9999', weight: 0.5, words: 'kennitala', check: all(day('DDMMYY'), weighted({ weights: [3, 2, 7, 6, 5, 4, 3, 2], mod: 11, missing: true })) },
  { name: 'pl-pesel', kind: 'national-id', layouts: '9{11}', weight: 0.65, words: 'pesel', check: all(polishDay, weighted({ weights: [1, 3, 7, 9, 1, 3, 7, 9, 1, 3], mod: 10, missing: true })) },
  { name: 'pl-nip', kind: 'tax-id', layouts: '9{10} | 999-999-99-99 | 999-99-99-999', weight: 0.4, words: 'nip', check: weighted({ weights: [6, 5, 7, 2, 3, 4, 5, 6, 7], mod: 11 }) },
  { name: 'pl-id-card', kind: 'national-id', layouts: '@@@ ?9{6}', weight: 0.55, words: 'dowód, dowod', check: weighted({ weights: [7, 3, 1, 0, 7, 3, 1, 7, 3], mod: 10, at: 3 }) },
  { name: 'cz-birth-number', kind: 'national-id', layouts: '9{6}/?9{3,4}', weight: 0.6, words: 'rodné číslo, rodne cislo, rč', check: czechNumber },
  { name: 'hu-tax', kind: 'tax-id', layouts: '8999999999', weight: 0.55, words: 'adóazonosító, adoazonosito', check: weighted({ weights: [1, 2, 3, 4, 5, 6, 7, 8, 9], mod: 11 }) },
  { name: 'ro-cnp', kind: 'national-id', layouts: '[1-9]999999999999', weight: 0.7, words: 'cnp, cod numeric', check: all(either(like(/^9/), dayAfterCentury([0, 19, 19, 18, 18, 20, 20, 19, 19])), weighted({ weights: [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], mod: 11, ten: '1' })) },
  { name: 'bg-egn', kind: 'national-id', layouts: '9{10}', weight: 0.4, words: 'егн, egn', check: all((value) => dayWithMonthsOff([0, 20, 40], value), weighted({ weights: [2, 4, 8, 5, 10, 9, 7, 3, 6], mod: 11, ten: '0' })) },
  { name: 'gr-afm', kind: 'tax-id', layouts: '[0-47-9]99999999', weight: 0.4, words: 'αφμ, afm', check: all(unlike(/^0{9}$/), greekDigit) },
  { name: 'gr-amka', kind: 'health-id', layouts: '9{11}', weight: 0.6, words: 'αμκα, amka', check: all(day('DDMMYY'), luhn) },
  { name: 'cy-tic', kind: 'tax-id', layouts: '[09]9999999@', weight: 0.6, words: 'tic, tax', check: cypriotLetter },
  { name: 'mt-id', kind: 'national-id', layouts: '9{3,7}[MGAPLHBZ]', weight: 0.2, words: 'identity card, karta tal-identità', where: unlike(/^0+\D|^.{5,6}0\D$/) },
  { name: 'ee-isikukood', kind: 'national-id', layouts: '[1-8]9{10}', weight: 0.65, words: 'isikukood', check: all(dayAfterCentury([0, 18, 18, 19, 19, 20, 20, 21, 21]), balticDigit) },
  { name: 'lt-asmens-kodas', kind: 'national-id', layouts: '[1-9]9{10}', weight: 0.4, words: 'asmens kodas', check: all(dayAfterCentury([0, 18, 18, 19, 19, 20, 20]), balticDigit) },
  { name: 'lv-personas-kods', kind: 'national-id', layouts: '9{6}-?9{5}', weight: 0.6, words: 'personas kods', check: latvian },
  { name: 'hr-oib', kind: 'national-id', layouts: '9{11}', weight: 0.4, words: 'oib', check: mod11And10 },
  { name: 'si-tax', kind: 'tax-id', layouts: '[1-9]9{7}', weight: 0.4, words: 'davčna, davcna', check: weighted({ weights: [8, 7, 6, 5, 4, 3, 2], mod: 11, missing: true, ten: '0' }) },
  { name: 'rs-jmbg', kind: 'national-id', layouts: '9{13}', weight: 0.7, words: 'jmbg, emšo, embg', check: all(like(/^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])[09]/), weighted({ weights: [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], mod: 11, missing: true, ten: '0' })) },
  { name: 'ua-tax', kind: 'tax-id', layouts: '9{10}', weight: 0.4, words: 'рнокпп, іпн, інн', check: (value) => (((weigh(value, [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) + 11) % 11) % 10 === valueOf(value[9]) },
  { name: 'ru-inn', kind: 'tax-id', layouts: '9{12}', weight: 0.4, words: 'инн', check: all(weighted({ weights: [7, 2, 4, 10, 3, 5, 9, 4, 6, 8], mod: 11, signs: '01234567890' }), weighted({ weights: [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8], mod: 11, signs: '01234567890' })) },
  { name: 'ru-snils', kind: 'national-id', layouts: '999-999-999 99', weight: 0.8, words: 'снилс', check: (value) => (weigh(value, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === Number(value.slice(9)) },
] // prettier-ignore
