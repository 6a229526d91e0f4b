// Routes of modes: which products only observe, what enforcing would refuse there, and the switch.

import type { App } from '../../app.ts'
import { nameUnknown } from '../../statement/index.ts'
import type { HandlerAnswer, Handlers } from '../handler.ts'

type Mode = HandlerAnswer<'modes'>['modes'][number]
type Row = HandlerAnswer<'modeReport'>['refused'][number]

export const modes: Handlers<'modes' | 'setMode' | 'modeReport'> = {
  modes: async (app) => ({ modes: app.inForce().newest.policy.products.map(({ name }) => modeView(app, name)) }),

  async setMode(app, { params: { product }, body: { mode } }, { principal }) {
    await app.setMode(product, mode, 'service' in principal ? principal.service : principal.role)
    return modeView(app, product)
  },

  async modeReport(app, { params: { product } }) {
    const known = app.inForce().newest.policy.products.map(({ name }) => name)
    if (!known.includes(product)) throw nameUnknown('product', product, known)
    const { since } = app.gate.modes().find((one) => one.product === product) ?? { since: null }
    const isObserving = app.gate.modeOf(product) === 'observe' && since !== null
    const { refused, narrowed } = isObserving
      ? await app.proof.wouldRefuse(product, since)
      : { refused: [], narrowed: [] }
    const rows = (all: typeof refused): Row[] =>
      all.map((one) => ({ ...one, sentence: sentenceOf(app, one.clause), lastAt: one.lastAt.toISOString() }))
    return {
      ...modeView(app, product),
      refused: rows(refused),
      narrowed: rows(narrowed),
      count: refused.reduce((sum, { count }) => sum + count, 0),
    }
  },
}

function modeView(app: App, product: string): Mode {
  const label = app.inForce().newest.policy.products.find(({ name }) => name === product)?.label ?? product
  const since = app.gate.modes().find((one) => one.product === product)?.since ?? null
  return { product, label, mode: app.gate.modeOf(product), since: since?.toISOString() ?? null }
}

/** The words of a sentence as the page has them today. */
function sentenceOf(app: App, clause: string | null): string | null {
  const clauses = app.inForce().newest.page.sections.flatMap((section) => section.clauses)
  return clauses.find(({ id }) => id === clause)?.text ?? null
}
