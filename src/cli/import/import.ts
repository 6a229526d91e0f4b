// An import: rows in batches to the gate, the same way any service writes. What is refused goes to a report with line and reason; what
// is accepted was durable before the next batch leaves. Memory holds one batch, however long the file.

import { appendFile, readFile, stat, truncate } from 'node:fs/promises'
import { Failure, sha256Hex, utf8 } from '../../base/index.ts'
import type { Client, Output } from '../../client/index.ts'
import { parseMap, recordsOf, RowRefused, type ImportMap, type RecordIn } from './map.ts'
import { readProgress, writeProgress, type Progress } from './progress.ts'
import { csvRows, jsonRows, type Line } from './rows.ts'

/** Files of one import. `report` gets a line of JSON for each refused row. */
export interface ImportFiles {
  readonly file: string
  readonly map: string
  readonly report: string
  readonly progress: string
  /** the verifier key of the house it goes to: what one house was told, another one was not */
  readonly house: string
}

/** What was counted over all runs, and how many of these records came in with this one. */
export interface Imported extends Progress {
  readonly fresh: number
  /** an earlier run brought it in whole, and this one sent nothing */
  readonly wasDone: boolean
}

interface Sent {
  readonly line: number
  readonly record: RecordIn
}

interface Refused {
  readonly line: number
  readonly code: string
  readonly clause: string | null
  readonly reason: string
}

const batchRecords = 500
const batchBytesMax = 1_500_000

/** Reads and checks the map of an import. */
export async function readMap(path: string): Promise<ImportMap> {
  return parseMap(await textOf(path))
}

/** Brings a file in, from where an earlier run stopped. Answers what was counted over all runs. */
export async function importFile(
  client: Pick<Client, 'write'>,
  map: ImportMap,
  files: ImportFiles,
  each: (progress: Progress) => void = () => {},
): Promise<Imported> {
  const began = await readProgress(files.progress, await identityOf(files))
  if (began.done) return { ...began, fresh: 0, wasDone: true }
  await cutReport(files.report, began.reportBytes)
  let progress = began
  for await (const batch of batches(map, rowsOf(map, files.file), began.line)) {
    progress = await sendBatch(client, batch, progress, files.report)
    await writeProgress(files.progress, progress)
    each(progress)
  }
  progress = { ...progress, done: true }
  await writeProgress(files.progress, progress)
  return { ...progress, fresh: progress.accepted - began.accepted, wasDone: false }
}

interface Batch {
  readonly sent: readonly Sent[]
  readonly refused: readonly Refused[]
  readonly line: number
}

/** Whole rows in batches as large as the API takes; lines up to `after` were sent before. */
async function* batches(map: ImportMap, lines: AsyncIterable<Line>, after: number): AsyncGenerator<Batch> {
  let [sent, refused, bytes, last]: [Sent[], Refused[], number, number] = [[], [], 0, after]
  for await (const line of lines) {
    if (line.line <= after) continue
    const { records, reason } = recordsOfLine(map, line)
    const size = JSON.stringify(records).length
    if (sent.length > 0 && (sent.length + records.length > batchRecords || bytes + size > batchBytesMax)) {
      yield { sent, refused, line: last }
      ;[sent, refused, bytes] = [[], [], 0]
    }
    sent.push(...records.map((record) => ({ line: line.line, record })))
    if (reason !== null) refused.push({ line: line.line, code: 'input_invalid', clause: null, reason })
    bytes += size
    last = line.line
  }
  if (sent.length + refused.length > 0) yield { sent, refused, line: last }
}

function recordsOfLine(map: ImportMap, line: Line): { records: RecordIn[]; reason: string | null } {
  if ('reason' in line) return { records: [], reason: line.reason }
  try {
    return { records: recordsOf(map, line.row), reason: null }
  } catch (cause) {
    if (cause instanceof RowRefused) return { records: [], reason: cause.message }
    throw cause
  }
}

async function sendBatch(
  client: Pick<Client, 'write'>,
  { sent, refused, line }: Batch,
  progress: Progress,
  report: string,
): Promise<Progress> {
  const answered: Output<'write'> =
    sent.length > 0
      ? await client.write({ body: { records: sent.map(({ record }) => record) } })
      : { accepted: 0, refused: [], seen: 0 }
  const all = [
    ...refused,
    ...answered.refused.map(({ index, code, clause, why }) => ({
      line: sent[index]?.line ?? 0,
      code,
      clause,
      reason: why,
    })),
  ]
  const lines = all.map((one: Refused) => `${JSON.stringify(one)}\n`).join('')
  if (lines !== '') await appendFile(report, lines)
  const { accepted, seen, warnings = [] } = answered
  return {
    ...progress,
    line,
    accepted: progress.accepted + accepted,
    seen: progress.seen + seen,
    refused: progress.refused + all.length,
    unsaid: [...new Set([...progress.unsaid, ...warnings.flatMap(({ send }) => send)])],
    reportBytes: progress.reportBytes + Buffer.byteLength(lines),
  }
}

/** Cuts off what was written to the report after the progress it belongs to. */
async function cutReport(report: string, bytes: number): Promise<void> {
  if (await stat(report).catch(() => null)) await truncate(report, bytes)
}

function rowsOf(map: ImportMap, file: string): AsyncGenerator<Line> {
  const format = map.format ?? (/\.(jsonl|ndjson)$/.test(file) ? 'jsonl' : 'csv')
  return format === 'csv' ? csvRows(file, map.separator) : jsonRows(file)
}

/** Another map, a file of another size or time, or another house, is another import. */
async function identityOf({ file, map, house }: ImportFiles): Promise<string> {
  const { size, mtimeMs } = await stat(file).catch((cause: unknown) => {
    throw new Failure('file_missing', { file }, cause)
  })
  return sha256Hex(utf8(`${size} ${mtimeMs} ${house} ${await textOf(map)}`))
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Failure('file_missing', { file }, cause)
  })
}
