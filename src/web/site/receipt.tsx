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
import { capital, figure, moment } from '../ui/words.ts'
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
      <title>{`${isCopy(page.request) ? 'Copy' : 'Receipt'} of request ${page.request.number}`}</title>
      <meta name="robots" content="noindex" />
      {page.sealed === null ? <Unsealed page={page} /> : <WhenSealed page={page} sealed={page.sealed} />}
    </>
  )
}

function isCopy({ kind }: Page['request']): boolean {
  return kind === 'access' || kind === 'export'
}

function Unsealed({ page }: { page: Page }) {
  if (isCopy(page.request)) return <Copy page={page} />
  return page.request.closedAt === null ? <UnderWay page={page} /> : <Ended page={page} />
}

function KeepAddress({ until }: { until: string }) {
  return (
    <div className="no-print after-title">
      <Notice tone="info" told title="Keep the address of this page">
        <p>
          It is the only way back to your receipt: no account of yours leads here. It works until {moment(until)}.
          Whoever has it can read this page; the page names nobody.
        </p>
      </Notice>
    </div>
  )
}

/** What came to its end without a receipt: refused, taken back, or ended with the account. */
function Ended({ page: { request, until } }: { page: Pick<Page, 'request' | 'until'> }) {
  return (
    <>
      <Title title={capital(request.stateWords)}>Nothing was sealed, so no receipt stands here.</Title>
      <KeepLink until={until} />
      <History history={request.history} />
    </>
  )
}

function KeepLink({ until }: { until: string }) {
  return (
    <div className="no-print after-title">
      <Notice tone="info" told title="Keep the address of this page">
        <p>
          It works until {moment(until)}. Whoever has it can read this page; the page names nobody, and the copy cannot
          be fetched here.
        </p>
      </Notice>
    </div>
  )
}

/** A request for a copy: how far it is, what is in the copy, and who gives it. The file itself is handed to the person alone. */
function Copy({ page: { request, until, secret } }: { page: Page }) {
  const { artefacts, closedAt, state, number } = request
  if (closedAt !== null && state !== 'done') return <Ended page={{ request, until }} />
  const [file] = artefacts
  return (
    <>
      <Title title={headline(request)}>
        {closedAt === null
          ? 'We read each store and put what it holds about you into one file.'
          : 'It is made: what each store holds about you, in one file. Nothing was changed or removed.'}
      </Title>
      <KeepLink until={until} />
      {closedAt === null && <StillUnderWay request={request} secret={secret} />}
      <Part id="holds" title="What is in it" layout="plain">
        <ul className="bare prose">
          <li>What we know you by, such as your e-mail address: identifiers.json.</li>
          <li>
            Every thing we hold about you, with its source, its purposes and until when it stays; a list for each kind.
          </li>
          <li>Every table of a connected system that has rows of yours, and what nobody could look into.</li>
          <li>Your choices, and a page that shows all of it: index.html.</li>
        </ul>
      </Part>
      <Part id="given" title="Where you get it">
        <div className="flow-2">
          <p className="prose">
            From the desk where you asked, under number {number}. If you have an account, it also waits among your
            requests once you signed in.
          </p>
          {closedAt !== null && (
            <p className="prose">
              {file
                ? `The file stays until ${moment(file.until)}, and is deleted then. Ask again for a new one at any time.`
                : 'The file is not kept any more. Ask again for a new one at any time.'}
            </p>
          )}
        </div>
      </Part>
      <History history={request.history} />
    </>
  )
}

function StillUnderWay({ request, secret }: Pick<Page, 'request' | 'secret'>) {
  return (
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
      <StillUnderWay request={request} secret={secret} />
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
