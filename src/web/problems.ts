// What an error page says, for every code the API may answer with: what is true now, whether anything was lost, what happens next.

import type { Told } from './context.ts'

interface Words {
  readonly title: string
  readonly now: string
  readonly next: string
}

const words: Record<string, Words> = {
  not_found: {
    title: 'There is nothing at this address',
    now: 'Perhaps the number is mistyped, or what stood here has ended. Nothing was lost.',
    next: 'Check the address, or begin again from the first page.',
  },
  access_denied: {
    title: 'No sentence allows this',
    now: 'It was refused before anything was opened. Nothing changed.',
    next: 'The statement says what is allowed, sentence by sentence.',
  },
  input_invalid: {
    title: 'We could not read what you sent',
    now: 'Nothing was stored and nothing changed.',
    next: 'Go back, look at what you gave, and send it again.',
  },
  input_too_large: {
    title: 'What you sent is larger than we take here',
    now: 'Nothing was stored and nothing changed.',
    next: 'Send it in smaller parts.',
  },
  conflict: {
    title: 'Something changed since you opened that page',
    now: 'What you asked for does not fit what is there now, so we left everything as it is.',
    next: 'Look at the page again and decide anew.',
  },
  foreign_form: {
    title: 'That form did not come from this site',
    now: 'We did nothing with it. Nothing changed.',
    next: 'If you sent it yourself, open the page here and press the button again.',
  },
  too_many_requests: {
    title: 'Too many tries in a short time',
    now: 'We stopped listening for a while, so that nobody can guess a password. Nothing changed.',
    next: 'Wait a minute, then try again.',
  },
  audit_unavailable: {
    title: 'We could not write this down, so we did not do it',
    now: 'Our log did not answer. Without it nothing is opened and nothing is changed. Nothing was lost.',
    next: 'Try again in a minute. You need not do anything else.',
  },
  keys_unavailable: {
    title: 'A key could not be reached',
    now: 'What we hold about you stays locked until it is back. Nothing was lost and nothing changed.',
    next: 'Try again in a minute. You need not do anything else.',
  },
  storage_unavailable: {
    title: 'The store did not answer',
    now: 'We did not do what you asked. Nothing was lost.',
    next: 'Try again in a minute. You need not do anything else.',
  },
  storage_full: {
    title: 'There is no room to write this down',
    now: 'So we did not do it. What we told you before is safe.',
    next: 'The people who run this have to make room. Try again later.',
  },
  statement_missing: {
    title: 'There is no statement in force yet',
    now: 'Until one is published, nothing may be collected and nothing is.',
    next: 'Come back when it is published.',
  },
}

const unforeseen: Words = {
  title: 'Something went wrong that we did not foresee',
  now: 'We stopped there. What we acknowledged before is safe; what you just asked for may not have happened.',
  next: 'Look at your requests before you ask again: each one that was taken has a number.',
}

/** The words for a failure. `data` is what the loader or action threw, if it was one of ours. */
export function wordsOf(status: number, data: unknown): Words {
  return words[codeOf(data) ?? (status === 404 ? 'not_found' : '')] ?? unforeseen
}

/** The code of a failure, as far as it is one of the API's. */
function codeOf(data: unknown): string | null {
  return typeof data === 'object' && data !== null && 'code' in data && typeof data.code === 'string' ? data.code : null
}

/** What a caught throw of the client says; `null` for a redirect or anything unforeseen, which must go on. */
export function toldBy(thrown: unknown): { readonly status: number; readonly told: Told } | null {
  if (typeof thrown !== 'object' || thrown === null || !('data' in thrown) || codeOf(thrown.data) === null) return null
  const { data, init } = thrown as { data: Told; init: { status?: number } | null } // made by `tell` of context.ts
  return { status: init?.status ?? 500, told: data }
}
