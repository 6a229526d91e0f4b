// What the shop sells. Nothing in here is about anybody.

/** One record in the shop. Prices are in cents of the euro. */
export interface Album {
  readonly id: string
  readonly title: string
  readonly artist: string
  readonly shelf: string
  readonly cents: number
}

/** All records, in the order of the shelves. */
export const albums: readonly Album[] = [
  { id: 'ab-101', title: 'Low Tide, High Brass', artist: 'The Quay Street Six', shelf: 'Jazz', cents: 1490 },
  { id: 'ab-102', title: 'Blue Warehouse', artist: 'Ines Farrow Trio', shelf: 'Jazz', cents: 1290 },
  { id: 'ab-201', title: 'Nine Letters for Strings', artist: 'Lantern Quartet', shelf: 'Strings', cents: 1890 },
  { id: 'ab-202', title: 'A Winter Bow', artist: 'Odile Marrow', shelf: 'Strings', cents: 1690 },
  { id: 'ab-301', title: 'Gravel and Gold', artist: 'Pine County Ramblers', shelf: 'Folk', cents: 990 },
  { id: 'ab-302', title: 'Songs from the Ferry', artist: 'Maud Tiller', shelf: 'Folk', cents: 1190 },
]

/** The record with a number; undefined for none. */
export function albumOf(id: unknown): Album | undefined {
  return albums.find((album) => album.id === id)
}

/** A price as it is written: `14.90 €`. */
export function priceOf(cents: number): string {
  return `${(cents / 100).toFixed(2)} €`
}
