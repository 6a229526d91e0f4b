// Names of columns, labelled by hand: what a reviewer calls personal, of which kind, and what nobody should be warned of. Written as
// people write schemas: in five languages, glued, shouted, with prefixes.

import { describe, expect, test } from 'vitest'
import { kinds, recogniseName } from './index.ts'

/** `table.column type`, in lists by the kind they should be taken for. */
const personal: Readonly<Record<string, string>> = {
  email: `customer.email varchar | users.email_address text | tblCustomers.strEmailAddr nvarchar | orders.customer_email text | clients.courriel varchar
    | clientes.correo_electronico varchar | members.EMail varchar | newsletter_subscribers.email citext | kunden.EMailAdresse varchar | contacts.email2 text | accounts.backup_email text`,
  phone: `Customer.Phone varchar | users.phone_number bigint | employees.mobile text | orders.recipient_phone text | clientes.telefono varchar | kunden.telefonnummer text
    | contacts.homephone varchar | patients.emergency_phone text | clientes.celular text | utenti.cellulare text | CUSTOMER.PHONE_NO char | orders.shipping_phone varchar | Customer.Fax varchar`,
  name: `customer.name varchar | suppliers.contact_name varchar | people.full_name text | posts.author_name text | patients.name text | bookings.guest_name text
    | x.customername varchar | user_profiles.display_name text | persona.nombre text | payments.cardholder_name text | students.emergency_contact text | clients.nom_complet text | doctors.name text`,
  'first-name': `Customer.FirstName varchar | actor.first_name varchar | kunden.vorname varchar | clients.prenom varchar | employee.fname char | users.given_name text | clientes.primer_nombre text | users.middle_name text | medewerkers.voornaam text`,
  'last-name': `Customer.LastName varchar | kunden.nachname varchar | clients.nom_de_famille varchar | users.surname text | clientes.apellidos text | dipendenti.cognome text | pessoas.sobrenome text | employee.lname char | users.maiden_name text`,
  address: `Customer.Address varchar | Invoice.BillingAddress varchar | orders.ship_address varchar | kunden.anschrift text | clientes.direccion text | clientes.endereco text | clienti.indirizzo text | users.home_address text | x.billingaddress varchar | addresses.address_line_1 text`,
  street: `kunden.strasse varchar | customer_addresses.street text | clientes.calle text | kunden.hausnummer text | customer.house_number text | pessoas.logradouro text`,
  city: `Customer.City varchar | Invoice.BillingCity varchar | kunden.wohnort varchar | clients.ville varchar | orders.ship_city text | clientes.ciudad text | employees.city text`,
  'postal-code': `Customer.PostalCode varchar | kunden.plz varchar | orders.shipping_zip text | clients.code_postal text | clientes.cep text | addresses.zipcode int`,
  region: `Customer.State varchar | addresses.province text | customers.bundesland text`,
  country: `Customer.Country varchar | Invoice.BillingCountry varchar | users.country_code char`,
  'birth-date': `Employee.BirthDate timestamp | kunden.geburtsdatum date | users.dob date | clientes.fecha_nacimiento date | clients.date_naissance date | pessoas.data_nascimento date | users.birthday date | patients.date_of_birth date | members.birth_year int`,
  age: `users.age int | survey_responses.age_group text | patients.age smallint`,
  gender: `users.gender text | patients.sex char | kunden.geschlecht char | kunden.anrede text | clientes.genero text | users.pronouns text`,
  'marital-status': `employees.marital_status text | kunden.familienstand text | clientes.estado_civil text`,
  nationality: `passengers.nationality text | kunden.staatsangehoerigkeit text | employees.citizenship text`,
  salary: `employees.salary numeric | staff.base_salary numeric | mitarbeiter.gehalt numeric | applicants.annual_income numeric | customers.credit_score int`,
  'national-id': `users.ssn char | clientes.dni varchar | mitarbeiter.sozialversicherungsnummer text | patients.national_id text | users.aadhaar_number text | personer.personnummer text | klanten.bsn text | employees.social_security_number text`,
  'tax-id': `clientes.cpf varchar | customers.tax_id text | clienti.codice_fiscale text | kunden.steuernummer text | clientes.nif text`,
  'health-id': `patients.nhs_number text | patients.medical_record_number text | versicherte.krankenversicherungsnummer text | patients.medicare_number text`,
  passport: `passengers.passport_number text | users.passport_no text | reisende.reisepassnummer text`,
  'driving-licence': `drivers.driving_licence_number text | renters.drivers_license text | kunden.fuehrerscheinnummer text`,
  'licence-plate': `permits.license_plate text | fahrzeuge.kennzeichen text | rentals.plate_number text`,
  card: `orders.credit_card_number char | payments.card_number text | orders.card_last4 char | payments.cc_number text | kunden.kreditkartennummer text`,
  'card-security-code': `payments.cvv text | payments.card_expiry text`,
  iban: `payments.iban text | kunden.iban varchar | employees.bank_iban text`,
  'bank-account': `employees.bank_account_number text | kunden.kontonummer text | customers.account_number text | payees.routing_number text | kunden.blz text`,
  ip: `sessions.ip_address inet | access_log.ip inet | web_log.ip inet | hits.ip cidr | users.last_login_ip inet | comments.author_ip text | visits.ip text | events.client_ip text | audit_log.remote_addr text`,
  mac: `user_devices.mac_address text | visits.mac macaddr`,
  imei: `phones.imei text`,
  'advertising-id': `app_users.idfa uuid | events.advertising_id text | leads.gclid text`,
  'cookie-id': `visits.visitor_id text | events.anonymous_id uuid | sessions.cookie_id text`,
  'device-id': `user_devices.device_token text | sessions.device_id text | installs.android_id text`,
  'user-agent': `sessions.user_agent text | page_views.useragent text`,
  location: `user_locations.lat float | orders.delivery_latitude float | drivers.current_location geography | trips.start_longitude double | users.last_known_location point`,
  'user-name': `staff.username varchar | users.login text | accounts.user_name text | users.nickname text | benutzer.benutzername text`,
  secret: `staff.password varchar | users.password_hash text | users.encrypted_password text | kunden.passwort text | users.api_token text | users.security_answer text | users.password_reset_token varchar | users.otp_secret text | usuarios.contrasena text`,
  'social-handle': `leads.linkedin_url text | users.twitter_handle text | contacts.facebook_id text`,
  photo: `users.avatar_url text | staff.picture bytea | users.profile_image text | customers.photo text`,
  health: `patients.diagnosis text | patients.has_disability boolean | patient.blood_type text | employees.medical_condition text | guests.allergies text | mitarbeiter.krankheit text | users.is_smoker boolean`,
  religion: `employees.religion text | mitarbeiter.konfession text`,
  ethnicity: `students.ethnicity text | students.race text | pacientes.raza text`,
  'political-opinion': `voters.political_party text | members.party_affiliation text`,
  union: `employees.union_member boolean | mitarbeiter.gewerkschaft text`,
  'sexual-orientation': `profiles.sexual_orientation text`,
  biometric: `employees.fingerprint bytea | users.face_embedding bytea | visitors.iris_scan bytea`,
  'criminal-record': `applicants.criminal_record text | employees.background_check_result text`,
  message: `chat_messages.message text | tickets.message_body text | conversations.chat_transcript text`,
  search: `search_logs.search_query text | users.search_history json`,
  'free-text': `customers.notes text | patients.clinical_notes text | orders.delivery_instructions text | kunden.bemerkungen text | users.bio text`,
} // prettier-ignore

