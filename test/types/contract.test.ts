// The contract restates the shapes of the domain and imports none of them. Here both meet: where they differ the type check fails, or,
// where it is about values, the test. Times are dates in the domain and RFC 3339 on the wire.

import { describe, expect, expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type { Health } from '../../src/app.ts'
import { requests, routes, shapes, type Asker } from '../../src/contract/index.ts'
import type { Draft, DraftEffect, Going, Preview, Request, RightsKind, Scope } from '../../src/desks/index.ts'
import { rightsKinds } from '../../src/desks/index.ts'
import type {
  ChoiceEntry,
  HowKnown,
  Opened,
  PersonRef,
  ProductMode,
  ReadAsk,
  WriteAnswer,
  WriteItem,
} from '../../src/gate/index.ts'
import type { Residue } from '../../src/plans/index.ts'
import { forms, hands, origins, terms, type Decision, type Page, type PageClause } from '../../src/policy/index.ts'
import type { Principal, Asker as MayEnter } from '../../src/principals/index.ts'
import type {
  ClauseState,
  Coverage,
  ModeReport,
  OpenFinding,
  ProvedClause,
  WouldRefuse,
} from '../../src/proof/index.ts'
import type { HandlerInput } from '../../src/server/handler.ts'
import type { ClauseChange } from '../../src/statement/index.ts'

/** What a value of the domain is once it went over the wire: dates are texts, nothing is read-only. */
type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer E)[]
    ? Wire<E>[]
    : T extends object
      ? { -readonly [K in keyof T]: Wire<T[K]> }
      : T

type Shape<N extends keyof typeof shapes> = (typeof shapes)[N] extends z.ZodType ? z.input<(typeof shapes)[N]> : never

type Asked<N extends keyof typeof requests> = z.input<(typeof requests)[N]>

/** The members of an answer that the domain must have, and as the contract has them; the serializer drops the rest. */
type Named<T, S> = Pick<T, Extract<keyof T, keyof S>>

