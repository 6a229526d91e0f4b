// The rights desk as a table: a person asks to see, copy, erase, clear or withdraw. No way leads to `running` but through `identified`,
// and the transaction that begins looks for the identification on record again (docs/spec/rights.md, R1–R9).

import type { DeskTable } from '../case.ts'

/** received: asked. identified: we know who asks. running: a plan is at work. waiting: a holder does not answer. The rest are ends. lapsed: its person was erased, or a crash cut it off before it began. */
export const rightsStates = [
  'received',
  'identified',
  'running',
  'waiting',
  'done',
  'refused',
  'dropped',
  'lapsed',
] as const
export type RightsState = (typeof rightsStates)[number]

export const rightsEvents = ['identify', 'begin', 'stall', 'resume', 'finish', 'refuse', 'drop', 'lapse'] as const
export type RightsEvent = (typeof rightsEvents)[number]

export const rightsKinds = ['access', 'export', 'erase', 'withdraw', 'clear'] as const
export type RightsKind = (typeof rightsKinds)[number]

export const rightsTable: DeskTable<RightsState, RightsEvent> = {
  desk: 'rights',
  prefix: 'R',
  first: 'received',
  // prettier-ignore
  next: {
    received:   { identify: 'identified', begin: null,      stall: null,      resume: null,      finish: null,   refuse: 'refused', drop: 'dropped', lapse: 'lapsed' },
    identified: { identify: null,         begin: 'running', stall: null,      resume: null,      finish: null,   refuse: 'refused', drop: 'dropped', lapse: 'lapsed' },
    running:    { identify: null,         begin: null,      stall: 'waiting', resume: null,      finish: 'done', refuse: null,      drop: null,      lapse: 'lapsed' },
    waiting:    { identify: null,         begin: null,      stall: null,      resume: 'running', finish: null,   refuse: null,      drop: null,      lapse: 'lapsed' },
    done:       { identify: null,         begin: null,      stall: null,      resume: null,      finish: null,   refuse: null,      drop: null,      lapse: null },
    refused:    { identify: null,         begin: null,      stall: null,      resume: null,      finish: null,   refuse: null,      drop: null,      lapse: null },
    dropped:    { identify: null,         begin: null,      stall: null,      resume: null,      finish: null,   refuse: null,      drop: null,      lapse: null },
    lapsed:     { identify: null,         begin: null,      stall: null,      resume: null,      finish: null,   refuse: null,      drop: null,      lapse: null },
  },
  by: {
    identify: ['person', 'operator'],
    begin: ['person', 'operator', 'system'],
    stall: ['system'],
    resume: ['system'],
    finish: ['system'],
    refuse: ['officer'],
    drop: ['person'],
    lapse: ['system'],
  },
  after: { begin: 'identify', finish: 'begin' },
}

/** How a person must have signed in for each kind: no more than the kind is worth (ACC-15). */
export const signInFor: Readonly<Record<RightsKind, 'person' | 'fresh'>> = {
  access: 'fresh',
  export: 'fresh',
  erase: 'fresh',
  withdraw: 'person',
  clear: 'person',
}

/** Which control of a statement each kind is: the desk that offers it gives the clock. */
export const controlFor: Readonly<Record<RightsKind, string>> = {
  access: 'view',
  export: 'export',
  erase: 'erase',
  withdraw: 'withdraw',
  clear: 'clear',
}

/** What people read beside a number. */
export const stateWords: Readonly<Record<RightsState, string>> = {
  received: 'received; nothing has happened yet',
  identified: 'we know that it is you; it begins now',
  running: 'at work',
  waiting: 'waiting for a store to answer; we ask again by ourselves',
  done: 'done, and read back',
  refused: 'refused, with the law that limits it',
  dropped: 'dropped by you; nothing happened',
  lapsed: 'ended, because everything was erased or nobody went on with it',
}
