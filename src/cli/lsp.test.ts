// `kept lsp` as an editor drives it: a process of its own, spoken with over its standard streams in the frames of the protocol.

import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CompletionItem, Diagnostic, DocumentSymbol, Hover, Location } from 'vscode-languageserver'
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
} from 'vscode-languageserver/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let folder = ''
let child: ChildProcess
let editor: ProtocolConnection
const told = new Map<string, readonly Diagnostic[]>()
let onTold: () => void = () => {}
let errors = ''
let initialized: { capabilities: Record<string, unknown> }

const uri = (path: string): string => pathToFileURL(join(folder, path)).href
const disk = (path: string): string => readFileSync(join(folder, path), 'utf8')

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wordkept-editor-'))
  cpSync('examples/shop/statement', folder, { recursive: true })
  child = spawn(process.execPath, [resolve('bin/kept.js'), 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stderr?.on('data', (bytes: Buffer) => (errors += bytes.toString('utf8')))
  child.once('close', () => onTold())
  editor = createProtocolConnection(new StreamMessageReader(child.stdout!), new StreamMessageWriter(child.stdin!))
  editor.onNotification('textDocument/publishDiagnostics', (params: { uri: string; diagnostics: Diagnostic[] }) => {
    told.set(params.uri, params.diagnostics)
    onTold()
  })
  editor.listen()
  initialized = await editor.sendRequest<typeof initialized>('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {},
  })
  await editor.sendNotification('initialized', {})
  await open('statement.md', disk('statement.md'))
  await until(() => told.has(uri('statement.md')))
})

afterAll(() => {
  editor.dispose()
  child.kill()
  rmSync(folder, { recursive: true, force: true })
})

let version = 1

async function open(path: string, text: string): Promise<void> {
  await editor.sendNotification('textDocument/didOpen', {
    textDocument: { uri: uri(path), languageId: path.endsWith('.md') ? 'markdown' : 'yaml', version: ++version, text },
  })
}

async function type(path: string, text: string): Promise<void> {
  await editor.sendNotification('textDocument/didChange', {
    textDocument: { uri: uri(path), version: ++version },
    contentChanges: [{ text }],
  })
}

/** Waits for what the server tells. A server that ended tells nothing more: then its own words are the failure. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    if (child.exitCode !== null) throw new Error(`kept lsp ended: ${errors}`)
    await new Promise<void>((told) => (onTold = told))
  }
}

const codes = (path: string): readonly unknown[] => (told.get(uri(path)) ?? []).map(({ code }) => code)

/** The place of a mark `|` that stands in a piece of the text, which is typed into the file without it. */
async function typeMarked(marked: string, instead: string): Promise<{ line: number; character: number }> {
  const saved = disk('statement.md')
  expect(saved).toContain(instead)
  const before = saved.slice(0, saved.indexOf(instead)) + marked.slice(0, marked.indexOf('|'))
  await type(
    'statement.md',
    saved.replace(instead, () => marked.replace('|', '')),
  )
  const lines = before.split('\n')
  return { line: lines.length - 1, character: lines.at(-1)!.length }
}

const ask = <T>(method: string, position: { line: number; character: number }): Promise<T> =>
  editor.sendRequest<T>(`textDocument/${method}`, { textDocument: { uri: uri('statement.md') }, position })

async function proposed(marked: string, instead: string): Promise<readonly CompletionItem[]> {
  return ask<CompletionItem[]>('completion', await typeMarked(marked, instead))
}

test('it says what it can do', () => {
  expect(Object.keys(initialized.capabilities).toSorted()).toEqual([
    'completionProvider',
    'definitionProvider',
    'documentSymbolProvider',
    'hoverProvider',
    'textDocumentSync',
  ])
})

