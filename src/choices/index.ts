// A person's choices: consent, objection and restriction as events, folded to masks. Pure.

export { effectiveOn, fold, foldMasks, type ChoiceEvent, type Masks } from './fold.ts'
export { toChoice, type AskedChoice, type NewChoice } from './to-choice.ts'
