-- The first tables. Every table with people's data has a key that begins with `tenant`, about people goes on with `person`;
-- look-up tables live in `app`. Times are bound parameters, nothing here calls now() (architecture, "State").

create schema app;

-- policy -----------------------------------------------------------------------------------------------------------

create table statement_version (
  tenant       text        not null,
  version      integer     not null,
  hash         text        not null,
  policy       text        not null,              -- canonical JSON
  page         text        not null,              -- canonical JSON
  sources      jsonb       not null,              -- the folder as it was published: path → text
  published_at timestamptz not null,
  effective_at timestamptz not null,
  published_by jsonb       not null,              -- the officers who agreed
  primary key (tenant, version)
);

-- people -----------------------------------------------------------------------------------------------------------

create table person (
  tenant      text        not null,
  person      uuid        not null,
  region      text,                               -- a name of the register `places`
  created_at  timestamptz not null,
  canary      boolean     not null default false, -- a test person of a probe
  shredded_at timestamptz,
  primary key (tenant, person)
);

create table person_key (
  tenant  text    not null,
  person  uuid    not null,
  law     text    not null default '',            -- '' for the person's own key; else the note of the law it was kept for
  version integer not null,
  epoch   integer not null,
  wrapped bytea   not null,
  uses    bigint  not null default 0,
  primary key (tenant, person, law, version),
  foreign key (tenant, person) references person (tenant, person)
);
create index person_key_epoch on person_key (tenant, epoch);

create table app.identifier (
  tenant text  not null,
  field  text  not null,
  token  bytea not null,                          -- blind index, 16 bytes
  person uuid  not null,
  primary key (tenant, field, token)
);
create index identifier_person on app.identifier (tenant, person);

create table app.tombstone (
  tenant    text        not null,
  field     text        not null,
  token     bytea       not null,                 -- under its own index key
  person    uuid        not null,
  erased_at timestamptz not null,
  ends_at   timestamptz not null,
  primary key (tenant, field, token)
);

create table choice (
  tenant  text        not null,
  person  uuid        not null,
  seq     bigint      generated always as identity,
  at      timestamptz not null,
  kind    text        not null check (kind in ('choice', 'objection', 'restriction')),
  name    text        not null,                   -- the choice, the purpose, or 'processing'
  value   text        not null check (value in ('on', 'off')),
  wording text        not null,
  version integer     not null,
  channel text        not null,
  actor   text        not null,                   -- person, guardian, officer: a role, never a name
  primary key (tenant, person, seq),
  foreign key (tenant, person) references person (tenant, person)
);

create table choice_mask (
  tenant     text    not null,
  person     uuid    not null,
  set_mask   bigint  not null default 0,          -- choices the person ever decided
  on_mask    bigint  not null default 0,          -- of these, the ones that are on
  objected   bigint  not null default 0,
  restricted boolean not null default false,
  primary key (tenant, person),
  foreign key (tenant, person) references person (tenant, person)
);

-- data -------------------------------------------------------------------------------------------------------------

create table record (
  tenant       text        not null,
  person       uuid        not null,
  id           uuid        not null,
  cell         integer     not null,
  product      text        not null,
  category     text        not null,
  source       text        not null,              -- service or import that wrote it
  place        text        not null,              -- store of the register `stores`
  collected_at timestamptz not null,
  ended_at     timestamptz,
  stored_at    timestamptz not null,
  law          text        not null default '',   -- '' while under the person's own key
  key_version  integer     not null,
  sealed       bytea       not null,
  primary key (tenant, person, id),
  foreign key (tenant, person) references person (tenant, person)
);
create index record_cell on record (tenant, cell, collected_at);

create table app.message_seen (
  tenant text        not null,
  token  bytea       not null,                    -- blind index of source and message id
  at     timestamptz not null,
  primary key (tenant, token)
);

-- principals -------------------------------------------------------------------------------------------------------

create table app.service_token (
  tenant     text        not null,
  id         text        not null,
  hash       bytea       not null,                -- SHA-256 of the secret
  role       text        not null check (role in ('service', 'officer', 'operator', 'auditor')),
  service    text        not null,
  officer    text,                                -- key of an officer in the register `organisation`
  products   text[]      not null default '{}',
  purposes   text[]      not null default '{}',
  created_at timestamptz not null,
  ends_at    timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant, id)
);

-- ledger -----------------------------------------------------------------------------------------------------------

create table audit_pending (
  tenant text   not null,
  seq    bigint generated always as identity,
  event  uuid   not null,
  leaf   bytea  not null,
  primary key (tenant, seq)
);

create table audit_body (
  tenant  text  not null,
  event   uuid  not null,
  person  uuid,                                   -- whose subject part it is; null: nobody's
  subject bytea,                                  -- r and body, sealed under the person's key
  rest    bytea not null,                         -- r and body of actor and payload, sealed under the tenant's audit key
  primary key (tenant, event)
);

create table leaf (
  tenant text   not null,
  index  bigint not null,
  event  uuid   not null,
  leaf   bytea  not null,
  hash   bytea  not null,
  primary key (tenant, index)
);
create unique index leaf_event on leaf (tenant, event);

