// Copies made for a person: one archive of what every holder has, sealed in parts under that person's key, so that an erasure takes the
// copies too. Making one is a step of a plan; the copies are themselves a holder (security 2, "every derived thing is a registered sink").

import {
  addPeriod,
  concat,
  Failure,
  sha256,
  sha256Hex,
  utf8,
  type Clock,
  type Json,
  type Period,
} from '../../base/index.ts'
import type { Gate } from '../../gate/index.ts'
import type { Doer, Effect, Holder, Part, PlanIntent, ReadBack } from '../../plans/index.ts'
import type { InForce } from '../../policy/index.ts'
import { indexPage, readmeText, shownMax, type About, type Shown } from './copy-text.ts'
import type { ArtefactStore } from '../artefacts.ts'

/** The name of a copy's file. */
export const copyName = 'export.zip'
/** How long a copy waits to be fetched. */
const copyKept: Period = { count: 7, unit: 'day' }
const partBytes = 256 * 1024

/** One file to put into an archive. */
export interface Entry {
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
}

/** Packs files into one archive as they come, holding none of them whole. Entries are asked for one after the other. */
export interface Archive {
  pack(entries: AsyncIterable<Entry>, at: Date): AsyncIterable<Uint8Array>
}

export interface CopiesParts {
  readonly gate: Pick<Gate, 'sealFor' | 'openFor'>
  readonly store: ArtefactStore
  readonly archive: Archive
  /** whose things are copied: whoever holds any when the copy is made */
  readonly holders: () => Promise<readonly Holder[]>
  readonly inForce: () => InForce
  /** the number of a case, for the words of the copy */
  readonly numberOf: (id: string) => Promise<string>
  readonly clock: Clock
}

/** What a copy is, recorded when it was made: its read-back compares. */
interface Made {
  readonly parts: number
  readonly bytes: number
  /** over the hashes of the parts, one after the other */
  readonly sha256: string
  readonly files: readonly { readonly file: string; readonly count: number }[]
}

/** The doer that makes copies, and the holder that has them. */
export function createCopies(parts: CopiesParts): {
  readonly doer: Doer
  readonly holder: Holder
  open(person: string, id: string): AsyncIterable<Uint8Array>
} {
  return {
    doer: {
      name: 'copy',
      takes: ['export'],
      count: async (intent) => countAll(await parts.holders(), personOf(intent)),
      act: (intent, { beat }) => makeCopy(parts, intent, beat),
      readBack: (intent, effect) => readBackCopy(parts, intent, effect),
    },
    holder: holderOf(parts.store),
    open: (person, id) => openCopy(parts, person, id),
  }
}

function holderOf(store: ArtefactStore): Holder {
  return {
    name: 'copies',
    label: 'Copies made for you',
    takes: ['erase'],
    async find(person) {
      const count = await store.countOf(person, copyName)
      return count > 0 ? [{ kind: 'copies', count, oldest: null }] : []
    },
    async *export() {}, // a copy of copies would hold nothing that is not in the copy
    async erase(intent) {
      if (intent.kind === 'erase') await store.dropOf(intent.person, copyName)
      return { removed: intent.before, events: [] }
    },
    async readBack(intent) {
      return { found: intent.kind === 'erase' ? await store.countOf(intent.person, copyName) : 0, residue: [] }
    },
  }
}

function personOf(intent: PlanIntent): string {
  if (intent.kind !== 'export') throw new TypeError('only an export makes a copy')
  return intent.person
}

function caseOf(intent: PlanIntent): string {
  if (intent.case === null) throw new TypeError('a copy belongs to a case')
  return intent.case
}

async function countAll(holders: readonly Holder[], person: string): Promise<number> {
  const found = await Promise.all(holders.map((holder) => holder.find(person)))
  return found.flat().reduce((sum, { count }) => sum + count, 0)
}

