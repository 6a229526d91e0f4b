// Which suites run: `*.shared.test.ts` read the shared folder of vectors and are collected only where it is; `*.browser.test.ts`
// need a Chromium. scripts/test.ts says what was left out, and .ci/run fails when anything was.

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const hasShared = existsSync(fileURLToPath(new URL('../shared/vectors', import.meta.url)))
const hasChromium = existsSync(process.env['CHROMIUM'] ?? '/usr/bin/chromium')

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
    exclude: [
      'node_modules',
      'build',
      ...(hasShared ? [] : ['**/*.shared.test.ts']),
      ...(hasChromium ? [] : ['**/*.browser.test.ts']),
    ],
    globalSetup: ['test/harness/servers.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // suites wait for databases and child processes more than they compute: one more than the two cores of a small CI machine
    maxWorkers: 3,
  },
})
