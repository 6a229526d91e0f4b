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

/** A question about a kind of data of a product: its purpose is one that some sentence may open to that hand. */
export type StatementRead<
  S extends StatementTypes,
  P extends keyof S['reads'] & string,
  C extends keyof S['reads'][P] & string,
  H extends 'machines' | 'people',
> = Omit<ReadBody, 'product' | 'category' | 'purpose' | 'hand' | 'form'> & {
  product: P
  category: C
  purpose: S['reads'][P][C][H]
  hand?: H
  form?: 'identified'
}

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
  readonly read: <
    P extends keyof S['reads'] & string,
    C extends keyof S['reads'][P] & string,
    H extends 'machines' | 'people' = 'machines',
  >(input: {
    body: StatementRead<S, P, C, H>
  }) => Promise<Output<'read'>>
  readonly write: (input: { body: { records: StatementRecord<S>[] } }) => Promise<Output<'write'>>
}
