// Every code of the lint has a text that raises it, exactly where it stands, and a neighbour that does not; contradictions are told apart
// from exceptions; a schema is held against the text in five languages.

import { describe, expect, test } from 'vitest'
import { kinds } from '../../recognise/index.ts'
import { lint, type Lint } from './lint.ts'
import { lintTable, type LintCode } from './lint-table.ts'
import { readSource, tooLarge } from './source-file.ts'
import { things } from './things.ts'

const file = 'privacy.md'
const of = (text: string, sql?: string): Lint =>
  lint({ file, text }, sql === undefined ? [] : [{ file: 'schema.sql', text: sql }])
const codes = (text: string, sql?: string): readonly string[] => of(text, sql).findings.map(({ code }) => code)

/** Code, a sentence that raises it with the phrase it marks, and a sentence close to it that does not. */
const sentences: readonly (readonly [code: LintCode, raises: string, phrase: string, not: string])[] = [
  ['L101', 'We keep your orders for as long as necessary.', 'for as long as necessary', 'We keep your orders for as long as necessary, at most 24 months.'],
  ['L101', 'Your messages stay until no longer needed.', 'until no longer needed', 'Your messages stay until you delete them.'],
  ['L101', 'We delete it as soon as it is no longer needed.', 'as soon as it is no longer needed', 'We delete it as soon as you ask.'],
  ['L101', 'We keep it no longer than needed.', 'no longer than needed', 'We keep it no longer than needed, at most 30 days.'],
  ['L101', 'We never keep it longer than we need it.', 'longer than we need it', 'We never keep it longer than 2 years.'],
  ['L101', 'It goes once your order data is no longer required.', 'once your order data is no longer required', 'It goes once your order has arrived.'],
  ['L102', 'People listen to a small sample of calls.', 'small sample', 'People listen to a small sample of calls, 1 in 1,000.'],
  ['L103', 'We hand it over where required by law.', 'where required by law', 'We hand it over where required by law (Fiscal Code, section 147).'],
  ['L104', 'We answer you promptly.', 'promptly', 'We answer you promptly, within 3 days.'],
  ['L104', 'We delete old data periodically.', 'periodically', 'The moon turns periodically.'],
  ['L105', 'We anonymise your searches.', 'anonymise', 'We anonymise your searches by dropping the last 8 bits of the address.'],
  ['L106', 'We collect data such as your name.', 'such as', 'We collect your name.'],
  ['L106', 'We collect certain information.', 'certain', 'We collect certain information: your name and your address.'],
  ['L106', 'We share some of your data.', 'some', 'You can turn some settings off.'],
  ['L107', 'We protect it with industry-standard encryption.', 'industry-standard', 'We protect it with industry-standard encryption, AES-256-GCM.'],
  ['L107', 'We take appropriate technical and organisational measures.', 'appropriate technical and organisational measures', 'Choose a strong password.'],
  ['L108', 'We use it for compatible purposes.', 'compatible purposes', 'We use it to answer you.'],
  ['L108', 'We use it for any other purpose.', 'any other purpose', 'They may not use it for any other purpose.'],
  ['L108', 'We may use it for any other purpose not named here.', 'any other purpose', 'They are prohibited from using it for any other purpose.'],
  ['L108', 'We do not use it for similar purposes.', 'similar purposes', 'We don’t use it for any other purpose.'],
  ['L109', 'We disclose it in good faith.', 'good faith', 'We disclose it when the privacy officer has signed the reason.'],
  ['L110', 'We tell you of material changes.', 'material changes', 'We tell you of material changes: a new purpose, a longer time, a new recipient.'],
  ['L111', 'Our systems are audited.', 'audited', 'Our systems are audited: SOC 2 type II, March 2026, by Lund and Holm.'],
  ['L112', 'We participate in the Data Privacy Framework.', 'participate in the Data Privacy Framework', 'We participate in the Data Privacy Framework until 2027.'],
  ['L113', 'Transfers rest on the Privacy Shield.', 'Privacy Shield', 'The Privacy Shield is no longer valid.'],
  ['L114', 'We share it with trusted partners.', 'trusted partners', 'We share it with trusted partners: Harbour Post and Lund Print.'],
  ['L115', 'We generally delete it.', 'generally', 'Generally loved by readers.'],
  ['L121', 'We keep it for thirty days.', 'thirty days', 'We keep it for thirty (30) days.'],
  ['L121', 'We listen to one in a thousand calls.', 'one in a thousand', 'We listen to 1 in 1,000 calls.'],
  ['L121', 'We keep ten percent of it.', 'ten percent', 'It is for people of eighteen years and more.'],
] // prettier-ignore

