// HTTP in, one call, HTTP out.

export { listenOn, listenOnSocket } from './listen.ts'
export { createServer } from './server.ts'
