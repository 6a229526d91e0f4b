// The words that stand around a telling word in the names of columns and tables: who a table is about, what turns `email` into
// `email template`, and how a name is cut into words.

/** Who or what a table or a prefix of a column is about. `party`: a thing in which a person takes part, such as an order. */
export type About = 'person' | 'party' | 'organisation' | 'thing'

const list = (words: string): readonly string[] => words.split(', ').map(plain)

const about: Readonly<Record<About, readonly string[]>> = {
  person: list(
    'clienti, utenti, pazienti, dipendenti, impiegati, contatti, persone, alunni, klanten, gebruikers, personeel, customer, cust, client, user, usr, person, individual, human, employee, emp, staff, member, mbr, patient, student, pupil, teacher, contact, lead, prospect, subscriber, guest, passenger, driver, visitor, applicant, candidate, author, owner, resident, citizen, donor, doctor, physician, nurse, parent, guardian, child, spouse, participant, attendee, player, buyer, purchaser, shopper, recipient, receiver, sender, beneficiary, holder, cardholder, accountholder, policyholder, insured, insuree, borrower, manager, mgr, agent, rep, salesperson, salesrep, technician, worker, colleague, friend, relative, kin, father, mother, voter, volunteer, instructor, professor, lecturer, actor, profile, consumer, payer, payee, debtor, creditor, caregiver, therapist, director, admin, administrator, moderator, personnel, faculty, coach, signatory, emergency, lodger, renter, adopter, athlete, freelancer, supervisor, assignee, reporter, requester, requestor, reviewer, follower, kunde, kunden, mitarbeiter, angestellter, benutzer, nutzer, anwender, mitglied, mitglieder, schuler, schueler, studierende, patienten, personen, besucher, gast, ansprechpartner, bewerber, utilisateur, salarie, employe, personne, adherent, eleve, cliente, usuario, empleado, persona, paciente, alumno, estudiante, contacto, utilizador, funcionario, pessoa, aluno, utente, socio, dipendente, impiegato, paziente, contatto, klant, medewerker, gebruiker, persoon, counterparty, consignee, consignor, addressee, picker, keeper, lawyer, attorney, caller, appellant, claimant, defendant, plaintiff, witness, landlord, trainer, rider, listener, interviewer, visitante, geschadigter, geschadigte, versicherungsnehmer, inquilino, fiador, trabajador, consultant',
  ),
  party: list(
    'trip, ride, journey, checkin, order, ord, invoice, inv, shipment, shipping, ship, delivery, billing, bill, address, addr, booking, reservation, subscription, payment, transaction, purchase, sale, quote, enquiry, inquiry, registration, account, acct, session, login, logon, signin, signup, visit, message, comment, review, feedback, survey, response, submission, appointment, claim, loan, wallet, cart, basket, checkout, refund, donation, audit, access, activity, mailing, home, work, residence, residential, postal, household, newsletter, waitlist, complaint, consent, authentication, auth, credential, enrollment, enrolment, membership, prescription, encounter, admission, rental, bestellung, rechnung, adresse, lieferung, versand, buchung, commande, facture, livraison, pedido, factura, envio, direccion, fatura, endereco, entrega, ordine, fattura, spedizione, indirizzo, bestelling, factuur, billto, shipto, alternate, personal, birth, phone, email, chat, conversation, ticket, thread, post, sms, call, recording, voice, search, ride, trip, journey, debit, mandate, rating, absence, incident, appeal, application, card, anschrift, reserva, visita',
  ),
  organisation: list(
    'company, organisation, organization, org, firm, supplier, vendor, manufacturer, store, shop, branch, office, warehouse, school, university, college, hospital, clinic, hotel, restaurant, bank, agency, publisher, carrier, shipper, airline, merchant, business, partner, institution, facility, venue, dealer, distributor, provider, employer, pharmacy, library, museum, factory, plant, tenant, distribution, headquarters, corporate, corporation, firma, unternehmen, lieferant, filiale, entreprise, fournisseur, societe, magasin, empresa, proveedor, tienda, fornecedor, loja, azienda, fornitore, negozio, bedrijf, leverancier',
  ),
  thing: list(
    'product, item, article, category, type, status, role, permission, privilege, country, region, state, city, town, county, territory, district, language, currency, file, document, doc, folder, image, img, template, config, configuration, setting, preference, option, parameter, param, task, queue, migration, schema, database, db, table, column, field, index, server, host, domain, network, node, cluster, film, movie, genre, album, track, song, playlist, book, media, brand, tag, label, model, unit, tax, rate, price, plan, feature, module, menu, page, event, project, team, group, department, dept, division, course, class, classroom, room, equipment, asset, vehicle, car, part, component, ingredient, recipe, dish, campaign, coupon, discount, promotion, channel, report, dashboard, widget, theme, font, color, colour, size, timezone, calendar, holiday, airport, aircraft, station, stop, route, line, port, service, app, application, oauth, webhook, integration, plugin, package, version, release, build, test, metric, sensor, level, skill, stage, step, rule, policy, format, mode, method, code, key, stock, inventory, catalog, catalogue, collection, artwork, animal, pet, breed, species, plantation, crop, game, tournament, league, season, round, match, sport, club, band, artist, repository, repo, commit, pipeline, environment, resource, bucket, zone, topic, thread, forum, board, attribute, property, variant, sku, supply, material, substance, drug, medicine, procedure, exam, question, quiz, lesson, subject, grade, degree, ward, bed, gene, star, planet, river, mountain, building, parking, job, shift, quota, source, target, produkt, artikel, kategorie, produit, categorie, producto, categoria, produto, prodotto, land, laender, lander, pays, pais, paese, ville, ciudad, cidade, stadt, bundesland',
  ),
}

