// What others' test cases say of our recognisers, counted: which of our forms answer for which of their kinds, what each case expects,
// and the confusion table that the tests print.

import { isValid } from '../../src/recognise/index.ts'
import { claimsIn, type Claim } from '../../src/recognise/text.ts'

/** How often we said yes and no, and how often we were right. `agreed` of `total` counts cases, the rest counts values. */
export interface Count {
  readonly name: string
  agreed: number
  total: number
  right: number
  wrong: number
  missed: number
  /** the cases that do not agree, in a word each */
  readonly disagreed: string[]
}

/** A count that starts at nothing. */
export function countOf(name: string): Count {
  return { name, agreed: 0, total: 0, right: 0, wrong: 0, missed: 0, disagreed: [] }
}

/** Adds one yes-or-no case. */
export function countAnswer(count: Count, expected: boolean, said: boolean, what: string): void {
  const [right, wrong, missed] = [expected && said, !expected && said, expected && !said].map(Number)
  addTo(count, { right: right ?? 0, wrong: wrong ?? 0, missed: missed ?? 0 }, what)
}

function addTo(
  count: Count,
  { right, wrong, missed }: { right: number; wrong: number; missed: number },
  what: string,
): void {
  count.total += 1
  count.right += right
  count.wrong += wrong
  count.missed += missed
  if (wrong + missed === 0) count.agreed += 1
  else count.disagreed.push(`${missed > 0 ? 'missed' : 'took'} ${what}`)
}

/** Share of what we took that was right; 1 where we took nothing. */
export function precision({ right, wrong }: Count): number {
  return right + wrong === 0 ? 1 : right / (right + wrong)
}

/** Share of what was there that we took; 1 where nothing was there. */
export function recall({ right, missed }: Count): number {
  return right + missed === 0 ? 1 : right / (right + missed)
}

/** The harmonic mean of both. */
export function f1(count: Count): number {
  const [p, r] = [precision(count), recall(count)]
  return p + r === 0 ? 0 : (2 * p * r) / (p + r)
}

/** The sum of several counts. */
export function sumOf(name: string, counts: readonly Count[]): Count {
  const sum = (read: (count: Count) => number): number => counts.reduce((total, count) => total + read(count), 0)
  return {
    name,
    agreed: sum(({ agreed }) => agreed),
    total: sum(({ total }) => total),
    right: sum(({ right }) => right),
    wrong: sum(({ wrong }) => wrong),
    missed: sum(({ missed }) => missed),
    disagreed: counts.flatMap(({ disagreed }) => disagreed),
  }
}

/** The table as text: a row a kind. */
export function confusionTable(title: string, counts: readonly Count[]): string {
  const head = `${title.padEnd(34)} ${'agreed'.padStart(11)} ${'precision'.padStart(10)} ${'recall'.padStart(8)}`
  const lines = counts.map((count) => {
    const agreed = `${count.agreed}/${count.total}`
    return `${count.name.padEnd(34)} ${agreed.padStart(11)} ${precision(count).toFixed(3).padStart(10)} ${recall(count).toFixed(3).padStart(8)}`
  })
  return ['', head, ...lines, ''].join('\n')
}

/** A case of a text: where something stands, or how often, or whether the whole text is valid. */
export interface TextCase {
  readonly text: string
  readonly count?: number
  readonly spans?: readonly (readonly [number, number])[]
  readonly valid?: boolean
}

/** Counts one text for the forms that answer for a kind. */
export function countText(
  count: Count,
  forms: readonly string[],
  { text, count: times = 0, spans, valid }: TextCase,
): void {
  if (valid !== undefined)
    return countAnswer(
      count,
      valid,
      forms.some((form) => isValid(form, text) === true),
      text,
    )
  const found = spansOf(text, forms)
  const expected = spans ?? []
  const right = expected.length > 0 ? found.filter(({ start, end }) => expected.some(([a, b]) => a === start && b === end)).length : Math.min(times, found.length) // prettier-ignore
  addTo(count, { right, wrong: found.length - right, missed: times - right }, text)
}

/** The places that some forms claim; of overlapping ones the first, and of those the longest. */
export function spansOf(text: string, forms: readonly string[]): readonly Claim[] {
  const claims = [...claimsIn(text)]
    .filter(({ form }) => forms.includes(form))
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
  return claims.filter(({ start }, i) => claims.slice(0, i).every((other) => other.end <= start))
}

