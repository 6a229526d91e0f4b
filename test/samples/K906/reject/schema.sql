create table customer (
  phone text, -- personal: order for provide
  email text, -- personal: search for advertise
  name text, -- personal: search
  street text, -- personal: serch for provide
  city text -- personal: search for provide, improve
);
