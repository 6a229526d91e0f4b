// What is wrong with the fields of what came in, in words: an unknown one is named with those that are known, and with the one that was
// probably meant. Values are never repeated, nor a name that looks like a value.

import { z } from 'zod'
import { nearest } from '../base/index.ts'

/** A field that is not as its shape says: `records.0.product`, and what is wrong with it. */
export interface WrongField {
  readonly field: string
  readonly message: string
}

/** What a shape found: an issue of zod, or the same as the server's framework hands it on. */
export interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
  /** names of fields that the shape does not know */
  readonly keys?: readonly string[] | undefined
}

/** The fields that are wrong, one by one; without a name the whole is. */
export function wrongFields(shape: z.ZodType | undefined, issues: readonly Issue[]): readonly WrongField[] {
  return issues.flatMap(({ path, message, keys }) => {
    if (keys === undefined) return [{ field: nameOf(path), message: isMissing(message) ? 'it is missing' : message }]
    const known = fieldsAt(shape, path)
    return keys.map((key) => unknownField(path, key, known))
  })
}

/** Zod says of what is not there that it received `undefined`, which nobody can send. */
function isMissing(message: string): boolean {
  return message.endsWith(', received undefined')
}

function nameOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.') || 'body'
}

/** A name as a field may have one: anything else may be a value that slipped. */
const plainName = /^[\w$.-]{1,60}$/

function unknownField(path: readonly PropertyKey[], key: string, known: readonly string[]): WrongField {
  const there = known.length === 0 ? 'none is known here' : `known here: ${known.join(', ')}`
  if (!plainName.test(key))
    return { field: nameOf(path), message: `a field of it has a name that nobody knows; ${there}` }
  const meant = nearest(key, known)
  const mended = meant === null ? '' : `; did you mean \`${meant}\`?`
  return { field: nameOf([...path, key]), message: `nobody knows a field \`${key}\`${mended}; ${there}` }
}

/** Names of the fields of the object at a place of a shape; none where it has no fixed ones. */
function fieldsAt(shape: z.ZodType | undefined, path: readonly PropertyKey[]): readonly string[] {
  const at = path.reduce<unknown>((within, step) => partOf(bare(within), step), shape)
  const object = bare(at)
  return object instanceof z.ZodObject ? Object.keys(object.shape) : []
}

function partOf(shape: unknown, step: PropertyKey): unknown {
  if (shape instanceof z.ZodObject) return shape.shape[String(step)]
  if (shape instanceof z.ZodArray) return shape.element
  return shape instanceof z.ZodRecord ? shape.valueType : undefined
}

/** A shape without its being optional or null. */
function bare(shape: unknown): unknown {
  return shape instanceof z.ZodOptional || shape instanceof z.ZodNullable ? bare(shape.unwrap()) : shape
}
