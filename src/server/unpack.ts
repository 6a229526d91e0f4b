// A body that may come gzipped, opened no further than its limit: a bomb stops inflating there (security, threat 23).

import { gunzip } from 'node:zlib'
import type { z } from 'zod'
import { Failure } from '../base/index.ts'

/** A body as it came, once somebody was let in. */
export interface Packed {
  readonly bytes: Uint8Array
  /** header Content-Encoding */
  readonly encoding: string | null
}

/** Most bytes of a body as it is read, and as it comes gzipped. The route takes no more than the first. */
const bytesMax = { plain: 2 * 1024 * 1024, gzip: 512 * 1024 } as const

/** Opens a body and holds it to a shape. Fails with `input_too_large`, or with `batch_malformed` that says what is wrong. */
export async function unpack<S extends z.ZodType>({ bytes, encoding }: Packed, shape: S): Promise<z.output<S>> {
  const parsed = shape.safeParse(parse(await inflate(bytes, encoding?.toLowerCase() ?? 'identity')))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw malformed(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not of the form'}`)
}

function malformed(reason: string): Failure {
  return new Failure('batch_malformed', { reason })
}

async function inflate(bytes: Uint8Array, encoding: string): Promise<Uint8Array> {
  if (encoding === 'identity') return bytes
  if (encoding !== 'gzip') throw malformed('content-encoding is gzip, or left out')
  if (bytes.length > bytesMax.gzip) throw new Failure('input_too_large', { bytesMax: bytesMax.gzip })
  return new Promise((resolve, reject) =>
    gunzip(bytes, { maxOutputLength: bytesMax.plain }, (cause, plain) => {
      if (!cause) return resolve(plain)
      const isBomb = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' // zlib's own errors have codes
      reject(isBomb ? new Failure('input_too_large', { bytesMax: bytesMax.plain }) : malformed('the body is no gzip'))
    }),
  )
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    throw malformed('the body is not JSON in UTF-8')
  }
}
