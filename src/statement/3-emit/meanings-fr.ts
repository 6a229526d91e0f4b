// What a difference means, in French.

import type { Basis, Choice, Context, Cookie, Form, Limit, Meanings, MeaningPhrases, Opens, OtherField, ProfileFact, PromiseLine, PromiseValue, Recipient, Side, Speaker, StandingBan, Stands } from '../../policy/index.ts' // prettier-ignore

/** French. */
export const french: MeaningPhrases = {
  collected: ({ origin, how }, say) => opened(`collecte (origine : ${say.origin(origin)})`, how),
  made: ({ inputs, purposes, form, how }, say) =>
    opened(
      `production à partir de : ${say.names('categories', inputs)}, pour : ${say.names('purposes', purposes)}${formWords(form, say)}`,
      how,
    ),
  used: ({ purpose, hand, form, how }, say) =>
    opened(`utilisation pour ${say.name('purposes', purpose)}, par ${say.hand(hand)}${formWords(form, say)}`, how),
  shared: ({ recipient, purpose, form, how }, say) =>
    opened(
      `transmission à ${say.name('recipients', recipient)} pour ${say.name('purposes', purpose)}${formWords(form, say)}`,
      how,
    ),
  basis: ({ purpose, now, before }, say) =>
    `base de ${say.name('purposes', purpose)} : ${basisWords(now, say)} ; avant : ${basisWords(before, say)}`,
  objection: ({ purpose, how }, say) =>
    `${say.name('purposes', purpose)} : ${how === 'gone' ? 'on ne peut plus s’y opposer' : 'on peut s’y opposer'}`,
  kept: ({ now, before }, say) => `conservation ${endWords(now, say)} ; avant ${endWords(before, say)}`,
  'kept at all': ({ end, how }, say) =>
    how === 'now'
      ? `conservation ${endWords(end, say)} ; avant pas du tout, ou seulement sous une condition`
      : `plus de conservation, ou seulement sous une condition : ${endWords(end, say)}`,
  lies: ({ places, under, how }, say) =>
    `${how === 'now' ? 'peut se trouver' : 'ne peut plus se trouver'} ici : ${say.names('places', places)}${under.length > 0 ? ` (sous : ${under.join(', ')})` : ''}`,
  control: ({ control, how }) => {
    const words = {
      now: 'est nouveau',
      gone: 'n’existe plus',
      weaker: 'va moins loin ou prend plus de temps',
      stronger: 'va plus loin ou est plus rapide',
    }
    return `« ${control} » ${words[how]}`
  },
  'ban on use': ({ purposes, how }, say) => banned(`utilisation pour ${say.names('purposes', purposes)}`, how),
  'ban on sharing': ({ recipient, purposes, how }, say) =>
    banned(`transmission à ${say.name('recipients', recipient)} pour ${say.names('purposes', purposes)}`, how),
  'ban on making': ({ inputs, purposes, how }, say) =>
    banned(`production à partir de ${say.names('categories', inputs)} pour ${say.names('purposes', purposes)}`, how),
  'ban on collecting': ({ how }) => banned('collecte', how),
  'ban on storing': ({ places, how }, say) =>
    banned(places.length === 0 ? 'stockage' : `stockage ici : ${say.names('places', places)}`, how),
  'ban on combining': (given, say) => banned(togetherWords(given, say), given.how),
  'standing ban': ({ verb, how }) => banned(verbWords[verb], how),
  'barred by its source': ({ purpose, how }, say) =>
    how === 'gone'
      ? `la source n’exclut plus : ${say.name('purposes', purpose)}`
      : `la source exclut : ${say.name('purposes', purpose)}`,
  'stretched yes': ({ purpose, choice }, say) =>
    `${say.name('purposes', purpose)} sur un oui à « ${choice} » qui ne le couvrait pas quand il a été donné : le oui de personne ne compte pour cela tant qu’un choix propre ne le demande pas`,
  combined: (given, say) => opened(togetherWords(given, say), given.how),
  promise: ({ promise, how }, say) =>
    `${how === 'gone' ? 'plus d’engagement' : 'un engagement'} : ${promiseWords(promise, say)}`,
  'other promise': ({ now, before }, say) =>
    `engagement : ${promiseWords(now, say)} ; avant : ${promiseWords(before, say)}`,
  'new entry': () => 'une nouvelle entrée',
  'entry gone': () => 'une entrée qui n’existe plus',
  'says something else': ({ fields }) => `dit autre chose : ${fields.map(fieldWords).join(' ; ')}`,
  'a cookie': () => 'un cookie ; avant il n’y en avait pas',
  'contract gone': () => 'n’engage plus personne ; avant il nous engageait',
  backups: longer('les copies de sauvegarde restent'),
  answer: longer('temps pour une réponse'),
  tombstones: longer('les marques de ce qui a été effacé restent'),
  approvals: ({ now, before }) => `nombre de responsables qui donnent leur accord : ${now} ; avant : ${before}`,
  'on by default': () => 'actif tant que personne ne dit non ; avant inactif jusqu’à un oui',
  choice: ({ now, before }) => `${choiceWords(now)} ; avant : ${choiceWords(before)}`,
  wording: ({ now, before }) => `demandé avec les mots « ${now} » ; avant « ${before} »`,
  holds: ({ now, before }) => `contient « ${now} » ; avant « ${before} »`,
  'is for': ({ now, before }) => `sert à « ${now} » ; avant « ${before} »`,
  'survives restriction': () => 'continue pendant qu’une personne limite ; avant cela s’arrêtait',
  'profile ends': ({ now, before }) => `fin : ${now ?? 'jamais'} ; avant : ${before}`,
  'profile holds': ({ now, before }, say) => `vaut pour : ${factWords(now, say)} ; avant : ${factWords(before, say)}`,
  recipient: ({ now, before }) => `${recipientWords(now)} ; avant : ${recipientWords(before)}`,
  'engaged for more': () => 'engagé pour plus ; avant pour moins',
  'listed until': ({ now, before }) =>
    `sur la liste jusqu’à : ${now ?? 'la fin de la collaboration'} ; avant : ${before}`,
  'no contract': () => 'sans contrat ; avant avec un contrat',
  'no audit': () => 'sans audit ; avant avec un audit',
  'works from': grown('travaille aussi depuis', 'places'),
  supplies: grown('fournit aussi', 'categories'),
  supplements: grown('est mis aussi à côté de', 'categories'),
  'bars fewer': () => 'exclut moins de finalités qu’avant',
  'goes to': grown('laisse aller des données aussi vers', 'places'),
  'goes from': grown('laisse partir des données aussi de', 'places'),
  'mechanism until': ({ now, before }) => `valable jusqu’à : ${now ?? 'ce qu’on y mette fin'} ; avant : ${before}`,
  'not counted': () => 'n’est plus compté',
  'cookie for': ({ now, before }) => `sert à : ${cookieUses[now]} ; avant : ${cookieUses[before]}`,
  'cookie of': ({ now, before }) => `origine : ${now} ; avant : ${before ?? 'nous'}`,
  'cookie needs': ({ now, before }) =>
    `${now === null ? 'ne demande plus aucun choix' : `demande le choix « ${now} »`} ; avant « ${before} »`,
  'cookie lives': ({ now, before }, say) =>
    `reste ${say.period(now)} ; avant ${before === null ? 'jusqu’à la fermeture du navigateur' : say.period(before)}`,
  customers: ({ now, before }) =>
    `pour ${now.join(', ')} ; avant ${before.length === 0 ? 'pour tous les clients' : `pour ${before.join(', ')}`}`,
}

