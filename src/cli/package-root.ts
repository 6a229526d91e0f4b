// Where this software lies: two folders above this file in a checkout (src/cli) and in the published bundle (build/kept) alike.

import { fileURLToPath } from 'node:url'

/** The folder of package.json and examples. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url))
