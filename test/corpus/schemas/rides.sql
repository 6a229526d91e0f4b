-- Rides by app. PostgreSQL.
CREATE TABLE riders (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  phone_e164 text NOT NULL UNIQUE,
  name text,
  email text,
  home_lat double precision,
  home_lng double precision,
  rating numeric(3,2),
  stripe_customer_id text,
  created_at timestamptz DEFAULT now()
);
CREATE TABLE drivers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  legal_name text NOT NULL,
  phone text NOT NULL,
  license_number text NOT NULL,
  license_plate text NOT NULL,
  photo_url text,
  background_check_status text,
  payout_iban text,
  vehicle_model text,
  online boolean DEFAULT false
);
CREATE TABLE trips (
  id bigserial PRIMARY KEY,
  rider_id uuid REFERENCES riders,
  driver_id uuid REFERENCES drivers,
  pickup_lat double precision,
  pickup_lng double precision,
  pickup_address text,
  dropoff_lat double precision,
  dropoff_lng double precision,
  dropoff_address text,
  requested_at timestamptz,
  completed_at timestamptz,
  distance_m integer,
  fare_cents integer,
  surge numeric(4,2),
  state text
);
CREATE TABLE trip_points (trip_id bigint, seq int, lat double precision, lng double precision, speed real, PRIMARY KEY (trip_id, seq));
CREATE TABLE ratings (trip_id bigint PRIMARY KEY, stars smallint, comment text, given_by char(1));
CREATE TABLE cities (code text PRIMARY KEY, name text, centre_lat double precision, centre_lng double precision, currency char(3), base_fare_cents int);
CREATE TABLE promo_codes (code text PRIMARY KEY, percent_off int, valid_until date, max_uses int);
