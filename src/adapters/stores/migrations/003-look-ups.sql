-- Ways in that the first tables lacked: records by the event that began their period, and what the ledger says about one person.

create index record_ended on record (tenant, cell, ended_at) where ended_at is not null;
create index audit_body_person on audit_body (tenant, person) where person is not null;
create index audit_pending_event on audit_pending (tenant, event);
