// The form of a receipt: canonical JSON, three members, each with the members it must have and no other (docs/spec/receipt.md, "Form").
// What does not fit is placed: the byte, the part of the receipt it lies in, and, where one byte put back makes it whole, what stood there.

import { changed, missing, type Fault, type ReceiptPart } from './fault.ts'
import { firstUncanonical, readJson, type JsonNode, type JsonReading } from './json-reader.ts'
import type { Receipt } from './receipt.ts'

/** A receipt of the right form, and where everything in it stands. */
export interface ReadReceipt {
  readonly bytes: Uint8Array
  readonly receipt: Receipt
  readonly root: JsonNode
}

type Shape =
  | 'any'
  | 'object'
  | 'text'
  | 'number'
  | { readonly list: Shape }
  | { readonly members: Readonly<Record<string, Shape>> }

const receiptShape: Shape = {
  members: {
    body: 'object',
    openings: { list: { members: { event: 'text', leaf: 'text', payload: 'any', r: 'text' } } },
    proof: {
      members: {
        checkpoint: 'text',
        entries: { list: { members: { event: 'text', hash: 'text', index: 'number', path: { list: 'text' } } } },
        key: 'text',
        origin: 'text',
      },
    },
  },
}

/** Reads the bytes of a receipt, or says what is wrong with their form. */
export function readReceipt(bytes: Uint8Array): ReadReceipt | Fault {
  const reading = readJson(bytes)
  if (reading.node === null) return ofBroken(bytes, reading)
  const root = reading.node
  const misfit = findMisfit(root, receiptShape, [], bytes)
  if (misfit) return misfit
  const at = firstUncanonical(bytes, root)
  if (at !== null) return changed(partAt(root, at), 'The file is not in its canonical form.', at)
  // the shape was checked, member by member; the body's own members are bound by its hash
  return { bytes, receipt: root.value as unknown as Receipt, root }
}

/** The node at a path of names and indexes; throws where the form was not checked before. */
export function nodeAt(root: JsonNode, ...path: readonly (string | number)[]): JsonNode {
  return path.reduce((node, step) => {
    const next = typeof step === 'number' ? node.items?.[step] : node.members?.find(({ name }) => name === step)?.node
    if (next === undefined) throw new RangeError(`no ${step} here`)
    return next
  }, root)
}

/** The part a byte lies in: a comma before a member belongs to that member. */
function partAt(root: JsonNode, at: number): ReceiptPart | null {
  const [body, openings, proof] = ['body', 'openings', 'proof'].map(
    (name) => root.members?.find((member) => member.name === name)?.node,
  )
  if (!body || !openings || !proof) return null
  if (at < body.to) return 'body'
  if (at < openings.to) return 'opening'
  const checkpoint = proof.members?.find(({ name }) => name === 'checkpoint')?.node
  return checkpoint && at >= checkpoint.from && at < checkpoint.to ? 'checkpoint' : 'proof'
}

function partNamed(names: readonly string[]): ReceiptPart | null {
  const parts: Readonly<Record<string, ReceiptPart>> = { body: 'body', openings: 'opening', proof: 'proof' }
  return names[0] === 'proof' && names[1] === 'checkpoint' ? 'checkpoint' : (parts[names[0] ?? ''] ?? null)
}

// what does not fit the shape --------------------------------------------------------------------------------------------

function findMisfit(node: JsonNode, shape: Shape, names: readonly string[], bytes: Uint8Array): Fault | null {
  if (shape === 'any') return null
  if (typeof shape === 'object')
    return 'list' in shape ? ofList(node, shape.list, names, bytes) : ofMembers(node, shape.members, names, bytes)
  const is = {
    object: node.members !== undefined,
    text: typeof node.value === 'string',
    number: typeof node.value === 'number',
  }[shape]
  return is ? null : changed(partNamed(names), `\`${names.join('.')}\` is no ${shape}.`, node.from)
}

function ofList(node: JsonNode, shape: Shape, names: readonly string[], bytes: Uint8Array): Fault | null {
  if (!node.items) return changed(partNamed(names), `\`${names.join('.')}\` is no list.`, node.from)
  return first(node.items, (item) => findMisfit(item, shape, names, bytes))
}

