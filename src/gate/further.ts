// Records beyond the first page: of what a predicate found, more may be refused when each is judged by itself, and what may be opened must not
// be lost behind it. A page at a time, so that no question holds more than it may hand out and one page.

import type { RecordFilter, StoredRecord } from './store.ts'

/** The most records that one question hands out, and that a page has. */
export const recordsPerReadMax = 1000

/** The filter of the first page. Records named by id are all looked up: there are few, and any of them may be refused. */
export function firstPage(filter: RecordFilter): RecordFilter {
  return filter.ids ? { ...filter, limit: recordsPerReadMax } : filter
}

/** The first `limit` of a person's records, oldest first, that may be opened. `first` is the page that `firstPage` asked for. */
export async function openUpTo<One extends StoredRecord>(
  store: { records(person: string, filter: RecordFilter): Promise<readonly One[]> },
  person: string,
  filter: RecordFilter,
  first: readonly One[],
  mayOpen: (record: One) => boolean,
): Promise<readonly One[]> {
  const { limit = recordsPerReadMax } = filter
  const open = first.filter(mayOpen)
  let [page, size] = [first, firstPage(filter).limit ?? recordsPerReadMax]
  while (open.length < limit && page.length >= size && !filter.ids) {
    size = recordsPerReadMax
    page = await store.records(person, after(filter, page.at(-1)!, size)) // a full page has a last one
    open.push(...page.filter(mayOpen))
  }
  return open.slice(0, limit)
}

/** The next page: what comes after a record, by the moment of collection and then by id. */
function after(filter: RecordFilter, { collectedAt, id }: StoredRecord, limit: number): RecordFilter {
  const { text, values } = filter.predicate ?? { text: 'true', values: [] }
  const [at, one] = [values.length + 1, values.length + 2]
  const next = `(${text}) and (r.collected_at, r.id) > ($${at}::timestamptz, $${one}::uuid)`
  return { ...filter, limit, predicate: { text: next, values: [...values, collectedAt, id] } }
}
