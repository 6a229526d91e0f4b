// Persons with searches, written through the gate, and the same records in a plain table for the peers.

import type pg from 'pg'
import type { House } from './ground.ts'
import { eachOf } from './load.ts'

/** A record that both sides hold: ours sealed for its person, the peer's in clear. */
export interface Item {
  readonly email: string
  /** our id */
  readonly id: string
  /** the peer's id */
  readonly number: number
  readonly words: string
}

/** the one kind of data the sides hold, and a purpose that is allowed and one that is not */
export const asked = { product: 'search', category: 'interaction.search', purpose: 'provide' } as const
export const refused = { ...asked, purpose: 'promote' } as const

const wordsLength = 100
const itemsPerWrite = 250

/** The words of a record: as many letters as the data of GDPRbench, another text for every number. */
export function wordsOf(number: number): string {
  return `${number} `.padEnd(wordsLength, 'words somebody searched for ')
}

/** Writes records of so many persons through the gate. */
export async function writePeople({ gate, service }: House, persons: number, each: number): Promise<readonly Item[]> {
  const collectedAt = new Date(Date.now() - 3_600_000)
  const planned = Array.from({ length: persons * each }, (_, number) => ({
    number,
    email: `person-${Math.floor(number / each)}@example.org`,
    words: wordsOf(number),
  }))
  const batches = Array.from({ length: Math.ceil(planned.length / itemsPerWrite) }, (_, i) =>
    planned.slice(i * itemsPerWrite, (i + 1) * itemsPerWrite),
  )
  const items: Item[] = []
  await eachOf(batches, 2, async (batch) => {
    const answers = await gate.write(
      service,
      batch.map(({ number, email, words }) => ({
        messageId: `m-${number}`,
        person: { field: 'email', value: email },
        product: asked.product,
        category: asked.category,
        origin: 'person',
        collectedAt,
        signedIn: true,
        account: 'personal',
        data: { words },
      })),
    )
    answers.forEach((answer, i) => {
      if (answer.outcome !== 'stored') throw new Error(`record ${batch[i]!.number} was not stored: ${answer.outcome}`)
      items.push({ ...batch[i]!, id: answer.id })
    })
  })
  return items.toSorted((a, b) => a.number - b.number)
}

/** A plain table as people write one: a key, whose it is, and the words. */
export const plainItems = [
  'create table item (id bigint primary key, person text not null, words text not null)',
  'create index item_person on item (person)',
] as const

/** The plain table with these items. */
export async function plainTable(pool: Pick<pg.Pool, 'query'>, items: readonly Item[]): Promise<void> {
  for (const text of plainItems) await pool.query(text)
  await pool.query('insert into item select * from unnest($1::bigint[], $2::text[], $3::text[])', [
    items.map(({ number }) => number),
    items.map(({ email }) => email),
    items.map(({ words }) => words),
  ])
  await pool.query('analyze item')
}

/** A number below `count`, spread over all of them, another one at each step. */
export function spread(step: number, count: number): number {
  return (step * 7919) % count
}

/** Copies of a person's records, each under an id of its own: $3 records are there, $4 more come. They lie there like any other. */
export const copyRecords = `
  insert into record (tenant, person, id, cell, product, category, source, place, collected_at, ended_at, stored_at, law, key_version, sealed)
  select r.tenant, r.person, gen_random_uuid(), r.cell, r.product, r.category, r.source, r.place, r.collected_at + interval '1 second',
         r.ended_at, r.stored_at, r.law, r.key_version, r.sealed
    from (select *, row_number() over () as n from record where tenant = $1 and person = $2) r
   cross join generate_series(1, $4::integer / $3::integer + 1) g
   where (g - 1) * $3::integer + r.n <= $4::integer`
