// The version of this software, as package.json says it.

import manifest from '../../package.json' with { type: 'json' }

/** `0.1.0` */
export const software: string = manifest.version
