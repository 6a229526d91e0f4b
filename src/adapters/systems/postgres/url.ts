// The address of a foreign database as an operator writes it: `postgres://user:password@host:port/database`, with the words of libpq for
// what else there is to say. It is a credential: no message says anything of it but which part is wrong.

import { Failure } from '../../../base/index.ts'
import { isLocal } from './egress.ts'

/** Ways a server may ask who we are, in the words of libpq's `require_auth`. */
export type Proof = 'none' | 'scram-sha-256' | 'md5' | 'password'

/** Where a database is and how it is entered. */
export interface Target {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
  /** `verify-full`: TLS with a certificate that proves the host. `require`: TLS without that proof. `disable`: no TLS */
  readonly tls: 'verify-full' | 'require' | 'disable'
  readonly proofs: readonly Proof[]
  /** certificates (PEM) that vouch for the server; those Node trusts without it */
  readonly ca?: string
}

const portDefault = 5432
const form = 'postgres://user:password@host:5432/database'
const tlsModes = ['verify-full', 'require', 'disable'] as const
const proofs: readonly Proof[] = ['none', 'scram-sha-256', 'md5', 'password']
/** SCRAM tells a listener nothing and proves the server too; a server that asks for nothing learns nothing. */
const proofsUsual: readonly Proof[] = ['scram-sha-256', 'none']

/** Reads a database's URL; Failure `input_invalid` names the part that is wrong and nothing that stands in it. */
export function readDatabaseUrl(text: string, ca?: string): Target {
  if (!/^\s*postgres(?:ql)?:\/\//.test(text)) throw wrong(`it begins with \`postgres://\`: ${form}`)
  const url = URL.parse(text.trim())
  if (!url)
    throw wrong(
      `it cannot be read; in user and password write %23 for #, %40 for @, %2F for /, %3A for a colon: ${form}`,
    )
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (host === '') throw wrong(`it names no host: ${form}`)
  if (host.includes(',')) throw wrong('it names several hosts: write the one that takes changes')
  if (url.username === '') throw wrong(`it names no user: ${form}`)
  if (url.hash !== '') throw wrong('it has a `#`: write `%23` where the password has one')
  const user = decoded(url.username, 'user')
  return {
    host: decoded(host, 'host'),
    port: url.port === '' ? portDefault : Number(url.port),
    user,
    password: decoded(url.password, 'password'),
    database: decoded(url.pathname.replace(/^\//, ''), 'database') || user,
    ...(ca !== undefined && { ca }),
    ...readWords(url.searchParams, isLocal(host)),
  }
}

/** What may be shown of a URL: host, port and database. Failure `input_invalid` as above. */
export function placeOf(url: string): string {
  const { host, port, database } = readDatabaseUrl(url)
  return `${host.includes(':') ? `[${host}]` : host}:${port}/${database}`
}

/** What cannot leave this machine needs no TLS. */
function readWords(words: URLSearchParams, isHere: boolean): Pick<Target, 'tls' | 'proofs'> {
  const unknown = [...words.keys()].filter((word) => !['sslmode', 'require_auth'].includes(word))
  if (unknown.length > 0) throw wrong('after its `?` only `sslmode` and `require_auth` may stand')
  const sslmode = words.get('sslmode')
  const tls = sslmode === null ? (isHere ? 'disable' : 'verify-full') : tlsModes.find((mode) => mode === sslmode)
  if (!tls) throw wrong(`its \`sslmode\` is one of ${tlsModes.join(', ')}`)
  const asked = words.get('require_auth')?.split(',')
  const known = asked && proofs.filter((proof) => asked.includes(proof))
  if (known && known.length !== asked.length)
    throw wrong(`its \`require_auth\` is of ${proofs.join(', ')}, with commas`)
  return { tls, proofs: known ?? proofsUsual }
}

function decoded(text: string, part: string): string {
  try {
    const plain = decodeURIComponent(text)
    if (!plain.includes('\0')) return plain
  } catch {
    // told below: there is no more to say that would not show it
  }
  throw wrong(`its ${part} holds a \`%\` that is none: write \`%25\` for it`)
}

function wrong(url: string): Failure {
  return new Failure('input_invalid', { url })
}
