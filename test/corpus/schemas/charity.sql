-- Donations and volunteers. SQLite.
create table donor (
  donor_id integer primary key,
  name text not null,
  email text,
  postal_address text,
  tax_number text,
  anonymous integer not null default 0,
  first_gift text
);
create table donation (
  donation_id integer primary key,
  donor_id integer references donor(donor_id),
  amount_cents integer not null,
  currency text not null,
  iban text,
  campaign_id integer,
  message_to_us text,
  received_on text not null
);
create table volunteer (
  volunteer_id integer primary key,
  full_name text not null,
  phone text,
  languages_spoken text,
  availability text,
  police_check text,
  tshirt_size text,
  emergency_phone text
);
create table campaign (campaign_id integer primary key, title text, goal_cents integer, starts text, ends text);
create table shift (shift_id integer primary key, volunteer_id integer, place text, begins text, ends text);
create table beneficiary (
  beneficiary_id integer primary key,
  first_name text,
  age integer,
  country_of_origin text,
  health_notes text,
  household_income integer,
  photo blob
);
create table donor_contact as select donor_id, email, name as contact_name from donor;