function ofMembers(
  node: JsonNode,
  shapes: Readonly<Record<string, Shape>>,
  names: readonly string[],
  bytes: Uint8Array,
): Fault | null {
  const members = node.members
  if (!members)
    return changed(
      partNamed(names),
      names.length === 0 ? 'This is no receipt.' : `\`${names.join('.')}\` is no object.`,
      node.from,
    )
  const expected = Object.keys(shapes)
  const stranger = members.findIndex(({ name }) => !Object.hasOwn(shapes, name))
  const twice = members.findIndex(({ name }, i) => members.findIndex((other) => other.name === name) < i)
  const odd = members[stranger >= 0 ? stranger : twice]
  if (odd) return ofStranger(odd, expected[stranger >= 0 ? stranger : twice], names, bytes)
  const lost = expected.find((name) => !members.some((member) => member.name === name))
  if (lost !== undefined)
    return missing(partNamed([...names, lost]), `The receipt has no \`${[...names, lost].join('.')}\`.`)
  return first(members, ({ name, node: inner }) => findMisfit(inner, shapes[name]!, [...names, name], bytes))
}

/** A member nobody knows stands where another should: the byte in which its name differs. */
function ofStranger(
  { name, from }: { name: string; from: number },
  expected: string | undefined,
  names: readonly string[],
  bytes: Uint8Array,
): Fault {
  const known = expected ?? ''
  const differs = known.split('').findIndex((letter, i) => String.fromCharCode(bytes[from + 1 + i] ?? 0) !== letter)
  const sameLength = differs >= 0 && name.length === known.length
  const part = partNamed([...names, ...(names.length === 0 ? [known] : [])])
  const at = sameLength ? from + 1 + differs : from
  return changed(
    part,
    `A receipt has no member of this name here; \`${known}\` is expected.`,
    at,
    sameLength ? known[differs]! : null,
  )
}

function first<T, Found>(list: readonly T[], find: (one: T) => Found | null): Found | null {
  for (const one of list) {
    const found = find(one)
    if (found !== null) return found
  }
  return null
}

// what is no JSON --------------------------------------------------------------------------------------------------------

type Broken = Extract<JsonReading, { readonly node: null }>

/**
 * One byte is looked for that makes the file whole when put back: that is the place. Bytes that end too early are incomplete, unless a
 * lost quotation mark made them look so.
 */
function ofBroken(bytes: Uint8Array, broken: Broken): Fault {
  const repair = broken.cut
    ? repairString(bytes, broken)
    : (repairHere(bytes, broken.at) ?? repairString(bytes, broken))
  if (repair) return changed(partAt(repair.root, repair.at), notJson, repair.at, repair.was)
  if (broken.cut) return missing(partNamed(broken.names), 'The file ends before the receipt does.', bytes.length)
  return changed(partNamed(broken.names) ?? partBeside(bytes, broken.at), notJson, broken.at)
}

/** The part a byte lies in, told by where the members begin: all that is left when the outermost brackets do not fit. */
function partBeside(bytes: Uint8Array, at: number): ReceiptPart {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  if (at < Math.max(0, text.indexOf(',"openings":['))) return 'body'
  return at < Math.max(0, text.lastIndexOf(',"proof":{')) ? 'opening' : 'proof'
}

const notJson = 'What stands here is no JSON.'

interface Repair {
  readonly at: number
  /** what stood there; null where more than one byte would do */
  readonly was: string | null
  readonly root: JsonNode
}

/** Any letter inside a string; else the bytes that fit here. */
function repairHere(bytes: Uint8Array, at: number): Repair | null {
  const inString = tryByte(bytes, at, 'x', null)
  if (inString) return inString
  const fitting = printable.map((was) => tryByte(bytes, at, was, was)).filter((repair) => repair !== null)
  return fitting[0] ? { ...fitting[0], was: fitting.length === 1 ? fitting[0].was : null } : null
}

const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i))

/** The string before where reading stopped: a lost quotation mark shows late, and so do a new one and a new escape. */
function repairString(bytes: Uint8Array, { at, cut, token }: Broken): Repair | null {
  const places = Array.from({ length: Math.max(0, Math.min(at, bytes.length) - token.from) }, (_, i) => token.from + i)
  const ends = places.filter((place) => ',:}]'.includes(String.fromCharCode(bytes[place + 1] ?? 0)))
  const marks = places.filter((place) => place > token.from && (bytes[place] === 0x5c || bytes[place] === 0x22))
  return (
    first(ends, (place) => tryByte(bytes, place, '"', '"')) ??
    (cut ? null : first(marks, (place) => repairHere(bytes, place)))
  )
}

function tryByte(bytes: Uint8Array, at: number, letter: string, was: string | null): Repair | null {
  if (at < 0 || at >= bytes.length) return null
  const candidate = bytes.slice()
  candidate[at] = letter.charCodeAt(0)
  const { node } = readJson(candidate)
  return node && findMisfit(node, receiptShape, [], candidate) === null ? { at, was, root: node } : null
}
