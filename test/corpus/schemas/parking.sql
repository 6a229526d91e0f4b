-- Parking in a town. PostgreSQL.
create table permit_holders (
  holder_id     bigserial primary key,
  title         varchar(10),
  name          varchar(120) not null,
  uprn          varchar(12),
  address1      varchar(120),
  address2      varchar(120),
  post_code     varchar(10),
  mobile_no     varchar(20),
  email         varchar(150),
  blue_badge_no varchar(20),
  notes         text
);
create table permits (permit_no varchar(12) primary key, holder_id bigint references permit_holders, vrm varchar(10), zone_code varchar(6), valid_from date, valid_to date, fee_pence int);
create table penalty_notices (
  pcn           varchar(12) primary key,
  vrm           varchar(10) not null,
  keeper_name   varchar(120),
  keeper_address text,
  contravention smallint,
  issued_at     timestamptz,
  officer_badge varchar(8),
  lat           numeric(9, 6),
  lon           numeric(9, 6),
  photo         bytea,
  paid_pence    int
);
create table zones (zone_code varchar(6) primary key, name varchar(60), hours text, spaces int, hourly_pence int);
create table machines (machine_id int primary key, zone_code varchar(6), street varchar(80), lat numeric(9, 6), lon numeric(9, 6), installed date);
create table payments (id bigserial primary key, machine_id int, vrm varchar(10), phone varchar(20), amount_pence int, paid_at timestamptz, card_token text, masked_pan varchar(19));
create table appeals (appeal_id bigserial primary key, pcn varchar(12), appellant varchar(120), grounds text, evidence bytea, decided_on date, outcome varchar(20));
