// Which products only observe (docs/spec/modes.md). Loaded again and again beside the statement; a product of which nothing is said
// enforces. A change is one commit: the row, and the entry of the ledger with who changed it.

import type { Mode } from '../policy/index.ts'
import { nameUnknown } from '../statement/index.ts'
import { entryOf, type GateContext } from './context.ts'
import type { GateStore, ProductMode } from './store.ts'

/** The modes as this process knows them. */
export interface Modes {
  of(product: string): Mode
  /** products of which a mode was ever set */
  list(): readonly ProductMode[]
  /** Reads them anew; what was set elsewhere holds from then on. */
  reload(): Promise<void>
}

/** Keeps the modes of a store. Until the first `reload` every product enforces. */
export function createModes(store: Pick<GateStore, 'modes'>): Modes {
  let known: ReadonlyMap<string, ProductMode> = new Map()
  return {
    of: (product) => known.get(product)?.mode ?? 'enforce',
    list: () => [...known.values()],
    async reload() {
      known = new Map((await store.modes()).map((one) => [one.product, one]))
    },
  }
}

/** Lets a product observe or enforce from now on; the mode that it has already changes nothing and is no event. */
export async function setMode(
  context: GateContext,
  product: string,
  mode: Mode,
  { actor }: { readonly actor: string },
): Promise<void> {
  const { modes, committer, clock } = context
  const { policy, version } = context.inForce().newest
  const known = policy.products.map(({ name }) => name)
  if (!known.includes(product)) throw nameUnknown('product', product, known)
  await modes.reload()
  if (modes.of(product) === mode) return
  const since = clock.now()
  const event = { type: 'mode', at: since, person: null, actor, payload: { product, mode, version } }
  await committer.commit({ audit: [await entryOf(context, event, null)], tally: [], mode: { product, mode, since } })
  await modes.reload()
}
