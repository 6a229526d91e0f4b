// What names and values say about personal data: the one table behind lint, discovery and scrubbing (docs/spec/recognise.md).

export { recogniseColumn } from './column.ts'
export { aboutTable, aboutWhom, singular, wordsOf, type About } from './column-words.ts'
export { kinds, type Kind, type Sensitivity } from './kinds.ts'
export { likelyFrom, recogniseName, type Guess, type NamedColumn } from './name.ts'
export { findIn, type Finding } from './text.ts'
export { isValid, recogniseValues } from './value.ts'
