// What names and values say about personal data: the one table behind lint, discovery and scrubbing (docs/spec/recognise.md).

export { recogniseColumn } from './column.ts'
export { aboutTable, aboutWhom, singular, wordsOf } from './column-words.ts'
export { kinds, type Kind } from './kinds.ts'
export { recogniseName, type Guess } from './name.ts'
export { findIn } from './text.ts'
export { isValid, recogniseValues } from './value.ts'
