-- Tables that are read by their whole key have other indexes too. These are offered to queries that name their column, and to no
-- others: their condition is always true, but the planner takes it for proved only there. Where it knows nothing of a table yet, all
-- indexes seem equally good to it, and a plan that a session keeps would read a tenant whole.
drop index record_person_cell;
create index record_person_cell on record (tenant, person, cell) where cell is not null;
drop index record_cell;
create index record_cell on record (tenant, cell, collected_at) where cell is not null;
drop index person_key_epoch;
create index person_key_epoch on person_key (tenant, epoch) where epoch is not null;
drop index app.identifier_person;
create index identifier_person on app.identifier (tenant, person) where person is not null;
