// One event as an application sent it, read: who it is about, when, what was chosen, and all that rows of the register `sources` may
// cover. Whatever comes is looked at without recursion first; what is not of the form is refused with a reason that holds no value.

import { canonicalJson, sha256Hex, type Json } from '../base/index.ts'

/** The types of events there are (docs/spec/events.md). */
export const eventTypes = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const
export type EventType = (typeof eventTypes)[number]

/** An event, read. */
export interface Event {
  readonly type: EventType
  /** what its rows stand under: the name of a track event, else its type */
  readonly name: string
  readonly userId: string | null
  readonly anonymousId: string | null
  readonly previousId: string | null
  readonly messageId: string
  /** when it happened; never later than now */
  readonly at: Date
  readonly preferences: ReadonlyMap<string, boolean>
  /** all that a row may cover, as it came */
  readonly body: { readonly [name: string]: Json }
}

/** Why an event is none. */
export interface Unfit {
  readonly unfit: string
}

const depthMax = 20
const keysMax = 1_000
const idLengthMax = 320
const messageIdLengthMax = 200
const nameLengthMax = 200
/** Names that would reach into the objects of this language. */
const hostileNames = ['__proto__', 'constructor', 'prototype']
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

/** Reads an event. `type`: the type that the address says, where the event need not. Without a message id it is known by its content. */
export function readEvent(value: unknown, now: Date, type?: EventType): Event | Unfit {
  const hostile = hostility(value)
  if (hostile !== null) return { unfit: hostile }
  if (!isObject(value)) return { unfit: 'it is not an object' }
  const known = eventTypes.find((one) => one === (type ?? value['type']))
  if (!known) return { unfit: `its type is none of ${eventTypes.join(', ')}` }
  const name = known === 'track' ? value['event'] : known
  if (typeof name !== 'string' || name === '' || name.length > nameLengthMax)
    return { unfit: `a track event has a name in \`event\`, of at most ${nameLengthMax} characters` }
  const at = momentOf(value['timestamp'], now)
  if (!at) return { unfit: 'its timestamp is not RFC 3339, like 2026-09-01T12:00:00.000Z' }
  const ids = [idOf(value['userId']), idOf(value['anonymousId']), idOf(value['previousId'])] as const
  if (ids.includes(undefined))
    return {
      unfit: `an id is a text of at most ${idLengthMax} characters; as a number it is whole and at most 2^53 - 1`,
    }
  const [userId = null, anonymousId = null, previousId = null] = ids
  if (userId === null && anonymousId === null) return { unfit: 'it has neither a userId nor an anonymousId' }
  const messageId = messageIdOf(value)
  if (messageId === null) return { unfit: `its messageId is not a text of at most ${messageIdLengthMax} characters` }
  const preferences = preferencesOf(value)
  if (!preferences) return { unfit: 'a consent preference is neither true nor false' }
  return { type: known, name, userId, anonymousId, previousId, messageId, at, preferences, body: value }
}

interface Plain {
  readonly [name: string]: Json
}

function isObject(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What makes an event hostile, without recursion: too deep, too many names, names of the language, texts that are no Unicode, numbers too large. */
function hostility(value: unknown): string | null {
  const left: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }]
  let keys = 0
  for (let next = left.pop(); next; next = left.pop()) {
    const { value: one, depth } = next
    if (typeof one === 'string' && !one.isWellFormed()) return 'a text of it is not Unicode'
    if (typeof one === 'number' && !Number.isFinite(one)) return 'a number of it is too large; send it as text'
    if (typeof one !== 'object' || one === null) continue
    if (depth >= depthMax) return `it is nested more than ${depthMax} deep`
    const isList = Array.isArray(one)
    for (const [key, member] of Object.entries(one)) {
      if (!isList && ++keys > keysMax) return `it has more than ${keysMax} properties`
      if (!isList && hostileNames.includes(key)) return `a property is called \`${key}\``
      if (!isList && !key.isWellFormed()) return 'the name of a property is not Unicode'
      if (typeof member !== 'boolean') left.push({ value: member, depth: depth + 1 })
    }
  }
  return null
}

/** When it happened. A clock ahead of ours does not date data into the future; without a moment it happened now. */
function momentOf(timestamp: Json | undefined, now: Date): Date | null {
  if (timestamp === undefined || timestamp === null) return now
  const at = typeof timestamp === 'string' && moment.test(timestamp) ? new Date(timestamp) : null
  if (!at || Number.isNaN(at.getTime())) return null
  return at > now ? now : at
}

/** An id as text; null where there is none, undefined where it is not of the form: of larger numbers several would be read as one. */
function idOf(id: Json | undefined): string | null | undefined {
  if (id === undefined || id === null || id === '') return null
  if (typeof id === 'number') return Number.isSafeInteger(id) ? String(id) : undefined
  return typeof id === 'string' && id.length <= idLengthMax && id.trim() !== '' ? id : undefined
}

function messageIdOf(value: Plain): string | null {
  const { messageId } = value
  if (messageId === undefined || messageId === null || messageId === '')
    return `content ${sha256Hex(canonicalJson(value))}`
  return typeof messageId === 'string' && messageId.length <= messageIdLengthMax ? messageId : null
}

function preferencesOf({ context }: Plain): ReadonlyMap<string, boolean> | null {
  const consent = isObject(context) ? context['consent'] : undefined
  const told = isObject(consent) ? consent['categoryPreferences'] : undefined
  if (told === undefined || told === null) return new Map()
  if (!isObject(told)) return null
  const preferences = Object.entries(told)
  return preferences.every((one): one is [string, boolean] => typeof one[1] === 'boolean') ? new Map(preferences) : null
}

// --- paths ----------------------------------------------------------------------------------------------------------

/** What stands at a path of an event; undefined where nothing does. A list has no path into it. */
export function valueAt(body: Json, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>(
      (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      body,
    )
}

/** Something that an event holds: the names that lead to it, and the value. */
export interface Leaf {
  readonly names: readonly string[]
  readonly value: string | number | boolean
}

/** All that an event holds, by path: names joined by dots; elements of a list have the path of their list. */
export function leavesOf(body: Json): ReadonlyMap<string, Leaf> {
  const leaves = new Map<string, Leaf>()
  const walk = (value: Json, names: readonly string[]): void => {
    if (Array.isArray(value)) for (const item of value as readonly Json[]) walk(item, names)
    else if (isObject(value)) for (const [name, member] of Object.entries(value)) walk(member, [...names, name])
    else if (value !== null && value !== '' && typeof value !== 'object') leaves.set(names.join('.'), { names, value })
  }
  walk(body, [])
  return leaves
}

/** A copy with only the leaves whose path is taken; undefined where none is. */
export function project(value: Json, takes: (path: string) => boolean, path = ''): Json | undefined {
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).flatMap((item) => project(item, takes, path) ?? [])
    return items.length > 0 ? items : undefined
  }
  if (!isObject(value)) return takes(path) ? value : undefined
  const members = Object.entries(value).flatMap(([name, member]) => {
    const taken = project(member, takes, path === '' ? name : `${path}.${name}`)
    return taken === undefined ? [] : [[name, taken] as const]
  })
  return members.length > 0 ? Object.fromEntries(members) : undefined
}
