// A note stands on the notice that went out with it only for the data that the notice named.

import { expect, test } from 'vitest'
import type { Note, Policy, Version } from '../../policy/index.ts'
import { refuseUntold } from './told.ts'

const note: Note = {
  name: 'fits',
  kind: 'compatible',
  author: 'vera',
  date: '2026-01-05',
  text: 'What was said of it.',
  purposes: ['suggest'],
  with: ['provide'],
  data: ['letters'],
  told: '2026-01-10',
  until: null,
}

type Held = Pick<Policy, 'notes' | 'groups' | 'categories'>
const holding = (letters: readonly string[]): Held =>
  ({
    notes: [note],
    groups: { letters },
    categories: ['mail', 'secret'].map((name) => ({ name })),
  }) as unknown as Held // of a policy the rule reads these three

const published = (held: Held, version: number, day: string): Version =>
  ({ version, policy: held, publishedAt: new Date(day), effectiveAt: new Date('2026-03-01') }) as unknown as Version // and of a version these

test('a group that grew since people were told of it is refused, one that is as it was or smaller passes (law 8)', () => {
  const versions = [published({ ...holding([]), notes: [] }, 1, '2026-01-01'), published(holding(['mail']), 2, '2026-01-10')] // prettier-ignore
  const now = { at: new Date('2026-06-01'), isAnnounced: true }
  const refused = expect.objectContaining({ code: 'notice_missing' })
  expect(() => refuseUntold(holding(['mail', 'secret']), versions, now)).toThrowError(refused)
  expect(() => refuseUntold(holding(['mail']), versions, now)).not.toThrow()
  expect(() => refuseUntold(holding([]), versions, now)).not.toThrow()
})
