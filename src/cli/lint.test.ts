// `kept lint` as a stranger meets it: what it prints, how it ends, SARIF and annotations for programs, files that are none. `kept init`:
// what it asks, what it writes, that it compiles, is signed and is served.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../../test/harness/kept.ts'
import type { Lint } from '../systems/index.ts'
import { annotationsOf, sarifOf } from './lint/machine.ts'
import { lintLines } from './lint/words.ts'

const shop = resolve('examples/shop')
let cwd = ''
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'wordkept-lint-'))
  writeFileSync(join(cwd, 'privacy.md'), '# Privacy\n\nWe keep your name and your e-mail address for 2 years.\n')
  writeFileSync(join(cwd, 'schema.sql'), 'create table customers (id int primary key, name text, email text);\n')
  writeFileSync(
    join(cwd, 'more.sql'),
    'create table `staff` (`id` int, `iban` varchar(34), `phone` text) engine=InnoDB;\n',
  )
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const lint = (...args: string[]) => run(['lint', ...args], { cwd })
const json = async (...args: string[]): Promise<Lint & { counts: Record<string, number> }> =>
  JSON.parse((await lint(...args, '--json')).out.join('\n')) as Lint & { counts: Record<string, number> } // its own form

describe('kept lint', () => {
  test('says that there is nothing to mend, and what it looked at', async () => {
    const { code, out } = await lint('privacy.md', '--schema', 'schema.sql')
    expect([code, ...out]).toEqual([
      0,
      'nothing to mend',
      '  privacy.md: 2 sentences read',
      '  schema.sql, read as PostgreSQL: 1 table, 3 columns, 2 of them look personal: 2 spoken of, 0 not',
    ])
  })

  test.each([
    ['', '  s.sql: no table in it, so there was nothing to compare'],
    ['create table t (id int, total int);', '  s.sql, read as PostgreSQL: 1 table, 2 columns, none of them looks personal'],
    ['create table t (id int, email text);', '  s.sql, read as PostgreSQL: 1 table, 2 columns, 1 of them looks personal: 1 spoken of, 0 not'],
  ] as const)('says in plain words what it looked at in “%s”', async (sql, line) => {
    writeFileSync(join(cwd, 's.sql'), sql)
    expect((await lint('privacy.md', '--schema', 's.sql')).out.at(-1)).toBe(line)
  }) // prettier-ignore

  test.each([
    ['the text is forgotten', ['schema.sql'], 'kept lint privacy.md --schema schema.sql'],
    ['the two are swapped', ['schema.sql', '--schema', 'privacy.md'], 'kept lint privacy.md --schema schema.sql'],
    ['all are schemas', ['schema.sql', 'more.sql'], 'kept lint privacy.md --schema schema.sql more.sql'],
  ] as const)('says what comes first where %s, and exits 1', async (_, files, call) => {
    const { code, out } = await lint(...files)
    expect([code, out[0], out.find((line) => line.startsWith('  help: '))]).toEqual([1, 'error L309: this is SQL; the privacy text comes first', `  help: say \`${call}\``]) // prettier-ignore
  })

  test('of the example shows each kind of finding with its line', async () => {
    const { code, out } = await run(['lint', `${shop}/privacy.md`, '--schema', `${shop}/schema.sql`])
    expect(code).toBe(2)
    const text = out.join('\n').replaceAll(`${shop}/`, '')
    expect(text).toContain(
      [
        'warning L101: nobody can test `as long as necessary`',
        '   ┌ privacy.md:23:25',
        '23 │ We keep everything else as long as necessary, and delete purchases after 18 months. Whatever you …',
        '   │                         ^^^^^^^^^^^^^^^^^^^^',
        '  help: say a period or the event that ends it, for each kind of data and purpose: “for 18 months after you searched”',
      ].join('\n'),
    )
    expect(text).toContain(
      [
        'error L204: `customer.birth_date` looks like a date of birth, and the text says that it is not collected',
        '  ┌ schema.sql:9:3',
        '9 │   birth_date   date,',
        '  │   ^^^^^^^^^^',
        '   ┌ privacy.md:13:1',
        '13 │ We do not collect your date of birth.',
        '   │ ------------------------------------- the sentence',
        '  why: its name says “birth date”, of a person, and a sentence says never; 88 % sure',
        '  help: drop the column or change the sentence; or write `-- not personal: why` behind the column',
      ].join('\n'),
    )
    for (const found of ['L104', 'L106', 'L107', 'L114', 'L121', 'L131', 'L133', 'L201', 'L202'])
      expect(text).toContain(` ${found}: `)
    expect(out.slice(-3)).toEqual([
      expect.stringMatching(/^\d errors, \d warnings, \d note$/),
      expect.stringContaining('sentences read'),
      expect.stringContaining('1 set aside by a comment'),
    ])
  })

  test('tells uncovered columns of one table together', async () => {
    writeFileSync(join(cwd, 'none.md'), 'We keep nothing about anybody, as far as we know.\n')
    const { out } = await lint('none.md', '--schema', 'schema.sql')
    expect(out.slice(0, 7)).toEqual([
      'warning L201: 2 columns of `customers` look personal, and no sentence speaks of them',
      '  ┌ schema.sql:1:45',
      '1 │ create table customers (id int primary key, name text, email text);',
      expect.stringMatching(/^ {2}│ +\^\^\^\^ a person’s name \(its name says “name”, of a person; \d\d % sure\)$/),
      '1 │ create table customers (id int primary key, name text, email text);',
      expect.stringMatching(/^ {2}│ +\^\^\^\^\^ an e-mail address \(/),
      expect.stringMatching(/^ {2}help: say in the text that you keep them/),
    ])
  })

  test('takes several schemas, each in its own dialect, also as a shell expands them', async () => {
    const one = await json('privacy.md', '--schema', 'schema.sql', '--schema', 'more.sql')
    const other = await json('privacy.md', '--schema', 'schema.sql', 'more.sql')
    expect(other).toEqual(one)
    expect(one.schemas.map(({ file, dialect }) => [file, dialect])).toEqual([['schema.sql', 'postgres'], ['more.sql', 'mysql']]) // prettier-ignore
    expect(one.findings.map(({ code, file, line, column }) => [code, file, line, column])).toEqual([['L202', 'more.sql', 1, 33], ['L201', 'more.sql', 1, 53]]) // prettier-ignore
    expect(one.counts).toEqual({ error: 0, warning: 2, note: 0 })
    expect((await json('privacy.md', '--schema', 'schema.sql', '--dialect', 'sqlite')).schemas[0]?.dialect).toBe(
      'sqlite',
    )
  })

  test('reads a schema from the standard input', async () => {
    const { code, out } = await run(['lint', 'privacy.md', '--schema', '-'], {
      cwd,
      input: 'create table people (phone text);',
    })
    expect([code, out.join('\n')]).toEqual([2, expect.stringContaining('┌ standard input:1:22')])
  })

  test.each([
    ['two forms', ['privacy.md', '--json', '--sarif'], 64, /^error usage: name one of/],
    [
      'an unknown dialect',
      ['privacy.md', '--dialect', 'oracle'],
      64,
      /^error usage: .*it is one of postgres, mysql, sqlite/,
    ],
    ['the standard input twice', ['-', '--schema', '-'], 64, /^error usage: the standard input/],
    ['no file', ['nowhere.md'], 1, /^error file_missing/],
    ['a folder', ['.'], 1, /^error file_missing/],
  ] as const)('refuses %s', async (_, args, code, says) => {
    const ended = await lint(...args)
    expect([ended.code, ended.err[0]]).toEqual([code, expect.stringMatching(says)])
  })

  test.each(['shop/statement/statement.md', 'harbour/statement/statement.md'])(
    'of our own %s finds nothing but notes',
    async (path) => {
      const { code, out } = await run(['lint', resolve('examples', path)])
      expect([code, out.filter((line) => /^(?:error|warning) /.test(line))]).toEqual([0, []])
    },
  )

  test('never writes', async () => {
    const before = readFileSync(join(cwd, 'privacy.md'), 'utf8')
    await lint('privacy.md', '--schema', 'more.sql')
    expect(readFileSync(join(cwd, 'privacy.md'), 'utf8')).toBe(before)
  })
})

describe('a file that cannot be read to its end exits 1, with its line and what to do', () => {
  const files: readonly (readonly [name: string, bytes: Uint8Array | string, says: RegExp, at: string])[] = [
    ['NUL', 'create table a (\nb in\u0000t);', /U\+0000/, ':2:5'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x63, 0]), /UTF-16.*|iconv/, ':1:1'],
    ['Latin 1', new Uint8Array([...Buffer.from('create table a (\n  stra'), 0xdf, 0x65]), /not UTF-8/, ':2:7'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), /this is not a text: it is a picture \(PNG\)/, ':1:1'],
    ['an open quote', "create table a (b text);\ncreate table c (d text default 'x);\n", /a text begins here, and nothing closes it/, ':2:32'],
    ['a long text', ' '.repeat(65 * 1024 * 1024), /has 65 MB, and the lint takes 64/, ':1:1'],
  ] // prettier-ignore

  test.each(files)('%s', async (name, bytes, says, at) => {
    const file = `${name.replaceAll(' ', '-')}.sql`
    writeFileSync(join(cwd, file), bytes)
    const began = performance.now()
    const { code, out } = await lint('privacy.md', '--schema', file)
    expect([code, out.join('\n')]).toEqual([1, expect.stringMatching(says)])
    expect(out.join('\n')).toContain(`${file}${at}`)
    expect(out.some((line) => /^ {2}help: /.test(line))).toBe(true)
    expect(performance.now() - began).toBeLessThan(20_000)
    rmSync(join(cwd, file))
  })

  test('a text of 20 MB', async () => {
    writeFileSync(join(cwd, 'huge.md'), 'We keep it. '.repeat(1_750_000))
    const { code, out } = await lint('huge.md')
    expect([code, out[0]]).toEqual([1, 'error L302: the file has 20.1 MB, and the lint takes 2'])
    rmSync(join(cwd, 'huge.md'))
  })

  test('nothing of a hostile line is obeyed by the terminal', async () => {
    writeFileSync(join(cwd, 'sneaky.md'), 'We answer \u202epromptly\u202c.\n')
    const { out } = await lint('sneaky.md')
    expect(out.join('')).not.toMatch(/\p{Cf}|\p{Cc}/u)
  })
})

