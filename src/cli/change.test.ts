// A statement is changed at a terminal: what it says, who signs what, what a change opens and closes, and how much of it could be kept.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../../test/harness/kept.ts'
import { smallStatement } from '../../test/harness/small-statement.ts'
import type { StatementFiles } from '../statement/index.ts'

let cwd = ''
const write = (folder: string, files: StatementFiles): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(cwd, folder, dirname(path)), { recursive: true })
    writeFileSync(join(cwd, folder, path), text)
  }
}
const info = '\n\nQuill is a small house.\n\n```kept house\ninfo "who we are"\n```\n\nWe hope you like it.\n'
const organisation = smallStatement()['registers/organisation.yaml']!
const before = smallStatement()
const after = smallStatement(
  ['your words for 18 months', 'your words for 24 months'],
  ['18 months after collection', '24 months after collection'],
  ['use search in web for suggest because consent suggestions', 'never use search in web for suggest'],
  ['Say yes, and your words also pick suggestions.', 'Your words pick no suggestions.'],
)

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'wordkept-change-'))
  write('before', before)
  write('after', after)
  write('mine', {
    ...before,
    'statement.md': before['statement.md']! + info,
    'registers/organisation.yaml': organisation.replace('role: engineer', 'role: engineer, signs: [ruled]'),
  })
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const json = async (args: readonly string[]): Promise<unknown> => JSON.parse((await run([...args, '--json'], { cwd })).out.join('\n')) // prettier-ignore

describe('a clause changed after it was signed', () => {
  const signed = async (folder: string): Promise<void> => {
    write(folder, before)
    expect((await run(['sign', 'searches', '--officer', 'vera', '--folder', folder], { cwd })).code).toBe(0)
    const text = readFileSync(join(cwd, folder, 'statement.md'), 'utf8')
    writeFileSync(join(cwd, folder, 'statement.md'), text.replaceAll('18 months', '24 months'))
  }

  test('is not published: the reason is that it is not signed, with the command that signs it from here', async () => {
    await signed('stale')
    const { code, err } = await run(['publish', 'stale', '--officer', 'vera', '--look'], { cwd })
    expect([code, err.slice(-4)]).toEqual([
      1,
      [
        'error signature_stale: words or rules changed after an officer signed them',
        '  ┌ not signed: searches',
        '  ┌ sign: npx kept sign searches --officer vera --folder stale',
        expect.stringMatching(/^ {2}help: read them again, sign/),
      ],
    ])
    await run('sign searches --officer vera --folder stale'.split(' '), { cwd })
    expect((await run(['check', 'stale'], { cwd })).out[0]).toMatch(/^compiles: stale/)
  })

  test('is told with the command that signs it from here, whatever the folder is called', async () => {
    const help = async (folder: string, from = cwd): Promise<unknown> => {
      const { out } = await run(['check', folder], { cwd: from })
      return /`(npx kept sign searches[^`]*)`/.exec(out.join('\n'))?.[1]
    }
    await signed('to sign')
    expect(await help('to sign')).toBe("npx kept sign searches --officer vera --folder 'to sign'")
    expect(await help('.', join(cwd, 'to sign'))).toBe('npx kept sign searches --officer vera')
    expect(await help('../to sign', join(cwd, 'mine'))).toBe("npx kept sign searches --officer vera --folder '../to sign'") // prettier-ignore
    const { diagnostics } = (await json(['check', 'to sign'])) as { diagnostics: { help: string }[] }
    expect(diagnostics[0]?.help).toContain("--folder 'to sign'`")
  })
})

describe('kept diff', () => {
  test('says what a change opens, closes and lengthens, and which of it is material', async () => {
    const { code, out } = await run(['diff', 'before', 'after'], { cwd })
    expect(code).toBe(0)
    expect(out).toContain('searches: words and rules')
    expect(out).toContain('  - keep search in web 18 months after collection or until removal')
    expect(out).toContain('  + keep search in web 24 months after collection or until removal')
    expect(out).toContain('  K804 lengthened: kept 24 months after collection, before 18 months after collection')
    expect(out).toContain('  closed: not used for suggest by machines any more')
    expect(out.at(-1)).toBe('material, until an officer says otherwise: K804:searches')
  })

  test('exits 2 where it is asked to and a change is material; the other way round none is', async () => {
    expect((await run(['diff', 'before', 'after', '--fail-on-material'], { cwd })).code).toBe(2)
    const back = await run(['diff', 'before', 'before', '--fail-on-material'], { cwd })
    expect([back.code, back.out]).toEqual([0, ['nothing changed: both have the same hash']])
    const { changes } = (await json(['diff', 'before', 'after'])) as { changes: { key: string; message: string }[] }
    expect(changes.filter(({ key }) => key !== null)).toMatchObject([{ key: 'K804:searches', message: expect.stringContaining('`searches` keeps longer') }]) // prettier-ignore
  })

  test('names entries of registers that came, went or say something else, without making them material', async () => {
    const recipients = 'post: { label: The post, kind: vendor, functions: [provide], at: [eu], since: "2026-01-01", contract: signed, audit: seen, told: "2026-01-01" }\n' // prettier-ignore
    const taxonomy = before['registers/taxonomy.yaml']!
    write('was', { ...before, 'registers/recipients.yaml': recipients })
    write('came', {
      ...before,
      'registers/recipients.yaml': recipients.replace('post:', 'mail:'),
      'registers/sources.yaml': 'shop-site:\n  label: The shop\n  product: web\n  people: { userId: customer }\n  rows: {}\n',
      'registers/taxonomy.yaml': taxonomy.replace('purposes:\n', 'purposes:\n  train: { label: Training, bit: 40, gives: better answers }\n'),
      'registers/organisation.yaml': organisation.replace('1 Reed Lane', '2 Reed Lane'),
    }) // prettier-ignore
    const { out } = await run(['diff', 'was', 'came'], { cwd })
    expect(out.slice(out.indexOf('registers'), -1)).toEqual([
      'registers',
      '  changed: a new entry',
      '    purposes/train, recipients/mail, sources/shop-site',
      '  changed: an entry that is gone',
      '    recipients/post',
      '  changed: says something else: address “Quill, 2 Reed Lane, Fenport”, before “Quill, 1 Reed Lane, Fenport”',
      '    organisation',
      '',
    ])
    expect(out.at(-1)).toBe('material: no')
    const { changes } = (await json(['diff', 'was', 'came'])) as {
      changes: { what: string; of: string[]; key: null }[]
    }
    expect(changes).toContainEqual(expect.objectContaining({ what: 'a new entry', of: ['purposes/train', 'recipients/mail', 'sources/shop-site'], key: null })) // prettier-ignore
  })

  test('compares with nothing that does not compile', async () => {
    write('broken', { ...before, 'statement.md': '# No\n\nNo.\n\n```kept no\nkeeep any\n```\n' })
    expect((await run(['diff', 'before', 'broken'], { cwd })).code).toBe(1)
  })
})

