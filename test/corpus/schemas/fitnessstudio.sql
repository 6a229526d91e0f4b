-- Ein Fitnessstudio. PostgreSQL, deutsche Namen.
create table mitglieder (
  mitglied_id     serial primary key,
  mitgliedsnummer varchar(10) not null unique,
  anrede          varchar(10),
  vorname         varchar(60) not null,
  nachname        varchar(60) not null,
  geburtsdatum    date,
  strasse         varchar(100),
  hausnummer      varchar(8),
  plz             char(5),
  ort             varchar(80),
  telefon         varchar(30),
  email           varchar(150),
  iban            varchar(34),
  kontoinhaber    varchar(120),
  eintritt        date not null,
  kuendigung_zum  date,
  bemerkung       text
);
create table gesundheitsbogen (
  mitglied_id     int primary key references mitglieder,
  groesse_cm      smallint,
  gewicht_kg      numeric(5, 1),
  vorerkrankungen text,
  medikamente     text,
  ruhepuls        smallint,
  ausgefuellt_am  date
);
create table kurse (
  kurs_id     serial primary key,
  bezeichnung varchar(80) not null,
  beginn      timestamp,
  dauer_min   smallint,
  plaetze     smallint,
  trainer_id  int
);
create table trainer (
  trainer_id  serial primary key,
  name        varchar(120) not null,
  handynummer varchar(30),
  stundensatz numeric(6, 2)
);
create table anmeldungen (kurs_id int, mitglied_id int, angemeldet_am timestamp, storniert boolean, primary key (kurs_id, mitglied_id));
create table geraete (geraet_id serial primary key, hersteller text, modell text, seriennummer text, letzte_wartung date, standort text);
create table zutritte (id bigserial primary key, mitglied_id int, kartennummer text, zeitpunkt timestamp, drehkreuz smallint);
