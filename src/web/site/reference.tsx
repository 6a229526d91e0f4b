// The reference of the API: every operation with who may ask, what it takes and what it answers. Made from the contract, like the server.

import type { Route } from './+types/reference'
import { referenceOf } from '../../contract/index.ts'
import type { Field, Told } from '../../contract/index.ts'
import { paths } from '../paths.ts'
import { Coded } from '../ui/coded.tsx'
import { Part, Title } from '../ui/frame.tsx'
import { Table } from '../ui/table.tsx'
import { capital, counted } from '../ui/words.ts'

export function loader() {
  return { parts: referenceOf() }
}

export default function ReferencePage({ loaderData: { parts } }: Route.ComponentProps) {
  return (
    <>
      <title>For programs: the reference of the API</title>
      <Title title="For programs">
        Everything a program may ask of this server, and what it answers. The server, the client{' '}
        <code>wordkept/client</code> and this page are made from one table; it is also there as{' '}
        <a href={paths.openapi}>OpenAPI 3.1</a>.
      </Title>
      {parts.map(({ tag, words, told }) => (
        <Part
          key={tag}
          id={tag}
          title={capital(tag)}
          note={
            <>
              <p className="note">
                <Coded words={words} />
              </p>
              <p className="note">{counted(told.length, 'question')}</p>
            </>
          }
        >
          {told.map((one) => (
            <Operation key={one.name} told={one} />
          ))}
        </Part>
      ))}
      <Part id="problems" title="What goes wrong">
        <p className="prose">
          Every question may be answered with a problem: <code>application/problem+json</code> (RFC 9457) with a{' '}
          <code>code</code> that is the contract, and <code>title</code> and <code>help</code> for people. 429 and 503
          say in <code>Retry-After</code> how many seconds to wait.
        </p>
      </Part>
    </>
  )
}

function Operation({ told }: { told: Told }) {
  const { name, method, path, summary, parameters, body, status, media, answer } = told
  return (
    <details className="operation" id={name}>
      <summary>
        <code>
          {method} {path}
        </code>{' '}
        <span>{summary}</span>
      </summary>
      <div className="flow-2">
        <p className="note">
          In the client: <code>{name}</code>. Answers {status}, <code>{media}</code>.
        </p>
        <Fields title="In the address" fields={parameters} must="Needed" />
        <Fields title="In the body" fields={body} must="Needed" />
        <Fields title="In the answer" fields={answer} must="Always there" />
      </div>
    </details>
  )
}

function Fields({ title, fields, must }: { title: string; fields: readonly Field[]; must: string }) {
  if (fields.length === 0) return null
  return (
    <Table
      tight
      unseen={false}
      caption={title}
      columns={[{ title: 'Name' }, { title: 'What', name: 'What' }, { title: must, name: must }]}
      rows={fields.map((field, index) => ({
        key: `${field.name} ${index}`,
        cells: [<code key="name">{field.name}</code>, field.type, field.required ? 'yes' : 'no'],
      }))}
    />
  )
}
