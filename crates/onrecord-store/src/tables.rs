//! Which tables a reading has in the record and which fields of a row stand in columns of their own.
//!
//! Every row keeps its whole JSON; the columns are there for Datasette, DuckDB and plain SQL.

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

    /// Name of the SQL table.
    pub fn sql_name(&self) -> String {
        format!("{}_rows", self.name)
    }

    /// The statements that make the table, its view and its guards.
    pub fn ddl(&self) -> String {
        let table = self.sql_name();
        let name = self.name;
        let mut sql = format!(
            "CREATE TABLE {table} (\n  run TEXT NOT NULL REFERENCES runs(run),\n  report TEXT NOT NULL REFERENCES versions(report),\n  \
             row TEXT NOT NULL,\n  n INTEGER NOT NULL,\n  start INTEGER NOT NULL,\n  end INTEGER NOT NULL,\n  words TEXT NOT NULL,\n  \
             attribution TEXT,\n  rule TEXT NOT NULL,\n  certainty TEXT NOT NULL"
        );
        for column in self.columns {
            let kind = match *column {
                "low" | "high" => "REAL",
                "hops" => "INTEGER",
                _ => "TEXT",
            };
            let _ = write!(sql, ",\n  \"{column}\" {kind}");
        }
        let _ = write!(
            sql,
            ",\n  json TEXT NOT NULL,\n  PRIMARY KEY (run, report, row)\n) STRICT;\n\
             CREATE INDEX {table}_report ON {table}(report, run);\n\
             CREATE VIEW {name} AS SELECT v.day, v.outlet, v.title, v.document, v.number AS version, t.* FROM {table} t \
             JOIN latest USING (report, run) JOIN versions v USING (report);\n"
        );
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
    guard(GUARDED.iter().map(|n| n.to_string()).chain(TABLES.iter().map(Table::sql_name)))
}

/// The same for what schema 2 adds.
pub fn guards_2() -> String {
    guard(GUARDED_2.iter().map(|n| n.to_string()))
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
