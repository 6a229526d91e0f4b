// The roles, and two gates before any work: may this principal use this route, and may it ask for this purpose of this product.
// Everything not allowed here is a Failure; the decision comes after and knows nothing of roles.

import { Failure } from '../base/index.ts'

/** Somebody with a token of an organisation: a program, an officer, an operator or an auditor. */
interface TokenHolder {
  readonly role: 'service' | 'officer' | 'operator' | 'auditor'
  readonly id: string
  readonly service: string
  /** the source of events that a write key is bound to: it enters nowhere else */
  readonly source?: string
  readonly officer: string | null
  readonly products: readonly string[]
  readonly purposes: readonly string[]
  readonly endsAt: Date
}

/** Who asks. `alias` is the account's, `person` the data's: nothing but the two together joins them. */
export type Principal =
  | { readonly role: 'anybody' }
  | { readonly role: 'person'; readonly alias: string; readonly person: string; readonly signedInAt: Date }
  | TokenHolder

/** Who a route asks for. `fresh` is a person who signed in a few minutes ago, `source` a write key. */
export type Asker = 'anybody' | 'person' | 'fresh' | 'source' | TokenHolder['role']

/** How long a sign-in counts as fresh. */
const freshMs = 10 * 60_000
/** How far a sign-in may lie in the future because two clocks differ. */
const skewMs = 60_000

/**
 * Lets a principal in, or throws: `not_signed_in`, `fresh_sign_in_needed`, `token_refused` (none, or ended), `role_refused`.
 */
export function mayEnter(principal: Principal, asker: Asker, at: Date): void {
  if (asker === 'anybody') return
  if (asker === 'person' || asker === 'fresh') return mayEnterAsPerson(principal, asker, at)
  if (principal.role === 'anybody') throw new Failure('token_refused')
  if (principal.role === 'person' || enteringAs(principal) !== asker)
    throw new Failure('role_refused', { needed: asker })
  if (principal.endsAt <= at) throw new Failure('token_refused')
}

/** A write key enters where events are sent, and nowhere that a service does. */
function enteringAs({ role, source }: TokenHolder): Asker {
  return source === undefined ? role : 'source'
}

function mayEnterAsPerson(principal: Principal, asker: 'person' | 'fresh', at: Date): void {
  if (principal.role === 'anybody') throw new Failure('not_signed_in')
  if (principal.role !== 'person') throw new Failure('role_refused', { needed: 'person' })
  const ageMs = at.getTime() - principal.signedInAt.getTime()
  const isFresh = ageMs <= freshMs && ageMs >= -skewMs
  if (asker === 'fresh' && !isFresh) throw new Failure('fresh_sign_in_needed')
}

/**
 * Lets a token ask for a purpose of a product (`null`: no purpose is asked, as in a write), or throws Failure('purpose_refused') that says which
 * is `missing`. What a token does not name it may not ask.
 */
export function mayAsk(principal: Principal, { product, purpose }: { product: string; purpose: string | null }): void {
  const { products, purposes }: Pick<TokenHolder, 'products' | 'purposes'> =
    'purposes' in principal ? principal : { products: [], purposes: [] }
  const missing = [
    ...(products.includes(product) ? [] : ['product']),
    ...(purpose === null || purposes.includes(purpose) ? [] : ['purpose']),
  ]
  if (missing.length > 0) throw new Failure('purpose_refused', { missing, product, purpose })
}
