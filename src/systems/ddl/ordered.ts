// Things by name, in the order in which they were first put, whatever is renamed or taken out: each step costs the same however many there are.

/** A list whose things have names. */
export interface Ordered<T> {
  readonly get: (name: string) => T | undefined
  /** puts a thing at its name’s place, or at the end; answers whether the name is new */
  readonly put: (name: string, thing: T) => boolean
  /** puts a thing at the place of another name, which goes */
  readonly replace: (name: string, by: string, thing: T) => void
  readonly drop: (name: string) => void
  readonly all: () => readonly T[]
}

/** A list with nothing in it. */
export function orderedList<T>(): Ordered<T> {
  const places = new Map<string, number>()
  const slots: (T | undefined)[] = []
  const drop = (name: string): void => {
    const place = places.get(name)
    if (place === undefined) return
    slots[place] = undefined
    places.delete(name)
  }
  return {
    get: (name) => slots[places.get(name) ?? -1],
    put: (name, thing) => {
      const place = places.get(name)
      slots[place ?? slots.length] = thing
      if (place === undefined) places.set(name, slots.length - 1)
      return place === undefined
    },
    replace: (name, by, thing) => {
      const place = places.get(name)
      if (place === undefined) return
      if (by !== name) drop(by)
      places.delete(name)
      places.set(by, place)
      slots[place] = thing
    },
    drop,
    all: () => slots.filter((thing) => thing !== undefined),
  }
}