describe('diagnostics', () => {
  test('are told of a text as it is typed, and taken back when it is mended; the file on the disk is never touched', async () => {
    const saved = disk('statement.md')
    expect(codes('statement.md')).toEqual([])
    await type('statement.md', saved.replace('for provide because contract', 'for provde because contract'))
    await until(() => codes('statement.md').length > 0)
    const [first] = told.get(uri('statement.md'))!
    expect(first).toMatchObject({ code: 'K201', severity: 1, source: 'kept' })
    expect(first!.message).toContain('no purpose is called `provde`')
    expect(first!.message).toContain('help: did you mean `provide`?')
    const { start, end } = first!.range
    const line = saved.replace('for provide because contract', 'for provde because contract').split('\n')[start.line]!
    expect(line.slice(start.character, end.character)).toBe('provde')
    await type('statement.md', saved)
    await until(() => codes('statement.md').length === 0)
    expect(disk('statement.md')).toBe(saved)
  })

  test('of one file come from another that is typed: a name taken out of a register, not saved', async () => {
    const taxonomy = disk('registers/taxonomy.yaml')
    await open('registers/taxonomy.yaml', taxonomy)
    await type('registers/taxonomy.yaml', taxonomy.replace(/^ {2}suggest: .*\n/m, ''))
    await until(() => codes('statement.md').includes('K201'))
    expect(told.get(uri('statement.md'))![0]!.message).toContain('no purpose is called `suggest`')
    await type('registers/taxonomy.yaml', taxonomy)
    await until(() => codes('statement.md').length === 0)
    await editor.sendNotification('textDocument/didClose', { textDocument: { uri: uri('registers/taxonomy.yaml') } })
  })

  test('carry the other sentence where two clash', async () => {
    const saved = disk('statement.md')
    const twice = '\nWe keep purchases for 2 years.\n\n```kept again\nkeep interaction.device.purchase in shop 2 years after collection\n```\n' // prettier-ignore
    await type('statement.md', saved + twice)
    await until(() => codes('statement.md').includes('K403'))
    const clash = told.get(uri('statement.md'))!.find(({ code }) => code === 'K403')!
    expect(clash.relatedInformation?.[0]?.location.uri).toBe(uri('statement.md'))
    expect(clash.relatedInformation?.[0]?.location.range.start.line).not.toBe(clash.range.start.line)
    await type('statement.md', saved)
    await until(() => codes('statement.md').length === 0)
  })
})

describe('completion', () => {
  const rule = 'use contact in shop, account for provide because contract'
  const words = async (marked: string): Promise<readonly string[]> =>
    (await proposed(marked, rule)).map(({ label }) => label)

  test('begins a rule with a verb', async () => {
    const verbs = await words('|')
    expect(verbs).toEqual(expect.arrayContaining(['collect', 'use', 'keep', 'never', 'offer', 'store', 'info', 'aim']))
    expect(await words('never |')).toEqual(expect.arrayContaining(['collect', 'use', 'store']))
  })

  test('names stand in registers, and only those that the slot takes', async () => {
    expect(await words('use |')).toEqual(['contact', 'interaction.device.browse', 'interaction.device.purchase', 'licence.invoice', 'any']) // prettier-ignore
    expect(await words('use contact in |')).toEqual(['account', 'shop', 'any'])
    expect(await words('use contact for provide, |')).toEqual(['advertise', 'comply', 'newsletter', 'provide', 'suggest']) // prettier-ignore
    expect(await words('use contact for provide because consent |')).toContain('suggestions')
    expect(await words('use contact for provide because consent |')).not.toContain('tax-147')
    expect(await words('keep licence.invoice 10 years after |')).toContain('invoice')
  })

  test('a slot is proposed until it was said', async () => {
    const next = await words('use contact in shop |')
    expect(next).toEqual(expect.arrayContaining(['except', 'for', 'because', 'when', 'where']))
    expect(next).not.toContain('in')
    expect(await words('keep contact 2 |')).toEqual(['minutes', 'hours', 'days', 'weeks', 'months', 'years'])
    expect(await words('use contact for provide because contract when suggestions |')).toEqual(['on', 'off'])
  })

  test('a word that was begun is replaced whole, dots and all', async () => {
    const items = await proposed('use interaction.device.pu|', rule)
    const item = items.find(({ label }) => label === 'interaction.device.purchase')!
    expect(item.textEdit).toMatchObject({ newText: 'interaction.device.purchase' })
    const range = (item.textEdit as { range: { start: { character: number }; end: { character: number } } }).range // what we sent
    expect([range.start.character, range.end.character]).toEqual([4, 'use interaction.device.pu'.length])
    expect(item.detail).toBe('category: Purchases')
  })

  test('goes on over an indented line, and says nothing outside of rules', async () => {
    expect(await words('use contact in shop\n  for |')).toContain('provide')
    expect(await proposed('We |keep', 'We keep')).toEqual([])
  })
})

