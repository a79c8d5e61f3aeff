-- The record, schema 3: a reading is kept packed, whole; columns beside it only where they are asked. Append-only as all the rest.

-- One reading as JSON (its report's text left out, which `versions` has), zlib. Readings of older schemas have rows in `…_rows`.
CREATE TABLE packed (
  reading INTEGER PRIMARY KEY REFERENCES readings(seq),
  json    BLOB NOT NULL
) STRICT;

-- Derived, and made anew at any time: what linking needs of a report, and where each report was placed. No evidence stands on these.
CREATE TABLE features (
  report TEXT PRIMARY KEY REFERENCES versions(report),
  day    TEXT,                        -- day of publication, else of the dateline
  words  BLOB NOT NULL                -- stem, tab, count, '*' where it is part of a name; one a line; zlib
) STRICT, WITHOUT ROWID;
CREATE TABLE places (
  report  TEXT PRIMARY KEY REFERENCES versions(report),
  story   TEXT NOT NULL,              -- first report of its story
  line    TEXT NOT NULL,              -- first report of its storyline
  alike   REAL NOT NULL,              -- likeness to the story it joined
  version INTEGER NOT NULL            -- 1 where it joined as another version of an address
) STRICT, WITHOUT ROWID;
CREATE INDEX places_line ON places(line);
