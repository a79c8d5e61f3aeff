-- The record, schema 1. Append-only: nothing here is ever updated or deleted, and triggers say so.
-- Text keys everywhere; a view a table shows the rows of the latest run with the report beside them.

-- One document: one canonical address, or one text where there is no address.
CREATE TABLE documents (
  document TEXT PRIMARY KEY,          -- the canonical URL, or 'report:' and the report's id
  url      TEXT,                      -- missing when the input names none
  added    TEXT NOT NULL              -- instant (UTC) it was first put on record
) STRICT;

-- One version: one text of a document. Another text under the same address is another version.
CREATE TABLE versions (
  seq       INTEGER PRIMARY KEY,      -- order of arrival
  report    TEXT NOT NULL UNIQUE,     -- id of the report
  document  TEXT NOT NULL REFERENCES documents(document),
  number    INTEGER NOT NULL,         -- 1 for the first version of its document
  outlet    TEXT,
  title     TEXT,
  published TEXT,
  modified  TEXT,
  day       TEXT,                     -- the day it was reported (ISO), missing when the report has no date
  language  TEXT,
  not_read  TEXT,                     -- why its tables are empty; missing when it was read
  sha256    TEXT NOT NULL,            -- of the bytes it came from
  input     TEXT NOT NULL,            -- path or address it was read from
  added     TEXT NOT NULL,            -- instant (UTC) it was put on record
  text      TEXT NOT NULL,            -- the text all offsets count in (Unicode code points)
  json      TEXT NOT NULL,            -- everything else about the report
  UNIQUE (document, number)
) STRICT;
CREATE INDEX versions_day ON versions(day);

-- One run of the rules over some reports.
CREATE TABLE runs (
  run        TEXT PRIMARY KEY,
  tool       TEXT NOT NULL,           -- version of onrecord
  model      TEXT NOT NULL,           -- SHA-256 of the weights, or 'none'
  lexicon    TEXT NOT NULL,           -- day the lexicon was made
  schema     INTEGER NOT NULL,        -- version of the JSON shape of a reading
  started    TEXT NOT NULL
) STRICT;

-- The end of a run; a run that was broken off has none.
CREATE TABLE run_ends (
  run      TEXT PRIMARY KEY REFERENCES runs(run),
  finished TEXT NOT NULL,
  reports  INTEGER NOT NULL           -- readings it put on record
) STRICT;

-- One reading: one report as one run read it.
CREATE TABLE readings (
  seq            INTEGER PRIMARY KEY,
  run            TEXT NOT NULL REFERENCES runs(run),
  report         TEXT NOT NULL REFERENCES versions(report),
  schema_version INTEGER NOT NULL,
  sentences      TEXT NOT NULL,       -- JSON list of spans
  chains         TEXT NOT NULL,       -- JSON list of lists of mention ids
  UNIQUE (run, report)
) STRICT;
CREATE INDEX readings_report ON readings(report, seq);

-- The latest reading of every report.
CREATE VIEW latest AS
  SELECT report, run FROM readings r
  WHERE seq = (SELECT max(seq) FROM readings s WHERE s.report = r.report);

-- What an editor says of a row. Kept apart from what the rules said; it holds on to the words, not to the row's number.
CREATE TABLE corrections (
  correction TEXT PRIMARY KEY,
  verdict    TEXT NOT NULL CHECK (verdict IN ('accept', 'correct', 'reject')),
  report     TEXT NOT NULL REFERENCES versions(report),
  tbl        TEXT NOT NULL,           -- table of the row
  row        TEXT NOT NULL,           -- its id when it was reviewed
  start      INTEGER NOT NULL,        -- first words it stood on when it was reviewed
  end        INTEGER NOT NULL,
  run        TEXT NOT NULL REFERENCES runs(run),
  patch      TEXT,                    -- JSON object of corrected fields, for 'correct'
  reason     TEXT,
  by         TEXT,
  made       TEXT NOT NULL
) STRICT;

-- A correction taken back.
CREATE TABLE undone (
  correction TEXT PRIMARY KEY REFERENCES corrections(correction),
  by         TEXT,
  made       TEXT NOT NULL
) STRICT;

-- A page seen to be gone, or a text seen to be taken down.
CREATE TABLE removals (
  removal TEXT PRIMARY KEY,
  report  TEXT NOT NULL REFERENCES versions(report),
  seen    TEXT NOT NULL,              -- day it was seen to be gone
  note    TEXT,
  by      TEXT,
  made    TEXT NOT NULL
) STRICT;

-- Full text over title and text of every version.
CREATE VIRTUAL TABLE search USING fts5(
  title, text, content='versions', content_rowid='seq', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER versions_search AFTER INSERT ON versions BEGIN
  INSERT INTO search(rowid, title, text) VALUES (new.seq, new.title, new.text);
END;