describe('hover and definition', () => {
  const rule = 'use contact in shop, account for provide because contract'

  test('a rule says how it was understood, a name what its register says', async () => {
    const hover = await ask<Hover>('hover', await typeMarked('use con|tact in shop, account for provide because contract', rule)) // prettier-ignore
    const { value } = hover.contents as { value: string } // what we sent
    expect(value).toContain('**contact** (category): Name and addresses. your name, postal address')
    expect(value).toContain('We read this as: Machines, and no people, may use “Name and addresses”')
  })

  test('a rule that cannot be read has no reading', async () => {
    const hover = await ask<Hover | null>('hover', await typeMarked('use contact in shop, account fo|r because contract', rule)) // prettier-ignore
    expect(hover).toBeNull()
  })

  test('the fence of a block says all that was read in it', async () => {
    const hover = await ask<Hover>('hover', await typeMarked('```kept cust|omer', '```kept customer'))
    const { value } = hover.contents as { value: string } // what we sent
    expect(value.match(/We read this as/g)).toHaveLength(3)
  })

  test.each([
    ['use con|tact for provide because contract', 'registers/taxonomy.yaml', 'contact'],
    ['use contact for prov|ide because contract', 'registers/taxonomy.yaml', 'provide'],
    ['use contact for suggest because consent sugg|estions', 'registers/choices.yaml', 'suggestions'],
    ['use contact for comply because law tax|-147', 'registers/notes.yaml', 'tax-147'],
  ])('%s leads to its entry', async (marked, path, name) => {
    const { uri: target, range } = await ask<Location>('definition', await typeMarked(marked, rule))
    expect(target).toBe(uri(path))
    const line = disk(path).split('\n')[range.start.line]!
    expect(line.slice(range.start.character, range.end.character)).toBe(name)
  })

  test('a word of the grammar leads nowhere', async () => {
    expect(await ask('definition', await typeMarked('use contact fo|r provide because contract', rule))).toBeNull()
  })
})

test('the outline has sections with their clauses, and the entries of a register', async () => {
  await type('statement.md', disk('statement.md'))
  const outline = await editor.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri: uri('statement.md') } }) // prettier-ignore
  const bought = outline.find(({ name }) => name === 'When you buy')!
  expect(bought.children?.map(({ name }) => name)).toEqual(['customer', 'purchases', 'invoices', 'tax'])
  const [customer] = bought.children!
  expect(customer!.detail).toBe('collect, use, keep')
  const lines = disk('statement.md')
    .split('\n')
    .slice(customer!.range.start.line, customer!.range.end.line + 1)
  expect([lines[0], lines.at(-1)]).toEqual([expect.stringContaining('You give us your name'), '```'])
  await open('registers/taxonomy.yaml', disk('registers/taxonomy.yaml'))
  const entries = await editor.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri: uri('registers/taxonomy.yaml') } }) // prettier-ignore
  expect(entries.map(({ name }) => name)).toEqual(expect.arrayContaining(['contact', 'provide', 'collection']))
})

test('a file that belongs to no statement is left alone', async () => {
  const lone = pathToFileURL(join(tmpdir(), 'wordkept-lone-note.md')).href
  await editor.sendNotification('textDocument/didOpen', { textDocument: { uri: lone, languageId: 'markdown', version: 1, text: '# Note\n' } }) // prettier-ignore
  expect(await editor.sendRequest('textDocument/documentSymbol', { textDocument: { uri: lone } })).toEqual([])
  expect(told.has(lone)).toBe(false)
})

test('goes when the editor goes, with exit code 0 and not a word on the standard error', async () => {
  const ended = new Promise<number | null>((done) => child.once('close', done))
  await editor.sendRequest('shutdown')
  await editor.sendNotification('exit')
  expect(await ended).toBe(0)
  expect(errors).toBe('')
})
