// Routes of services: write, read, share, sample, count. A denial is an answer; only a token that lacks the purpose is a failure.

import type { CountAsk, ReadAnswer, ReadAsk, WriteItem } from '../../gate/index.ts'
import { warningsOf } from '../warn.ts'
import type { HandlerAnswer, HandlerInput, Handlers } from '../handler.ts'

export const records: Handlers<'write' | 'read' | 'share' | 'sample' | 'count'> = {
  async write(app, { body }, { principal }) {
    const answers = await app.gate.write(principal, body.records.map(itemOf))
    return {
      accepted: answers.filter(({ outcome }) => outcome === 'stored').length,
      seen: answers.filter(({ outcome }) => outcome === 'seen').length,
      refused: answers.flatMap((answer, index) =>
        answer.outcome === 'refused' ? [{ index, code: answer.code, clause: answer.clause, why: answer.why }] : [],
      ),
      ...warningsOf(answers, (send) => `send ${send.map((name) => `\`${name}\``).join(' and ')} with it`),
    }
  },
  async read(app, { body }, { principal }) {
    return answerOf(await app.gate.read(principal, askOf(body)))
  },
  async share(app, { body }, { principal }) {
    return answerOf(await app.gate.share(principal, { ...askOf(body), recipient: body.recipient }))
  },
  async sample(app, { body: { hand, form, limit, after, ...ask } }, { principal }) {
    const more = { ...(hand && { hand }), ...(form && { form }), ...(limit !== undefined && { limit }), ...(after !== undefined && { after }) } // prettier-ignore
    return answerOf(await app.gate.sample(principal, { ...ask, ...more }))
  },
  async count(app, { body: { hand, per, from, to, ...ask } }, { principal }) {
    const more: Partial<CountAsk> = { ...(hand && { hand }), ...(per && { per }), ...(from !== undefined && { from }), ...(to !== undefined && { to }) } // prettier-ignore
    const { decision, rows } = await app.gate.count(principal, { ...ask, ...more })
    return { decision, rows: [...rows] }
  },
}

function itemOf({
  collectedAt,
  endedAt,
  also,
  signedIn,
  account,
  region,
  age,
  customer,
  madeFrom,
  seconds,
  data,
  ...rest
}: HandlerInput<'write'>['body']['records'][number]): WriteItem {
  return {
    ...rest,
    data: data as WriteItem['data'], // the contract let nothing but JSON in
    collectedAt: new Date(collectedAt),
    ...(endedAt !== undefined && { endedAt: new Date(endedAt) }),
    ...(also && { also }),
    ...(signedIn !== undefined && { signedIn }),
    ...(account && { account }),
    ...(region !== undefined && { region }),
    ...(age !== undefined && { age }),
    ...(customer !== undefined && { customer }),
    ...(madeFrom && { madeFrom }),
    ...(seconds !== undefined && { seconds }),
  }
}

function askOf({
  person,
  product,
  inProduct,
  signedIn,
  account,
  category,
  purpose,
  hand,
  form,
  cases,
  directed,
  ids,
  from,
  to,
  limit,
}: HandlerInput<'read'>['body']): ReadAsk {
  return {
    person,
    product,
    ...(inProduct !== undefined && { inProduct }),
    ...(signedIn !== undefined && { signedIn }),
    ...(account && { account }),
    category,
    purpose,
    ...(hand && { hand }),
    ...(form && { form }),
    ...(cases && { cases }),
    ...(directed !== undefined && { directed }),
    ...(ids && { ids }),
    ...(from !== undefined && { from: new Date(from) }),
    ...(to !== undefined && { to: new Date(to) }),
    ...(limit !== undefined && { limit }),
  }
}

function answerOf({ decision, records: opened }: ReadAnswer): HandlerAnswer<'read'> {
  return {
    decision,
    records: opened.map(({ record, data }) => ({
      id: record.id,
      product: record.product,
      category: record.category,
      collectedAt: record.collectedAt.toISOString(),
      endedAt: record.endedAt?.toISOString() ?? null,
      data: data.reveal(),
    })),
  }
}
