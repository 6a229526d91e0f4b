// Identifiers of Asia, Africa and Oceania, by the rules of each issuer.

import { all, day, like, luhn, mod11And2, sumsTo, unlike, valueOf, verhoeff, weigh, weighted } from '../check-digits.ts'
import type { Form } from '../form.ts'

/** Turkey: the tenth digit from odd and even places, the eleventh from the sum of the ten. */
function turkishDigits(value: string): boolean {
  const digits = Array.from(value, valueOf)
  const at = (from: number): number =>
    [0, 2, 4, 6, 8].reduce((sum, i) => sum + (i + from < 9 ? (digits[i + from] ?? 0) : 0), 0)
  const sum = digits.slice(0, 10).reduce((total, digit) => total + digit, 0)
  return (((at(0) * 7 - at(1)) % 10) + 10) % 10 === digits[9] && sum % 10 === digits[10]
}

const koreanWeights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]
/** Korea: weights 2 to 9 and again from 2; a foreigner's digit is two higher. */
const koreanDigit =
  (more: number) =>
  (value: string): boolean =>
    (11 - (weigh(value, koreanWeights) % 11) + more) % 10 === valueOf(value[12])

/** Korea: the ninth digit of a company's number counts five times and once more by its tens. */
function koreanCompany(value: string): boolean {
  const sum = weigh(value, [1, 3, 7, 1, 3, 7, 1, 3])
  const ninth = valueOf(value[8]) * 5
  return (10 - ((sum + Math.floor(ninth / 10) + ninth) % 10)) % 10 === valueOf(value[9])
}

const singaporeLetters: Readonly<Record<string, string>> = { S: 'JZIHGFEDCBA', T: 'GFEDCBAJZIH', F: 'XWUTRQPNMLK', G: 'RQPNMLKXWUT', M: 'XWUTRQPNJLK' } // prettier-ignore
/** Singapore: weights 2 7 6 5 4 3 2; which letter shows the rest hangs on the first. */
function singaporeLetter(value: string): boolean {
  const sum = [2, 7, 6, 5, 4, 3, 2].reduce((total, weight, i) => total + weight * valueOf(value[i + 1]), 0)
  const offset = value.startsWith('M') ? 3 : 0
  return singaporeLetters[value[0] ?? '']?.[(sum + offset) % 11] === value[8]
}

const uenSigns = 'ABCDEFGHJKLMNPQRSTUVWX0123456789'
/** Singapore: numbers of other entities weigh their signs by place in an alphabet without I, O, Y and Z. */
function uenOther(value: string): boolean {
  const sum = [4, 3, 5, 3, 10, 2, 2, 5, 7].reduce(
    (total, weight, i) => total + weight * uenSigns.indexOf(value[i] ?? ''),
    0,
  )
  return uenSigns[(((sum - 5) % 11) + 11) % 11] === value[9]
}

/** Hong Kong: letters count from ten, a blank before a single one 36; the sum ends in a whole eleven, A for ten. */
function hongKongDigit(value: string): boolean {
  const body = value.slice(0, -1).padStart(8, ' ')
  const sum = Array.from(body).reduce((total, sign, i) => total + (sign === ' ' ? 36 : valueOf(sign)) * (9 - i), 0)
  return '0123456789A'[(11 - (sum % 11)) % 11] === value.at(-1)
}

const taiwanLetters = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'
/** Taiwan: the letter is a number from ten on, its tens once and its ones nine times. */
function taiwanDigit(value: string): boolean {
  const letter = taiwanLetters.indexOf(value[0] ?? '') + 10
  const second = taiwanLetters.indexOf(value[1] ?? '')
  const digits = [second < 0 ? valueOf(value[1]) : (second + 10) % 10, ...Array.from(value.slice(2), valueOf)]
  const sum = [8, 7, 6, 5, 4, 3, 2, 1, 1].reduce(
    (total, weight, i) => total + weight * (digits[i] ?? 0),
    Math.floor(letter / 10) + (letter % 10) * 9,
  )
  return sum % 10 === 0
}

/** Iran: weights 10 to 2; a rest under two shows itself, another what is missing to eleven. */
function iranianDigit(value: string): boolean {
  const rest = weigh(value, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11
  return valueOf(value[9]) === (rest < 2 ? rest : 11 - rest)
}

/** Australia: the first digit less one, weights 10, 1, 3 to 19, whole by 89. */
function abn(value: string): boolean {
  const weights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]
  const sum = weights.reduce((total, weight, i) => total + weight * (valueOf(value[i]) - (i === 0 ? 1 : 0)), 0)
  return sum % 89 === 0 && !value.startsWith('0')
}

const chineseProvinces = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]|91)/

