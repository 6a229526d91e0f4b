create table customer (
  customer_id integer primary key,
  phone text,
  email text not null unique
);