const aboutOf = new Map<string, About>(
  // of two claims the later stands: `airline` is an organisation, `library` too
  (['thing', 'organisation', 'party', 'person'] as const).flatMap((who) => about[who].map((word) => [word, who])),
)

/** Who a word is about, in singular or plural; undefined for a word that says nothing of it. */
export function aboutWhom(word: string): About | undefined {
  return aboutOf.get(word) ?? aboutOf.get(singular(word))
}

/** Words that leave a telling word as it is: `email_primary`, `old_phone`, `tbl_customer`. */
const neutral = new Set(
  list(
    'number, no, nr, num, value, val, text, txt, str, string, field, raw, plain, encrypted, enc, hash, hashed, sha, digest, cipher, ciphertext, sealed, primary, secondary, home, work, mobile, alt, alternate, alternative, backup, old, new, prev, previous, current, actual, former, main, private, personal, business, normalized, normalised, norm, lower, lowercase, upper, canonical, masked, line, full, complete, native, local, latin, kana, kanji, furigana, en, de, fr, es, address, addr, billing, shipping, delivery, mailing, emergency, day, night, evening, direct, contact, person, input, data, info, iso, code, iv, bin, bytes, blob, json, b, e, my, the, its, own, first, second, third, other, another, one, two, decimal, deg, degrees, of, da, do, del, di, du, la, le, les, el, und, et, y, in, origin, original, given, legal, official, registered, short, long, abbr, principal, principale, privat, privee, perso, pro, casa, trabajo, domicile, url, uri, path, link, x, cnt',
  ),
)

