// How the pages are built: server code to build/server, style sheets, icon and verifier to build/client/assets under hashed names, and
// the verifier for whoever wants no page at all to build/client/verify.mjs.

import { reactRouter } from '@react-router/dev/vite'
import { defineConfig, type Plugin } from 'vite'
import { buildVerifier } from './scripts/verifier.ts'

/** Writes `verify.mjs` beside what browsers load. */
const verifierAlone: Plugin = {
  name: 'verifier-alone',
  applyToEnvironment: ({ name }) => name === 'client',
  writeBundle: () => buildVerifier('build/client'),
}

export default defineConfig({
  plugins: [reactRouter(), verifierAlone],
  build: {
    assetsInlineLimit: 0,
    emptyOutDir: false, // names carry hashes: a server that runs while we build keeps the files its pages name
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  worker: { format: 'es' },
  logLevel: 'warn',
})
