// The command line as a stranger meets it: words, JSON, exit codes, and an installation that starts, is reached in this process when no
// server runs, and keeps its name.

import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../../test/harness/kept.ts'
import { commandNames } from './program.ts'
import { styled } from './shell.ts'

const harbour = resolve('examples/harbour/statement')
let cwd = ''
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'wordkept-cli-'))
  cpSync(harbour, join(cwd, 'mine'), { recursive: true })
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const question = { ask: 'use', product: 'chat', category: 'content.message.chat', purpose: 'advertise' }

describe('help', () => {
  test('lists every command and every exit code', async () => {
    const { code, out } = await run(['--help'])
    expect(code).toBe(0)
    for (const name of commandNames) expect(out.join('\n')).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
    expect(out.join('\n')).toMatch(/^ +64 {2}the command was not written as its help says$/m)
  })

  test.each(commandNames)('of %s has examples', async (name) => {
    const { code, out } = await run([name, '--help'])
    expect([code, out.join('\n')]).toEqual([0, expect.stringContaining(`$ npx kept ${name}`)])
  })

  test.each([[['chek']], [['check', '--nonsense']], [['verify']], [['decide', '.']]])(
    '%o is told to be written otherwise',
    async (args) => {
      const { code, err } = await run(args)
      expect([code, err[0]]).toEqual([64, expect.stringMatching(/^error usage: /)])
      expect(err.at(-1)).toMatch(/^ {2}help: `npx kept .*--help` says how it is written$/)
    },
  )
})

