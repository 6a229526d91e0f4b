// The directory as a holder: it finds, copies and erases by the aliases of a person, and reads its tables again afterwards. A plan asks it
// before the vault, which alone knows whose alias is whose.

import type { Json } from '../../base/index.ts'
import type { Holder, Part, Residue } from '../../plans/index.ts'
import type { Database } from '../stores/index.ts'
import { countRows, eraseRows } from './rows.ts'

/** What the holder has to be told. */
export interface AccountsHolderParts {
  /** the aliases of a person's accounts, from the identifiers the vault still has */
  readonly aliasesOf: (person: string) => Promise<readonly string[]>
  /** until when backups keep a copy of what was erased at a moment; left out or null: none are made */
  readonly copiesUntil?: (erasedAt: Date) => Date | null
}

interface AccountRow {
  readonly opened: Date
  readonly sessions: readonly { readonly signedIn: string; readonly ends: string }[]
}

/** Makes the directory a holder of people's data. */
export function createAccountsHolder(db: Database, { aliasesOf, copiesUntil }: AccountsHolderParts): Holder {
  const accountsOf = async (person: string): Promise<AccountRow[]> =>
    db.query<AccountRow>(accounts, [await aliasesOf(person)])
  const backups = (at: Date): readonly Residue[] => {
    const until = copiesUntil?.(at) ?? null
    return until ? [copies(until)] : []
  }
  return {
    name: 'accounts',
    label: 'Accounts',
    takes: ['erase'],
    async find(person) {
      const found = await accountsOf(person)
      const first = found[0]
      return first ? [{ kind: 'account', count: found.length, oldest: first.opened }] : []
    },
    async *export(person): AsyncIterable<Part> {
      const found = await accountsOf(person)
      if (found.length > 0) yield { file: 'account.json', items: found.map(printAccount) }
    },
    async erase(intent) {
      if (intent.kind !== 'erase') return { removed: 0, events: [] }
      for (const alias of await aliasesOf(intent.person)) await db.transaction((tx) => eraseRows(tx, alias))
      return { removed: Math.max(0, intent.before - (await accountsOf(intent.person)).length), events: [] }
    },
    async readBack(intent) {
      if (intent.kind !== 'erase') return { found: 0, residue: [] }
      return { found: await countRows(db, await aliasesOf(intent.person)), residue: backups(new Date(intent.at)) }
    },
    async leaves(person, at) {
      return (await accountsOf(person)).length > 0 ? backups(at) : []
    },
  }
}

const accounts = `
  select u."createdAt" as opened,
         coalesce((select json_agg(json_build_object('signedIn', s."createdAt", 'ends', s."expiresAt") order by s."createdAt")
                     from accounts.session s where s."userId" = u.id), '[]'::json) as sessions
    from accounts."user" u
   where u.email = any ($1::text[])
   order by u."createdAt"`

function printAccount({ opened, sessions }: AccountRow): Json {
  const signIns = sessions.map(({ signedIn, ends }) => ({ at: iso(signedIn), ends: iso(ends) }))
  return { opened: opened.toISOString(), password: 'kept as a hash that nobody can read', signIns }
}

function iso(time: string): string {
  return new Date(time).toISOString()
}

function copies(until: Date): Residue {
  return {
    what: 'backups: your account',
    why: 'copies made before hold a scrambled mark of your address and of your password, and nothing else of it',
    until: until.toISOString(),
    clause: null,
    state: 'not proven',
  }
}
