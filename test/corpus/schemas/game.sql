-- An online game. PostgreSQL.
create schema play;
set search_path to play, public;
create table players (
  player_id     uuid primary key,
  gamertag      text not null unique,
  email         text,
  country_code  char(2),
  birth_year    smallint,
  parent_email  text,
  level         int not null default 1,
  experience    bigint not null default 0,
  coins         int not null default 0,
  device_id     text,
  platform      text,
  os_version    text,
  locale        text,
  created_at    timestamptz not null,
  last_played   timestamptz
);
create table friendships (
  player_id uuid references players,
  friend_id uuid references players,
  since     timestamptz,
  primary key (player_id, friend_id)
);
create table chat_log (
  id        bigserial primary key,
  room      text not null,
  player_id uuid references players,
  message   text not null,
  sent_at   timestamptz not null,
  flagged   boolean default false
) partition by range (sent_at);
create table chat_log_2026 partition of chat_log for values from ('2026-01-01') to ('2027-01-01');
create table items (item_id serial primary key, name text not null, rarity text, damage int, armour int, icon text);
create table inventory (player_id uuid, item_id int, amount int not null default 1, primary key (player_id, item_id));
create table matches (
  match_id   bigserial primary key,
  map        text not null,
  started_at timestamptz,
  duration_s int,
  server     text,
  winner_id  uuid references players
);
create table purchases (
  id             bigserial primary key,
  player_id      uuid references players,
  product        text not null,
  price_cents    int not null,
  currency       char(3) not null,
  card_last4     char(4),
  receipt_token  text
);
