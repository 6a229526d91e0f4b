// The lint on a schema nobody here wrote: the music shop Chinook, as its authors print it for PostgreSQL and MySQL.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lint } from '../../src/systems/index.ts'
import { readDdl } from '../../src/systems/ddl/read-ddl.ts'

const dumps = [
  ['Chinook_PostgreSql.sql', 'postgres'],
  ['Chinook_MySql.sql', 'mysql'],
] as const
const text = `# Privacy

We keep your name, your address, your e-mail address and your telephone number for 2 years.
`

describe.each(dumps)('%s', (file, dialect) => {
  const sql = readFileSync(`../shared/data/chinook/${file}`, 'utf8')
  const { catalogue, troubles, ...ddl } = readDdl(sql)

  test('is read whole, in its own dialect', () => {
    expect([ddl.dialect, troubles]).toEqual([dialect, []])
    expect(catalogue.tables).toHaveLength(11)
    expect(catalogue.tables.flatMap(({ columns }) => columns)).toHaveLength(64)
    const customer = catalogue.tables.find(({ name }) => name.toLowerCase() === 'customer')
    expect(customer?.primary?.map(plain)).toEqual(['customerid'])
    expect(customer?.foreign.map(({ table, references }) => [plain(table), references.map(plain)])).toEqual([
      ['employee', ['employeeid']],
    ])
    const email = customer?.columns.find(({ name }) => plain(name) === 'email')
    expect(email).toMatchObject({ length: 60, nullable: false })
    expect(sql.split('\n')[(email?.at.line ?? 0) - 1]?.slice((email?.at.column ?? 0) - 1)).toMatch(/^`?email/i)
  })

  test('holds what a text of names and addresses does not say: dates of birth', () => {
    const { findings, schemas } = lint({ file: 'privacy.md', text }, [{ file, text: sql }])
    const open = findings.map(({ about }) => plain(`${about?.table}.${about?.column}`))
    expect(open).toContain('employeebirthdate')
    expect(open.filter((column) => /^(?:track|album|artist|genre|mediatype|playlist)/.test(column))).toEqual([])
    expect(schemas[0]?.personal).toBeGreaterThanOrEqual(20)
  })
})

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '')
}
