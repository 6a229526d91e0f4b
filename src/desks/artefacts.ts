// What desks keep beside their cases: files they made, sealed in parts, and private links to receipts. No part can be read without a
// key of the vault, and no link can be made of what is kept.

/** Files of cases, sealed. Nothing in it can be read without a key of the vault. */
export interface ArtefactStore {
  /** Keeps a part; the same part again replaces it. */
  put(part: {
    readonly id: string
    readonly name: string
    readonly part: number
    readonly sealed: Uint8Array
    readonly endsAt: Date
  }): Promise<void>
  /** One part of a file that has not ended; null without it. */
  part(id: string, name: string, part: number, now: Date): Promise<Uint8Array | null>
  /** The files of some cases that have not ended. */
  names(
    ids: readonly string[],
    now: Date,
  ): Promise<readonly { readonly id: string; readonly name: string; readonly until: Date }[]>
  drop(id: string, name: string): Promise<void>
  /** Copies made for a person: how many files, the oldest case first; and their removal. */
  countOf(person: string, name: string): Promise<number>
  dropOf(person: string, name: string): Promise<void>
  /** Removes files and links that have ended; answers how many rows went. */
  tidy(now: Date): Promise<number>
}

/** Private links: SHA-256 of a 128-bit secret and the case it leads to. The secret itself is kept nowhere. */
export interface LinkStore {
  keep(link: {
    readonly hash: Uint8Array
    readonly id: string
    readonly what: 'receipt'
    readonly endsAt: Date
  }): Promise<void>
  /** The number of the case a link leads to, until it ends. */
  find(hash: Uint8Array, now: Date): Promise<{ readonly number: string; readonly endsAt: Date } | null>
}
