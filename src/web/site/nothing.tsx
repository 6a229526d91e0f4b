// Any address where no page stands: an error page with its words, and the status that says so to machines.

import { data } from 'react-router'

export function loader() {
  throw data({ code: 'not_found' }, { status: 404 })
}

export function action() {
  throw data({ code: 'not_found' }, { status: 404 })
}

export default function Nothing() {
  return null
}
