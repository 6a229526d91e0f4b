// The rules of the house, each a function from files to sentences: what a reviewer would say, with the place and what to do instead.

import { dirname, join, relative } from 'node:path/posix'
import { beside, besideUsers, foldersOfFolders, modules, seams } from './layers.ts'
import { importsOf, isMember, isNamed, lineOf, nodesOf, type Node, type SourceFile } from './source.ts'

/** The module a path of `src/` belongs to: `gate`, `app.ts` (with its parts in `app/`), `web`. */
export function moduleOf(path: string): string {
  const [, name = ''] = path.split('/')
  return name === 'app' ? 'app.ts' : name
}

/** What is wrong with the imports of some files, one sentence each. Tests beside the source may import what they test with. */
export function wrongImports(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => !isTest(path))
    .flatMap((file) => importsOf(nodesOf(file)).flatMap((target) => wrongImport(file.path, target)))
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path)
}

function wrongImport(path: string, target: string): string[] {
  const own = moduleOf(path)
  if (!target.startsWith('.')) return wrongPackage(path, own, target)
  const reached = join(dirname(path), target)
  if (!reached.startsWith('src/'))
    return own === 'web' || seams[path]?.includes(reached)
      ? []
      : [`${path} imports ${reached}: nothing in src/ reaches outside src/; hand the path in from the CLI`]
  const other = moduleOf(reached)
  if (other === own) return wrongEntry(path, own, reached)
  return [...wrongLayer(path, own, other), ...wrongEntry(path, own, reached)]
}

function wrongLayer(path: string, own: string, other: string): string[] {
  const say = (why: string): string[] => [`${path} imports ${other}: ${why}`]
  if (besideUsers[other])
    return besideUsers[other].includes(own)
      ? []
      : say(
          `only ${besideUsers[other].join(', ') || 'nobody'} may; the typed client is for those who stand outside the domain`,
        )
  if (beside[own])
    return beside[own].includes(other)
      ? []
      : say(`${own} may import ${beside[own].join(', ')} only; ask the API for it`)
  const [from, to] = [layerOf(own), layerOf(other)]
  if (from === undefined)
    return say(`${own} stands on no layer; add it to test/architecture/layers.ts and ARCHITECTURE.md`)
  if (to === undefined)
    return say(`${other} stands on no layer; add it to test/architecture/layers.ts and ARCHITECTURE.md`)
  if (to < from) return []
  if (to === from)
    return say(
      `${own} and ${other} are siblings on layer ${from} and do not know each other; move the type they share to a layer below`,
    )
  return say(
    `${own} is on layer ${from}, ${other} above it on ${to}; declare a port beside its user and let app.ts hand the implementation in`,
  )
}

function layerOf(name: string): number | undefined {
  return modules.find(({ module }) => module === name)?.layer
}

/** Another module is entered by its index alone; inside a module files import each other directly. */
function wrongEntry(path: string, own: string, reached: string): string[] {
  const other = moduleOf(reached)
  const sameFolder =
    own === other &&
    (!foldersOfFolders.includes(own) || folderOf(path) === folderOf(reached) || folderOf(reached) === own)
  if (sameFolder) {
    const barrel = reached === `src/${own}/index.ts` && path !== reached
    return barrel ? [`${path} imports its own module’s index: barrels make knots; import the file itself`] : []
  }
  if (reached === 'src/app.ts' || reached === `src/${other}/index.ts` || isIndexOfFolder(reached)) return []
  return [
    `${path} imports ${reached}: ${other} is entered only by its index.ts; export the name there or do without it`,
  ]
}

function folderOf(path: string): string {
  const parts = path.split('/')
  return parts.length > 3 ? (parts[2] ?? '') : (parts[1] ?? '')
}

function isIndexOfFolder(reached: string): boolean {
  return foldersOfFolders.includes(moduleOf(reached)) && /^src\/[^/]+\/[^/]+\/index\.ts$/.test(reached)
}

function wrongPackage(path: string, own: string, target: string): string[] {
  if (target.startsWith('#') || beside[own])
    return target.startsWith('node:')
      ? [`${path} imports ${target}: ${own} runs in a browser; ask the API or take it as an argument`]
      : []
  const may = modules.find(({ module }) => module === own)?.packages ?? []
  const name = target.startsWith('node:')
    ? target
    : target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/')
  if (may === 'any' || may.includes(name) || seams[path]?.includes(name)) return []
  return [
    `${path} imports ${name}: ${own} takes what it needs as an argument; a driver belongs to adapters, a parser to the edge`,
  ]
}

