// The language server over two streams: what the protocol asks, handed to the answers; what the compiler found, told as one types. It
// serves one editor and ends with it.

import type { Readable, Writable } from 'node:stream'
import {
  createConnection,
  TextDocuments,
  TextDocumentSyncKind,
  type InitializeResult,
  type Position,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node'
import { software } from '../software.ts'
import { completionOf, definitionOf, diagnosticsOf, hoverOf, symbolsOf, type AskedText } from './answers.ts'
import { keepEditions, locate, uriOf } from './editions.ts'

const capabilities: InitializeResult = {
  serverInfo: { name: 'kept', version: software },
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    completionProvider: { triggerCharacters: [' ', ',', '.', '-'] },
    hoverProvider: true,
    definitionProvider: true,
    documentSymbolProvider: true,
  },
}

/** Serves an editor until it says goodbye or closes the stream. True: it ended as the protocol asks, with a shutdown before. */
export function serveEditor(input: Readable, output: Writable): Promise<boolean> {
  return new Promise((resolve) => {
    const watchDog = {
      shutdownReceived: false,
      initialize: () => {},
      exit: () => {
        connection.dispose()
        input.destroy() // an open stream would keep the process
        resolve(watchDog.shutdownReceived)
      },
    }
    const connection = createConnection(
      (logger) => createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output), logger),
      watchDog,
    )
    input.once('end', watchDog.exit)
    answer(connection)
    connection.listen()
  })
}

function answer(connection: ReturnType<typeof createConnection>): void {
  const documents = new TextDocuments(TextDocument)
  const editions = keepEditions(
    () => documents.all().map((document) => ({ uri: document.uri, text: document.getText() })),
    { found: tell, failed: (cause) => connection.console.error(String(cause)) },
  )
  /** addresses that were told something the last time, by folder: what is clean again is told so */
  const told = new Map<string, ReadonlySet<string>>()
  function tell(edition: Parameters<typeof diagnosticsOf>[0]): void {
    const found = new Map([...diagnosticsOf(edition)].map(([path, list]) => [uriOf(edition.folder, path), list]))
    const opened = documents.all().flatMap(({ uri }) => (locate(uri)?.folder === edition.folder ? [uri] : []))
    const uris = new Set([...found.keys(), ...(told.get(edition.folder) ?? []), ...opened.map(canonical)])
    told.set(edition.folder, new Set(found.keys()))
    for (const uri of uris)
      void connection.sendDiagnostics({
        uri: opened.find((own) => canonical(own) === uri) ?? uri,
        diagnostics: [...(found.get(uri) ?? [])],
      })
  }
  const changed = (uri: string): void => {
    const located = locate(uri)
    if (located) editions.changed(located.folder)
  }
  const askedAt = async (uri: string, position: Position, which: 'latest' | 'settled'): Promise<AskedText | null> => {
    const [located, document] = [locate(uri), documents.get(uri)]
    if (!located || !document) return null
    return { edition: await editions[which](located.folder), path: located.path, text: document.getText(), position }
  }
  const start: Position = { line: 0, character: 0 }
  connection.onInitialize(() => capabilities)
  connection.onShutdown(() => {})
  documents.onDidChangeContent(({ document }) => changed(document.uri))
  documents.onDidClose(({ document }) => changed(document.uri))
  connection.onDidChangeWatchedFiles(({ changes }) => changes.forEach(({ uri }) => changed(uri)))
  connection.onCompletion(async ({ textDocument, position }) => {
    const ask = await askedAt(textDocument.uri, position, 'latest')
    return ask ? completionOf(ask) : []
  })
  connection.onHover(async ({ textDocument, position }) => {
    const ask = await askedAt(textDocument.uri, position, 'settled')
    return ask ? hoverOf(ask) : null
  })
  connection.onDefinition(async ({ textDocument, position }) => {
    const ask = await askedAt(textDocument.uri, position, 'settled')
    return ask ? definitionOf(ask) : null
  })
  connection.onDocumentSymbol(async ({ textDocument }) => {
    const ask = await askedAt(textDocument.uri, start, 'settled')
    return ask ? symbolsOf(ask) : []
  })
  documents.listen(connection)
}

/** An address as we write it: editors encode some signs of a path in other ways. */
function canonical(uri: string): string {
  const located = locate(uri)
  return located ? uriOf(located.folder, located.path) : uri
}
