// Canonical JSON (RFC 8785): one spelling for one value, so that a hash of it means the value.

/** What JSON can say. `undefined` members are left out, as JSON.stringify does. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }

/**
 * Prints a value as RFC 8785 says: members sorted by UTF-16 code units, no white space, numbers as ECMAScript prints them.
 * Throws a TypeError on what JSON cannot say (a bigint, a function, NaN, a lone surrogate).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return printNumber(value)
  if (typeof value === 'string') return printString(value)
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value === 'object') return printObject(value)
  throw new TypeError(`JSON has no ${typeof value}`)
}

function printNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('JSON has no NaN and no infinity')
  return JSON.stringify(value)
}

function printString(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('a lone surrogate has no UTF-8')
  return JSON.stringify(value)
}

/** Names sorted by UTF-16 code units; most come so already. */
function inOrder(names: string[]): string[] {
  for (let i = 1; i < names.length; i++) if (names[i - 1]! > names[i]!) return names.sort()
  return names
}

function printObject(value: object): string {
  const members = value as Readonly<Record<string, unknown>> // any object has members by name
  let printed = ''
  for (const name of inOrder(Object.keys(members))) {
    const member = members[name]
    if (member === undefined) continue
    printed += `${printed === '' ? '' : ','}${printString(name)}:${canonicalJson(member)}`
  }
  return `{${printed}}`
}
