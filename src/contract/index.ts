// The HTTP API as data. No logic.

export { openApi, type Operation } from './openapi.ts'
export { referenceOf, type Field, type Told } from './reference.ts'
export { routes, type Asker, type Route, type RouteName, type Routes } from './routes.ts'
export * as requests from './requests.ts'
export * as shapes from './shapes.ts'