const verbWords: Readonly<Record<StandingBan['verb'], string>> = {
  collect: 'collecte',
  use: 'utilisation',
  store: 'stockage à cet endroit',
  share: 'transmission',
  derive: 'déduction',
}

function fieldWords({ name, now, before }: OtherField): string {
  const said = (text: string): string => (text === '' ? 'rien' : `« ${text} »`)
  return now === null || before === null ? name : `${name} ${said(now)}, avant ${said(before)}`
}

function opened(words: string, how: Opens): string {
  return {
    now: words,
    gone: `n’a plus lieu : ${words}`,
    'fewer conditions': `${words}, sous moins de conditions`,
    'more conditions': `${words}, sous plus de conditions`,
  }[how]
}

function banned(words: string, how: Stands): string {
  return how === 'gone' ? `n’est plus interdit : ${words}` : `interdit : ${words}`
}

/** Nothing for the plain form. */
function formWords(form: Form, say: Speaker): string {
  return form === 'identified' ? '' : `, ${say.form(form)}`
}

function basisWords(basis: Basis | null, say: Speaker): string {
  if (basis === null) return 'ce que nous pouvons faire nous-mêmes'
  return basis.name === null ? say.basis(basis.kind) : `${say.basis(basis.kind)} (${basis.name})`
}

function endWords(end: Limit['end'], say: Speaker): string {
  return 'after' in end
    ? `${say.period(end.after)} après : ${say.name('events', end.event)}`
    : `jusqu’à : ${say.name('events', end.until)}`
}

