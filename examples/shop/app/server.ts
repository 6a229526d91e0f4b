// The shop over HTTP: one table of routes, sessions in memory, forms of a few kilobytes. A change must come from the shop's own pages.

import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Problem } from 'wordkept/client'
import { albumOf } from './catalogue.ts'
import { accountForm, albumPage, basketPage, cataloguePage, html, ordersPage, page, suggestionsPage, youPage, type Html } from './pages.ts' // prettier-ignore
import type { Customer, Shop } from './shop.ts'

interface Session {
  customer: Customer | null
  basket: string[]
}

/** What a route answers: a page, or where to go on. */
type Answer = { readonly title: string; readonly body: Html; readonly status?: number } | { readonly to: string }
type Handle = (session: Session, form: URLSearchParams, rest: string) => Promise<Answer> | Answer

const formBytesMax = 10_000
const notFound: Answer = { title: 'Not here', body: html`<p>There is no such page.</p>`, status: 404 }

/** Makes the server of a shop. It listens nowhere yet. */
export function createShopServer(shop: Shop): Server {
  const sessions = new Map<string, Session>()
  return createServer((request, response) => void serve(routesOf(shop), sessions, request, response))
}

function routesOf(shop: Shop): Readonly<Record<string, Handle>> {
  const enter = async (session: Session, entering: Promise<Customer>): Promise<Answer> => {
    session.customer = await entering
    return { to: session.basket.length > 0 ? '/basket' : '/' }
  }
  const account = (form: URLSearchParams) => ({ name: form.get('name') ?? '', email: form.get('email') ?? '', password: form.get('password') ?? '' }) // prettier-ignore
  return {
    'GET /': () => ({ title: 'Records', body: cataloguePage() }),
    async 'GET /albums/'({ customer }, _form, id) {
      const album = albumOf(id)
      if (!album) return notFound
      return { title: album.title, body: albumPage(album, customer !== null && (await shop.look(customer, album))) }
    },
    'GET /basket': ({ basket, customer }) => ({ title: 'Basket', body: basketPage(basket, customer) }),
    'POST /basket'(session, form) {
      session.basket.push(...(albumOf(form.get('album'))?.id ? [form.get('album')!] : []))
      return { to: '/basket' }
    },
    'GET /sign-in': () => ({ title: 'Sign in', body: accountForm('/sign-in') }),
    'POST /sign-in': (session, form) => enter(session, shop.signIn(account(form))),
    'GET /join': () => ({ title: 'Join', body: accountForm('/join') }),
    'POST /join': (session, form) => enter(session, shop.join(account(form))),
    'POST /sign-out'(session) {
      session.customer = null
      return { to: '/' }
    },
    'GET /orders': signedIn(async (customer) => ({ title: 'Orders', body: ordersPage(await shop.history(customer)) })),
    'POST /orders': signedIn(async (customer, session, form) => {
      await shop.order(customer, session.basket.flatMap((id) => albumOf(id) ?? []), form.get('street') ?? '') // prettier-ignore
      session.basket = []
      return { to: '/orders' }
    }),
    'GET /suggestions': signedIn(async (customer) => {
      const [found, refused] = [await shop.suggest(customer), await shop.suggestFromPurchases(customer)]
      return { title: 'Suggestions', body: suggestionsPage(found, refused.why) }
    }),
    'GET /you': signedIn(async (customer) => ({ title: 'You', body: youPage(await shop.choices(customer)) })),
    'POST /choices': signedIn(async (customer, _session, form) => {
      await shop.choose(customer, form.get('name') ?? '', form.get('value') === 'on' ? 'on' : 'off')
      return { to: '/you' }
    }),
    'POST /erase': signedIn(async (customer, session) => {
      const link = await shop.erase(customer)
      session.customer = null
      return { title: 'Gone', body: html`<p>We erased what we held about you. <a href="${link}">Your receipt</a> says what stays and why.</p>` } // prettier-ignore
    }),
  }
}

/** A route for who is signed in; anybody else is shown the way. */
function signedIn(handle: (customer: Customer, session: Session, form: URLSearchParams) => Promise<Answer>): Handle {
  return (session, form) => (session.customer ? handle(session.customer, session, form) : { to: '/sign-in' })
}

async function serve(
  routes: Readonly<Record<string, Handle>>,
  sessions: Map<string, Session>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const known = /(?:^|; )shop=([0-9a-f-]{36})/.exec(request.headers.cookie ?? '')?.[1] ?? ''
  const id = sessions.has(known) ? known : randomUUID()
  const session = sessions.get(id) ?? { customer: null, basket: [] }
  sessions.set(id, session)
  const answer = await answerOf(routes, session, request).catch(problemPage)
  response.setHeader('set-cookie', `shop=${id}; Path=/; HttpOnly; SameSite=Strict`)
  response.setHeader('content-security-policy', "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'") // prettier-ignore
  if ('to' in answer) return void response.writeHead(303, { location: answer.to }).end()
  response.writeHead(answer.status ?? 200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  response.end(page(answer.title, session.customer, answer.body).text)
}

async function answerOf(
  routes: Readonly<Record<string, Handle>>,
  session: Session,
  request: IncomingMessage,
): Promise<Answer> {
  const { method = 'GET', headers } = request
  const [path = '/'] = (request.url ?? '/').split('?')
  const [, folder = path, rest = ''] = /^(\/albums\/)([\w-]+)$/.exec(path) ?? []
  const handle = routes[`${method} ${folder}`]
  if (!handle) return notFound
  const isForeign = headers.origin !== undefined && headers.origin !== `http://${headers.host}`
  if (method === 'POST' && isForeign)
    return { title: 'Not from here', body: html`<p>Open the page here.</p>`, status: 403 }
  return handle(session, method === 'POST' ? await formOf(request) : new URLSearchParams(), rest)
}

async function formOf(request: AsyncIterable<Buffer>): Promise<URLSearchParams> {
  let text = ''
  for await (const bytes of request) {
    text += bytes.toString('utf8')
    if (text.length > formBytesMax) throw new Error('the form is too large')
  }
  return new URLSearchParams(text)
}

/** What Wordkept refused is told in its own words; what went wrong here is not told to anybody. */
function problemPage(cause: unknown): Answer {
  if (!(cause instanceof Problem))
    return { title: 'Sorry', body: html`<p>It did not work. Try again.</p>`, status: 500 }
  return { title: 'That did not work', body: html`<p>${cause.message}: ${cause.help}.</p>`, status: cause.status }
}
