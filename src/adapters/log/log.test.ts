// The files of a log and the checkpoint outside the database: durable, whole or not at all, and nowhere but where they belong.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newDirectory } from '../../../test/harness/ledger.ts'
import { utf8 } from '../../base/index.ts'
import { externalCheckpointFile, tileDirectory } from './index.ts'

describe('a directory of tiles', () => {
  test('gives back what was written, and null for what was not', async () => {
    const log = tileDirectory(join(newDirectory(), 'a', 'log'))
    expect(await log.read('checkpoint')).toBe(null)
    await log.write([{ path: 'checkpoint', bytes: utf8('note\n') }, { path: 'tile/0/x001/234.p/7', bytes: utf8('hashes') }]) // prettier-ignore
    expect(await log.read('checkpoint')).toEqual(utf8('note\n'))
    expect(await log.read('tile/0/x001/234.p/7')).toEqual(utf8('hashes'))
    expect(await log.read('tile/0/x001/234.p/8')).toBe(null)
    expect(await log.read('tile/0/x001/234')).toBe(null)
    await log.write([{ path: 'checkpoint', bytes: utf8('another\n') }])
    expect(await log.read('checkpoint')).toEqual(utf8('another\n'))
  })

  test('reads and writes nothing outside the paths of a log', async () => {
    const home = newDirectory()
    writeFileSync(join(home, 'secret'), 'x')
    const log = tileDirectory(join(home, 'log'))
    for (const path of [
      '../secret',
      'tile/../../secret',
      '/etc/hostname',
      'tile/0/000/../../../../secret',
      'tile/0/0000',
      'tile/0/000.p/0',
      'tile/a/000',
      '',
      'checkpoint/',
      'checkpoint\n',
    ]) {
      // prettier-ignore
      expect(await log.read(path), path).toBe(null)
      await expect(log.write([{ path, bytes: utf8('x') }])).rejects.toThrow('not a path of a log')
    }
    expect(readdirSync(home)).toEqual(['secret'])
  })

  test('a full tile takes the place of its partial ones, and of no others', async () => {
    const directory = newDirectory()
    const log = tileDirectory(directory)
    await log.write(['tile/0/000.p/1', 'tile/0/000.p/9', 'tile/0/001.p/1'].map((path) => ({ path, bytes: utf8('x') })))
    await log.write([{ path: 'tile/0/000', bytes: utf8('full') }])
    expect(existsSync(join(directory, 'tile/0/000.p'))).toBe(false)
    expect(await log.read('tile/0/000')).toEqual(utf8('full'))
    expect(await log.read('tile/0/001.p/1')).toEqual(utf8('x'))
  })

  test('leaves nothing half-written beside the files', async () => {
    const directory = newDirectory()
    const log = tileDirectory(directory)
    mkdirSync(join(directory, 'checkpoint')) // the name is taken: the last step, the rename, fails
    await expect(log.write([{ path: 'checkpoint', bytes: utf8('note') }])).rejects.toMatchObject({
      code: 'storage_unavailable',
    })
    expect(readdirSync(directory)).toEqual(['checkpoint'])
  })

  test('says that the disk does not take it, with the code of the system', async () => {
    const log = tileDirectory('/dev/full/log')
    await expect(log.write([{ path: 'checkpoint', bytes: utf8('note') }])).rejects.toMatchObject({ code: 'storage_unavailable', detail: { reason: 'ENOTDIR' } }) // prettier-ignore
  })
})

describe('the external checkpoint', () => {
  test('is nothing at first, then the last note, whole', async () => {
    const directory = newDirectory()
    const external = externalCheckpointFile(join(directory, 'other', 'disk', 'checkpoint'))
    expect(await external.read()).toBe(null)
    await external.write('one\n')
    await external.write('two\n')
    expect(await external.read()).toBe('two\n')
    expect(readFileSync(join(directory, 'other/disk/checkpoint'), 'utf8')).toBe('two\n')
    expect(readdirSync(join(directory, 'other/disk'))).toEqual(['checkpoint'])
  })

  test('that cannot be written stays what it was', async () => {
    const directory = newDirectory()
    const path = join(directory, 'checkpoint')
    await externalCheckpointFile(path).write('one\n')
    await expect(externalCheckpointFile(join(path, 'below')).write('two\n')).rejects.toMatchObject({
      code: 'storage_unavailable',
    })
    expect(await externalCheckpointFile(path).read()).toBe('one\n')
  })
})
