// Key files on a real disk: made once, refused when changed or missing, epochs begun and destroyed, one custodian refused.

import { createPublicKey, sign, verify } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { clockAt } from '../../../../test/harness/clocks.ts'
import { freshKeys, keyDirectories } from '../../../../test/harness/keys.ts'
import { openFileKeys } from './file-keys.ts'

const clock = clockAt('2026-11-21T12:00:00Z')
const files = {
  customer: ['branch-1.key', 'manifest.json', 'root.key'],
  platform: ['audit.key', 'index.key', 'log.key', 'manifest.json', 'outer-1.key', 'root.key'],
}
const everyFile = Object.entries(files).flatMap(([layer, names]) => names.map((name) => [layer, name] as const))

test('a first start makes both directories, readable by their owner alone', async () => {
  const { customerDir, platformDir } = await freshKeys(clock)
  for (const [directory, names] of [
    [customerDir, files.customer],
    [platformDir, files.platform],
  ] as const) {
    // prettier-ignore
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    expect(
      readdirSync(directory)
        .filter((name) => name !== 'lock.db')
        .toSorted(),
    ).toEqual(names)
    for (const name of readdirSync(directory))
      expect([name, statSync(join(directory, name)).mode & 0o777]).toEqual([name, 0o600])
  }
})

test('the same keys come back on every later start', async () => {
  const { customer, platform, ...directories } = await freshKeys(clock)
  const again = await openFileKeys({ ...directories, clock, create: false })
  expect((await again.customer.branchKey(1)).equals(await customer.branchKey(1))).toBe(true)
  expect((await again.platform.outerKey(1)).equals(await platform.outerKey(1))).toBe(true)
  expect((await again.platform.auditKey()).equals(await platform.auditKey())).toBe(true)
  expect((await again.platform.logKey()).equals(await platform.logKey())).toBe(true)
  expect((await again.platform.indexKey('email')).equals(await platform.indexKey('email'))).toBe(true)
  expect((await again.platform.indexKey('email')).equals(await platform.indexKey('message'))).toBe(false)
  const more = await openFileKeys({ ...directories, clock, create: true })
  expect((await more.customer.branchKey(1)).equals(await customer.branchKey(1))).toBe(true)
})

test('the log key signs', async () => {
  const key = await (await freshKeys(clock)).platform.logKey()
  expect(key.asymmetricKeyType).toBe('ed25519')
  expect(
    verify(
      null,
      Buffer.from('x'),
      createPublicKey(key.export({ type: 'pkcs8', format: 'pem' })),
      sign(null, Buffer.from('x'), key),
    ),
  ).toBe(true)
})

test('without leave to make keys, a directory that is not there is a missing key', async () => {
  const { customerDir, platformDir } = keyDirectories()
  const missing = { code: 'key_missing', detail: { file: 'customer/manifest.json' } }
  await expect(openFileKeys({ customerDir, platformDir, clock, create: false })).rejects.toMatchObject(missing)
  expect(existsSync(customerDir)).toBe(false)
})

test.each(everyFile)('%s/%s missing: no start, and it says which', async (layer, name) => {
  const { customerDir, platformDir } = await freshKeys(clock)
  rmSync(join(layer === 'customer' ? customerDir : platformDir, name))
  for (const create of [false, true]) {
    const start = openFileKeys({ customerDir, platformDir, clock, create })
    await expect(start).rejects.toMatchObject({ code: 'key_missing', detail: { file: `${layer}/${name}` } })
  }
})

test.each(everyFile)('%s/%s changed in any byte: no start, and it says which', async (layer, name) => {
  const { customerDir, platformDir } = await freshKeys(clock)
  const path = join(layer === 'customer' ? customerDir : platformDir, name)
  const right = readFileSync(path)
  for (let at = 0; at < right.length; at += name === 'manifest.json' ? 7 : 3) {
    const changed = Buffer.from(right)
    changed[at] = changed[at]! ^ 1
    writeFileSync(path, changed)
    const failure = await openFileKeys({ customerDir, platformDir, clock, create: true }).catch(
      (cause: unknown) => cause,
    )
    expect(failure).toMatchObject({ code: 'key_missing' })
    const said = (failure as { detail: { file: string } }).detail.file // matched above
    // A manifest that was changed where it names another file may also say that this other file does not fit it.
    expect(said).toMatch(name === 'manifest.json' ? new RegExp(`^${layer}/`) : new RegExp(`^${layer}/${name}$`))
  }
  writeFileSync(path, right)
  await openFileKeys({ customerDir, platformDir, clock, create: false })
})

