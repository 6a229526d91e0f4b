// What a difference means, in German.

import type { Basis, Choice, Context, Cookie, Form, Limit, Meanings, MeaningPhrases, Opens, OtherField, ProfileFact, PromiseLine, PromiseValue, Recipient, Side, Speaker, StandingBan, Stands } from '../../policy/index.ts' // prettier-ignore

/** German. */
export const german: MeaningPhrases = {
  collected: ({ origin, how }, say) => opened(`erhoben (Herkunft: ${say.origin(origin)})`, how),
  made: ({ inputs, purposes, form, how }, say) =>
    opened(
      `gemacht aus: ${say.names('categories', inputs)}, für: ${say.names('purposes', purposes)}${formWords(form, say)}`,
      how,
    ),
  used: ({ purpose, hand, form, how }, say) =>
    opened(`genutzt für ${say.name('purposes', purpose)}, durch ${say.hand(hand)}${formWords(form, say)}`, how),
  shared: ({ recipient, purpose, form, how }, say) =>
    opened(
      `weitergegeben an ${say.name('recipients', recipient)} für ${say.name('purposes', purpose)}${formWords(form, say)}`,
      how,
    ),
  basis: ({ purpose, now, before }, say) =>
    `Grundlage für ${say.name('purposes', purpose)}: ${basisWords(now, say)}; zuvor: ${basisWords(before, say)}`,
  objection: ({ purpose, how }, say) =>
    `${say.name('purposes', purpose)}: ${how === 'gone' ? 'kein Widerspruch mehr möglich' : 'Widerspruch ist möglich'}`,
  kept: ({ now, before }, say) => `aufbewahrt ${endWords(now, say)}; zuvor ${endWords(before, say)}`,
  'kept at all': ({ end, how }, say) =>
    how === 'now'
      ? `aufbewahrt ${endWords(end, say)}; zuvor gar nicht oder nur unter einer Bedingung`
      : `nicht mehr oder nur unter einer Bedingung aufbewahrt ${endWords(end, say)}`,
  lies: ({ places, under, how }, say) =>
    `darf ${how === 'now' ? '' : 'nicht mehr '}hier liegen: ${say.names('places', places)}${under.length > 0 ? ` (unter: ${under.join(', ')})` : ''}`,
  control: ({ control, how }) => {
    const words = {
      now: 'ist neu',
      gone: 'gibt es nicht mehr',
      weaker: 'reicht weniger weit oder dauert länger',
      stronger: 'reicht weiter oder geht schneller',
    }
    return `„${control}“ ${words[how]}`
  },
  'ban on use': ({ purposes, how }, say) => banned(`Nutzung für ${say.names('purposes', purposes)}`, how),
  'ban on sharing': ({ recipient, purposes, how }, say) =>
    banned(`Weitergabe an ${say.name('recipients', recipient)} für ${say.names('purposes', purposes)}`, how),
  'ban on making': ({ inputs, purposes, how }, say) =>
    banned(`es zu machen aus ${say.names('categories', inputs)} für ${say.names('purposes', purposes)}`, how),
  'ban on collecting': ({ how }) => banned('es zu erheben', how),
  'ban on storing': ({ places, how }, say) =>
    banned(places.length === 0 ? 'es zu lagern' : `es zu lagern in ${say.names('places', places)}`, how),
  'ban on combining': (given, say) => banned(`zusammenzuführen ${togetherWords(given, say)}`, given.how),
  'standing ban': ({ verb, how }) => banned(verbWords[verb], how),
  'barred by its source': ({ purpose, how }, say) =>
    how === 'gone'
      ? `die Quelle schließt nicht mehr aus: ${say.name('purposes', purpose)}`
      : `die Quelle schließt aus: ${say.name('purposes', purpose)}`,
  'stretched yes': ({ purpose, choice }, say) =>
    `${say.name('purposes', purpose)} auf ein Ja zu „${choice}“, das dies nicht umfasste, als es gegeben wurde: Niemandes Ja zählt dafür, bis mit einer eigenen Wahl gefragt wird`,
  combined: (given, say) => opened(`zusammengeführt ${togetherWords(given, say)}`, given.how),
  promise: ({ promise, how }, say) =>
    `${how === 'gone' ? 'nicht mehr zugesagt' : 'eine Zusage'}: ${promiseWords(promise, say)}`,
  'other promise': ({ now, before }, say) => `zugesagt: ${promiseWords(now, say)}; zuvor: ${promiseWords(before, say)}`,
  'new entry': () => 'ein neuer Eintrag',
  'entry gone': () => 'ein Eintrag, den es nicht mehr gibt',
  'says something else': ({ fields }) => `sagt etwas anderes: ${fields.map(fieldWords).join('; ')}`,
  'a cookie': () => 'ein Cookie; zuvor gab es keines',
  'contract gone': () => 'bindet niemanden mehr; zuvor band es uns',
  backups: longer('Kopien in Sicherungen bleiben'),
  answer: longer('Zeit für eine Antwort'),
  tombstones: longer('Vermerke über Gelöschtes bleiben'),
  approvals: ({ now, before }) => `so viele Beauftragte stimmen zu: ${now}; zuvor: ${before}`,
  'on by default': () => 'an, solange niemand Nein sagt; zuvor aus, bis jemand Ja sagt',
  choice: ({ now, before }) => `${choiceWords(now)}; zuvor: ${choiceWords(before)}`,
  wording: ({ now, before }) => `gefragt mit den Worten „${now}“; zuvor „${before}“`,
  holds: ({ now, before }) => `es enthält „${now}“; zuvor „${before}“`,
  'is for': ({ now, before }) => `es ist für „${now}“; zuvor „${before}“`,
  'survives restriction': () => 'es geht weiter, während jemand einschränkt; zuvor hörte es auf',
  'profile ends': ({ now, before }) => `es endet: ${now ?? 'nie'}; zuvor: ${before}`,
  'profile holds': ({ now, before }, say) => `es gilt für: ${factWords(now, say)}; zuvor: ${factWords(before, say)}`,
  recipient: ({ now, before }) => `${recipientWords(now)}; zuvor: ${recipientWords(before)}`,
  'engaged for more': () => 'für mehr beauftragt; zuvor für weniger',
  'listed until': ({ now, before }) => `auf der Liste bis ${now ?? 'zum Ende der Zusammenarbeit'}; zuvor bis ${before}`,
  'no contract': () => 'ohne Vertrag; zuvor mit einem',
  'no audit': () => 'ohne Prüfung; zuvor mit einer',
  'works from': grown('arbeitet auch hier', 'places'),
  supplies: grown('liefert auch', 'categories'),
  supplements: grown('wird auch gestellt neben', 'categories'),
  'bars fewer': () => 'schließt weniger Zwecke aus als zuvor',
  'goes to': grown('lässt Daten auch hierhin', 'places'),
  'goes from': grown('lässt Daten auch von hier weg', 'places'),
  'mechanism until': ({ now, before }) => `gilt bis ${now ?? 'es beendet wird'}; zuvor bis ${before}`,
  'not counted': () => 'wird nicht mehr gezählt',
  'cookie for': ({ now, before }) => `dient: ${cookieUses[now]}; zuvor: ${cookieUses[before]}`,
  'cookie of': ({ now, before }) => `von ${now}; zuvor von ${before ?? 'uns'}`,
  'cookie needs': ({ now, before }) =>
    `${now === null ? 'braucht keine Wahl mehr' : `braucht die Wahl „${now}“`}; zuvor „${before}“`,
  'cookie lives': ({ now, before }, say) =>
    `bleibt ${say.period(now)}; zuvor ${before === null ? 'bis der Browser geschlossen wird' : say.period(before)}`,
  customers: ({ now, before }) =>
    `für ${now.join(', ')}; zuvor ${before.length === 0 ? 'für alle Kunden' : `für ${before.join(', ')}`}`,
}

