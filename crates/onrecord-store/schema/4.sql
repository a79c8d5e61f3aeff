-- The record, schema 4: what linking needs of a report stands in order of arrival, with its words as numbers. All of it is derived, and
-- made anew at any time; the triggers that forbid changes are not on these. `features` of schema 3 is taken over and goes.

-- The words of each report.
CREATE TABLE words (
  seq   INTEGER PRIMARY KEY REFERENCES versions(seq),
  day   TEXT,                         -- day of publication, else of the dateline
  words BLOB NOT NULL                 -- stem, tab, count, '*' where it is part of a name; one a line; zlib
) STRICT;

-- Every word of the reports that have a place, with its number.
CREATE TABLE stems (
  stem   TEXT PRIMARY KEY,
  number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What each report that has a place is compared by.
CREATE TABLE weighed (
  seq    INTEGER PRIMARY KEY REFERENCES versions(seq),
  report TEXT NOT NULL,
  day    TEXT,
  url    TEXT,
  words  BLOB NOT NULL                -- eight bytes a word: its number, how often it counts twice over (and one where it is a name's), its weight
) STRICT;

-- By which rules words were taken and places given; one row.
CREATE TABLE linking (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  words  INTEGER NOT NULL,            -- version of the rules that words were taken by
  rules  INTEGER NOT NULL,            -- version of the rules that places were given by; 0 where it is not known
  stems  INTEGER NOT NULL,            -- numbers given to words
  change INTEGER NOT NULL             -- how often places were written
) STRICT;
