// One request: how far it is, store by store, what it made, and its whole history.

import type { Route } from './+types/request'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { Crumbs, Part, Title } from '../ui/frame.tsx'
import { moment, since } from '../ui/words.ts'
import { headline, History, PlaceByPlace, Residues, StoreByStore, WaitsFor } from '../requests/parts.tsx'
import { kindWords, type Request } from '../requests/table.tsx'

export async function loader({ context, params }: Route.LoaderArgs) {
  const ask = context.get(client)
  const [request, { clock }] = await Promise.all([ask.request({ params }), ask.health()])
  return { request, now: clock }
}

export default function RequestPage({ loaderData: { request, now } }: Route.ComponentProps) {
  const { number, kind } = request
  return (
    <>
      <title>{`Request ${number}: ${headline(request)}`}</title>
      <Crumbs
        above={[
          { to: paths.you(), name: 'Your data' },
          { to: paths.requests, name: 'Requests' },
        ]}
        here={number}
      />
      <Title title={headline(request)}>{lede(request)}</Title>
      {request.closedAt === null && <Waiting request={request} now={now} />}
      <Artefacts request={request} />
      <StoreByStore request={request} now={now} />
      <PlaceByPlace steps={request.steps} />
      {(kind === 'erase' || kind === 'clear') && <Residues residue={request.residue} />}
      <History history={request.history} />
    </>
  )
}

function lede({ kind, closedAt, stateWords, artefacts }: Request): string {
  if (kind === 'erase' || kind === 'clear')
    return closedAt === null
      ? 'We remove, then look into each store again. This page says when that is done.'
      : 'We removed, then looked into each store again. What stays is listed with its end.'
  if (kind === 'withdraw' && closedAt !== null)
    return 'From then on nothing rests on it. What was kept only while you said yes leaves by itself.'
  return artefacts.length > 0
    ? 'Everything we hold about you, in one file, with its reasons.'
    : `${kindWords(kind)}: ${stateWords}.`
}

function Waiting({ request: { number, openedAt, stateWords, waits }, now }: { request: Request; now: string }) {
  return (
    <Part id="waiting" title="Still under way">
      <div className="flow-2" role="status">
        <p>{stateWords}</p>
        <WaitsFor waits={waits} />
        <p className="small quiet">
          Begun {since(openedAt, now)}. You can close this page; it waits for you under number {number}.{' '}
          <a href={paths.request(number)}>Look again now</a>
        </p>
      </div>
    </Part>
  )
}

const artefactWords: Record<string, { readonly name: string; readonly words: string }> = {
  'export.zip': {
    name: 'Download the copy',
    words: 'A page you can read, and each kind of data as a file other services can load.',
  },
  'receipt.json': {
    name: 'Save the receipt',
    words: 'It holds no name. Anyone you give it to can check it, without us and without a network.',
  },
}

function Artefacts({ request: { number, artefacts } }: { request: Request }) {
  if (artefacts.length === 0) return null
  return (
    <Part id="files" title="What it made">
      {artefacts.map(({ name, until }) => (
        <div key={name} className="flow-2">
          <p className="prose">{artefactWords[name]?.words}</p>
          <p className="row wide">
            <a className="button" href={paths.artefact(number, name)} download>
              {artefactWords[name]?.name ?? name}
            </a>
            <span className="note">It waits here until {moment(until)}.</span>
          </p>
        </div>
      ))}
    </Part>
  )
}
