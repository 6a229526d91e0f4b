// A statement in the W3C Data Privacy Vocabulary 2.3: every activity a process with purpose, data, basis, recipients, limits and rights, every
// ban a prohibition, each with the clause of the page it comes from. One set of nodes, printed as JSON-LD and as Turtle (standards.md, c).

import { bitsOf, type BasisKind, type Compiled, type Mechanism, type Origin, type Policy, type StandingBan } from '../../policy/index.ts' // prettier-ignore
import { activitiesOf, isInstructed, type Activity, type TimeLimit } from './activities.ts'

const prefixes = {
  dpv: 'https://w3id.org/dpv#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  dct: 'http://purl.org/dc/terms/',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

/** A compact IRI of one of the prefixes. */
type Term = `${keyof typeof prefixes}:${string}`

/** A value: another node, a term, a text in a language or of a type. */
type Value = { readonly iri: string } | { readonly term: Term } | { readonly text: string; readonly language?: string; readonly type?: Term } // prettier-ignore

interface Node {
  readonly iri: string
  readonly types: readonly Term[]
  readonly says: readonly (readonly [property: Term, values: readonly Value[]])[]
}

const bases: Readonly<Record<BasisKind, Term>> = {
  consent: 'eu-gdpr:A6-1-a',
  contract: 'eu-gdpr:A6-1-b',
  law: 'eu-gdpr:A6-1-c',
  vital: 'eu-gdpr:A6-1-d',
  'public-task': 'eu-gdpr:A6-1-e',
  'legitimate-interest': 'eu-gdpr:A6-1-f',
  instruction: 'dpv:Contract',
}

const sources: Readonly<Record<Origin, Term>> = {
  person: 'dpv:DataSubjectDataSource',
  observed: 'dpv:DataSubjectDataSource',
  system: 'dpv:DataControllerDataSource',
  inferred: 'dpv:DataControllerDataSource',
  'third-party': 'dpv:ThirdPartyDataSource',
}

const collections: Readonly<Record<Origin, Term>> = {
  person: 'dpv:Collect',
  observed: 'dpv:Collect',
  system: 'dpv:Collect',
  inferred: 'dpv:Infer',
  'third-party': 'dpv:Collect',
}

/** The right that a control answers. Controls that answer none are left out. */
const rights: Readonly<Record<string, Term>> = {
  view: 'eu-gdpr:A15',
  correct: 'eu-gdpr:A16',
  erase: 'eu-gdpr:A17',
  clear: 'eu-gdpr:A17',
  restrict: 'eu-gdpr:A18',
  export: 'eu-gdpr:A20',
  object: 'eu-gdpr:A21',
  withdraw: 'eu-gdpr:A7-3',
}

const safeguards: Readonly<Record<Mechanism['kind'], Term>> = {
  adequacy: 'eu-gdpr:A45-3',
  framework: 'eu-gdpr:A45-3',
  clauses: 'eu-gdpr:A46-2-c',
  rules: 'eu-gdpr:A46-2-b',
  exception: 'dpv:DataTransferLegalBasis',
}

const roles = { ours: 'dpv:DataProcessor', own: 'dpv:ThirdParty', authority: 'dpv:Authority' } as const

const banned: Readonly<Record<StandingBan['verb'], Term>> = {
  collect: 'dpv:Collect',
  use: 'dpv:Use',
  store: 'dpv:Store',
  share: 'dpv:Share',
  derive: 'dpv:Derive',
}

/** Prints the nodes as JSON-LD. `page` is the address of the statement's page: a clause is the page's anchor. */
export function printJsonLd(compiled: Compiled, page?: string): string {
  const graph = nodesOf(compiled, page).map(({ iri, types, says }) => ({
    '@id': iri,
    '@type': types,
    ...Object.fromEntries(says.map(([property, values]) => [property, values.map(jsonValue)])),
  }))
  return `${JSON.stringify({ '@context': prefixes, '@graph': graph }, null, 2)}\n`
}

/** Prints the same nodes as Turtle. */
export function printTurtle(compiled: Compiled, page?: string): string {
  const heads = Object.entries(prefixes).map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`)
  const nodes = nodesOf(compiled, page).map(({ iri, types, says }) => {
    const lines = [`a ${types.join(', ')}`, ...says.map(([property, values]) => `${property} ${values.map(turtleValue).join(', ')}`)] // prettier-ignore
    return `<${iriText(iri)}> ${lines.join(' ;\n    ')} .`
  })
  return `${heads.join('\n')}\n\n${nodes.join('\n\n')}\n`
}

// values -----------------------------------------------------------------------------------------------------------------

function jsonValue(value: Value): object {
  if ('iri' in value) return { '@id': value.iri }
  if ('term' in value) return { '@id': value.term }
  const { text, language, type } = value
  return { '@value': text, ...(language !== undefined && { '@language': language }), ...(type && { '@type': type }) }
}

function turtleValue(value: Value): string {
  if ('iri' in value) return `<${iriText(value.iri)}>`
  if ('term' in value) return value.term
  const { text, language, type } = value
  return `${turtleText(text)}${language !== undefined ? `@${language}` : type ? `^^${type}` : ''}`
}

const escapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function turtleText(text: string): string {
  return `"${text.replaceAll(/["\\\n\r\t]/g, (sign) => escapes[sign]!)}"`
}

