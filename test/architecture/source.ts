// Source text read as a syntax tree, so that a rule about it sees what the compiler sees and no comment or string misleads it.

import { parseAst } from 'rolldown/parseAst'

/** A file of the repository: its path from the root and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** A node of the tree (ESTree): its type, its members, where it begins. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly [member: string]: unknown
}

/** Every node of a file, parents first. */
export function nodesOf({ path, text }: SourceFile): Node[] {
  const nodes: Node[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item)
    else if (isNode(value)) {
      nodes.push(value)
      for (const member of Object.values(value)) visit(member)
    }
  }
  visit(parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' }))
  return nodes
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** What a file imports, as written: static, re-exported, types alone, dynamic, and `new URL('./x.ts', import.meta.url)`. */
export function importsOf(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => {
    const named = isNode(node['source']) ? node['source']['value'] : undefined
    const argument =
      node.type === 'NewExpression' && isNamed(node['callee'], 'URL') ? (node['arguments'] as Node[])[0] : undefined
    const reached = named ?? (argument?.type === 'Literal' ? argument['value'] : undefined)
    const isUrl = argument !== undefined
    return typeof reached === 'string' && (!isUrl || /^\.{1,2}\/.*\.tsx?$/.test(reached)) ? [reached] : []
  })
}

/** Whether a node is this bare name. */
export function isNamed(node: unknown, name: string): boolean {
  return isNode(node) && node.type === 'Identifier' && node['name'] === name
}

/** Whether a node reads `object.member`. */
export function isMember(node: unknown, object: string, member?: string): boolean {
  if (!isNode(node) || node.type !== 'MemberExpression' || !isNamed(node['object'], object)) return false
  const property = node['property'] as Node
  return member === undefined || property['name'] === member || property['value'] === member
}

/** The line a position is on, from 1. */
export function lineOf({ text }: SourceFile, at: number): number {
  return text.slice(0, at).split('\n').length
}
