-- The tables of Needle and Groove, as its web shop makes them. PostgreSQL.

create table customer (
  customer_id  integer generated always as identity primary key,
  first_name   varchar(40) not null,
  last_name    varchar(40) not null,
  email        varchar(80) not null unique,
  phone        varchar(24),
  birth_date   date,
  password     text not null,
  last_ip      inet,
  created_at   timestamptz not null
);

create table address (
  address_id   integer generated always as identity primary key,
  customer_id  integer not null references customer on delete cascade,
  street       varchar(80) not null,
  city         varchar(40) not null,
  postal_code  varchar(10) not null,
  country      char(2) not null
);

create table artist (
  artist_id    integer generated always as identity primary key,
  name         varchar(120) not null
);

create table album (
  album_id     integer generated always as identity primary key,
  artist_id    integer not null references artist,
  title        varchar(160) not null,
  price        numeric(8, 2) not null
);

create table invoice (
  invoice_id   integer generated always as identity primary key,
  customer_id  integer not null references customer,
  invoice_date date not null,
  billing_name varchar(90) not null,
  total        numeric(10, 2) not null
);

create table invoice_line (
  invoice_line_id integer generated always as identity primary key,
  invoice_id   integer not null references invoice,
  album_id     integer not null references album,
  quantity     integer not null
);

create table shelf (
  shelf_id     integer generated always as identity primary key,
  contact_name varchar(40) -- not personal: the name on the shelf’s sign, "Jazz", "Strings"
);
