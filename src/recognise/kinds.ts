// The one table of kinds of personal data: what each is called, its category of annex A, how much it hurts when it leaks, and the words
// by which a column says that it holds it. Lint, discovery and scrubbing read nothing else (docs/spec/recognise.md).

/** How much harm a kind does in wrong hands: `special` is what GDPR Art. 9 and 10 list, `high` opens an account, a purse or a person's door. */
export type Sensitivity = 'ordinary' | 'high' | 'special'

/** A kind of personal data. */
export interface Kind {
  /** its id: `email`, `birth-date` */
  readonly name: string
  /** its name for people, after “holds”: `an e-mail address` */
  readonly label: string
  /** id of the category of the published taxonomy (COL-01) */
  readonly category: string
  readonly sensitivity: Sensitivity
  /** it points at one person by itself */
  readonly identifies: boolean
}

/**
 * Where a word says so. `anywhere`: `email` is one in any table; `party`: `city` is personal where a person takes part (an order, an
 * address); `person`: `name` is personal in a table about persons alone.
 */
export type Reach = 'anywhere' | 'party' | 'person'

/** What a column's type holds, as far as it matters here. */
export type Holds = 'text' | 'number' | 'boolean' | 'moment' | 'uuid' | 'bytes' | 'inet' | 'macaddr' | 'place' | 'document' // prettier-ignore

/** Words by which columns name a kind: weight (0–1), reach, and the words, in any spelling of their borders (`first name`, `firstName`). */
export type Words = readonly [weight: number, reach: Reach, words: string]

/** A row of the table: the kind, the types its columns may have, the words of their names, and words that void them beside it. */
export interface KindRow extends Kind {
  readonly holds: readonly Holds[]
  readonly words: readonly Words[]
  /** words of the column or table that make another thing of it: `template` of `email template` */
  readonly not: string
}

const text: readonly Holds[] = ['text', 'bytes', 'document']
const code: readonly Holds[] = ['text', 'number', 'bytes']
const any: readonly Holds[] = ['text', 'number', 'moment', 'uuid', 'bytes', 'document']

const row = (
  name: string,
  label: string,
  [category, sensitivity, identifies]: readonly [string, Sensitivity, 'identifies' | ''],
  holds: readonly Holds[],
  words: readonly Words[],
  not = '',
): KindRow => ({ name, label, category, sensitivity, identifies: identifies !== '', holds, words, not })

