create table customer (
  customer_id integer primary key,
  phone text, -- personal: search for provide
  colour text,
  owner_name text -- not personal: the name of the shelf
);
