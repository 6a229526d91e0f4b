-- A discussion board. SQLite.
PRAGMA foreign_keys = ON;
CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  username TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL,
  pw TEXT NOT NULL,
  salt TEXT NOT NULL,
  display_name TEXT,
  bio TEXT,
  avatar_url TEXT,
  website TEXT,
  location TEXT,
  signup_ip TEXT,
  last_seen INTEGER,
  post_count INTEGER DEFAULT 0,
  is_moderator INTEGER DEFAULT 0,
  banned_until INTEGER
);
CREATE TABLE boards (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, title TEXT NOT NULL, description TEXT, position INTEGER);
CREATE TABLE threads (
  id INTEGER PRIMARY KEY,
  board_id INTEGER REFERENCES boards(id),
  author_id INTEGER REFERENCES users(id),
  subject TEXT NOT NULL,
  pinned INTEGER DEFAULT 0,
  views INTEGER DEFAULT 0,
  created INTEGER NOT NULL
);
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  thread_id INTEGER NOT NULL REFERENCES threads(id) ON DELETE CASCADE,
  author_id INTEGER REFERENCES users(id),
  body TEXT NOT NULL,
  poster_ip TEXT,
  user_agent TEXT,
  edited INTEGER
);
CREATE TABLE private_messages (
  id INTEGER PRIMARY KEY,
  sender_id INTEGER NOT NULL,
  recipient_id INTEGER NOT NULL,
  subject TEXT,
  message TEXT NOT NULL,
  read_at INTEGER
);
CREATE TABLE sessions ([token] TEXT PRIMARY KEY, user_id INTEGER NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE post_search USING fts5(body, content='posts', content_rowid='id');
CREATE TRIGGER posts_ai AFTER INSERT ON posts BEGIN
  INSERT INTO post_search(rowid, body) VALUES (new.id, new.body);
END;
