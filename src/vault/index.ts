// The vault: two sealed layers, keys per person, rotation, forgetting (docs/spec/envelope.md).

export type { CustomerKeys, PersonKeys, PlatformKeys, SealPlace, WrappedKey } from './types.ts'
