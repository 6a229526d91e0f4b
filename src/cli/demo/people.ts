// The people of the demo. Their passwords are printed at its start; nobody else has them, and nothing of it is real.

/** Somebody with an account. */
export interface DemoPerson {
  readonly key: string
  readonly name: string
  readonly email: string
  readonly password: string
  readonly region: string
}

export const maya: DemoPerson = { key: 'maya', name: 'Maya Lindqvist', email: 'maya.lindqvist@example.org', password: 'pears-and-a-lighthouse', region: 'eea' } // prettier-ignore
export const ana: DemoPerson = { key: 'ana', name: 'Ana Duarte', email: 'ana.duarte@example.org', password: 'quince-on-the-windowsill', region: 'eea' } // prettier-ignore

export const people: readonly DemoPerson[] = [maya, ana]

/** Officers of the organisation: two have to agree before a statement changes. */
export const officers: readonly string[] = ['ines', 'jonas']
