-- A job runs in one process at a time: who runs it holds a lease, and renews it while it lives.

alter table app.schedule
  add column lease        uuid,
  add column leased_until timestamptz;
