// Which page stands at which address. The addresses themselves are made in paths.ts.

import { index, prefix, route, type RouteConfig } from '@react-router/dev/routes'

export default [
  index('site/landing.tsx'),
  route('statement', 'site/statement.tsx'),
  route('statement/versions', 'site/versions.tsx'),
  route('evidence', 'site/evidence.tsx'),
  route('reference', 'site/reference.tsx'),
  route('receipt/:secret', 'site/receipt.tsx'),
  route('sign-in', 'site/sign-in.tsx'),
  route('sign-out', 'site/sign-out.ts'),
  route('preferences', 'site/preferences.tsx'),
  ...prefix('you', [
    index('dashboard/you.tsx'),
    route('items', 'dashboard/things.tsx'),
    route('items/:id', 'dashboard/why.tsx'),
    route('choices', 'dashboard/choices.tsx'),
    route('choices/history', 'dashboard/history.tsx'),
    route('requests', 'dashboard/requests.tsx'),
    route('requests/:number', 'dashboard/request.tsx'),
    route('clear', 'dashboard/clear.tsx'),
    route('export', 'dashboard/export.tsx'),
    route('erase', 'dashboard/erase.tsx'),
  ]),
  route('foreign-form', 'site/foreign.tsx'),
  route('*', 'site/nothing.tsx'),
] satisfies RouteConfig
