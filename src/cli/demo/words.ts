// What people of the demo search, write, buy and say. Invented here; nobody said it.

export const searchWords: readonly string[] = [
  'how to prune an old pear tree', 'ferry times on sunday', 'sourdough without a scale', 'blue paint that is not cold', 'symptoms of low iron',
  'second hand cello strings', 'night train to vienna', 'why does my cat sneeze', 'tax return for first job', 'quiet cafe near the station',
  'bike lamp that charges itself', 'letters of a lighthouse keeper', 'pasta with walnuts', 'how deep is the harbour', 'rain radar',
  'learn to whistle', 'wool socks that last', 'divorce lawyer free first talk', 'migraine without pain', 'poems about the sea',
  'used canoe', 'how to say no to a friend', 'moving boxes rent', 'library opening hours', 'knee hurts after running',
  'bus 14 delays', 'recipe for quince jelly', 'is oat milk good for coffee', 'choir for beginners', 'small garden big shade',
] // prettier-ignore

/** What suggestions read out of searches, where several speak of the same. */
export const favourites: readonly { readonly favourite: string; readonly searched: readonly string[] }[] = [
  { favourite: 'gardens and fruit', searched: ['how to prune an old pear tree', 'small garden big shade', 'recipe for quince jelly'] },
  { favourite: 'the sea', searched: ['letters of a lighthouse keeper', 'poems about the sea', 'how deep is the harbour', 'used canoe', 'ferry times on sunday'] },
  { favourite: 'making music', searched: ['second hand cello strings', 'learn to whistle', 'choir for beginners'] },
  { favourite: 'cooking', searched: ['sourdough without a scale', 'pasta with walnuts', 'is oat milk good for coffee'] },
] // prettier-ignore

export const letterWords: readonly string[] = [
  'The keys are under the third pot, as always.', 'We booked the cabin for the second week of May.', 'The doctor says it is nothing to worry about.',
  'Please bring the blue folder on Monday.', 'I told nobody about the offer yet.', 'Grandmother wants to see the photographs.',
  'The choir meets an hour earlier this week.', 'They raised the rent again; can we talk?',
] // prettier-ignore

export const chatWords: readonly string[] = [
  'help me write a toast for my sister’s wedding', 'what do I answer when my boss writes at night', 'I feel tired all week, what could help',
  'plan a birthday for a boy who turns twelve', 'is this contract fair to me', 'words for a card when somebody’s dog died',
] // prettier-ignore

export const goods: readonly { readonly what: string; readonly cents: number }[] = [
  { what: 'rain jacket, green', cents: 8900 }, { what: 'bicycle lamp', cents: 3450 }, { what: 'tea kettle', cents: 4200 },
  { what: 'running shoes, size 39', cents: 11990 }, { what: 'book of sea poems', cents: 1800 }, { what: 'wool blanket', cents: 6400 },
  { what: 'garden shears', cents: 2790 },
] // prettier-ignore

export const spoken: readonly string[] = ['set a timer for nine minutes', 'call Ana', 'what is the weather at the harbour', 'play something slow', 'add pears to the list'] // prettier-ignore

export const placeWords: readonly string[] = [
  'Home, 12 Mill Lane', 'Library, Old Quay 3', 'Tram stop, Ropewalk', 'Pool, North Pier', 'Market, Salt Square', 'Bakery, Anchor Street', 'Cinema, Sailmakers’ Yard',
] // prettier-ignore

/** One phrase of each sort of thing: what a search for leaks looks for, as every one of them stands in somebody's records. */
export const telltales: readonly string[] = [
  'how to prune an old pear tree', 'Bakery, Anchor Street', 'The keys are under the third pot', 'help me write a toast', 'rain jacket, green',
] // prettier-ignore