function togetherWords({ side, purposes }: Meanings['combined'], say: Speaker): string {
  return `mise en commun avec ${sideWords(side, say)} pour ${purposes.length === 0 ? 'toute finalité qui viendrait plus tard' : say.names('purposes', purposes)}`
}

const contextWords: Readonly<Record<Context, string>> = {
  'signed-in': 'sessions avec connexion',
  'signed-out': 'sessions sans connexion',
  'personal-account': 'comptes personnels',
  'organisation-account': 'comptes d’une organisation',
}

function sideWords({ categories, contexts }: Side, say: Speaker): string {
  const data = categories === null ? 'tout' : say.names('categories', categories)
  const words: Readonly<Record<string, string>> = contextWords
  return contexts === null
    ? data
    : `${data} (${contexts.map((one) => words[one] ?? say.name('products', one)).join(', ')})`
}

function promiseWords(
  { commitment, parameters }: Pick<PromiseLine, 'commitment' | 'parameters'>,
  say: Speaker,
): string {
  const said = Object.entries(parameters).map(([name, value]) => `${name} : ${valueWords(value, say)}`)
  return said.length === 0 ? `« ${commitment} »` : `« ${commitment} » (${said.join(' ; ')})`
}

function valueWords(value: PromiseValue, say: Speaker): string {
  if ('time' in value) return say.period(value.time)
  if ('number' in value) return String(value.number)
  return 'ratio' in value ? `${value.ratio.count} sur ${value.ratio.of}` : value.names.join(', ')
}

/** A time that grew, or that nobody says any more. */
function longer(words: string) {
  return ({ now, before }: Meanings['backups'], say: Speaker): string =>
    `${words} : ${now === null ? 'aussi longtemps qu’il le faut' : say.period(now)} ; avant : ${say.period(before)}`
}

function grown(words: string, register: 'places' | 'categories') {
  return ({ more, before }: Meanings['supplies'], say: Speaker): string =>
    `${words} : ${say.names(register, more)} ; avant : ${before.length === 0 ? 'rien' : say.names(register, before)}`
}

const choiceKinds: Readonly<Record<Choice['kind'], string>> = {
  consent: 'un consentement',
  setting: 'un réglage',
  'opt-out': 'un refus',
  permission: 'une permission',
  enrolment: 'une inscription',
  direction: 'une demande',
}
const choosers: Readonly<Record<Choice['by'], string>> = {
  person: 'la personne',
  guardian: 'qui a la garde',
  administrator: 'l’administration du compte',
}
const choiceScopes: Readonly<Record<Choice['scope'], string>> = {
  person: 'par personne',
  product: 'par produit',
  device: 'par appareil',
}

function choiceWords({ kind, by, scope }: Meanings['choice']['now']): string {
  return `${choiceKinds[kind]}, décision : ${choosers[by]}, ${choiceScopes[scope]}`
}

function factWords(facts: readonly ProfileFact[], say: Speaker): string {
  const kinds = { child: 'les enfants', customer: 'les comptes de clients' }
  const word = (fact: ProfileFact): string => {
    if (fact.kind === 'account')
      return fact.account === 'personal' ? 'les comptes personnels' : 'les comptes d’une organisation'
    if (fact.kind === 'where') return `qui vit ici : ${say.name('places', fact.name)}`
    return fact.kind === 'choice' ? `qui a choisi « ${fact.name} »` : kinds[fact.kind]
  }
  return facts.length === 0 ? 'tous les autres' : facts.map(word).join(' et ')
}

const recipientKinds: Readonly<Record<Recipient['kind'], string>> = {
  directed: 'à qui la personne le fait donner',
  organisation: 'organisation',
  bank: 'banque',
  'fraud-prevention': 'lutte contre la fraude',
  affiliate: 'société liée',
  vendor: 'prestataire',
  subprocessor: 'sous-traitant ultérieur',
  acquirer: 'acquéreur',
  authority: 'autorité',
  protection: 'qui protège des personnes',
  referral: 'service à qui l’on signale',
  linked: 'service relié',
  advertiser: 'annonceur',
}
const roles: Readonly<Record<Recipient['role'], string>> = {
  ours: 'agit pour nous',
  own: 'agit pour soi',
  authority: 'agit comme autorité',
}

function recipientWords({ kind, role }: Pick<Recipient, 'kind' | 'role'>): string {
  return `${recipientKinds[kind]}, ${roles[role]}`
}

const cookieUses: Readonly<Record<Cookie['use'], string>> = {
  preference: 'préférences',
  'sign-in': 'connexion',
  advertising: 'publicité',
  analysis: 'analyse',
}
