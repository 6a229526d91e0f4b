// Harbour's statement with sources of events: a shop whose orders are invoices and purchases, a map whose points need two settings, a
// search page with a consent. What tests of the intake begin with.

import type { StatementFiles } from '../../src/statement/index.ts'
import { folder } from './gate.ts'

const sources = `shop-site:
  label: The shop
  product: store
  people: { userId: customer, anonymousId: device, traits.email: email }
  consent: { Analytics: suggestions, Functional: nothing }
  rows:
    any:
      context.ip: nothing
    Order Completed:
      is: invoice
      properties.order_id: licence.invoice from system
      properties.total: licence.invoice from system
      properties.products: interaction.device.purchase from person
      properties.coupon: interaction.search
maps-app:
  label: Maps on a telephone
  product: maps
  people: { userId: customer, anonymousId: device }
  consent: { Location: location }
  rows:
    Place Visited: { properties.point: interaction.location.point, properties.name: interaction.location.point }
search-page:
  label: Search
  product: search
  people: { userId: customer, anonymousId: device, traits.email: email }
  consent: { Suggestions: suggestions, Ads: ads-interest }
  grants: yes
  origin: person
  rows:
    Searched: { properties: interaction.search }
    page: { name: interaction.search, properties.path: interaction.search }
`

/** Harbour with its sources. */
export function eventStatement(text = sources): StatementFiles {
  return { ...folder('examples/harbour/statement'), 'registers/sources.yaml': text }
}
