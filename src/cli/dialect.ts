// The dialect of a schema as an option of the command line.

import { InvalidArgumentError } from '@commander-js/extra-typings'
import type { Dialect } from '../systems/index.ts'

/** A dialect of DDL that is read. */
export type DialectName = Dialect

const dialects: readonly Dialect[] = ['postgres', 'mysql', 'sqlite']

/** Reads a dialect; anything else is a usage error. */
export function dialectText(text: string): Dialect {
  const dialect = dialects.find((one) => one === text.toLowerCase())
  if (!dialect) throw new InvalidArgumentError(`it is one of ${dialects.join(', ')}.`)
  return dialect
}
