-- A warehouse: hardly anybody is in it. PostgreSQL.
create table article (article_id serial primary key, ean char(13), name text, brand text, length_mm int, width_mm int, height_mm int, weight_g int, hazard_class text, country_of_origin char(2));
create table bin (bin_id serial primary key, aisle text, rack text, level int, address text, temperature_zone text, capacity_l numeric);
create table stock (article_id int references article, bin_id int references bin, quantity int, batch text, expiry_date date, primary key (article_id, bin_id, batch));
create table supplier (supplier_id serial primary key, company_name text, vat_id text, city text, country char(2), lead_time_days int, rating smallint);
create table purchase_order (po_number text primary key, supplier_id int references supplier, ordered_on date, expected_on date, total numeric(12, 2), status text);
create table po_line (po_number text references purchase_order, line int, article_id int, quantity int, unit_cost numeric(10, 4), primary key (po_number, line));
create table scanner (scanner_id serial primary key, mac text, ip text, model text, battery_level int, last_ping timestamptz);
create table movement (movement_id bigserial primary key, article_id int, from_bin int, to_bin int, quantity int, moved_at timestamptz, picker_name text);
create table label_template (template_id serial primary key, name text, body text, printer text);
create table cycle_count (count_id bigserial primary key, bin_id int, counted int, expected int, difference int generated always as (counted - expected) stored, counted_at timestamptz);
