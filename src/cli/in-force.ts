// The version in force, as everybody may read it.

import type { Client } from '../client/index.ts'
import type { Compiled } from '../policy/index.ts'

/** The newest version of the house that a command reaches, with its number. */
export async function inForce(client: Client): Promise<Compiled & { readonly version: number }> {
  const { version, hash } = await client.statement()
  const { policy, page } = JSON.parse(await client.policy({ params: { version } })) as Omit<Compiled, 'hash'> // canonical JSON of what was compiled
  return { policy, page, hash, version }
}
