-- Plans are leased: any number of processes may run them, any may be killed. A case's history names its leaf in the ledger.

alter table app.plan
  add column lease        integer     not null default 0,     -- fencing number: a slower process with an older one writes nothing
  add column leased_until timestamptz,                         -- null: nobody has it
  add column tries        integer     not null default 0,
  add column retry_at     timestamptz,                         -- not before; null: at once
  add column waits_for    text;                                -- failure code it waits on
create index plan_unfinished on app.plan (tenant, opened_at) where done_at is null;
create index plan_case on app.plan (tenant, "case");

alter table app.case_event
  add column noted uuid;                                       -- event of the ledger; null: not noted yet
create index case_event_unnoted on app.case_event (tenant, id, seq) where noted is null;
create index case_person on app."case" (tenant, person);
