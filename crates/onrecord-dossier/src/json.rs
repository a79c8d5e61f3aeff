//! The dossier as JSON: the noun as it is.

use std::io::{self, Write};

use onrecord_model::Dossier;

/// Writes the dossier as one indented JSON object and a line end.
pub fn write(dossier: &Dossier, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, dossier)?;
    writeln!(out)
}
