-- The record, schema 2: what was fetched, byte for byte, and when each address was seen. Append-only as all the rest.

-- One body as it came, packed where the server packed it.
CREATE TABLE bodies (
  sha256 TEXT PRIMARY KEY,            -- of the bytes
  length INTEGER NOT NULL,
  bytes  BLOB NOT NULL
) STRICT;

-- One request for an address and what it answered.
CREATE TABLE fetches (
  fetch      INTEGER PRIMARY KEY,     -- order of arrival
  url        TEXT NOT NULL,           -- the address asked for
  final_url  TEXT,                    -- the address that answered, after redirects; missing when none did
  at         TEXT NOT NULL,           -- instant (UTC) it was asked for
  outcome    TEXT NOT NULL CHECK (outcome IN ('page', 'unchanged', 'removed', 'failed')),
  status     INTEGER,                 -- missing when there was no answer
  redirects  TEXT NOT NULL,           -- JSON list of [status, address]
  headers    TEXT NOT NULL,           -- JSON list of [name, value]
  sha256     TEXT REFERENCES bodies(sha256),  -- missing unless it is a page
  note       TEXT,                    -- why it failed
  not_before TEXT,                    -- instant (UTC) before which the server wants no other request
  via        TEXT                     -- the feed that led there
) STRICT;
CREATE INDEX fetches_url ON fetches(url, fetch);
CREATE INDEX fetches_via ON fetches(via, url);

-- One time an address was seen: with a text, as it was before, or gone.
CREATE TABLE sightings (
  sighting INTEGER PRIMARY KEY,       -- order of arrival
  url      TEXT NOT NULL,             -- the address, or 'report:' and the report's id
  at       TEXT NOT NULL,             -- instant (UTC) it was seen
  what     TEXT NOT NULL CHECK (what IN ('seen', 'unchanged', 'removed')),
  report   TEXT REFERENCES versions(report),  -- the text seen; missing when the source does not say which
  status   INTEGER,                   -- 404 or 410 when it was gone
  refers_to TEXT,                     -- instant (UTC) of the sighting an archive says it is the same as
  source   TEXT NOT NULL,             -- archive or address it was seen in
  fetch    INTEGER REFERENCES fetches(fetch),
  made     TEXT NOT NULL,             -- instant (UTC) it was put on record
  UNIQUE (url, at, what)
) STRICT;
CREATE INDEX sightings_report ON sightings(report, at);
