// Which addresses a connector may reach (security.md, threat 7): a name is resolved once, every address it leads to is judged, and the
// socket goes to the very address that was judged. Link-local and metadata addresses are never reached; loopback and private ones only
// where the operator connected the system at the machine itself.

import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import type { Credential } from '../../../systems/index.ts'
import { Refused } from './reasons.ts'

/** How far a connector may reach: `near` too, or public addresses only. */
export type Reach = Credential['reach']

/** Addresses no database has. */
const forbidden = blockList([
  '0.0.0.0/8',       // this network
  '100.100.100.200/32', // metadata of Alibaba Cloud
  '168.63.129.16/32',   // metadata of Azure
  '169.254.0.0/16',  // link-local, with the metadata of most clouds
  '192.0.0.0/24',    // protocol assignments, with the metadata of Oracle Cloud
  '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', // documentation
  '224.0.0.0/4',     // multicast
  '240.0.0.0/4',     // reserved, and broadcast
  '::/128', '100::/64', '2001:db8::/32', // unspecified, discard, documentation
  'fe80::/10', 'fec0::/10', // link-local, and the site-local of old
  'fd00:ec2::254/128', 'fd20:ce::254/128', // metadata of AWS and Google Cloud
  'ff00::/8', // multicast
]) // prettier-ignore

/** Addresses of this machine and of networks nobody else sees. */
const near = blockList([
  '127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '198.18.0.0/15', '::1/128', 'fc00::/7',
]) // prettier-ignore

const here = blockList(['127.0.0.0/8', '::1/128'])

/** Whether a host is this machine by its name or address (RFC 6761). */
export function isLocal(host: string): boolean {
  if (isIP(host) !== 0) return here.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6')
  return /^localhost$/i.test(host)
}

/** IPv6 ranges that carry an IPv4 address: it is judged as that one. The number is the bit it begins at. */
const carriers: readonly (readonly [BlockList, number])[] = [
  [blockList(['::ffff:0:0/96']), 96],
  [blockList(['::/96']), 96],
  [blockList(['64:ff9b::/96', '64:ff9b:1::/48']), 96],
  [blockList(['2002::/16']), 16],
]

/** What an address is: free to reach, near, or forbidden. */
export function classify(address: string): 'free' | 'near' | 'forbidden' {
  const family = isIP(address)
  if (family === 0) return 'forbidden'
  const type = family === 4 ? 'ipv4' : 'ipv6'
  if (type === 'ipv6') {
    if (address.includes('%')) return 'forbidden' // a zone: it is link-local
    const inside = near.check(address, type) || forbidden.check(address, type) ? null : carried(address)
    if (inside !== null) return classify(inside)
  }
  if (forbidden.check(address, type)) return 'forbidden'
  return near.check(address, type) ? 'near' : 'free'
}

/** The addresses to try, in order: those the host leads to, when it may reach all of them. Refused otherwise. */
export async function pinned(
  host: string,
  reach: Reach,
  resolve: (host: string) => Promise<readonly string[]> = lookUp,
): Promise<readonly string[]> {
  const addresses = isIP(host) ? [host] : await resolve(host)
  const classes = addresses.map(classify)
  if (classes.includes('forbidden')) throw new Refused({ why: 'address-forbidden' })
  if (reach === 'public' && classes.includes('near')) throw new Refused({ why: 'address-private' })
  if (isLocal(host) && addresses.some((address) => !here.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')))
    throw new Refused({ why: 'address-forbidden' }) // its URL goes without TLS, since it cannot leave this machine
  if (addresses.length === 0) throw new Refused({ why: 'host-unknown' })
  return addresses
}

async function lookUp(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch {
    throw new Refused({ why: 'host-unknown' })
  }
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [net = '', bits] = range.split('/')
    list.addSubnet(net, Number(bits), isIP(net) === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

/** The IPv4 address inside an IPv6 one; null where it carries none. */
function carried(address: string): string | null {
  const at = carriers.find(([list]) => list.check(address, 'ipv6'))?.[1]
  if (at === undefined) return null
  const groups = groupsOf(address)
  const [high = 0, low = 0] = groups.slice(at / 16, at / 16 + 2)
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** The eight groups of an IPv6 address that the system has already accepted as one. */
function groupsOf(address: string): readonly number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const [, lead = '', a, b, c, d] = dotted ?? []
  const plain = dotted
    ? `${lead}${((Number(a) << 8) | Number(b)).toString(16)}:${((Number(c) << 8) | Number(d)).toString(16)}`
    : address
  const [before = '', after] = plain.split('::')
  const parts = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((part) => Number.parseInt(part, 16))
  const [first, last] = [parts(before), after === undefined ? [] : parts(after)]
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last]
}
