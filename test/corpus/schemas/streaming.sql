-- Music and podcasts. PostgreSQL.
CREATE TABLE listeners (
    listener_id bigserial PRIMARY KEY,
    username varchar(40) UNIQUE NOT NULL,
    email varchar(200) NOT NULL,
    pass_hash varchar(100) NOT NULL,
    birth_year int,
    gender varchar(10),
    country char(2),
    postal_code varchar(12),
    plan varchar(10) DEFAULT 'free',
    spotify_id varchar(60),
    facebook_id varchar(60)
);
CREATE TABLE artists (artist_id bigserial PRIMARY KEY, name varchar(200), biography text, founded int);
CREATE TABLE albums (album_id bigserial PRIMARY KEY, artist_id bigint REFERENCES artists, title varchar(200), released date, label varchar(100), cover_url text);
CREATE TABLE tracks (track_id bigserial PRIMARY KEY, album_id bigint REFERENCES albums, title varchar(200), duration_ms int, isrc char(12), genre varchar(40), bpm smallint);
CREATE TABLE plays (
    listener_id bigint REFERENCES listeners,
    track_id bigint REFERENCES tracks,
    started_at timestamptz,
    ms_played int,
    device_type varchar(30),
    ip_addr inet,
    lat real,
    lon real
);
CREATE TABLE playlists (playlist_id bigserial PRIMARY KEY, listener_id bigint REFERENCES listeners, title varchar(200), is_public boolean, cover bytea);
CREATE TABLE follows (follower_id bigint, followed_id bigint, since timestamptz, PRIMARY KEY (follower_id, followed_id));
CREATE TABLE search_history (id bigserial PRIMARY KEY, listener_id bigint, query text, searched_at timestamptz);
CREATE TABLE voice_commands (id bigserial PRIMARY KEY, listener_id bigint, audio bytea, transcript text, intent varchar(40));
