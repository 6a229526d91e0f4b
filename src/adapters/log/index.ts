// The log outside the database: its tiles as static files, and the checkpoint that remembers how far it was (docs/spec/log.md).

export { externalCheckpointFile } from './external-checkpoint.ts'
export { tileDirectory } from './tile-directory.ts'