/** Which forms answer for which entity of Presidio. An entity that is not here is not covered. */
export const presidioForms: Readonly<Record<string, readonly string[]>> = {
  ABA_ROUTING_NUMBER: ['us-aba'],
  AU_ABN: ['au-abn'],
  AU_ACN: ['au-acn'],
  AU_MEDICARE: ['au-medicare'],
  AU_TFN: ['au-tfn'],
  CA_SIN: ['ca-sin'],
  CREDIT_CARD: [
    'card-visa',
    'card-mastercard',
    'card-amex',
    'card-diners',
    'card-discover',
    'card-jcb',
    'card-jcb-old',
    'card-unionpay',
    'card-maestro',
    'card-mir',
    'card-uatp',
  ],
  CRYPTO: ['bitcoin', 'ethereum'],
  DE_BSNR: ['de-practice'],
  DE_FUEHRERSCHEIN: ['de-driver'],
  DE_HANDELSREGISTER: ['de-register'],
  DE_HEALTH_INSURANCE: ['de-health'],
  DE_ID_CARD: ['de-id-card', 'de-id-card-old'],
  DE_KFZ: ['de-plate'],
  DE_LANR: ['de-doctor'],
  DE_PASSPORT: ['de-passport'],
  DE_PLZ: ['de-postal-code'],
  DE_SOCIAL_SECURITY: ['de-pension'],
  DE_TAX_ID: ['de-tax-id'],
  DE_TAX_NUMBER: ['de-tax-number'],
  DE_VAT_ID: ['de-vat'],
  EMAIL_ADDRESS: ['email'],
  ES_NIE: ['es-nie'],
  ES_NIF: ['es-nif'],
  ES_PASSPORT: ['es-passport'],
  FI_PERSONAL_IDENTITY_CODE: ['fi-hetu'],
  IBAN_CODE: ['iban'],
  IN_AADHAAR: ['in-aadhaar'],
  IN_GSTIN: ['in-gstin'],
  IN_PAN: ['in-pan', 'in-pan-like'],
  IN_PASSPORT: ['in-passport'],
  IN_VEHICLE_REGISTRATION: ['in-plate'],
  IN_VOTER: ['in-voter'],
  IP_ADDRESS: ['ip4', 'ip6'],
  IT_DRIVER_LICENSE: ['it-driver'],
  IT_FISCAL_CODE: ['it-fiscal-code', 'it-fiscal-code-like'],
  IT_IDENTITY_CARD: ['it-id-card'],
  IT_PASSPORT: ['it-passport'],
  IT_VAT_CODE: ['it-vat'],
  KR_BRN: ['kr-company'],
  KR_DRIVER_LICENSE: ['kr-driver'],
  KR_FRN: ['kr-frn', 'kr-frn-checked'],
  KR_PASSPORT: ['kr-passport'],
  KR_RRN: ['kr-rrn', 'kr-rrn-checked'],
  MAC_ADDRESS: ['mac-48'],
  MEDICAL_LICENSE: ['us-dea'],
  NG_NIN: ['ng-nin'],
  NG_VEHICLE_REGISTRATION: ['ng-plate'],
  PHONE_NUMBER: ['phone', 'us-phone'],
  PH_MOBILE_NUMBER: ['ph-mobile', 'phone'],
  PH_TIN: ['ph-tin'],
  PL_PESEL: ['pl-pesel'],
  SE_ORGANISATIONSNUMMER: ['se-organisation'],
  SE_PERSONNUMMER: ['se-personnummer'],
  SG_NRIC_FIN: ['sg-nric', 'sg-nric-like'],
  SG_UEN: ['sg-uen-business', 'sg-uen-company', 'sg-uen-other'],
  TH_TNIN: ['th-identity'],
  TR_LICENSE_PLATE: ['tr-plate'],
  TR_NATIONAL_ID: ['tr-identity'],
  TR_PHONE_NUMBER: ['phone'],
  UK_DRIVING_LICENCE: ['gb-driver'],
  UK_NHS: ['gb-nhs'],
  UK_NINO: ['gb-nino'],
  UK_PASSPORT: ['gb-passport'],
  UK_POSTCODE: ['gb-postcode'],
  UK_VEHICLE_REGISTRATION: ['gb-plate', 'gb-plate-prefix', 'gb-plate-suffix'],
  URL: ['url'],
  US_BANK_NUMBER: ['us-bank-account'],
  US_DRIVER_LICENSE: ['us-driver', 'us-driver-digits'],
  US_ITIN: ['us-itin', 'us-itin-plain'],
  US_MBI: ['us-mbi'],
  US_NPI: ['us-npi'],
  US_PASSPORT: ['us-passport'],
  US_SSN: ['us-ssn', 'us-ssn-plain'],
  ZA_ID_NUMBER: ['za-identity'],
}

/** A case of validator.js: its validator with its arguments, a value, and whether it is valid. */
export interface ValidatorCase {
  readonly validator: string
  readonly args: readonly (string | number | null | Readonly<Record<string, unknown>>)[]
  readonly value: string
  readonly valid: boolean
}

const identityForms: Readonly<Record<string, readonly string[]>> = {
  PK: ['pk-cnic'],
  'zh-HK': ['hk-identity'],
  LK: ['lk-nic'],
  PL: ['pl-pesel'],
  ES: ['es-nif', 'es-nie'],
  FI: ['fi-hetu'],
  IN: ['in-aadhaar'],
  IR: ['ir-national'],
  IT: ['it-id-card'],
  NO: ['no-fodselsnummer'],
  TH: ['th-identity'],
  'he-IL': ['il-identity'],
  'ar-LY': ['ly-national'],
  'ar-TN': ['tn-cin'],
  'zh-CN': ['cn-identity', 'cn-identity-old'],
  'zh-TW': ['tw-identity'],
}

