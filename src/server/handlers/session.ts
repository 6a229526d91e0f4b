// Signing in and out. The address becomes a blind token before anything looks at it; accounts know an alias alone.

import type { Handlers } from '../handler.ts'

export const session: Handlers<'signIn' | 'session' | 'signOut'> = {
  async signIn(app, { body }, visit) {
    visit.cookies.push(...(await app.signIn(body.email, body.password)))
    return { greeting: '', fresh: true }
  },
  async session(app, _input, { principal }) {
    const signedIn = principal.role === 'person'
    return { signedIn, greeting: null, fresh: signedIn && app.isFresh(principal.signedInAt) }
  },
  async signOut(app, _input, visit) {
    visit.cookies.push(...(await app.signOut(visit.headers)))
    return { done: true }
  },
}