describe('sentences nobody can test', () => {
  test.each(sentences)('%s: “%s”', (code, raises, phrase, not) => {
    const found = of(`# Heading\n\nHello there, reader. ${raises}`).findings.filter((finding) => finding.code === code)
    expect(found.map(({ source, line, column, length }) => [line, source.slice(column - 1, column - 1 + length)])).toEqual([[3, phrase]]) // prettier-ignore
    expect(codes(not)).not.toContain(code)
  })

  test('the message names the phrase and the help the parameter', () => {
    const [finding] = of('We answer you promptly.').findings
    expect(finding).toMatchObject({
      severity: 'warning',
      message: 'nobody can test `promptly`',
      confidence: 0.85,
      about: null,
    })
    expect(finding?.help).toMatch(/^say a number of days/)
    expect(finding?.reason).toBe(lintTable.L104.reference)
  })
})

/** Code, a text with both sentences, and one in which the second is no contradiction. */
const contradictions: readonly (readonly [code: LintCode, clash: string, none: string])[] = [
  ['L131', 'We never share your location. We share your location with Harbour Maps.', 'We never share your location. We share your name with Harbour Maps.'],
  ['L131', 'We do not sell your data. Once a year we sell your e-mail address to Lund Print.', 'We do not sell your data. We share your e-mail address with Lund Print.'],
  ['L131', 'Your messages are never passed on. We may disclose your messages to advertisers.', 'Your messages are never passed on to advertisers. We disclose your messages to Harbour Post.'],
  ['L131', 'We never share your name with anyone. We share your name with Harbour Post.', 'We never share your name, except with your consent. We share your name with Harbour Post.'],
  ['L131', 'We never share your phone number with third parties. Twilio receives your phone number.', 'We never share your phone number with third parties. We receive your phone number.'],
  ['L131', 'We never share your phone number. To send codes, Twilio Inc. automatically gets your phone number.', 'We never share your phone number. Twilio receives your name.'],
  ['L131', 'We never share your phone number. Twilio is given your phone number.', 'We never share your phone number. Twilio does not receive your phone number.'],
  ['L131', 'We never share your phone number. Our hosting provider obtains your phone number.', 'We never share your phone number. None of our providers receives your phone number.'],
  ['L131', 'We never share your name. Lund Print and Harbour Post receive your name.', 'We never share your name. Customer Support receives your name. The courier team receives your name.'],
  ['L131', 'We never share your name. Acme receives your name.', '# Acme Privacy Policy\n\nWe never share your name. Acme receives your name. Which partners receive your name? If Twilio receives your name, tell them.'],
  ['L132', 'We do not collect your location. When you open the map, we collect your location.', 'We do not collect your location. We collect your name.'],
  ['L132', 'We do not collect data about the health of children. We do not store passwords. We keep passwords for 2 days.', 'We do not collect the names of children. We collect your name.'],
  ['L132', 'We do not use cookies.\n\n- We use cookies to remember you.', 'We do not use cookies for advertising. We use cookies to remember you.'],
  ['L133', 'We keep searches for 18 months. Searches are deleted after 6 months.', 'We keep searches for 18 months. Searches are deleted from backups after 30 days.'],
  ['L133', 'We keep searches for 2 years. We keep searches for 12 months.', 'We keep searches for 1 year. We keep searches for 12 months.'],
  ['L133', 'We keep your medical records for 8 years after your last visit. Your medical records are deleted 10 years after your last visit.', 'We keep your medical records for 8 years after your last visit. Your posts are deleted 10 years after your last visit.'],
  ['L133', '30 days after your last login, your posts go: we delete them. We keep your posts for 2 years.', 'We keep your name for 2 years since your last login. We delete your posts 30 days after your last login.'],
  ['L134', 'We never use your messages for advertising. We use your messages to show you ads.', 'We never use your messages for advertising. We use your messages to answer you.'],
] // prettier-ignore