/** Every kind there is, most telling first: of two that claim a column with equal right, the earlier one gets it. */
export const kindRows: readonly KindRow[] = [
  // who somebody is, and where to reach them
  row('email', 'an e-mail address', ['contact', 'ordinary', 'identifies'], text, [
    [0.97, 'anywhere', 'email, e mail, email address, email addr, mail address, mailadresse, emailadresse, courriel, correo electronico, correo, adresse mail, adresse electronique, endereco email, indirizzo email, posta elettronica, endereco eletronico, email personal, email id, eposta'],
    [0.75, 'person', 'mail, mel'],
  ], 'template, server, queue, campaign, smtp, imap, provider, layout, folder, mailbox'),
  row('phone', 'a telephone number', ['contact', 'ordinary', 'identifies'], code, [
    [0.95, 'anywhere', 'phone number, phone no, phonenr, telephone, telephone number, mobile number, mobile phone, mobile no, cell phone, cellphone, cell number, telefonnummer, handynummer, mobilnummer, telefono, telefone, cellulare, celular, telefono movil, telefono fijo, phone e 164, caller number, caller id, pager, pager number, numero movil, home phone, work phone, msisdn, numero telephone, num tel, whatsapp, whatsapp number, fax number, faxnummer, phone, telefon, telefoonnummer'],
    [0.8, 'party', 'tel, tlf, telf, mobile, handy, fax, cell, gsm, portable, movil, rufnummer, teléfono, contact number, contact no'],
  ], 'model, brand, os, app, plan, carrier, handset, extension, code'),
  row('name', 'a person’s name', ['contact', 'ordinary', 'identifies'], text, [
    [0.95, 'anywhere', 'embossed name, embossed, kontoinhaber, persona contacto, persona de contacto, personne a prevenir, personne contact, pessoa contato, full name, fullname, person name, customer name, client name, employee name, patient name, student name, contact name, contact person, legal full name, cardholder name, cardholder, card holder, name on card, card name, account holder, account holder name, policy holder, policyholder, beneficiary name, recipient name, receiver name, sender name, author name, owner name, guest name, passenger name, subscriber name, kontaktperson, ansprechpartner, kundenname, nom complet, nombre completo, nome completo, nombre y apellidos, nombre apellidos, nome cliente, nombre cliente, nom client, next of kin, emergency contact, emergency contact name, spouse name, father name, mother name, fathers name, mothers name, parent name, guardian name, child name, vor und nachname, nome e cognome, naam, attention to, attn'],
    [0.9, 'person', 'name, nombre, nome, names, display name, legal name, real name, common name, preferred name, known as, pronunciation of name, initials'],
    [0.72, 'anywhere', 'signed by, handled by, opened by, cleaned by, witnessed by, reported by, delivered by, examined by, recipient, addressee, consignee, lawyer, attorney, doctor, medecin, medico, arzt, visitor, appellant, witness, aliases, visitante'],
  ], 'file, host, domain, template, font, oauth, table, column, service, app'),
  row('first-name', 'a first name', ['contact', 'ordinary', ''], text, [
    [0.96, 'anywhere', 'first name, firstname, fname, given name, given names, forename, forenames, middle name, middlename, mname, middle initial, vorname, vornamen, rufname, prenom, prenoms, primer nombre, segundo nombre, primeiro nome, nome proprio, voornaam, fornavn, christian name'],
    [0.7, 'person', 'first, given, middle, nombres, nom de bapteme'],
  ], 'day, page, record'),
  row('last-name', 'a family name', ['contact', 'ordinary', ''], text, [
    [0.96, 'anywhere', 'last name, lastname, lname, surname, sur name, family name, maiden name, birth name, name suffix, nachname, familienname, geburtsname, nom de famille, nom famille, nom naissance, nom de naissance, nom jeune fille, apellido, apellidos, apellido paterno, apellido materno, primer apellido, segundo apellido, sobrenome, apelido, cognome, achternaam, etternavn, efternamn'],
    [0.7, 'person', 'last, family, nom, surnames, second name'],
  ], 'font, page, record, seen, product, olson'),
  row('address', 'a postal address', ['contact', 'ordinary', ''], text, [
    [0.93, 'anywhere', 'home address, postal address, residential address, mailing address, billing address, shipping address, delivery address, street address, permanent address, current address, bill to address, ship to address, address line, address line 1, address line 2, address line 3, direccion entrega, direccion de entrega, endereco entrega, endereco de entrega, postanschrift, wohnanschrift, lieferadresse, rechnungsadresse, adresse postale, adresse livraison, adresse facturation, direccion envio, domicilio, endereco residencial, residence address'],
    [0.85, 'party', 'address, addr, addresses, adresse, anschrift, direccion, endereco, morada, indirizzo, adres, adresse 1, residence, ship address, bill address'],
  ], 'ip, mac, memory, web, wallet, contract, email, url, host, server, node, bus, block, token, network, register, return'),
  row('street', 'a street', ['contact', 'ordinary', ''], text, [
    [0.9, 'anywhere', 'street name, street number, street no, house number, house no, housenumber, strasse, strassenname, hausnummer, apartment number, numero rue, nombre calle, numero casa'],
    [0.85, 'party', 'street, street 1, street 2, str name, house, apartment, apt, flat number, building number, rue, voie, calle, rua, via, straat, huisnummer, logradouro, unit number, door number, po box, postfach'],
  ]),
  row('postal-code', 'a postal code', ['contact', 'ordinary', ''], code, [
    [0.85, 'party', 'postal code, postalcode, postcode, post code, zip, zipcode, zip code, zip 4, postleitzahl, plz, code postal, codigo postal, cep, codice postale, pincode, pin code, eircode'],
    [0.7, 'person', 'cap, cp'],
  ], 'file, archive, compressed'),
  row('city', 'a town', ['contact', 'ordinary', ''], text, [
    [0.83, 'party', 'post town, city, town, city name, suburb, locality, village, municipality, ort, wohnort, stadt, ville, commune, ciudad, localidad, poblacion, municipio, cidade, localidade, bairro, citta, comune, plaats, woonplaats, hometown, home town'],
  ]),
  row('region', 'a region', ['contact', 'ordinary', ''], text, [
    [0.8, 'party', 'state province, province, prefecture, county, bundesland, departement, provincia, state code, province code, state or province, region'],
    [0.78, 'person', 'state'],
    [0.7, 'person', 'uf, estado'],
  ], 'machine, workflow, aws, job'),
  row('country', 'a country', ['demographic', 'ordinary', ''], code, [
    [0.82, 'party', 'country, country code, country name, country of residence, country iso, land, pays, pais, paese, wohnsitzland'],
  ], 'origin, manufacture, phone, dial'),
  row('birth-date', 'a date of birth', ['demographic', 'ordinary', ''], ['text', 'number', 'moment', 'bytes'], [
    [0.97, 'anywhere', 'birth date, birthdate, date of birth, dateofbirth, dob, d o b, birthday, birth day, birth year, year of birth, yob, birth month, born, born on, born at, geb datum, gebdatum, geb dat, geburtsdatum, geburtstag, geburtsjahr, date naissance, date de naissance, annee naissance, fecha nacimiento, fecha de nacimiento, data nascimento, data de nascimento, data nascita, data di nascita, geboortedatum, fodselsdato, fnac, bdate, bday'],
  ]),
  row('birth-place', 'a place of birth', ['demographic', 'ordinary', ''], text, [
    [0.93, 'anywhere', 'birth place, birthplace, place of birth, city of birth, birth city, country of birth, birth country, geburtsort, lieu naissance, lieu de naissance, lugar nacimiento, local nascimento, luogo nascita, luogo di nascita'],
  ]),
  row('age', 'an age', ['demographic', 'ordinary', ''], ['text', 'number'], [
    [0.85, 'anywhere', 'age group, age range, age bracket, age years, age in years, altersgruppe'],
    [0.88, 'person', 'age, alter, edad, idade, eta'],
  ], 'cache, max, min, session, minimum, maximum'),
  row('gender', 'a gender', ['demographic', 'ordinary', ''], code, [
    [0.9, 'anywhere', 'gender, gender identity, sex at birth, geschlecht, sexe, genero, genre sexe, pronouns, preferred pronouns, anrede, salutation'],
    [0.88, 'party', 'sex, sexo, sesso, civilite, gender code, geslacht'],
  ], 'product, article, grammar, noun'),
  row('marital-status', 'a marital status', ['demographic', 'ordinary', ''], code, [
    [0.93, 'anywhere', 'marital status, marital, civil status, married, familienstand, situation familiale, etat civil, estado civil, stato civile, relationship status, is married, number of children, num children, children count, dependents, spouse'],
  ]),
  row('nationality', 'a nationality', ['demographic', 'ordinary', ''], code, [
    [0.93, 'anywhere', 'nationality, nationalities, citizenship, staatsangehorigkeit, staatsangehoerigkeit, nationalitat, nationalitaet, nationalite, nacionalidad, nacionalidade, nazionalita, cittadinanza, immigration status, visa status, residency status'],
    [0.75, 'person', 'country of origin, origin country, work permit, work permit number'],
  ]),
  row('language', 'a person’s language', ['demographic', 'ordinary', ''], code, [
    [0.8, 'anywhere', 'languages spoken, preferred language, native language, mother tongue, muttersprache, langue maternelle, spoken languages, language preference'],
    [0.6, 'person', 'language, locale, sprache, langue, idioma, lingua'],
    [0.62, 'person', 'lang, lang code'],
  ], 'programming, film, original'),
  row('employment', 'a person’s work', ['demographic', 'ordinary', ''], text, [
    [0.85, 'anywhere', 'occupation, profession, job title, jobtitle, employer name, beruf, berufsbezeichnung, profesion, profissao, professione, current employer, employment status, work experience, speciality, specialty, cover letter, motivation letter, cv file, lebenslauf, anschreiben, academic title, education level, highest degree, resume, curriculum vitae, cv'],
    [0.65, 'person', 'titel, title, job, position, employer, education, company, puesto, cargo'],
  ], 'job, posting, vacancy'),
  row('salary', 'pay or income', ['demographic', 'high', ''], code, [
    [0.93, 'anywhere', 'salary, base salary, annual salary, gross salary, net salary, monthly salary, wage, wages, hourly wage, annual income, yearly income, expected salary, desired salary, stundensatz, renda, renda mensal, ingresos mensuales, revenu mensuel, household income, monthly income, gehalt, lohn, bruttogehalt, salaire, salario, stipendio, net worth, credit score, fico score, bonus amount, compensation, remuneration'],
    [0.8, 'person', 'income, pay, bonus, sal, comm, pay rate, pay grade, commission pct'],
  ]),
  // numbers given by states and insurers
  row('national-id', 'a national identity number', ['contact', 'high', 'identifies'], code, [
    [0.97, 'anywhere', 'ssn, social security number, social security no, social security, social insurance number, national id, national id number, national identity number, national insurance number, nino, national identification number, numero seguridad social, seguridad social, nss, id document number, identity document number, identity number, identity card, identity card number, id card number, id number, idcard no, personalausweis, personalausweisnummer, ausweisnummer, sozialversicherungsnummer, svnr, rentenversicherungsnummer, nir, numero securite sociale, num secu, numero secu, dni, nie, curp, rut, numero identidad, documento identidad, cedula, cedula identidad, carta identita, numero documento, bsn, burgerservicenummer, pesel, cnp, personnummer, personal number, henkilotunnus, hetu, isikukood, fodselsnummer, cpr, cpr number, aadhaar, aadhar, aadhaar number, nric, hkid, teudat zehut, ssn last 4, last 4 ssn, rodne cislo, egn, jmbg, oib, emso, amka, citizen id, government id, residence permit number, voter id, my number'],
    [0.7, 'person', 'sin, rg, cedula no'],
  ]),
  row('tax-id', 'a tax number', ['contact', 'high', 'identifies'], code, [
    [0.93, 'anywhere', 'tax id, taxid, tax number, tax identification number, taxpayer id, tax file number, tin number, itin, steuer id, steuerid, steuernummer, steuer identifikationsnummer, steueridentifikationsnummer, idnr, numero fiscal, numero fiscale, nif, codice fiscale, cpf, cpf cnpj, rfc, cuit, cuil, pan number, pan card, utr, spi, nifnie'],
    [0.75, 'person', 'tin, tfn, ein, tax no, pan, cf'],
  ], 'rate, class, rule, zone'),
  row('health-id', 'a number of a patient or health insurance', ['contact', 'high', 'identifies'], code, [
    [0.95, 'anywhere', 'nhs number, nhs no, medicare number, medicare no, medicaid id, medicaid number, health insurance number, health card number, health id, krankenversicherungsnummer, krankenversichertennummer, kvnr, versichertennummer, carte vitale, mbi, medical record number, mrn, patient number, patient no, patient identifier, insurance member id, insurance number, insurance policy number, numero tarjeta sanitaria, tessera sanitaria'],
  ]),
  row('passport', 'a passport number', ['contact', 'high', 'identifies'], code, [
    [0.96, 'anywhere', 'passport, passport number, passport no, passportnr, passport num, reisepass, reisepassnummer, passnummer, numero passeport, passeport, pasaporte, numero pasaporte, passaporte, passaporto, paspoort, visa number, travel document number'],
  ], 'hash, strategy'),
  row('driving-licence', 'a driving licence number', ['contact', 'high', 'identifies'], code, [
    [0.95, 'anywhere', 'drivers license, driver license, driving license, driving licence, drivers licence, driver licence, license number driver, drivers license number, driver license number, driving licence number, driver license no, drivers license no, dl number, fuhrerschein, fuehrerschein, fuhrerscheinnummer, fuehrerscheinnummer, permis conduire, numero permis, licencia conducir, carnet conducir, cnh, carta conducao, patente guida, rijbewijs, rijbewijsnummer'],
    [0.75, 'person', 'licence number, license number, licence no, license no, licence expires, license expires, licence expiry, license expiry'],
  ]),
  row('licence-plate', 'a vehicle’s number plate', ['contact', 'ordinary', 'identifies'], text, [
    [0.9, 'anywhere', 'license plate, licence plate, number plate, plate number, plate no, license plate number, registration plate, vehicle registration, vehicle registration number, car registration, car registration number, registration mark, vrm, plate, kennzeichen, kfz kennzeichen, plaque immatriculation, immatriculation, matricula vehiculo, placa, placa veiculo, targa, vin, vehicle identification number, kenteken'],
  ]),
  row('company-id', 'a number of a company', ['contact', 'ordinary', ''], code, [
    [0.6, 'person', 'vat id, vat number, vat no, vatid, ust id, ustid, ust idnr, umsatzsteuer id, partita iva, tva intracom, numero tva, cnpj, siret, siren, abn, business number, company registration number, handelsregisternummer'],
  ]),
  row('person-number', 'a number that stands for one person', ['contact', 'ordinary', 'identifies'], code, [
    [0.85, 'anywhere', 'customer number, customer no, client number, client no, member number, member no, membership number, membership no, employee number, employee no, staff number, staff no, personnel number, personnel no, payroll number, student number, student no, matriculation number, matriculation no, admission number, admission no, subscriber number, loyalty number, loyalty card number, library card number, membership card number, badge number, badge no, policy number, policy no, contract holder number, versicherungsscheinnummer, policennummer, kundennummer, kundennr, mitgliedsnummer, mitgliedsnr, personalnummer, personalnr, matrikelnummer, numero client, numero adherent, numero licence, numero membre, numero cliente, numero socio, numero empleado, matricula aluno, numero aluno, mpan'],
    [0.72, 'person', 'card number, card no, badge'],
  ]),
  // money
  row('card', 'a payment card number', ['payment', 'high', 'identifies'], code, [
    [0.96, 'anywhere', 'card number, card no, cardnumber, cardno, card num, credit card, credit card number, credit card no, creditcard, debit card number, debit card, cc number, cc num, ccnum, cc no, ccn, primary account number, kartennummer, kreditkarte, kreditkartennummer, numero carte, carte bancaire, tarjeta credito, numero tarjeta, cartao credito, numero cartao, carta credito, numero carta, payment card number, card last 4, card last four, last 4 digits, masked pan, card token, truncated pan, card pan'],
  ], 'gift, loyalty, library, score, sim, graphics, business, report, yellow, red'),
  row('card-security-code', 'a card’s security code or expiry', ['payment', 'high', ''], ['text', 'number', 'moment', 'bytes'], [
    [0.95, 'anywhere', 'cvv, cvv 2, cvc, cvc 2, cvn, card security code, card verification value, card verification code, card expiry, card expiration, card exp, card expiry date, card exp month, card exp year, card expiration date, cc expiry, cc exp, card pin, kartenprufnummer'],
  ]),
  row('iban', 'an IBAN', ['payment', 'high', 'identifies'], text, [[0.97, 'anywhere', 'iban, iban number, iban no, bank iban']]),
  row('bic', 'a bank’s BIC', ['payment', 'ordinary', ''], text, [
    [0.8, 'party', 'bic, swift, swift code, bic code, swift bic, bic swift'],
  ], 'message'),
  row('bank-account', 'a bank account', ['payment', 'high', 'identifies'], code, [
    [0.94, 'anywhere', 'bank account, bank account number, bank account no, account number bank, bank acct, bank acct no, bankkonto, kontonummer, compte bancaire, numero compte, cuenta bancaria, numero cuenta, conta bancaria, numero conta, conto corrente, numero conto, ccc, clabe, bsb, direct deposit account, bank details, bankverbindung, rib'],
    [0.8, 'party', 'routing number, aba routing, aba number, sort code, bankleitzahl, blz, ifsc, ifsc code, bank code, transit number'],
    [0.75, 'person', 'account number, account no, acct no, acct num, acct number'],
    [0.75, 'party', 'account number, cheque number, numero cheque, check number'],
  ], 'gl, ledger, chart'),
  row('crypto-address', 'an address of a crypto currency', ['payment', 'high', 'identifies'], text, [
    [0.9, 'anywhere', 'wallet address, bitcoin address, btc address, eth address, ethereum address, crypto address, crypto wallet, wallet public key, xmr address'],
  ], 'contract'),
  row('payment-account', 'an account at a payment service', ['payment', 'ordinary', 'identifies'], code, [
    [0.88, 'anywhere', 'stripe customer id, stripe id, paypal id, paypal email, paypal payer id, braintree customer id, payment token, payment method token, payment method id'],
  ]),
  row('purchase', 'what somebody bought', ['interaction.device.purchase', 'ordinary', ''], any, [
    [0.8, 'anywhere', 'purchase history, order history, purchased items, purchased products, items purchased, bought items, payment history, spending history, lifetime value, total spent, amount spent'],
    [0.7, 'person', 'purchases, last purchase, last order, orders count, cart contents, basket contents, ltv, account balance, balance'],
  ]),
  // machines a person carries
  row('ip', 'an IP address', ['interaction.device.config', 'ordinary', 'identifies'], ['text', 'number', 'bytes', 'inet'], [
    [0.93, 'anywhere', 'ip address, ipaddress, ip addr, ipaddr, client ip, user ip, remote ip, remote addr, remote address, login ip, sign in ip, current sign in ip, last sign in ip, last login ip, last ip, registration ip, signup ip, opt in ip, optin ip, register ip, source ip, src ip, visitor ip, customer ip, author ip, created ip, request ip, x forwarded for, ip v 4, ipv4, ipv6, ip v 6, ipv4 address, ipv6 address, ip adresse, adresse ip, direccion ip, endereco ip, indirizzo ip, peer address, ip hash'],
    [0.85, 'party', 'ip'],
  ], 'version, server, gateway, subnet, host, dns, bind, listen, range, whitelist, allowlist, blocklist, blacklist, pool, interface, router, firewall, protocol, destination, dest, dst, block, vlan, switch'),
  row('mac', 'a MAC address', ['interaction.device.config', 'ordinary', 'identifies'], ['text', 'number', 'bytes', 'macaddr'], [
    [0.93, 'anywhere', 'mac address, macaddress, mac addr, macaddr, wifi mac, bluetooth address, bluetooth mac, bssid, ethernet address, hardware address, mac adresse, adresse mac, wlan mac'],
    [0.75, 'party', 'mac'],
  ], 'switch, router, server, gateway'),
  row('imei', 'an IMEI', ['interaction.device.config', 'ordinary', 'identifies'], code, [
    [0.95, 'anywhere', 'imei, imei number, imeisv, imsi, iccid, meid, sim number, sim serial'],
  ]),
  row('advertising-id', 'an advertising id', ['interaction.device.config', 'ordinary', 'identifies'], any, [
    [0.94, 'anywhere', 'advertising id, advertising identifier, idfa, gaid, aaid, ad id google, adid, idfv, ifa, maid, mobile ad id, google advertising id, gclid, fbclid, fbp, fbc, ttclid, msclkid'],
  ]),
  row('cookie-id', 'an id in a cookie', ['interaction.device.config', 'ordinary', 'identifies'], any, [
    [0.9, 'anywhere', 'cookie id, cookieid, visitor id, anonymous id, tracking id, browser id, visitor uuid, ga client id, google client id, fingerprint id, browser fingerprint, device fingerprint, cookie value, tracking cookie'],
  ]),
  row('device-id', 'a device’s id', ['interaction.device.config', 'ordinary', 'identifies'], any, [
    [0.85, 'anywhere', 'device identifier, device uuid, device udid, udid, android id, meter serial, meter serial number, meter number, wifi ssid, device serial, device serial number, device token, push token, fcm token, apns token, registration token, device name, installation id, install id, hardware id, machine guid'],
    [0.75, 'party', 'device id, deviceid'],
  ], 'sensor, iot'),
  row('user-agent', 'a browser’s user agent', ['interaction.device.config', 'ordinary', ''], text, [
    [0.9, 'anywhere', 'user agent, useragent, browser agent, http user agent, ua string'],
    [0.6, 'party', 'browser, ua, device os, os version, browser version'],
    [0.75, 'party', 'ua'],
  ]),
  row('device', 'what device somebody uses', ['interaction.device.config', 'ordinary', ''], text, [
    [0.72, 'party', 'os version, device type, device model, device brand, device os'],
    [0.66, 'person', 'platform, os, operating system, browser, browser version'],
  ]),
  row('location', 'a place somebody was', ['interaction.location', 'high', ''], ['text', 'number', 'place', 'document'], [
    [0.85, 'party', 'latitude, longitude, lat, lon, lng, long, lat lng, lat lon, latlng, gps, geo location, geolocation, geo lat, geo lng, geo lon, gps coordinates, coordinates, gps lat, gps lng, gps lon, coords, breitengrad, langengrad, laengengrad, latitud, longitud, latitudine, longitudine'],
    [0.9, 'anywhere', 'last known location, current location, home location, last location, user location, gps position, location history'],
    [0.7, 'person', 'location, position gps, whereabouts, geo, geom, geog, geohash, timezone, time zone'],
    [0.7, 'party', 'speed, speed kmh, speed mph, heading, bearing'],
  ], 'shelf, warehouse, bin, store, file, city, center'),
  // accounts and what opens them
  row('user-name', 'a user name', ['contact', 'ordinary', 'identifies'], text, [
    [0.9, 'anywhere', 'username, user name, user login, login name, loginname, userlogin, screen name, screenname, nickname, nick name, benutzername, nutzername, nom utilisateur, identifiant connexion, nombre usuario, nome usuario, nome utente, gebruikersnaam, gamertag, sam account name, user principal name, upn'],
    [0.75, 'person', 'login, nick, alias, handle, account name, user, uname, usr, pseudo, slug'],
  ], 'db, database, smtp, service, ftp, proxy'),
  row('secret', 'a secret that opens an account', ['credential', 'high', ''], any, [
    [0.96, 'anywhere', 'password, passwd, pwd, passphrase, pass word, password hash, hashed password, encrypted password, password digest, password salt, passwort, kennwort, mot de passe, mot passe, motdepasse, mdp, contrasena, contrasenia, senha, wachtwoord, pin code hash, security answer, security question, secret question, secret answer, mother maiden name, mothers maiden name, pass hash, pin block, pin hash, activation key, activation token, activation code, optin token, opt in token, confirm token, login token, password hint, otp secret, totp secret, two factor secret, mfa secret, 2fa secret, recovery code, recovery codes, backup codes, password reset token, reset password token, reset token, remember token, confirmation token, private key'],
    [0.75, 'party', 'access token, refresh token, auth token, authentication token, session token, api token, api key, apikey, secret key, secret, salt, otp, otp code, id token, session key, access key, verification token, oauth token, bearer token, token hash, pass, pin, credential, credentials, session data'],
  ], 'policy, length, page, url, expired, grant'),
  row('social-handle', 'an account at a social network', ['contact', 'ordinary', 'identifies'], text, [
    [0.88, 'anywhere', 'twitter handle, twitter username, twitter id, instagram handle, instagram username, facebook id, facebook profile, facebook username, facebook url, linkedin profile, linkedin url, linkedin id, github username, github login, social handle, social profile, spotify id, google id, apple user id, twitch id, skype name, skype id, skype, telegram id, telegram handle, telegram username, wechat id, snapchat, tiktok handle, discord id, discord username, google account id, apple id, mastodon, xing, steam id'],
    [0.75, 'person', 'twitter, instagram, facebook, linkedin, github, wechat, telegram, orcid, website, homepage, blog, personal website, web site'],
  ]),
  row('photo', 'a picture of a person', ['interaction.image', 'ordinary', ''], any, [
    [0.88, 'anywhere', 'profile picture, profile photo, profile image, profile pic, avatar, avatar url, user photo, user image, selfie, headshot, portrait photo, passport photo, id photo, face image, photo id scan, gravatar, profilbild, foto perfil, photo profil, mugshot, profile image url, profile picture url, signature image'],
    [0.8, 'person', 'assinatura, unterschrift, photo, picture, photo url, picture url, image, image url, pic, foto, photo path, portrait, signature'],
  ], 'product, cover, size, count, article'),
  row('personal-url', 'a link that leads to one person', ['interaction.device.browse', 'ordinary', ''], text, [
    [0.75, 'anywhere', 'referrer url, referer url, referrer, referer, http referer, landing page url, page views, browsing history, browse history, visited urls, visited pages, page history, profile url, unsubscribe url, magic link, invite link'],
    [0.6, 'party', 'visited url, clicked url, last page, page url'],
  ], 'policy'),
  // what the law calls special
  row('health', 'a fact of somebody’s health', ['demographic', 'special', ''], [...any, 'boolean'], [
    [0.93, 'anywhere', 'diagnosis, diagnoses, diagnosis code, icd 10, icd code, icd 10 code, medical history, medical condition, medical conditions, health condition, health conditions, health status, chronic conditions, allergies, allergy, known allergies, blood type, blood group, blutgruppe, body temperature, vorerkrankungen, medikamente, ruhepuls, certificat medical, medical certificate, medical equipment, special needs, dietary requirements, dietary restrictions, diet, access needs, accessibility needs, health notes, alergias, enfermedades, injury, injuries, medication, medications, current medications, prescription, prescribed drug, disability, disabilities, disability status, disabled person, handicap, behinderung, krankheit, diagnose, pregnant, pregnancy, pregnancy status, smoker, smoking status, hiv status, std status, vaccination, vaccination status, vaccinated, covid status, covid test, test result medical, lab result, lab results, symptom, symptoms, treatment plan, mental health, therapy notes, bmi, body mass index, blood pressure, heart rate, glucose, glucose level, cholesterol, groupe sanguin, antecedents medicaux, maladie, grupo sanguineo, alergias, enfermedad, diagnostico, tipo sanguineo, doenca, gruppo sanguigno, malattia, sick leave reason, sick days, menstrual cycle, last period, dietary restrictions, dietary requirements, insulin, surgery, surgical history, family medical history, immunization, immunizations'],
    [0.7, 'person', 'height, weight, weight kg, height cm, gewicht kg, grosse cm, groesse cm, dose, dosage, body weight, body height, treatment, condition, steps, sleep hours, calories burned, chief complaint, grosse, gewicht, reaction'],
  ], 'product, shipping, package, http, endpoint, service, check, page, gross'),
  row('religion', 'a religion', ['demographic', 'special', ''], code, [
    [0.94, 'anywhere', 'religion, religious affiliation, religious belief, religious beliefs, faith, denomination religious, konfession, religionszugehorigkeit, religionszugehoerigkeit, kirchensteuer, religione, religiao, church membership, caste'],
  ], 'book, good'),
  row('ethnicity', 'an ethnic origin', ['demographic', 'special', ''], code, [
    [0.94, 'anywhere', 'ethnicity, ethnic group, ethnic origin, ethnic background, race ethnicity, racial origin, ethnie, etnia, etnicidad, raza, skin color, skin colour, hautfarbe, tribe, indigenous status, cor raca'],
    [0.85, 'person', 'race, ancestry'],
  ], 'horse, car, marathon, lap'),
  row('political-opinion', 'a political opinion', ['demographic', 'special', ''], code, [
    [0.93, 'anywhere', 'political party, party affiliation, political affiliation, political opinion, political opinions, political views, political view, voting preference, party membership, parteizugehorigkeit, parteizugehoerigkeit, politische meinung, opinion politique, afiliacion politica, partido politico, filiacao partidaria'],
  ]),
  row('union', 'a trade union membership', ['demographic', 'special', ''], [...code, 'boolean'], [
    [0.93, 'anywhere', 'union member, union membership, trade union, trade union membership, labor union, labour union, union name, gewerkschaft, gewerkschaftsmitglied, syndicat, sindicato, sindacato, is union member, union affiliation, union dues'],
  ]),
  row('sexual-orientation', 'sex life or orientation', ['demographic', 'special', ''], code, [
    [0.95, 'anywhere', 'sexual orientation, sexuality, sexual preference, sexual preferences, orientation sexuelle, sexuelle orientierung, orientacion sexual, orientacao sexual, orientamento sessuale, lgbtq, lgbt status, gender reassignment, sex life, interested in gender'],
  ]),
  row('biometric', 'a measure of the body', ['interaction.other', 'special', 'identifies'], any, [
    [0.94, 'anywhere', 'fingerprint, fingerprints, fingerprint template, fingerprint data, finger print, retina scan, iris scan, iris template, face template, face embedding, face encoding, face descriptor, facial recognition, facial features, voice print, voiceprint, biometric, biometrics, biometric data, biometric template, biometric hash, palm print, dna, dna sequence, genome, genetic data, genotype, fingerabdruck, empreinte digitale, huella dactilar, impressao digital, impronta digitale'],
  ], 'ssh, certificate, cert, key, browser, device, file, build, image'),
  row('criminal-record', 'a criminal record', ['demographic', 'special', ''], [...any, 'boolean'], [
    [0.93, 'anywhere', 'criminal record, criminal records, criminal history, criminal convictions, convictions, conviction, background check, background check result, arrest record, arrests, offence, offense, police check, background check status, vorstrafen, casier judiciaire, antecedentes penales, antecedentes criminais, casellario giudiziale, dbs check, felony'],
  ]),
  // what a person says
  row('message', 'a message of a person', ['content.message', 'high', ''], text, [
    [0.85, 'anywhere', 'message body, message text, message content, remittance info, remittance information, verwendungszweck, email body, mail body, sms text, sms body, chat message, chat text, chat transcript, call transcript, conversation text, dm text, direct message, private message, voicemail, call recording'],
    [0.75, 'party', 'message, body, message body html, subject, transcript, nachricht, mensaje, mensagem, messaggio'],
  ], 'error, log, queue, template, status, commit, exception, warning, debug, validation, welcome, campaign'),
  row('search', 'what somebody searched', ['interaction.search', 'ordinary', ''], text, [
    [0.8, 'anywhere', 'search query, search term, search terms, search phrase, search text, search keywords, searched for, search history, recent searches, query text user, suchbegriff, suchanfrage, recherche texte, termino busqueda, termo busca'],
    [0.72, 'party', 'query, keywords'],
  ], 'index, engine, vector, config'),
  row('last-activity', 'when somebody was last here', ['interaction', 'ordinary', ''], any, [
    [0.78, 'person', 'last login, last login at, last login on, last login date, last log in, last sign in, last sign in at, last seen, last seen at, last seen on, last active, last active at, last activity, last activity at, last visit, last visit at, last visited at, last access, last accessed at, last played, last played at, last online, letzter login, derniere connexion, ultimo acceso, ultimo login'],
  ], 'device, server, job, sync, price'),
  row('recording', 'a recording of somebody', ['recording', 'high', ''], any, [
    [0.85, 'anywhere', 'voice recording, call recording url, call recording file, video recording, cctv footage'],
    [0.75, 'party', 'audio, audio file, audio url, recording, recording url, recording file'],
  ]),
  row('feedback', 'what somebody thinks of something', ['feedback', 'ordinary', ''], code, [
    [0.75, 'party', 'review text, review body, review comment, review content, feedback text, feedback comment, feedback message, survey answer, survey response, customer feedback, testimonial, complaint, complaint text, feedback'],
    [0.75, 'party', 'rating, stars, star rating, review score, satisfaction score, nps score'],
  ]),
  row('free-text', 'free text about a person', ['content', 'ordinary', ''], text, [
    [0.85, 'anywhere', 'customer notes, customer note, client notes, patient notes, clinical notes, doctor notes, employee notes, user notes, case notes, agent notes, personal notes, biography, about me, self description, free text, freitext, delivery instructions, special instructions, gift message, customer comment, customer comments'],
    [0.78, 'person', 'notes, note, comment, comments, remarks, remark, bio, bemerkung, bemerkungen, notizen, notiz, anmerkung, kommentar, commentaire, commentaires, remarque, observaciones, comentario, comentarios, nota, notas, observacao, observacoes, commento, commenti, osservazioni, about, description, story, interests, hobbies, memo, summary'],
    [0.72, 'party', 'notes, comments, customer remarks, bemerkungen, kommentar, observaciones, comentarios, commentaires'],
    [0.7, 'party', 'comment, comentario, reason, details, explanation, extra information, message to us'],
  ], 'release, patch, version'),
] // prettier-ignore

/** Every kind, without the words it is known by. */
export const kinds: readonly Kind[] = kindRows.map(({ name, label, category, sensitivity, identifies }) => ({
  name,
  label,
  category,
  sensitivity,
  identifies,
}))

const byName = new Map(kinds.map((kind) => [kind.name, kind]))

/** The kind of a name that this table itself made. An unknown name is a bug. */
export function kindOf(name: string): Kind {
  const kind = byName.get(name)
  if (kind === undefined) throw new Error(`no kind is called ${name}`)
  return kind
}