/** A thing nobody may write, what to write instead, and where it is at home. */
export interface Ban {
  readonly forbidden: string
  readonly instead: string
  readonly athome: RegExp
  readonly isFound: (node: Node, file: SourceFile) => boolean
}

const sqlTime =
  /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\(|\bcurrent_(timestamp|date|time)\b|\blocaltime(stamp)?\b/i
const sqlWord = /\b(select|insert into|update|delete from|create table|alter table|where|values)\b/i

/** The row guard lives in other people's databases, where no Clock of ours can be handed in: its one clock is a function of its schema. */
const guardTime = /^(test\/|src\/statement\/3-emit\/guard\.ts$)/

/** Tests may live in the present. */
const ownTime = /^(src\/base\/clock\.ts$|test\/|src\/.*\.test\.tsx?$)/

export const bans: readonly Ban[] = [
  { forbidden: 'Date.now()', instead: 'the Clock handed in (base/clock.ts)', athome: ownTime, isFound: (node) => isMember(node, 'Date', 'now') },
  { forbidden: 'new Date() without an argument', instead: 'clock.now() of the Clock handed in', athome: ownTime, isFound: (node) => node.type === 'NewExpression' && isNamed(node['callee'], 'Date') && (node['arguments'] as unknown[]).length === 0 },
  { forbidden: 'process.env', instead: 'a field of AppConfig; src/cli reads the environment', athome: /^(src\/cli\/|scripts\/|test\/)/, isFound: (node) => isMember(node, 'process', 'env') },
  { forbidden: 'console', instead: 'a returned value, a Failure, or the logger handed in', athome: /^(src\/cli\/|scripts\/)/, isFound: (node) => isMember(node, 'console') },
  { forbidden: 'process.exit()', instead: 'a returned exit code; bin/kept.js sets it', athome: /^scripts\//, isFound: (node) => isMember(node, 'process', 'exit') },
  { forbidden: 'Math.random()', instead: 'randomBytes or newId of base/ids.ts', athome: /^$/, isFound: (node) => isMember(node, 'Math', 'random') },
  { forbidden: 'time taken by SQL (now(), current_timestamp)', instead: 'a bound parameter from the Clock (settled 9)', athome: guardTime, isFound: isSqlTime },
  { forbidden: 'export default', instead: 'a named export', athome: /^(src\/web\/|[^/]+\.config\.ts$|test\/)/, isFound: (node) => node.type === 'ExportDefaultDeclaration' },
  { forbidden: 'a skipped or focused test', instead: 'a file name that says what it needs (*.shared.test.ts, *.browser.test.ts)', athome: /^$/, isFound: isSkipped },
] // prettier-ignore

function isSqlTime(node: Node, { path }: SourceFile): boolean {
  const text =
    node.type === 'TemplateElement'
      ? (node['value'] as { raw: string }).raw
      : node.type === 'Literal'
        ? node['value']
        : undefined
  return path.startsWith('src/') && typeof text === 'string' && sqlWord.test(text) && sqlTime.test(text)
}

function isSkipped(node: Node): boolean {
  return ['it', 'test', 'describe'].some((suite) =>
    ['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails'].some((how) => isMember(node, suite, how)),
  )
}

/** Where files write what is banned, one sentence each. */
export function banned(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const near = bans.filter(({ athome }) => !athome.test(file.path))
    return nodesOf(file).flatMap((node) =>
      near
        .filter((ban) => ban.isFound(node, file))
        .map((ban) => `${file.path}:${lineOf(file, node.start)} writes ${ban.forbidden}; use ${ban.instead}`),
    )
  })
}

/** Migrations that take the time from the database. A default or a trigger would hide it from the Clock. */
export function sqlThatTakesTime(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, i) =>
        sqlTime.test(line.replace(/--.*$/, ''))
          ? [`${path}:${i + 1} takes the time from SQL; bind it from the Clock`]
          : [],
      ),
  )
}

const bagNames = /(^|[/-])(utils?|helpers?|common|lib|shared|misc)(\.|$)/

/** Files without a domain word, and files that do not open with what they are for. */
export function badlyNamed(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => [
    ...(path.split('/').some((part) => bagNames.test(part.replace(/\.shared\.test\.ts$/, '.test.ts')))
      ? [`${path} has a bag name; name it after the thing inside, or move it home`]
      : []),
    ...(/\/[a-z0-9$._-]+$/.test(`/${relative('.', path)}`) || path.endsWith('.tsx')
      ? []
      : [`${path} is not kebab-case`]),
    ...(isTest(path) || /^(\/\/|\/\*\*)/.test(text)
      ? []
      : [`${path} does not open with two or three sentences that say what it is`]),
  ])
}
