// The cases once more, put to a house over its API: the record is written, the choices are made by the person, the question is asked by a
// service. What the API cannot say (another profile, another place, a case nobody opened) stays with the decision.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Problem, type Client, type Output } from '../../src/client/index.ts'
import type { Origin, Policy, Question } from '../../src/policy/index.ts'
import { clockAt, type TestClock } from '../harness/clocks.ts'
import { openHouse, type House } from '../harness/house.ts'
import { readCases, readExample, type Case } from './read-cases.ts'

const password = 'a long way to the harbour'
const notOverTheApi = ['profile', 'overlays', 'place', 'cases', 'directed', 'signedIn', 'account'] as const

describe.each(readCases())('$statement', ({ statement, now, cases }) => {
  let house: House
  let clock: TestClock
  let policy: Policy
  let service: Client
  beforeAll(async () => {
    clock = clockAt(now.toISOString())
    house = await openHouse({ statement: readExample(statement), clock })
    policy = house.app.inForce().newest.policy
    const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name)
    const body = { role: 'service', service: 'asker', products: names(policy.products), purposes: names(policy.purposes), days: 365 } as const // prettier-ignore
    service = house.client((await house.operator.issueToken({ body })).token)
  })
  afterAll(() => house.close())

  const sayable = cases.filter(isSayable)
  const [uses, writes] = [sayable.filter(({ question: { ask } }) => ask === 'use'), sayable.filter(({ question: { ask } }) => ask === 'write')] // prettier-ignore

  test.each(writes)('$case', async (one) => {
    const { written } = await prepare(one)
    const { effect, clause } = one.expect
    expect(written).toMatchObject(effect === 'permit' ? { accepted: 1 } : { refused: [{ clause }] })
  })

  test.each(uses)('$case', async (one) => {
    const { person, visitor } = await prepare(one)
    const { question, expect: expected } = one
    for (const name of objectionsOf(question)) await visitor!.choose({ body: { kind: 'objection', name, value: 'on' } })
    if (question.restricted) await visitor!.choose({ body: { kind: 'restriction', name: 'processing', value: 'on' } })
    const { product, category, purpose = '', hand } = question
    const { decision, records } = await service
      .read({ body: { person, product, category, purpose, ...(hand && { hand }) } })
      .catch(refusedName)
    // a question to the house is about all there is of a sort: whether one record is past its time shows in what is handed out
    expect(decision).toMatchObject(expected.term === 'live' ? {} : expected)
    expect(records).toHaveLength(expected.effect === 'permit' ? 1 : 0)
  })

  test('most of them can be asked over the API, and nothing unexpected happened', () => {
    expect(uses.length + writes.length).toBeGreaterThan(cases.length / 2)
    expect(house.log).toEqual([])
  })

  /** Turns the clock to the question's time, lets its person choose, and writes the record it is about. */
  async function prepare({ case: title, question }: Case) {
    const at = new Date(question.at ?? now)
    clock.move(at.getTime() - clock.now().getTime())
    const email = `${title.replaceAll(/[^a-z]/gi, '-')}@example.org`.toLowerCase()
    const visitor = hasStanding(question) ? await signUp(email, question.where) : null
    for (const [name, value] of Object.entries(question.choices ?? {}))
      await visitor!.choose({ body: { kind: 'choice', name, value } })
    const written = await service.write({ body: { records: [recordOf(question, email, at)] } })
    return { person: { field: 'email', value: email }, visitor, written }
  }

  /** Somebody who can decide: an account, signed in. */
  async function signUp(email: string, region: string | undefined): Promise<Client> {
    await house.operator.openAccount({ body: { email, password, name: 'Somebody', ...(region && { region }) } })
    const visitor = house.visitor()
    await visitor.signIn({ body: { email, password } })
    return visitor
  }

  function recordOf(question: Question, email: string, at: Date) {
    const { product, category, where, collectedAt, endedAt } = question
    return {
      messageId: `case of ${email}`,
      person: { field: 'email', value: email },
      product,
      category,
      origin: question.origin ?? originOf(question),
      collectedAt: new Date(collectedAt ?? at).toISOString(),
      ...(endedAt !== undefined && { endedAt: new Date(endedAt).toISOString() }),
      ...(where !== undefined && { region: where }),
      data: { text: 'what a case is about' },
    }
  }

  /** The origin from which the statement takes such data in. */
  function originOf({ product, category }: Question): Origin {
    const cell = policy.cells.find(({ facts, collects }) => facts.product === product && facts.category === category && collects.length > 0) // prettier-ignore
    return cell?.facts.origin ?? 'person'
  }

  function isSayable({ question }: Case): boolean {
    const files = readExample(statement)
    const isKnown = (register: string, name: string): boolean => new RegExp(`^ *${name}:`, 'm').test(files[`registers/${register}.yaml`]!) // prettier-ignore
    return (
      (question.ask === 'use' || question.ask === 'write') &&
      notOverTheApi.every((part) => question[part] === undefined) &&
      isKnown('products', question.product) &&
      (question.purpose === undefined || isKnown('taxonomy', question.purpose))
    )
  }
})

function hasStanding({ choices, objected, restricted }: Question): boolean {
  return choices !== undefined || objected !== undefined || restricted !== undefined
}

function objectionsOf({ objected, purpose = '' }: Question): readonly string[] {
  return objected === true ? [purpose] : Array.isArray(objected) ? (objected as readonly string[]) : [] // a list of names otherwise
}

/** A name that no register has is refused with a failure; for a case it is a refusal like any other. */
function refusedName(cause: unknown): Pick<Output<'read'>, 'records'> & { readonly decision: Case['expect'] } {
  if (!(cause instanceof Problem) || cause.code !== 'name_unknown') throw cause
  return { decision: { effect: 'deny', term: 'based', clause: null }, records: [] }
}
