// The lock of a data directory. That it holds between processes, and over kill -9, is in test/faults/embedded.test.ts.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDirectory } from './lock.ts'

let home = ''
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'wordkept-lock-'))))
afterEach(() => rmSync(home, { recursive: true }))

test('a directory is locked once, and free again afterwards', () => {
  const directory = join(home, 'deep', 'data')
  const unlock = lockDirectory(directory)
  expect(() => lockDirectory(directory)).toThrowError(
    expect.objectContaining({ code: 'storage_busy', detail: { directory } }),
  )
  unlock()
  lockDirectory(directory)()
})

test('a directory that cannot be used is said to be unavailable, not busy', () => {
  const [file, damaged] = [join(home, 'file'), join(home, 'damaged')]
  writeFileSync(file, '')
  expect(() => lockDirectory(file)).toThrowError(expect.objectContaining({ code: 'storage_unavailable', detail: { directory: file, reason: 'EEXIST' } })) // prettier-ignore
  lockDirectory(damaged)()
  writeFileSync(join(damaged, 'lock.db'), 'not a database, but long enough to be looked at as one'.repeat(30))
  expect(() => lockDirectory(damaged)).toThrowError(expect.objectContaining({ code: 'storage_unavailable' }))
})
