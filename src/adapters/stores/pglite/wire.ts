// What the thread of the embedded database and its owner tell each other.

/** What a thread starts with: the data directory (null: in memory), and a prepared data directory as a tar, if any. */
export interface WorkerData {
  readonly data: string | null
  readonly image: Uint8Array<ArrayBuffer> | null
}

/** One request: bytes of the wire protocol, a tar of the data directory, or the end. */
export interface WorkerRequest {
  readonly id: number
  readonly ask: 'wire' | 'image' | 'close'
  readonly bytes: Uint8Array
}

/** One answer. `full`: a write met a full disk since the thread began. */
export type WorkerAnswer =
  | { readonly ready: true; readonly full: boolean }
  | { readonly ready: false; readonly error: string; readonly full: boolean }
  | { readonly ready?: undefined; readonly id: number; readonly bytes: Uint8Array; readonly full: boolean }
  | { readonly ready?: undefined; readonly id: number; readonly error: string; readonly full: boolean }
