// The third way to an old record (law 8; PUR-14): a note that shows a newer purpose to go together with the one the data was collected for,
// and that people were told of. What it opens, and everything that keeps it from opening.

import { expect, test } from 'vitest'
import { smallStatement } from '../../test/harness/small-statement.ts'
import { addPeriod } from '../base/index.ts'
import { decideUse } from '../decision/index.ts'
import {
  cellNumber,
  cellOf,
  maskOf,
  none,
  putInForce,
  type Cell,
  type Compiled,
  type Form,
  type Hand,
  type Mask,
  type Version,
} from '../policy/index.ts'
import { compileStatement, type StatementFiles } from './index.ts'

const bindsAt = new Date('2026-06-01T00:00:00.000Z')
const purposes = { provide: 0, suggest: 1, comply: 2 }
const yearly = lettersFor('1 year')
const first = compile(smallStatement(...yearly))

/** Letters are kept for so long, in words and rules. */
function lettersFor(time: string): readonly (readonly [from: string, to: string])[] {
  return [
    ['until you close the account', `for ${time}`],
    ['keep letter in web until closing', `keep letter in web ${time} after collection`],
  ]
}

async function compile(files: StatementFiles): Promise<Compiled> {
  const { diagnostics, compiled } = await compileStatement(files)
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return compiled!
}

/** The second version: letters, and what they rest on, serve suggestions too. */
function later(
  note: string | null,
  rule = 'use letter in web for suggest because contract',
  files = smallStatement(...lettersFor('2 years')),
): StatementFiles {
  const text = `${files['statement.md']}\n## New\n\nLetters pick suggestions.\n\n\`\`\`kept new\n${rule}\n\`\`\`\n`
  const fits = note === null ? '' : `fits: { kind: compatible, author: vera, date: "2026-04-01", text: "Suggestions are part of the answer.", ${note} }\n` // prettier-ignore
  return { ...files, 'statement.md': text, 'registers/notes.yaml': `${files['registers/notes.yaml']}${fits}` }
}

function inForce(...versions: readonly Compiled[]) {
  return putInForce(
    versions.map(({ policy, page, hash }, i): Version => ({
      version: i + 1,
      hash,
      policy,
      page,
      publishedAt: bindsAt,
      effectiveAt: bindsAt,
    })),
  )
}

function cellIn({ policy }: Compiled, category: string): Cell {
  return cellOf(policy, { standing: 'consumer', product: 'web', category, origin: 'person', signedIn: null, account: null, where: null })! // prettier-ignore
}

/** Whether a record of the first version may be used so many days later, now that there are others. */
function asker(versions: readonly Compiled[], category = 'letter', hand: Hand = 'machines', form: Form = 'identified') {
  const cell = inForce(...versions).cell(cellNumber(1, cellIn(versions[0]!, category).id))
  return (purpose: keyof typeof purposes, days = 1, on: Mask = none): boolean => {
    const at = addPeriod(bindsAt, { count: days, unit: 'day' })
    const act = { purpose: purposes[purpose], hand, form, cases: [], directed: false, place: null, collectedAt: bindsAt, endedAt: null, at } as const // prettier-ignore
    const standing = { on, objected: none, restricted: false }
    return decideUse(versions.at(-1)!.policy, cell, standing, act).effect === 'permit'
  }
}

const opening = 'purposes: [suggest], with: [provide], data: [letter], told: "2026-05-01"'

test('a note of which people were told opens old data, for as long as was promised of old', async () => {
  const may = asker([await first, await compile(later(opening))])
  expect([may('suggest'), may('provide')]).toEqual([true, true])
  expect([may('suggest', 364), may('suggest', 366)]).toEqual([true, false])
  expect(may('comply')).toBe(false)
})

test.each([
  ['no note', null],
  ['a note nobody was told of', 'purposes: [suggest], with: [provide]'],
  ['a note told after the version binds', 'purposes: [suggest], with: [provide], told: "2026-06-02"'],
  ['a note that has ended', 'purposes: [suggest], with: [provide], told: "2026-05-01", until: "2026-05-31"'],
  ['a note about other data', 'purposes: [suggest], with: [provide], data: [search], told: "2026-05-01"'],
  ['a note beside another purpose', 'purposes: [suggest], with: [comply], told: "2026-05-01"'],
  ['a note for another purpose', 'purposes: [comply], with: [provide], told: "2026-05-01"'],
])('%s opens none', async (_name, note) => {
  const may = asker([await first, await compile(later(note))])
  expect([may('suggest'), may('provide')]).toEqual([false, true])
})

