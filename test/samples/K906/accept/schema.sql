create table searched (
  words text, -- personal: search in find for provide
  told text -- personal: search for provide; read once a week
);
