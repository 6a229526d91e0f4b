// Rows of a query as they are asked for: a cursor in a transaction that only reads. Whoever reads slowly makes the server wait, not our
// memory grow; each draw brings as many rows as fit into about a megabyte.

import type { Limits } from './limits.ts'
import { Refused } from './reasons.ts'
import type { Cell, Session } from './session.ts'

/** A stream of rows. */
export interface RowStream {
  /** The next rows; `done` with the last ones, after which the stream is ended. */
  draw(): Promise<{ readonly rows: readonly (readonly Cell[])[]; readonly done: boolean }>
  end(): void
}

interface Opening {
  readonly session: Session
  readonly limits: Limits
  readonly text: string
  readonly values: readonly unknown[]
  readonly ended: () => void
}

const drawRowsFirst = 16
const drawRowsMax = 2_000
const drawBytes = 1024 * 1024

/** Opens a cursor. */
export async function openStream({ session, limits, text, values, ended }: Opening): Promise<RowStream> {
  await session.query(`declare wordkept no scroll cursor for ${text}`, values, 0)
  let [rows, bytes, next] = [0, 0, drawRowsFirst]
  return {
    async draw() {
      try {
        const found = await session.query(`fetch forward ${next} from wordkept`, [], next)
        const done = found.rows.length < next
        rows += found.rows.length
        bytes += found.bytes
        if (rows > limits.streamRowsMax) throw new Refused({ why: 'too-many' })
        if (bytes > limits.streamBytesMax) throw new Refused({ why: 'too-large' })
        const each = Math.max(1, found.bytes / Math.max(1, found.rows.length))
        next = Math.max(1, Math.min(drawRowsMax, next * 8, Math.floor(drawBytes / each)))
        if (done) ended()
        return { rows: found.rows, done }
      } catch (cause) {
        ended()
        throw cause
      }
    },
    end: ended,
  }
}
