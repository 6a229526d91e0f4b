-- An online shop for garden tools. PostgreSQL.
create table customers (
  id            bigint generated always as identity primary key,
  customer_no   varchar(12) not null unique,
  email         citext not null unique,
  password_hash text not null,
  first_name    varchar(80) not null,
  last_name     varchar(80) not null,
  phone         varchar(32),
  birthday      date,
  newsletter    boolean not null default false,
  created_at    timestamptz not null default now(),
  last_login_at timestamptz,
  last_login_ip inet
);
create table addresses (
  id          bigint generated always as identity primary key,
  customer_id bigint not null references customers (id) on delete cascade,
  recipient   varchar(120) not null,
  street      varchar(120) not null,
  house_no    varchar(10),
  zip         varchar(10) not null,
  city        varchar(80) not null,
  country     char(2) not null,
  is_default  boolean not null default false
);
create table products (
  id          bigint generated always as identity primary key,
  sku         varchar(40) not null unique,
  name        varchar(200) not null,
  description text,
  price       numeric(10, 2) not null,
  weight_g    integer,
  colour      varchar(30),
  stock       integer not null default 0
);
create table orders (
  id            bigint generated always as identity primary key,
  customer_id   bigint not null references customers,
  order_no      varchar(20) not null unique,
  state         varchar(20) not null,
  total         numeric(10, 2) not null,
  gift_message  text,
  ordered_at    timestamptz not null,
  shipped_at    timestamptz
);
create table order_items (
  order_id   bigint not null references orders on delete cascade,
  product_id bigint not null references products,
  quantity   integer not null,
  unit_price numeric(10, 2) not null,
  primary key (order_id, product_id)
);
create table product_reviews (
  id          bigint generated always as identity primary key,
  product_id  bigint not null references products,
  customer_id bigint references customers on delete set null,
  stars       smallint not null,
  review_text text,
  created_at  timestamptz not null
);
