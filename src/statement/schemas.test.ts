// The JSON Schemas of the registers accept what the compiler accepts and refuse what it refuses, as far as a schema can see it. Read by ajv.

import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readExample, readFiles } from '../../test/harness/statements.ts'
import { registerSchemas } from './index.ts'

const ajv = new Ajv2020({ allErrors: true, strict: false, formats: { date: /^\d{4}-\d{2}-\d{2}$/ } })
const checks = new Map(Object.entries(registerSchemas()).map(([name, schema]) => [name, ajv.compile(schema)]))

/** What is wrong with a register's text: the place and the rule that it breaks. */
function wrongIn(register: string, text: string): readonly string[] {
  const check = checks.get(register)!
  return check(parse(text)) ? [] : (check.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`)
}

const folders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  harbour: readExample('harbour'),
  shop: readExample('shop'),
  'the base of all samples': readFiles('test/samples/base'),
  'a sample with recipients': readFiles('test/samples/K505/accept'),
  'a sample with mechanisms and commitments': readFiles('test/samples/K603/accept'),
}

test.each(Object.keys(folders))('every register of %s fits its schema', (folder) => {
  const registers = Object.entries(folders[folder]!).filter(([path]) => path.startsWith('registers/'))
  expect(registers).not.toEqual([])
  for (const [path, text] of registers) expect([path, ...wrongIn(path.slice(10, -5), text)]).toEqual([path])
})

describe('what the compiler refuses, the schema refuses', () => {
  test.each([
    ['products', 'find: { lable: Find }', ['/find additionalProperties', '/find required']],
    ['products', 'Find: { label: Find }', [' pattern', ' propertyNames']],
    ['choices', 'clips: { bit: 64, kind: consent, label: a, default: "off", wording: b }', ['/clips/bit maximum']],
    ['choices', 'clips: { bit: 1, kind: consents, label: a, default: "off", wording: b }', ['/clips/kind enum']],
    ['stores', 'vault: { label: a, at: eu, holds: any, backups: 30 moons }', ['/vault/backups pattern']],
    ['recipients', 'courier: { label: a, kind: vendor, at: eu }', ['/courier required']],
    ['mechanisms', 'clauses: { label: a, kind: clauses, from: eea, to: us, valid: soon }', ['/clauses/valid format', '/clauses/valid pattern']], // prettier-ignore
    ['sources', 'site: { label: a, product: find }', ['/site anyOf', '/site required']],
    [
      'sources',
      'broker-x: { label: a, kind: broker }',
      ['/broker-x anyOf', '/broker-x required', '/broker-x/kind false schema'],
    ],
    ['commitments', 'answer: { label: a, enforced-by: rights, test: b, parameters: { within: { type: days } } }', ['/answer/parameters/within/type enum']], // prettier-ignore
    ['organisation', 'name: a', [' required']],
    ['taxonomy', 'categories: { search: { label: a } }', ['/categories/search required']],
  ])('%s: %s', (register, text, wanted) => {
    expect([...new Set(wrongIn(register, text))].toSorted()).toEqual([...wanted].toSorted())
  })
})

test('the schemas that editors are given are these', () => {
  for (const [name, schema] of Object.entries(registerSchemas()))
    expect(JSON.parse(readFileSync(`docs/reference/schemas/${name}.json`, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema))) // prettier-ignore
})
