-- A few of many: what was drawn, and how long a record is, where that decides whether somebody may look at it.

alter table record
  add column seconds double precision;            -- how long it is, of what has a length; null: nobody told

create table app.draw (
  tenant  text    not null,
  product text    not null,
  purpose text    not null,
  form    text    not null,
  turn    integer not null,                       -- draws take turns: one that went by an older count is made again
  primary key (tenant, product, purpose, form)
);

-- What was drawn counts against its cap until the day on which the record would have left by itself, whether it is still there or not.
-- It names no person: a record's id tells nothing once the record is gone.
create table app.drawn (
  tenant   text        not null,
  product  text        not null,
  purpose  text        not null,
  form     text        not null,
  id       uuid        not null,                  -- the record
  category text        not null,
  turn     integer     not null,                  -- of the draw
  at       timestamptz not null,
  ends_at  timestamptz,                           -- null: it would not have left by itself
  primary key (tenant, product, purpose, form, id)
);

do $$
declare name text;
begin
  foreach name in array array['app.draw', 'app.drawn'] loop
    execute format('alter table %s enable row level security', name);
    execute format('alter table %s force row level security', name);
    execute format('create policy one_tenant on %s using (tenant = current_setting(''wordkept.tenant'', true)) '
                   'with check (tenant = current_setting(''wordkept.tenant'', true))', name);
  end loop;
end $$;