describe('contradictions', () => {
  test.each(contradictions)('%s: “%s”', (code, clash, none) => {
    const found = of(clash).findings.filter((finding) => finding.code === code)
    expect(found).toHaveLength(1)
    expect(found[0]?.related).toHaveLength(1)
    expect(codes(none).filter((one) => one.startsWith('L13'))).toEqual([])
  })

  test('of periods name what is kept, not the event that they count from', () => {
    const { findings } = of('We keep your medical records for 8 years after your last visit. Your medical records are deleted 10 years after your last visit.') // prettier-ignore
    expect(findings.map(({ message }) => message)).toEqual(['the text keeps health for 8 years and for 10 years'])
  })

  test('point at both sentences, wherever they stand', () => {
    const text =
      '# A\n\nWe never share your location.\n\n## B\n\n* Fine.\n* Now and then **we share** your\n  location with Harbour Maps.\n'
    const [finding] = of(text).findings
    expect([finding?.line, finding?.column, finding?.related[0]?.line, finding?.related[0]?.column]).toEqual([
      3, 1, 8, 18,
    ])
    expect(finding?.message).toBe('places you were: never shared in this sentence, but shared in another')
  })

  test('are less sure where the second sentence names a condition', () => {
    const confidence = (second: string): number | undefined => of(`We never share your location. ${second}`).findings[0]?.confidence // prettier-ignore
    expect(confidence('We share your location with Harbour Maps.')).toBe(0.9)
    expect(confidence('If you ask for a ride, we share your location with Harbour Maps.')).toBe(0.68)
  })
})

describe('what is no prose', () => {
  test.each([
    ['a block of code', '```\nWe answer promptly.\n```'],
    ['front matter', '---\nwhen: promptly\n---\n\nWe answer.'],
    ['a comment', '<!-- We answer promptly. -->\n\nWe answer.'],
    ['the address of a link', 'We [answer](https://example.org/promptly "promptly").'],
    ['a heading', '# We answer promptly'],
  ])('%s is not read', (_, text) => {
    expect(codes(text).filter((code) => code !== 'L306')).toEqual([])
  })

  test.each([
    ['HTML', '<p class="x">We answer&nbsp;you\n<b>promptly</b>.</p>', 2, 4],
    ['a quote in a list', '1. > We *answer* you promptly.', 1, 22],
    ['a cell', '| a | b |\n|---|---|\n| searches | we delete them periodically |', 3, 29],
    ['Windows line ends', 'Hello.\r\n\r\nWe answer you promptly.\r\n', 3, 15],
  ])('%s is, at its place', (_, text, line, column) => {
    expect(of(text).findings.map((finding) => [finding.code, finding.line, finding.column])).toEqual([['L104', line, column]]) // prettier-ignore
  })
})