/** What nobody should be warned of. */
const nobodys = `
  product.name varchar | country.name text | Genre.Name varchar | MediaType.Name varchar | Artist.Name varchar | Playlist.Name varchar | Track.Name varchar | airports.name text | departments.department_name text
  | categories.name text | user_roles.name text | employee_types.name text | migrations.name text | tags.name text | languages.name char | currencies.name text | colors.name text | plans.name text | permissions.name text
  | files.file_name text | x.filename varchar | x.hostname varchar | servers.host_name text | apps.app_name text | tables.table_name text | documents.document_name text | oauth_clients.client_name text | users.theme_name text
  | suppliers.company_name varchar | fonts.font_family text | fonts.family_name text | events.event_name text | jobs.job_name text | queues.queue_name text | databases.database_name text
  | film.title text | Album.Title varchar | posts.title text | books.title text | tickets.title text | film.description text | products.description text | categories.description text | products.notes text | releases.notes text
  | users.created_at timestamp | users.updated_at timestamp | orders.shipped_at timestamp | users.email_verified boolean | users.email_verified_at timestamp | users.is_phone_verified boolean | users.has_email boolean
  | users.password_changed_at timestamp | users.failed_password_attempts int | users.email_count int | users.notify_email boolean | users.email_notifications boolean | users.show_birthday boolean | users.locale_id int
  | users.email_template_id int | campaigns.email_subject text | campaigns.email_template text | email_templates.subject text | email_templates.body text | mail_servers.mail text | smtp_settings.smtp_host text
  | addresses.address_type text | addresses.id int | store.address_id int | users.customer_id int | Customer.SupportRepId int | orders.status text | orders.state text | orders.total numeric | Invoice.Total numeric | Invoice.InvoiceDate timestamp
  | products.price numeric | products.sku text | products.weight numeric | products.height numeric | products.gender text | products.color text | products.country_of_origin text | products.image_url text | products.age_rating text
  | logins.ip_version int | networks.subnet text | servers.ip_range cidr | firewall_rules.ip_protocol text | http_cache.max_age int | cache.age int | sessions.max_age int | http_cache.etag text
  | city.city varchar | city.last_update timestamp | country.country varchar | regions.region_name varchar | airports.city text | airports.country text | airports.latitude float | weather_stations.lon float | stores.latitude float | warehouses.city text
  | store.manager_staff_id int | film.language_id int | film.original_language_id int | film.rating text | film.release_year int | film.length int | film.special_features text | inventory.film_id int | rental.rental_date timestamp
  | jobs.min_salary numeric | jobs.max_salary numeric | jobs.job_title text | gl_accounts.account_number text | ledger.account_name text | chart_of_accounts.account_name text
  | tags.slug text | categories.slug text | posts.slug text | workflows.state text | machines.state text | orders.order_state text | jobs.state text | builds.status text
  | webhooks.secret text | webhooks.url text | integrations.api_key text | migrations.checksum text | locks.lock_key text | config.key text | config.value text | settings.value json
  | order_items.quantity int | order_items.unit_price numeric | shipments.carrier text | shipments.tracking_number text | payments.amount numeric | payments.currency char | payments.payment_method text | invoices.number text
  | Track.Composer varchar | Track.Bytes int | Track.Milliseconds int | Track.UnitPrice numeric | Employee.HireDate timestamp | Employee.ReportsTo int | employees.department_id int | employees.hire_date date
  | horses.name text | ships.name text | planets.name text | genes.name text | sensors.name text | rooms.name text | recipes.name text | playlists.description text | features.flag_name text | sports.name text
  | error_logs.message text | commits.message text | logs.level text | audit_log.action text | audit_log.table_name text | notifications.type text | feature_flags.enabled boolean | surveys.question text | questions.text text
  | users.status text | users.role text | users.plan_id int | users.login_count int | users.is_active boolean | users.last_login_id int | users.email_domain text | users.phone_type text | users.name_format text | users.address_format text
  | customers.segment text | customers.loyalty_points int | customers.source text | products.product_name text | products.brand text | vehicles.make text | vehicles.model text | vehicles.mileage int | parts.part_number text
  | packages.package_name text | packages.version text | devices.firmware_version text | pages.page_url text | pages.title text | media.mime_type text | images.width int | images.alt_text text | documents.page_count int
  | artikel.bezeichnung text | artikel.preis numeric | produits.libelle text | produits.prix numeric | productos.nombre text | produtos.nome text | prodotti.nome text | laender.name text | kategorien.name text | pays.nom text
  | teams.name text | leagues.name text | games.name text | tournaments.name text | courses.name text | exams.name text | grades.grade text | classes.class_name text | schools.name text | hospitals.name text | banks.name text
  | wine.country text | wines.region text | recipes.notes text | materials.state text | substances.state text | countries.iso_code char | countries.phone_code text | timezones.name text | exchange_rates.rate numeric
  | stops.stop_name text | routes.route_short_name text | stops.stop_lat float | flights.flight_number text | flights.origin text | flights.destination text | flights.status text | hotels.name text | rooms.room_number text | rooms.floor int
  | storage.location text | bins.location text | shelves.location text | regions.geom geometry | parcels.geometry geometry | buildings.address_id int | tokens.token_type text | captchas.answer text | encryption_keys.key_id text
` // prettier-ignore

