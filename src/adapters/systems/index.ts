// Connected systems: other people's databases, each behind a process of its own.

export { openConnector, type ConnectorOptions, type Credential, type PostgresConnector } from './postgres/connector.ts'
export { placeOf, readDatabaseUrl } from './postgres/url.ts'
