// A cache of keys: nothing older than its age by the clock handed in, never more entries than it may hold, and one load at a time
// for one key. Failures are not kept. Nothing of it reaches a disk.

import type { Clock } from '../base/index.ts'

/** Values by group and name; a group is dropped as a whole. */
export interface Cache<Value> {
  get(group: string, name: string, load: () => Promise<Value>): Promise<Value>
  drop(group: string): void
  readonly size: number
}

interface Entry<Value> {
  readonly at: number
  readonly value: Promise<Value>
}

/** Makes a cache. Who asks while a value is being loaded waits for that load; a drop in between keeps it from staying. */
export function createCache<Value>(limits: { clock: Clock; ageMs: number; entriesMax: number }): Cache<Value> {
  const { clock, ageMs, entriesMax } = limits
  const groups = new Map<string, Map<string, Entry<Value>>>()
  let size = 0

  function drop(group: string): void {
    size -= groups.get(group)?.size ?? 0
    groups.delete(group)
  }

  function remove(group: string, name: string, entry: Entry<Value>): void {
    const entries = groups.get(group)
    if (entries?.get(name) !== entry) return
    entries.delete(name)
    size -= 1
    if (entries.size === 0) groups.delete(group)
  }

  function keep(group: string, name: string, entry: Entry<Value>): void {
    while (size >= entriesMax) drop(groups.keys().next().value!)
    const entries = groups.get(group) ?? new Map<string, Entry<Value>>()
    groups.set(group, entries.set(name, entry))
    size += 1
  }

  return {
    get(group, name, load) {
      const now = clock.now().getTime()
      const found = groups.get(group)?.get(name)
      if (found && now >= found.at && now < found.at + ageMs) return found.value
      if (found) remove(group, name, found)
      const entry = { at: now, value: load() }
      keep(group, name, entry)
      entry.value.catch(() => remove(group, name, entry))
      return entry.value
    },
    drop,
    get size() {
      return size
    },
  }
}
