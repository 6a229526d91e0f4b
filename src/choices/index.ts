// A person's choices: consent, objection and restriction as events, folded to masks. Pure.

export { effectiveOn, fold, foldMasks, type ChoiceEvent } from './fold.ts'
export { toChoice } from './to-choice.ts'
