//! Packing: readings and word lists as zlib streams.

use std::io::{Read, Write};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use onrecord_model::{Reading, Report};

/// A reading without its report's text.
pub fn reading(reading: &Reading) -> Vec<u8> {
    let report = Report { text: String::new(), ..reading.report.clone() };
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let slim = Slim { reading, report: &report };
    // Writing to memory fails only where serialising does, and plain data always serialises.
    let _ = serde_json::to_writer(&mut encoder, &slim);
    encoder.finish().unwrap_or_default()
}

/// A reading that is written with another report in the place of its own.
struct Slim<'r> {
    reading: &'r Reading,
    report: &'r Report,
}

impl serde::Serialize for Slim<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let r = self.reading;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema_version", &r.schema_version)?;
        map.serialize_entry("input", &r.input)?;
        map.serialize_entry("report", self.report)?;
        map.serialize_entry("sentences", &r.sentences)?;
        map.serialize_entry("mentions", &r.mentions)?;
        map.serialize_entry("chains", &r.chains)?;
        map.serialize_entry("timexes", &r.timexes)?;
        map.serialize_entry("attributions", &r.attributions)?;
        map.serialize_entry("figures", &r.figures)?;
        map.serialize_entry("events", &r.events)?;
        map.serialize_entry("channels", &r.channels)?;
        map.serialize_entry("terms", &r.terms)?;
        map.serialize_entry("conditions", &r.conditions)?;
        map.serialize_entry("withdrawals", &r.withdrawals)?;
        map.serialize_entry("gaps", &r.gaps)?;
        map.serialize_entry("evaluative", &r.evaluative)?;
        map.end()
    }
}

/// Bytes packed.
pub fn bytes(plain: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let _ = encoder.write_all(plain);
    encoder.finish().unwrap_or_default()
}

/// Packed bytes as they were.
pub fn unpack(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    ZlibDecoder::new(packed).read_to_end(&mut out)?;
    Ok(out)
}
