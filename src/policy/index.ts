// The waist: the compiled statement as data, and the types question, decision, finding.

export * from './finding.ts'
export * from './in-force.ts'
export * from './lines.ts'
export * from './mask.ts'
export * from './page.ts'
export * from './policy.ts'
export * from './question.ts'
export * from './source.ts'
export * from './uncovered.ts'
