// The house as data: which module stands on which layer, what it may reach beside the layers below, and what nobody may write.
// test/architecture.test.ts holds the source and ARCHITECTURE.md to it; docs of a new module begin with a line here.

/** A module of `src/`: its layer, its one job, and the packages and Node modules it may import. */
export interface Module {
  readonly layer: number
  readonly module: string
  readonly job: string
  /** packages it may import; `'any'` where the outside world begins */
  readonly packages: readonly string[] | 'any'
}

const any = 'any'

export const modules: readonly Module[] = [
  { layer: 11, module: 'cli',        packages: any, job: 'words on a terminal to one call; the only reader of environment and configuration files' },
  { layer: 10, module: 'server',     packages: any, job: 'HTTP in, one call, HTTP out; routes from the contract' },
  { layer: 9,  module: 'app.ts',     packages: any, job: 'composition root: hands the adapters to the domain, holds the schedule' },
  { layer: 8,  module: 'adapters',   packages: any, job: 'the outside world, a folder a port' },
  { layer: 7,  module: 'proof',      packages: [],  job: 'probes with canary persons, findings, state of every clause' },
  { layer: 6,  module: 'desks',      packages: [],  job: 'everything that takes days and several people: one engine, one folder a desk' },
  { layer: 5,  module: 'plans',      packages: [],  job: 'find, export, erase and sweep over holders, with read-back' },
  { layer: 4,  module: 'gate',       packages: [],  job: 'every write, read and share: decide, append, seal or open, in one transaction' },
  { layer: 4,  module: 'systems',    packages: [],  job: 'other people’s databases: data map, discovery, drift, schema lint, set-based queries' },
  { layer: 3,  module: 'statement',  packages: ['unified', 'remark-parse', 'remark-gfm', 'yaml', 'mdast', 'node:worker_threads'], job: 'text to diagnostics, or a policy and its printed forms' },
  { layer: 3,  module: 'decision',   packages: [],  job: 'policy and question to permit or deny, with the clause; pure' },
  { layer: 3,  module: 'choices',    packages: [],  job: 'consent, objection and restriction as events folded to masks; pure' },
  { layer: 3,  module: 'principals', packages: [],  job: 'who asks: roles, tokens, step-up; pure' },
  { layer: 3,  module: 'vault',      packages: ['node:crypto'], job: 'two sealed layers, keys per person, rotation, forgetting' },
  { layer: 3,  module: 'ledger',     packages: ['node:crypto'], job: 'append, sequence, tile, sign, hand out proofs' },
  { layer: 2,  module: 'policy',     packages: [],  job: 'the compiled statement as data: the waist' },
  { layer: 2,  module: 'sql',        packages: [],  job: 'SQL text with names and values kept apart' },
  { layer: 2,  module: 'contract',   packages: ['zod'], job: 'the HTTP API as schemas; no logic' },
  { layer: 2,  module: 'evidence',   packages: [],  job: 'tree, note, tile, receipt and their verifier: pure, the same in a browser' },
  { layer: 2,  module: 'recognise',  packages: [],  job: 'names and values to category and sensitivity' },
  { layer: 1,  module: 'base',       packages: [],  job: 'bytes, canonical JSON, hashes, ids, clock, failures: no word of the domain' },
] // prettier-ignore

/** Modules beside the layers: the few they may import, instead of everything below. */
export const beside: Readonly<Record<string, readonly string[]>> = {
  client: ['contract'],
  web: ['contract', 'evidence', 'client'],
}

/** Who may import a module that stands beside the layers. Nobody imports `web`: the server loads what was built from it. */
export const besideUsers: Readonly<Record<string, readonly string[]>> = {
  client: ['cli', 'server', 'app.ts', 'web'],
  web: [],
}

/** Modules that are folders of folders: each folder has its own `index.ts`. */
export const foldersOfFolders: readonly string[] = ['adapters', 'desks']

/** Single files that may reach one thing their module may not. */
export const seams: Readonly<Record<string, readonly string[]>> = {
  'src/base/hash.node.ts': ['node:crypto'],
  'src/cli/software.ts': ['package.json'],
}
