//! Parquet tables of articles: one report a row, with the columns that JSON lines have as fields.
//!
//! In: columns `id url outlet date title authors text` (others by [`Hint::fields`]). Out: one report a row, read row group by
//! row group. A broken row is an error with its number; a broken file ends the table there and says so.
//!
//! Snappy, gzip, LZ4 and Zstandard are read. Times count as UTC, which is how the format stores them.

use std::{
    fs::File,
    panic::{AssertUnwindSafe, catch_unwind},
};

use onrecord_model::Report;
use parquet::{
    file::reader::{ChunkReader, SerializedFileReader},
    record::{Field, Row, reader::RowIter},
};
use serde_json::{Map, Value};

use crate::{Hint, ReadError, assemble, jsonl};

/// Rows of a table as reports.
pub struct Rows {
    rows: RowIter<'static>,
    hint: Hint,
    number: usize,
    ended: bool,
}

impl Rows {
    /// The table in a file.
    ///
    /// # Errors
    /// When it is no Parquet file, or its end is missing.
    pub fn open(file: File, hint: &Hint) -> Result<Rows, ReadError> {
        Rows::of(file, hint)
    }

    pub(crate) fn of<R: ChunkReader + 'static>(input: R, hint: &Hint) -> Result<Rows, ReadError> {
        // A damaged file must not break off the others, whatever the library does with it.
        let open = || SerializedFileReader::new(input).map(|r| RowIter::from_file_into(Box::new(r)));
        match catch_unwind(AssertUnwindSafe(open)) {
            Ok(Ok(rows)) => Ok(Rows { rows, hint: hint.clone(), number: 0, ended: false }),
            Ok(Err(e)) => Err(bad(0, &e.to_string())),
            Err(_) => Err(bad(0, "its description is damaged")),
        }
    }
}

impl Iterator for Rows {
    type Item = Result<Report, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        self.number += 1;
        let next = catch_unwind(AssertUnwindSafe(|| self.rows.next()));
        match next {
            Ok(None) => {
                self.ended = true;
                None
            }
            Ok(Some(Ok(row))) => {
                let value = Value::Object(object(row));
                let sha256 = assemble::sha256(value.to_string().as_bytes());
                Some(jsonl::of_value(&value, &self.hint, sha256).map_err(|what| ReadError::Lacking {
                    unit: "row",
                    number: self.number,
                    what,
                }))
            }
            Ok(Some(Err(e))) => {
                self.ended = true;
                Some(Err(bad(self.number, &e.to_string())))
            }
            Err(_) => {
                self.ended = true;
                Some(Err(bad(self.number, "the table is damaged here")))
            }
        }
    }
}

fn bad(row: usize, what: &str) -> ReadError {
    ReadError::Row { format: "Parquet", row, what: what.to_owned() }
}

fn object(row: Row) -> Map<String, Value> {
    row.into_columns().into_iter().map(|(name, field)| (name, value(field))).collect()
}