test('a key file of another installation is a changed one', async () => {
  const [ours, theirs] = [await freshKeys(clock), await freshKeys(clock)]
  cpSync(join(theirs.customerDir, 'branch-1.key'), join(ours.customerDir, 'branch-1.key'))
  const failure = { code: 'key_missing', detail: { file: 'customer/branch-1.key' } }
  await expect(openFileKeys({ ...ours, clock, create: false })).rejects.toMatchObject(failure)
})

test('one directory emptied: its keys are never made anew beside the other’s', async () => {
  for (const layer of ['customer', 'platform'] as const) {
    const { customerDir, platformDir } = await freshKeys(clock)
    rmSync(layer === 'customer' ? customerDir : platformDir, { recursive: true })
    const failure = { code: 'key_missing', detail: { file: `${layer}/manifest.json` } }
    await expect(openFileKeys({ customerDir, platformDir, clock, create: true })).rejects.toMatchObject(failure)
  }
})

test('one directory by two names is one custodian: refused', async () => {
  const { home } = keyDirectories()
  const here = join(home, 'keys')
  mkdirSync(here)
  symlinkSync(here, join(home, 'link'))
  mkdirSync(join(here, 'inside'))
  const names = [
    here,
    `${here}/`,
    join(home, 'link'),
    join(home, 'link', '..', 'keys'),
    relative(process.cwd(), here),
    `${here}/inside/..`,
  ]
  for (const other of [...names, join(here, 'inside'), join(home, 'link', 'inside'), home]) {
    for (const [customerDir, platformDir] of [
      [here, other],
      [other, here],
    ] as const) {
      // prettier-ignore
      const start = openFileKeys({ customerDir, platformDir, clock, create: true })
      expect([other, await start.catch((cause: unknown) => cause)]).toEqual([
        other,
        expect.objectContaining({ code: 'same_custodian' }),
      ])
    }
  }
  expect(readdirSync(here)).toEqual(['inside'])
})

test('a copy of one directory in the place of the other is one custodian: refused', async () => {
  const { customerDir, platformDir } = await freshKeys(clock)
  rmSync(platformDir, { recursive: true })
  cpSync(customerDir, platformDir, { recursive: true })
  const failure = await openFileKeys({ customerDir, platformDir, clock, create: false }).catch(
    (cause: unknown) => cause,
  )
  expect(failure).toMatchObject({ code: expect.stringMatching(/^(same_custodian|key_missing)$/) })
})

test('two directories beside each other with like names are two', async () => {
  const { home } = keyDirectories()
  await openFileKeys({ customerDir: join(home, 'keys'), platformDir: join(home, 'keys-2'), clock, create: true })
  const again = openFileKeys({
    customerDir: join(home, 'keys'),
    platformDir: join(home, 'keys-2'),
    clock,
    create: false,
  })
  await expect(again).resolves.toBeDefined()
})

test('a first start that was killed begins anew; a finished one never does', async () => {
  const { customerDir, platformDir } = await freshKeys(clock)
  const root = readFileSync(join(customerDir, 'root.key'))
  writeFileSync(join(customerDir, '.making'), '')
  rmSync(join(platformDir, 'manifest.json'))
  await expect(openFileKeys({ customerDir, platformDir, clock, create: false })).rejects.toMatchObject({
    code: 'key_missing',
  })
  await openFileKeys({ customerDir, platformDir, clock, create: true })
  expect(readFileSync(join(customerDir, 'root.key')).equals(root)).toBe(false)
  expect(existsSync(join(customerDir, '.making'))).toBe(false)
})

test('ten first starts at once end with one set of keys', async () => {
  const { customerDir, platformDir } = keyDirectories()
  const opened = await Promise.all(
    Array.from({ length: 10 }, () => openFileKeys({ customerDir, platformDir, clock, create: true })),
  )
  const keys = await Promise.all(opened.map(({ customer }) => customer.branchKey(1)))
  expect(keys.every((key) => key.equals(keys[0]!))).toBe(true)
})

