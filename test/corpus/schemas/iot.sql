-- Thermostats and door locks in people's homes. PostgreSQL.
create table homes (
  home_id    uuid primary key,
  owner_id   uuid not null,
  label      text,
  address    text,
  geo        point,
  timezone   text
);
create table owners (
  owner_id     uuid primary key,
  email        text not null,
  full_name    text,
  phone_number text,
  push_token   text,
  wifi_ssid    text,
  created_at   timestamptz
);
create table devices (
  device_id     uuid primary key,
  home_id       uuid references homes,
  serial_number text not null,
  mac_address   macaddr,
  model         text,
  firmware      text,
  ip_address    inet,
  installed_on  date
);
create table readings (
  device_id   uuid,
  at          timestamptz,
  temperature real,
  humidity    real,
  battery     smallint,
  occupancy   boolean,
  primary key (device_id, at)
);
create table lock_events (
  id        bigserial primary key,
  device_id uuid references devices,
  opened_by text,
  method    text,
  pin_code  text,
  at        timestamptz
);
create table firmware_releases (version text primary key, released_on date, checksum text, notes text, size_bytes bigint);
create table models (model text primary key, vendor text, voltage int, certified boolean);
