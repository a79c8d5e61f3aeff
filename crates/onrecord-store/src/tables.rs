//! Which tables a reading has in the record and which fields of a row stand in columns of their own.
//!
//! A reading is kept packed, whole; the columns are there for Datasette, DuckDB and plain SQL. Mentions and times, two thirds of
//! all rows, have none: nobody asks for them but with the reading they are of.

use std::fmt::Write as _;

/// One table of a reading in the record.
#[derive(Debug)]
pub struct Table {
    /// Field of the reading, and name of the view.
    pub name: &'static str,
    /// Fields of the row that get a column; lists are joined with `; `.
    pub columns: &'static [&'static str],
}

/// All tables of a reading, in the order a reading lists them.
pub const TABLES: [Table; 11] = [
    Table { name: "mentions", columns: &["type", "form", "canonical", "actor", "affiliation"] },
    Table { name: "timexes", columns: &["type", "value", "anchor", "assumption"] },
    Table {
        name: "attributions",
        columns: &[
            "source",
            "cue",
            "content",
            "source_type",
            "act",
            "kind",
            "quoted",
            "nested_in",
            "resolved",
            "root",
            "class",
            "hops",
            "marks",
        ],
    },
    Table {
        name: "figures",
        columns: &["low", "high", "bound", "measure", "of", "unit", "currency", "place", "as_of", "subset_of"],
    },
    Table {
        name: "events",
        columns: &["event", "mode", "context", "actor", "recipient", "date", "location", "factuality"],
    },
    Table { name: "channels", columns: &["ends", "mediators", "via", "also_present", "form", "topic", "status"] },
    Table {
        name: "terms",
        columns: &["deal", "party", "action", "object", "quantity", "phase", "deadline", "status", "by", "depends_on"],
    },
    Table { name: "conditions", columns: &["kind", "marker", "antecedent", "consequent", "holder"] },
    Table { name: "withdrawals", columns: &["kind", "by", "account", "of", "target_attribution"] },
    Table { name: "gaps", columns: &["what", "by"] },
    Table { name: "evaluative", columns: &["kind"] },
];

impl Table {
    /// The table of this name.
    pub fn named(name: &str) -> Option<&'static Table> {
        TABLES.iter().find(|t| t.name == name)
    }

    /// Whether its rows have columns of their own.
    pub fn is_asked(&self) -> bool {
        !matches!(self.name, "mentions" | "timexes")
    }

    /// Name of the SQL table of its columns.
    pub fn sql_name(&self) -> String {
        format!("{}_cells", self.name)
    }

    /// Name of the SQL table that records of schema 1 and 2 keep its rows in, as JSON beside columns.
    pub fn old_name(&self) -> String {
        format!("{}_rows", self.name)
    }

    fn kind(column: &str) -> &'static str {
        match column {
            "low" | "high" => "REAL",
            "hops" => "INTEGER",
            _ => "TEXT",
        }
    }

    /// The statements that make the table of schema 3 and its view; `old`: the record has rows of an older schema.
    pub fn ddl(&self, old: bool) -> String {
        let name = self.name;
        let mut sql = String::new();
        if old {
            let _ = writeln!(sql, "DROP VIEW {name};");
        }
        if !self.is_asked() {
            return sql;
        }
        let table = self.sql_name();
        let _ = write!(
            sql,
            "CREATE TABLE {table} (\n  reading INTEGER NOT NULL REFERENCES readings(seq),\n  n INTEGER NOT NULL,\n  \
             row TEXT NOT NULL,\n  start INTEGER NOT NULL,\n  end INTEGER NOT NULL,\n  \
             attribution TEXT,\n  rule TEXT NOT NULL,\n  certainty TEXT NOT NULL"
        );
        let mut columns = String::new();
        for column in self.columns {
            let _ = write!(sql, ",\n  \"{column}\" {}", Table::kind(column));
            let _ = write!(columns, ", t.\"{column}\"");
        }
        // Words are cut out of the text when they are asked for: `substr` counts code points, as offsets do.
        let shown = format!(
            "SELECT v.day, v.outlet, v.title, v.document, v.number AS version, latest.run, latest.report, t.row, t.n, t.start, \
             t.end, substr(v.text, t.start + 1, t.end - t.start) AS words, t.attribution, t.rule, t.certainty{columns}"
        );
        let _ = write!(
            sql,
            ",\n  PRIMARY KEY (reading, row)\n) STRICT, WITHOUT ROWID;\nCREATE VIEW {name} AS {shown} FROM {table} t \
             JOIN readings r ON r.seq = t.reading JOIN latest ON latest.report = r.report AND latest.run = r.run \
             JOIN versions v ON v.report = r.report"
        );
        if old {
            let _ = write!(
                sql,
                " UNION ALL {shown} FROM {} t JOIN latest ON latest.report = t.report AND latest.run = t.run \
                 JOIN versions v ON v.report = t.report",
                self.old_name()
            );
        }
        sql.push_str(";\n");
        sql
    }
}

/// Tables that may never be changed, with what the guard says.
const GUARDED: [&str; 8] =
    ["documents", "versions", "runs", "run_ends", "readings", "corrections", "undone", "removals"];

/// Tables of schema 2 that may never be changed.
const GUARDED_2: [&str; 3] = ["bodies", "fetches", "sightings"];

/// The statements that forbid changing or deleting rows of the tables of schema 1.
pub fn guards() -> String {
    guard(GUARDED.iter().map(|n| n.to_string()))
}

/// The same for what schema 2 adds.
pub fn guards_2() -> String {
    guard(GUARDED_2.iter().map(|n| n.to_string()))
}

/// The same for what schema 3 adds.
pub fn guards_3() -> String {
    let asked = TABLES.iter().filter(|t| t.is_asked()).map(Table::sql_name);
    guard(std::iter::once("packed".to_owned()).chain(asked))
}

fn guard(names: impl Iterator<Item = String>) -> String {
    let mut sql = String::new();
    for table in names {
        for verb in ["UPDATE", "DELETE"] {
            let _ = writeln!(
                sql,
                "CREATE TRIGGER {table}_no_{} BEFORE {verb} ON {table} BEGIN \
                 SELECT RAISE(ABORT, 'the record is append-only: {table} takes no {verb}'); END;",
                verb.to_lowercase()
            );
        }
    }
    sql
}
