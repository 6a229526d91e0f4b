-- One open request of a kind for a person: asked twice at once, it is one request (docs/spec/rights.md, R6).

create unique index case_open_once on app."case" (tenant, person, kind)
  where desk = 'rights' and kind in ('access', 'export', 'erase') and closed_at is null;