/** Words before or after a telling one that make a fact about the thing rather than the thing: `is_email_verified`, `phone_count`. */
const voiding = new Set(
  list(
    'is, has, have, had, was, were, can, could, should, allow, allows, allowed, enable, enables, enabled, disable, disabled, show, hide, require, requires, required, send, sent, use, uses, used, needs, need, must, may, skip, verify, validate, accept, accepts, opt, optin, optout, subscribe, unsubscribe, notify, count, total, avg, average, max, min, maximum, minimum, sum, type, status, verified, at, on, by, template, format, version, flag, valid, validated, confirmed, opened, clicked, subject, queue, list, limit, length, size, label, placeholder, pattern, regex, validator, order, index, position, score, rate, attempts, attempt, tries, retries, expiry, expires, expired, changed, updated, created, modified, deleted, date, time, timestamp, ts, since, until, key, fk, pk, ref, source, category, class, kind, group, mode, method, setting, settings, preference, preferences, notification, notifications, consent, permission, visible, visibility, public, hidden, privacy, policy, job, task, batch, log, error, event, interval, timeout, ttl, seq, sequence, quality, confidence, ratio, percent, pct, column, table, header, footer, title, note, prefix, suffix, separator, domain, provider, server, port, protocol, algorithm, algo, cost, rounds, precision, accuracy, radius, zoom, offset, width, height, color, quantity, qty, amount, price, fee, currency, bool, yn, ind, indicator, exists, present, missing, known, unique, dup, duplicate, blocked, banned, locked, active, inactive, pending, state, per, id, ids, guid, uuid, fkey, idx',
  ),
)

/** Says whether a word leaves the meaning, voids it, or is unknown. A number, a single letter, and a word about persons leave it. */
export function weighWord(word: string): 'neutral' | 'voiding' | 'unknown' {
  if (voiding.has(word)) return 'voiding'
  if (/^\d+$/.test(word) || word.length === 1 || neutral.has(word)) return 'neutral'
  return aboutWhom(word) === 'person' ? 'neutral' : 'unknown'
}

/** Words of a table's name that say how it is kept, not what is in it. */
const keeping = new Set(
  list(
    'tbl, table, t, tb, tab, dim, fact, fct, stg, staging, tmp, temp, raw, base, main, master, data, info, information, detail, details, record, records, row, rows, list, archive, archived, history, hist, backup, bak, copy, old, new, view, vw, v, mv, all, import, export, snapshot, mapping, ext, extended, extra, basic, core, app, dbo, public, stammdaten, daten, x, active, current, deleted, former',
  ),
)

/**
 * Who a table is about: by the last word of its name that says something (`customer_address` an address, `employee_department` a
 * department), but a thing in which a person takes part is the person’s when one is named beside it.
 */
export function aboutTable(words: readonly string[]): About | undefined {
  const telling = words.filter((word) => !keeping.has(word) && !/^\d+$/.test(word))
  const said = telling.map(aboutWhom)
  const last = said.at(-1)
  const isPerson = said.includes('person')
  if (last === 'party') return isPerson ? 'person' : 'party'
  return last ?? (isPerson ? 'party' : said.find((who) => who !== undefined))
}

/** Lower case without accents: `Straße` and `strasse` are one word. */
export function plain(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
}

/** A word without the ending of a plural. */
export function singular(word: string): string {
  if (word === 'people') return 'person'
  if (word === 'children') return 'child'
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return /[^sui]s$/.test(word) ? word.slice(0, -1) : word
}

/** Longest name that is looked at; no engine keeps more than 128 characters of one. */
const nameMax = 256

/** Cuts a name into words at its borders: `homePhone2`, `HOME_PHONE_2` and `home-phone 2` are home, phone, 2. */
export function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, nameMax)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .replace(/(\p{N})(\p{L})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map(plain)
}

/** Cuts a glued word into words of a vocabulary, longest first: `billingaddress` is billing, address. Unknown words stay whole. */
export function cutGlued(word: string, isWord: (part: string) => boolean): readonly string[] {
  if (word.length < 6 || word.length > 40 || isWord(word)) return [word]
  for (let end = word.length - 2; end >= 3; end -= 1) {
    const [head, tail] = [word.slice(0, end), word.slice(end)]
    if (!isWord(head)) continue
    const rest = isWord(tail) ? [tail] : tail.length > 5 ? cutGlued(tail, isWord) : [tail]
    if (rest.every(isWord)) return [head, ...rest]
  }
  return [word]
}

/** Whether a word is one that stands around telling words; what glued names may be cut into beside those. */
export function isColumnWord(word: string): boolean {
  return word.length > 1 && (aboutWhom(word) !== undefined || neutral.has(word) || voiding.has(word))
}
