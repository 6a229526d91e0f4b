// The engine of plans over the real vault, on both engines: order of the ledger, sweeps, and holders that are stubborn, silent or raced for.
// Kills at every step are in test/properties/killed-erasure.test.ts.

import { expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import { give, openHouse, signedIn, type House } from '../../test/harness/desks.ts'
import { createPlanStore } from '../adapters/stores/index.ts'
import { Failure, newId } from '../base/index.ts'
import { parseLeaf } from '../evidence/index.ts'
import {
  createPlans,
  createVaultHolder,
  remainsOf,
  type Holder,
  type Plan,
  type Plans,
  type PlanStore,
} from './index.ts'

const maya = 'maya@example.org'

async function withSearches(house: House, ...days: readonly string[]): Promise<string> {
  await give(
    house,
    ...days.map((day) => ({
      email: maya,
      category: 'search' as const,
      collectedAt: `${day}T08:00:00Z`,
      data: { words: day },
    })),
  )
  return (await signedIn(house, maya)).person
}

/** A holder of somebody else's: it has nothing and does what it is told to. Counts its erasures. */
function strange(name: string, how: Partial<Holder>): { holder: Holder; erased: number } {
  const made = {
    erased: 0,
    holder: {
      name,
      label: name,
      takes: ['erase'],
      find: async () => [],
      async *export() {},
      async erase() {
        made.erased++
        return { removed: 0, events: [] }
      },
      readBack: async () => ({ found: 0, residue: [] }),
      ...how,
    } satisfies Holder as Holder,
  }
  return made
}

function erasure(person: string, { clock }: House): { kind: 'erase'; person: string; tombstonesUntil: Date } {
  return { kind: 'erase', person, tombstonesUntil: clock.now() }
}

function memoryOf(intent: Plan['steps'][number]['intent']): string | undefined {
  return intent.kind === 'erase' ? intent.memory : undefined
}

/** The house's plans over its vault, with the vault's answers put through `change`, and other holders before or after it. */
function plansWith(
  { db, gate, store, inForce, clock }: House,
  change: (holder: Holder) => Holder,
  others: readonly Holder[] = [],
  where: 'before' | 'after' = 'before',
  watched: (store: PlanStore) => PlanStore = (kept) => kept,
): { plans: Plans; waited: Failure[] } {
  const remains = remainsOf({ keysGoneBy: async (at) => at })
  const vault = createVaultHolder({ gate, store, inForce, remains, clock })
  const waited: Failure[] = []
  const plans = createPlans({
    store: watched(createPlanStore(db)),
    holders: async () => (where === 'before' ? [...others, change(vault)] : [change(vault), ...others]),
    note: (event) => gate.note(event),
    clock,
    onWait: (failure) => waited.push(failure),
  })
  return { plans, waited }
}

const clear = (person: string, ids: readonly string[], at: Date): Parameters<Plans['open']>[0] => ({
  id: newId(),
  case: null,
  at,
  kind: 'clear',
  person,
  ids,
})

async function typesOf({ db, ledger }: House): Promise<string[]> {
  while ((await ledger.sequence()) > 0);
  const leaves = await db.query<{ leaf: Uint8Array }>(
    'select l.leaf from leaf l where l.tenant = $1 order by l.index',
    [db.tenant],
  )
  return leaves.map(({ leaf }) => parseLeaf(leaf).type)
}

forEachEngine((open) => {
  // RET-03
  test('a sweep removes what is due and nothing else, and reads it back', async () => {
    const house = await openHouse(await open())
    const person = await withSearches(house, '2024-11-01', '2025-12-01', '2026-04-01')
    const due = (limit: number): ReturnType<House['gate']['due']> => house.gate.due(house.clock.now(), limit)
    expect(await house.plans.sweep(due)).toEqual({ removed: 0, clean: true })
    house.clock.move(60 * 86_400_000) // the middle of June 2026: 18 months after the first of December 2024
    expect(await house.plans.sweep(due)).toEqual({ removed: 1, clean: true })
    expect(
      (await house.store.records(person, {})).map(({ collectedAt }) => collectedAt.toISOString().slice(0, 10)),
    ).toEqual(['2025-12-01', '2026-04-01'])
  })

  // ACC-19
  test('intent, effect and read-back stand in the ledger in this order, before the plan is done', async () => {
    const house = await openHouse(await open())
    const person = await withSearches(house, '2026-04-01')
    const [record] = await house.store.records(person, {})
    const plan = await house.plans.run(await house.plans.open(clear(person, [record!.id], house.clock.now())))
    expect(plan).toMatchObject({
      state: 'done',
      steps: [{ state: 'done', effect: { removed: 1 }, readBack: { found: 0 } }],
    })
    expect((await typesOf(house)).filter((type) => type === 'clear' || type.startsWith('step.'))).toEqual([
      'step.intent',
      'clear',
      'step.effect',
      'step.read-back',
    ])
    expect(plan.steps[0]!.events).toHaveLength(4)
  })

  test('what is still there when read again keeps the plan from ever being done', async () => {
    const house = await openHouse(await open())
    const person = await withSearches(house, '2026-04-01')
    const [record] = await house.store.records(person, {})
    let erasures = 0
    const stubborn = (holder: Holder): Holder => ({
      ...holder,
      erase: async () => {
        erasures++
        return { removed: 0, events: [] }
      },
    })
    const { plans, waited } = plansWith(house, stubborn)
    const plan = await plans.run(await plans.open(clear(person, [record!.id], house.clock.now())))
    expect(plan).toMatchObject({ state: 'running', waitsFor: 'conflict', doneAt: null })
    expect(erasures).toBe(3)
    expect(waited[0]!.detail).toMatchObject({ holder: 'vault', found: 1 })
    house.clock.move(60_000)
    const { plans: mended } = plansWith(house, (holder) => holder)
    expect(await mended.resume()).toBe(1)
    expect(await mended.read(plan.id)).toMatchObject({ state: 'done' })
    expect(await house.store.records(person, {})).toEqual([])
  })

  test('a holder that does not answer is asked again later, each time after twice as long', async () => {
    const house = await openHouse(await open())
    const person = await withSearches(house, '2026-04-01')
    const silent = (holder: Holder): Holder => ({
      ...holder,
      erase: () => Promise.reject(new Failure('storage_unavailable')),
    })
    const { plans } = plansWith(house, silent)
    const id = await plans.open(clear(person, [newId()], house.clock.now()))
    const waits: number[] = []
    for (let i = 0; i < 4; i++) {
      const plan = await plans.run(id)
      expect(plan.waitsFor).toBe('storage_unavailable')
      waits.push((plan.retryAt!.getTime() - house.clock.now().getTime()) / 60_000)
      expect(await plans.resume()).toBe(0)
    }
    expect(waits).toEqual([1, 2, 4, 8])
  })

  test('of a plan that one holder refuses nothing is executed, it says why, and it goes on when that is mended', async () => {
    const house = await openHouse(await open())
    const person = await withSearches(house, '2026-04-01')
    let refusal: Failure | null = new Failure('system_refused', { system: 'shop-db', reason: 'no rule for it' })
    const system = strange('shop-db', {
      async check() {
        if (refusal) throw refusal
      },
    })
    const { plans } = plansWith(house, (vault) => vault, [system.holder], 'after')
    const id = await plans.open({ id: newId(), case: null, at: house.clock.now(), ...erasure(person, house) })
    expect(await plans.run(id)).toMatchObject({
      state: 'running',
      waitsFor: 'system_refused',
      waitsWhy: { system: 'shop-db', reason: 'no rule for it' },
      steps: [
        { holder: 'vault', state: 'intended' },
        { holder: 'shop-db', state: 'intended' },
      ],
    })
    expect(await house.gate.holdings(person)).toMatchObject([{ count: 1 }])
    expect(await typesOf(house)).not.toContain('step.intent')
    refusal = null
    expect(await plans.run(id)).toMatchObject({ state: 'done', waitsFor: null, waitsWhy: null })
    expect(system.erased).toBe(1)
  })

  test('what a holder remembers is durable before it goes on, comes back after a crash, and is dropped at the end', async () => {
    const house = await openHouse(await open())
    const person = await withSearches(house, '2026-04-01')
    const given: (string | undefined)[] = []
    let crashes = 1
    const system = strange('shop-db', {
      async erase(intent, hold) {
        given.push(memoryOf(intent))
        await hold.remember('sealed keys')
        expect(memoryOf((await plans.read(id))!.steps[0]!.intent)).toBe('sealed keys')
        if (crashes-- > 0) throw new Failure('system_unavailable', { system: 'shop-db' })
        return { removed: 1, events: [] }
      },
      async readBack(intent) {
        given.push(memoryOf(intent))
        return { found: 0, residue: [] }
      },
    })
    const { plans } = plansWith(house, (vault) => vault, [system.holder])
    const id = await plans.open({ id: newId(), case: null, at: house.clock.now(), ...erasure(person, house) })
    expect(await plans.run(id)).toMatchObject({ waitsFor: 'system_unavailable' })
    const done = await plans.run(id)
    expect(done.state).toBe('done')
    expect(given).toEqual([undefined, 'sealed keys', 'sealed keys'])
    expect(done.steps[0]!.intent).not.toHaveProperty('memory')
  })

  test('a holder connected after the start takes part, one that is disconnected is waited for', async () => {
    const house = await openHouse(await open())
    const person = await withSearches(house, '2026-04-01')
    const connected: Holder[] = []
    const { plans } = plansWith(house, (vault) => vault, connected)
    connected.push(strange('shop-db', {}).holder)
    const id = await plans.open({ id: newId(), case: null, at: house.clock.now(), ...erasure(person, house) })
    const [gone] = connected.splice(0)
    const waiting = await plans.run(id)
    expect(waiting).toMatchObject({ waitsFor: 'not_found', waitsWhy: { holder: 'shop-db' } })
    expect(await house.gate.holdings(person)).toMatchObject([{ count: 1 }])
    connected.push(gone!)
    expect(await plans.run(id)).toMatchObject({ state: 'done', steps: [{ holder: 'shop-db' }, { holder: 'vault' }] })
  })

  test('a holder connected while others are at work takes part too, before the vault forgets by whom it finds anybody', async () => {
    const house = await openHouse(await open())
    const person = await withSearches(house, '2026-04-01')
    const connected: Holder[] = []
    const order: string[] = []
    const here = (holder: Holder): Holder => ({
      ...holder,
      async erase(intent, hold) {
        order.push(holder.name)
        expect(await house.gate.personOf({ field: 'email', value: maya })).toBe(person)
        return holder.erase(intent, hold)
      },
    })
    const second = strange('system:second', {}).holder
    const first = strange('system:first', {
      async erase() {
        connected.push(here(second))
        return { removed: 0, events: [] }
      },
    }).holder
    connected.push(here(first))
    const { plans } = plansWith(house, here, connected)
    const id = await plans.open({ id: newId(), case: null, at: house.clock.now(), ...erasure(person, house) })
    const plan = await plans.run(id)
    expect(order).toEqual(['system:first', 'system:second', 'vault'])
    expect(plan.state).toBe('done')
    expect(plan.steps.map(({ seq, holder, state, intent }) => [seq, holder, state, intent.step, intent.kind === 'erase' && intent.person])).toEqual(
      ['system:first', 'vault', 'system:second'].map((holder, seq) => [seq, holder, 'done', seq, person]),
    ) // prettier-ignore
    connected.push(strange('system:third', {}).holder)
    expect((await plans.run(id)).steps).toHaveLength(3)
  })

  for (const [when, name, key] of [
    ['before its step was kept', 'plan store', 'join'],
    ['after its step was kept', 'plan store', 'join'],
    ['before the vault’s effect', 'vault', 'erase'],
    ['after the vault’s effect', 'vault', 'erase'],
  ] as const)
    test(`a crash ${when} leaves no holder out that was connected meanwhile`, async () => {
      const house = await openHouse(await open())
      const person = await withSearches(house, '2026-04-01')
      const connected: Holder[] = []
      let crashes = 1
      /** A port whose one call fails once: the process is dead. */
      const dying = <Port extends object>(port: Port, which: string): Port =>
        which !== name
          ? port
          : new Proxy(port, {
              get(target, member, receiver) {
                const call: unknown = Reflect.get(target, member, receiver)
                if (typeof call !== 'function' || member !== key) return call
                return async (...given: unknown[]) => {
                  if (crashes > 0 && when.startsWith('before') && crashes-- > 0) throw new Failure('storage_unavailable')
                  const answer: unknown = await Reflect.apply(call, target, given)
                  if (crashes-- > 0) throw new Failure('storage_unavailable')
                  return answer
                }
              },
            }) // prettier-ignore
      const { plans } = plansWith(house, (vault) => dying(vault, 'vault'), connected, 'before', (store) => dying(store, 'plan store')) // prettier-ignore
      const id = await plans.open({ id: newId(), case: null, at: house.clock.now(), ...erasure(person, house) })
      const system = strange('system:kiosk', {})
      if (name === 'plan store') connected.push(system.holder)
      expect(await plans.run(id)).toMatchObject({ state: 'running', waitsFor: 'storage_unavailable' })
      if (name === 'vault') connected.push(system.holder)
      expect(system.erased).toBe(0)
      const plan = await plans.run(id)
      expect(plan).toMatchObject({ state: 'done', steps: [{ holder: 'vault' }, { holder: 'system:kiosk', readBack: { found: 0 } }] }) // prettier-ignore
      expect(plan.steps).toHaveLength(2)
      expect(system.erased).toBe(1)
      expect(await house.gate.holdings(person)).toEqual([])
    })

  test('ten processes at one plan have one effect', async () => {
    const house = await openHouse(await open())
    const person = await withSearches(house, '2026-04-01', '2026-04-02')
    const ids = (await house.store.records(person, {})).map(({ id }) => id)
    const plan = await house.plans.open(clear(person, ids, house.clock.now()))
    const processes = await Promise.all(Array.from({ length: 10 }, () => house.again()))
    await Promise.all(processes.map(({ plans }) => plans.run(plan)))
    expect(await house.plans.read(plan)).toMatchObject({ state: 'done' })
    expect((await typesOf(house)).filter((type) => type === 'clear')).toHaveLength(1)
  })

  test('find counts by holder and kind, and opens nothing', async () => {
    const house = await openHouse(await open())
    const person = await withSearches(house, '2026-04-01', '2026-04-02')
    const before = (await typesOf(house)).length
    expect(await house.plans.find(person)).toEqual([
      { holder: 'copies', label: 'Copies made for you', held: [] },
      {
        holder: 'vault',
        label: 'Vault',
        held: [{ kind: 'search', count: 2, oldest: new Date('2026-04-01T08:00:00Z') }],
      },
    ])
    expect((await typesOf(house)).length).toBe(before)
  })
})
