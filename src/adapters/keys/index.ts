// Key sources, a folder a provider.

export { openFileKeys } from './file/file-keys.ts'
