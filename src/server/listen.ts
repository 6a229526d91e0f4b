// The only file that opens sockets: the people's address on TCP, and the operator's own socket beside the data (mode 0600).

import { chmod, rm } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'

/** Listens for people on one address. Answers the origin. */
export async function listenOn(
  server: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  return server.listen({ host, port })
}

/** Listens for the operator on a unix socket that only this user may open: the file's permission is the operator's role. */
export async function listenOnSocket(server: FastifyInstance, path: string): Promise<void> {
  await rm(path, { force: true })
  const before = process.umask(0o177)
  try {
    await server.listen({ path })
  } finally {
    process.umask(before)
  }
  await chmod(path, 0o600)
}
