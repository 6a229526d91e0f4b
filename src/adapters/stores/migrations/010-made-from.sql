-- What a record was made from is looked up by that record too: whether what stands behind it closes it goes by its own inputs. The condition is
-- always true, as in 008: queries by the whole key are planned by that alone.
create index record_input_id on record_input (tenant, person, id) where id is not null;
