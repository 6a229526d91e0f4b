// The things that privacy texts speak of, in the words people have for them: whether a sentence speaks of a column's kind of data, and
// whether two sentences speak of the same. English, with the main words of German, French, Spanish and Portuguese.

/** A thing a text may speak of. */
export interface Thing {
  /** its name for people: “your e-mail address” */
  readonly name: string
  readonly words: RegExp
  /** kinds of the recogniser that a sentence about it covers */
  readonly kinds: readonly string[]
  /** one thing and no heading for many: two sentences about it can contradict one another */
  readonly single: boolean
}

const thing = (name: string, kinds: string, words: string, single = true): Thing => ({
  name,
  words: new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`, 'giu'),
  kinds: kinds.split(' '),
  single,
})

const addressKinds = 'address street postal-code city region country'

/** Every thing the lint knows. */
export const things: readonly Thing[] = [
  thing('e-mail addresses', 'email', 'e-?mails?(?:[ -]?(?:address|addresses|adressen?))?|mail address(?:es)?|courriels?|adresses? (?:e-?mail|électroniques?)|correos?(?: electrónicos?)?|endereços? (?:de )?e-?mail'),
  thing('telephone numbers', 'phone', '(?:tele)?phone(?:[ -]numbers?)?|mobile(?: phone)?(?: numbers?)?|cell(?:ular)?(?: phone)? numbers?|fax(?: numbers?)?|telefon(?:nummern?)?|handynummern?|téléphone|numéros? de téléphone|teléfonos?|telefones?|celular(?:es)?|whatsapp'),
  thing('names', 'name first-name last-name', '(?:(?:full|first|last|given|family|sur)[ -]?)?(?<!(?:domain|brand|host|file) )names?|surnames?|forenames?|vor- und nachnamen?|vornamen?|nachnamen?|familiennamen?|namen|noms?|prénoms?|nombres?|apellidos?|nomes?|sobrenomes?|salutation'),
  thing('addresses', addressKinds, '(?:postal |home |street |delivery |billing |shipping |mailing |invoice |residential )?(?<!(?:e-?mail|ip|mac|web|network|protocol|internet)[ -])address(?:es)?|where you live|place of residence|(?:post|liefer|rechnungs)?adressen?|anschrift(?:en)?|wohnort|adresses? (?:postales?|de livraison|de facturation)|adresse|direcci(?:ón|ones)|domicilio|endereços?|postcodes?|postal codes?|zip codes?|city|town'),
  thing('countries', 'country region nationality', '(?<!third )countr(?:y|ies)(?: of residence)?|region|land|pays|país(?:es)?'),
  thing('dates of birth', 'birth-date age birth-place', '(?:dates?|year|month|place) of birth|birth ?(?:dates?|days?|year|place)|geburts(?:datum|tag|jahr|ort)|(?:date|lieu) de naissance|fecha de nacimiento|data de nascimento|how old you are|ages?|âge|edad|idade'),
  thing('genders', 'gender', 'genders?|sex|pronouns?|geschlecht|sexe|sexo|género|anrede|civilité'),
  thing('marital status', 'marital-status', 'marital status|married|family status|familienstand|situation familiale|état civil|estado civil|dependants'),
  thing('nationalities', 'nationality', 'nationalit(?:y|ies)|citizenships?|staatsangehörigkeit(?:en)?|nationalité|nacionalidad|nacionalidade'),
  thing('languages', 'language', '(?:preferred |native )?languages?|sprachen?|langues?|idiomas?|locale'),
  thing('work', 'employment', 'occupations?|professions?|job titles?|what (?:work )?you do for a living|employers?|employment(?: history| data| details)?|work experience|education|qualifications?|curriculum|cvs?|résumés?|resumes?|cover letters?|beruf|profession|ocupación|profesión|profissão'),
  thing('pay', 'salary', 'salar(?:y|ies)|wages?|income|remuneration|bonus(?:es)?|what (?:you|they|people) earn|gehalt|lohn|einkommen|salaires?|revenus?|salarios?|ingresos|salários?|renda|credit score|creditworthiness'),
  thing('identity numbers', 'national-id health-id tax-id passport driving-licence', '(?:national |personal )?(?:identity|identification|id)(?: card)?(?: numbers?| documents?| cards?)|social security(?: numbers?)?|national insurance(?: numbers?)?|passports?(?: numbers?)?|driv(?:ing|er[’\']?s?) licen[cs]es?|ausweis\\w*|reisepass|pièces? d’identité|passeports?|dni|pasaportes?|cpf|identidade'),
  thing('tax numbers', 'tax-id company-id', 'tax(?:payer)?(?: identification)?(?: numbers?| ids?)|vat (?:numbers?|ids?)|steuer(?:nummern?|-?id)|numéros? fiscal|nif|número fiscal'),
  thing('insurance numbers', 'health-id', '(?:health )?insurance(?: details| numbers?| policies| data)?|nhs numbers?|patient numbers?|medical record numbers?|versicherungs(?:nummern?|daten)|krankenversicherung|numéro de sécurité sociale'),
  thing('number plates', 'licence-plate', '(?:number|licen[cs]e|registration) plates?|vehicle registrations?|kennzeichen|plaques? d’immatriculation|matrículas?|placas?'),
  thing('payment cards', 'card card-security-code', '(?:credit|debit|payment|bank)[ -]cards?(?: numbers?| details| data)?|card (?:numbers?|details|data)|kreditkarten?\\w*|cartes? (?:de crédit|bancaires?)|tarjetas?(?: de crédito)?|cart(?:ão|ões)(?: de crédito)?|security codes?'),
  thing('bank accounts', 'iban bic bank-account', 'bank(?:ing)?(?: accounts?)?(?: details| data| numbers?)?|ibans?|account numbers?|direct debits?|sort codes?|bankverbindung(?:en)?|kontonummern?|coordonnées bancaires|comptes? bancaires?|cuentas? bancarias?|contas? bancárias?'),
  thing('wallets', 'crypto-address', 'wallets?(?: addresses)?|crypto(?:currency)?(?: addresses)?|bitcoin'),
  thing('purchases', 'purchase', 'purchases?|(?<!in )orders?|what you (?:buy|bought|order|ordered)|order history|transactions?|invoices?|bestellungen|einkäufe|käufe|achats|commandes|compras|pedidos'),
  thing('IP addresses', 'ip', 'ip[ -]?address(?:es)?|ip[ -]?adressen?|adresses? ip|direcci(?:ón|ones) ip|endereços? ip|internet protocol|network addresses?|server logs?|log ?files?|access logs?'),
  thing('device identifiers', 'mac imei device-id advertising-id cookie-id', 'device (?:ids?|identifiers?|tokens?|serials?|numbers?)|serial numbers?|mac address(?:es)?|imei|advertising (?:ids?|identifiers?)|push tokens?|fingerprint(?:s|ing)? of (?:your )?(?:browser|device)|gerätekennung(?:en)?|gerätenummern?|identifiants? d’appareil'),
  thing('customer numbers', 'person-number', '(?:customer|client|member(?:ship)?|employee|staff|student|pupil|personnel|payroll|policy|loyalty|library|patient|account)(?:[ -]?cards?)? (?:numbers?|no\\.?)|(?:loyalty|library|membership) cards?|kundennummern?|mitgliedsnummern?|personalnummern?|matrikelnummern?|numéros? (?:de )?(?:client|adhérent|membre)|números? de (?:cliente|socio|sócio)'),
  thing('payment accounts', 'payment-account', 'paypal|stripe|payment (?:services?|providers?|accounts?|tokens?)'),
  thing('times of use', 'last-activity', 'when you (?:last |were )?(?:log|sign|visit|use|used|come|came|were|here)\\w*|last (?:log-?ins?|visits?|sign-?ins?|activity|seen)|(?:usage|activity|access) (?:data|times?|logs?)|how (?:often )?you use|log ?files?|letzte anmeldung|dernière connexion|último acceso'),
  thing('recordings', 'recording', '(?:voice |call |audio |video )?recordings?|audio|videos?|cctv|voice|surveillance|aufnahmen|enregistrements|grabaciones|gravações'),
  thing('browsers', 'user-agent device', 'user[ -]?agents?|browsers?(?: type| version)?|operating systems?|navigateurs?|navegador(?:es)?|betriebssystem'),
  thing('cookies', 'cookie-id advertising-id personal-url', 'cookies?|tracking pixels?|web beacons?|trackers?'),
  thing('places you were', 'location', 'locations?|gps|whereabouts|geolocation|coordinates|where you (?:are|were)|standort(?:e|daten)?|position data|localisation|géolocalisation|ubicaci(?:ón|ones)|localização|time zone'),
  thing('user names', 'user-name', 'user ?names?|nick ?names?|screen names?|gamertags?|login(?: names?)?|benutzernamen?|noms? d’utilisateur|identifiants?|nombres? de usuario|nomes? de usuário|aliases'),
  thing('passwords', 'secret', 'pass ?words?|passcodes?|pins?|credentials|security (?:questions?|answers?)|login data|session tokens?|access tokens?|passwört(?:er|ern)|kennwörter|passwort|mots? de passe|contraseñas?|senhas?|two[- ]factor'),
  thing('social network accounts', 'social-handle', 'social (?:media|networks?)(?: accounts?| profiles?)?|facebook|linkedin|twitter|instagram|github|websites? of yours|your (?:own )?website|homepage'),
  thing('pictures', 'photo', 'photos?|photographs?|pictures?|images?|portraits?|avatars?|fotos?|bilder|profilbild(?:er)?|imágenes|imagens|signatures?'),
  thing('pages visited', 'personal-url', 'pages? (?:you )?(?:visit|visited|viewed|opened)|brows(?:e|ing) history|links? (?:you )?(?:click|clicked)|clicks?|referr?ers?|which (?:links|pages)'),
  thing('health', 'health health-id', 'health(?: data| information| records?| conditions?)?|medical(?: data| information| records?| history| conditions?)?|diagnos[ei]s|illness(?:es)?|allerg(?:y|ies)|medications?|prescriptions?|disabilit(?:y|ies)|blood (?:type|group|pressure)|symptoms?|medical treatments?|gesundheits\\w*|santé|salud|saúde|diet(?:ary)?(?: \\w+)?|access needs'),
  thing('religion', 'religion', 'religi(?:on|ons|ous)(?: \\w+)?|faith|beliefs?|konfession|religionszugehörigkeit'),
  thing('ethnic origin', 'ethnicity', 'ethnic(?:ity)?(?: origin)?|racial origin|race|herkunft|origine ethnique|origen étnico'),
  thing('political opinions', 'political-opinion', 'politic(?:al|s)(?: \\w+)?|party membership'),
  thing('union membership', 'union', 'trade unions?(?: membership)?|union membership|gewerkschaft\\w*'),
  thing('sex life', 'sexual-orientation', 'sexual (?:orientation|preferences?)|sex life'),
  thing('biometric data', 'biometric', 'biometric\\w*(?: data)?|fingerprints?|face (?:scans?|recognition|templates?)|voice ?prints?|genetic data|dna'),
  thing('criminal records', 'criminal-record', 'criminal (?:records?|convictions?|history|offences?)|convictions?|background checks?|vorstrafen|casier judiciaire|antecedentes penales'),
  thing('messages', 'message free-text', 'messages?|chats?|conversations?|e-?mails you (?:send|write)|correspondence|letters|calls|what you (?:write|post|send)|posts|nachrichten|messages|mensajes|mensagens|communications?'),
  thing('searches', 'search', 'search(?:es| terms?| queries| history| words)?|what you (?:search|look)(?:ed)?(?: for)?|queries|suchanfragen|recherches|búsquedas|pesquisas'),
  thing('feedback', 'feedback free-text', 'feedback|reviews?|ratings?|surveys?|testimonials?|opinions?|bewertungen|avis|valoraciones|avaliações'),
  thing('notes', 'free-text', 'notes?|comments?|remarks?|descriptions?|biograph(?:y|ies)|profile texts?|(?:delivery|special) (?:instructions|requests)|profiles?|bemerkungen|notizen|kommentare|remarques|commentaires|observaciones|comentarios|observações|content you (?:post|upload|write)'),
  // headings for many: a sentence about one of these covers all of it, and contradicts nothing by itself
  thing('contact details', `email phone name first-name last-name ${addressKinds}`, 'contact (?:details|data|information)|how to reach you|kontaktdaten|coordonnées|datos de contacto|dados de contat[oc]', false),
  thing('account details', 'user-name secret email name', 'account (?:details|data|information)|log-?in (?:details|data|information)|registration (?:details|data)|zugangsdaten|kontodaten|datos de (?:cuenta|acceso)', false),
  thing('payment details', 'card card-security-code iban bic bank-account payment-account purchase', 'payment (?:details|data|information|methods?)|billing (?:details|data|information)|financial (?:details|data|information)|zahlungsdaten|données de paiement|datos de pago|dados de pagamento', false),
  thing('device data', 'ip mac imei device-id device advertising-id user-agent cookie-id last-activity', '(?:technical|device|usage|log) (?:details|data|information)|devices?|gerätedaten|nutzungsdaten|données techniques|datos técnicos', false),
  thing('identity documents', 'national-id passport driving-licence tax-id', 'identity documents?|proof of identity', false),
] // prettier-ignore

/** The things a text speaks of, each once, with where it first stands. */
export function thingsIn(
  text: string,
): readonly { readonly thing: Thing; readonly at: number; readonly length: number }[] {
  return things.flatMap((one) => {
    one.words.lastIndex = 0
    const found = one.words.exec(text)
    return found ? [{ thing: one, at: found.index, length: found[0].length }] : []
  })
}
