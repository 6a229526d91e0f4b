// Every address of the site, once. Pages link through here, and routes.ts gives each its page.

import { routes } from '../contract/index.ts'

/** What to look at or to clear, as it stands in an address. */
export interface ScopeInAddress {
  readonly ids?: string
  readonly category?: string
  readonly product?: string
  readonly from?: string
  readonly to?: string
}

const withQuery = (path: string, query: object): string => {
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return said.length === 0 ? path : `${path}?${new URLSearchParams(said).toString()}`
}

export const paths = {
  home: '/',
  statement: (text?: 'short' | 'full' | 'rules') => withQuery('/statement', { text }),
  clause: (id: string) => `/statement#${id}`,
  versions: '/statement/versions',
  version: (version: number) => `/statement/versions?version=${version}`,
  policy: (version: number) => routes.policy.path.replace(':version', String(version)),
  evidence: '/evidence',
  checkpoint: routes.checkpoint.path,
  vkey: routes.vkey.path,
  verifier: '/verify.mjs',
  reference: '/reference',
  openapi: routes.openapi.path,
  receipt: (secret: string) => `/receipt/${secret}`,
  receiptFile: (secret: string) => routes.receiptFile.path.replace(':secret', secret),
  signIn: (query: { back?: string; why?: 'fresh' } = {}) => withQuery('/sign-in', query),
  signOut: '/sign-out',
  preferences: (query: { theme?: string; back?: string | undefined } = {}) => withQuery('/preferences', query),
  you: (query: { day?: string } = {}) => withQuery('/you', query),
  things: (query: ScopeInAddress = {}) => withQuery('/you/items', query),
  why: (id: string) => `/you/items/${id}`,
  clear: (scope: ScopeInAddress = {}) => withQuery('/you/clear', scope),
  choices: (query: { changed?: string } = {}) => withQuery('/you/choices', query),
  history: '/you/choices/history',
  requests: '/you/requests',
  request: (number: string) => `/you/requests/${number}`,
  artefact: (number: string, name: string) => routes.artefact.path.replace(':number', number).replace(':name', name),
  export: '/you/export',
  erase: '/you/erase',
} as const

/** An address of this site that was handed back and forth, or another one where it leads elsewhere: no open redirects. */
export function ownPath(path: string | null, otherwise: string): string {
  if (path === null || !path.startsWith('/')) return otherwise
  const base = 'http://own.invalid'
  const url = new URL(path, base)
  const isOwn = url.origin === base && !url.pathname.startsWith('//') // `/.//elsewhere` becomes `//elsewhere`, which is a host
  return isOwn ? url.pathname + url.search + url.hash : otherwise
}