test('epochs count up, are dated, and the newest wraps', async () => {
  const at = clockAt('2026-11-21T12:00:00Z')
  const { customer, ...directories } = await freshKeys(at)
  at.move(30 * 86_400_000)
  expect(await customer.nextEpoch()).toBe(2)
  const expected = [
    { epoch: 1, since: new Date('2026-11-21T12:00:00Z') },
    { epoch: 2, since: new Date('2026-12-21T12:00:00Z') },
  ]
  expect([await customer.epochs(), await customer.currentEpoch()]).toEqual([expected, 2])
  const again = await openFileKeys({ ...directories, clock: at, create: false })
  expect(await again.customer.epochs()).toEqual(expected)
  expect((await again.customer.branchKey(1)).equals(await again.customer.branchKey(2))).toBe(false)
})

test('another process sees a new epoch at once', async () => {
  const { customer, ...directories } = await freshKeys(clock)
  const other = await openFileKeys({ ...directories, clock, create: false })
  expect(await other.customer.currentEpoch()).toBe(1)
  await customer.nextEpoch()
  expect(await other.customer.currentEpoch()).toBe(2)
  expect((await other.customer.branchKey(2)).equals(await customer.branchKey(2))).toBe(true)
})

test('two processes that begin an epoch at once begin one, with one key', async () => {
  const { customer, ...directories } = await freshKeys(clock)
  const other = await openFileKeys({ ...directories, clock, create: false })
  expect(await Promise.all([customer.nextEpoch(), other.customer.nextEpoch()])).toEqual([2, 2])
  expect((await customer.branchKey(2)).equals(await other.customer.branchKey(2))).toBe(true)
})

test('a destroyed epoch is gone: its file, its key, and for ever', async () => {
  const { customer, ...directories } = await freshKeys(clock)
  await customer.nextEpoch()
  const copy = join(directories.customerDir, '..', 'copy.key')
  const old = join(directories.customerDir, 'branch-1.key')
  cpSync(old, copy)
  await customer.destroyEpoch(1)
  await customer.destroyEpoch(1)
  expect(existsSync(old)).toBe(false)
  await expect(customer.branchKey(1)).rejects.toMatchObject({ code: 'keys_unavailable' })
  renameSync(copy, old)
  const again = await openFileKeys({ ...directories, clock, create: false })
  await expect(again.customer.branchKey(1)).rejects.toMatchObject({ code: 'keys_unavailable' })
  expect(existsSync(old)).toBe(false)
})

test('destroying overwrites the file’s bytes before it takes the name away', async () => {
  const { customer, customerDir } = await freshKeys(clock)
  await customer.nextEpoch()
  const path = join(customerDir, 'branch-1.key')
  const before = readFileSync(path)
  const [{ linkSync }, twin] = [await import('node:fs'), join(customerDir, 'twin')]
  linkSync(path, twin)
  await customer.destroyEpoch(1)
  const after = readFileSync(twin)
  expect(after.length).toBe(before.length)
  expect(after.includes('wrapped')).toBe(false)
  expect(before.includes('wrapped')).toBe(true)
})

test('the newest epoch cannot be destroyed', async () => {
  const { customer } = await freshKeys(clock)
  await expect(customer.destroyEpoch(1)).rejects.toThrow(RangeError)
})

test('killed between a new key and the manifest, the next try takes the key up', async () => {
  const { customer, ...directories } = await freshKeys(clock)
  const manifest = join(directories.customerDir, 'manifest.json')
  const before = readFileSync(manifest)
  await customer.nextEpoch()
  const key = await customer.branchKey(2)
  writeFileSync(manifest, before)
  const again = await openFileKeys({ ...directories, clock, create: false })
  expect(await again.customer.currentEpoch()).toBe(1)
  expect(await again.customer.nextEpoch()).toBe(2)
  expect((await again.customer.branchKey(2)).equals(key)).toBe(true)
})

test('no key stands readable in a manifest or a wrapped file', async () => {
  const { customer, platform, customerDir, platformDir } = await freshKeys(clock)
  const keys = [await customer.branchKey(1), await platform.outerKey(1), await platform.auditKey()].map((key) =>
    key.export(),
  )
  const roots = [customerDir, platformDir].map((directory) => readFileSync(join(directory, 'root.key')))
  for (const directory of [customerDir, platformDir]) {
    for (const name of readdirSync(directory).filter((file) => file !== 'root.key')) {
      const content = readFileSync(join(directory, name))
      for (const secret of [...keys, ...roots]) {
        for (const form of [secret, Buffer.from(secret.toString('hex')), Buffer.from(secret.toString('base64'))]) {
          expect(content.includes(form)).toBe(false)
        }
      }
    }
  }
})