describe('long lines', () => {
  const frame = (text: string): readonly string[] => {
    const finding = {
      file: 'f',
      line: 1,
      column: text.indexOf('promptly') + 1,
      length: 8,
      source: text,
      related: [],
      about: null,
    }
    return lintLines({ color: false }, { findings: [{ ...finding, code: 'L104', severity: 'warning', message: 'm', reason: 'r', confidence: 1, help: 'h' }], text: { file: 'f', sentences: 1, language: 'English' }, schemas: [] }).slice(2, 4) // prettier-ignore
  }
  test.each([
    ['promptly'],
    ['we answer promptly, and so on'],
    [`${'word '.repeat(60)}promptly`],
    [`promptly${' word'.repeat(60)}`],
    [`${'word '.repeat(60)}promptly${' word'.repeat(60)}`],
    [`${'x'.repeat(400)}promptly${'x'.repeat(400)}`],
  ])('the caret stands under the phrase: %#', (text) => {
    const [line = '', mark = ''] = frame(text)
    expect(line.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('promptly')
    expect(line.length).toBeLessThan(112)
  })
})

describe('for programs', () => {
  test('SARIF 2.1.0 has what the standard and GitHub ask for', async () => {
    const { code, out } = await run(['lint', `${shop}/privacy.md`, '--schema', `${shop}/schema.sql`, '--sarif'])
    const log = JSON.parse(out.join('\n')) as Sarif // checked below, field by field
    expect(code).toBe(2)
    expect(wrongSarif(log)).toEqual([])
    expect(log.runs[0]?.results.length).toBeGreaterThan(8)
    const [clash] = log.runs[0]?.results.filter(({ ruleId }) => ruleId === 'L131') ?? []
    expect(clash).toMatchObject({
      level: 'error',
      rank: 90,
      relatedLocations: [{ id: 0, message: { text: 'and here it is' } }],
    })
    expect(clash?.locations[0]?.physicalLocation).toMatchObject({
      region: { startLine: 17, startColumn: 1, endLine: 17, endColumn: 48 },
    })
  })

  test('the check of SARIF finds what is wrong', () => {
    const good = sarifOf({ findings: [] }) as Sarif // as above
    expect(wrongSarif(good)).toEqual([])
    expect(wrongSarif({ ...good, version: '2.0.0' })).toEqual(['version'])
    expect(wrongSarif({ ...good, runs: [] })).toEqual(['runs'])
  })

  test('a file’s name is a URI, and findings alike have fingerprints of their own', async () => {
    writeFileSync(join(cwd, 'my text.md'), 'We answer promptly.\n\nWe answer promptly.\n')
    const log = JSON.parse((await lint('my text.md', '--sarif')).out.join('\n')) as Sarif // as above
    const results = log.runs[0]?.results ?? []
    expect(results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri)).toEqual(['my%20text.md', 'my%20text.md']) // prettier-ignore
    expect(new Set(results.map(({ partialFingerprints }) => partialFingerprints['keptLint/v1'])).size).toBe(2)
  })

  test('annotations of GitHub are one line each, escaped', async () => {
    const { out } = await lint('none.md', '--schema', 'schema.sql', '--github')
    expect(out[0]).toMatch(/^::warning file=schema\.sql,line=1,endLine=1,col=45,endColumn=49,title=L201 no sentence covers this column::`customers\.name` looks like a person’s name, and no sentence speaks of it\. Say in the text/) // prettier-ignore
    const [finding] = (await json('none.md', '--schema', 'schema.sql')).findings
    if (!finding) throw new Error('nothing was found')
    expect(annotationsOf({ findings: [{ ...finding, severity: 'note', file: 'a,b:c%.md', message: 'x\ny%' }] })[0]).toMatch(/^::notice file=a%2Cb%3Ac%25\.md,.*::x%0Ay%25\./) // prettier-ignore
  })
})

