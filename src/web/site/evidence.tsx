// Evidence: the key of the log, its newest checkpoint, and a check for anybody's receipt. With scripts the check runs in the page and
// the file goes nowhere; without, the same program runs here on the server and keeps nothing.

import type { Route } from './+types/evidence'
import { verifyReceipt } from '../../evidence/index.ts'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { Part, Title } from '../ui/frame.tsx'
import { Facts } from '../ui/facts.tsx'
import { State } from '../ui/mark.tsx'
import { verifierAddress } from '../verifier/address.ts'
import { Outcome } from './outcome.tsx'
import { outcomeOf } from '../verifier/outcome.ts'

const receiptBytesMax = 1024 * 1024

export async function loader({ context }: Route.LoaderArgs) {
  const ask = context.get(client)
  const [vkey, checkpoint] = await Promise.all([ask.vkey(), ask.checkpoint()])
  return { vkey: vkey.trim(), checkpoint }
}

export async function action({ context, request }: Route.ActionArgs) {
  const file = (await request.formData()).get('receipt')
  if (!(file instanceof File) || file.size === 0) return { wrong: 'Choose the file first, then check it' }
  if (file.size > receiptBytesMax)
    return { wrong: 'That file is larger than any receipt. Choose the one that ends in .json' }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const vkey = (await context.get(client).vkey()).trim()
  return { outcome: outcomeOf(bytes, await verifyReceipt(bytes, { vkey })) }
}

export default function Evidence({ loaderData: { vkey, checkpoint }, actionData }: Route.ComponentProps) {
  const { outcome = null, wrong = null } = actionData ?? {}
  return (
    <>
      <title>Evidence</title>
      <Title title="Check us, without asking us">
        What was done stands in a signed log. Whoever kept an older checkpoint of it sees any change, ours too. A
        receipt leads into it. Anybody can check one.
      </Title>
      <Part
        id="check"
        title="Check a receipt"
        note={
          <p className="note">
            Here in the page, or with <code>kept verify</code>. Both run the same short program, without a network.
          </p>
        }
        layout="plain"
      >
        <form
          className={wrong ? 'field wrong' : 'field'}
          method="post"
          encType="multipart/form-data"

          data-vkey={vkey}
        >
          <label htmlFor="receipt">The receipt</label>
          <p className="help" id="receipt-help">
            A file that ends in .json. It is not stored.
          </p>
          {wrong && (
            <p className="error" id="receipt-error" role="alert">
              <span>{wrong}</span>
            </p>
          )}
          <input
            className="input"
            type="file"
            id="receipt"
            name="receipt"
            accept=".json"
            aria-invalid={wrong ? true : undefined}
            aria-describedby={wrong ? 'receipt-help receipt-error' : 'receipt-help'}
          />
          <p>
            <button className="button plain gap-2">Check this receipt</button>
          </p>
        </form>
        <Outcome outcome={outcome} where="checked by this server" />
      </Part>
      <Part id="can-say" title="What the check can say" layout="plain">
        <Facts
          rows={[
            [
              <State key="s" name="kept" word="valid" />,
              'Signed, in the log, nothing changed. On a command line it exits 0.',
            ],
            [<State key="s" name="broken" word="changed" />, 'It says what was changed, and where. It exits 2.'],
            [<State key="s" name="unproven" word="incomplete" />, 'A part of the file is missing. It exits 3.'],
            [
              <State key="s" name="lapsed" word="not confirmed" />,
              'The log has moved on, or its key is not one you compared. It exits 4.',
            ],
          ]}
        />
      </Part>
      <Part
        id="key"
        title="The key of the log"
        note={
          <p className="note">Write it down somewhere else. A check is worth what the key you compare with is worth.</p>
        }
      >
        <p className="hash">{vkey}</p>
        <p>
          <a href={paths.vkey} className="inline-target">
            The key as a file
          </a>
        </p>
      </Part>
      <Part
        id="checkpoint"
        title="The newest checkpoint"
        note={<p className="note">Name of the log, number of its entries, root of its tree, signature.</p>}
      >
        <div className="block scroll" tabIndex={0} role="region" aria-label="The checkpoint, signed">
          <pre className="diagnostic">{checkpoint}</pre>
        </div>
        <p>
          <a href={paths.checkpoint} className="inline-target">
            The checkpoint as a file
          </a>
        </p>
      </Part>
      <Part id="self" title="Without us" note={<p className="note">On your own machine, with the network off.</p>}>
        <div className="block scroll" tabIndex={0} role="region" aria-label="The command that checks a receipt">
          <pre className="diagnostic">node verify.mjs receipt.json --vkey {vkey}</pre>
        </div>
        <p>
          <a href={paths.verifier} className="inline-target" download>
            verify.mjs, one file to read and to run with Node
          </a>
        </p>
      </Part>
      <script type="module" src={verifierAddress} />
    </>
  )
}
