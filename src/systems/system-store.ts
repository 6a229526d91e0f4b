// The port of connected systems to a database: what is connected, its sealed credential, what was seen of it, and the data maps that
// officers signed. Implemented once for both engines in adapters/stores/system-store.ts and held by test/contracts/system-store.ts.

import type { Catalogue } from './catalogue.ts'
import type { DataMap } from './data-map.ts'

/** A connected system as it stands. Its credential is asked for by itself. */
export interface SystemRow {
  /** as people call it: `shop-db` */
  readonly name: string
  readonly kind: 'postgres'
  /** host, port and database: `db.example:5432/shop` */
  readonly place: string
  readonly addedAt: Date
  /** what was seen of it at the newest scan; null before the first */
  readonly seen: { readonly catalogue: Catalogue; readonly at: Date } | null
  /** why it could not be read at the newest try, and when; null: it could */
  readonly trouble: { readonly reason: string; readonly at: Date } | null
  /** the newest map that was signed; null without one */
  readonly map: SignedMap | null
}

/** A data map as it was signed. Versions ascend from 1 and are never changed. */
export interface SignedMap {
  readonly version: number
  /** YAML, as it was signed */
  readonly text: string
  /** what it says; readable when the database has moved on */
  readonly map: DataMap
  readonly hash: string
  /** key of an officer in the register `organisation` */
  readonly signedBy: string
  /** where the database was that it was signed for: at another place it says nothing */
  readonly place: string
  readonly at: Date
}

/** Connected systems of one tenant. */
export interface SystemStore {
  /** Adds a system, or gives one that is there another place and credential. Answers whether it is new. */
  put(
    system: Pick<SystemRow, 'name' | 'kind' | 'place'> & { readonly credential: Uint8Array; readonly at: Date },
  ): Promise<boolean>
  /** All of them, by name. */
  list(): Promise<readonly SystemRow[]>
  read(name: string): Promise<SystemRow | null>
  /** The sealed credential; null where there is no such system. */
  credential(name: string): Promise<Uint8Array | null>
  /** Keeps what was seen; the system could be read. */
  see(name: string, catalogue: Catalogue, at: Date): Promise<void>
  /** Keeps that it could not be read. */
  trouble(name: string, reason: string, at: Date): Promise<void>
  /** Keeps a signed map as the next version; null where somebody else signed one meanwhile, or the system is gone or at another place. */
  sign(name: string, map: Omit<SignedMap, 'version'> & { readonly after: number }): Promise<SignedMap | null>
  /** Every map that was signed, oldest first. */
  maps(name: string): Promise<readonly SignedMap[]>
  /** Removes a system with its credential and maps; false where there is none. */
  remove(name: string): Promise<boolean>
}