/** SARIF as far as it is checked here. */
interface Sarif {
  readonly $schema?: string
  readonly version: string
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string; readonly name: string; readonly shortDescription: { readonly text: string }; readonly fullDescription: { readonly text: string }; readonly help: { readonly text: string }; readonly defaultConfiguration: { readonly level: string } }[] } }
    readonly columnKind: string
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly level: string
      readonly rank: number
      readonly message: { readonly text: string }
      readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>> } }[]
      readonly partialFingerprints: Readonly<Record<string, string>>
    }[]
  }[]
} // prettier-ignore

/** What is missing or wrong, by the sections of SARIF 2.1.0 (3.13 log, 3.14 run, 3.27 result, 3.30 region, 3.49 rule) and GitHub’s list of required fields. */
function wrongSarif(log: Sarif): string[] {
  const wrong: string[] = []
  const must = (name: string, holds: boolean): void => void (holds || wrong.push(name))
  must('version', log.version === '2.1.0')
  must('$schema', log.$schema?.includes('sarif-2.1.0') ?? false)
  must('runs', log.runs.length === 1)
  for (const { tool, columnKind, results } of log.runs) {
    const { name, rules } = tool.driver
    must('driver.name', name !== '')
    must('columnKind', columnKind === 'utf16CodeUnits')
    must('rule ids are unique', new Set(rules.map(({ id }) => id)).size === rules.length)
    for (const rule of rules) {
      must(`${rule.id}: name in Pascal case`, /^(?:[A-Z][a-z]*)+$/.test(rule.name))
      must(`${rule.id}: texts`, [rule.shortDescription, rule.fullDescription, rule.help].every(({ text }) => text !== '' && text.length < 1024)) // prettier-ignore
      must(`${rule.id}: level`, ['error', 'warning', 'note'].includes(rule.defaultConfiguration.level))
    }
    for (const result of results) {
      must(`${result.ruleId}: its rule`, rules[result.ruleIndex]?.id === result.ruleId)
      must(`${result.ruleId}: level`, ['error', 'warning', 'note'].includes(result.level))
      must(`${result.ruleId}: rank`, result.rank >= 0 && result.rank <= 100)
      must(`${result.ruleId}: text`, result.message.text !== '')
      must(`${result.ruleId}: fingerprint`, Object.keys(result.partialFingerprints).length > 0)
      must(`${result.ruleId}: one place`, result.locations.length === 1)
      for (const { physicalLocation } of result.locations) {
        const { startLine, startColumn, endLine, endColumn } = physicalLocation.region
        must(`${result.ruleId}: region`, startLine >= 1 && startColumn >= 1 && endLine === startLine && endColumn > startColumn) // prettier-ignore
        must(`${result.ruleId}: uri`, /^[\w.%~/-]+$/.test(physicalLocation.artifactLocation.uri))
      }
    }
  }
  return wrong
}

