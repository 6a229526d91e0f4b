// What a person decided folds to masks: the last word about a name counts, the rest has its default. And what may be asked at all.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Failure } from '../base/index.ts'
import { covers, has, maskOf, meets, none, type Choice, type Policy, type Purpose } from '../policy/index.ts'
import { effectiveOn, fold, foldMasks, toChoice, type ChoiceEvent } from './index.ts'

const choice = (name: string, bit: number, preset: 'on' | 'off'): Choice => ({
  name, bit, kind: 'consent', label: name, wording: `Yes to ${name}`, default: preset, by: 'person', scope: 'person',
}) // prettier-ignore
const purpose = (name: string, bit: number): Purpose => ({
  name,
  bit,
  label: name,
  gives: '',
  marketing: false,
  survives: false,
})

const registers = {
  choices: [choice('clips', 0, 'off'), choice('history', 40, 'on'), choice('ads', 63, 'off')],
  purposes: [purpose('provide', 0), purpose('improve', 33)],
}
const policy = registers as unknown as Policy // choices read these two registers only

const event = (kind: ChoiceEvent['kind'], name: string, value: 'on' | 'off'): ChoiceEvent => ({
  at: new Date(0), kind, name, value, wording: '', version: 1, channel: 'dashboard', actor: 'person',
}) // prettier-ignore

describe('fold', () => {
  test('before any event the defaults stand', () => {
    expect(fold(policy, [])).toEqual({ on: maskOf(40), objected: none, restricted: false })
  })

  test('the last event about a name decides, in the order of the ledger', () => {
    const { on } = fold(policy, [
      event('choice', 'clips', 'on'),
      event('choice', 'history', 'off'),
      event('choice', 'clips', 'off'),
    ])
    expect(on).toEqual(none)
  })

  test('an objection is about a purpose and ends by its own event', () => {
    const objected = [event('objection', 'improve', 'on')]
    expect(fold(policy, objected).objected).toEqual(maskOf(33))
    expect(fold(policy, [...objected, event('objection', 'improve', 'off')]).objected).toEqual(none)
  })

  test('a restriction goes on until it is lifted', () => {
    expect(fold(policy, [event('restriction', 'processing', 'on'), event('choice', 'clips', 'on')]).restricted).toBe(
      true,
    )
    expect(
      fold(policy, [event('restriction', 'processing', 'on'), event('restriction', 'processing', 'off')]).restricted,
    ).toBe(false)
  })

  test('a choice that was retired is passed over', () => {
    expect(foldMasks(policy, [event('choice', 'gone', 'on')])).toEqual({
      set: none,
      on: none,
      objected: none,
      restricted: false,
    })
  })

  test('whatever happened: on is a part of set, what was decided stands, the rest has its default', () => {
    const anyEvent = fc
      .tuple(fc.constantFrom('clips', 'history', 'ads'), fc.constantFrom('on' as const, 'off' as const))
      .map(([name, value]) => event('choice', name, value))
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
        const { set, on } = foldMasks(policy, events)
        const effective = effectiveOn(policy, set, on)
        expect(covers(set, on)).toBe(true)
        for (const { name, bit, default: preset } of registers.choices) {
          const last = events.findLast((one) => one.name === name)?.value ?? preset
          expect(has(effective, bit)).toBe(last === 'on')
        }
      }),
    )
  })

  test('one event changes the masks by its own bit alone: the database may apply it without reading the others', () => {
    const before = foldMasks(policy, [event('choice', 'clips', 'on')])
    const after = foldMasks(policy, [event('choice', 'clips', 'on'), event('choice', 'ads', 'on')])
    const { bit } = toChoice(policy, { kind: 'choice', name: 'ads', value: 'on' })
    expect(meets(before.set, bit)).toBe(false)
    expect(after).toEqual({ ...before, set: maskOf(0, 63), on: maskOf(0, 63) })
  })
})

describe('toChoice', () => {
  // CHO-12
  test('a choice keeps the words that were shown', () => {
    expect(toChoice(policy, { kind: 'choice', name: 'clips', value: 'on' })).toEqual({
      kind: 'choice', name: 'clips', value: 'on', wording: 'Yes to clips', bit: maskOf(0),
    }) // prettier-ignore
  })

  test('an objection has the bit of its purpose, a restriction has none', () => {
    expect(toChoice(policy, { kind: 'objection', name: 'improve', value: 'on' }).bit).toEqual(maskOf(33))
    expect(toChoice(policy, { kind: 'restriction', name: 'processing', value: 'on' }).bit).toEqual(none)
  })

  test('a name the statement does not know is refused', () => {
    for (const asked of [
      { kind: 'choice', name: 'improve' },
      { kind: 'objection', name: 'clips' },
      { kind: 'restriction', name: 'clips' },
    ] as const)
      expect(() => toChoice(policy, { ...asked, value: 'on' })).toThrow(Failure)
  })
})
