// A receipt by its private link: how far the request is, and once it is sealed the certificate, the file, and its check in this page.
// Whoever has the address sees it; it names nobody.

import { data } from 'react-router'
import type { Route } from './+types/receipt'
import { verifyReceipt, type Receipt } from '../../evidence/index.ts'
import { client } from '../context.ts'
import { headline, History, PlaceByPlace, Residues, StoreByStore, WaitsFor } from '../requests/parts.tsx'
import { paths } from '../paths.ts'
import { Part, Title } from '../ui/frame.tsx'
import { Notice } from '../ui/notice.tsx'
import { figure, moment } from '../ui/words.ts'
import { outcomeOf } from '../verifier/outcome.ts'
import { verifierAddress } from '../verifier/address.ts'
import { Certificate, Proves } from './certificate.tsx'
import { Outcome } from './outcome.tsx'

export const handle = { body: 'receipt' }

export async function loader({ context, params }: Route.LoaderArgs) {
  const ask = context.get(client)
  const { request, until, sealed } = await ask.receipt({ params })
  const { clock: now } = await ask.health()
  const page = { secret: params.secret, request, until, now }
  if (!sealed) return { ...page, sealed: null }
  const [bytes, vkey] = await Promise.all([ask.receiptFile({ params }), ask.vkey()])
  const pinned = vkey.trim()
  const verdict = await verifyReceipt(bytes, { vkey: pinned })
  // null only where the file is not a receipt at all, and this one we composed
  const { facts } = verdict
  if (facts === null) throw data({ code: 'unexpected' }, { status: 500 })
  const receipt = JSON.parse(new TextDecoder().decode(bytes)) as Receipt // its form was read by the verifier just now
  return { ...page, sealed: { receipt, facts, outcome: outcomeOf(bytes, verdict), vkey: pinned } }
}

type Page = Route.ComponentProps['loaderData']

export default function ReceiptPage({ loaderData: page }: Route.ComponentProps) {
  return (
    <>
      <title>{`Receipt of request ${page.request.number}`}</title>
      <meta name="robots" content="noindex" />
      {page.sealed === null ? <UnderWay page={page} /> : <WhenSealed page={page} sealed={page.sealed} />}
    </>
  )
}

function KeepAddress({ until }: { until: string }) {
  return (
    <div className="no-print after-title">
      <Notice tone="info" told title="Keep the address of this page">
        <p>
          It is the only way back to your receipt: you have no account any more. It works until {moment(until)}. Whoever
          has it can read this page; the page names nobody.
        </p>
      </Notice>
    </div>
  )
}

function UnderWay({ page: { request, until, secret, now } }: { page: Page }) {
  return (
    <>
      <Title title={headline(request)}>
        We remove, then look into each store again. When the last one has answered, your receipt is sealed and stands
        here.
      </Title>
      <KeepAddress until={until} />
      <Part id="waiting" title="Still under way">
        <div className="flow-2" role="status">
          <p>{request.stateWords}</p>
          <WaitsFor waits={request.waits} />
          <p className="small quiet">
            Begun {moment(request.openedAt)}. You can close this page; it goes on without you.{' '}
            <a href={paths.receipt(secret)}>Look again now</a>
          </p>
        </div>
      </Part>
      <StoreByStore request={request} now={now} />
      <PlaceByPlace steps={request.steps} />
      <Residues residue={request.residue} />
      <History history={request.history} />
    </>
  )
}

function WhenSealed({ page: { request, until, secret }, sealed }: { page: Page; sealed: NonNullable<Page['sealed']> }) {
  return (
    <>
      <KeepAddress until={until} />
      <div className="outcome no-print">
        <Outcome
          outcome={sealed.outcome}
          where="checked by this server"
          brief
          check={{ file: paths.receiptFile(secret), vkey: sealed.vkey }}
        />
        <p className="row wide">
          <a href={paths.receiptFile(secret)} className="inline-target" download="receipt.json">
            Save as a file ({figure(Math.ceil(sealed.facts.sizeBytes / 1024))} KB)
          </a>{' '}
          <a href="#how" className="inline-target">
            How it was checked
          </a>
        </p>
      </div>
      <Certificate receipt={sealed.receipt} facts={sealed.facts} />
      <div className="certificate-notes">
        <Proves statementPath={paths.statement()} />
        <Part
          id="how"
          title="Checked"
          note={
            <p className="note">
              Here in the page, and by anyone else with <code>kept verify</code>. Both run the same short program,
              without a network.
            </p>
          }
          layout="plain"
        >
          <Outcome outcome={sealed.outcome} where="checked by this server" />
          <p className="gap-5">
            <a href={paths.evidence} className="inline-target">
              Check another receipt
            </a>
          </p>
        </Part>
        <History history={request.history} />
      </div>
      <script type="module" src={verifierAddress} />
    </>
  )
}
