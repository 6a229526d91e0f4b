-- To whom something was given, and which product asked where it was another: a draft is tried on these too (CHG-06). Empty: nobody else.
alter table tally
  add column recipient  text not null default '',
  add column in_product text not null default '',
  drop constraint tally_pkey,
  add primary key (tenant, day, cell, purpose, service, ask, effect, clause, canary, recipient, in_product);
