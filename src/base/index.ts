// The ground: bytes, canonical JSON, hashes, ids, clock, failures. No word of the domain.

export { concat, equalBytes, fromBase64, fromHex, lengthPrefixed, text, toBase64, toHex, utf8 } from './bytes.ts'
export { canonicalJson, type Json } from './canonical-json.ts'
export {
  addPeriod,
  hasElapsed,
  isNoLonger,
  periodWords,
  systemClock,
  type Clock,
  type Period,
  type Unit,
} from './clock.ts'
export { asFailure, Failure, failures, isStorageAway, type FailureCode, type FailureDetail } from './failure.ts'
export { hmacSha256, sha256, sha256Hex } from './hash.ts'
export { idBytes, newId, newSecret, randomBytes } from './ids.ts'
export { nearest } from './nearest.ts'
export { Revealed } from './secret.ts'
