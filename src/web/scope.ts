// A scope as it stands in an address or a form: what to look at or to clear. The API checks it; here it is only read and put in words.

import type { Input } from '../client/index.ts'
import type { ScopeInAddress } from './paths.ts'
import { span, written } from './ui/words.ts'

type Scope = Input<'clear'>['body']

const names = ['ids', 'category', 'product', 'from', 'to'] as const

/** What an address or a form says of a scope; fields left empty are not said. */
export function scopeIn(fields: URLSearchParams | FormData): ScopeInAddress {
  const said = names.flatMap((name) => {
    const value = fields.get(name)
    return typeof value === 'string' && value !== '' ? [[name, value] as const] : []
  })
  return Object.fromEntries(said)
}

/** The scope as the API takes it. */
export function scopeAsked({ ids, ...rest }: ScopeInAddress): Scope {
  return { ...rest, ...(ids !== undefined && { ids: ids.split(',') }) }
}

/** Which days a scope is about, in words; null when it is about all of them. */
export function daysOf({ from, to }: ScopeInAddress): string | null {
  if (from !== undefined && to !== undefined) return span(from, to)
  if (from !== undefined) return `since ${written('day', from)}`
  return to === undefined ? null : `until ${written('day', to)}`
}