interface Labelled {
  readonly said: string
  readonly table: string
  readonly column: string
  readonly type: string
}

const listed = (list: string): Labelled[] =>
  list.split('|').map((entry) => {
    const [said = '', type = ''] = entry.trim().split(' ')
    const [table = '', column = ''] = said.split('.')
    return { said, table, column, type }
  })

describe('names of columns', () => {
  test('what is personal is called so, and of its kind', () => {
    const wrong = Object.entries(personal).flatMap(([kind, list]) =>
      listed(list).flatMap(({ said, ...column }) => {
        const guess = recogniseName(column)
        return guess?.kind.name === kind ? [] : [`${said} is ${kind}, taken for ${guess?.kind.name ?? 'nothing'}`]
      }),
    )
    expect(wrong).toEqual([])
  })

  test('what is nobody’s raises no alarm', () => {
    const alarms = listed(nobodys).flatMap(({ said, ...column }) => {
      const guess = recogniseName(column)
      return guess === null ? [] : [`${said} taken for ${guess.kind.name} at ${guess.confidence}`]
    })
    expect(alarms).toEqual([])
  })

  test('the lists are long enough to say something', () => {
    expect(Object.values(personal).flatMap(listed).length).toBeGreaterThan(200)
    expect(listed(nobodys).length).toBeGreaterThan(200)
  })
})

