-- A town library. SQLite.
create table members (
  member_id integer primary key,
  card_number text not null unique,
  name text not null,
  address text,
  town text,
  telephone text,
  email text,
  date_of_birth text,
  joined text not null,
  fines_due real default 0
) strict;
create table authors (author_id integer primary key, name text not null, born integer, died integer);
create table books (
  isbn text primary key,
  title text not null,
  author_id integer references authors,
  publisher_id integer references publishers,
  year integer,
  shelf text,
  pages integer,
  language text
);
create table publishers (publisher_id integer primary key, name text not null, city text, website text);
create table copies (barcode text primary key, isbn text references books, acquired text, condition text);
create table loans (
  loan_id integer primary key,
  barcode text references copies,
  member_id integer references members,
  lent text not null,
  due text not null,
  returned text
);
create table staff (staff_id integer primary key, first text, last text, login text unique, password text, role text);
create table opening_hours (weekday integer primary key, opens text, closes text);
