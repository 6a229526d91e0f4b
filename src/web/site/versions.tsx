// All versions of the statement, and what each changed: words and rules, before and after (CHG-01).

import type { Route } from './+types/versions'
import type { Client, Output } from '../../client/index.ts'
import { client } from '../context.ts'
import { paths } from '../paths.ts'
import { Crumbs, Part, Title } from '../ui/frame.tsx'
import { Mark } from '../ui/mark.tsx'
import { Rules } from '../ui/rule.tsx'
import { Seal, shortHash } from '../ui/seal.tsx'
import { Table } from '../ui/table.tsx'
import { counted, listed, moment, written } from '../ui/words.ts'

type Change = Output<'changes'>['clauses'][number]

export async function loader({ context, request }: Route.LoaderArgs) {
  const ask = context.get(client)
  const { versions } = await ask.versions()
  const asked = Number(new URL(request.url).searchParams.get('version') ?? versions[0]?.version)
  const version = versions.find((one) => one.version === asked) ?? versions[0] ?? null
  const changes =
    version && version.version > 1 ? (await ask.changes({ params: { version: version.version } })).clauses : null
  const numbers = changes === null ? {} : await numbersOf(ask)
  return { versions, version, changes, numbers }
}

/** The number of each sentence as today's page has it. */
async function numbersOf(ask: Client): Promise<Readonly<Record<string, string>>> {
  const { sections } = await ask.statement()
  return Object.fromEntries(sections.flatMap(({ clauses }) => clauses.map(({ id, number }) => [id, number])))
}

export default function Versions({ loaderData: { versions, version, changes, numbers } }: Route.ComponentProps) {
  return (
    <>
      <title>All versions of the statement</title>
      <Crumbs above={[{ to: paths.statement(), name: 'Statement' }]} here="All versions" />
      <Title title="All versions, and what each changed">
        Things we hold stay under the promises that stood when they were collected. A new version takes none of them
        back.
      </Title>
      <Part
        id="versions"
        title="Versions"
        note={<p className="note">Newest first. The hash covers words and rules together.</p>}
      >
        <Table
          caption="All published versions, newest first"
          columns={[
            { title: 'Version' },
            { title: 'Published', name: 'Published' },
            { title: 'In force from', name: 'In force from' },
            { title: 'Hash', name: 'Hash' },
            { title: <span className="unseen">What you can do</span>, as: 'act' },
          ]}
          rows={versions.map((one) => ({
            key: String(one.version),
            cells: [
              `Version ${one.version}`,
              <time key="published" dateTime={one.publishedAt}>
                {moment(one.publishedAt)}
              </time>,
              <time key="effective" dateTime={one.effectiveAt}>
                {written('day', one.effectiveAt)}
              </time>,
              <code key="hash">{shortHash(one.hash)}</code>,
              <span key="act" className="row act-links">
                {one.version > 1 && (
                  <a
                    href={paths.version(one.version)}
                    className="inline-target"
                    aria-current={one.version === version?.version ? 'true' : undefined}
                  >
                    What it changed<span className="unseen"> in version {one.version}</span>
                  </a>
                )}{' '}
                <a href={paths.policy(one.version)} className="inline-target">
                  Rules as data<span className="unseen"> of version {one.version}</span>
                </a>
              </span>,
            ],
          }))}
        />
      </Part>
      {version && (
        <Part
          id="changed"
          title={`What version ${version.version} changed`}
          note={<Seal hash={version.hash} label={`Seal of version ${version.version}, drawn from its hash`} />}
        >
          <Changes changes={changes} version={version.version} numbers={numbers} />
        </Part>
      )}
    </>
  )
}

interface ChangesProps {
  changes: readonly Change[] | null
  version: number
  numbers: Readonly<Record<string, string>>
}

function Changes({ changes, version, numbers }: ChangesProps) {
  if (changes === null) return <p className="prose">It is the first version: everything in it was new.</p>
  if (changes.length === 0)
    return <p className="prose">No sentence and no rule changed. What changed is in its tables.</p>
  return (
    <>
      <p>
        {counted(changes.length, 'sentence')} changed against version {version - 1}.
      </p>
      {changes.map((change) => (
        <article className="finding" key={change.clause}>
          <h3>
            <Which clause={change.clause} number={numbers[change.clause]} />: {changeWords[change.change]}
          </h3>
          {change.material.length > 0 ? (
            <p>
              <Mark name="broken" toned /> It may take something from somebody: {materialOf(change)}. So two officers
              had to agree, and it binds only after its notice unless they said why not.
            </p>
          ) : (
            <p className="quiet">It loosens no promise.</p>
          )}
          <div className="two gap-5">
            {change.before && <Side name="Before" side={change.before} other={change.after} />}
            {change.after && <Side name="After" side={change.after} other={change.before} />}
          </div>
        </article>
      ))}
    </>
  )
}

const changeWords: Record<Change['change'], string> = {
  added: 'new',
  removed: 'taken out',
  words: 'other words, same rules',
  rules: 'same words, other rules',
  'words and rules': 'other words and other rules',
}

/** A sentence by its number, where today's page has it. */
function Which({ clause, number }: { clause: string; number: string | undefined }) {
  return number === undefined ? (
    'A sentence that is not there any more'
  ) : (
    <a href={paths.clause(clause)}>Sentence {number}</a>
  )
}

/** What each K8 code takes from somebody (docs/spec/changes.md), in a reader's words. */
const materialWords: Readonly<Record<string, string>> = {
  K801: 'more is collected, or from elsewhere',
  K802: 'it is used for more',
  K803: 'somebody else may get it',
  K804: 'something stays longer',
  K805: 'you can do less about it, or later',
  K806: 'something that was ruled out is ruled out less',
  K807: 'it rests on other grounds, or on another yes',
  K808: 'it may lie elsewhere',
}

function materialOf({ material }: Change): string {
  return listed(material.map((code) => materialWords[code] ?? code))
}

type Told = NonNullable<Change['before']>

/** One side of a change: its words, and those of its rules that the other side has not. */
function Side({ name, side: { text, rules }, other }: { name: string; side: Told; other: Told | null }) {
  const own = rules.filter((rule) => !other?.rules.includes(rule))
  const same = rules.length - own.length
  return (
    <div className="flow-2">
      <p className="label">{name}</p>
      <p className="quote">{text}</p>
      {own.length > 0 && <Rules rules={own.map((rule) => ({ text: rule }))} />}
      {same > 0 && <p className="note">{same === 1 ? '1 rule stays as it is.' : `${same} rules stay as they are.`}</p>}
    </div>
  )
}