describe('a statement', () => {
  test('that compiles exits 0 with its hash, in words and as JSON', async () => {
    const words = await run(['check', 'mine'], { cwd })
    const json = JSON.parse((await run(['check', 'mine', '--json'], { cwd })).out.join('\n')) as {
      hash: string
      clauses: number
      diagnostics: unknown[]
    }
    expect([words.code, json.diagnostics]).toEqual([0, []])
    expect(words.out.at(-1)).toBe(`compiles: mine: ${json.clauses} clauses, hash ${json.hash.slice(0, 16)}`)
  })

  test('with an error exits 2 and shows line and caret', async () => {
    const broken = mkdtempSync(join(cwd, 'broken-'))
    cpSync(harbour, broken, { recursive: true })
    const text = readFileSync(join(broken, 'statement.md'), 'utf8')
    writeFileSync(
      join(broken, 'statement.md'),
      text
        .replace('use private-content', 'use private-contents')
        .replace('never use private-content', 'never use private-contents'),
    )
    const { code, out } = await run(['check', broken])
    expect(code).toBe(2)
    expect(out.join('\n')).toMatch(/error K201: .*\n +┌ statement\.md:\d+:\d+\n\d+ │ never use private-contents/)
    expect((await run(['build', broken, '--out', join(cwd, 'never')])).code).toBe(1)
  })

  test('is built to the same bytes twice', async () => {
    await run(['build', 'mine', '--out', 'one'], { cwd })
    await run(['build', 'mine', '--out', 'two'], { cwd })
    for (const name of ['policy.json', 'page.json'])
      expect(readFileSync(join(cwd, 'one', name))).toEqual(readFileSync(join(cwd, 'two', name)))
  })

  test('explains a clause, and knows when there is none', async () => {
    const { out } = await run(['explain', 'no-ads', '--folder', 'mine'], { cwd })
    expect(out.join('\n')).toContain('never use private-content for advertise')
    expect(await run(['explain', 'nothing', '--folder', 'mine'], { cwd })).toMatchObject({
      code: 1,
      err: [
        'error name_unknown: nothing has this name',
        '  ┌ clause: nothing',
        expect.stringMatching(/┌ known: .*searches/),
        expect.any(String),
      ],
    })
  })

  test('is signed for the day it is, by an officer it knows', async () => {
    const { code, out } = await run(['sign', 'searches', '--officer', 'jonas', '--folder', 'mine'], {
      cwd,
      now: new Date('2026-12-01T10:00:00Z'),
    })
    expect([code, out[0]]).toEqual([0, expect.stringContaining('searches: signed by jonas on 2026-12-01')])
    expect(readFileSync(join(cwd, 'mine/signed.yaml'), 'utf8')).toMatch(/searches.*jonas.*2026-12-01/)
    expect((await run(['sign', 'searches', '--officer', 'inez', '--folder', 'mine'], { cwd })).err).toEqual(['error name_unknown: nothing has this name', '  ┌ officer: inez', '  ┌ meant: ines', expect.any(String)]) // prettier-ignore
  })

  test('answers one question with one answer, a list with a list', async () => {
    const one = await run(['decide', harbour, '--question', '-'], { input: JSON.stringify(question) })
    expect([one.code, JSON.parse(one.out.join('\n'))]).toEqual([
      0,
      { effect: 'deny', clause: 'no-ads', term: 'never', why: expect.any(String) },
    ])
    writeFileSync(join(cwd, 'questions.json'), JSON.stringify([question, { ...question, purpose: 'provide' }]))
    const list = await run(['decide', harbour, '--question', 'questions.json'], { cwd })
    expect((JSON.parse(list.out.join('\n')) as { effect: string }[]).map(({ effect }) => effect)).toEqual([
      'deny',
      'permit',
    ])
  })

  test('that rests on a yes which was given to less is told as shut, with the sentence and the reason', async () => {
    const rule = 'use interaction.device.purchase in store for improve because consent voice-clips'
    const draft = join(cwd, 'wider')
    cpSync(harbour, draft, { recursive: true })
    const text = readFileSync(join(draft, 'statement.md'), 'utf8')
    const asked = { ask: 'use', product: 'store', category: 'interaction.device.purchase', purpose: 'improve', choices: { 'voice-clips': 'on' } } // prettier-ignore
    writeFileSync(join(draft, 'statement.md'), `${text}\n## Wider\n\nSay yes to voice, and what you bought makes things better.\n\n\`\`\`kept wider\n${rule}\n\`\`\`\n`) // prettier-ignore
    const answers = async (...more: string[]): Promise<unknown> => JSON.parse((await run(['decide', draft, '--question', '-', ...more], { input: JSON.stringify(asked) })).out.join('\n')) // prettier-ignore
    expect(await answers()).toMatchObject({ effect: 'permit', clause: 'wider' })
    expect(await answers('--earlier', harbour)).toMatchObject({ effect: 'deny', clause: 'wider', term: 'based', why: expect.stringContaining('whoever said yes before was asked for less') }) // prettier-ignore
  })

  test('may be about what is made and what is brought together', async () => {
    const asked = [
      { ask: 'derive', product: 'search', category: 'interaction.interest', origin: 'inferred', purpose: 'personalise', inputs: [{ category: 'content.message.chat', product: 'chat' }] },
      { ask: 'combine', product: 'chat', category: 'content.message.chat', purpose: 'advertise', with: { product: 'search', category: 'interaction.search' } },
    ] // prettier-ignore
    const { code, out } = await run(['decide', harbour, '--question', '-'], { input: JSON.stringify(asked) })
    expect([code, JSON.parse(out.join('\n'))]).toMatchObject([0, [{ effect: 'deny' }, { effect: 'deny' }]])
  })

  test('whose names the statement does not know is answered no, with what was probably meant', async () => {
    const asked = { ask: 'use', product: 'serach', category: 'interaction.serch', purpose: 'provied', with: { product: 'attic' } } // prettier-ignore
    const { code, out } = await run(['decide', harbour, '--question', '-'], { input: JSON.stringify([asked, { ...question, purpose: undefined }]) }) // prettier-ignore
    const [slips, none] = JSON.parse(out.join('\n')) as { effect: string; unknown: string[] }[]
    expect([code, slips!.effect, none!.effect]).toEqual([0, 'deny', 'deny'])
    expect(slips!.unknown).toEqual([
      'product `serach`: did you mean `search`?',
      expect.stringMatching(/^product `attic`: unknown; the statement has .*\bsearch\b/),
      'category `interaction.serch`: did you mean `interaction.search`?',
      'purpose `provied`: did you mean `provide`?',
    ])
    expect(none!.unknown).toEqual([expect.stringMatching(/^purpose: none was said; the statement has .*\bprovide\b/)])
  })

  test('whose form is wrong is told so in the words of a command, with the field that was meant', async () => {
    const { code, err } = await run(['decide', harbour, '--question', '-'], { input: JSON.stringify({ ...question, purpos: 'x', inputs: [{ kategory: 'y' }] }) }) // prettier-ignore
    expect([code, err[0], err.at(-1)]).toEqual([1, 'error input_invalid: what was given does not have the form that it needs', '  help: mend what is named']) // prettier-ignore
    expect(err[1]).toMatch(/question: inputs\.0: `kategory` is none of product, category, .*did you mean `category`\?$/)
    expect(err[2]).toMatch(/question: `purpos` is none of ask, .*did you mean `purpose`\?$/)
    const { err: lacking } = await run(['decide', harbour, '--question', '-'], { input: JSON.stringify({ ask: 'use', category: 'x' }) }) // prettier-ignore
    expect(lacking[1]).toBe('  ┌ question: product: it is missing')
    const words = (await run(['decide', harbour, '--question', '-'], { input: 'nonsense' })).err.join('\n')
    expect(words).toContain('error input_not_json: this is not JSON')
    expect(words).not.toMatch(/HTTP|request|contract|header/)
  })

  test.each([
    ['no JSON', 'nonsense', 'input_not_json'],
    ['an unknown field', JSON.stringify({ ...question, colour: 'red' }), 'input_invalid'],
    ['no product', JSON.stringify({ ask: 'use', category: 'x' }), 'input_invalid'],
  ])('refuses a question with %s', async (_, input, code) => {
    const { code: exit, err } = await run(['decide', harbour, '--question', '-', '--json'], { input })
    expect([exit, (JSON.parse(err[0]!) as { error: { code: string } }).error.code]).toEqual([1, code])
  })

  test('that lies in a folder below is named', async () => {
    const { err } = await run(['check'], { cwd })
    expect(err[2]).toMatch(/^ {2}┌ there: .*\bmine\b/)
  })

  test('that is not there is named', async () => {
    expect(await run(['check', 'nowhere'], { cwd })).toEqual({ code: 1, out: [], err: ['error file_missing: a file is not where the command looks for it', '  ┌ file: nowhere/statement.md', '  ┌ wanted: the folder that holds statement.md; `npx kept init` writes a first one', '  help: check the path named'] }) // prettier-ignore
  })
})