export const asia: readonly Form[] = [
  { name: 'in-aadhaar', kind: 'national-id', layouts: '[2-9]999~9999~9999 | [2-9]999:9999:9999', weight: 0.65, words: 'aadhaar, aadhar, uidai', check: verhoeff },
  { name: 'in-pan', kind: 'tax-id', layouts: '@@@[ABCFGHJLPT]@9999@', weight: 0.75, words: 'pan, income tax, permanent account' },
  { name: 'in-pan-like', kind: 'tax-id', layouts: '@@@@@9999@ | @9999@@@@@', weight: 0.4, words: 'pan card, permanent account' },
  { name: 'in-gstin', kind: 'company-id', layouts: '99@@@@@9999@*Z*', weight: 0.8, words: 'gst', where: like(/^(?:0[1-9]|[12]\d|3[0-8]|9[79])/) },
  { name: 'in-voter', kind: 'national-id', layouts: '@@@9999999', weight: 0.5, words: 'voter, vote, epic' },
  { name: 'in-passport', kind: 'passport', layouts: '[A-Z][1-9]999999', weight: 0.2, words: 'passport' },
  { name: 'in-plate', kind: 'licence-plate', layouts: '@@[ -]?99?[ -]?@{1,3}[ -]?9999 | @@[ -]?9999 | @{3}9{4}', weight: 0.4, words: 'registration, vehicle, bike, car, number plate' },
  { name: 'pk-cnic', kind: 'national-id', layouts: '[1-7]9999-9999999-9', weight: 0.7, words: 'cnic, nadra, shanakhti' },
  { name: 'lk-nic', kind: 'national-id', layouts: '[1-9]99999999[VX] | [12]9{11}', weight: 0.3, words: 'nic, identity' },
  { name: 'cn-identity', kind: 'national-id', layouts: '9{17}[0-9X]', weight: 0.95, words: '身份证, identity', check: all(like(chineseProvinces), day('......YYYYMMDD'), like(/^.{6}(?:19|20)/), mod11And2) },
  { name: 'cn-identity-old', kind: 'national-id', layouts: '9{15}', weight: 0.4, words: '身份证', where: all(like(chineseProvinces), day('......YYMMDD')) },
  { name: 'hk-identity', kind: 'national-id', layouts: '@{1,2}9{6}([0-9A]) | @{1,2}9{6}[[][0-9A]] | @{1,2}9{6}[0-9A]', weight: 0.55, words: 'hkid, identity', check: hongKongDigit },
  { name: 'tw-identity', kind: 'national-id', layouts: '@[1289A-D]99999999', weight: 0.6, words: '身分證, identity', check: taiwanDigit },
  { name: 'jp-my-number', kind: 'national-id', layouts: '9999~9999~9999', weight: 0.4, words: 'マイナンバー, my number, individual number', check: (value) => { const rest = weigh(value, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11; return valueOf(value[11]) === (rest < 2 ? 0 : 11 - rest) } },
  { name: 'kr-rrn', kind: 'national-id', layouts: '999999-?[1-4]999999', weight: 0.55, words: '주민등록, resident, rrn', where: day('YYMMDD') },
  { name: 'kr-rrn-checked', kind: 'national-id', layouts: '999999-?[1-4]999999', weight: 0.9, words: '주민등록, resident, rrn', check: all(day('YYMMDD'), koreanDigit(0)) },
  { name: 'kr-frn', kind: 'national-id', layouts: '999999-?[5-8]999999', weight: 0.55, words: '외국인, foreigner, frn', where: day('YYMMDD') },
  { name: 'kr-frn-checked', kind: 'national-id', layouts: '999999-?[5-8]999999', weight: 0.9, words: '외국인, foreigner, frn', check: all(day('YYMMDD'), koreanDigit(2)) },
  { name: 'kr-company', kind: 'company-id', layouts: '999-?99-?99999', weight: 0.6, words: '사업자, brn, business', check: koreanCompany },
  { name: 'kr-driver', kind: 'driving-licence', layouts: '99~99~999999~99', weight: 0.6, words: '운전면허, driver', where: like(/^(?:1[1-9]|2[0-68])/) },
  { name: 'kr-passport', kind: 'passport', layouts: '[MSRODG]99999999 | [MSRODG]999@9999', weight: 0.1, words: '여권, passport' },
  { name: 'th-identity', kind: 'national-id', layouts: '[1-8]9{12} | [1-8]-9999-99999-99-9', weight: 0.7, words: 'บัตรประชาชน, thai id, thai', check: all(unlike(/^(\d)\1+$/), like(/^.(?:[1-6]\d|7[0-7]|8[0-8]?|9[0-6])/), weighted({ weights: [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2], mod: 11, signs: '10987654321' })) },
  { name: 'sg-nric', kind: 'national-id', layouts: '[STFGM]9999999@', weight: 0.7, words: 'nric, fin', check: singaporeLetter },
  { name: 'sg-nric-like', kind: 'national-id', layouts: '@9999999@', weight: 0.3, words: 'nric, fin' },
  { name: 'sg-uen-business', kind: 'company-id', layouts: '99999999@', weight: 0.5, words: 'uen', check: weighted({ weights: [10, 4, 9, 3, 8, 2, 7, 1], mod: 11, signs: 'XMKECAWLJDB' }) },
  { name: 'sg-uen-company', kind: 'company-id', layouts: '[12]99999999@', weight: 0.55, words: 'uen', check: weighted({ weights: [10, 8, 6, 4, 9, 7, 5, 3, 1], mod: 11, signs: 'ZKCMDNERGWH' }) },
  { name: 'sg-uen-other', kind: 'company-id', layouts: '[TSR]99@@9999@', weight: 0.7, words: 'uen', check: uenOther },
  { name: 'ph-tin', kind: 'tax-id', layouts: '999-999-999 | 999-999-999-999 | 9{9} | 9{12}', weight: 0.05, words: 'tin, tax id', where: unlike(/^[6-9]|^123456789/) },
  { name: 'ph-mobile', kind: 'phone', layouts: '09[0-9]9~999~9999', weight: 0.6, words: 'mobile, telepono, phone, call, text' },
  { name: 'my-nric', kind: 'national-id', layouts: '999999-99-9999', weight: 0.8, words: 'mykad, ic number, kad pengenalan', where: day('YYMMDD') },
  { name: 'id-nik', kind: 'national-id', layouts: '[1-9]9{15}', weight: 0.3, words: 'nik, ktp', check: (value) => { const born = Number(value.slice(6, 8)); return day('DDMMYY')(String(born > 40 ? born - 40 : born).padStart(2, '0') + value.slice(8, 12)) } },
  { name: 'tr-identity', kind: 'national-id', layouts: '[1-9]9{10}', weight: 0.85, words: 'kimlik, tckn, tc', check: turkishDigits },
  { name: 'tr-plate', kind: 'licence-plate', layouts: '99 @{1,3} 9{2,4} | 99@{1,3}9{2,4}', weight: 0.4, words: 'plaka, araç, plakası', where: like(/^(?:0[1-9]|[1-7]\d|8[01])/) },
  { name: 'il-identity', kind: 'national-id', layouts: '9{9} | 9{8}-9', weight: 0.4, words: 'teudat, תעודת זהות, ת.ז, identity', check: luhn },
  { name: 'ir-national', kind: 'national-id', layouts: '9{10} | 999-999999-9', weight: 0.4, words: 'کد ملی, melli', check: all(unlike(/^000|^(\d)\1+$/), iranianDigit) },
  { name: 'ly-national', kind: 'national-id', layouts: '[12][12]9{10}', weight: 0.3, words: 'الرقم الوطني', where: like(/^[12](?:19|20)/) },
  { name: 'tn-cin', kind: 'national-id', layouts: '9{8}', weight: 0.05, words: 'cin, بطاقة' },
  { name: 'sa-national', kind: 'national-id', layouts: '[12]9{9}', weight: 0.4, words: 'iqama, هوية', check: luhn },
  { name: 'ae-emirates', kind: 'national-id', layouts: '784-9999-9999999-9', weight: 0.85, words: 'emirates id', check: luhn },
  { name: 'za-identity', kind: 'national-id', layouts: '9{6} ?9{4} ?9{3} | 9{13}', weight: 0.75, words: 'id number, identity, refugee, south africa', check: all(day('YYMMDD'), like(/^.{10}[0-2]/), luhn) },
  { name: 'ng-nin', kind: 'national-id', layouts: '9{11}', weight: 0.45, words: 'nin, national identification', check: verhoeff },
  { name: 'ng-plate', kind: 'licence-plate', layouts: '@@@[ -]999@@', weight: 0.55, words: 'plate, vehicle, registration' },
  { name: 'au-abn', kind: 'company-id', layouts: '99~999~999~999', weight: 0.55, words: 'abn, business number', check: abn },
  { name: 'au-acn', kind: 'company-id', layouts: '999~999~999', weight: 0.5, words: 'acn, company number', check: weighted({ weights: [8, 7, 6, 5, 4, 3, 2, 1], mod: 10, missing: true }) },
  { name: 'au-tfn', kind: 'tax-id', layouts: '999~999~999', weight: 0.55, words: 'tfn, tax file', check: sumsTo([1, 4, 3, 7, 5, 8, 6, 9, 10], 11) },
  { name: 'au-medicare', kind: 'health-id', layouts: '[2-6]999~99999~9', weight: 0.55, words: 'medicare', check: weighted({ weights: [1, 3, 7, 9, 1, 3, 7, 9], mod: 10 }) },
  { name: 'nz-ird', kind: 'tax-id', layouts: '99?9~999~999', weight: 0.4, words: 'ird, inland revenue', check: (value) => nzIrd(value.padStart(9, '0')) },
  { name: 'nz-nhi', kind: 'health-id', layouts: '@@@9999', weight: 0.2, words: 'nhi, health index' },
] // prettier-ignore

const nzIrd = (value: string): boolean => {
  const rest = (weights: readonly number[]): number => weigh(value, weights) % 11
  const first = rest([3, 2, 7, 6, 5, 4, 3, 2])
  const second = first === 1 ? rest([7, 4, 3, 2, 5, 2, 7, 6]) : first
  return second !== 1 && (11 - second) % 11 === valueOf(value[8])
}
