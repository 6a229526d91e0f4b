-- Weather stations: nobody is in it. SQLite.
create table station (station_id text primary key, name text, latitude real, longitude real, elevation_m real, country text, owner_agency text, phone text);
create table observation (station_id text, at text, temperature_c real, pressure_hpa real, wind_ms real, wind_dir integer, humidity real, rain_mm real, primary key (station_id, at));
create table forecast (forecast_id integer primary key, region text, issued_at text, valid_from text, valid_to text, summary text, confidence real);
create table model_run (run_id integer primary key, model text, started text, host text, ip_address text, status text, log text);
create table alert (alert_id integer primary key, region text, severity text, title text, message text, active integer);
