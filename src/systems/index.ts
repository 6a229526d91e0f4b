// Other people's databases: what they are made of, how they are asked, and what of it is about whom.

export { tableLabel, type Catalogue, type Column, type ForeignKey, type Table } from './catalogue.ts'
export type { Cell, Change, ColumnProfile, Connector, Overlap, Row } from './connector.ts'
