// Values: numbers that their issuers print as samples are right, one wrong digit is not, and a column is told by its share of right ones.

import { describe, expect, test } from 'vitest'
import { isValid, kinds, recogniseColumn, recogniseValues } from './index.ts'
import { forms } from './forms.ts'

/** Samples that issuers and standards print. */
const samples: readonly (readonly [form: string, value: string])[] = [
  ['card-visa', '4111 1111 1111 1111'], ['card-amex', '378282246310005'], ['card-mastercard', '5555-5555-5555-4444'],
  ['iban', 'GB29 NWBK 6016 1331 9268 19'], ['iban', 'DE89370400440532013000'],
  ['us-aba', '021000021'], ['us-npi', '1234567893'], ['ca-sin', '130 692 544'],
  ['br-cpf', '529.982.247-25'], ['br-cnpj', '12.ABC.345/01DE-35'], ['ar-cuit', '20-27163363-8'], ['cl-rut', '12.345.678-5'],
  ['mx-curp', 'HEGG560427MVZRRL04'], ['ec-cedula', '1714307103'], ['do-cedula', '001-1391820-5'], ['uy-ci', '1.234.567-2'],
  ['gb-nhs', '943 476 5919'], ['gb-vat-number', 'GB980780684'], ['ie-pps', '1234567FA'],
  ['de-tax-id', '36 574 261 809'], ['de-health', 'A123456780'], ['de-pension', '65 070803 A 019'], ['at-insurance', '1237 010180'],
  ['ch-ahv', '756.9217.0769.85'], ['fr-social', '2 55 08 14 168 025 38'], ['fr-siren', '732 829 320'], ['fr-siret', '732 829 320 00074'],
  ['it-fiscal-code', 'RSSMRA85T10A562S'], ['nl-bsn', '111222333'], ['be-national', '85.07.30-033.28'], ['is-kennitala', '120174-3399'],
  ['se-personnummer', '811218-9876'], ['fi-hetu', '131052-308T'], ['pl-pesel', '44051401359'], ['pl-id-card', 'ABA300000'],
  ['gr-amka', '01013099997'], ['ru-inn', '500100732259'], ['ru-snils', '112-233-445 95'], ['rs-jmbg', '0101006500006'],
  ['ee-isikukood', '37605030299'], ['in-aadhaar', '2341 2341 2346'], ['cn-identity', '11010519491231002X'], ['jp-my-number', '1234 5678 9018'],
  ['hk-identity', 'A123456(3)'], ['tw-identity', 'A123456789'], ['sg-nric', 'S1234567D'], ['tr-identity', '10000000146'],
  ['za-identity', '800101 5009 087'], ['au-tfn', '123 456 782'], ['au-abn', '51 824 753 556'], ['nz-ird', '49-091-850'],
  ['imei-15', '49-015420-323751-8'], ['bitcoin', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
] // prettier-ignore

describe('check digits', () => {
  test.each(samples)('%s: the sample %s is right', (form, value) => {
    expect(isValid(form, value)).toBe(true)
  })

  test('one wrong digit is seen', () => {
    const blind = samples.filter(([form, value]) => {
      const at = value.search(/\d(?=\D*\d\D*$)/)
      const wrong = value.slice(0, at) + ((Number(value[at]) + 1) % 10) + value.slice(at + 1)
      return isValid(form, wrong) !== false
    })
    expect(blind).toEqual([])
  })

  test('every form is of a kind of the table', () => {
    const names = new Set(kinds.map(({ name }) => name))
    expect(forms.map(({ kind }) => kind).filter((kind) => !names.has(kind))).toEqual([])
  })

  test('of the values one digit away from a right one, each check lets at most a seventh pass', () => {
    const loose = samples.filter(([form, value]) => {
      const places = [...value.matchAll(/\d/g)].map(({ index }) => index)
      const near = places.flatMap((at) =>
        Array.from(
          { length: 9 },
          (_, i) => value.slice(0, at) + ((Number(value[at]) + i + 1) % 10) + value.slice(at + 1),
        ),
      )
      return near.filter((one) => isValid(form, one) === true).length > near.length / 7
    })
    expect(loose).toEqual([])
  })

  test('what no form can test is not answered', () => {
    expect(isValid('religion', 'x')).toBe(false)
    expect(isValid('name', 'Ada Lovelace')).toBe(null)
    expect(isValid('no-such-kind', 'x')).toBe(null)
  })
})

describe('samples of columns', () => {
  const kindOf = (values: readonly string[]): string | null => recogniseValues(values)?.kind.name ?? null

  test.each([
    ['email', ['ada@example.org', 'grace@navy.example', '', 'linus@kernel.example']],
    ['phone', ['+44 20 7946 0000', '+1 (514) 721-4711', '+55 (12) 3923-5555']],
    ['iban', ['DE89370400440532013000', 'GB29NWBK60161331926819']],
    ['card', ['4111111111111111', '5555555555554444']],
    ['ip', ['10.0.0.1', '2001:db8::1', '192.168.1.7', '172.16.0.9', '10.0.0.3', '10.0.0.4', '10.0.0.5']],
    ['mac', ['00:1A:2B:3C:4D:5E', '00:1A:2B:3C:4D:5F']],
    ['tax-id', ['529.982.247-25', '111.444.777-35']],
    ['national-id', ['44051401359', '02070803628']],
    ['gender', ['male', 'female', 'female', 'non-binary']],
    ['marital-status', ['single', 'married', 'divorced']],
    ['health', ['A+', 'O-', 'AB+', 'B-']],
    ['location', ['52.520008, 13.404954', '48.856613, 2.352222']],
  ])('%s is told by its values', (kind, values) => {
    expect(kindOf(values)).toBe(kind)
  })

  test.each([
    ['numbers in a row', Array.from({ length: 50 }, (_, i) => String(100_000_000 + i))],
    ['order numbers', Array.from({ length: 50 }, (_, i) => `SO${20_230_000 + i * 7}`)],
    ['one number that passes a check by chance', ['021000021']],
    ['moments', ['2023-01-02 10:11:12', '2024-05-06 07:08:09']],
    ['days', ['2023-01-02', '2024-05-06', '01/02/2023']],
    ['prices', ['12.99', '1,299.00', '7.50', '1250.00']],
    ['file names', ['a.txt', 'report_2023.pdf', 'photo.jpeg']],
    ['ids of rows', ['1', '2', '3', '44', '120033']],
    ['UUIDs', ['550e8400-e29b-41d4-a716-446655440000', '6ba7b810-9dad-11d1-80b4-00c04fd430c8']],
    ['hashes', ['d41d8cd98f00b204e9800998ecf8427e', '9e107d9d372bb6826bd81d3542a419d6']],
    ['versions', ['1.2.3', '10.0.1', '4.13.0']],
    ['postal codes alone', ['10115', '80331', '01001']],
    ['titles', ['Balls to the Wall', 'Restless and Wild', 'Let There Be Rock']],
    ['codes of products', ['ABC1234567', 'AB1234567', 'XK9988776']],
    ['barcodes', ['4006381333931', '9780306406157', '5901234123457']],
    ['nothing', ['', ' ', '']],
  ])('%s are nobody’s', (_, values) => {
    expect(recogniseValues(values)).toBe(null)
  })

  test('names and values confirm each other', () => {
    const column = { table: 'x', column: 'contact', type: 'text' }
    const guess = recogniseColumn({ ...column, column: 'email' }, ['ada@example.org', 'grace@navy.example'])
    expect(guess).toMatchObject({ kind: { name: 'email' } })
    expect(guess!.confidence).toBeGreaterThan(recogniseColumn({ ...column, column: 'email' })!.confidence)
    expect(guess!.reason).toMatch(/its name says “email”, and 2 of 2 values/)
    expect(recogniseColumn({ ...column, column: 'c17' }, ['ada@example.org', 'grace@navy.example'])?.kind.name).toBe('email') // prettier-ignore
  })

  test('values that contradict a name take it back, unless they were sealed', () => {
    const models = ['iPhone 12', 'Pixel 7', 'Galaxy S9', 'Fairphone 4', 'Nokia 3310']
    expect(recogniseColumn({ table: 'cart', column: 'phone', type: 'text' })?.kind.name).toBe('phone')
    expect(recogniseColumn({ table: 'cart', column: 'phone', type: 'text' }, models)).toBe(null)
    expect(recogniseColumn({ table: 'cart', column: 'phone_hash', type: 'text' }, models)?.kind.name).toBe('phone')
  })

  test('a number of a thing that happens to be weighed like a person’s stays a thing’s', () => {
    const isbns = ['0306406152', '0136091814', '0262033844']
    expect(recogniseColumn({ table: 'book', column: 'isbn', type: 'text' }, isbns)).toBe(null)
  })

  test('no reason repeats a value', () => {
    const guess = recogniseColumn({ table: 'x', column: 'y', type: 'text' }, ['ada@example.org'])
    expect(guess?.reason).toBe('1 of 1 values looked at are written like an e-mail address')
  })
})
