// Stands between a server and the driver: reads the length of every message before the driver keeps a byte of it, and ends the
// connection at the first that is too large, of no known kind, or asks for the password in a form that others could use
// (docs/spec/connector.md, "What the server may send").

import { Refused, type Why } from './reasons.ts'
import type { Proof } from './url.ts'

/** Messages a server may send us, by their first byte (PostgreSQL 18, "Message Formats"). None of COPY: nothing of ours begins one. */
const known: ReadonlySet<number> = new Set(Buffer.from('123ACDEIKNRSTZnst'))
const authentication = 'R'.charCodeAt(0)
const dataRow = 'D'.charCodeAt(0)
const headerBytes = 5
const codeBytes = 4

/** What the server may ask for, by its number; anything else is refused. */
const asks: Readonly<Record<number, Proof>> = { 3: 'password', 5: 'md5', 10: 'scram-sha-256' }
const letIn = 0
const scramGoesOn = 11
const scramEnds = 12

/** What one answer of the server may bring. */
export interface Allowance {
  readonly rows: number
  readonly bytes: number
}

/** Watches one connection. */
export interface WireGuard {
  /** Looks at bytes before the driver gets them; throws `Refused` at the first that must not pass. */
  see(chunk: Uint8Array): void
  /** Begins to count anew, for the next query. */
  allow(allowance: Allowance): void
  /** bytes since `allow` */
  readonly bytes: number
}

/** Watches a connection whose server may ask for these proofs. */
export function watchWire(proofs: readonly Proof[], messageBytesMax: number): WireGuard {
  let allowance: Allowance = { rows: 0, bytes: 64 * 1024 }
  let [bytes, rows] = [0, 0]
  /** the header of a message, and of an authentication its code, as far as they have come */
  let head: number[] = []
  /** bytes of the message's body that are still to come */
  let left = 0
  let asked: Proof | 'proven' | 'in' | null = null

  /** Reads the beginning of a message; answers once it is whole. */
  function read(): void {
    const [kind, ...length] = head
    const size = length.slice(0, 4).reduce((sum, byte) => sum * 256 + byte, 0)
    if (!known.has(kind!) || size < 4) throw refused('garbled')
    if (size > messageBytesMax) throw refused('too-large')
    if (kind === dataRow && ++rows > allowance.rows) throw refused('too-many')
    left = size - 4
    if (kind === authentication && left < codeBytes) throw refused('garbled')
  }

  function authenticate(code: number): void {
    const proof = asks[code]
    if (asked === null && proof) {
      if (!proofs.includes(proof)) throw refused('password-exposed')
      asked = proof
    } else if (code === scramGoesOn && asked === 'scram-sha-256') return
    else if (code === scramEnds && asked === 'scram-sha-256') asked = 'proven'
    else if (code === letIn && asked !== 'in') {
      if (asked === 'scram-sha-256' || (asked === null && !proofs.includes('none'))) throw refused('not-proven')
      asked = 'in'
    } else throw refused(asked === null ? 'sign-in' : 'garbled')
  }

  /** How many bytes of a message must be seen before it may go on. */
  const needed = (): number => (head[0] === authentication ? headerBytes + codeBytes : headerBytes)

  return {
    see(chunk) {
      bytes += chunk.length
      if (bytes > allowance.bytes) throw refused('too-large')
      for (let at = 0; at < chunk.length;) {
        if (left > 0 && head.length === 0) {
          const skip = Math.min(left, chunk.length - at)
          ;[left, at] = [left - skip, at + skip]
          continue
        }
        head.push(chunk[at++]!)
        if (head.length === headerBytes) read()
        if (head.length < needed()) continue
        if (head[0] === authentication) {
          left -= codeBytes
          authenticate(head.slice(headerBytes).reduce((sum, byte) => sum * 256 + byte, 0))
        }
        head = []
      }
    },
    allow(next) {
      ;[allowance, bytes, rows] = [next, 0, 0]
    },
    get bytes() {
      return bytes
    },
  }
}

function refused(why: Why): Refused {
  return new Refused({ why })
}
