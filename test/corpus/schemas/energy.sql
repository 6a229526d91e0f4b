-- Electricity and gas. PostgreSQL.
create table account_holder (
  holder_id        bigint primary key,
  title            text,
  forename         text not null,
  surname          text not null,
  dob              date,
  email            text,
  telephone_home   text,
  telephone_mobile text,
  vulnerable_code  text,
  medical_equipment boolean,
  credit_score     smallint,
  preferred_language char(2)
);
create table supply_point (
  mpan           char(13) primary key,
  holder_id      bigint references account_holder,
  address_line1  text not null,
  address_line2  text,
  post_town      text,
  postcode       text not null,
  meter_serial   text,
  profile_class  smallint,
  tariff_code    text
);
create table meter_reading (
  mpan      char(13) references supply_point,
  read_at   timestamptz,
  kwh       numeric(12, 3) not null,
  source    text,
  primary key (mpan, read_at)
);
create table bill (
  bill_id    bigint primary key,
  holder_id  bigint references account_holder,
  period_from date,
  period_to   date,
  net        numeric(10, 2),
  vat        numeric(10, 2),
  paid_on    date
);
create table direct_debit (
  mandate_ref    text primary key,
  holder_id      bigint references account_holder,
  sort_code      char(8) not null,
  account_number char(8) not null,
  account_name   text not null,
  collect_day    smallint
);
create table tariff (tariff_code text primary key, name text, unit_rate numeric(8, 4), standing_charge numeric(8, 4), valid_from date);
create table contact_log (id bigserial primary key, holder_id bigint, at timestamptz, channel text, summary text, handled_by text);