describe('a schema against a text', () => {
  const table = (column: string, more = ''): string =>
    `create table customers (\n  id int primary key,\n  ${column}${more}\n);`

  test.each([
    ['L201', 'phone varchar(20)', 'We keep your name.', 'We keep your telephone number.'],
    ['L202', 'iban varchar(34)', 'We keep your name.', 'We keep your bank details.'],
    ['L203', 'religion text', 'We keep your name.', 'We keep your religion.'],
    ['L204', 'birth_date date', 'We do not collect your date of birth.', 'We collect your date of birth.'],
  ] as const)('%s: %s', (code, column, open, closed) => {
    const [finding, ...others] = of(open, table(column)).findings
    expect([finding?.code, others]).toEqual([code, []])
    expect(finding).toMatchObject({ file: 'schema.sql', line: 3, column: 3, length: column.split(' ')[0]?.length })
    expect(finding?.about).toMatchObject({ table: 'customers', column: column.split(' ')[0] })
    expect(codes(closed, table(column))).toEqual([])
    expect(codes(open, table(column, ' -- not personal: of the shop'))).toEqual([])
  })

  test('an address of the network is one by its type and name together, in any table that is not about machines', () => {
    const sql =
      'create table web_log (id int, ip inet, path text); create table hits (ip cidr); create table servers (ip inet); create table notes (ip text);'
    expect(of('We keep your name.', sql).findings.map(({ about }) => [about?.table, about?.kind])).toEqual([['web_log', 'ip'], ['hits', 'ip']]) // prettier-ignore
  })

  test.each([
    [
      'German',
      'Wir speichern Ihren Namen und Ihre Telefonnummer. Die Daten sind auf Servern in der Union, und wir geben sie nicht an andere.',
    ],
    [
      'French',
      'Nous gardons votre nom et votre numéro de téléphone. Les données sont sur des serveurs de la Union et nous ne les vendons pas.',
    ],
    [
      'Spanish',
      'Guardamos su nombre y su teléfono. Los datos están en servidores de la Unión y no se venden a otros por nosotros.',
    ],
    [
      'Portuguese',
      'Guardamos o seu nome e o seu telefone. Os dados são para o pedido e não são vendidos a outros por nós.',
    ],
  ])('%s words cover, and the text is said not to be checked', (language, text) => {
    const { findings } = of(text, table('phone text'))
    expect(findings.map(({ code }) => code)).toEqual(['L307'])
    expect(findings[0]?.message).toContain(language)
  })

  test('a text in a language it does not know covers nothing and accuses nobody', () => {
    const text =
      'Me säilytämme nimesi ja puhelinnumerosi kahden vuoden ajan, ja poistamme ne sitten kaikista järjestelmistämme pysyvästi.'
    expect(codes(text, table('phone text'))).toEqual(['L307'])
  })

  test.each([
    ['street', 'We keep your e-mail address and your IP address.'],
    ['union_member', 'Everything lies in the European Union.'],
    ['purchase_history', 'In order to serve you we keep your name.'],
    ['base_salary', 'You pay us once a month.'],
    ['occupation', 'Our company has a position on this.'],
  ])('%s is not covered by “%s”', (column, text) => {
    expect(of(text, table(`${column} text`)).findings.map(({ about }) => about?.column)).toEqual([column])
  })

  test('where to write to covers nothing', () => {
    expect(codes('We keep your name. Write to us by e-mail: lena@example.org.', table('email text'))).toEqual(['L201'])
  })

  test('a column that refers to another is not told twice', () => {
    const sql =
      'create table people (email text primary key); create table visits (email text references people (email));'
    expect(of('We keep your name.', sql).findings.map(({ about }) => about?.table)).toEqual(['people'])
  })

  test('what the text calls by the column’s own name is covered', () => {
    expect(codes('We keep your badge number and your loyalty tier.', 'create table staff (badge_number text)')).toEqual(
      [],
    )
  })
})

