// Where the server leads a form that another site made a browser send: nothing was done with it, and the page says so.

import { data } from 'react-router'

export function loader() {
  throw data({ code: 'foreign_form' }, { status: 403 })
}

export default function Foreign() {
  return null
}