const taxForms: Readonly<Record<string, readonly string[]>> = {
  'bg-BG': ['bg-egn'],
  'cs-CZ': ['cz-birth-number'],
  'de-AT': ['at-tax-id'],
  'de-DE': ['de-tax-id'],
  'dk-DK': ['dk-cpr'],
  'el-CY': ['cy-tic'],
  'el-GR': ['gr-afm'],
  'en-CA': ['ca-sin'],
  'en-GB': ['gb-utr', 'gb-nino'],
  'en-IE': ['ie-pps'],
  'en-IN': ['in-pan'],
  'en-US': ['us-ein'],
  'es-AR': ['ar-cuit'],
  'es-ES': ['es-nif', 'es-nif-short', 'es-nie'],
  'et-EE': ['ee-isikukood'],
  'fi-FI': ['fi-hetu'],
  'fr-BE': ['be-national'],
  'fr-FR': ['fr-tax'],
  'fr-LU': ['lu-national'],
  'hr-HR': ['hr-oib'],
  'hu-HU': ['hu-tax'],
  'it-IT': ['it-fiscal-code'],
  'lb-LU': ['lu-national'],
  'lt-LT': ['lt-asmens-kodas'],
  'lv-LV': ['lv-personas-kods'],
  'mt-MT': ['mt-id'],
  'nl-BE': ['be-national'],
  'nl-NL': ['nl-bsn'],
  'pl-PL': ['pl-pesel', 'pl-nip'],
  'pt-BR': ['br-cpf', 'br-cnpj'],
  'pt-PT': ['pt-nif'],
  'ro-RO': ['ro-cnp'],
  'sk-SK': ['cz-birth-number'],
  'sl-SI': ['si-tax'],
  'sv-SE': ['se-personnummer'],
  'uk-UA': ['ua-tax'],
}

const plateForms: Readonly<Record<string, readonly string[]>> = {
  'cs-CZ': ['cz-plate-number'],
  'de-DE': ['de-plate'],
  'de-LI': ['li-plate-number'],
  'en-IN': ['in-plate'],
  'en-SG': ['sg-plate-number'],
  'es-AR': ['ar-plate-number'],
  'fi-FI': ['fi-plate-number'],
  'hu-HU': ['hu-plate-number'],
  'pt-BR': ['br-plate-number'],
  'pt-PT': ['pt-plate-number'],
  'sv-SE': ['se-plate-number'],
}

const providers: Readonly<Record<string, readonly string[]>> = {
  AmEx: ['card-amex'],
  DinersClub: ['card-diners'],
  Discover: ['card-discover'],
  JCB: ['card-jcb'],
  Mastercard: ['card-mastercard'],
  UnionPay: ['card-unionpay'],
  Visa: ['card-visa'],
}

/** Which forms answer for a case of validator.js; null where we have no such kind or option. */
export function validatorForms({ validator, args: [first] }: ValidatorCase): readonly string[] | null {
  const place = typeof first === 'string' ? first : ''
  const options = typeof first === 'object' && first !== null ? first : {}
  const named = (forms: readonly string[]): readonly string[] | null => forms.every((form) => isValid(form, '') !== null) ? forms : null // prettier-ignore
  const plain = Object.keys(options).length === 0
  switch (validator) {
    case 'isAbaRouting':
      return ['us-aba']
    case 'isBIC':
      return ['bic']
    case 'isBtcAddress':
      return ['bitcoin']
    case 'isCreditCard':
      return plain ? (presidioForms['CREDIT_CARD'] ?? null) : (providers[String(options['provider'])] ?? null)
    case 'isEmail':
      return plain ? ['email'] : null
    case 'isEthereumAddress':
      return ['ethereum']
    case 'isIBAN':
      return plain ? ['iban'] : null
    case 'isIdentityCard':
      return identityForms[place] ?? null
    case 'isIMEI':
      return ['imei-15']
    case 'isLatLong':
      return plain ? ['coordinates'] : null
    case 'isLicensePlate':
      return plateForms[place] ?? null
    case 'isMACAddress':
      return options['no_separators'] === true ? null : options['eui'] === '48' ? ['mac-48'] : options['eui'] === '64' ? ['mac-64'] : ['mac-48', 'mac-64'] // prettier-ignore
    case 'isMobilePhone':
      return ['phone']
    case 'isPassportNumber':
      // its SL is Slovenia
      return named([`${place === 'SL' ? 'si' : place.toLowerCase()}-passport-number`])
    case 'isPostalCode':
      return named([place === 'GB' ? 'gb-postcode' : `${place.toLowerCase()}-postcode`])
    case 'isTaxID':
      return taxForms[place] ?? null
    case 'isVAT':
      return named([`${place.toLowerCase()}-vat-number`])
    default:
      return null
  }
}
