// The rows of the schema `accounts` that hang on an alias: removed in the order of their references, and counted table by table.

import type { Queries } from '../stores/index.ts'

/** Every row that hangs on an alias, in the order of their references. */
export async function eraseRows(tx: Queries, alias: string): Promise<number> {
  const user = `select u.id from accounts."user" u where u.email = $1`
  let rows = 0
  for (const text of [
    `delete from accounts.session s where s."userId" in (${user}) returning 1`,
    `delete from accounts.account a where a."userId" in (${user}) returning 1`,
    `delete from accounts.verification v where v.identifier = $1 or v.value in (${user}) returning 1`,
    `delete from accounts.attempt t where t.alias = $1 returning 1`,
    `delete from accounts."user" u where u.email = $1 returning 1`,
  ]) {
    rows += (await tx.query(text, [alias])).length
  }
  return rows
}

/** Everything that hangs on aliases, table by table: what erasing leaves is nothing. */
export async function countRows(db: Queries, aliases: readonly string[]): Promise<number> {
  const [row] = await db.query<{ count: number }>(rows, [aliases])
  return row?.count ?? 0
}

const rows = `
  with mine as (select u.id from accounts."user" u where u.email = any ($1::text[]))
  select ((select count(*) from mine)
        + (select count(*) from accounts.session s where s."userId" in (select id from mine))
        + (select count(*) from accounts.account a where a."userId" in (select id from mine))
        + (select count(*) from accounts.verification v where v.identifier = any ($1::text[]))
        + (select count(*) from accounts.attempt t where t.alias = any ($1::text[])))::integer as count`