/** Makes the copy anew, whatever a crash left of it: parts are replaced, and one too many is removed before. */
async function makeCopy(parts: CopiesParts, intent: PlanIntent, beat: () => Promise<void>): Promise<Effect> {
  const [person, id] = [personOf(intent), caseOf(intent)]
  const { store, gate, archive, clock } = parts
  await store.drop(id, copyName)
  const endsAt = addPeriod(clock.now(), copyKept)
  const files: { file: string; count: number }[] = []
  const hashes: Uint8Array[] = []
  let [part, bytes] = [0, 0]
  for await (const chunk of inParts(archive.pack(entriesOf(parts, person, id, files), clock.now()))) {
    await beat()
    hashes.push(sha256(chunk))
    bytes += chunk.length
    const sealed = await gate.sealFor(person, partName(id, part), chunk)
    await store.put({ id, name: copyName, part: part++, sealed, endsAt })
  }
  const made: Made = { parts: part, bytes, sha256: sha256Hex(concat(...hashes)), files }
  return { removed: 0, events: [], made: made as unknown as Json } // plain data
}

function partName(id: string, part: number): string {
  return `${id}/${copyName}/${part}`
}

/** Opens every part again and compares with what was recorded. */
async function readBackCopy(parts: CopiesParts, intent: PlanIntent, effect: Effect): Promise<ReadBack> {
  const made = effect.made as unknown as Made // what makeCopy answered
  const hashes: Uint8Array[] = []
  for await (const chunk of openCopy(parts, personOf(intent), caseOf(intent))) hashes.push(sha256(chunk))
  const isWhole = sha256Hex(concat(...hashes)) === made.sha256
  return { found: isWhole ? 0 : 1, residue: [] }
}

async function* openCopy({ store, gate, clock }: CopiesParts, person: string, id: string): AsyncIterable<Uint8Array> {
  for (let part = 0; ; part++) {
    const sealed = await store.part(id, copyName, part, clock.now())
    if (!sealed && part === 0) throw new Failure('not_found')
    if (!sealed) return
    yield await gate.openFor(person, partName(id, part), sealed)
  }
}

/** The files of every holder, then what the copy says about itself; a page of what fits on one. */
async function* entriesOf(
  { holders, inForce, numberOf, clock }: CopiesParts,
  person: string,
  id: string,
  files: { file: string; count: number }[],
): AsyncIterable<Entry> {
  const shown: Shown[] = []
  for (const holder of await holders())
    for await (const part of holder.export(person)) yield { name: fileName(part), bytes: listOf(part, files, shown) }
  const { newest } = inForce()
  const about: About = {
    format: 'wordkept/export/1',
    number: await numberOf(id),
    organisation: newest.policy.organisation.name,
    madeAt: clock.now().toISOString(),
    statement: { version: newest.version, hash: newest.hash },
    files,
  }
  yield { name: 'about.json', bytes: one(`${JSON.stringify(about, null, 1)}\n`) }
  yield { name: 'README.txt', bytes: one(readmeText(about)) }
  yield { name: 'index.html', bytes: one(indexPage(about, shown)) }
}

/** Names in an archive have one form, whatever a holder says: no way leads out of the folder it is unpacked in. */
function fileName({ file }: Part): string {
  if (!/^(?:[a-z0-9][a-z0-9.-]*\/)?[a-z0-9][a-z0-9.-]*\.json$/.test(file) || file.includes('..'))
    throw new TypeError('a part has a bad name')
  return file
}

/** A JSON list, a line a thing. */
async function* listOf(
  part: Part,
  files: { file: string; count: number }[],
  shown: Shown[],
): AsyncIterable<Uint8Array> {
  let count = 0
  for await (const item of part.items) {
    yield utf8(`${count === 0 ? '[\n' : ',\n'}${JSON.stringify(item)}`)
    if (shown.length < shownMax) shown.push({ file: part.file, item })
    count++
  }
  yield utf8(count === 0 ? '[]\n' : '\n]\n')
  files.push({ file: part.file, count })
}

async function* one(text: string): AsyncIterable<Uint8Array> {
  yield utf8(text)
}

/** The same bytes in parts of one size, the last one shorter. */
async function* inParts(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let waiting: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    waiting.push(chunk)
    size += chunk.length
    while (size >= partBytes) {
      const whole = Buffer.concat(waiting)
      yield Uint8Array.from(whole.subarray(0, partBytes))
      waiting = [whole.subarray(partBytes)]
      size -= partBytes
    }
  }
  if (size > 0) yield Uint8Array.from(Buffer.concat(waiting))
}