/** An IRI as Turtle may hold it; what it may not is percent-encoded. */
function iriText(iri: string): string {
  return iri.replaceAll(/[\p{Cc} <>"{}|^`\\]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`) // prettier-ignore
}

// nodes ------------------------------------------------------------------------------------------------------------------

/** How things of this statement are called. */
interface Naming {
  readonly of: (kind: string, name: string) => string
  readonly clause: (id: string) => Value
  readonly words: (text: string) => Value
  /** the node of a time limit, by its words */
  readonly limit: (words: string) => string
}

function nodesOf(compiled: Compiled, page = `urn:wordkept:${compiled.hash}`): readonly Node[] {
  const { policy } = compiled
  const activities = activitiesOf(compiled)
  const limits = new Map(activities.flatMap(({ data }) => data.flatMap((one) => one.limits.map((limit) => [limit.words, limit] as const)))) // prettier-ignore
  const numbered = [...limits.keys()].toSorted()
  const of = (kind: string, name: string): string => `${page}#${kind}/${name.replaceAll(' ', '/')}`
  const naming: Naming = {
    of,
    clause: (id) => ({ iri: `${page}#${id}` }),
    words: (text) => ({ text, language: compiled.page.language }),
    limit: (words) => of('limit', String(numbered.indexOf(words) + 1)),
  }
  return [
    noticeNode(compiled, page, activities, naming),
    organisationNode(policy, naming),
    ...policy.purposes.map((purpose): Node => ({
      iri: naming.of('purpose', purpose.name),
      types: ['dpv:Purpose'],
      says: [['skos:prefLabel', [naming.words(purpose.label)]], ...broader(purpose.iri)],
    })),
    ...policy.categories.map((category) => categoryNode(category.name, policy, naming)),
    ...[...limits.values()].map((limit) => limitNode(limit, naming)),
    ...(policy.recipients ?? []).map((one): Node => ({
      iri: naming.of('recipient', one.name),
      types: ['dpv:Recipient', roles[one.role]],
      says: [['dpv:hasName', [{ text: one.label }]]],
    })),
    ...placesOf(activities).map((name): Node => ({
      iri: naming.of('place', name),
      types: ['dpv:StorageLocation', 'dpv:Location'],
      says: [['skos:prefLabel', [naming.words(policy.places.find((place) => place.name === name)?.label ?? name)]]],
    })),
    ...activities.map((activity) => processNode(activity, naming)),
    ...policy.bans.map((ban, i) => banNode(ban, i, compiled, naming)),
  ]
}

function placesOf(activities: readonly Activity[]): readonly string[] {
  return [...new Set(activities.flatMap(({ places }) => places))].toSorted()
}

function noticeNode({ page: { title, language }, hash, policy }: Compiled, page: string, activities: readonly Activity[], naming: Naming): Node {
  return {
    iri: page,
    types: ['dpv:PrivacyNotice'],
    says: nonEmpty([
      ['dct:title', [naming.words(title)]],
      ['dct:language', [{ text: language }]],
      ['dct:identifier', [{ text: hash }]],
      ['dpv:hasDataController', [{ iri: naming.of('organisation', 'own') }]],
      ['dpv:hasProcess', activities.map(({ key }) => ({ iri: naming.of('process', key) }))],
      ['dpv:hasProhibition', policy.bans.map((_, i) => ({ iri: naming.of('ban', String(i + 1)) }))],
    ]),
  }
} // prettier-ignore

function organisationNode({ organisation: { name, address, phone } }: Policy, naming: Naming): Node {
  const says: Node['says'] = [
    ['dpv:hasName', [{ text: name }]],
    ['dpv:hasAddress', [{ text: address }]],
    ['dpv:hasContact', [{ text: phone }]],
  ]
  return { iri: naming.of('organisation', 'own'), types: ['dpv:DataController'], says }
}

function categoryNode(name: string, { categories }: Policy, naming: Naming): Node {
  const category = categories.find((one) => one.name === name)! // a name of the list itself
  const parent = categories.filter((one) => name.startsWith(`${one.name}.`)).toSorted((a, b) => b.name.length - a.name.length)[0] // prettier-ignore
  return {
    iri: naming.of('data', name),
    types: [category.special ? 'dpv:SpecialCategoryPersonalData' : 'dpv:PersonalData'],
    says: nonEmpty([
      ['skos:prefLabel', [naming.words(category.label)]],
      ['skos:definition', category.holds === '' ? [] : [naming.words(category.holds)]],
      ['skos:broader', [...(category.iri ? [{ iri: category.iri }] : []), ...(parent ? [{ iri: naming.of('data', parent.name) }] : [])]], // prettier-ignore
    ]),
  }
}

function broader(iri: string | undefined): Node['says'] {
  return iri === undefined ? [] : [['skos:broader', [{ iri }]]]
}

function limitNode({ words, period }: TimeLimit, naming: Naming): Node {
  return {
    iri: naming.limit(words),
    types: ['dpv:StorageDuration', period === null ? 'dpv:UntilEventDuration' : 'dpv:TemporalDuration'],
    says: nonEmpty([
      ['skos:prefLabel', [naming.words(words)]],
      ['rdf:value', period === null ? [] : [{ text: period, type: 'xsd:duration' }]],
    ]),
  }
}

function processNode(activity: Activity, naming: Naming): Node {
  const { key, purpose, product, basis, data, hands, origins, recipients, mechanisms, controls, clauses, places } = activity
  const own = { iri: naming.of('organisation', 'own') }
  const limits = [...new Set(data.flatMap((one) => one.limits.map(({ words }) => words)))]
  return {
    iri: naming.of('process', key),
    types: ['dpv:Process'],
    says: nonEmpty([
      ['skos:prefLabel', [naming.words(`${purpose.label} in ${product.label}`)]],
      [isInstructed(activity) ? 'dpv:hasDataProcessor' : 'dpv:hasDataController', [own]],
      ['dpv:hasPurpose', [{ iri: naming.of('purpose', purpose.name) }]],
      ['dpv:hasPersonalData', data.map(({ category }) => ({ iri: naming.of('data', category.name) }))],
      ['dpv:hasProcessing', terms(['dpv:Use', 'dpv:Store', ...origins.map((origin) => collections[origin]), ...(recipients.length > 0 ? (['dpv:Share'] as const) : [])])],
      ['dpv:hasLegalBasis', [{ term: bases[basis.kind] }, ...mechanisms.map(({ kind }) => ({ term: safeguards[kind] }))]],
      ['dpv:hasDataSource', terms(origins.map((origin) => sources[origin]))],
      ['dpv:hasDataSubject', [{ term: 'dpv:User' }]],
      ['dpv:hasHumanInvolvement', [{ term: hands.includes('people') ? 'dpv:HumanInvolved' : 'dpv:HumanNotInvolved' }]],
      ['dpv:hasRecipient', recipients.map(({ name }) => ({ iri: naming.of('recipient', name) }))],
      ['dpv:hasLocation', places.map((name) => ({ iri: naming.of('place', name) }))],
      ['dpv:hasStorageCondition', limits.map((words) => ({ iri: naming.limit(words) }))],
      ['dpv:hasRight', terms(controls.flatMap((control) => rights[control] ?? []))],
      ['dct:source', clauses.map(naming.clause)],
    ]),
  }
} // prettier-ignore

function banNode(ban: StandingBan, index: number, { policy, page }: Compiled, naming: Naming): Node {
  const { clause, rule, verb, categories, purposes, bases: onBases } = ban
  const text = page.sections.flatMap(({ clauses }) => clauses).find(({ id }) => id === clause)?.rules[rule]?.text
  const bits = new Set(bitsOf(purposes))
  const named = verb === 'use' || verb === 'share' ? policy.purposes.filter(({ bit }) => bits.has(bit)) : []
  return {
    iri: naming.of('ban', String(index + 1)),
    types: ['dpv:Prohibition'],
    says: nonEmpty([
      ['dct:description', text === undefined ? [] : [{ text }]],
      ['dpv:hasProcessing', [{ term: banned[verb] }]],
      ['dpv:hasPersonalData', categories.map((name) => ({ iri: naming.of('data', name) }))],
      ['dpv:hasPurpose', named.map(({ name }) => ({ iri: naming.of('purpose', name) }))],
      ['dpv:hasLegalBasis', terms((onBases ?? []).map((kind) => bases[kind]))],
      ['dct:source', [naming.clause(clause)]],
    ]),
  }
}

function terms(list: readonly Term[]): readonly Value[] {
  return [...new Set(list)].toSorted().map((term) => ({ term }))
}

function nonEmpty(says: Node['says']): Node['says'] {
  return says.filter(([, values]) => values.length > 0)
}
