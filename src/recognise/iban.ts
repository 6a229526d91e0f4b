// The IBAN: what each country's account number looks like (ISO 13616, the registry of SWIFT), and how one is found in a text.

import { mod97 } from './check-digits.ts'
import type { Span } from './form.ts'

/** What follows the four leading signs: `n` digits, `a` capitals, `c` either, each with how many. */
const registry =
  'AD n8c12, AE n19, AL n8c16, AT n16, AZ a4c20, BA n16, BE n12, BG a4n6c8, BH a4c14, BI n23, BR n23a1c1, BY c4n4c16, CH n5c12, CR n18, CY n8c16, CZ n20, DE n18, DJ n23, DK n14, DO c4n20, DZ n22, EE n16, EG n25, ES n20, FI n14, FK a2n12, FO n14, FR n10c11n2, GB a4n14, GE a2n16, GI a4c15, GL n14, GR n7c16, GT c24, HN a4n20, HR n17, HU n24, IE a4n14, IL n19, IQ a4n15, IR n22, IS n22, IT a1n10c12, JO a4n4c18, KW a4c22, KZ n3c13, LB n4c20, LC a4c24, LI n5c12, LT n16, LU n3c13, LV a4c13, LY n21, MA n24, MC n10c11n2, MD c20, ME n18, MK n3c10n2, MN n16, MR n23, MT a4n5c18, MU a4n19a3, MZ n21, NI a4n20, NL a4n10, NO n11, OM n3c16, PK a4c16, PL n24, PS a4c21, PT n21, QA a4c21, RO a4c16, RS n18, RU n14c15, SA n2c18, SC a4n20a3, SD n14, SE n20, SI n15, SK n20, SM a1n10c12, SO n19, ST n21, SV a4n20, TL n19, TN n20, TR n6c16, UA n6c19, VA n18, VG a4n16, XK n16, YE a4n4c18'

const classes: Readonly<Record<string, string>> = { n: '[0-9]', a: '[A-Z]', c: '[A-Z0-9]' }

interface Account {
  readonly length: number
  readonly pattern: RegExp
}

const accounts = new Map(
  registry.split(', ').map((row): [string, Account] => {
    const [country = '', layout = ''] = row.split(' ')
    const parts = [...layout.matchAll(/([nac])(\d+)/g)].map(([, sign = '', count = '']) => ({ sign, count }))
    const length = 4 + parts.reduce((sum, { count }) => sum + Number(count), 0)
    return [country, { length, pattern: new RegExp(`^${country}\\d\\d${parts.map(({ sign, count }) => `${classes[sign]}{${count}}`).join('')}$`) }] // prettier-ignore
  }),
)

/** Whether a value is an IBAN: its country's layout, MOD 97-10, spaces or hyphens between its groups. */
export function isIban(value: string): boolean {
  const compact = value.replace(/(?<=[A-Z0-9])[ -](?=[A-Z0-9])/g, '')
  return accounts.get(compact.slice(0, 2))?.pattern.test(compact) === true && mod97(compact)
}

/** Every IBAN of a text. How long one is says its country, so that words behind it are not drawn in. */
export function* ibansIn(text: string): Iterable<Span> {
  for (const { index, 0: head } of text.matchAll(/(?<![\p{L}\p{N}_])[A-Z]{2}\d{2}/gu)) {
    const length = accounts.get(head.slice(0, 2))?.length
    const end = length === undefined ? -1 : endOf(text, index, length)
    if (end > 0 && isIban(text.slice(index, end))) yield { start: index, end }
  }
}

/** Where so many letters and digits end that single spaces or hyphens may part; -1 where they do not. */
function endOf(text: string, start: number, length: number): number {
  let [at, signs] = [start, 0]
  while (signs < length) {
    if (/[A-Z0-9]/.test(text[at] ?? '')) signs += 1
    else if (!/[ -]/.test(text[at] ?? '') || !/[A-Z0-9]/.test(text[at + 1] ?? '')) return -1
    at += 1
  }
  return /[\p{L}\p{N}_]/u.test(text[at] ?? '') ? -1 : at
}
