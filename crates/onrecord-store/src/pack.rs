//! Packing: readings and word lists as zlib streams.

use std::io::{Read, Result, Write};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use onrecord_model::Reading;

/// Faster than the default level for a little more room.
const LEVEL: Compression = Compression::new(3);

/// A reading whose report's text, which stands in a column of its own, was taken out.
pub fn reading(reading: &Reading) -> Result<Vec<u8>> {
    bytes(&serde_json::to_vec(reading)?)
}

/// Bytes packed.
pub fn bytes(plain: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(plain.len() / 5), LEVEL);
    encoder.write_all(plain)?;
    encoder.finish()
}

/// Packed bytes as they were.
pub fn unpack(packed: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    ZlibDecoder::new(packed).read_to_end(&mut out)?;
    Ok(out)
}
