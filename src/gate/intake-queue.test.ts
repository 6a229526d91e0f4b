import { expect, test } from 'vitest'
import { testClock } from '../../test/harness/gate.ts'
import { createIntakeQueue } from './intake-queue.ts'

const limits = { atOnce: 2, waitingMax: 3, waitMillisecondsMax: 5_000 }

/** Work that ends when it is told to. */
function slow(): { run: () => Promise<string>; end: (answer?: string) => void } {
  let end = (_answer?: string): void => {}
  const done = new Promise<string>((resolve) => (end = (answer = 'done') => resolve(answer)))
  return { run: () => done, end }
}

test('so many run at once, so many wait, and the next is told to come again, untouched', async () => {
  const queue = createIntakeQueue({ clock: testClock('2026-01-01T00:00:00Z') }, limits)
  const works = Array.from({ length: 5 }, slow)
  const answers = works.map(({ run }) => queue.run(run))
  let touched = false
  const late = queue.run(async () => void (touched = true))
  await expect(late).rejects.toMatchObject({ code: 'intake_busy', detail: { retryAfterSeconds: 1 } })
  expect(touched).toBe(false)
  works.forEach(({ end }, i) => end(`answer ${i}`))
  expect(await Promise.all(answers)).toEqual(['answer 0', 'answer 1', 'answer 2', 'answer 3', 'answer 4'])
  expect(await queue.run(async () => 'again')).toBe('again')
})

test('who waits comes in turn, and a failure of one gives its place to the next', async () => {
  const queue = createIntakeQueue({ clock: testClock('2026-01-01T00:00:00Z') }, { ...limits, atOnce: 1 })
  const order: number[] = []
  const first = slow()
  const running = queue.run(async () => {
    await first.run()
    throw new Error('broken')
  })
  const others = [1, 2, 3].map((i) => queue.run(async () => void order.push(i)))
  first.end()
  await expect(running).rejects.toThrow('broken')
  await Promise.all(others)
  expect(order).toEqual([1, 2, 3])
})

test('nobody is let in to wait longer than a sender does; the time to come again follows how long the last ones took', async () => {
  const clock = testClock('2026-01-01T00:00:00Z')
  const queue = createIntakeQueue({ clock }, { ...limits, atOnce: 1, waitingMax: 100 })
  for (let i = 0; i < 20; i++) await queue.run(async () => clock.forward(4_000))
  const first = slow()
  const running = queue.run(first.run)
  const second = queue.run(async () => 'waited')
  const told = await queue.run(async () => 'not run').catch((cause: unknown) => cause)
  expect(told).toMatchObject({ code: 'intake_busy' })
  const { retryAfterSeconds } = (told as { detail: { retryAfterSeconds: number } }).detail
  expect(retryAfterSeconds).toBeGreaterThan(5)
  expect(retryAfterSeconds).toBeLessThanOrEqual(30)
  first.end()
  expect(await Promise.all([running, second])).toEqual(['done', 'waited'])
})
