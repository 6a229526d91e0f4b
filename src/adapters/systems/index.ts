// Connected systems: other people's databases, each behind a process of its own.

export { openConnector, type ConnectorOptions, type PostgresConnector } from './postgres/connector.ts'
export { placeOf } from './postgres/url.ts'
