// Who gets in where, what a token may ask, and what a token is. The table is read like the one of the routes.

import { describe, expect, test } from 'vitest'
import { equalBytes, Failure, sha256, utf8, type FailureCode } from '../base/index.ts'
import { mayAsk, mayEnter, mintToken, readToken, type Asker, type Principal } from './index.ts'

const at = new Date('2026-04-11T10:00:00Z')
const minutes = (count: number): Date => new Date(at.getTime() + count * 60_000)

const token = (role: 'service' | 'officer' | 'operator' | 'auditor', endsAt = minutes(1)): Principal => ({
  role, id: 't', service: 'search', officer: null, products: ['search'], purposes: ['provide'], endsAt,
}) // prettier-ignore
const person = (signedInAt: Date): Principal => ({ role: 'person', alias: 'a', person: 'p', signedInAt })

function refusal(work: () => void): FailureCode | 'let in' {
  try {
    work()
    return 'let in'
  } catch (cause) {
    if (cause instanceof Failure) return cause.code
    throw cause
  }
}

describe('mayEnter', () => {
  const principals = {
    anybody: { role: 'anybody' },
    fresh: person(minutes(-1)),
    stale: person(minutes(-11)),
    service: token('service'),
    officer: token('officer'),
    operator: token('operator'),
    auditor: token('auditor'),
    ended: token('service', at),
  } as const satisfies Record<string, Principal>
  const yes = 'let in'
  const [needs, fresh, role, refused] = [
    'not_signed_in',
    'fresh_sign_in_needed',
    'role_refused',
    'token_refused',
  ] as const

  test.each([
    //            anybody  person fresh  service  officer  operator auditor
    ['anybody', [yes, needs, needs, refused, refused, refused, refused]],
    ['fresh', [yes, yes, yes, role, role, role, role]],
    ['stale', [yes, yes, fresh, role, role, role, role]],
    ['service', [yes, role, role, yes, role, role, role]],
    ['officer', [yes, role, role, role, yes, role, role]],
    ['operator', [yes, role, role, role, role, yes, role]],
    ['auditor', [yes, role, role, role, role, role, yes]],
    ['ended', [yes, role, role, refused, role, role, role]],
  ] as const)('%s', (who, expected) => {
    // prettier-ignore
    const askers: readonly Asker[] = ['anybody', 'person', 'fresh', 'service', 'officer', 'operator', 'auditor']
    expect(askers.map((asker) => refusal(() => mayEnter(principals[who], asker, at)))).toEqual(expected)
  })

  test('fresh is ten minutes and not a moment more, and a clock ahead of ours is not fresh for ever', () => {
    expect(refusal(() => mayEnter(person(minutes(-10)), 'fresh', at))).toBe('let in')
    expect(refusal(() => mayEnter(person(new Date(minutes(-10).getTime() - 1)), 'fresh', at))).toBe(
      'fresh_sign_in_needed',
    )
    expect(refusal(() => mayEnter(person(minutes(1)), 'fresh', at))).toBe('let in')
    expect(refusal(() => mayEnter(person(minutes(2)), 'fresh', at))).toBe('fresh_sign_in_needed')
  })
})

describe('mayAsk', () => {
  test('a token asks what it names', () => {
    expect(refusal(() => mayAsk(token('service'), { product: 'search', purpose: 'provide' }))).toBe('let in')
    expect(refusal(() => mayAsk(token('service'), { product: 'search', purpose: null }))).toBe('let in')
  })

  test('a purpose or a product that it lacks is refused, and so is everybody without a token', () => {
    for (const [asked, missing] of [
      [{ product: 'search', purpose: 'advertise' }, ['purpose']],
      [{ product: 'mail', purpose: 'provide' }, ['product']],
      [{ product: 'mail', purpose: null }, ['product']],
      [{ product: 'mail', purpose: 'advertise' }, ['product', 'purpose']],
    ] as const)
      expect(() => mayAsk(token('service'), asked)).toThrow(
        expect.objectContaining({ code: 'purpose_refused', detail: { missing, ...asked } }),
      )
    for (const who of [{ role: 'anybody' }, person(at)] as const)
      expect(refusal(() => mayAsk(who, { product: 'search', purpose: 'provide' }))).toBe('purpose_refused')
  })
})

describe('tokens', () => {
  test('what was minted is read back, and only its hash is kept', () => {
    const minted = mintToken()
    const read = readToken(minted.token)!
    expect(read.id).toBe(minted.id)
    expect(equalBytes(read.hash, minted.hash)).toBe(true)
    expect(equalBytes(minted.hash, sha256(utf8(minted.token.split('_')[2]!)))).toBe(true)
  })

  test('256 bits, never twice', () => {
    const minted = Array.from({ length: 1_000 }, mintToken)
    expect(new Set(minted.map((one) => one.token)).size).toBe(1_000)
    expect(minted[0]!.token).toMatch(/^wk_[0-9a-f]{16}_[0-9a-f]{64}$/)
  })

  test('anything else is no token', () => {
    const { token: text } = mintToken()
    for (const bad of [
      '',
      'wk_',
      text.toUpperCase(),
      `${text}\n`,
      ` ${text}`,
      text.slice(0, -1),
      `${text}0`,
      text.replace('wk', 'vk'),
    ])
      expect(readToken(bad)).toBeNull()
  })
})