describe('kept init', () => {
  const contact = 'Ínes Falk, 3 Reed Lane, Fenport, +44 20 7946 0777'
  const said = ['--name', 'Acme & Sons', '--contact', contact]

  test('writes a statement that compiles without a word of doubt, and says what comes next', async () => {
    const { code, out } = await run(['init', 'acme', '--yes', ...said], { cwd })
    expect([code, out[0]]).toEqual([
      0,
      'written: acme/statement.md, 5 sentences, each with its rule; the registers beside it',
    ])
    expect(out.filter((line) => line.startsWith('  npx kept '))).toEqual([
      '  npx kept check acme',
      '  npx kept sign --all --officer ines --folder acme',
      '  npx kept serve --statement acme --tenant acme-sons',
    ])
    const check = JSON.parse((await run(['check', 'acme', '--json'], { cwd })).out.join('\n')) as {
      diagnostics: unknown[]
      clauses: number
    } // its own form
    expect([check.diagnostics, check.clauses]).toEqual([[], 5])
  })

  test('what it wrote is signed, and served', async () => {
    expect((await run(['sign', '--all', '--officer', 'ines', '--folder', 'acme'], { cwd })).code).toBe(0)
    expect((await run(['check', 'acme', '--json'], { cwd })).out.join('')).toContain('"diagnostics": []')
    const served = await run(['serve', '--home', 'home', '--port', '0', '--statement', 'acme', '--tenant', 'acme-sons', '--json'], { cwd }) // prettier-ignore
    expect([served.code, JSON.parse(served.out.join('\n'))]).toEqual([0, expect.objectContaining({ name: 'Acme & Sons', statement: expect.objectContaining({ version: 1 }) })]) // prettier-ignore
  }, 180_000)

  test('every kind and time compiles, alone and together', async () => {
    const kinds = ['contact', 'account', 'orders', 'messages', 'feedback', 'device']
    const tried = [
      ...kinds.map((kind) => [kind, '1 year']),
      [kinds.join(','), '18 months'],
      [kinds.join(' '), '1 day'],
      ['orders', '6 weeks'],
    ]
    for (const [i, [keeps = '', time = '']] of tried.entries()) {
      const { code, err } = await run(
        ['init', `kind-${i}`, '--yes', ...said, '--keeps', keeps, '--for', time, '--place', 'Øresund'],
        { cwd },
      )
      expect([code, err], `${keeps} for ${time}`).toEqual([0, []])
      expect((await run(['check', `kind-${i}`, '--json'], { cwd })).out.join('')).toContain('"diagnostics": []')
    }
  })

  test('overwrites nothing, not even one file of it', async () => {
    mkdirSync(join(cwd, 'taken/registers'), { recursive: true })
    writeFileSync(join(cwd, 'taken/registers/places.yaml'), 'mine')
    const { code, err } = await run(['init', 'taken', '--yes', ...said], { cwd })
    expect([code, err]).toEqual([1, ['error file_exists: a file is there already, and nothing was overwritten', '  ┌ files: taken/registers/places.yaml', expect.stringMatching(/^ {2}help: /)]]) // prettier-ignore
    expect(readFileSync(join(cwd, 'taken/registers/places.yaml'), 'utf8')).toBe('mine')
    expect(existsSync(join(cwd, 'taken/statement.md'))).toBe(false)
  })

  test('without a terminal says which flags are missing', async () => {
    const bare = await run(['init', 'bare'], { cwd })
    expect([bare.code, bare.err[0]]).toEqual([64, expect.stringMatching(/no terminal to ask on: say --name .* --keeps .* --for .* --place .* --contact /)]) // prettier-ignore
    const yes = await run(['init', 'bare', '--yes', '--name', 'Acme'], { cwd })
    expect([yes.code, yes.err[0]]).toEqual([
      64,
      expect.stringMatching(/nothing can be proposed for these.*: --contact/),
    ])
    expect(existsSync(join(cwd, 'bare'))).toBe(false)
  })

  test.each([
    ['--for', 'ten years'],
    ['--for', '0 days'],
    ['--keeps', 'contact, souls'],
    ['--contact', 'Ines'],
    ['--name', 'a`b'],
    ['--place', '\u202eeu'],
  ])('refuses %s %s with one that fits', async (flag, value) => {
    const { code, err } = await run(['init', 'bad', '--yes', ...said, flag, value], { cwd })
    expect([code, err[0]]).toEqual([64, expect.stringContaining(`say it like \`${flag} "`)])
    expect(existsSync(join(cwd, 'bad'))).toBe(false)
  })

  test('asks on a terminal, once more where an answer cannot be read', async () => {
    const typed = ['Reed Bakery', 'orders, souls', 'orders', '', 'Norway', contact]
    const { code, out } = await run(['init', 'asked'], { cwd, typed })
    expect([code, out[0]]).toEqual([0, '  say it like: contact, orders'])
    const text = readFileSync(join(cwd, 'asked/statement.md'), 'utf8')
    expect(text).toContain('# What Reed Bakery keeps about you')
    expect(text).toContain('It stays for 2 years.')
    expect(text).toContain('All of it lies in this place: Norway.')
    expect((await run(['check', 'asked'], { cwd })).code).toBe(0)
  })

  test('ends when the terminal does', async () => {
    const { code, err } = await run(['init', 'ended'], { cwd, typed: ['Acme'] })
    expect([code, err[0]]).toEqual([1, expect.stringMatching(/^error input_invalid/)])
    expect(existsSync(join(cwd, 'ended'))).toBe(false)
  })
})
