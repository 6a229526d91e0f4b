// Failures: what went wrong that no answer covers. One class, one table; only the server's problem page and the CLI translate.
// A detail holds ids, codes and names of the registers, never a personal value (SEC-09).

/** Every failure code with its HTTP status, what is wrong and what to do next. Codes are the contract; messages are for people. */
export const failures = {
  access_denied:        { status: 403, message: 'no sentence allows this', help: 'read the clause named; ask for a purpose it opens' },
  not_signed_in:        { status: 401, message: 'nobody is signed in', help: 'sign in first' },
  sign_in_refused:      { status: 401, message: 'that e-mail address and password do not go together', help: 'check both and try again' },
  fresh_sign_in_needed: { status: 403, message: 'this needs a sign-in of the last few minutes', help: 'sign in again, then repeat it' },
  foreign_origin:       { status: 403, message: 'this did not come from our own pages', help: 'open the page here and do it again' },
  token_refused:        { status: 401, message: 'the token is unknown, ended or revoked', help: 'ask an operator for a new token' },
  token_missing:        { status: 401, message: 'no token of this officer lies here', help: 'as whoever runs the house, make one with the command named, then repeat this' },
  role_refused:         { status: 403, message: 'your role may not do this', help: 'ask somebody who holds the role named' },
  sign_refused:         { status: 403, message: 'this officer may not sign a clause of this class', help: 'let another officer sign; `signs:` of the register `organisation` says who may sign what' },
  purpose_refused:      { status: 403, message: 'the token does not name the product or the purpose that was asked for', help: 'use a token that names what is `missing` too; an operator issues one with `kept token`' },
  input_invalid:        { status: 422, message: 'the request does not have the form the contract says', help: 'mend the fields named' },
  input_too_large:      { status: 413, message: 'the request is larger than this route takes', help: 'send it in smaller parts' },
  input_not_json:       { status: 400, message: 'the body is not JSON', help: 'write JSON; over HTTP send it with content type application/json' },
  batch_malformed:      { status: 400, message: 'no events can be told from this body, so nothing of it was stored', help: 'send what the detail names, as docs/spec/events.md shows' },
  not_found:            { status: 404, message: 'there is nothing here', help: 'check the address or the number' },
  installation_missing: { status: 404, message: 'no installation lies there', help: '`kept serve` makes an installation in .wordkept, `kept demo` one in .harbour: name it with --home' },
  name_unknown:         { status: 404, message: 'nothing has this name', help: 'use the name that was meant, or another one of its list' },
  file_missing: { status: 404, message: 'a file is not where the command looks for it', help: 'check the path named' },
  file_exists: { status: 409, message: 'a file is there already, and nothing was overwritten', help: 'name another file or folder, or move away what is there' },
  file_too_large:       { status: 413, message: 'a file is larger than a statement may have', help: 'split it into several files, or name the folder that was meant' },
  files_too_many:       { status: 413, message: 'more files lie there than a statement has', help: 'name the folder that holds statement.md and nothing else' },
  file_linked:          { status: 422, message: 'a link or a device stands where a file of the statement belongs, and neither is read', help: 'put the file itself into the folder' },
  conflict:             { status: 409, message: 'this does not fit what is there now', help: 'read the state again and decide anew' },
  published_already:    { status: 409, message: 'this is what the newest version says already, so no change was opened', help: 'change the folder, or name the one that was changed' },
  four_eyes:            { status: 409, message: 'two different officers have to agree', help: 'ask a second officer' },
  notice_missing:       { status: 409, message: 'a note says that people were told of it on a day on which no notice of it went out', help: 'name a day of `notices`; with none, publish a material change with the note first: its notice goes out that day, which the note may name already' },
  too_many_requests:    { status: 429, message: 'too many requests', help: 'wait for the seconds the header Retry-After names' },
  intake_busy:          { status: 429, message: 'events come faster than they can be stored just now', help: 'send the same again after the seconds the header Retry-After names: what was stored before has no second effect' },
  audit_unavailable:    { status: 503, message: 'the ledger could not record this, so nothing was done and nothing shown', help: 'try again; look at `kept doctor` if it stays' },
  keys_unavailable:     { status: 503, message: 'a key could not be reached', help: 'look at `kept doctor` for the key named' },
  key_missing:          { status: 500, message: 'a key file is missing or was changed', help: 'put back the file named from its backup' },
  sealed_refused:       { status: 500, message: 'a sealed value does not open here: it was changed, moved or cut', help: 'restore the row from a backup and find out who changed it' },
  same_custodian:       { status: 500, message: 'both layers of the vault would take their keys from one directory', help: 'name two directories, better on two machines' },
  port_busy:            { status: 503, message: 'another process listens on this port', help: 'stop that process or name another port' },
  storage_busy:         { status: 503, message: 'another process has this data directory open', help: 'stop that process or name another directory' },
  storage_unavailable:  { status: 503, message: 'the database did not answer', help: 'try again; look at `kept doctor` if it stays' },
  storage_full:         { status: 507, message: 'the disk is full, so nothing was stored', help: 'make room and try again; what was acknowledged before is safe' },
  storage_version:      { status: 500, message: 'the database was made by another version of this code', help: 'run that version or a newer one; to go back, restore a backup' },
  ledger_rolled_back:   { status: 500, message: 'the ledger is behind the checkpoint kept outside it', help: 'restore the newest backup of the database; it was rolled back or lost commits' },
  ledger_forked:        { status: 500, message: 'the ledger and the checkpoint kept outside it disagree', help: 'stop, keep both, and find out who changed what' },
  system_unavailable:   { status: 503, message: 'the connected system does not answer', help: 'read the reason; see that the database runs and can be reached from here; what waits for it goes on by itself' },
  system_refused:       { status: 409, message: 'the connected system does not let us do this', help: 'read the reason; mend what it names, then try again' },
  system_limit:         { status: 502, message: 'the connected system sent more than we take', help: 'nothing of it was kept; look at that server if you did not expect this' },
  statement_broken:     { status: 422, message: 'the statement does not compile', help: 'mend what `kept check` names; the running one stays in force' },
  signature_stale:      { status: 422, message: 'words or rules changed after an officer signed them', help: 'read them again, sign with the command named, then repeat this' },
  statement_missing:    { status: 404, message: 'there is no statement in force', help: 'name one for the first start: `kept serve --statement FOLDER`; `kept init` writes a small one' },
  pages_missing:        { status: 500, message: 'the pages have not been built', help: 'run `npm run build`' },
  version_unsupported:  { status: 500, message: 'this Node is too old', help: 'use Node 22.22 or newer' },
  unexpected:           { status: 500, message: 'something went wrong that we did not foresee', help: 'tell the operator the number of this failure' },
} as const // prettier-ignore

export type FailureCode = keyof typeof failures

/** What a failure may carry: ids, codes and names, never a personal value. */
export type FailureDetail = Readonly<Record<string, string | number | boolean | readonly string[] | null>>

/** A failure with its code. Thrown where no answer can be given; `cause` stays inside and is never shown. */
export class Failure extends Error {
  readonly code: FailureCode
  readonly detail: FailureDetail
  constructor(code: FailureCode, detail: FailureDetail = {}, cause?: unknown) {
    super(failures[code].message, cause === undefined ? undefined : { cause })
    this.name = 'Failure'
    this.code = code
    this.detail = detail
  }
}

/** The failure of anything thrown: itself, or `unexpected` with the cause kept inside. */
export function asFailure(cause: unknown): Failure {
  return cause instanceof Failure ? cause : new Failure('unexpected', {}, cause)
}

/** Whether the database is away or full: then it is so for everybody who waits, and none of them need try by themselves. */
export function isStorageAway(cause: unknown): boolean {
  return cause instanceof Failure && (cause.code === 'storage_unavailable' || cause.code === 'storage_full')
}