const verbWords: Readonly<Record<StandingBan['verb'], string>> = {
  collect: 'es zu erheben',
  use: 'es zu nutzen',
  store: 'es dort zu lagern',
  share: 'es weiterzugeben',
  derive: 'daraus zu schließen',
}

function fieldWords({ name, now, before }: OtherField): string {
  const said = (text: string): string => (text === '' ? 'nichts' : `„${text}“`)
  return now === null || before === null ? name : `${name} ${said(now)}, zuvor ${said(before)}`
}

function opened(words: string, how: Opens): string {
  return {
    now: words,
    gone: `nicht mehr ${words}`,
    'fewer conditions': `${words}, unter weniger Bedingungen`,
    'more conditions': `${words}, unter mehr Bedingungen`,
  }[how]
}

function banned(words: string, how: Stands): string {
  return how === 'gone' ? `nicht mehr verboten: ${words}` : `verboten: ${words}`
}

/** Nothing for the plain form. */
function formWords(form: Form, say: Speaker): string {
  return form === 'identified' ? '' : `, ${say.form(form)}`
}

function basisWords(basis: Basis | null, say: Speaker): string {
  if (basis === null) return 'was wir selbst dürfen'
  return basis.name === null ? say.basis(basis.kind) : `${say.basis(basis.kind)} (${basis.name})`
}

function endWords(end: Limit['end'], say: Speaker): string {
  return 'after' in end
    ? `${say.period(end.after)} nach: ${say.name('events', end.event)}`
    : `bis: ${say.name('events', end.until)}`
}

