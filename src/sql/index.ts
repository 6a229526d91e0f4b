// SQL text with names and values kept apart. Nothing else in the product quotes a name or puts a value into a query.

export { name, quoteName, type Dialect, type Name } from './name.ts'
export { printScript } from './script.ts'
export { bind, join, print, sql, type PrintedSql, type Sql, type SqlValue } from './sql.ts'
export { later } from './time.ts'
