// How the pages are built: server code to build/server, style sheets, icon and verifier to build/client/assets under hashed names.

import { reactRouter } from '@react-router/dev/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [reactRouter()],
  build: {
    assetsInlineLimit: 0,
    emptyOutDir: false, // names carry hashes: a server that runs while we build keeps the files its pages name
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  worker: { format: 'es' },
  logLevel: 'warn',
})
