// What others changed between a look and the commit that went by it is looked at again, a few times.

import { Failure } from '../base/index.ts'

const triesMax = 5

/** Does it again while it fails with `conflict`, so often; then, and with any other failure, fails like it. */
export async function again<Done>(attempt: () => Promise<Done>): Promise<Done> {
  for (let tries = 1; ; tries++)
    try {
      return await attempt()
    } catch (cause) {
      if (tries === triesMax || !(cause instanceof Failure && cause.code === 'conflict')) throw cause
    }
}
