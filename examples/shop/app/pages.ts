// The pages: plain HTML, no script. Everything that anybody typed goes through `html`, which lets no markup in.

import type { Album } from './catalogue.ts'
import { albumOf, albums, priceOf } from './catalogue.ts'
import type { Bought, Customer, Shop } from './shop.ts'

/** A piece of HTML that was made here. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Piece = string | Html | readonly Html[]

/** Puts values between markup; only what `html` made itself stays markup. */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  const inside = (value: Piece): string => {
    if (typeof value === 'string') return escaped(value)
    return value instanceof Html ? value.text : value.map(inside).join('')
  }
  return new Html(parts.reduce((text, part, i) => `${text}${inside(values[i - 1] ?? '')}${part}`))
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}

/** A whole page, with the ways on. */
export function page(title: string, customer: Customer | null, body: Html): Html {
  const ways = customer ? html`<a href="/orders">Orders</a> <a href="/suggestions">Suggestions</a> <a href="/you">You</a> ${button('/sign-out', 'Sign out')}` : html`<a href="/sign-in">Sign in</a> <a href="/join">Join</a>` // prettier-ignore
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" /><meta name="viewport" content="width=device-width" />
      <title>${title}, Needle and Groove</title>
      <header><a href="/">Needle and Groove</a> <a href="/basket">Basket</a> ${ways}</header>
      <main>
        <h1>${title}</h1>
        ${body}
      </main>
    </html>`
}

/** A form of one button; `fields` are sent along. */
export function button(action: string, label: string, fields: Readonly<Record<string, string>> = {}): Html {
  const hidden = Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`) // prettier-ignore
  return html`<form method="post" action="${action}">${hidden}<button>${label}</button></form>`
}

const listed = (found: readonly Album[]): Html =>
  html`<ul>${found.map(({ id, title, artist, cents }) => html`<li><a href="/albums/${id}">${title}</a> by ${artist}, ${priceOf(cents)}</li>`)}</ul>` // prettier-ignore

export const cataloguePage = (): Html => listed(albums)

/** One record. `kept`: that it was looked at was noted. */
export const albumPage = ({ id, artist, shelf, cents }: Album, kept: boolean): Html =>
  html`<p>${artist}, on the shelf ${shelf}. ${priceOf(cents)}</p>${button('/basket', 'Put it into the basket', { album: id })}<p>${kept ? 'We noted that you looked, for your suggestions.' : 'We did not note that you looked.'}</p>` // prettier-ignore

/** What is in the basket, and the form of an order for who is signed in. */
export function basketPage(basket: readonly string[], customer: Customer | null): Html {
  const found = basket.flatMap((id) => albumOf(id) ?? [])
  if (found.length === 0) return html`<p>It is empty.</p>`
  const total = found.reduce((sum, { cents }) => sum + cents, 0)
  const order = customer
    ? html`<form method="post" action="/orders">
        <label>Street and town <input name="street" required /></label><button>Order</button>
      </form>`
    : html`<p><a href="/sign-in">Sign in</a> or <a href="/join">join</a> to order.</p>`
  return html`${listed(found)}
    <p>${priceOf(total)} together</p>
    ${order}`
}

/** The form of somebody who signs in or joins. */
export const accountForm = (action: '/sign-in' | '/join'): Html =>
  html`<form method="post" action="${action}">${action === '/join' ? html`<label>Name <input name="name" required></label>` : ''}
<label>E-mail <input name="email" type="email" required></label> <label>Password <input name="password" type="password" minlength="12" required></label> <button>Go on</button></form>` // prettier-ignore

export const ordersPage = (bought: readonly Bought[]): Html =>
  bought.length === 0
    ? html`<p>You bought nothing yet.</p>`
    : html`<ul>${bought.map(({ order, title, cents, at }) => html`<li>${title}, ${priceOf(cents)}, order ${order} of ${at.slice(0, 10)}</li>`)}</ul>` // prettier-ignore

/** Suggestions, and what was refused to the job that made them. */
export const suggestionsPage = (found: Awaited<ReturnType<Shop['suggest']>>, refused: string): Html =>
  html`${found.albums.length > 0 ? listed(found.albums) : html`<p>None. ${found.why}</p>`}<p>From what you bought we suggest nothing. ${refused}</p>` // prettier-ignore

/** The switches, each with the words one says yes to, and the way out. */
export const youPage = (choices: Awaited<ReturnType<Shop['choices']>>): Html =>
  html`${choices.map(({ name, wording, value }) => html`<p>${wording} It is ${value}.</p>${button('/choices', value === 'on' ? 'Take it back' : 'Say yes', { name, value: value === 'on' ? 'off' : 'on' })}`)}<h2>Leave</h2>${button('/erase', 'Erase everything')}` // prettier-ignore
