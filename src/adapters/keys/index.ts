// Key sources, a folder a provider.

export { openFileKeys, type FileKeysOptions } from './file/file-keys.ts'
