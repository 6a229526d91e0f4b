// The client of one statement: with the types that `kept build` emits, `read` and `write` take only what some sentence may allow. The
// server decides all the same; this tells the caller in the editor (docs/spec/types.md).

import type { Client, Input, Output } from './client.ts'

/** The form of the type `Statement` that `kept build` emits. */
export interface StatementTypes {
  readonly reads: Readonly<Record<string, Readonly<Record<string, { readonly machines: string; readonly people: string }>>>> // prettier-ignore
  readonly writes: Readonly<Record<string, Readonly<Record<string, string>>>>
}

type ReadBody = Input<'read'>['body']
type RecordIn = Input<'write'>['body']['records'][number]

/** A question that names a product, a kind of data and a purpose of one of the statement's sentences. */
export type StatementRead<S extends StatementTypes> = {
  readonly [P in keyof S['reads'] & string]: {
    readonly [C in keyof S['reads'][P] & string]: Omit<
      ReadBody,
      'product' | 'category' | 'purpose' | 'hand' | 'form'
    > & {
      product: P
      category: C
      form?: 'identified'
    } & (
        | { hand?: 'machines'; purpose: S['reads'][P][C]['machines'] }
        | { hand: 'people'; purpose: S['reads'][P][C]['people'] }
      )
  }[keyof S['reads'][P] & string]
}[keyof S['reads'] & string]

/** A record of a kind of data that one of the statement's sentences collects from that origin. */
export type StatementRecord<S extends StatementTypes> = {
  readonly [P in keyof S['writes'] & string]: {
    readonly [C in keyof S['writes'][P] & string]: Omit<RecordIn, 'product' | 'category' | 'origin'> & {
      product: P
      category: C
      origin: S['writes'][P][C]
    }
  }[keyof S['writes'][P] & string]
}[keyof S['writes'] & string]

/** The typed client of a statement: `read` and `write` narrowed to its sentences, no `share`, all else as it is. */
export type StatementClient<S extends StatementTypes> = Omit<Client, 'read' | 'write' | 'share'> & {
  readonly read: (input: { body: StatementRead<S> }) => Promise<Output<'read'>>
  readonly write: (input: { body: { records: StatementRecord<S>[] } }) => Promise<Output<'write'>>
}
