// What the shop does with what it knows about people. All of it goes through Wordkept: the shop has no table of its own, and what no
// sentence of its statement allows does not compile here, or is refused there.

import { randomUUID } from 'node:crypto'
import { createClient, type Client, type Output } from 'wordkept/client'
import { albums, type Album } from './catalogue.ts'
import type { Statement } from './statement.ts'

/** Somebody who is signed in: an address, and a client that carries their session at Wordkept. */
export interface Customer {
  readonly email: string
  readonly own: Client
}

/** Where Wordkept is, and the shop's two tokens: one of a service, one that may open accounts. */
export interface Settings {
  readonly kept: string
  readonly token: string
  readonly operatorToken: string
}

/** A thing that was bought, as the shop wrote it. */
export interface Bought {
  readonly order: string
  readonly title: string
  readonly cents: number
  readonly at: string
}

export type Shop = ReturnType<typeof createShop>

/** Opens the shop. */
export function createShop({ kept, token, operatorToken }: Settings) {
  const wordkept = createClient<Statement>({ origin: kept, token })
  const operator = createClient({ origin: kept, token: operatorToken })
  const personOf = ({ email }: { readonly email: string }) => ({ field: 'email', value: email })

  /** A consequence of the statement: what is refused is told with its reason, and nothing else is tried. */
  const keep = async (records: Parameters<typeof wordkept.write>[0]['body']['records']): Promise<string | null> =>
    (await wordkept.write({ body: { records } })).refused[0]?.why ?? null

  return {
    /** Opens an account: name and address of e-mail lie in the vault, the shop keeps neither. */
    async join(account: {
      readonly email: string
      readonly password: string
      readonly name: string
    }): Promise<Customer> {
      await operator.openAccount({ body: account })
      return this.signIn(account)
    },

    async signIn({ email, password }: { readonly email: string; readonly password: string }): Promise<Customer> {
      const own = createClient({ origin: kept, fetch: withCookies() })
      await own.signIn({ body: { email, password } })
      return { email, own }
    },

    /** Takes an order: where it goes, each record bought, and the invoice that the tax law asks for. Answers its number. */
    async order(customer: Customer, basket: readonly Album[], street: string): Promise<string> {
      const [number, person, collectedAt] = [randomUUID().slice(0, 8), personOf(customer), new Date().toISOString()]
      const cents = basket.reduce((sum, album) => sum + album.cents, 0)
      const refused = await keep([
        { messageId: `address ${number}`, person, product: 'shop', category: 'contact', origin: 'person', collectedAt, data: { street } },
        ...basket.map((album, i) => ({
          messageId: `line ${number} ${i}`, person, product: 'shop' as const, category: 'interaction.device.purchase' as const,
          origin: 'person' as const, collectedAt, data: { order: number, title: album.title, cents: album.cents },
        })),
        { messageId: `invoice ${number}`, person, product: 'shop', category: 'licence.invoice', origin: 'system', collectedAt, endedAt: collectedAt, data: { order: number, cents, street } },
      ]) // prettier-ignore
      if (refused !== null) throw new Error(refused)
      return number
    },

    /** What somebody bought, read for the sale itself. */
    async history(customer: Customer): Promise<readonly Bought[]> {
      const body = { person: personOf(customer), product: 'shop', category: 'interaction.device.purchase', purpose: 'provide' } as const // prettier-ignore
      const { records } = await wordkept.read({ body })
      return records.map(({ data, collectedAt }) => ({ ...(data as Omit<Bought, 'at'>), at: collectedAt })) // as `order` wrote it
    },

    /** Notes that somebody looked at a record; Wordkept takes it only after a yes to suggestions. Answers whether it was kept. */
    async look(customer: Customer, album: Album): Promise<boolean> {
      const record = { product: 'shop', category: 'interaction.device.browse', origin: 'observed' } as const
      const [person, collectedAt] = [personOf(customer), new Date().toISOString()]
      return (await keep([{ ...record, messageId: randomUUID(), person, collectedAt, data: { album: album.id } }])) === null // prettier-ignore
    },

    /** The recommendations job: records from the shelves somebody looked at, or the sentence that closes them. */
    async suggest(customer: Customer): Promise<{ readonly albums: readonly Album[]; readonly why: string }> {
      const person = personOf(customer)
      const { decision, records } = await wordkept.read({ body: { person, product: 'shop', category: 'interaction.device.browse', purpose: 'suggest' } }) // prettier-ignore
      const seen = new Set(records.map(({ data }) => (data as { album: string }).album)) // as `look` wrote it
      const shelves = new Set(albums.filter(({ id }) => seen.has(id)).map(({ shelf }) => shelf))
      return { albums: albums.filter(({ id, shelf }) => shelves.has(shelf) && !seen.has(id)), why: decision.why }
    },

    /** The same job once wanted to look at purchases too. No sentence allows it: here it does not compile, and there it is refused. */
    async suggestFromPurchases(customer: Customer): Promise<Output<'read'>['decision']> {
      const body = { person: personOf(customer), product: 'shop', category: 'interaction.device.purchase' } as const
      // @ts-expect-error the statement lets purchases serve the sale alone
      return (await wordkept.read({ body: { ...body, purpose: 'suggest' } })).decision
    },

    /** The newsletter job: of these customers the names of those who said yes to it. */
    async readersAmong(emails: readonly string[]): Promise<readonly string[]> {
      const reads = emails.map((value) => wordkept.read({ body: { person: { field: 'email', value }, product: 'account', category: 'contact', purpose: 'newsletter' } })) // prettier-ignore
      const found = (await Promise.all(reads)).flatMap(({ records }) => records.map(({ data }) => data as { name: string })) // prettier-ignore
      return found.map(({ name }) => name)
    },

    /** The switches as they stand. */
    choices: async ({ own }: Customer) => (await own.choices()).choices,
    choose: ({ own }: Customer, name: string, value: 'on' | 'off') =>
      own.choose({ body: { kind: 'choice', name, value } }),

    /** Erases everything. Answers the private link of the receipt. */
    erase: async ({ own }: Customer): Promise<string> => (await own.erase()).link,
  }
}

/** A fetch that keeps the cookies of one person's session. */
function withCookies(): typeof fetch {
  const jar = new Map<string, string>()
  return async (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const answer = await fetch(input, { ...init, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';', 1)[0]!.split(/=(.*)/s)
      jar.set(name, value)
    }
    return answer
  }
}