describe('files that cannot be read', () => {
  const read = (bytes: Uint8Array | string) => readSource('f.md', typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, 'text') // prettier-ignore
  const problem = (source: ReturnType<typeof readSource>) => ('finding' in source ? [source.finding.code, source.finding.line, source.finding.column] : []) // prettier-ignore

  test('say the line and what to do', () => {
    expect(problem(read('one\ntw\u0000o'))).toEqual(['L301', 2, 3])
    expect(problem(read(new Uint8Array([0x61, 0x0a, 0x62, 0xe9, 0x63])))).toEqual(['L301', 2, 2])
    expect(problem(read(new Uint8Array([0xff, 0xfe, 0x61, 0x00])))).toEqual(['L301', 1, 1])
    expect(problem({ finding: tooLarge('f.md', 5_000_000, 'text') })).toEqual(['L302', 1, 1])
    expect(read('﻿# Fine\n')).toEqual({ file: 'f.md', text: '# Fine\n' })
  })

  test.each([
    [
      'a picture',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]),
      /^this is not a text: it is a picture \(PNG\)$/,
      /^give the file of your privacy text/,
    ],
    ['a PDF', '%PDF-1.7\n', /it is a PDF$/, /^give the file of your privacy text/],
    ['a database', 'SQLite format 3\u0000', /it is a database of SQLite$/, /sqlite3 FILE \.schema/],
    [
      'random bytes',
      Uint8Array.from({ length: 512 }, (_, i) => (i * 167 + 13 + (i >> 3)) % 256),
      /^this is not a text: its bytes are no words/,
      /^give the file of your privacy text/,
    ],
    [
      'UTF-16 without its mark',
      new Uint8Array(Buffer.from('Straße und Haus', 'utf16le')),
      /^the file is UTF-16$/,
      /iconv -f UTF-16LE/,
    ],
    ['Latin 1', new Uint8Array(Buffer.from('Straße', 'latin1')), /^this is not UTF-8/, /iconv -f WINDOWS-1252/],
  ] as const)('%s is told as what it is', (_, bytes, problem, help) => {
    const source = read(bytes)
    const found = 'finding' in source ? source.finding : null
    expect([found?.code, found?.message, found?.help]).toEqual(['L301', expect.stringMatching(problem), expect.stringMatching(help)]) // prettier-ignore
  })

  test.each([
    ['create table a (b int);'],
    [
      '--\n-- PostgreSQL database dump\n--\n\n\\restrict x\n\nSET statement_timeout = 0;\nCREATE TABLE public.a (b integer);\n',
    ],
    ['-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `a`;\nCREATE TABLE `a` (`b` int);\n'],
    ['PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE a (b);\nCOMMIT;\n'],
    ["insert into people values ('x');"],
  ])('SQL in place of the text is told, and nothing else: %#', (sql) => {
    expect(codes(sql, 'create table t (phone text);')).toEqual(['L309'])
  })

  test.each([
    ['package.json', '{ "name": "we keep your name" }', 'JSON'],
    ['privacy', '[{ "text": "We keep your name." }]', 'JSON'],
    ['deploy.yaml', 'on: push', 'YAML'],
    ['src/app.ts', '// We keep your name.', 'code'],
  ])('%s is no privacy text, and nothing of it is compared', (file, text, what) => {
    const { findings, schemas } = lint({ file, text }, [{ file: 's.sql', text: 'create table t (phone text);' }])
    expect(findings.map(({ code, message }) => [code, message])).toEqual([
      ['L310', `this is ${what}, not a privacy text`],
    ])
    expect(schemas).toEqual([])
  })

  test('a text that begins with a bracket or speaks of files is read', () => {
    expect(codes('[Home](/) We keep your name.')).toEqual([])
    expect(codes('{{ title }}\n\nWe keep your name in package.json.')).toEqual([])
  })

  test('a short text in another language is said to be one', () => {
    expect(codes('Wir speichern Ihre Telefonnummer so lange wie nötig.')).toEqual(['L307'])
    expect(codes('We keep la dolce vita.')).toEqual([])
  })

  test.each([
    ['---\ntitle: x\n---\n\nCreate table reservations with us; we keep your name.'],
    ['# Tables\n\nWe keep these.\n\n```sql\ncreate table a (b int);\n```\n\nWe keep your name.'],
    ['Insert your card into the reader; we keep your name. Set your own password.'],
  ])('a text that speaks of tables is none: %#', (text) => {
    expect(codes(text)).not.toContain('L309')
  })

  test.each([
    ['L302', `create table t (${'a int, '.repeat(210_000)}b int);`],
    ['L303', "create table t (a text);\ncreate table u (b text default 'x);"],
    ['L304', 'create table t (a int);\nfrobnicate the tables;'],
    ['L305', 'select 1;'],
  ])('%s is raised for what of a schema was not read', (code, sql) => {
    expect(codes('We keep your name.', sql)).toContain(code)
  })

  test('a text without a sentence, and one with too many findings, are told', () => {
    expect(codes('\n\n---\n')).toEqual(['L306'])
    const { findings } = of('We answer promptly.\n\n'.repeat(2_500))
    expect([findings.length, findings.at(-1)?.code, findings.at(-1)?.message]).toEqual([
      2_001,
      'L308',
      '500 more findings are not shown',
    ])
  })
})

test('every code is tried above', () => {
  const tried = new Set<string>([...sentences, ...contradictions].map(([code]) => code))
  for (const code of [
    'L201',
    'L202',
    'L203',
    'L204',
    'L301',
    'L302',
    'L303',
    'L304',
    'L305',
    'L306',
    'L307',
    'L308',
    'L309',
    'L310',
  ])
    tried.add(code)
  expect(Object.keys(lintTable).filter((code) => !tried.has(code))).toEqual([])
})

test('every kind of the recogniser has words by which a sentence speaks of it', () => {
  const spoken = new Set(things.flatMap((thing) => thing.kinds))
  expect(kinds.map(({ name }) => name).filter((name) => !spoken.has(name))).toEqual([])
  expect([...spoken].filter((name) => !kinds.some((kind) => kind.name === name))).toEqual([])
})
