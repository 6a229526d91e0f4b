-- Real input: products that only observe, connected systems with their maps, and identifiers that can be asked for elsewhere.

create table app.mode (
  tenant  text        not null,
  product text        not null,
  mode    text        not null check (mode in ('observe', 'enforce')),
  since   timestamptz not null,
  primary key (tenant, product)                   -- no row: enforce
);

-- ledger -----------------------------------------------------------------------------------------------------------

-- What is committed together is one segment: a row of leaves that wait for their places, and a row of what opens them, sealed once for
-- all. What lies in the form before cannot be carried over: its parts were sealed one by one.
do $$
begin
  if exists (select from audit_body) then
    raise exception 'the ledger in this database was written by a build before the first release and cannot be carried over: begin with an empty database';
  end if;
end $$;
drop table audit_pending;
drop table audit_body;

create table audit_pending (
  tenant  text   not null,
  seq     bigint generated always as identity,    -- the segment
  events  uuid[] not null,
  persons uuid[] not null,                        -- whom each is about; null: nobody
  leaves  bytea  not null,                        -- one after the other, each after its length in two bytes
  primary key (tenant, seq)
);

create table audit_body (
  tenant  text    not null,
  segment bigint  not null,
  count   integer not null,                       -- entries of the segment
  sealed  bytea   not null,                       -- r and body of each one's actor and payload, sealed under the tenant's audit key
  primary key (tenant, segment)
);

alter table leaf
  add column person  uuid,                        -- whom it is about: the opaque id, which opens nothing
  add column segment bigint  not null,
  add column place   integer not null;            -- within its segment, from 0
create index leaf_person on leaf (tenant, person, index) where person is not null;

-- connected systems ------------------------------------------------------------------------------------------------

create table app.system (
  tenant     text        not null,
  name       text        not null,                -- as people call it: shop-db
  kind       text        not null check (kind in ('postgres')),
  place      text        not null,                -- host, port and database, for people to read: nothing of the credential
  credential bytea       not null,                -- sealed under the tenant's key; opened only to hand it to the connector
  added_at   timestamptz not null,
  seen       jsonb,                               -- catalogue at the newest scan: names and types, no value
  seen_at    timestamptz,
  trouble    text,                                -- why it could not be read at the newest try, in our words; null: it could
  tried_at   timestamptz,
  primary key (tenant, name)
);

create table app.data_map (
  tenant    text        not null,
  system    text        not null,
  version   integer     not null,
  map       text        not null,                 -- YAML as it was signed
  says      jsonb       not null,                 -- the same, read: it stays readable when the database has moved on
  hash      text        not null,
  signed_by text        not null,                 -- key of an officer in the register `organisation`
  place     text        not null,                 -- where the database was that it was signed for
  at        timestamptz not null,
  primary key (tenant, system, version),
  foreign key (tenant, system) references app.system (tenant, name)
);


-- What tells a person's standing beside the region: the age as it was told and when, and the customer who runs the account. Null: nobody told.
alter table person
  add column age      integer,
  add column age_at   timestamptz,
  add column customer text;

-- What a record was made from: it leaves with the first of these (law 10).
create table record_input (
  tenant text not null,
  person uuid not null,
  input  uuid not null,
  id     uuid not null,                           -- the record made from it
  primary key (tenant, person, input, id)
);

-- Forgetting looks at the records that a law may keep, however many others there are about that person.
create index record_person_cell on record (tenant, person, cell);

-- An identifier beside its blind token: sealed under the person's own key, so that a connected system can be asked about that person
-- and so that it is gone with the key. Null for what was stored before.
alter table app.identifier add column sealed bytea;

-- What a plan waits for, beside the failure's code: names and codes that say whom and what to do, never a value.
alter table app.plan add column waits_why jsonb;

-- The source of events that a write key is bound to; null for any other token.
alter table app.service_token add column source text;

-- When a message may be forgotten: what would come again after that day is too old to be taken. Null: never.
alter table app.message_seen add column ends_at timestamptz;
create index message_ends on app.message_seen (tenant, ends_at) where ends_at is not null;

do $$
declare name text;
begin
  foreach name in array array['audit_pending', 'audit_body', 'record_input', 'app.mode', 'app.system', 'app.data_map'] loop
    execute format('alter table %s enable row level security', name);
    execute format('alter table %s force row level security', name);
    execute format('create policy one_tenant on %s using (tenant = current_setting(''wordkept.tenant'', true)) '
                   'with check (tenant = current_setting(''wordkept.tenant'', true))', name);
  end loop;
end $$;
