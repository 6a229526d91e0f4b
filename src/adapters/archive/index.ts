// Archives.

export { createArchive } from './zip.ts'
