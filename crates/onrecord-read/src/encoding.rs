//! Bytes to text: which encoding, and what had to be assumed.
//!
//! A byte order mark wins, then valid UTF-8, then what the page or header says, then a guess by `chardetng`.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use crate::ReadError;

/// Decoded text and a note when something had to be assumed or replaced.
pub(crate) struct Decoded {
    pub text: String,
    pub note: Option<String>,
}

/// Decodes `bytes`; `label` is the encoding a header or page names.
pub(crate) fn decode(bytes: &[u8], label: Option<&str>) -> Result<Decoded, ReadError> {
    if let Some((name, text)) = wide(bytes) {
        return Ok(Decoded { text, note: Some(format!("decoded as {name}")) });
    }
    if let Some(looks_like) = binary(bytes) {
        return Err(ReadError::Binary { looks_like });
    }
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        let (text, lossy) = encoding.decode_without_bom_handling(&bytes[skip..]);
        let note = (encoding != UTF_8).then(|| format!("decoded as {}", encoding.name()));
        return Ok(Decoded { text: text.into_owned(), note: lossy_note(lossy, encoding.name()).or(note) });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: text.to_owned(), note: None });
    }
    let named = label.and_then(|l| Encoding::for_label(l.trim().as_bytes())).filter(|e| *e != UTF_8);
    let encoding = named.unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&bytes[..bytes.len().min(1 << 20)], bytes.len() <= 1 << 20);
        detector.guess(None, Utf8Detection::Allow)
    });
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    let note = lossy_note(lossy, encoding.name()).unwrap_or_else(|| format!("decoded as {}", encoding.name()));
    Ok(Decoded { text: text.into_owned(), note: Some(note) })
}

/// UTF-32 with a mark, and UTF-16 and UTF-32 without one when the first characters are plain ASCII (XML, annex F).
fn wide(bytes: &[u8]) -> Option<(&'static str, String)> {
    let utf_32 = |from: usize, big: bool| -> String {
        bytes[from..]
            .chunks_exact(4)
            .map(|c| {
                let c = [c[0], c[1], c[2], c[3]];
                char::from_u32(if big { u32::from_be_bytes(c) } else { u32::from_le_bytes(c) }).unwrap_or('\u{fffd}')
            })
            .collect()
    };
    let ascii = |b: u8| b.is_ascii_graphic() || b.is_ascii_whitespace();
    match bytes.get(..4)? {
        [0, 0, 0xfe, 0xff] => Some(("UTF-32BE", utf_32(4, true))),
        [0xff, 0xfe, 0, 0] => Some(("UTF-32LE", utf_32(4, false))),
        [0, 0, 0, a] if ascii(*a) => Some(("UTF-32BE", utf_32(0, true))),
        [a, 0, 0, 0] if ascii(*a) => Some(("UTF-32LE", utf_32(0, false))),
        [0, a, 0, b] if ascii(*a) && ascii(*b) => {
            Some(("UTF-16BE", encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0.into_owned()))
        }
        [a, 0, b, 0] if ascii(*a) && ascii(*b) => {
            Some(("UTF-16LE", encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0.into_owned()))
        }
        _ => None,
    }
}

fn lossy_note(lossy: bool, name: &str) -> Option<String> {
    lossy.then(|| format!("decoded as {name}; bytes that are no character were replaced by U+FFFD"))
}

/// What kind of binary the bytes look like; `None` for text.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3\0", "an SQLite file"),
        (b"\x1f\x8b", "a gzip file"),
        (b"BZh", "a bzip2 file"),
        (b"\xfd7zXZ", "an xz file"),
    ];
    if let Some((_, name)) = MAGIC.iter().find(|(m, _)| bytes.starts_with(m)) {
        return Some(name);
    }
    if Encoding::for_bom(bytes).is_some() {
        return None;
    }
    let head = &bytes[..bytes.len().min(4096)];
    let controls = head.iter().filter(|b| **b == 0 || (**b < 32 && !matches!(b, 9 | 10 | 12 | 13 | 27))).count();
    (controls * 50 > head.len().max(50)).then_some("binary data")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_1252_is_decoded_and_said() {
        let d = decode(b"The envoy of S\xe3o Verde said \x93no\x94.", None).unwrap();
        assert!(d.text.contains("“no”"), "{}", d.text);
        assert_eq!(d.note.as_deref(), Some("decoded as windows-1252"));
    }

    #[test]
    fn utf_16_with_a_mark_is_decoded() {
        let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain("Halt".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&bytes, None).unwrap().text, "Halt");
    }

    #[test]
    fn wide_encodings_without_a_mark_are_told_by_their_first_characters() {
        let be: Vec<u8> = "<rss>Ö".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&be, None).unwrap().text, "<rss>Ö");
        let le: Vec<u8> = "<rss>Ö".chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
        assert_eq!(decode(&le, None).unwrap().text, "<rss>Ö");
    }

    #[test]
    fn binaries_are_named() {
        assert!(matches!(decode(b"\x89PNG\r\n", None), Err(ReadError::Binary { looks_like: "a PNG picture" })));
        assert!(matches!(decode(&[0u8; 300], None), Err(ReadError::Binary { .. })));
    }
}
