-- A law firm. PostgreSQL.
create table parties (
  party_id      serial primary key,
  kind          text check (kind in ('natural', 'legal')),
  full_name     text not null,
  aliases       text[],
  date_of_birth date,
  id_document_number text,
  address       text,
  email         text,
  phone         text,
  occupation    text
);
create table matters (
  matter_id   serial primary key,
  file_number text unique,
  title       text,
  court       text,
  opened      date,
  closed      date,
  hourly_rate numeric(8, 2)
);
create table matter_parties (matter_id int, party_id int, role text, is_client boolean, primary key (matter_id, party_id));
create table convictions (id serial primary key, party_id int references parties, offence text, sentence text, convicted_on date);
create table time_entries (id bigserial primary key, matter_id int, lawyer text, day date, minutes int, narrative text, billed boolean);
create table documents (id bigserial primary key, matter_id int, filename text, sha256 text, pages int, confidential boolean, content bytea);
create table invoices (invoice_no text primary key, matter_id int, amount numeric(12, 2), vat_rate numeric(4, 2), issued date, due date);
create table courts (code text primary key, name text, address text, fax text);