test('nor does one for data that was given on a consent, or under a condition', async () => {
  const note = 'purposes: [comply], with: [suggest], told: "2026-05-01"'
  const onConsent = asker([await first, await compile(later(note, 'use search in web for comply because contract'))], 'search') // prettier-ignore
  expect(onConsent('comply')).toBe(false)
  const some = smallStatement(...yearly, ['use letter in web for provide because contract', 'use letter in web for provide because contract when suggestions off']) // prettier-ignore
  const may = asker([await compile(some), await compile(later(opening))])
  expect([may('suggest'), may('provide')]).toEqual([false, true])
})

// HUM-02
test('nor for data of which people saw a few of many: it opens no more than was seen', async () => {
  const seen = async (by: string): Promise<boolean> => {
    const few = smallStatement(...yearly, ['We keep your letters', `We keep your letters, looked at ${by},`], ['use letter in web for provide because contract', `use letter in web for provide because contract ${by}`]) // prettier-ignore
    const next = later(opening, 'use letter in web for suggest because contract by people', few)
    return asker([await compile(few), await compile(next)], 'letter', 'people')('suggest')
  }
  expect([await seen('by people'), await seen('by people at most 1 in 100')]).toEqual([true, false])
})

// HUM-03
test('nor for data that was shown less of: a smaller count, another method, a plainer form open nothing', async () => {
  const shown = async (form: Form, before: string, after: string): Promise<boolean> => {
    const use = 'use letter in web for provide because contract'
    const hidden = smallStatement(...yearly, ['We keep your letters', `We keep your letters, ${before.includes('50') ? 'counted, 50 people or more at a time' : 'hidden'},`], [use, `${use}${before}`]) // prettier-ignore
    const methods = 'scrub: { kind: method, author: vera, date: "2026-04-01", text: "Names are taken out." }\nblur: { kind: method, author: vera, date: "2026-04-01", text: "Places are made coarse." }\n' // prettier-ignore
    const files = { ...hidden, 'registers/notes.yaml': `${hidden['registers/notes.yaml']}${methods}` }
    const next = later(opening, `use letter in web for suggest because contract${after}`, files)
    return asker([await compile(files), await compile(next)], 'letter', 'machines', form)('suggest')
  }
  const counted = (least: number): string => ` as aggregate of at least ${least}`
  expect([await shown('aggregate', counted(50), counted(5)), await shown('aggregate', counted(50), counted(50))]).toEqual([false, true]) // prettier-ignore
  expect([await shown('aggregate', counted(50), ''), await shown('aggregate', '', counted(50))]).toEqual([false, true])
  const [scrub, blur] = [' as de-identified scrub', ' as de-identified blur']
  expect([await shown('de-identified', scrub, blur), await shown('de-identified', scrub, scrub)]).toEqual([false, true]) // prettier-ignore
})

// CHO-09
test('nor for data of which somebody may have objected to what it goes with, where nobody can object to the newer use', async () => {
  const [was, weighed] = ['use letter in web for provide because contract', 'use letter in web for provide because public-task tax-9'] // prettier-ignore
  const text = smallStatement(...yearly, [was, weighed], ['offer withdraw of any', 'offer withdraw, object of any'])
  const files = { ...text, 'registers/desks.yaml': text['registers/desks.yaml']!.replace('erase, withdraw', 'erase, withdraw, object') } // prettier-ignore
  const opened = async (basis: string): Promise<boolean> => asker([await compile(files), await compile(later(opening, `use letter in web for suggest because ${basis}`, files))])('suggest') // prettier-ignore
  expect([await opened('contract'), await opened('public-task tax-9')]).toEqual([false, true])
})

test('never against a ban of an older version, nor past one that knew no such data', async () => {
  const base = smallStatement(...yearly)
  const never = (rule: string): string => `${base['statement.md']}\n## Never\n\nNo letter picks suggestions.\n\n\`\`\`kept never\n${rule}\n\`\`\`\n` // prettier-ignore
  const banned = await compile({ ...base, 'statement.md': never('never use letter for suggest') })
  expect(asker([banned, await compile(later(opening))])('suggest')).toBe(false)
  const some = await compile({ ...base, 'statement.md': never('never use letter for suggest when suggestions on') })
  const may = asker([some, await compile(later(opening))])
  expect([may('suggest'), may('suggest', 1, maskOf(0))]).toEqual([true, false])
  const letters = /## Letters[^]*?(?=## Invoices)/
  const without = await compile({ ...base, 'statement.md': base['statement.md']!.replace(letters, '') })
  expect(asker([await first, without, await compile(later(opening))])('suggest')).toBe(false)
  const itself = 'purposes: [provide], with: [provide, suggest], data: [letter], told: "2026-05-01"'
  expect(asker([await first, without, await compile(later(itself))])('provide')).toBe(false)
})

test('what is told says which purposes go together', async () => {
  const { diagnostics } = await compileStatement(later('purposes: [suggest], told: "2026-05-01"'))
  expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual(['K206 `fits` is told to people and does not say its `with`']) // prettier-ignore
})
