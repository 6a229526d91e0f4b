-- A dating service. PostgreSQL.
create table profiles (
  profile_id         uuid primary key,
  handle             text not null unique,
  email              text not null,
  phone              text,
  password_digest    text not null,
  birthdate          date not null,
  gender_identity    text,
  sexual_orientation text,
  seeking            text[],
  height_cm          smallint,
  religion           text,
  political_views    text,
  smoker             boolean,
  hiv_status         text,
  about_me           text,
  city               text,
  last_lat           double precision,
  last_lon           double precision,
  verified_at        timestamptz,
  created_at         timestamptz not null
);
create table photos (photo_id uuid primary key, profile_id uuid references profiles on delete cascade, storage_key text, caption text, width int, height int, position smallint);
create table swipes (swiper uuid, target uuid, liked boolean, at timestamptz, primary key (swiper, target));
create table messages (message_id bigserial primary key, match_id uuid, sender uuid, body text, sent_at timestamptz, read_at timestamptz);
create table reports (report_id bigserial primary key, reporter uuid, reported uuid, reason text, details text, handled boolean default false);
create table devices (profile_id uuid, push_token text, os text, app_version text, advertising_id text, primary key (profile_id, push_token));
create table plans (plan_id serial primary key, name text, price_cents int, months smallint, active boolean);
