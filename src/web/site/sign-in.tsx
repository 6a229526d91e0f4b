// Signing in: address and password, and why we ask. What was asked for before waits behind it.

import { redirect } from 'react-router'
import type { Route } from './+types/sign-in'
import { client } from '../context.ts'
import { ownPath, paths } from '../paths.ts'
import { toldBy } from '../problems.ts'
import { Part, Title } from '../ui/frame.tsx'
import { Mark } from '../ui/mark.tsx'

export function loader({ request }: Route.LoaderArgs) {
  const { searchParams } = new URL(request.url)
  return { fresh: searchParams.get('why') === 'fresh', asked: searchParams.has('back') }
}

export async function action({ context, request }: Route.ActionArgs) {
  const form = await request.formData()
  const [email, password] = [textIn(form, 'email').trim(), textIn(form, 'password')]
  if (!/^[^\s@]+@[^\s@]+$/.test(email))
    return { email, wrong: 'email' as const, words: 'Give your e-mail address with an @ in it' }
  if (password === '') return { email, wrong: 'password' as const, words: 'Give your password' }
  try {
    await context.get(client).signIn({ body: { email, password } })
  } catch (thrown) {
    const problem = toldBy(thrown)
    if (problem?.told.code !== 'sign_in_refused' && problem?.told.code !== 'input_invalid') throw thrown
    return {
      email,
      wrong: 'password' as const,
      words: 'That address and password do not go together. Check both and try again',
    }
  }
  return redirect(ownPath(new URL(request.url).searchParams.get('back'), paths.you()))
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

export default function SignIn({ loaderData: { fresh, asked }, actionData }: Route.ComponentProps) {
  const wrong = actionData?.wrong
  return (
    <>
      <title>{actionData ? `One thing to mend: ${actionData.words}` : 'Sign in'}</title>
      <Title title={fresh ? 'Sign in once more' : 'Sign in'}>
        {fresh
          ? 'What you asked for needs a sign-in of the last ten minutes, so that nobody else does it at a screen you left. Nothing has happened yet.'
          : asked
            ? 'That page shows what we hold about you, so we have to know that it is you. Then we bring you there.'
            : 'To see what we hold about you, we have to know that it is you.'}
      </Title>
      <Part
        id="who"
        title="Who you are"
        note={<p className="note">We compare what you type with what you gave us, and use it for nothing else.</p>}
      >
        <form className="flow" method="post">
          <Field
            id="email"
            label="E-mail address"
            help="The one you opened your account with."
            error={wrong === 'email' ? actionData?.words : undefined}
            input={{
              type: 'text',
              inputMode: 'email',
              autoComplete: 'username',
              defaultValue: actionData?.email ?? '',
            }}
          />
          <Field
            id="password"
            label="Password"
            help="Needed. Without it we open nothing."
            error={wrong === 'password' ? actionData?.words : undefined}
            input={{ type: 'password', autoComplete: 'current-password' }}
          />
          <p>
            <button className="button">Sign in</button>
          </p>
        </form>
      </Part>
    </>
  )
}

function Field({
  id,
  label,
  help,
  error,
  input,
}: {
  id: string
  label: string
  help: string
  error: string | undefined
  input: React.ComponentProps<'input'>
}) {
  return (
    <div className={error ? 'field wrong' : 'field'}>
      <label htmlFor={id}>{label}</label>
      <p className="help" id={`${id}-help`}>
        {help}
      </p>
      {error && (
        <p className="error" id={`${id}-error`} role="alert">
          <Mark name="broken" />
          <span>{error}</span>
        </p>
      )}
      <input
        className="input"
        id={id}
        name={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-help ${id}-error` : `${id}-help`}
        {...input}
      />
    </div>
  )
}
