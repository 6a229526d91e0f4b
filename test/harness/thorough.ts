// How much a suite repeats: what shows a fault in `npm test`, or with THOROUGH=true all there is, which takes many minutes more.

/** True when everything is to be tried: every call of a process that is killed, every bit of a receipt, more kills. */
export const thorough = process.env['THOROUGH'] === 'true'
