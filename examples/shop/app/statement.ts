// Made by `kept build` from the statement with hash 3addaa2a1409f779; change the statement, not this file.

/** What the sentences of Needle and Groove allow: by product, kind of data and hand the purposes; by product and kind of data the origins. */
export type Statement = {
  readonly reads: {
    readonly account: {
      /** Name and addresses: your name, postal address, telephone number and e-mail address */
      readonly contact: { readonly machines: 'newsletter' | 'provide'; readonly people: never }
    }
    readonly shop: {
      /** Name and addresses: your name, postal address, telephone number and e-mail address */
      readonly contact: { readonly machines: 'provide'; readonly people: never }
      /** Tracks you looked at: which tracks you looked at, and when */
      readonly 'interaction.device.browse': { readonly machines: 'suggest'; readonly people: never }
      /** Purchases: each track you bought, when, and for how much */
      readonly 'interaction.device.purchase': { readonly machines: 'provide'; readonly people: never }
      /** Invoices: number, day, amount and address of what you were charged for */
      readonly 'licence.invoice': { readonly machines: 'comply' | 'provide'; readonly people: never }
    }
  }
  readonly writes: {
    readonly account: {
      readonly contact: 'person'
    }
    readonly shop: {
      readonly contact: 'person'
      readonly 'interaction.device.browse': 'observed'
      readonly 'interaction.device.purchase': 'person'
      readonly 'licence.invoice': 'system'
    }
  }
}
