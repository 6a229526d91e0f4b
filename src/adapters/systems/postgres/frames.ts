// What goes between the core and a connector's process: JSON in frames, each after its length in four bytes, big-endian. A frame longer
// than the reader takes is never kept: the other side is not trusted to be right.

import type { Readable, Writable } from 'node:stream'

const lengthBytes = 4

/** A frame was announced that is longer than the reader takes, or is no JSON. */
export class BadFrame extends Error {}

/** Writes one value; resolves when more may be written. */
export async function writeFrame(to: Writable, value: unknown): Promise<void> {
  const body = Buffer.from(JSON.stringify(value), 'utf8')
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(body.length)
  to.cork()
  to.write(length)
  const more = to.write(body)
  to.uncork()
  if (!more) await new Promise<void>((resolve) => void to.once('drain', resolve).once('close', resolve))
}

/** Reads values until the stream ends; throws `BadFrame`. */
export async function* readFrames(from: Readable, bytesMax: number): AsyncGenerator<unknown> {
  let chunks: Buffer[] = []
  let held = 0
  let wanted: number | null = null
  for await (const chunk of from as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    held += chunk.length
    while (held >= (wanted ?? lengthBytes)) {
      const whole = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
      const size: number = wanted ?? lengthBytes
      const [part, rest] = [whole.subarray(0, size), whole.subarray(size)]
      ;[chunks, held] = rest.length > 0 ? [[rest], rest.length] : [[], 0]
      if (wanted === null) {
        wanted = part.readUInt32BE()
        if (wanted > bytesMax) throw new BadFrame()
      } else {
        wanted = null
        yield valueOf(part)
      }
    }
  }
}

function valueOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new BadFrame()
  }
}