fn value(field: Field) -> Value {
    let instant = |t: Result<jiff::Timestamp, jiff::Error>| t.map_or(Value::Null, |t| Value::from(t.to_string()));
    match field {
        Field::Null => Value::Null,
        Field::Bool(b) => b.into(),
        Field::Byte(n) => n.into(),
        Field::Short(n) => n.into(),
        Field::Int(n) => n.into(),
        Field::Long(n) => n.into(),
        Field::UByte(n) => n.into(),
        Field::UShort(n) => n.into(),
        Field::UInt(n) => n.into(),
        Field::ULong(n) => n.into(),
        Field::Float(x) => x.into(),
        Field::Double(x) => x.into(),
        Field::Str(s) => s.into(),
        Field::Bytes(b) => b.as_utf8().map_or(Value::Null, Value::from),
        Field::Date(days) => {
            let epoch = jiff::civil::date(1970, 1, 1);
            let day = epoch.checked_add(jiff::Span::new().days(days));
            day.map_or(Value::Null, |d| Value::from(d.to_string()))
        }
        Field::TimestampMillis(t) => instant(jiff::Timestamp::from_millisecond(t)),
        Field::TimestampMicros(t) => instant(jiff::Timestamp::from_microsecond(t)),
        Field::Group(row) => Value::Object(object(row)),
        Field::ListInternal(list) => Value::Array(list.elements().iter().cloned().map(value).collect()),
        other => other.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parquet::{
        basic::Compression,
        data_type::{ByteArray, ByteArrayType, Int64Type},
        file::{properties::WriterProperties, writer::SerializedFileWriter},
        schema::parser::parse_message_type,
    };

    use super::*;

    fn table(compression: Compression) -> Vec<u8> {
        let schema = "message articles { required int64 id; optional binary headline (UTF8); optional binary text (UTF8); required int64 published (TIMESTAMP(MILLIS,true)); }";
        let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
        let mut out = Vec::new();
        let mut writer =
            SerializedFileWriter::new(&mut out, Arc::new(parse_message_type(schema).unwrap()), properties).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let text = |words: &[Option<&str>]| -> (Vec<ByteArray>, Vec<i16>) {
            (
                words.iter().flatten().map(|w| ByteArray::from(*w)).collect(),
                words.iter().map(|w| i16::from(w.is_some())).collect(),
            )
        };
        let mut n = 0;
        while let Some(mut column) = group.next_column().unwrap() {
            match n {
                0 => column.typed::<Int64Type>().write_batch(&[41, 42, 43], None, None),
                1 => {
                    let (values, levels) = text(&[Some("Crew freed"), None, None]);
                    column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)
                }
                2 => {
                    let (values, levels) = text(&[Some("The crew is free."), Some("Talks go on."), None]);
                    column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)
                }
                _ => {
                    let day = 1_930_000_000_000;
                    column.typed::<Int64Type>().write_batch(&[day, day, day], None, None)
                }
            }
            .unwrap();
            column.close().unwrap();
            n += 1;
        }
        group.close().unwrap();
        writer.close().unwrap();
        out
    }

    fn read(bytes: Vec<u8>, hint: &Hint) -> Result<Vec<Result<Report, ReadError>>, ReadError> {
        Rows::of(bytes::Bytes::from(bytes), hint).map(Iterator::collect)
    }

    #[test]
    fn a_table_gives_a_report_a_row_in_every_compression() {
        for compression in [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::LZ4_RAW,
            Compression::ZSTD(Default::default()),
            Compression::GZIP(Default::default()),
        ] {
            let all = read(table(compression), &Hint::default()).unwrap();
            let first = all[0].as_ref().unwrap();
            assert_eq!(first.text, "Crew freed\n\nThe crew is free.");
            assert_eq!(
                (first.external_id.as_deref(), first.published.as_deref()),
                (Some("41"), Some("2031-02-27T23:06:40Z"))
            );
            assert_eq!(all[1].as_ref().unwrap().external_id.as_deref(), Some("42"));
            assert_eq!(
                all[2].as_ref().unwrap_err().to_string(),
                "row 3: no field \"text\" (or body, content) with words in it: name it with --map text=NAME; there are: headline, id, published, text"
            );
            assert_eq!(all.len(), 3);
        }
    }

    #[test]
    fn columns_are_named_by_the_map() {
        let fields = vec![("text".to_owned(), "headline".to_owned())];
        let all = read(table(Compression::SNAPPY), &Hint { fields, ..Hint::default() }).unwrap();
        assert_eq!(all[0].as_ref().unwrap().text, "Crew freed");
    }

    #[test]
    fn a_torn_or_damaged_table_is_an_error_and_no_panic() {
        let whole = table(Compression::SNAPPY);
        assert!(read(whole[..whole.len() - 9].to_vec(), &Hint::default()).is_err());
        assert!(read(b"PAR1 nothing of the kind".to_vec(), &Hint::default()).is_err());
        for at in (4..whole.len() - 8).step_by(7) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xff;
            let _ = read(damaged, &Hint::default());
        }
    }
}
