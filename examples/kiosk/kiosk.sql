-- The kiosk at the harbour keeps its own books: customers, what they bought, invoices, and the employees who look after them.

create table employee (
  employee_id integer primary key,
  full_name   text not null,
  email       text not null unique
);

create table customer (
  customer_id integer primary key,
  full_name   varchar(60) not null,
  email       varchar(120) not null unique,
  phone       varchar(30),
  street      text,
  served_by   integer references employee (employee_id)
);

create table invoice (
  invoice_id     integer primary key,
  customer_id    integer not null references customer (customer_id),
  invoiced_on    date not null,
  billing_street text,
  total          numeric(10, 2) not null
);

create table invoice_line (
  invoice_line_id integer primary key,
  invoice_id      integer not null references invoice (invoice_id),
  article         text not null,
  quantity        integer not null
);

create table "Wish List" (
  customer_id integer not null references customer (customer_id),
  "Article"   text not null,
  noted_at    timestamptz not null,
  primary key (customer_id, "Article")
);

create table article (
  name  text primary key,
  price numeric(10, 2) not null
);

insert into employee values (1, 'Ole Brink', 'ole@kiosk.example'), (2, 'Pia Storm', 'pia@kiosk.example');

insert into customer values
  (1, 'Maya Larsen', 'maya@example.org', '+49 40 5550 118', '7 Ropewalk', 1),
  (2, 'Noor Haddad', 'noor@example.org', null, '2 Sail Loft', 1),
  (3, 'Tom Weir', 'tom@example.org', '+44 20 7946 0113', null, 2);

insert into invoice values
  (11, 1, date '2026-02-03', '7 Ropewalk', 12.40),
  (12, 1, date '2026-03-09', '7 Ropewalk', 3.10),
  (13, 2, date '2026-03-11', '2 Sail Loft', 8.00),
  (14, 3, date '2026-04-01', null, 1.20);

insert into invoice_line values
  (101, 11, 'Tide table', 1), (102, 11, 'Lantern oil', 2), (103, 12, 'Lemonade', 1),
  (104, 13, 'Rope', 4), (105, 14, 'Postcard', 1);

insert into "Wish List" values
  (1, 'Compass', timestamptz '2026-03-10 10:00Z'), (1, 'Oilskin', timestamptz '2026-03-12 10:00Z'), (3, 'Compass', timestamptz '2026-04-02 10:00Z');

insert into article values ('Tide table', 6.20), ('Lantern oil', 3.10), ('Lemonade', 3.10), ('Rope', 2.00), ('Postcard', 1.20), ('Compass', 24.00), ('Oilskin', 80.00);
