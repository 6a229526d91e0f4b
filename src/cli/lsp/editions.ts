// The statements that an editor has open: which folder a file belongs to, what its files say with the unsaved text of the editor over them, and
// what the compiler found. One compilation a folder runs at a time; whatever changed meanwhile is compiled when it ends.

import { existsSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  compileStatement,
  readFolder,
  readRegisters,
  type Diagnostic,
  type Registers,
  type StatementFiles,
} from '../../statement/index.ts'
import { readStatement } from '../statement-folder.ts'

/** A file the editor has open, as it stands there. */
export interface OpenText {
  readonly uri: string
  readonly text: string
}

/** A statement as it was last read. */
export interface Edition {
  readonly folder: string
  readonly files: StatementFiles
  readonly registers: Registers
  readonly diagnostics: readonly Diagnostic[]
}

/** A file of a statement: its folder, and its path within it. */
export interface Located {
  readonly folder: string
  readonly path: string
}

const upMax = 4

/** The statement a file belongs to: the nearest folder above that holds statement.md. */
export function locate(uri: string): Located | null {
  if (!uri.startsWith('file:')) return null
  const file = fileURLToPath(uri)
  for (let folder = dirname(file), up = 0; up < upMax; folder = dirname(folder), up++)
    if (existsSync(join(folder, 'statement.md')) || file === join(folder, 'statement.md'))
      return { folder, path: relative(folder, file).replaceAll(sep, '/') }
  return null
}

/** The address of a file of a statement. */
export function uriOf(folder: string, path: string): string {
  return pathToFileURL(join(folder, path)).href
}

/** Reads and compiles a statement, the open texts of an editor in place of what lies on disk. */
export async function readEdition(folder: string, open: readonly OpenText[]): Promise<Edition> {
  const saved = await readStatement(folder, '.').catch(() => ({}))
  const unsaved = open.flatMap(({ uri, text }) => {
    const located = locate(uri)
    return located?.folder === folder && /\.(md|yaml)$/.test(located.path) ? [[located.path, text] as const] : []
  })
  const files: StatementFiles = { ...saved, ...Object.fromEntries(unsaved) }
  const { diagnostics } = await compileStatement(files)
  return { folder, files, diagnostics, registers: await registersOf(files) }
}

const readingMsMax = 5_000

async function registersOf(files: StatementFiles): Promise<Registers> {
  const tables = Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith('registers/')))
  const { registers } = await readFolder(tables, readingMsMax, () => {})
  return readRegisters(registers, () => {})
}

/** The statements of an editor. */
export interface Editions {
  /** Compiles a folder again; a compilation that is under way is followed by one more. */
  readonly changed: (folder: string) => void
  /** The last edition of a folder, read now where there is none. It may be older than what was typed last. */
  readonly latest: (folder: string) => Promise<Edition>
  /** The edition of what was typed last. */
  readonly settled: (folder: string) => Promise<Edition>
}

/** Keeps the editions of an editor. `open` answers its open texts; `found` is told every new edition, `failed` why there is none. */
export function keepEditions(
  open: () => readonly OpenText[],
  { found, failed }: { readonly found: (edition: Edition) => void; readonly failed: (cause: unknown) => void },
): Editions {
  const kept = new Map<string, Edition>()
  const running = new Map<string, Promise<void>>()
  const waiting = new Set<string>()
  const compile = async (folder: string): Promise<void> => {
    do {
      waiting.delete(folder)
      try {
        const edition = await readEdition(folder, open())
        kept.set(folder, edition)
        found(edition)
      } catch (cause) {
        failed(cause)
      }
    } while (waiting.has(folder))
    running.delete(folder)
  }
  const changed = (folder: string): void => {
    waiting.add(folder)
    if (!running.has(folder)) running.set(folder, compile(folder))
  }
  const settled = async (folder: string): Promise<Edition> => {
    if (!kept.has(folder)) changed(folder)
    await running.get(folder)
    return kept.get(folder) ?? readEdition(folder, open())
  }
  return { changed, settled, latest: async (folder) => kept.get(folder) ?? settled(folder) }
}