describe('the contract has the shapes of the domain', () => {
  test('a request, what stays of it, and what it would do', () => {
    expectTypeOf<Wire<Request>>().toEqualTypeOf<Shape<'request'>>()
    expectTypeOf<Wire<Residue>>().toEqualTypeOf<Shape<'residue'>>()
    expectTypeOf<Wire<Omit<Preview, 'goes' | 'made'>>>().toEqualTypeOf<Omit<Shape<'preview'>, 'goes' | 'made'>>()
    // the desk names some by id, and a handler opens those for the person
    expectTypeOf<Wire<Omit<Going, 'some'>>>().toEqualTypeOf<Omit<Shape<'preview'>['goes'][number], 'things'>>()
    expectTypeOf<Wire<Scope>>().toEqualTypeOf<Asked<'scope'>>()
    expect(shapes.request.shape.kind.options).toEqual(rightsKinds)
    expectTypeOf<Shape<'request'>['kind']>().toEqualTypeOf<RightsKind>()
  })

  test('a draft and its effect', () => {
    expectTypeOf<Wire<Draft>>().toEqualTypeOf<Shape<'draft'>>()
    expectTypeOf<Wire<DraftEffect>>().toEqualTypeOf<Shape<'effect'>>()
    expectTypeOf<Wire<ClauseChange>>().toEqualTypeOf<Shape<'clauseChange'>>()
  })

  test('a decision, and the questions that lead to one', () => {
    expectTypeOf<Wire<Decision>>().toEqualTypeOf<Shape<'decision'>>()
    expect(shapes.decision.shape.term.unwrap().options).toEqual(terms)
    expectTypeOf<Wire<PersonRef>>().toEqualTypeOf<Asked<'personRef'>>()
    expectTypeOf<keyof HandlerInput<'read'>['body']>().toEqualTypeOf<keyof ReadAsk>()
    expectTypeOf<Exclude<keyof WriteItem, 'canary' | 'messageUntil'>>().toEqualTypeOf<keyof Asked<'recordIn'>>() // no service may write for a test person
    expect(requests.recordIn.shape.origin.options).toEqual(origins)
    expect(requests.readIn.shape.hand.unwrap().options).toEqual(hands)
    expect(requests.readIn.shape.form.unwrap().options).toEqual(forms)
    expectTypeOf<NonNullable<Asked<'recordIn'>['account']>>().toEqualTypeOf<NonNullable<WriteItem['account']>>()
  })

  test('how a fact about somebody is known: a name, for no words about them may stay in the ledger', () => {
    expectTypeOf<Asked<'factsIn'>['proof']>().toEqualTypeOf<HowKnown>()
    const told = { person: { field: 'email', value: 'kim@example.org' }, age: 19 }
    const [named, words] = ['document', 'Kim’s passport C01X00T47'].map((proof) => requests.factsIn.safeParse({ ...told, proof }).success) // prettier-ignore
    expect([named, words]).toEqual([true, false])
  })

  test('what came of a write and a read', () => {
    type Refused = Extract<WriteAnswer, { outcome: 'refused' }>
    expectTypeOf<Wire<Omit<Refused, 'outcome'>>>().toExtend<Omit<Shape<'written'>['refused'][number], 'index'>>()
    type Read = Shape<'readOut'>['records'][number]
    expectTypeOf<Wire<Named<Opened['record'], Read>>>().toEqualTypeOf<Omit<Read, 'data'>>()
  })

  test('a choice as it happened', () => {
    expectTypeOf<Wire<Omit<ChoiceEntry, 'person' | 'bit'>>>().toEqualTypeOf<Shape<'choiceEvent'>>()
  })

  test('the page, the state of a clause, and the coverage line', () => {
    expectTypeOf<Wire<PageClause>>().toExtend<Shape<'pageClause'>>()
    expectTypeOf<keyof PageClause>().toEqualTypeOf<keyof Shape<'pageClause'>>()
    type Section = Shape<'statement'>['sections'][number]
    expectTypeOf<keyof Page['sections'][number]>().toEqualTypeOf<keyof Section>()
    expectTypeOf<keyof Section['clauses'][number]>().toEqualTypeOf<keyof PageClause | 'standing'>()
    expectTypeOf<Shape<'clauseState'>['state']>().toEqualTypeOf<ClauseState>()
    expectTypeOf<keyof Shape<'clauseState'>>().toEqualTypeOf<Exclude<keyof ProvedClause, 'clause'>>()
    expectTypeOf<Wire<Omit<Coverage, 'findings' | 'inSystems'>>>().toEqualTypeOf<
      Omit<Shape<'coverage'>, 'findings' | 'inSystems'>
    >()
    type Finding = Shape<'coverage'>['findings'][number]
    type OfClause = Shape<'clauseState'>['findings'][number]
    expectTypeOf<Wire<Named<OpenFinding, OfClause>>>().toEqualTypeOf<OfClause>()
    expectTypeOf<Finding>().toEqualTypeOf<Wire<Named<Coverage['findings'][number], Finding>>>()
    expectTypeOf<Omit<Finding, 'stored'>>().toEqualTypeOf<OfClause>()
  })

  test('what a product that only observes would refuse', () => {
    expectTypeOf<Wire<WouldRefuse>>().toEqualTypeOf<Omit<Shape<'wouldRefuse'>, 'sentence'>>()
    expectTypeOf<Wire<ModeReport>['refused'][number]>().toEqualTypeOf<Wire<WouldRefuse>>()
    expectTypeOf<Wire<Omit<ProductMode, 'since'>>>().toEqualTypeOf<Omit<Shape<'productMode'>, 'label' | 'since'>>()
  })

  test('how the house stands, and who may ask', () => {
    expectTypeOf<Wire<Health>>().toEqualTypeOf<Shape<'health'>>()
    expectTypeOf<Asker>().toEqualTypeOf<MayEnter>()
    expectTypeOf<Asked<'tokenIn'>['role']>().toEqualTypeOf<Exclude<Principal['role'], 'anybody' | 'person'>>()
    const reads = Object.values(routes).filter(({ method }) => method === 'GET')
    expect(reads.filter((route) => 'body' in route)).toEqual([])
  })
})
