// The HTTP API as data. No logic.

export { routes, type Asker, type Route, type RouteName, type Routes } from './routes.ts'
export * as shapes from './shapes.ts'