describe('what stands around a word', () => {
  const guess = (table: string, column: string, type = 'text') => recogniseName({ table, column, type })

  test('the table decides where the word alone does not', () => {
    expect(guess('customer', 'name')?.kind.name).toBe('name')
    expect(guess('product', 'name')).toBe(null)
    expect(guess('thing_nobody_knows', 'name')).toBe(null)
    expect(guess('customer', 'email')!.confidence).toBeGreaterThan(guess('thing_nobody_knows', 'email')!.confidence)
  })

  test('a schema speaks where the table does not', () => {
    expect(recogniseName({ schema: 'customers', table: 'main', column: 'name', type: 'text' })?.kind.name).toBe('name')
  })

  test('a type that cannot hold it speaks against a word, and some types speak alone', () => {
    expect(guess('users', 'email', 'boolean')).toBe(null)
    expect(guess('users', 'first_name', 'integer')).toBe(null)
    expect(guess('users', 'birth_date', 'date')?.kind.name).toBe('birth-date')
    expect(guess('sessions', 'origin_of_request', 'inet')?.kind.name).toBe('ip')
    expect(guess('users', 'email', 'character varying')).toEqual(guess('users', 'email', 'a type nobody knows'))
  })

  test('spelling does not matter', () => {
    const spelled = ['first_name', 'firstName', 'FirstName', 'FIRST_NAME', 'first-name', 'First Name', 'firstname', 'tbl_first_name', 'first_name_2'] // prettier-ignore
    for (const column of spelled) expect(guess('users', column)?.kind.name, column).toBe('first-name')
    expect(guess('kunden', 'Straße')?.kind.name).toBe('street')
    expect(guess('clients', 'prénom')?.kind.name).toBe('first-name')
  })

  test('a reason is one clause that names the word', () => {
    expect(guess('customer', 'home_phone')?.reason).toBe('its name says “home phone”, of a person')
  })

  test('names of any length and content are answered', () => {
    for (const column of [
      '',
      ' ',
      '\0',
      '😀',
      'a'.repeat(100_000),
      '_'.repeat(10_000),
      'email'.repeat(5_000),
      '"; drop table x',
      'ﬁrst',
    ])
      expect(() => guess(column, column, column)).not.toThrow()
  })
})

describe('the table of kinds', () => {
  test('every kind has its own name, a label, and a category of the taxonomy', () => {
    const categories = /^(?:contact|credential|demographic|payment|licence|interaction(?:\.(?:device(?:\.(?:purchase|browse|config|error|help|bot))?|interest|media|search|voice|ink|image|relation|social|location|other))?|content(?:\.(?:message|file))?|recording|feedback)$/ // prettier-ignore
    expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length)
    for (const { name, label, category } of kinds) {
      expect(category, name).toMatch(categories)
      expect(label, name).toMatch(/^\S/)
    }
  })

  test('what the law calls special is so', () => {
    const special = kinds.filter(({ sensitivity }) => sensitivity === 'special').map(({ name }) => name)
    for (const name of ['health', 'religion', 'ethnicity', 'political-opinion', 'union', 'sexual-orientation', 'biometric']) expect(special).toContain(name) // prettier-ignore
  })
})
