// Cards, routing numbers and bank codes: ISO/IEC 7812, ISO 9362, the rules of the networks.

import { all, like, luhn, sumsTo } from '../check-digits.ts'
import type { Form } from '../form.ts'

const network = (name: string, begins: RegExp, lengths: readonly number[]): Form => ({
  name: `card-${name}`,
  kind: 'card',
  layouts: lengths.flatMap((length) => groupings[length] ?? [`9{${length}}`]).join(' | '),
  weight: 0.85,
  words: 'card, credit, debit, visa, mastercard, amex, payment, karte, carte, tarjeta',
  check: all(like(begins), luhn),
})

/** How card numbers of a length are printed. */
const groupings: Readonly<Record<number, readonly string[]>> = {
  14: ['9{14}', '9999~999999~9999'],
  15: ['9{15}', '9999~999999~99999'],
  16: ['9999~9999~9999~9999'],
  19: ['9{19}', '9999~9999~9999~9999~999', '999999~9{13}'],
}

const countries =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'
const isCountry = new Set(countries.split(' '))

export const money: readonly Form[] = [
  network('visa', /^4/, [13, 16, 19]),
  network('mastercard', /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]),
  network('amex', /^3[47]/, [15]),
  network('diners', /^3(?:0[0-5]|[689])/, [14]),
  network('discover', /^(?:6011|65|64[4-9])/, [16, 19]),
  network('jcb', /^35/, [16, 19]),
  network('jcb-old', /^(?:2131|1800)/, [15]),
  network('unionpay', /^(?:6[27]|81)/, [14, 15, 16, 17, 18, 19]),
  network('maestro', /^(?:50|5[6-8]|6)/, [12, 13, 14, 15, 16, 17, 18, 19]),
  network('mir', /^220[0-4]/, [16, 17, 18, 19]),
  network('uatp', /^1/, [15]),
  { name: 'us-aba', kind: 'bank-account', layouts: '999999999 | 9999-9999-9', weight: 0.5, words: 'routing, aba, rtn, transit, bank', check: all(like(/^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/), sumsTo([3, 7, 1, 3, 7, 1, 3, 7, 1], 10)) },
  { name: 'us-bank-account', kind: 'bank-account', layouts: '9{8,17}', weight: 0.05, words: 'bank account, account number, account no, checking, savings, acct' },
  { name: 'gb-bank-account', kind: 'bank-account', layouts: '99-99-99 99999999', weight: 0.6, words: 'sort code, account, bank' },
  { name: 'bic', kind: 'bic', layouts: '@{6}** | @{6}*****', weight: 0.2, words: 'bic, swift', cased: true, where: (value) => isCountry.has(value.slice(4, 6)) },
] // prettier-ignore
