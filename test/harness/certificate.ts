// Certificates for tests: X.509 (RFC 5280) written out in DER, so that a server of a test can speak TLS without any tool or key in the
// repository. P-256, valid for a day around now.

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A self-signed certificate and its key, both PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

/** Makes a certificate for addresses (IPv4) and names. It vouches for itself. */
export function makeCertificate({
  addresses = [],
  names = [],
}: {
  addresses?: readonly string[]
  names?: readonly string[]
}): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const algorithm = der(0x30, oid('2a8648ce3d040302')) // ecdsa-with-SHA256
  const who = der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, Buffer.from('wordkept test'))))) // CN
  const alternatives = der(
    0x30,
    ...names.map((name) => der(0x82, Buffer.from(name))),
    ...addresses.map((address) => der(0x87, Buffer.from(address.split('.').map(Number)))),
  )
  const extensions = der(
    0xa3,
    der(0x30, extension('551d11', alternatives), extension('551d13', der(0x30, der(0x01, Buffer.of(255))))),
  ) // subjectAltName, basicConstraints CA
  const version = der(0xa0, der(0x02, Buffer.of(2)))
  const serial = der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)]))
  const validity = der(0x30, time(Date.now() - 43_200_000), time(Date.now() + 43_200_000))
  const body = der(
    0x30,
    version,
    serial,
    algorithm,
    who,
    validity,
    who,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  )
  const signature = der(0x03, Buffer.of(0), sign('sha256', body, privateKey))
  const cert = der(0x30, body, algorithm, signature)
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${cert
      .toString('base64')
      .match(/.{1,64}/g)!
      .join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, // PEM is text
  }
}

/** Tag, length, content. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.of(tag), sizeOf(body.length), body])
}

/** The shortest form, as DER demands. */
function sizeOf(length: number): Buffer {
  if (length < 128) return Buffer.of(length)
  return length < 256 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 255)
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'))
}

function extension(id: string, value: Buffer): Buffer {
  return der(0x30, oid(id), der(0x04, value))
}

function time(milliseconds: number): Buffer {
  return der(0x18, Buffer.from(`${new Date(milliseconds).toISOString().replace(/\D/g, '').slice(0, 14)}Z`))
}
