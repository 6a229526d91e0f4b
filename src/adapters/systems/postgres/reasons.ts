// Why a connected system could not do what was asked: one table, its words ours (docs/spec/connector.md). What a server says is never
// passed on, for its messages print the values of rows; only an SQLSTATE, and names that stand in the catalogue, are.

import type { FailureCode } from '../../../base/index.ts'

interface Reason {
  readonly code: Extract<FailureCode, 'system_unavailable' | 'system_refused' | 'system_limit'>
  readonly words: string
}

/** Every reason with the failure it is told as. The key is what a program compares, the words are for people. */
export const reasons = {
  'host-unknown':       { code: 'system_unavailable', words: 'the name of its host leads nowhere' },
  'unreachable':        { code: 'system_unavailable', words: 'nothing answers at its address' },
  'silent':             { code: 'system_unavailable', words: 'it took longer than a call may take, and was hung up on' },
  'ended':              { code: 'system_unavailable', words: 'it ended the connection in the middle of a call' },
  'ended-at-commit':    { code: 'system_unavailable', words: 'it ended the connection while it confirmed a change, which may be done or not: read it again' },
  'busy':               { code: 'system_unavailable', words: 'somebody else works on the same rows, or the server has no room: the call was undone' },
  'connector-ended':    { code: 'system_unavailable', words: 'our process that spoke with it ended; the next call starts another' },
  'closed':             { code: 'system_unavailable', words: 'the connection was closed on our side' },
  'address-forbidden':  { code: 'system_refused', words: 'its host is an address that no database has: link-local, a metadata service, multicast or reserved' },
  'address-private':    { code: 'system_refused', words: 'its host is on this machine or in a private network: connect it with `kept connect` on the machine itself, not with a token' },
  'no-tls':             { code: 'system_refused', words: 'it offers no encrypted connection: turn TLS on there, or write `?sslmode=disable` into the URL where the network between is yours alone' },
  'tls-unproven':       { code: 'system_refused', words: 'its certificate does not prove that it is this host: name the authority behind it with `--ca FILE`, or write `?sslmode=require` into the URL to go without that proof' },
  'password-exposed':   { code: 'system_refused', words: 'it asked for the password in a form that others could use: make it ask by SCRAM-SHA-256, or write what you allow into the URL: `?require_auth=md5`' },
  'not-proven':         { code: 'system_refused', words: 'it let us in without proving that it knows the password' },
  'sign-in':            { code: 'system_refused', words: 'it does not accept this user and password' },
  'no-database':        { code: 'system_refused', words: 'it has no database of that name' },
  'privilege':          { code: 'system_refused', words: 'this user may not do that: grant the right in that database' },
  'read-only':          { code: 'system_refused', words: 'a query that only reads tried to write' },
  'shape':              { code: 'system_refused', words: 'a table, column or type is not there as it was: scan the system again' },
  'constraint':         { code: 'system_refused', words: 'a rule of that database forbids the change, which was undone' },
  'rows-differ':        { code: 'system_refused', words: 'other rows than planned would have changed, so the change was undone: plan it anew' },
  'query':              { code: 'system_refused', words: 'it does not carry this query out' },
  'garbled':            { code: 'system_refused', words: 'what it sent is not the protocol of PostgreSQL' },
  'too-large':          { code: 'system_limit', words: 'a row, or all rows of a call together, are larger than we take' },
  'too-many':           { code: 'system_limit', words: 'more rows, tables or columns came than we take' },
} as const satisfies Readonly<Record<string, Reason>> // prettier-ignore

export type Why = keyof typeof reasons

/** What the child tells the core of a refusal: never a word of the server's. */
export interface Refusal {
  readonly why: Why
  readonly sqlstate?: string
  readonly schema?: string
  readonly table?: string
  readonly column?: string
  /** index of the statement that was refused, within its transaction */
  readonly statement?: number
  /** rows that a statement should have changed, and how many it did */
  readonly expected?: number
  readonly found?: number
}

/** A refusal on its way up, within the child. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.why)
    this.name = 'Refused'
    this.refusal = refusal
  }
}

/** First characters of an SQLSTATE → why; the longest that fits counts. */
const states: Readonly<Record<string, Why>> = {
  '08':    'ended',           // connection
  '23':    'constraint',
  '25006': 'read-only',
  '25P03': 'silent',          // idle in a transaction
  '28':    'sign-in',
  '3D':    'no-database',
  '40':    'busy',            // serialization, deadlock
  '42501': 'privilege',
  '42704': 'shape',           // type
  '42883': 'shape',           // function or operator: a column's type changed
  '42703': 'shape',           // column
  '42P01': 'shape',           // table
  '3F':    'shape',           // schema
  '53':    'busy',            // resources
  '54':    'too-large',       // its own limits
  '55P03': 'busy',            // lock not available
  '57014': 'silent',          // its own clock ended it
  '57':    'ended',           // the operator ended it
  '58':    'ended',           // input and output
  'P0001': 'constraint',      // raised by a trigger
} // prettier-ignore

/** Why a server refused, by its SQLSTATE alone. */
export function whyOf(sqlstate: string): Why {
  return [5, 2].map((length) => states[sqlstate.slice(0, length)]).find((why) => why !== undefined) ?? 'query'
}
