// Where a connector may go (security.md, threat 7): no spelling of an address and no name leads to what is forbidden.

import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { classify, pinned } from './egress.ts'
import { readDatabaseUrl } from './url.ts'

const forbidden = [
  '0.0.0.0', '0.1.2.3', '169.254.0.1', '169.254.169.254', '169.254.170.2', '169.254.255.255', '100.100.100.200', '168.63.129.16',
  '192.0.0.192', '192.0.2.1', '198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255',
  '::', 'fe80::1', 'fe80::a9fe:a9fe', 'febf::1', 'fec0::1', 'ff02::1', '100::1', '2001:db8::1', 'fd00:ec2::254', 'fd20:ce::254',
  'fe80::1%eth0', '::1%lo', 'no address', '', '1.2.3', '1.2.3.4.5', '1.2.3.256', '01.2.3.4',
] // prettier-ignore
const near = [
  '127.0.0.1', '127.255.255.254', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '100.127.255.255',
  '198.18.0.1', '198.19.255.255', '::1', 'fc00::1', 'fd12:3456::1', 'fdff::1',
] // prettier-ignore
const free = ['1.1.1.1', '8.8.8.8', '93.184.216.34', '172.15.255.255', '172.32.0.1', '11.0.0.1', '169.253.255.255', '169.255.0.1', '2606:4700::1111', '2a00:1450::1'] // prettier-ignore

/** An IPv4 address inside IPv6, in every way there is. */
function inside(address: string): string[] {
  const [a, b, c, d] = address.split('.').map(Number) as [number, number, number, number] // four parts
  const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
  return [`::ffff:${address}`, `::ffff:${hex}`, `0:0:0:0:0:ffff:${hex}`, `::${address}`, `64:ff9b::${address}`, `64:ff9b::${hex}`, `2002:${hex}::`, `2002:${hex}::1`, `2002:${hex}:0:0:0:0:1`] // prettier-ignore
}

describe('an address', () => {
  test.each([['forbidden', forbidden], ['near', near], ['free', free]] as const)('is %s', (kind, addresses) => {
    for (const address of addresses) expect([address, classify(address)]).toEqual([address, kind])
  }) // prettier-ignore

  test('inside another is judged as itself, however it is written', () => {
    const v4 = (list: readonly string[]): string[] => list.filter((one) => /^[1-9]\d*(\.\d+){3}$/.test(one) && !one.includes('256')) // prettier-ignore
    let tried = 0
    for (const [kind, addresses] of [['forbidden', v4(forbidden)], ['near', v4(near)], ['free', v4(free)]] as const)
      for (const address of addresses.filter((one) => one.split('.').length === 4))
        for (const one of inside(address)) {
          expect([one, classify(one)]).toEqual([one, kind])
          tried++
        } // prettier-ignore
    expect(tried).toBeGreaterThan(200)
  })
})

/** Spellings that a resolver of a system may take for an address. */
const spellings = [
  '169.254.169.254', '2852039166', '0xa9fea9fe', '0xA9.0xFE.0xA9.0xFE', '0251.0376.0251.0376', '169.254.43518', '169.16689662',
  '[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[64:ff9b::a9fe:a9fe]', '[2002:a9fe:a9fe::1]', '[fe80::1]', '%31%36%39.254.169.254',
  '0', '0.0.0.0', '[::]',
] // prettier-ignore

test.each(spellings)('a URL with the host %s is refused before anything is sent', async (host) => {
  const target = readDatabaseUrl(`postgres://kept:pw@${host}:5432/shop`)
  for (const reach of ['near', 'public'] as const)
    await expect(pinned(target.host, reach)).rejects.toMatchObject({
      refusal: { why: expect.stringMatching(/^(address-forbidden|host-unknown)$/) },
    })
})

test.each([
  '127.0.0.1',
  '2130706433',
  '0x7f000001',
  '017700000001',
  '127.1',
  'localhost',
  '[::1]',
  '[::ffff:127.0.0.1]',
])('a token may not reach this machine as %s; who sits at it may', async (host) => {
  const target = readDatabaseUrl(`postgres://kept:pw@${host}:5432/shop`)
  await expect(pinned(target.host, 'public')).rejects.toMatchObject({
    refusal: { why: expect.stringMatching(/^(address-private|host-unknown)$/) },
  })
})

test('one forbidden address among several is enough', async () => {
  const resolve = async () => ['93.184.216.34', '169.254.169.254']
  await expect(pinned('db.example', 'near', resolve)).rejects.toMatchObject({ refusal: { why: 'address-forbidden' } })
  const mixed = async () => ['93.184.216.34', '10.0.0.1']
  await expect(pinned('db.example', 'public', mixed)).rejects.toMatchObject({ refusal: { why: 'address-private' } })
  expect(await pinned('db.example', 'near', mixed)).toEqual(['93.184.216.34', '10.0.0.1'])
  const away = async () => ['127.0.0.1', '10.0.0.1']
  await expect(pinned('localhost', 'near', away)).rejects.toMatchObject({ refusal: { why: 'address-forbidden' } })
})

test('a name is resolved once, and the address that was judged is the one that is used', async () => {
  const answers = [['93.184.216.34'], ['169.254.169.254']]
  let asked = 0
  const rebinding = async (): Promise<string[]> => answers[asked++]!
  expect(await pinned('rebind.example', 'public', rebinding)).toEqual(['93.184.216.34'])
  expect(asked).toBe(1)
  await expect(pinned('none.example', 'near', async () => [])).rejects.toMatchObject({
    refusal: { why: 'host-unknown' },
  })
})

test('nothing connects where it may not', async () => {
  const { openConnector } = await import('./connector.ts')
  let connections = 0
  const server = createServer((socket) => (connections++, socket.destroy()))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number } // a TCP server's address is an object
  for (const host of ['127.0.0.1', 'localhost', '127.1', '[::ffff:127.0.0.1]']) {
    const url = `postgres://kept:pw@${host}:${port}/shop`
    const connector = openConnector({ system: 's', credential: async () => ({ url, reach: 'public' }) })
    await expect(connector.try()).rejects.toMatchObject({
      code: expect.stringMatching(/^system_(refused|unavailable)$/),
    })
    await connector.close()
  }
  expect(connections).toBe(0)
})
