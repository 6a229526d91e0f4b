// Which table a guard is for, and for whom: the words of the command line, each name one that the statement knows.

import { hands, origins, type Compiled, type Hand } from '../policy/index.ts'
import { nameUnknown, type FormAsks } from '../statement/index.ts'

/** The options of `kept emit guard`, as they were written. */
export interface GuardOptions {
  readonly table?: string | undefined
  readonly person?: string | undefined
  readonly collected?: string | undefined
  readonly ended?: string | undefined
  readonly product?: string | undefined
  readonly category?: string | undefined
  readonly origin?: string | undefined
  readonly standing?: string | undefined
  readonly role?: string | undefined
  readonly purposes?: string | undefined
  readonly hands?: string | undefined
}

/** What is guarded, and for whom; null where an option it cannot do without is missing. Throws Failure('name_unknown'). */
export function guardedBy({ policy }: Compiled, options: GuardOptions): FormAsks['guarded'] {
  const { table, person, collected, product, category, role, purposes } = options
  if (!table || !person || !collected || !product || !category || !role || !purposes) return null
  const [schema, own] = table.includes('.') ? [table.slice(0, table.indexOf('.')), table.slice(table.indexOf('.') + 1)] : ['public', table] // prettier-ignore
  const standings = [...new Set(policy.cells.flatMap(({ facts, standings: more = [] }) => [facts.standing, ...more]))]
  return {
    table: {
      schema,
      table: own,
      person,
      collected,
      ended: options.ended ?? null,
      law: null,
      holds: {
        product: known('product', product, names(policy.products)),
        categories: listed(category).map((one) => known('category', one, names(policy.categories))),
        ...(options.origin !== undefined && { origin: known('origin', options.origin, origins) }),
        ...(options.standing !== undefined && { standing: known('standing', options.standing, standings) }),
      },
    },
    role: {
      role,
      purposes: listed(purposes).map((one) => known('purpose', one, names(policy.purposes))),
      hands: listed(options.hands ?? ('machines' satisfies Hand)).map((one) => known('hand', one, hands)),
    },
  }
}

function names(list: readonly { readonly name: string }[]): readonly string[] {
  return list.map(({ name }) => name)
}

function listed(words: string): readonly string[] {
  return words.split(',').map((word) => word.trim())
}

function known<Name extends string>(kind: string, asked: string, list: readonly Name[]): Name {
  const found = list.find((name) => name === asked)
  if (found === undefined) throw nameUnknown(kind, asked, list)
  return found
}