function togetherWords({ side, purposes }: Meanings['combined'], say: Speaker): string {
  return `mit ${sideWords(side, say)} für ${purposes.length === 0 ? 'was später noch an Zwecken kommt' : say.names('purposes', purposes)}`
}

const contextWords: Readonly<Record<Context, string>> = {
  'signed-in': 'angemeldete Sitzungen',
  'signed-out': 'Sitzungen ohne Anmeldung',
  'personal-account': 'eigene Konten',
  'organisation-account': 'Konten einer Organisation',
}

function sideWords({ categories, contexts }: Side, say: Speaker): string {
  const data = categories === null ? 'allem' : say.names('categories', categories)
  const words: Readonly<Record<string, string>> = contextWords
  return contexts === null
    ? data
    : `${data} (${contexts.map((one) => words[one] ?? say.name('products', one)).join(', ')})`
}

function promiseWords(
  { commitment, parameters }: Pick<PromiseLine, 'commitment' | 'parameters'>,
  say: Speaker,
): string {
  const said = Object.entries(parameters).map(([name, value]) => `${name}: ${valueWords(value, say)}`)
  return said.length === 0 ? `„${commitment}“` : `„${commitment}“ (${said.join('; ')})`
}

function valueWords(value: PromiseValue, say: Speaker): string {
  if ('time' in value) return say.period(value.time)
  if ('number' in value) return String(value.number)
  return 'ratio' in value ? `${value.ratio.count} von ${value.ratio.of}` : value.names.join(', ')
}

/** A time that grew, or that nobody says any more. */
function longer(words: string) {
  return ({ now, before }: Meanings['backups'], say: Speaker): string =>
    `${words}: ${now === null ? 'so lange es dauert' : say.period(now)}; zuvor: ${say.period(before)}`
}

function grown(words: string, register: 'places' | 'categories') {
  return ({ more, before }: Meanings['supplies'], say: Speaker): string =>
    `${words}: ${say.names(register, more)}; zuvor: ${before.length === 0 ? 'nichts' : say.names(register, before)}`
}

const choiceKinds: Readonly<Record<Choice['kind'], string>> = {
  consent: 'eine Einwilligung',
  setting: 'eine Einstellung',
  'opt-out': 'eine Abwahl',
  permission: 'eine Erlaubnis',
  enrolment: 'eine Anmeldung',
  direction: 'eine Anweisung',
}
const choosers: Readonly<Record<Choice['by'], string>> = {
  person: 'die Person',
  guardian: 'wer die Sorge trägt',
  administrator: 'die Verwaltung des Kontos',
}
const choiceScopes: Readonly<Record<Choice['scope'], string>> = {
  person: 'je Person',
  product: 'je Produkt',
  device: 'je Gerät',
}

function choiceWords({ kind, by, scope }: Meanings['choice']['now']): string {
  return `${choiceKinds[kind]} durch ${choosers[by]}, ${choiceScopes[scope]}`
}

function factWords(facts: readonly ProfileFact[], say: Speaker): string {
  const kinds = { child: 'Kinder', customer: 'Konten von Kunden' }
  const word = (fact: ProfileFact): string => {
    if (fact.kind === 'account') return fact.account === 'personal' ? 'eigene Konten' : 'Konten einer Organisation'
    if (fact.kind === 'where') return `wer hier lebt: ${say.name('places', fact.name)}`
    return fact.kind === 'choice' ? `wer „${fact.name}“ gewählt hat` : kinds[fact.kind]
  }
  return facts.length === 0 ? 'alle anderen' : facts.map(word).join(' und ')
}

const recipientKinds: Readonly<Record<Recipient['kind'], string>> = {
  directed: 'an wen jemand es geben lässt',
  organisation: 'Organisation',
  bank: 'Bank',
  'fraud-prevention': 'Betrugsabwehr',
  affiliate: 'verbundenes Unternehmen',
  vendor: 'Dienstleister',
  subprocessor: 'Unterauftragnehmer',
  acquirer: 'Erwerber',
  authority: 'Behörde',
  protection: 'wer Menschen schützt',
  referral: 'Stelle, an die gemeldet wird',
  linked: 'verknüpfter Dienst',
  advertiser: 'Werbetreibender',
}
const roles: Readonly<Record<Recipient['role'], string>> = {
  ours: 'handelt für uns',
  own: 'handelt für sich',
  authority: 'handelt als Behörde',
}

function recipientWords({ kind, role }: Pick<Recipient, 'kind' | 'role'>): string {
  return `${recipientKinds[kind]}, ${roles[role]}`
}

const cookieUses: Readonly<Record<Cookie['use'], string>> = {
  preference: 'Einstellungen',
  'sign-in': 'Anmeldung',
  advertising: 'Werbung',
  analysis: 'Auswertung',
}
