-- Tickets for concerts. SQLite.
CREATE TABLE buyers (
  buyer_id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  given TEXT,
  family TEXT,
  mobile TEXT,
  postcode TEXT,
  marketing_ok INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE events (event_id INTEGER PRIMARY KEY, title TEXT, artist TEXT, venue_id INTEGER, doors TEXT, genre TEXT, min_age INTEGER);
CREATE TABLE venues (venue_id INTEGER PRIMARY KEY, name TEXT, address TEXT, city TEXT, capacity INTEGER, phone TEXT);
CREATE TABLE orders (
  order_id INTEGER PRIMARY KEY,
  buyer_id INTEGER REFERENCES buyers,
  placed_at TEXT,
  amount_pence INTEGER,
  payment_ref TEXT,
  billing_name TEXT,
  billing_postcode TEXT,
  ip TEXT
);
CREATE TABLE tickets (
  ticket_id INTEGER PRIMARY KEY,
  order_id INTEGER REFERENCES orders,
  event_id INTEGER REFERENCES events,
  seat TEXT,
  barcode TEXT UNIQUE,
  attendee_name TEXT,
  attendee_email TEXT,
  access_needs TEXT,
  scanned_at TEXT
);
CREATE TABLE price_bands (band TEXT PRIMARY KEY, event_id INTEGER, price_pence INTEGER, quota INTEGER);
