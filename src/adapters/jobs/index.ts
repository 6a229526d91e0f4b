// Timers over pg-boss: the table of jobs runs by the clock, in one process at a time, and its last outcomes can be read.

export { migrateJobs } from './boss.ts'
export { createJobs, type JobLine, type Jobs } from './jobs.ts'
