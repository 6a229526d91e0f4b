// The warnings in the answer of a write: what was stored and should have said more. They refuse nothing.

import type { Output } from '../client/index.ts'

type Warning = NonNullable<Output<'write'>['warnings']>[number]

const openTo = 'so each of these records may be of either, and a read hands out one of them at a time'

const whys: Readonly<Record<Warning['send'][number], string>> = {
  signedIn: 'in which session it was collected',
  account: 'in what kind of account it was collected',
}

/** Warnings of a batch, one for all items that left the same open; `undefined` where nothing did. `help`: how whoever sent them says it. */
export function warningsOf(
  answers: readonly { readonly outcome: string; readonly unsaid?: Readonly<Warning['send']> }[],
  help: (send: Warning['send']) => string,
): { readonly warnings?: Warning[] } {
  const found = answers.flatMap(({ unsaid }, index) => (unsaid ? [{ index, send: [...unsaid] }] : []))
  const alike = Map.groupBy(found, ({ send }) => send.join())
  const warnings = [...alike.values()].map((ones): Warning => {
    const { send } = ones[0]! // groupBy makes no empty group
    const what = send.map((name) => whys[name]).join(' and ')
    return { code: 'context_unsaid', indexes: ones.map(({ index }) => index), send, why: `the statement tells apart ${what}, and this does not say it, ${openTo}: ${help(send)}` } // prettier-ignore
  })
  return warnings.length > 0 ? { warnings } : {}
}