describe('an installation', () => {
  const home = (): string => join(cwd, 'home')
  const started = async (...more: string[]) => run(['serve', '--home', home(), '--json', ...more])

  test('is not made by a command that only wants to reach one', async () => {
    expect(await run(['doctor', '--home', home()])).toMatchObject({
      code: 1,
      err: [
        'error installation_missing: no installation lies there',
        `  ┌ home: ${home()}`,
        expect.stringContaining('kept serve'),
      ],
    })
  })

  test('starts with a statement, and keeps the name of its log', async () => {
    const first = await started('--port', '0', '--statement', harbour)
    expect(first, first.err.join('\n')).toMatchObject({ code: 0 })
    const { url, statement } = JSON.parse(first.out.join('\n')) as { url: string; statement: { version: number } }
    expect([url, statement.version]).toEqual([expect.stringMatching(/^http:\/\/localhost:\d+$/), 1])
    expect(readFileSync(join(home(), 'kept.yaml'), 'utf8')).toContain(`origin: ${url}`)
    expect(statSync(join(home(), 'kept.yaml')).mode & 0o777).toBe(0o600)
    const again = await started()
    expect((JSON.parse(again.out.join('\n')) as { url: string }).url).toBe(url)
  }, 180_000)

  test('is reached in this process while no server runs', async () => {
    const { code, out } = await run(['doctor', '--home', home()])
    expect(code).toBe(0)
    expect(out.join('\n')).toMatch(/kept +0\.1\.0 on Node .*, reached in this process/)
    expect(out.join('\n')).toMatch(/custodians +two custodians: no/)
    expect(out.at(-1)).toMatch(/^look {2}one custodian holds both layers/)
  }, 120_000)

  test('opens no change for a folder that is in force already, and says so', async () => {
    expect((await run(['token', '--role', 'officer', '--officer', 'jonas', '--save', '--home', home()])).code).toBe(0)
    for (const look of [[], ['--look']]) {
      const { code, out, err } = await run(['publish', harbour, '--officer', 'jonas', ...look, '--home', home()])
      expect([code, out]).toEqual([1, []])
      expect(err).toEqual([
        'error published_already: this is what the newest version says already, so no change was opened',
        '  ┌ version: 1',
        '  help: change the folder, or name the one that was changed',
      ])
    }
    rmSync(join(home(), 'tokens/jonas'))
  }, 120_000)

  test('issues a token that only this user may read, and revokes it', async () => {
    const saved = await run(['token', '--role', 'officer', '--officer', 'ines', '--save', '--home', home(), '--json'])
    const { id, file } = JSON.parse(saved.out.join('\n')) as { id: string; file: string }
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await run(['token', '--revoke', id, '--home', home()])).out).toEqual([`${id} is revoked`])
    const publish = await run(['publish', harbour, '--officer', 'ines', '--home', home()])
    expect([publish.code, publish.err[0]]).toEqual([1, 'error token_refused: the token is unknown, ended or revoked'])
    expect((await run(['token', '--role', 'king', '--service', 'x', '--home', home()])).code).toBe(1)
  }, 180_000)

  test('tells who asks for an officer’s token who the officers are, and how one is made', async () => {
    const publish = async (officer: string) => (await run(['publish', harbour, '--officer', officer, '--home', home()])).err // prettier-ignore
    expect(await publish('bob')).toEqual(['error name_unknown: nothing has this name', '  ┌ officer: bob', '  ┌ officers: ines, jonas', expect.any(String)]) // prettier-ignore
    expect((await publish('jona')).slice(1, 3)).toEqual(['  ┌ officer: jona', '  ┌ meant: jonas'])
    expect(await publish('jonas')).toEqual([
      'error token_missing: no token of this officer lies here',
      '  ┌ officer: jonas',
      `  ┌ file: ${join(home(), 'tokens/jonas')}`,
      `  ┌ make: npx kept token --role officer --officer jonas --save --home ${home()}`,
      '  help: as whoever runs the house, make one with the command named, then repeat this',
    ])
    expect(await run(['token', '--home', home()])).toMatchObject({ code: 64, err: [expect.stringMatching(/^error usage: say whose it is/), expect.anything()] }) // prettier-ignore
    expect((await run(['probe', 'no-add', '--home', home()])).err.slice(0, 3)).toEqual(['error name_unknown: nothing has this name', '  ┌ clause: no-add', '  ┌ meant: no-ads']) // prettier-ignore
    expect((await run(['token', '--role', 'officer', '--officer', 'inez', '--home', home()])).err.slice(0, 3)).toEqual(['error name_unknown: nothing has this name', '  ┌ officer: inez', '  ┌ meant: ines']) // prettier-ignore
  }, 120_000)

  test('is named by what compares a folder with it, and so is whose it is where that is another', async () => {
    expect((await run(['diff', harbour, '--home', home()])).out[0]).toMatch(/^against version \d+ of .+, in \S+home$/)
    const other = join(cwd, 'other')
    cpSync(harbour, other, { recursive: true })
    const file = join(other, 'registers/organisation.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^( *name: ).*/m, '$1Acme Books'))
    const { out, err } = await run(['diff', other, '--home', home()])
    expect(out[0]).toMatch(/^against version \d+ of /)
    expect(out[0]).not.toContain('Acme Books')
    expect(err.at(-1)).toMatch(/^warning: this statement is of Acme Books, the version in .* is of .*--home$/)
    expect((await run(['probe', 'serches', '--home', home()])).err.slice(0, 3)).toEqual(['error name_unknown: nothing has this name', '  ┌ clause: serches', '  ┌ meant: searches']) // prettier-ignore
  }, 120_000)

  test('with a broken kept.yaml says which field', async () => {
    writeFileSync(join(home(), 'kept.yaml'), 'port: many\n')
    const { code, err } = await run(['serve', '--home', home()])
    expect([code, err[0], err[2]]).toEqual([
      1,
      'error input_invalid: what was given does not have the form that it needs',
      expect.stringContaining('port'),
    ])
  })
})

test('styles are for terminals', () => {
  expect([styled({ color: false }, 'red', 'x'), styled({ color: true }, 'red', 'x')]).toEqual([
    'x',
    '\u001b[31mx\u001b[39m',
  ])
})
