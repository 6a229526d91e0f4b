// Where the built verifier lies: Vite makes one file of it and answers its address.

// oxlint-disable-next-line import/default -- the query gives the module another form
import address from './verify.ts?worker&url'

/** The address of the script that verifies a receipt in the page. */
export const verifierAddress: string = address
