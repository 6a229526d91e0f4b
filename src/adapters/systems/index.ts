// Connected systems: other people's databases, each behind a process of its own.

export { openConnector } from './postgres/connector.ts'
export { placeOf } from './postgres/url.ts'
