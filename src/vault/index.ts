// The vault: two sealed layers, keys per person, rotation, forgetting (docs/spec/envelope.md).

export { deriveKey, type ExpandHash } from './derive.ts'
export type { KeyPosition, KeyStore } from './key-store.ts'
export { epochEnd, rotateEpochs, type EpochTerms, type Rotated, type Rotation } from './rotation.ts'
export type { CustomerKeys, PersonKeys, PlatformKeys, SealPlace, Vault, WrappedKey } from './types.ts'
export { createVault, type VaultParts } from './vault.ts'
export { unwrapSecret, wrapSecret } from './wrap.ts'
