// What a driver throws, as our failures. Nothing of PostgreSQL's DETAIL goes on, for it prints the values of keys; of its messages
// only those about the form of a query do, for these speak of our SQL and not of anybody's data.

import pg from 'pg'
import { Failure, type FailureCode, type FailureDetail } from '../../base/index.ts'

/** First characters of an SQLSTATE → what it means to a caller; the longest that fits counts. */
const codes: Readonly<Record<string, FailureCode>> = {
  '08':    'storage_unavailable', // connection
  '23503': 'conflict',            // foreign key
  '23505': 'conflict',            // unique
  '23P01': 'conflict',            // exclusion
  '28':    'storage_unavailable', // signing in to the server
  '3D':    'storage_unavailable', // no such database
  '40':    'conflict',            // serialization, deadlock
  '53':    'storage_unavailable', // resources
  '53100': 'storage_full',        // disk
  '55P03': 'conflict',            // lock not available
  '57':    'storage_unavailable', // ended by the operator, or ran too long
  '58':    'storage_unavailable', // input and output
} // prettier-ignore

/** The failure of anything a query threw: `conflict`, `storage_full`, `storage_unavailable`, else `unexpected`. Holds no values. */
export function asStorageFailure(cause: unknown): Failure {
  if (cause instanceof Failure) return cause
  if (cause instanceof pg.DatabaseError) return ofDatabase(cause)
  return new Failure('storage_unavailable', { reason: reasonOf(cause) })
}

function ofDatabase(error: pg.DatabaseError): Failure {
  const state = error.code ?? ''
  const code = codes[state] ?? codes[state.slice(0, 2)] ?? 'unexpected'
  const detail: Record<string, string> = { sqlstate: state }
  for (const name of ['table', 'column', 'constraint'] as const) if (error[name]) detail[name] = error[name]
  const aboutOurSql = state.startsWith('42') || state.startsWith('57')
  return new Failure(code, detail satisfies FailureDetail, new Error(aboutOurSql ? error.message : `SQLSTATE ${state}`))
}

/** A code of the system (`ECONNREFUSED`), or what node-postgres says of its own connections: it names no values. */
function reasonOf(cause: unknown): string {
  const { code, message } = cause as { code?: unknown; message?: unknown } // whatever was thrown: both may be missing
  return typeof code === 'string' ? code : typeof message === 'string' ? message : 'unknown'
}
