// Signing out is a press, not a link: nothing changes on a GET.

import { redirect } from 'react-router'
import type { Route } from './+types/sign-out'
import { client } from '../context.ts'
import { paths } from '../paths.ts'

export function loader() {
  return redirect(paths.home)
}

export async function action({ context }: Route.ActionArgs) {
  await context.get(client).signOut()
  return redirect(paths.home)
}