create table tile (
  tenant text    not null,
  level  integer not null,
  index  bigint  not null,
  hashes bytea   not null,                        -- up to 256 hashes of 32 bytes
  primary key (tenant, level, index)
);

create table checkpoint (
  tenant text        not null,
  size   bigint      not null,
  root   bytea       not null,
  note   text        not null,
  at     timestamptz not null,
  primary key (tenant, size)
);

create table tally (
  tenant  text        not null,
  day     date        not null,
  cell    integer     not null,
  purpose text        not null,
  service text        not null,
  ask     text        not null,
  effect  text        not null,
  clause  text        not null default '',
  canary  boolean     not null default false,
  last_at timestamptz not null,
  count   bigint      not null,
  primary key (tenant, day, cell, purpose, service, ask, effect, clause, canary)
);

-- plans and cases --------------------------------------------------------------------------------------------------

create table app."case" (
  tenant    text        not null,
  id        uuid        not null,
  desk      text        not null,                 -- rights, changes
  number    text        not null,                 -- R-2207
  kind      text        not null,                 -- access, export, erase, withdraw, publish
  state     text        not null,
  person    uuid,
  alias     text,                                 -- account alias of who asked
  facts     jsonb       not null,                 -- registers' names, counts, dates; never a personal value
  opened_at timestamptz not null,
  due_at    timestamptz,
  closed_at timestamptz,
  primary key (tenant, id),
  unique (tenant, number)
);
create sequence app.case_number start 1001;

create table app.case_event (
  tenant text        not null,
  id     uuid        not null,
  seq    integer     not null,
  at     timestamptz not null,
  event  text        not null,
  actor  text        not null,
  detail jsonb       not null,
  primary key (tenant, id, seq)
);

create table app.approval (
  tenant  text        not null,
  id      uuid        not null,
  officer text        not null,
  over    text        not null,                   -- hash of what was agreed to
  at      timestamptz not null,
  primary key (tenant, id, officer, over)
);

create table app.link (
  tenant  text        not null,
  hash    bytea       not null,                   -- SHA-256 of the 128-bit secret
  id      uuid        not null,                   -- the case
  what    text        not null,
  ends_at timestamptz not null,
  primary key (tenant, hash)
);

create table app.plan (
  tenant    text        not null,
  id        uuid        not null,
  "case"    uuid,
  kind      text        not null,                 -- find, export, erase, clear, sweep
  person    uuid,
  scope     jsonb       not null,
  state     text        not null,
  opened_at timestamptz not null,
  done_at   timestamptz,
  primary key (tenant, id)
);

create table app.plan_step (
  tenant    text        not null,
  plan      uuid        not null,
  seq       integer     not null,
  holder    text        not null,
  state     text        not null,                 -- intended, done, read-back
  intent    jsonb       not null,
  effect    jsonb,
  read_back jsonb,
  events    uuid[]      not null default '{}',
  at        timestamptz not null,
  primary key (tenant, plan, seq)
);

create table app.artefact (
  tenant  text        not null,
  id      uuid        not null,                   -- the case
  name    text        not null,                   -- export.zip, receipt.json
  part    integer     not null,
  sealed  bytea       not null,
  ends_at timestamptz not null,
  primary key (tenant, id, name, part)
);

-- proof ------------------------------------------------------------------------------------------------------------

create table app.probe_run (
  tenant text        not null,
  seq    bigint      generated always as identity,
  clause text        not null,
  probe  text        not null,
  passed boolean     not null,
  detail text        not null,
  at     timestamptz not null,
  primary key (tenant, seq)
);
create index probe_run_newest on app.probe_run (tenant, clause, probe, seq desc);

create table app.finding (
  tenant     text        not null,
  key        text        not null,
  kind       text        not null,
  clause     text,
  summary    text        not null,
  count      bigint      not null default 1,
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  settled_at timestamptz,
  primary key (tenant, key)
);

-- schedule ---------------------------------------------------------------------------------------------------------

create table app.schedule (
  tenant  text        not null,
  job     text        not null,
  stopped boolean     not null default false,
  last_at timestamptz,
  outcome text,
  primary key (tenant, job)
);

-- the second fence: a session sees one tenant -----------------------------------------------------------------------

do $$
declare name text;
begin
  foreach name in array array['statement_version', 'person', 'person_key', 'choice', 'choice_mask', 'record',
                              'audit_pending', 'audit_body', 'leaf', 'tile', 'checkpoint', 'tally',
                              'app.identifier', 'app.tombstone', 'app.message_seen', 'app.service_token', 'app."case"', 'app.case_event',
                              'app.approval', 'app.link', 'app.plan', 'app.plan_step', 'app.artefact', 'app.probe_run', 'app.finding', 'app.schedule'] loop
    execute format('alter table %s enable row level security', name);
    execute format('alter table %s force row level security', name);
    execute format('create policy one_tenant on %s using (tenant = current_setting(''wordkept.tenant'', true)) '
                   'with check (tenant = current_setting(''wordkept.tenant'', true))', name);
  end loop;
end $$;
