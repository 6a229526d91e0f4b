// The one way a page becomes HTML. No page starts React in the browser, so it is plain markup: no inline script, no marker comments.

import type { EntryContext, RouterContextProvider } from 'react-router'
import { ServerRouter } from 'react-router'
import { renderToStaticMarkup } from 'react-dom/server'

// the server takes both from the build: its context keys and classes are the ones the loaders know
export { createRequestHandler } from 'react-router'
export { contextFor } from './context.ts'

/** Renders the page of a request. */
export default function page(
  request: Request,
  status: number,
  headers: Headers,
  router: EntryContext,
  _context: RouterContextProvider,
): Response {
  const markup = renderToStaticMarkup(<ServerRouter context={router} url={request.url} />)
  headers.set('content-type', 'text/html; charset=utf-8')
  return new Response(`<!doctype html>${markup}`, { status, headers })
}

/** Without this the router prints errors with their addresses; the API logs its failures by its own rules. */
export function handleError(): void {}
