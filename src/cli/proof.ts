// How an operator knows who somebody is: a name of the contract's list, for the ledger keeps it longer than anything about the person.

import { Option } from '@commander-js/extra-typings'
import { requests } from '../contract/index.ts'

/** How it is known: a document was seen, the customer or a guardian says so, or they do. */
export type HowKnown = (typeof requests.howKnown.options)[number]

/** `--proof NAME`, said as what it is asked for. */
export function proofOption(what: string) {
  return new Option('--proof <name>', `${what}; the ledger keeps it for good, so it is one of these names`).choices(
    requests.howKnown.options,
  )
}