test('kept say says each rule beside its words', async () => {
  const { out } = await run(['say', 'searches', '--folder', 'before'], { cwd })
  expect(out.slice(1, 4)).toEqual(['  When you search, we keep your words for 18 months, to answer you.', '  collect search in web from person', expect.stringMatching(/^ {4}we read: We may take in “Searches”/)]) // prettier-ignore
  const { clauses } = (await json(['say', '--folder', 'mine'])) as { clauses: { clause: string; rules: unknown[] }[] }
  expect(clauses.map(({ clause }) => clause)).toContain('house')
  expect((await run(['say', 'serches', '--folder', 'before'], { cwd })).err).toContain('  ┌ meant: searches')
})

describe('kept sign', () => {
  test('lists what lacks a signature, and how many', async () => {
    const { code, out } = await run(['sign', '--folder', 'mine'], { cwd })
    expect(code).toBe(2)
    expect(out.find((line) => line.startsWith('house'))).toMatch(/house +info +unsigned +nobody +2/)
    expect((await run(['sign', '--all', '--folder', 'mine'], { cwd })).code).toBe(64)
  })

  test('lets officers sign what the register says, information twice, and nothing without rules', async () => {
    const sign = (...args: string[]) => run(['sign', ...args, '--folder', 'mine', '--on', '2026-11-02'], { cwd })
    expect((await sign('house', '--officer', 'ruth')).err).toContain('error sign_refused: this officer may not sign a clause of this class') // prettier-ignore
    expect((await sign('house', '--officer', 'vera')).out.at(-1)).toMatch(/one more/)
    const bare = ((await json(['say', '--folder', 'mine'])) as { clauses: { clause: string; class: string }[] }).clauses.find((one) => one.class === 'bare') // prettier-ignore
    expect((await sign(bare!.clause, '--officer', 'vera')).err.join('\n')).toContain('nothing that its words could agree with') // prettier-ignore
    expect((await sign('--all', '--officer', 'olaf')).code).toBe(0)
    expect((await run(['sign', '--folder', 'mine'], { cwd })).out).toEqual(['mine: every clause that says something is signed']) // prettier-ignore
    const text = readFileSync(join(cwd, 'mine/signed.yaml'), 'utf8')
    expect(text.match(/clause: house/g)).toHaveLength(2)
    expect((await sign('--all', '--officer', 'olaf')).out).toEqual(['nothing lacks a signature of olaf'])
    expect(readFileSync(join(cwd, 'mine/signed.yaml'), 'utf8')).toBe(text)
  })

  test('whose right was taken signs nothing any more: the line is told', async () => {
    const signed = readFileSync(join(cwd, 'mine/signed.yaml'), 'utf8')
    write('taken', { ...before, 'statement.md': before['statement.md']! + info, 'signed.yaml': signed, 'registers/organisation.yaml': organisation.replace('role: lawyer', 'role: lawyer, signs: [ruled]') }) // prettier-ignore
    const { code, out } = await run(['check', 'taken'], { cwd })
    expect([code, out.join('\n')]).toEqual([2, expect.stringContaining('`olaf` may not sign a clause that is info')])
  })
})

test('kept coverage of a folder counts what could be kept at all, of all but information', async () => {
  expect(await json(['coverage', 'mine'])).toMatchObject({ ready: 7, of: 8, info: 1, aim: [], unsigned: [] })
  expect(await json(['coverage', 'before'])).toMatchObject({ ready: 0, of: 7, info: 0 })
  const { out } = await run(['coverage', 'mine'], { cwd })
  expect(out[0]).toContain('7 of 8 could be kept')
})

test.each([
  [['request', 'delete'], 'did you mean `erase`?'],
  [['request', 'acces'], 'did you mean `access`?'],
  [['mode', 'observ', 'web'], 'did you mean `observe`?'],
])('%o is answered with what was probably meant', async (args, words) => {
  const { code, err } = await run(args, { cwd })
  expect([code, err[0]]).toEqual([64, expect.stringContaining(words)])
})
