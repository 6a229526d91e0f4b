// Who asks, and what they may ask. Pure: tokens are made and read here, kept elsewhere.

export { mayAsk, mayEnter, type Asker, type Principal } from './principal.ts'
export { mintToken, readToken } from './token.ts'
