// A connected system of which something cannot be known: whose rows they are, whether a change was done, or what an identifier says that
// does not open. Then the request waits or says so; it never shows, erases or calls gone what it is not sure of.

import { afterEach, describe, expect, test } from 'vitest'
import { kioskMap } from '../../test/harness/kiosk.ts'
import { ask, goOn, openKioskHouse, type KioskHouse } from '../../test/harness/kiosk-house.ts'
import { unzip } from '../../test/harness/zip.ts'
import { Failure } from '../base/index.ts'

/** addresses need not differ there: two rows may hold the same */
const sharedAddress = `alter table customer drop constraint customer_email_key; update customer set email = 'maya@example.org' where customer_id = 3` // prettier-ignore
const onePerson = kioskMap.replace('identifiers: { email: email } }', 'identifiers: { email: email }, several: true }')

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

const begin = (): Promise<KioskHouse> => openKioskHouse(open)

describe('rows that may be two people’s', () => {
  test('are in no copy: the request waits, as one for an erasure does, until the map says that they are one person’s', async () => {
    const { house, kiosk, person } = await begin()
    await kiosk.run(sharedAddress)
    const waiting = await ask(house, 'export')
    expect(waiting).toMatchObject({
      state: 'waiting',
      waits: { code: 'system_refused', whom: 'kiosk', words: expect.stringMatching(/^.*public\.customer: 2 rows hold the identifiers/) }, // prettier-ignore
    })
    expect(waiting.waits!.help).toContain('several: true')
    await expect(house.rights.artefact(waiting.number, 'export.zip', { person })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await house.rights.preview(person, null)).unproven).toEqual(expect.arrayContaining([expect.stringContaining('2 rows hold the identifiers')])) // prettier-ignore
    await kiosk.sign(onePerson)
    expect(await goOn(house, waiting)).toMatchObject({ state: 'done', waits: null })
  })
})

describe('a change of which nobody can say whether it was done', () => {
  for (const [what, detail] of [
    [
      'the answer to its commit was no PostgreSQL',
      { why: 'garbled', reason: 'what it sent is not the protocol of PostgreSQL' },
    ],
    ['the system refused for a reason of its own', { reason: 'it answered something else than was asked' }],
  ] as const)
    // prettier-ignore
    test(`is remembered and read again (${what})`, async () => {
      const { house, kiosk } = await begin()
      kiosk.faults.change = { after: () => Promise.reject(new Failure('system_refused', { system: 'kiosk', ...detail })) } // prettier-ignore
      const waiting = await ask(house, 'erase')
      expect(waiting).toMatchObject({ state: 'waiting', waits: { code: 'system_refused' } })
      const once = await kiosk.dump()
      delete kiosk.faults.change
      const done = await goOn(house, waiting)
      expect(done).toMatchObject({ state: 'done', steps: [{ holder: 'kiosk', done: '3 things erased', result: 'stays' }, {}, {}] }) // prettier-ignore
      expect(done.steps[0]!.places.find(({ place }) => place === 'public.invoice.billing_street')).toMatchObject({ rows: 2, state: 'stays', clause: 'tax' }) // prettier-ignore
      expect(kiosk.asked.changes).toBe(1)
      expect(await kiosk.dump()).toEqual(once)
    })

  test('one that the database says it undid is forgotten', async () => {
    const { house, kiosk } = await begin()
    await kiosk.run(`
      create function no() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create constraint trigger no after update on customer deferrable initially deferred for each row execute function no()`)
    const waiting = await ask(house, 'erase')
    expect(waiting).toMatchObject({ state: 'waiting', waits: { code: 'system_refused' } })
    await kiosk.run(`drop trigger no on customer; update customer set email = 'somebody@else.example' where customer_id = 1`) // prettier-ignore
    const before = await kiosk.dump()
    const done = await goOn(house, waiting)
    expect(done).toMatchObject({ state: 'done', steps: [{ done: '0 things erased', places: [] }, {}, {}] })
    expect(await kiosk.dump()).toEqual(before)
  })
})

test('an address that does not open is named beside the one that does: in the preview, the copy and the receipt', async () => {
  const { house, db, kiosk, person } = await begin()
  const before006 = `insert into app.identifier (tenant, field, token, person) values ($1, 'email', decode(repeat('5a', 16), 'hex'), $2)`
  await db.query(before006, [db.tenant, person])
  const missed = 'rows that are found by email alone: 1 of the 2 we know of yours cannot be opened'
  expect((await house.rights.preview(person, null)).unproven).toEqual(expect.arrayContaining([expect.stringContaining(missed)])) // prettier-ignore
  const copy = await ask(house, 'export')
  const parts: Uint8Array[] = []
  for await (const part of await house.rights.artefact(copy.number, 'export.zip', { person })) parts.push(part)
  const files = unzip(Buffer.concat(parts))
  expect(files.get('systems/kiosk.public.customer.json')!.toString()).toContain('Maya Larsen')
  expect(files.get('systems/kiosk.left-out.json')!.toString()).toContain(missed)
  const request = await ask(house, 'erase')
  expect(request).toMatchObject({ state: 'done', steps: [{ holder: 'kiosk', result: 'not proven' }, {}, {}] })
  expect(request.residue).toEqual(expect.arrayContaining([expect.objectContaining({ what: 'kiosk', why: expect.stringContaining(missed), state: 'not proven' })])) // prettier-ignore
  expect((await kiosk.read('select phone, street from customer where customer_id = 1'))[0]).toEqual([null, null])
})
